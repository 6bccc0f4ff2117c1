from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

EXPORT = "base.group_allow_export"


class RegistrationExportKind(models.AbstractModel):
    """The contract of a kind whose file goes out: a download.

    A download gives what is new since the last run of its operation that ended well. What was sent
    is kept for each operation, record by record (``registration.export.sent``), so that what is
    still to go is found by comparing, whatever was open or not yet committed when a run began.
    """

    _name = "registration.export.kind"
    _inherit = "registration.import.kind"
    _description = "Kind of Download"

    _direction = "out"
    _is_sync = True
    # Whether a record goes again once it was changed; else each goes once.
    _sends_changes = True

    @api.model
    def _check_right(self, right):
        """Both roles of the hub (V21), and the right to export."""
        self.env["registration.import.kind.hub"]._check_right(right)
        if not self.env.user.has_group(EXPORT):
            raise AccessError(
                self.env._(
                    "You may not download records. Ask an administrator to set “%s” on your user"
                    " record.",
                    self.env.ref(EXPORT).sudo().name,
                )
            )

    @api.model
    def _unavailable(self):
        """Why the operation cannot run in this database, in words; "" where it can."""
        return ""

    @api.model
    def _notes(self):
        """What a run leaves out as a whole: ``[[code, params], ...]`` of ``_run_messages``."""
        return []

    @api.model
    def _run_messages(self):
        """``{code: text}`` of what runs say of their lines, lazily translated."""
        return {}

    @api.model
    def _models(self):
        """The models whose records go out."""
        return [self._target]

    @api.model
    def _state(self, model, operation, ids=None):
        """A SELECT of records as the user sees them, all or those of ``ids``: ``id``, the
        ``contact`` that they are about, ``stamp`` and ``mark``, which change with the record, and
        ``fresh``, whether it goes out although it never did."""
        raise NotImplementedError

    @api.model
    def _held(self, model, ids, operation):
        """``{id: code}`` of records that have to wait for a later run, and why."""
        return {}

    @api.model
    def _lines(self, model, ids, operation):
        """``{id: {field: text}}`` of some thousand records that the user sees, in a number of
        statements that does not grow with them."""
        raise NotImplementedError

    @api.model
    def _gone_line(self, identifier):
        """The line that says that a record sent once is no more; None: nothing is said."""
        return None

    @api.model
    def _columns(self, operation):
        """``[(field, label)]``: the columns of the operation's file."""
        return [(field.name, field.label) for field in self._schema()]

    @api.model
    def _among(self, column, ids):
        """The condition that a column has one of the ids; None: any."""
        return SQL("true") if ids is None else SQL("%s = ANY(%s)", SQL.identifier(*column), ids)
