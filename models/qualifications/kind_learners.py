from odoo import api, fields, models
from odoo.tools import SQL

from ...messages.learners import HELP, MESSAGES
from ...tools.kinds.learners import LEARNER, PROGRAMME, SCHEMA, LearnerPlanner
from ...tools.rows.lists import listed_names
from ...tools.rows.planner import Identity
from ...tools.rows.problems import warning
from ...tools.uln import TEMPORARY_ULN
from .learner_matcher import LearnerMatcher
from .uln_sql import normalised

# Name and birth date are those of one learner where no row before has a number of its own.
IDENTITIES = (
    Identity(("uln",)),
    Identity(("name", "date_of_birth"), unless="uln"),
    Identity(("name", "date_of_birth"), unless="uln", alone=True),
)


class ImportKindLearners(models.AbstractModel):
    """Learners (V19): a row makes a contact with a ULN, or updates the one that has it, so that
    files of qualifications find them."""

    _name = "registration.import.kind.learners"
    _inherit = "registration.import.kind.administration"
    _description = "Import of Learners"

    _helps = HELP
    _target = LEARNER
    _help_page = "training"
    _makes = (PROGRAMME,)
    _report_fields = ()
    _identity_fields = LearnerPlanner.identity_fields
    _clearable = ("gender", "date_of_birth", "programme")

    @api.model
    def _schema(self):
        return SCHEMA

    @api.model
    def _identities(self):
        return IDENTITIES

    @api.model
    def _identity_text(self, name, text):
        """The temporary number is everybody's, and so nobody's."""
        text = super()._identity_text(name, text)
        return SQL("nullif(%s, %s)", normalised(text), TEMPORARY_ULN) if name == "uln" else text

    @api.model
    def _instructions(self):
        return [
            self.env._(
                "Prepare a .csv, Excel or .ods file with one row per learner. The first row names"
                " the columns, in any order; leave out those that you do not need."
            ),
            self.env._(
                "A learner is found by the ULN; where nobody has it, a contact is made, which needs"
                " a name. An empty cell leaves the value as it is; = takes it away."
            ),
            self.env._(
                "9999999999 is the number of all who have none yet: these are found by name and"
                " birth date, and by them a later row with the learner's own number gives it to"
                " them."
            ),
            self.env._("A programme that is not known yet is added."),
        ]

    @api.model
    def _samples(self):
        return [
            *super()._samples(),
            ["9276308686", "Olu Ade", "Male", "01/02/2001", "Evening School"],
            ["9999999999", "Mina Sato", "Prefer not to say", "23/11/2003", ""],
        ]

    @api.model
    def _messages(self):
        return MESSAGES

    @api.model
    def _made_notes(self, made):
        names = [values["name"] for model, values in made if model == PROGRAMME]
        count = len(names)
        return [warning("programmes_made", names=listed_names(names), count=count)] * bool(names)

    @api.model
    def _row_planner(self):
        return LearnerPlanner(self._run)

    @api.model
    def _match(self, rows):
        return LearnerMatcher(self).match(rows)


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    kind = fields.Selection(
        selection_add=[("learners", "Learners")],
        ondelete={"learners": "cascade"},
    )
