from odoo import fields, models


class RegistrationImportPage(models.Model):
    """A page of contacts that was fetched from another CRM: kept until the job of its run has
    them, so that a run that dies goes on at the page behind the last one."""

    _name = "registration.import.page"
    _description = "Page of Contacts of Another CRM"
    _order = "id"

    run_id = fields.Many2one(
        "registration.import.run", required=True, index=True, ondelete="cascade"
    )
    # not read with the others: there may be a thousand pages
    records = fields.Json(prefetch=False, help="[[id, changed, gone, merged into, key, values]]")
    mark = fields.Char(help="Where the next page begins; empty: a page that was asked for by ids")
    more = fields.Boolean()
    count = fields.Integer()
    digest = fields.Char(help="Of what it brought: ids and times of their changes")
