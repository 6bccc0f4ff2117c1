from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ...tools.rows.cells import tidy
from ...tools.rows.cross_references import STRICT
from ...tools.writing.export_lines import State, put_theirs
from .export_run import SYSTEM

EXPORT = "base.group_allow_export"
DUPLICATE, NOT_KNOWN = "open_duplicate", "contact_not_known"


class RegistrationExportKind(models.AbstractModel):
    """The contract of a kind whose file goes out: a download.

    A download gives what is new since the last run of its operation that ended well. What was sent
    is stored for each operation, record by record (``registration.export.sent``), so that what is
    still to go is found by comparing, whatever was open or not yet committed when a run began.
    """

    _name = "registration.export.kind"
    _inherit = "registration.import.kind"
    _description = "Kind of Download"

    _direction = "out"
    _is_sync = True
    # Whether a record goes again once it was changed; else each goes once.
    _sends_changes = True
    # Whether it tells of records that were sent, and are gone since; the fields by which the other
    # system knows them.
    _tells_gone = False
    _key_fields = ()
    # What may become of a record whose keys are kept no longer than until that was told.
    _forgotten = ()
    # For whom a file is, unless the operation says otherwise: another system takes each cell as it
    # stands, a spreadsheet program might take one for a formula.
    _audience = SYSTEM
    # Whether a line means nothing to a system that does not know the contact.
    _needs_known_contact = False

    @api.model
    def _check_right(self, right):
        """Both roles of the hub (V21), and the right to export."""
        self.env["registration.import.kind.hub"]._check_right(right)
        if not self.env.user.has_group(EXPORT):
            group = self.env.ref(EXPORT).sudo()
            raise AccessError(
                self.env._(
                    "You may not download records. Ask an administrator to set “%(role)s” to"
                    " “%(step)s” on your user record.",
                    role=group.privilege_id.name,
                    step=group.name,
                )
            )

    @api.model
    def _notes(self):
        """What a run leaves out as a whole: ``[[code, params], ...]`` of ``_run_messages``."""
        return []

    @api.model
    def _run_messages(self):
        """What runs of this kind alone say of their lines: ``{code: Message}``."""
        return {}

    @api.model
    def _models(self):
        """The models whose records go out."""
        return [self._target]

    @api.model
    def _state(self, model, operation, ids=None):
        """A SELECT of records as the user sees them, all or those of ``ids``: ``id``, the
        ``contact`` that they are about, ``stamp`` and ``mark``, which change with the record,
        ``fate``, what became of one that is gone though it is there, and ``fresh``, whether it
        goes out although it never did."""
        raise NotImplementedError

    @api.model
    def _state_of(self, model, ids, operation):
        """``[State]`` of those that the user sees."""
        if not ids:
            return []
        state = self._state(model, operation, ids)
        query = SQL("SELECT id, contact, stamp, mark, fate FROM (%s) r", state)
        return [State(*row) for row in self.env.execute_query(query)]

    @api.model
    def _deferred(self, contacts, operation):
        """``{id: code}`` of records that have to wait for a later run, and why, of those in
        ``{id: contact}``: of contacts with an open duplicate (V15), and of a contact that the
        operation's system does not know, where a line means nothing without."""
        deferred = {}
        if operation.system_id and self._needs_known_contact:
            names = {str(contact) for contact in contacts.values() if contact}
            theirs = operation.system_id._theirs("contact", names)
            lost = {int(name) for name in names - set(theirs)}
            deferred |= {each: NOT_KNOWN for each, contact in contacts.items() if contact in lost}
        open_ids = self._with_open_duplicate(contacts.values())
        return deferred | {each: DUPLICATE for each, who in contacts.items() if who in open_ids}

    @api.model
    def _with_open_duplicate(self, contacts):
        found = self.env.execute_query(
            SQL(
                "SELECT o.id FROM (%s) AS o(id) WHERE o.id = ANY(%s)",
                self.env["registration.import.duplicate"]._deferred(),
                [contact for contact in contacts if contact],
            )
        )
        return {contact for (contact,) in found}

    @api.model
    def _lines(self, model, ids, operation):
        """``{id: {field: text}}`` of some thousand records that the user sees, in a number of
        statements that does not grow with them."""
        raise NotImplementedError

    @api.model
    def _in_their_words(self, texts, operation):
        """Put the words of the operation's columns, and the values of its system, in the place of
        ours in ``{id: {field: text}}`` (V17); gives ``{(code, label): values}`` of those that have
        none there: they stay ours, but an ID of ours would be taken for somebody else's."""
        system, words = operation.system_id, operation._words()
        if not (system or words):
            return {}
        theirs = system._theirs if system else None
        return put_theirs(texts, self._schema(), theirs, STRICT, words)

    @api.model
    def _gone_lines(self, gone, operation):
        """``{id: {field: text}}`` of the lines that say of records sent once that they are gone,
        ``{id: Gone}``, in the words of the operation's system; nothing is said where
        ``_tells_gone`` is not set."""
        return {}

    @api.model
    def _columns(self, operation):
        """``[(field, label)]``: the columns of the operation's file."""
        return self._chosen_columns(operation)

    def _chosen_columns(self, operation):
        """Those that it has chosen in its order; what it has not decided about stands last."""
        known = {field.name: field.label for field in self._schema()}
        lines = operation.sudo().line_ids.sorted()
        decided = {line.field for line in lines} | self._unused_at_first()
        chosen = [
            (line.field, tidy(line.label or "") or known[line.field])
            for line in lines
            if line.used and line.field in known
        ]
        return chosen + [(name, label) for name, label in known.items() if name not in decided]

    @api.model
    def _among(self, column, ids):
        """The condition that a column has one of the ids; None: any."""
        return SQL("true") if ids is None else SQL("%s = ANY(%s)", SQL.identifier(*column), ids)
