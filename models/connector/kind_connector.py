from odoo import api, fields, models
from odoo.tools import SQL

from ...messages.pairs import HELP, MESSAGES
from ...tools.contacts.constituent_line import YES
from ...tools.contacts.pairs import MARK as MARK_THERE
from ...tools.contacts.pairs import PAIR_FIELDS, PAIR_NAMES
from ...tools.kinds.connector import ConnectorPlanner
from ...tools.kinds.pair_sides import SidesReader
from ...tools.rows.planner import Identity
from ...tools.rows.schema import Schema
from ..contacts.contact_lookups import format_phone
from ..sync.kind_constituents import SCHEMA
from .pair_matcher import PairMatcher
from .pair_writer import PairWriter

# Of a file of constituents what another CRM has not: our own number, and the columns of a list of
# interests that says In or Out beside each row.
NOT_THERE = ("cons_id", "interest_id", "interest_name", "interest_opt")
DOWNLOAD = "registration.import.kind.constituent_download"


class ImportKindConnector(models.AbstractModel):
    """The Connector (V13): keeps contacts here and those of another CRM in step. A row is a pair of
    which either has changed; what is new here goes there, what is new there comes here, and where
    both have changed the operation says which counts."""

    _name = "registration.import.kind.connector"
    _inherit = "registration.import.kind.constituents"
    _description = "Connector"

    _helps = HELP
    _clearable = ()
    _filters_contacts = True
    # what a run has fetched is no file whose columns anybody has mapped
    _keeps_mapping = False
    _fixed_options = {"encoding": "utf-8", "separator": ","}
    _report_fields = ("their_id", "our_id")
    _identity_fields = ("their_id",)

    @api.model
    def _schema(self):
        shared = (field for field in SCHEMA if field.name not in NOT_THERE)
        more = self.env["contact.column"]._fields_for("write")
        return Schema((*PAIR_FIELDS, *shared, *more))

    @api.model
    def _fields_of_lines(self):
        """Nobody decides about the columns that say which pair a row is."""
        return [field for field in self._schema() if field.name not in PAIR_NAMES]

    @api.model
    def _unused_at_first(self):
        """Nothing goes anywhere before somebody has said which field is which."""
        return frozenset(field.name for field in self._schema())

    @api.model
    def _writer(self, note):
        """Both sides are written."""
        operation = self.env["registration.import.job"].browse(self._run.job).sudo().operation_id
        return PairWriter(self, operation.with_env(self.env))

    @api.model
    def _messages(self):
        return {**super()._messages(), **MESSAGES}

    @api.model
    def _instructions(self):
        return [
            self.env._(
                "An administrator makes a connection to the other CRM under Data Sync >"
                " Configuration > Connections. Customise this operation, choose the connection, and"
                " say which field there is which one here, in which direction its values go, and"
                " which side counts where both have changed."
            ),
            self.env._(
                "Each run fetches what has changed there since the last one, compares it with what"
                " has changed here, and makes an import of it: a row for each pair of contacts."
                " Pairs are known by the cross-references of the system; a contact that has none is"
                " looked for by member ID, then by e-mail address."
            ),
            self.env._(
                "Who has opted out on either side is opted out on both. Nothing is deleted: a"
                " contact that is gone on one side stays on the other."
            ),
        ]

    @api.model
    def _unavailable(self, operation):
        """Why there is nothing yet to keep in step."""
        if not operation._connection() and not operation.sudo().based_on_id:
            return self.env._(
                "Customise this operation, and choose a connection on the page “Source and"
                " schedule”: without one there is nothing to keep in step with."
            )
        if not operation._connection():
            return self.env._("Choose a connection on the page “Source and schedule”.")
        if not operation._field_pairs():
            return self.env._(
                "No field is kept in step yet: say on the page “Fields” which field there is which"
                " one here."
            )
        return ""

    @api.model
    def _identities(self):
        return (Identity(("their_id",)), Identity(("our_id",)))

    @api.model
    def _chooses_repeats(self):
        """Its rows are made here, a pair in each."""
        return False

    # -- rows --------------------------------------------------------------------------------

    @api.model
    def _operation(self):
        """The operation of the run, in this environment."""
        job = self.env["registration.import.job"].sudo().browse(self._run.job or ())
        return job.operation_id.with_env(self.env)

    @api.model
    def _match(self, rows):
        return PairMatcher(self, self._operation()).match(rows)

    @api.model
    def _row_planner(self):
        operation, schema = self._operation(), self._schema()
        columns = self.env["contact.column"]._own_names(schema)
        labels = set(self._run.labels)
        pairs = [
            pair for pair in operation._field_pairs() if schema.field(pair.name).label in labels
        ]
        reader = SidesReader(pairs, self._text_reader())
        makes_there = operation.sudo().makes_there
        return ConnectorPlanner(
            self._run,
            self._centers(),
            format_phone,
            columns,
            schema,
            pairs,
            reader,
            makes_there,
            operation._connection()._salt(),
        )

    def _text_reader(self):
        """What takes ``{field: text}`` of ours as the cells of a file are taken."""
        schema, parsers = self._schema(), {}

        def read(texts):
            names = tuple(name for name in texts if name in schema)
            if names not in parsers:
                columns = {name: column for column, name in enumerate(names)}
                parsers[names] = schema.parser(columns, width=len(names))
            return parsers[names]([texts[name] or "" for name in names])[0]

        return read

    # -- what has changed --------------------------------------------------------------------

    @api.model
    def _changed_here(self, operation):
        """``[[id there or None, contact]]`` of what has changed here since the two were last in
        step, and of what is new here: one statement, with the rights of the user."""
        connection, download = operation._connection(), self.env[DOWNLOAD]
        self.env["registration.import.agreement"].sudo().flush_model()
        self.env["registration.import.cross.reference"].sudo().flush_model()
        found = self.env.execute_query(
            SQL(
                """SELECT coalesce(a.theirs, c.theirs), s.id FROM (%(state)s) s
                LEFT JOIN registration_import_agreement a
                       ON a.contact_id = s.id AND a.connection_id = %(connection)s
                LEFT JOIN registration_import_cross_reference c
                       ON a.id IS NULL AND c.system_id = %(system)s AND c.type = 'contact'
                      AND c.ours = s.id::text
                    WHERE s.fresh AND CASE
                          WHEN a.id IS NOT NULL
                          THEN a.gone_there IS NOT TRUE
                               AND (a.due IS TRUE OR a.mark IS DISTINCT FROM %(mark)s)
                          WHEN c.id IS NOT NULL THEN true
                          ELSE %(makes)s AND s.id IN (SELECT w.id FROM (%(wanted)s) w) END
                 ORDER BY s.id""",
                state=download._state(self._target, operation.browse()),
                wanted=download._state(self._target, operation),
                connection=connection.id,
                system=connection.sudo().system_id.id,
                makes=operation.sudo().makes_there,
                mark=MARK,
            )
        )
        return [list(each) for each in found]

    @api.model
    def _marks(self, operation, contacts):
        """``{contact: what changes with whatever changes of it}``"""
        if not contacts:
            return {}
        state = self.env[DOWNLOAD]._state(self._target, operation.browse(), list(contacts))
        return dict(self.env.execute_query(SQL("SELECT s.id, %s FROM (%s) s", MARK, state)))

    @api.model
    def _due_there(self, operation):
        """Ids of contacts there that are looked at, whatever has changed."""
        domain = [("connection_id", "=", operation._connection().id), ("due", "=", True)]
        return self.env["registration.import.agreement"].sudo().search(domain).mapped("theirs")

    @api.model
    def _worth_a_row(self, operation, rows, here, told):
        """The rows of pairs in which anything has changed since they were last in step: what was
        sent there is told by the other CRM as a change. ``told`` are the ids there of which was
        told before that they are gone."""
        changed = {theirs for theirs, _contact in here}
        known = self.env["registration.import.agreement"].sudo()._states(operation._connection())
        state, gone = PAIR_NAMES.index(MARK_THERE), PAIR_NAMES.index("gone")

        def is_worth(row):
            if row[gone] == YES and (row[0] not in known or row[0] in told):
                return False  # nobody here is to be told, or was told
            return (
                not row[0] or row[0] in told or row[0] in changed or known.get(row[0]) != row[state]
            )

        return list(filter(is_worth, rows))


# Of a contact ``s``, as a download compares it.
MARK = SQL("md5(concat(s.stamp, s.mark))")


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    kind = fields.Selection(
        selection_add=[("connector", "Connector")], ondelete={"connector": "cascade"}
    )
