from dataclasses import replace

from odoo import api, fields, models
from odoo.tools import LazyTranslate

from ...messages.cross_references import MESSAGES
from ...tools.kinds.cross_references import CrossReferencePlanner
from ...tools.rows.placeholders import KEY
from ...tools.rows.schema import Field, Schema
from ..sync.sync_roles import check_references
from .cross_reference_matcher import CrossReferenceMatcher
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
        holds=KEY,
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
    _matches_unreadable = True

    _target = "registration.import.cross.reference"
    _report_fields = ("system", "type", "theirs")
    _identity_fields = CrossReferencePlanner.identity_fields
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
                "Prepare a .csv, Excel or .ods file with one row per value of the other system. The"
                " first row names the columns, in any order."
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
    def _lacks(self):
        if self.env["registration.import.system"].search_count([], limit=1):
            return []
        text = self.env._("There is no other system yet, which rows name by its code.")
        return [(text, "registration_import.registration_import_system_action")]

    @api.model
    def _samples(self):
        """Cross-references that there are, as they are; where there are none, an example."""
        found = self.env[self._target].search([], limit=SAMPLES)
        return list(found._export_texts()) if found else super()._samples()

    @api.model
    def _messages(self):
        return MESSAGES

    @api.model
    def _row_planner(self):
        return CrossReferencePlanner(self._run)

    @api.model
    def _match(self, rows):
        return CrossReferenceMatcher(self).match(rows)


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    kind = fields.Selection(
        selection_add=[("cross_references", "Cross-references")],
        ondelete={"cross_references": "cascade"},
    )
