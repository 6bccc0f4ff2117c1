import hashlib

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import email_normalize

from odoo.addons.mail.tools.alias_error import AliasError

from ..engine.import_operation_report import addresses_of, check_addresses
from .import_run import NOTHING, WAITING, WORKING

EMAIL = "email"
ENDINGS = (".csv", ".txt", ".tsv", ".xlsx", ".xls")
ALIAS_FIELDS = {"alias_name", "alias_domain_id"}
EMAIL_FIELDS = ALIAS_FIELDS | {"sender_emails"}
# Of the alias, what the server alone sets: with it mails of one address would reach another.
KEPT_ALIAS_FIELDS = {"alias_id", "alias_defaults"}


class RegistrationImportOperation(models.Model):
    """Files that come by e-mail: to an address of the operation, from senders that it accepts."""

    _name = "registration.import.operation"
    _inherit = ["registration.import.operation", "mail.alias.mixin.optional"]

    source = fields.Selection(
        selection_add=[(EMAIL, "An e-mail address of its own")], ondelete={EMAIL: "set default"}
    )
    sender_emails = fields.Char(
        "Accepted senders",
        help="Addresses, separated by commas, besides those of colleagues who may run the"
        " operation. Everybody else is refused. The sender of an e-mail can be forged: let your"
        " mail server check it (DMARC)",
    )

    @api.constrains("sender_emails")
    def _check_sender_emails(self):
        for operation in self:
            check_addresses(self.env, operation.sender_emails)

    # -- the address ---------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_kept_alias(vals)
        return super().create(vals_list)

    def write(self, vals):
        """The alias, and nothing else, is written for people who have no right to aliases."""
        self._check_kept_alias(vals)
        alias = {name: vals[name] for name in ALIAS_FIELDS.intersection(vals)}
        if self.env.su or not alias:
            return super().write(vals)
        self.check_access("write")
        result = super().write({name: vals[name] for name in vals if name not in alias})
        super(RegistrationImportOperation, self.sudo()).write(alias)
        return result

    def unlink(self):
        """What was mailed and not taken goes with it."""
        files = self._waiting_files().attachment_id
        result = super().unlink()
        files.unlink()
        return result

    def _check_kept_alias(self, vals):
        if not self.env.su and not KEPT_ALIAS_FIELDS.isdisjoint(vals):
            raise AccessError(self.env._("Only the server writes this of an operation."))

    def _alias_get_creation_values(self):
        """Mails go to this very operation, whatever they answer."""
        return super()._alias_get_creation_values() | {
            "alias_model_id": self.env["ir.model"]._get_id(self._name),
            "alias_force_thread_id": self.id,
        }

    def _alias_get_error(self, message, message_dict, alias):
        """Refuse whom the operation does not accept, before anything is stored."""
        operation = self.sudo()
        if not operation.active or operation.source != EMAIL:
            return AliasError("closed", self.env._("this address takes no files now"))
        if not operation._accepts(message_dict.get("email_from")):
            return AliasError("refused", self.env._("this address does not take files from you"))
        return False

    def _accepts(self, sender):
        """Whether a sender is listed, or a colleague who may run the operation."""
        address = email_normalize(sender or "")
        if not address:
            return False
        if address in map(email_normalize, addresses_of(self.sender_emails)):
            return True
        domain = [("email_normalized", "=", address), ("share", "=", False)]
        users = self.env["res.users"].sudo().search(domain)
        return any(self._runner_fault(user, "run") is None for user in users)

    # -- what comes ----------------------------------------------------------------------------

    @api.private
    def message_update(self, msg_dict, update_vals=None):
        """Keep the files of an accepted e-mail until the operation takes them, one by one."""
        self.ensure_one()
        operation = self.sudo()
        files = [(name, _bytes(content)) for name, content, _info in msg_dict["attachments"]]
        readable = [(name, data) for name, data in files if name.lower().endswith(ENDINGS)]
        for number, (name, data) in enumerate(readable):
            operation._keep_mailed(name, data, f"{msg_dict['message_id']} {number}")
        if not readable:
            operation._log(NOTHING, "run_mail_empty", {})._mail()
        operation._schedule_cron()._trigger()
        return True

    @api.private
    def message_post(self, **_message):
        """Nothing of the e-mail is kept but its files."""
        return self.env["mail.message"]

    def _keep_mailed(self, name, data, key):
        """Keep one file; of an e-mail that is delivered twice, once."""
        key = hashlib.sha256(key.encode()).hexdigest()
        runs = self.env["registration.import.run"]
        if runs.search_count([("operation_id", "=", self.id), ("key", "=", key)], limit=1):
            return
        run = self._log(WAITING, name=name, key=key)
        run.attachment_id = self.env["ir.attachment"].create(
            {
                "name": name,
                "raw": data,
                "res_model": run._name,
                "res_id": run.id,
                # who may read the line may not yet read the file
                "res_field": "attachment_id",
            }
        )

    def _waiting_files(self):
        domain = [("operation_id", "in", self.ids), ("state", "=", WAITING)]
        return self.env["registration.import.run"].sudo().search(domain, order="id")

    def _take_mailed(self, user):
        """The file that waits longest, if one does."""
        run = self._waiting_files()[:1]
        if not run:
            return run
        content = run.attachment_id.raw or b""
        run.attachment_id.unlink()
        run.state = WORKING
        return run._start(user, content)

    def _take_from_email(self, user):
        return self._take_from_upload(user)


def _bytes(content):
    return content.encode() if isinstance(content, str) else content
