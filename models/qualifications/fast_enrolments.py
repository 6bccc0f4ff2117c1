from ...importer.fast_lane import Refused
from ...importer.fast_rows import FastRows
from ...importer.listeners import is_open_to, override
from ...tools.kinds.qualifications import ENROLMENT, FIELDS, PLANNED, SCHEMA
from ...tools.rows.problems import Problem
from .fast_enrolment_sql import statement

MADE = ("partner_id", "qualification_id", *FIELDS)
# What a new enrolment has where the form would propose it: what else gives it one is heard.
PROPOSED = ("programme_id", PLANNED)
CHANGED = (*FIELDS, *PROPOSED)
NAMES = tuple(field.name for field in SCHEMA)
# What the model may be asked to do around all of the planned changes.
AROUND = ("_writing_together", "_written_with")


class FastEnrolments(FastRows):
    """The fast lane of qualifications (``importer.fast_lane.Provider``).

    Rows whose texts are taken as they stand, of which there is nothing to say, and whose enrolment
    no other row of their range means, however that one names learner and qualification.
    """

    def refusal(self, columns, first, last):
        """See ``importer.fast_lane.Provider``."""
        if heard := self.heard((ENROLMENT, MADE, CHANGED)):
            return heard
        if around := override(type(self.env[ENROLMENT]), AROUND):
            return Problem("lane_heard", params={"listener": around})
        open_to = is_open_to(self.env, ENROLMENT, {*MADE, *CHANGED})
        return None if open_to else Problem("lane_rights")

    def write_plain(self, columns, width, low, high):
        """See ``importer.fast_lane.Provider``."""
        given = self.cells(columns, NAMES, low, high)
        counts = self.counts_of(statement(self.kind, given, width, self.sequence(ENROLMENT)))
        if counts.get("created") and self.forbids(ENROLMENT, low, high):
            raise Refused
        return counts
