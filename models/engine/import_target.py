from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...importer.own_context import said
from ...importer.rights import whose_rows_are_seen
from ...tools.rows import plan


class RegistrationImportTarget(models.AbstractModel):
    """For models whose records imports create or change: they can be searched by the import."""

    _name = "registration.import.target"
    _inherit = "registration.import.grouping.mixin"
    _description = "Record of an Import"

    import_job_id = fields.Many2one(
        "registration.import.job",
        string="Import",
        compute="_compute_import_job_id",
        search="_search_import_job_id",
        help="Searched only: the import that created or changed the record",
    )
    import_row_count = fields.Integer(
        "Rows of Imports", compute="_compute_import_row_count", help="Those that changed it"
    )

    @api.model
    def default_get(self, fields):
        """Of hundreds of fields few have a default. What an import makes is asked for all of them
        with the first record of its batch, and then for those that had one: these anew, since some
        count or draw lots."""
        job = said(self.env, "registration_import_job_id")
        if not job:
            return super().default_get(fields)
        context = (key for key in self.env.context if key.startswith("default_"))
        asked = (self._name, job, self.env.uid, *context, None, *fields)
        having = self.env.cr.cache.setdefault("registration_import_defaults", {})
        defaults = super().default_get(having.get(asked, fields))
        having.setdefault(asked, [name for name in fields if name in defaults])
        return defaults

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_import_row_count(self):
        rows = self._import_rows()
        for record in self:
            record.import_row_count = len(rows.get(record.id, ()))

    def _import_rows(self):
        """``{id: [row ids]}`` of the rows that created or changed these records, of imports whose
        rows the user may see: one statement."""
        jobs = self.env["registration.import.job"]
        every = self.env["registration.import.operation"]._kinds()
        kinds = [code for code, kind in every.items() if kind._target == self._name]
        if not self.ids or not kinds or not jobs.has_access("read"):
            return {}
        imports = Domain("kind", "in", kinds) & Domain("undo_of_id", "=", False)
        seen = jobs._search(imports & whose_rows_are_seen(self.env))
        found = self.env.execute_query(
            SQL(
                """SELECT o.record, array_agg(o.id ORDER BY o.id)
                     FROM registration_import_outcome o
                    WHERE o.record = ANY(%s) AND o.outcome IN (%s, %s) AND o.id >> %s IN %s
                 GROUP BY 1""",
                self.ids,
                plan.CREATED,
                plan.UPDATED,
                plan.ROW_BITS,
                seen.subselect(),
            )
        )
        return dict(found)

    def action_open_import_rows(self):
        """The rows that created or changed this record, with old and new values."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Imported by: %s", self.display_name),
            "res_model": "registration.import.row",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", self._import_rows().get(self.id, []))],
            "context": {"create": False, "registration_import_of_record": True},
        }

    def _compute_import_job_id(self):
        self.import_job_id = False

    def _search_import_job_id(self, operator, value):
        """One statement over the outcomes, however many records there are."""
        if operator != "in":
            return NotImplemented
        wanted = [each for each in value if isinstance(each, int)]
        jobs = self.env["registration.import.job"].search([("id", "in", wanted)])
        ranges = SQL(" OR ").join(
            SQL("id BETWEEN %s AND %s", *plan.id_range(job.id)) for job in jobs
        )
        if not jobs:
            return fields.Domain.FALSE
        return fields.Domain(
            "id",
            "in",
            SQL(
                "(SELECT record FROM registration_import_outcome WHERE (%s) AND outcome IN %s)",
                ranges,
                (plan.CREATED, plan.UPDATED),
            ),
        )
