from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize

from ...importer.mails import addresses_of

# So many characters several e-mail addresses may have together.
LONGEST = 5_000


class RegistrationImportOperation(models.Model):
    """Who is told of each run, what its writes set off, and how long its rows are kept."""

    _inherit = "registration.import.operation"

    notify_user_ids = fields.Many2many(
        "res.users",
        "registration_import_operation_notify_rel",
        string="People to e-mail",
        domain=[("share", "=", False)],
        help="They get the report of each import or download, besides whoever has started it",
    )
    notify_emails = fields.Char(
        "Other addresses",
        help="They get the report, too; several are separated by commas. It names failed rows by"
        " number and code, and no other value",
    )
    track_changes = fields.Boolean(
        "Track changes", help="Changes of an import are told in the chatter of each record"
    )
    notes_imports = fields.Boolean(
        "Note imports in the chatter",
        help="Each record that an import makes or changes gets a line that names the file and the"
        " row; a file of 100,000 rows adds as many messages, and takes longer",
    )
    send_mails = fields.Boolean(
        "Let e-mails go out", help="Such as those that Odoo sends to attendees and followers"
    )
    retention_days = fields.Integer(
        "Keep rows for (days)",
        help="Then cells, old values and the file of an import go; 0: as long as usual",
    )

    _retention_days_positive = models.Constraint(
        "CHECK(retention_days >= 0)", "Rows cannot be kept for less than no day."
    )

    @api.constrains("notify_emails")
    def _check_notify_emails(self):
        for operation in self:
            check_addresses(self.env, operation.notify_emails)


def check_addresses(env, text):
    """Raise ``ValidationError`` where one of them cannot be an address, or they are too many."""
    if len(text or "") > LONGEST:
        raise ValidationError(
            env._("The addresses are longer than %s characters: use a mailing list.", LONGEST)
        )
    wrong = [each for each in addresses_of(text) if not email_normalize(each)]
    if wrong:
        raise ValidationError(env._("These are no e-mail addresses: %s.", ", ".join(wrong)))
