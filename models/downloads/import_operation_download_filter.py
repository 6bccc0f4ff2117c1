from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..exports.export_source import UNREADABLE


class RegistrationImportOperation(models.Model):
    """Which contacts an operation sends: those that it names, of which the person who runs it sees
    some. What is named narrows; nothing of it shows anything that this person may not see."""

    _inherit = "registration.import.operation"

    download_group_ids = fields.Many2many(
        "contact.group",
        "registration_download_group_rel",
        string="Members of",
        domain=[("kind", "=", "ordinary")],
        help="Of one of these groups; empty: whatever groups they are in",
    )
    download_interest_ids = fields.Many2many(
        "contact.interest",
        "registration_download_interest_rel",
        string="Opted in to",
        help="One of these interests; empty: whatever they have opted in to",
    )
    download_center_ids = fields.Many2many(
        "contact.center",
        "registration_download_center_rel",
        string="Of centers",
        help="Members of the group of one of these centers; empty: of all centers and of none",
    )
    download_domain = fields.Char("Other conditions", help="Empty: none")
    download_staff = fields.Boolean(
        "With our own people",
        help="On: also the contacts of internal users and of our own companies",
    )
    filters_contacts = fields.Boolean(compute="_compute_filters_contacts")

    @api.depends("kind")
    def _compute_filters_contacts(self):
        for operation in self:
            operation.filters_contacts = operation._kind_or_none()._filters_contacts

    @api.constrains("download_domain", "kind")
    def _check_download_domain(self):
        for operation in self.filtered("download_domain"):
            try:
                download_conditions(operation).validate(self.env[operation._kind()._target])
            except (*UNREADABLE, SyntaxError) as error:
                raise ValidationError(
                    self.env._("These conditions cannot be read: choose them anew.")
                ) from error


def download_conditions(operation):
    """The domain of the operation's other conditions; nothing in it is evaluated."""
    return Domain(literal_eval(operation.download_domain or "[]"))


def download_memberships(operation):
    """Lists of ids of groups: of each a contact is in one at least."""
    operation = operation.sudo()
    lists = (
        operation.center_id.group_id,
        operation.download_group_ids,
        operation.download_interest_ids.opt_in_group_id,
        operation.download_center_ids.group_id,
    )
    chosen = (
        operation.center_id,
        operation.download_group_ids,
        operation.download_interest_ids,
        operation.download_center_ids,
    )
    return [groups.ids for groups, named in zip(lists, chosen, strict=True) if named]
