from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.rows.problems import Problem
from ...tools.rows.words import read_words


class RegistrationImportOperationLine(models.Model):
    """What the values of one column are called in the file."""

    _inherit = "registration.import.operation.line"

    words = fields.Char(
        "Values in the file",
        help="Ours = what stands in the file, pairs with ; between them, as Yes = 1; No = 0. What"
        " has no pair stays as it is. A download writes the words of the file, an upload reads"
        " them.",
    )

    @api.constrains("words")
    def _check_words(self):
        """Pairs; and of a file all lines have the same."""
        busy = self.operation_id.filtered(lambda each: each.direction == "out" and each._is_busy())
        if busy:
            raise ValidationError(
                self.env._(
                    "“%s” is running: what its values are called can be changed when that has"
                    " ended.",
                    busy[0].name,
                )
            )
        messages = self.env["registration.import.message"]
        for line in self:
            words = read_words(line.words)
            if isinstance(words, Problem):
                text = messages._text(words.code, words.params)
                raise ValidationError(
                    self.env._("“%(column)s”: %(text)s", column=line.title, text=text)
                )


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    def _words(self):
        """``{field: {our text: their text}}`` of the columns that have words of their own."""
        lines = self.sudo().line_ids.filtered(lambda line: line.used and line.words)
        return {line.field: read_words(line.words) for line in lines}

    def _run_options(self):
        """With the words as they are when a run begins."""
        words = self._words()
        return super()._run_options() | ({"words": words} if words else {})
