from odoo import api, fields, models
from odoo.exceptions import AccessError

# How a column was found, best first; the names of tools/rows/mapping.py, and three of the screen.
HOWS = [
    ("given", "Set by the operation"),
    ("exact", "Same name"),
    ("normalised", "Same name, other spelling"),
    ("synonym", "Known name"),
    ("learned", "As last time"),
    ("fuzzy", "Similar name: check"),
    ("position", "By position: check"),
    ("chosen", "Chosen by you"),
    ("missing", "Choose a column"),
    ("none", "Not in the file"),
]


class RegistrationImportWizardLine(models.TransientModel):
    """One field of the schema and the column that holds it."""

    _name = "registration.import.wizard.line"
    _description = "Field and its Column"
    _order = "id"

    wizard_id = fields.Many2one(
        "registration.import.wizard", required=True, index=True, ondelete="cascade"
    )
    job_id = fields.Many2one(related="wizard_id.job_id", related_sudo=False)
    field = fields.Char("Field code", required=True, readonly=True)
    label = fields.Char(string="Field", required=True, readonly=True)
    required = fields.Boolean(readonly=True)
    title = fields.Char(string="Field to fill", compute="_compute_title")
    known_as = fields.Char(
        string="Also named", readonly=True, help="Other names that are recognised"
    )
    column_id = fields.Many2one("registration.import.column", string="Column of the file")
    samples = fields.Char(related="column_id.samples", string="First values", related_sudo=False)
    guess_id = fields.Many2one("registration.import.column", readonly=True)
    guess_how = fields.Char(readonly=True)
    how = fields.Selection(HOWS, string="How sure", compute="_compute_how")
    is_unused = fields.Boolean(compute="_compute_how", help="No column was ever thought to fill it")

    @api.constrains("wizard_id", "column_id", "guess_id")
    def _check_columns(self):
        """The name of a column shows values of its file: only one of this job may be named."""
        for line in self.sudo():
            if (line.column_id | line.guess_id).job_id - line.wizard_id.job_id:
                raise AccessError(self.env._("This is a column of another import."))

    @api.depends("label", "required")
    def _compute_title(self):
        for line in self:
            line.title = f"{line.label} *" if line.required else line.label

    @api.depends("column_id", "guess_id", "guess_how", "required")
    def _compute_how(self):
        known = dict(HOWS)
        for line in self:
            if not line.column_id:
                line.how = "missing" if line.required else "none"
            elif line.column_id == line.guess_id and line.guess_how in known:
                line.how = line.guess_how
            else:
                line.how = "chosen"
            line.is_unused = line.how == "none" and not line.guess_id

    @api.model
    def _for_job(self, job):
        """Commands that make a line for each field of the kind, as mapped: required ones first,
        those that no column fills last."""
        columns = {column.index: column for column in job.column_ids}
        guesses = job._assembly().mapper().guesses()
        mapped = job._of_file().mapping or {}
        ordered = sorted(
            job._kind()._schema(), key=lambda each: (not each.required, each.name not in mapped)
        )
        return [
            fields.Command.create(self._values(each, columns, mapped, guesses)) for each in ordered
        ]

    @api.model
    def _values(self, field, columns, mapping, guesses):
        guess = guesses.get(field.name)
        none = self.env["registration.import.column"]
        return {
            "field": field.name,
            "label": field.label,
            "required": field.required,
            "known_as": ", ".join(field.synonyms[:2]),
            "column_id": columns.get(mapping.get(field.name), none).id,
            "guess_id": columns.get(guess.column, none).id if guess else False,
            "guess_how": guess.how if guess else False,
        }
