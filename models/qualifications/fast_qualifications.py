from odoo.tools import SQL

from ...importer.fast_lane import Refused
from ...importer.fast_rows import FastRows
from ...importer.listeners import is_open_to
from ...tools.kinds.enrolments import DATES
from ...tools.kinds.qualifications import ENROLMENT, FIELDS, PLANNED, SCHEMA
from ...tools.rows.problems import Problem
from .fast_qualification_sql import statement
from .kind_qualifications_unchanged import UnchangedQualifications
from .qualification_matcher import QualificationMatcher

LINKED = ("partner_id", "qualification_id", "programme_id")
NAMES = tuple(field.name for field in SCHEMA)


class FastQualifications(FastRows):
    """The fast lane of qualifications (``importer.fast_lane.Provider``): rows about which nothing
    is to be said, of learners who are on the qualification once, or not yet, and whom no other row
    of the file names with it."""

    def refusal(self, columns, first, last):
        """See ``importer.fast_lane.Provider``."""
        if self.kind._run.resits:
            return Problem("lane_resits")
        written = (*FIELDS, PLANNED)
        if heard := self.heard((ENROLMENT, (*LINKED, *written), written)):
            return heard
        if not is_open_to(self.env, ENROLMENT, {*LINKED, *written}):
            return Problem("lane_rights")
        matcher = QualificationMatcher(self.kind)
        if not UnchangedQualifications(self.kind, matcher).is_safe(columns, first, last):
            return Problem("lane_letters")
        return None

    def write_plain(self, columns, width, low, high):
        """See ``importer.fast_lane.Provider``."""
        self.env.flush_all()
        given = self.cells(columns, NAMES, low, high)
        days = self._values(columns, width, given, tuple(DATES))
        statuses = self._values(columns, width, given, ("status",))
        counts = self.counts_of(
            statement(self.kind, given, statuses, days, self.sequence(ENROLMENT))
        )
        if counts.get("created") and self.forbids(ENROLMENT, low, high):
            raise Refused
        return counts

    def _values(self, columns, width, given, names):
        """``{text: value}`` of what stands in fields that are read alike, blank ones left out: a
        date as its ISO text."""
        listed = SQL(", ").join(map(SQL.identifier, names))
        texts = self.env.execute_query(
            SQL("SELECT DISTINCT unnest(ARRAY[%s]) FROM (%s) g", listed, given)
        )
        read = self.parsed(columns, width, names[:1], filter(all, texts))
        values = {text: row.values[names[0]] for (text,), row in read.items()}
        return {text: str(value) for text, value in values.items() if value is not None}
