from odoo import api, fields, models
from odoo.tools import SQL


class RegistrationImportSystem(models.Model):
    """The offline database, or another system: whose values cross-references translate (V16)."""

    _name = "registration.import.system"
    _inherit = ["registration.import.name.mixin", "registration.import.cross.reference.mixin"]
    _description = "System"
    _order = "name, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True)
    code = fields.Char(required=True, size=64, help="How files of cross-references name it")
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies")
    active = fields.Boolean(default=True)
    note = fields.Text()
    cross_reference_count = fields.Integer(
        "Number of Cross-references", compute="_compute_cross_reference_count"
    )

    _code_uniq = models.UniqueIndex(
        "(code, coalesce(company_id, 0))", "A system with this code exists already."
    )

    def _with_seen_name(self):
        """Whoever runs an operation reads which system it is for, without a role for it."""
        companies = self.env.user._get_company_ids()
        return self.filtered(lambda each: each.sudo().company_id.id in (False, *companies))

    def _compute_cross_reference_count(self):
        counts = dict(
            self.env["registration.import.cross.reference"]._read_group(
                [("system_id", "in", self.ids)], ["system_id"], ["__count"]
            )
        )
        for system in self:
            system.cross_reference_count = counts.get(system._origin, 0)

    @api.constrains("company_id")
    def _check_operations(self):
        """An operation of another company must not be left with it."""
        operations = self.env["registration.import.operation"].sudo()
        operations = operations.with_context(active_test=False)
        operations.search([("system_id", "in", self.ids)])._check_company(["system_id"])

    def action_open_cross_references(self):
        """Open what is cross-referenced with the system."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "registration_import.registration_import_cross_reference_action"
        )
        context = {"default_system_id": self.id, "search_default_by_type": 1}
        return action | {
            "name": self.name,
            "domain": [("system_id", "=", self.id)],
            "context": context,
        }

    # -- what uploads and downloads ask ------------------------------------------------------

    def _ours(self, named):
        """``{(type, their text): our text}`` of those ``named`` that have a cross-reference: one
        statement. Who runs an operation needs no role for it."""
        self.ensure_one()
        types, texts = [type for type, _text in named], [text for _type, text in named]
        self.env["registration.import.cross.reference"].flush_model()
        found = self.env.execute_query(
            SQL(
                """SELECT c.type, c.theirs, c.ours FROM registration_import_cross_reference c
                     JOIN unnest(%s::text[], %s::text[]) AS named(type, theirs)
                       ON named.type = c.type AND named.theirs = c.theirs
                    WHERE c.system_id = %s""",
                types,
                texts,
                self.id,
            )
        )
        return {(type, theirs): ours for type, theirs, ours in found}

    def _theirs(self, type, ours):
        """``{our text: their text}`` of those of ``ours`` that have a cross-reference, the
        preferred one where there are several: one statement. Who runs an operation needs no role
        for it."""
        self.ensure_one()
        self.env["registration.import.cross.reference"].flush_model()
        found = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (ours) ours, theirs FROM registration_import_cross_reference
                    WHERE system_id = %s AND type = %s AND ours = ANY(%s)
                 ORDER BY ours, preferred DESC, id""",
                self.id,
                type,
                list(ours),
            )
        )
        return dict(found)
