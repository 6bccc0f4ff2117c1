from odoo import api, fields, models

from ...importer.mapped_values import JOB, OPERATION, merged
from ...tools.rows.cross_references import tidy_text


class RegistrationImportMeaning(models.Model):
    """What texts of files mean, as people have said it: read in all files of an operation, of one
    person or of all."""

    _name = "registration.import.meaning"
    _description = "Meaning of a Value"
    _order = "operation_id, user_id, field, text"

    operation_id = fields.Many2one(
        "registration.import.operation", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users", "For", ondelete="cascade", help="Empty: for all who use the operation"
    )
    field = fields.Char("Field code", required=True)
    text = fields.Char("In the file", required=True)
    ours = fields.Char("Is read as", required=True)

    _text_uniq = models.UniqueIndex(
        "(operation_id, COALESCE(user_id, 0), field, text)", "This value has a meaning already."
    )

    @api.model
    def _of(self, operation, user):
        """``{field: {text: ours}}`` of files that a user imports: their own before those of all."""
        found = self.sudo().search(
            [("operation_id", "=", operation.id), ("user_id", "in", [False, user.id])]
        )
        meanings = {}
        for each in found.sorted(lambda meaning: bool(meaning.user_id)):
            meanings.setdefault(each.field, {})[each.text] = each.ours
        return meanings

    @api.model
    def _give(self, operation, meanings):
        """Let all who use an operation, which is a new one, have these."""
        self._keep(operation, meanings, OPERATION)

    @api.model
    def _keep(self, operation, meanings, scope):
        """Keep what was said for the user, or for all, in place of what was kept before. What was
        taken back is not kept for the user either, whatever the scope."""
        user = self.env.uid if scope != OPERATION else False
        said = {} if scope == JOB else merged({}, meanings)
        for name, texts in meanings.items():
            gone = [tidy_text(text) for text, ours in texts.items() if scope != JOB or not ours]
            owners = [user, self.env.uid] if scope == OPERATION else [user]
            self.sudo().search(
                [
                    ("operation_id", "=", operation.id),
                    ("field", "=", name),
                    ("text", "in", gone),
                    ("user_id", "in", owners),
                ]
            ).unlink()
        self.sudo().create(
            [
                {
                    "operation_id": operation.id,
                    "user_id": user,
                    "field": name,
                    "text": text,
                    "ours": ours,
                }
                for name, texts in said.items()
                for text, ours in texts.items()
            ]
        )
