import hashlib
import logging

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize

from odoo.addons.mail.tools.alias_error import AliasError

from ...importer.mails import addresses_of
from ...importer.stored_files import content_of
from ...tools.rows.problems import Problem
from ...tools.sources.address import LONGEST, is_carried, proposed_name
from ...tools.sources.folder import is_read
from ...tools.sources.mailed import is_of_text, is_put_beside, listed
from ..engine.import_operation_report import check_addresses
from .import_run import NOTHING, WAITING, WORKING
from .sync_roles import check_sync

_logger = logging.getLogger(__name__)

EMAIL = "email"
ALIAS_FIELDS = {"alias_name", "alias_domain_id"}
# So many files one e-mail may bring: each becomes an import.
MAILED_FILES = 50


class RegistrationImportSource(models.Model):
    """Files that come by e-mail: to an address of the operation, from senders that it accepts."""

    _inherit = "registration.import.source"

    # Of the alias, what the server alone sets: with it mails of one address would reach another.
    _server_fields = frozenset({"alias_id", "alias_defaults"})

    type = fields.Selection(
        selection_add=[(EMAIL, "An e-mail address of its own")], ondelete={EMAIL: "set default"}
    )
    sender_emails = fields.Char(
        "Accepted senders",
        help="Addresses, separated by commas, besides those of colleagues who may run the"
        " operation. Everybody else is refused. The sender of an e-mail can be forged: let your"
        " mail server check it (DMARC)",
    )

    @api.depends("alias_email")
    def _compute_place(self):
        result = super()._compute_place()
        for source in self.filtered(lambda each: each.type == EMAIL):
            source.place = source.alias_email
        return result

    @api.constrains("sender_emails")
    def _check_sender_emails(self):
        for source in self:
            check_addresses(self.env, source.sender_emails)

    # -- the address ---------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """The address has the domain of the operation's company, unless another one is chosen."""
        operations = self.env["registration.import.operation"]
        for vals in vals_list:
            company = operations.browse(vals.get("operation_id")).company_id or self.env.company
            if vals.get("alias_name"):
                vals.setdefault("alias_domain_id", company.alias_domain_id.id)
                self._check_alias_name(vals, operations.browse(vals.get("operation_id")))
        return super().create(vals_list)

    def write(self, vals):
        """The alias, and nothing else, is written for people who have no right to aliases."""
        self.check_access("write")
        self._check_values(vals)
        self._check_alias_name(vals, self.operation_id)
        alias = {name: vals[name] for name in ALIAS_FIELDS.intersection(vals)}
        if self.env.su or not alias:
            return super().write(vals)
        result = super().write({name: vals[name] for name in vals if name not in alias})
        super(RegistrationImportSource, self.sudo()).write(alias)
        self._tell_operation(alias)
        return result

    @api.model
    def _check_alias_name(self, vals, operations):
        """Letters that mail does not carry would become question marks, and no mail carries more
        than so many."""
        name = vals.get("alias_name")
        if name and len(name) > LONGEST:
            raise ValidationError(
                self.env._("Before the @ an address has up to %s characters.", LONGEST)
            )
        if name and not is_carried(name):
            proposal = proposed_name(name, operations[:1].sudo().code or "import")
            raise ValidationError(
                self.env._(
                    "Mail cannot carry all letters of the address “%(name)s”: write it in a to z,"
                    " digits and hyphens, such as “%(proposal)s”.",
                    name=name,
                    proposal=proposal,
                )
            )

    def _check_values(self, vals):
        """Who may only schedule writes no other value of the alias, none of which is a field."""
        result = super()._check_values(vals)
        if not self.env.su and not vals.keys() <= self._fields.keys():
            check_sync(self.env, "manage")
        return result

    def unlink(self):
        """What was mailed and not taken goes with it."""
        files = self._waiting_files().attachment_id
        result = super().unlink()
        files.unlink()
        return result

    def _follow_company(self):
        """The address has the domain of the operation's company, which is another one now."""
        with_address = self.filtered("alias_id")
        for source, domain in with_address._alias_get_alias_domain_id().items():
            source.alias_domain_id = domain

    def _alias_get_creation_values(self):
        """Mails go to this very source, whatever they answer."""
        return super()._alias_get_creation_values() | {
            "alias_model_id": self.env["ir.model"]._get_id(self._name),
            "alias_force_thread_id": self.id,
        }

    def _alias_get_error(self, message, message_dict, alias):
        """Refuse whom the operation does not accept, before anything is stored."""
        return self.sudo()._refusal(message_dict.get("email_from"))

    def _refusal(self, sender):
        """Why an e-mail of a ``sender`` is not taken now; False where it is."""
        if not self.operation_id.active or self.type != EMAIL:
            return AliasError("closed", self.env._("this address takes no files now"))
        if not self._accepts(sender):
            return AliasError("refused", self.env._("this address does not take files from you"))
        return False

    def _accepts(self, sender):
        """Whether a sender is listed, or a colleague who may run the operation."""
        address = email_normalize(sender or "")
        if not address:
            return False
        if address in map(email_normalize, addresses_of(self.sender_emails)):
            return True
        schedule = self.operation_id.schedule_ids
        users = self._colleagues(sender)
        return any(schedule._runner_problem(user, "run") is None for user in users)

    def _colleagues(self, sender):
        """Those who have the address of a sender; none where it is somebody else's."""
        address = email_normalize(sender or "")
        domain = [("email_normalized", "=", address), ("share", "=", False)]
        return self.env["res.users"].sudo().search(domain if address else [(0, "=", 1)])

    # -- what comes ----------------------------------------------------------------------------

    @api.private
    def message_update(self, msg_dict, update_vals=None):
        """Store the files of an accepted e-mail until the operation takes them, one by one."""
        self.ensure_one()
        source = self.sudo()
        # an answer to some message comes here without the address, that is, unasked
        sender = msg_dict.get("email_from")
        if refusal := source._refusal(sender):
            _logger.warning("An e-mail to source %s was dropped: %s", self.id, refusal.code)
            return True
        files = [
            (name, _bytes(content))
            for name, content, info in msg_dict["attachments"]
            if not is_of_text(name, info.get("cid"))
        ]
        source._keep_mailed(files, msg_dict["message_id"], source._colleagues(sender))
        self.env["registration.import.schedule"]._cron()._trigger()
        return True

    @api.private
    def message_post(self, **_message):
        """Nothing of the e-mail is stored but its files."""
        return self.env["mail.message"]

    def _keep_mailed(self, files, message, senders):
        """Keep those ``[(name, bytes)]`` of an e-mail that are read, and tell of the others."""
        endings = self._endings()
        readable = [(name, data) for name, data in files if is_read(name, endings)]
        if len(readable) > MAILED_FILES:
            params = {"count": len(readable), "limit": MAILED_FILES}
            self._log(NOTHING, Problem("run_mail_full", params=params))._mail()
            return
        others = [name for name, _data in files if not is_read(name, endings)]
        self._tell_unread(others, message, not readable)
        for number, (name, data) in enumerate(readable):
            self._store_mailed(name, data, f"{message} {number}", senders)

    def _tell_unread(self, names, message, is_empty):
        """Say which files of an e-mail are not imported, and where it ``is_empty``, that none is.
        Of what mail programs put beside others a line is enough: nobody is written to."""
        wanted = [name for name in names if not is_put_beside(name)]
        if not names and not is_empty:
            return
        code = "run_mail_unread" if wanted or not is_empty else "run_mail_empty"
        problem = Problem(code, params={"endings": ", ".join(self._endings())})
        named = listed(names) or False
        run = self._log_mailed(NOTHING, f"{message} unread", problem=problem, name=named)
        if run and (wanted or is_empty):
            run._mail()

    def _store_mailed(self, name, data, key, senders):
        """Store one file."""
        run = self._log_mailed(WAITING, key, name=name, sender_ids=senders.ids)
        if not run:
            return
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

    def _log_mailed(self, state, key, **values):
        """A line on a part of an e-mail; of one that is delivered twice, once."""
        key = hashlib.sha256(key.encode()).hexdigest()
        runs = self.env["registration.import.run"]
        if runs.search_count([("source_id", "=", self.id), ("key", "=", key)], limit=1):
            return runs
        return self._log(state, key=key, **values)

    def _waiting_files(self):
        domain = [("source_id", "in", self.ids), ("state", "=", WAITING)]
        return self.env["registration.import.run"].sudo().search(domain, order="id")

    def _take_mailed(self, user):
        """The file that waits longest, if one does."""
        run = self._waiting_files()[:1]
        if not run:
            return run
        content = content_of(run.attachment_id)
        run.attachment_id.unlink()
        run.state = WORKING
        return run._start(user, content)

    def _take_from_email(self, user):
        return self._take_from_upload(user)


def _bytes(content):
    return content.encode() if isinstance(content, str) else content
