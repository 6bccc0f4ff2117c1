from odoo import api, models
from odoo.tools import LazyTranslate

from .import_message import MESSAGES

_lt = LazyTranslate(__name__)

# Codes of the engine itself; those of the tools stand in import_message.py, those of a kind
# in its _messages().
ENGINE_MESSAGES = {
    "odoo": (
        _lt("Refused by Odoo"),
        _lt("%(message)s"),
        _lt("Mend what the message names, or ask your administrator."),
    ),
    "broken": (
        _lt("Failure of the server"),
        _lt("The server failed at this row: %(error)s."),
        _lt("Show the row to your administrator; the server's log says more."),
    ),
    "busy": (
        _lt("Record was being edited"),
        _lt("Somebody else was editing the record each of the times it was tried."),
        _lt("Retry the row when they are done."),
    ),
    "poison": (
        _lt("Row stopped the server"),
        _lt("The server stopped three times at exactly this row, so it was passed over."),
        _lt("Show the row to your administrator; the server's log says why it stopped."),
    ),
    "repeated": (
        _lt("Same record again"),
        _lt(
            "Row %(later)s names the same record again; both are applied in the order of the file."
        ),
        _lt("Keep only the row that you want to count."),
    ),
    "not_authorised": (
        _lt("Not allowed any more"),
        _lt("%(message)s"),
        _lt("Ask an administrator for the right, then start the import again."),
    ),
    "unmapped": (
        _lt("Columns missing"),
        _lt("No column of the file is mapped to: %(fields)s."),
        _lt("Choose the column of each required field, or add the missing column to the file."),
    ),
    "unknown_mapping": (
        _lt("Mapping does not fit"),
        _lt("The mapping names “%(name)s”, which this file or this operation does not have."),
        _lt("Compare the mapping with the labels of the file and the fields of the operation."),
    ),
    "column_twice": (
        _lt("Mapped twice"),
        _lt("More than one column is mapped to %(fields)s."),
        _lt("Choose one column for each field."),
    ),
    "mapped_label_twice": (
        _lt("Label occurs twice"),
        _lt("The label “%(label)s” is mapped and occurs more than once in the file."),
        _lt("Give each column a name of its own."),
    ),
    "stopped": (
        _lt("Stopped"),
        _lt("The import stopped: %(message)s"),
        _lt("The rows that were done stay done; retry the others."),
    ),
    "seen_before": (
        _lt("Same file again"),
        _lt("The same file was imported on %(date)s by %(user)s (import %(job)s)."),
        _lt(
            "Import it again only if that is what you want: rows that say what is so already stay"
            " unchanged."
        ),
    ),
    "no_file": (
        _lt("File is gone"),
        _lt("The file of this import is not there any more."),
        _lt("Upload the file again."),
    ),
    "bad_header_row": (
        _lt("No such header row"),
        _lt("Row %(row)s, chosen as the header, is not in the file or is empty."),
        _lt("Choose the row that names the columns."),
    ),
}


class RegistrationImportMessage(models.AbstractModel):
    """Makes sentences of problem codes, in the reader's language."""

    _name = "registration.import.message"
    _description = "Import Messages"

    @api.model
    def _catalogue(self):
        """``{code: (title, text, hint)}`` of the tools, the engine and all kinds."""
        catalogue = MESSAGES | ENGINE_MESSAGES
        for name in self.env.registry.descendants(["registration.import.kind"], "_inherit"):
            catalogue |= self.env[name]._messages()
        return catalogue

    @api.model
    def _title(self, code):
        """The short name of a problem."""
        return self._render(code, 0, None)

    @api.model
    def _text(self, code, params=None):
        """The sentence of a problem: what is wrong."""
        return self._render(code, 1, params)

    @api.model
    def _hint(self, code, params=None):
        """How to mend it."""
        return self._render(code, 2, params)

    def _render(self, code, index, params):
        texts = self._catalogue().get(code)
        if not texts:
            return code
        try:
            return self.env._(texts[index]) % (params or {})
        except KeyError:  # its params were forgotten at the end of the retention time
            return self.env._(texts[0])
