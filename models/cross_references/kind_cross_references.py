from dataclasses import replace

from odoo import api, fields, models
from odoo.tools import SQL, LazyTranslate

from ...messages.cross_references import MESSAGES
from ...tools.kinds.cross_references import CrossReferencePlanner
from ...tools.rows.schema import Field, Schema
from ..sync.sync_roles import check_references
from .import_cross_reference import LENGTH

_lt = LazyTranslate(__name__)

# Rows of the sample file.
SAMPLES = 3

FIELDS = (
    Field(
        "system",
        "SYSTEM",
        type="code",
        required=True,
        synonyms=("System Code",),
        help=_lt("The code of a system that exists."),
        example="OFFLINE",
    ),
    Field(
        "type",
        "TYPE",
        type="selection",
        required=True,
        help=_lt("What sort of value it is."),
        example="group",
    ),
    Field(
        "theirs",
        "THEIRS",
        type="code",
        required=True,
        size=LENGTH,
        synonyms=("Their value",),
        help=_lt("The value as files of the system have it; capitals count."),
        example="G017",
    ),
    Field(
        "ours",
        "OURS",
        type="code",
        required=True,
        size=LENGTH,
        synonyms=("Our value",),
        help=_lt(
            "What it means here: the CONS_ID of a contact, the external ID of a group"
            " or interest, a code, a number, or one of the choices of a field."
        ),
        example="FRIENDS",
    ),
    Field(
        "preferred",
        "PREFERRED",
        type="boolean",
        help=_lt("Yes: of several values that mean the same, downloads write this one."),
        example="TRUE",
    ),
)


class ImportKindCrossReferences(models.AbstractModel):
    """Cross-references themselves as a file: what values of a system mean here (V16)."""

    _name = "registration.import.kind.cross_references"
    _inherit = "registration.import.kind"
    _description = "Import of Cross-References"

    _target = "registration.import.cross.reference"
    _report_fields = ("system", "type", "theirs")
    _identity_fields = ("system", "type", "theirs")
    # the texts of its file are what cross-references are made of
    _has_cross_references = False
    _jobs_path = "cross-reference-uploads"
    _upload_title = _lt("Upload Cross-references")

    @api.model
    def _schema(self):
        types = self._types()
        return Schema(replace(f, choices=types) if f.name == "type" else f for f in FIELDS)

    def _types(self):
        """Known by their code, and by what they are called in English and in one's own language."""
        types = self.env["registration.import.cross.reference.type"]
        english = dict(types.with_context(lang="en_US")._selection())
        return tuple((type, english[type], label) for type, label in types._selection())

    @api.model
    def _check_right(self, right):
        """Two roles at once (V22); jobs of others are the administrator's."""
        check_references(self.env)
        manages = right == "manage" and self.env.user.has_group("base.group_system")
        return None if right == "import" or manages else super()._check_right(right)

    @api.model
    def _instructions(self):
        return [
            self.env._(
                "Prepare a .csv or Excel file with one row per value of the other system. The first"
                " row names the columns, in any order."
            ),
            self.env._(
                "A row says what a value of the system means here. One that has a cross-reference"
                " already gets the new meaning. None is deleted."
            ),
            self.env._(
                "What “Download as .csv” gives can be changed and uploaded again. In Excel, format"
                " the columns as text, or it takes the zeros before a number away."
            ),
        ]

    @api.model
    def _samples(self):
        """Cross-references that there are, as they are; where there are none, an example."""
        known = self.env[self._target].search([], limit=SAMPLES)
        return list(known._export_texts()) if known else super()._samples()

    @api.model
    def _messages(self):
        return MESSAGES

    @api.model
    def _row_planner(self):
        return CrossReferencePlanner(self._run)

    # -- match -----------------------------------------------------------------------------

    @api.model
    def _match(self, rows):
        """See ``registration.import.kind``. A match holds how many ``systems`` have the code, the
        id of the ``system``, what our value is ``meant`` to be or None, and of a cross-reference
        that is there ``id``, ``ours`` and ``preferred``."""
        if not rows:
            return []
        systems = self._systems(rows)
        meant = self._meant(rows, systems)
        found = self.env.execute_query(self._triage(rows, systems))
        matches = []
        for row, (identifier, ours, preferred) in zip(rows, found, strict=True):
            named = systems.get(row.values["system"], self.env["registration.import.system"])
            matches.append(
                {
                    "systems": len(named),
                    "system": named[:1].id or None,
                    "meant": meant.get(_wanted(row, named)),
                    "id": identifier,
                    "ours": ours,
                    "preferred": preferred or False,
                }
            )
        return matches

    def _systems(self, rows):
        """``{code: systems}`` that the user may see."""
        codes = {row.values["system"] for row in rows}
        found = self.env["registration.import.system"].search_fetch(
            [("code", "in", list(codes))], ["code", "company_id"]
        )
        return found.grouped("code")

    def _meant(self, rows, systems):
        """``{(company, type, text): our value}``: a query for each type."""
        wanted, found = {}, {}
        for row in rows:
            company, type, text = _wanted(row, systems.get(row.values["system"]))
            wanted.setdefault((company, type), set()).add(text)
        types = self.env["registration.import.cross.reference.type"]
        for (company, type), texts in wanted.items():
            known = types._meanings(type, texts, self.env["res.company"].browse(company or ()))
            found |= {(company, type, text): ours for text, (ours, _name) in known.items()}
        return found

    def _triage(self, rows, systems):
        """One statement: each row joined to the cross-reference that it names."""
        named = [systems.get(row.values["system"]) for row in rows]
        return SQL(
            """SELECT c.id, c.ours, c.preferred
                 FROM unnest(%s::int[], %s::text[], %s::text[])
                      WITH ORDINALITY AS given(system_id, type, theirs, nth)
            LEFT JOIN (%s) c ON c.system_id = given.system_id AND c.type = given.type
                            AND c.theirs = given.theirs
             ORDER BY nth""",
            [each[:1].id if each else None for each in named],
            [row.values["type"] for row in rows],
            [row.values["theirs"] for row in rows],
            self._view(self._target, "system_id", "type", "theirs", "ours", "preferred"),
        )


def _wanted(row, systems):
    """What our value is looked up by: it must be known in the company of the system."""
    company = systems[0].company_id.id if systems else None
    return company or None, row.values["type"], row.values["ours"]


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    kind = fields.Selection(
        selection_add=[("cross_references", "Cross-references")],
        ondelete={"cross_references": "cascade"},
    )
