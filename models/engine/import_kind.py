from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ...importer.loader import Translation
from ...importer.mapped_values import mapped_values_of
from ...importer.own_context import YES
from ...importer.text_sql import identity_text
from ...importer.writer import Writer
from ...tools.reading.envelope import foreign_ending
from ...tools.reading.table import MIB
from ...tools.rows.labels import check_order
from ...tools.rows.planner import Identity, RowPlanner
from ...tools.rows.problems import Problem
from ...tools.rows.run_context import RunContext
from ...tools.rows.schema import Schema


class RegistrationImportKind(models.AbstractModel):
    """The contract of a kind: what a file of that sort means. It writes only its verbs, and plain
    rows of long files.

    A kind is an abstract model ``registration.import.kind.CODE`` that inherits this one, and a
    line ``selection_add=[("CODE", "Name")]`` on the field ``kind`` of the operations. Its
    methods run with the rights, language and companies of the person who started the job.
    """

    _name = "registration.import.kind"
    _description = "Kind of Import"

    # What people are told of fields, {name: text}, where their own help does not say it.
    _helps = {}
    # The model whose records a row creates or updates; its id is the row's ``record``.
    _target = None
    # Fields that name a row in the report e-mail: codes, no personal data.
    _report_fields = ()
    # Fields that together name the record of a row; a later row with the same is a repeat.
    _identity_fields = ()
    # Whether several rows may name the same record, each adding to it: no repeat to warn of.
    _repeats_allowed = False
    # Whether ``_match`` and the planner take rows some of whose values are missing, though they are
    # required, since their cells could not be read: what is wrong with the others is told at once.
    _matches_unreadable = False
    # How the name of a file may end; None: anything, the content tells.
    _extensions = None
    # The number of MiB that a file must be smaller than; None: the limit of the server.
    _below_mib = None
    # Whether the file has exactly the columns of the schema, in its order: nobody maps them.
    _has_fixed_columns = False
    # Whether a run may be told to make new records only, or only to update (option "records").
    _chooses_records = False
    # Fields whose value an empty cell takes away, where a run is told so (option "blank").
    _clearable = ()
    # Whether it finds people by their e-mail address, and may be told what to do with a row of
    # another name (option "same_email"); whether it may split a whole name (option "whole_name").
    _finds_by_email = False
    _splits_names = False
    # Whether its operations live in the Data Sync app alone, and need the app's roles.
    _is_sync = False
    # Whether administrators alone see its operations.
    _for_administrators = False
    # "in" where a file is read, "out" where one is made.
    _direction = "in"
    # Whether operations may say which contacts go out.
    _filters_contacts = False
    # Whether files may have columns for fields of contacts that an administrator has chosen.
    _has_contact_columns = False
    # Options that each run of this kind has: {name: value}.
    _fixed_options = {}
    # Whether the columns of one file may be kept for the next.
    _keeps_mapping = True
    # Title of the wizard's first step, a lazy text; None: the wizard's own.
    _upload_title = None
    # Codes of warnings that a run does not look for again where a validation did.
    _told_once = ()
    # Codes of the problems that a text is not known here, which a cross-reference would mend.
    _unknown_codes = ("not_a_choice",)
    # Whether the texts of its choices may be cross-referenced.
    _has_cross_references = True
    # The address of the list of its jobs, below /odoo.
    _jobs_path = "registration-imports"
    # The chapter of the manual that its wizard leads to, a page of static/help.
    _help_page = "data_manager"
    # The tour that shows an import step by step; None where there is none.
    _tour = None
    # Models, beside the target, of records that rows make.
    _makes = ()
    # Verbs that nothing brings back, with what people call them: {verb: lazy text}. They need the
    # right "irreversible", a typed confirmation and, above a limit, a second person.
    _irreversible = {}
    # what each of them does, in a sentence: ``{verb: text}``
    _irreversible_effects = {}

    @property
    def _run(self):
        """The ``tools.rows.run_context.RunContext`` of the run; an empty one outside of any."""
        run = self.env.context.get("registration_import_run")
        return run if isinstance(run, RunContext) else RunContext()

    @api.model
    def _run_facts(self, operation):
        """What a run has to know of its operation, as ``{name in the RunContext: value}``."""
        return {}

    @api.model
    def _translation(self, job):
        """What the texts of a job's file mean here, an ``importer.loader.Translation``."""
        return mapped_values_of(job, self) or Translation()

    @api.model
    def _accepted_values(self, field):
        """``[[text, what people call it]]`` of what a cell of a field may hold, where that is a
        short list; else nothing."""
        return [[choice[1], choice[1]] for choice in field.choices]

    @api.model
    def _writer(self, note):
        """What writes its rows, in this environment; ``note`` as in ``importer.writer``."""
        return Writer(self, note)

    @api.model
    def _row_planner(self):
        """The ``tools.rows.planner.RowPlanner`` of a run: what its rows would change."""
        return RowPlanner(self._run)

    @api.model
    def _schema(self):
        """The ``tools.rows.schema.Schema`` of a file of this kind; of a job's file, whose labels
        are in ``_run.labels``, where columns depend on them."""
        return Schema(())

    @api.model
    def _fields_of_lines(self):
        """The fields of the schema that an operation decides about."""
        return list(self._schema())

    @api.model
    def _unused_at_first(self):
        """Names of fields that an operation leaves out until somebody chooses them."""
        return frozenset()

    @api.model
    def _help(self, field):
        """What people are told of a field of the schema, in their language."""
        text = self._helps.get(field.name) or field.help
        return self.env._(text) if text else ""

    @api.model
    def _check_right(self, right):
        """Raise ``AccessError``, in words, unless the user may do ``right``: "import", "manage" the
        jobs of others, or "irreversible". Nobody may what a kind does not allow.
        """
        raise AccessError(self.env._("You are not allowed to do this import."))

    @api.model
    def _unavailable(self, operation):
        """Why an operation cannot run in this database, or not for this user, in words; "" where it
        can."""
        return ""

    @api.model
    def _check_upload(self, name, size):
        """The ``Problem`` for which a file of that name and number of bytes is refused before it
        is read, or None."""
        if self._extensions and not name.lower().endswith(self._extensions):
            return self._wrong_extension()
        if ending := foreign_ending(name):
            return Problem("wrong_name", params={"extension": ending})
        if self._below_mib and size >= self._below_mib * MIB:
            return Problem("not_below", params={"limit": self._below_mib})
        return None

    @api.model
    def _wrong_extension(self):
        return Problem("wrong_extension", params={"extensions": ", ".join(self._extensions)})

    @api.model
    def _check_table(self, format, labels):
        """The ``Problem`` for which a file is refused once it was read, or None: its ``format``
        by content ("csv", "xlsx" ...) and the texts of its header, reserved ones left out."""
        if self._extensions and f".{format}" not in self._extensions:
            return self._wrong_extension()
        if not self._has_fixed_columns:
            return None
        return check_order(labels, [field.label for field in self._schema()])

    @api.model
    def _instructions(self):
        """Paragraphs on how to prepare a file, shown by the wizard: a list of texts."""
        return []

    @api.model
    def _companies_named(self, store, mapping):
        """The companies that the rows of a file name, among those of the environment: none, for a
        kind whose files name no companies. ``mapping`` is {field: column from 0}."""
        return self.env["res.company"]

    @api.model
    def _may_be_irreversible(self, store, mapping):
        """Whether the rows of a file may do what nothing brings back: it is planned first, and
        costs twice the time. ``mapping`` is {field: column from 0}."""
        return bool(self._irreversible)

    @api.model
    def _choice_words(self, field):
        """``[(value, word)]`` of a field with choices in the language of the environment, as far as
        the field of the records has the same."""
        known = self._target in self.env and self.env[self._target]._fields.get(field.name)
        return known._description_selection(self.env) if known and known.type == "selection" else ()

    @api.model
    def _samples(self):
        """Rows of the sample file, each a list of texts in the order of the schema."""
        return [[field.example for field in self._schema().fields]]

    @api.model
    def _messages(self):
        """Problem codes of this kind: ``{code: messages.message.Message}``, lazily translated."""
        return {}

    @api.model
    def _context(self):
        """Context of writes: no chatter, no attendee mails."""
        return {
            "tracking_disable": True,
            "mail_create_nolog": True,
            "mail_create_nosubscribe": True,
            "mail_notrack": True,
            "registration_import_quiet": YES,
        }

    @api.model
    def _match(self, rows):
        """What rows mean now: for each of ``rows`` a dict of plain, JSON-able values.

        A few statements for all of them; models enter it through ``_search`` as the user, so that
        access rights and record rules hold. What is not found is said by ``_plan``.
        """
        return [{} for _row in rows]

    @api.model
    def _identity_text(self, name, text):
        """What two spellings of an identity field have in common, as SQL: ``text`` is the SQL of
        its cell, without blanks at the ends. Rows of one record must have the same."""
        return identity_text(self._schema().field(name), text)

    @api.model
    def _identities(self):
        """The ways in which a row names its record: rows of a file that meet by any of them are of
        one record (``tools.rows.planner.Identity``)."""
        return (Identity(self._identity_fields),) if self._identity_fields else ()

    @api.model
    def _can_pass_unchanged(self, columns, first, last):
        """Whether ``_select_unchanged`` may be asked of the file whose rows have the ids from
        ``first`` to ``last``: asked once. No, for a kind without that shortcut."""
        return False

    @api.model
    def _select_unchanged(self, columns, width, low, high):
        """A SELECT of ``(id, record)`` of staged rows that plainly say what is so already.

        It may leave out any row, but may only give rows that ``_plan`` would find unchanged and
        without a problem, whatever the other rows of the file say. ``columns`` is {field: column
        from 0}, ``width`` the number of columns, ``low`` and ``high`` the first and the last id
        to look at.
        """
        return SQL("SELECT NULL::bigint AS id, NULL::integer AS record WHERE false")

    @api.model
    def _fast_rows(self):
        """What writes plain rows by SQL, as the user, where nobody listens to their records: an
        ``importer.fast_lane.Provider``; None for a kind all of whose rows go through the ORM."""
        return None

    @api.model
    def _independent_by(self, named):
        """The fields that part a file such that no row has to do with one of another part; none,
        where one worker has it. ``named(field)`` is the set of what its cells name, in one form."""
        return ()

    @api.model
    def _events(self, options):
        """The ids of the events that the ``options`` of a run may name: none, for a kind whose rows
        are not about registrations."""
        return ()

    @api.model
    def _is_large(self, scopes):
        """Whether so many irreversible rows, ``{scope of their plans: rows}``, need a second
        person."""
        return False

    @api.model
    def _may_decide(self, scopes):
        """Whether the user may decide on what a job does to the records of these ``Plan.scope``."""
        return True

    @api.model
    def _approvers(self, company):
        """Users of a company who may be that second person."""
        return self.env["res.users"]

    @api.model
    def _made_notes(self, made):
        """What is told of the records that rows make besides their own, [[model, texts of its
        values]], since the file names what was not there: notes, as problems."""
        return []

    @api.model
    def _undo_facts(self, entries):
        """``{record key: facts}``: what the ``refused`` of the row planner has to know of records
        that an undo touches, of ``tools.kinds.undo.Entry`` each."""
        return {}

    @api.model
    def _field_label(self, name):
        """What people call something that no column of the file holds."""
        return name or ""

    @api.model
    def _view(self, model, *columns, archived=True):
        """A sub-select of records as the user sees them: rights and record rules in one
        statement. ``id`` is always there; archived records too, unless told otherwise."""
        fields = self.env[model]._fields
        query = self.env[model].with_context(active_test=not archived)._search([])
        return query.select(
            SQL.identifier(query.table, "id"),
            *(SQL.identifier(query.table, name, to_flush=fields[name]) for name in columns),
        )
