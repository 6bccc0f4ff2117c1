import secrets

from odoo import api, fields, models, release
from odoo.exceptions import UserError
from odoo.modules import Manifest
from odoo.tools import SQL

from ...tools.rows import plan
from .contact_erasure import ERASED

MODULE = "registration_import"
SECRET = "registration_import.erasure_secret"
# Of a contact, beside its name: whoever has one of them again is not erased any more.
TELLING = ("email", "phone", "street")


class ContactErasureRegister(models.Model):
    """Who was erased: no name and no e-mail, only what is needed to answer three questions. Was it
    done, and what is left? Would this row of a file bring an erased contact back? And, after an
    old backup was restored: who has to be erased again?"""

    _name = "contact.erasure.register"
    _description = "Erased Contact"
    _order = "id desc"
    _rec_name = "contact"

    contact = fields.Integer(
        "Contact Id", required=True, readonly=True, index=True, aggregator=None
    )
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users", "Anonymized by", readonly=True, default=lambda self: self.env.user
    )
    company_id = fields.Many2one("res.company", readonly=True, index="btree_not_null")
    job_id = fields.Many2one(
        "registration.import.job",
        "Import",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    row_number = fields.Integer("Row", readonly=True, aggregator=None)
    reference = fields.Char("Legal Reference", readonly=True)
    version = fields.Char(readonly=True, help="Version of the module that did it")
    counts = fields.Json(readonly=True)
    residual = fields.Json(readonly=True)
    key_ids = fields.One2many("contact.erasure.key", "register_id", readonly=True)

    def init(self):
        """The secret of the keys, once for all."""
        parameters = self.env["ir.config_parameter"].sudo()
        if not parameters.get_param(SECRET):
            parameters.set_param(SECRET, secrets.token_hex(32))

    @api.depends("contact")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = self.env._("Contact %s", entry.contact)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Nobody deletes the register of erased contacts."))

    # -- entries -------------------------------------------------------------------------------

    @api.model
    def _enter(self, partners, origin, keys, counts, residual):
        """One entry for each contact; one ``create()`` for all."""
        rows = origin.get("rows") or {}
        version = Manifest.for_addon(MODULE).version
        return self.create(
            [
                {
                    "contact": partner.id,
                    "company_id": partner.company_id.id,
                    "job_id": origin.get("job"),
                    "row_number": plan.row_number(rows.get(partner.id, 0)),
                    "reference": origin.get("reference"),
                    "version": f"{version} / {release.version}",
                    "counts": counts.get(partner.id, {}),
                    "residual": residual.get(partner.id, []),
                    "key_ids": [
                        fields.Command.create({"digest": self._digest(key)})
                        for key in keys.get(partner.id, ())
                    ],
                }
                for partner in partners
            ]
        )

    @api.model
    def _anonymized_on(self, partners):
        """``{partner id: when}`` of contacts that were anonymized, and have not been given a name,
        an e-mail or a telephone since."""
        rows = self.env.execute_query(
            SQL(
                "SELECT contact, max(date) FROM (%s) r WHERE contact = ANY(%s) GROUP BY 1",
                self._select_anonymized(),
                partners.ids,
            )
        )
        return dict(rows)

    @api.model
    def _select_anonymized(self):
        """A SELECT of the same, once for each time: ``contact`` and ``date``."""
        names, partners = self._telling_fields(), self.env["res.partner"]
        return SQL(
            """SELECT r.contact, r.date FROM contact_erasure_register r
                 JOIN res_partner p ON p.id = r.contact
                WHERE p.name = %s AND coalesce(%s, '') = ''""",
            ERASED,
            SQL(", ").join(SQL.identifier("p", name) for name in names),
            to_flush=[
                *(self._fields[name] for name in ("contact", "date")),
                *(partners._fields[name] for name in ("name", *names)),
            ],
        )

    @api.model
    def _telling_fields(self):
        """Names of the fields that an anonymized contact has no more: see ``TELLING``; other
        addons add theirs."""
        return TELLING

    def action_open_contact(self):
        """Open what is left of the contact."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.contact,
            "views": [(False, "form")],
        }
