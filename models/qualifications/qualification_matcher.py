from odoo.tools import SQL

from ...tools.contacts.former_keys import ULN
from ...tools.kinds.enrolments import DATES
from ...tools.kinds.qualifications import ENROLMENT, FIELDS, PLANNED
from ...tools.uln import normalise
from .uln_sql import indexed

FOUND = (
    "learner",
    "learners",
    "merged",
    "qualification",
    "qualifications",
    "foreign",
    "duration",
    "programme",
    "enrolments",
    "enrolment",
    PLANNED,
    *FIELDS,
)


class QualificationMatcher:
    """What the numbers of rows mean now, as the user of the ``kind`` sees it."""

    def __init__(self, kind):
        self.kind = kind
        self.env = kind.env

    def match(self, rows):
        """A match for each row, as ``tools.kinds.qualifications.QualificationPlanner`` has it."""
        if not rows:
            return []
        found = self.env.execute_query(self._triage(rows))
        return [dict(zip(FOUND, values, strict=True)) for values in found]

    def _triage(self, rows):
        """One statement: each row joined to what its numbers mean (D6)."""
        given = SQL(
            """SELECT * FROM unnest(%s::text[], %s::text[], %s::text[])
                 WITH ORDINALITY AS listed(uln, number, registered_as, nth)""",
            [normalise(row.values["uln"]) for row in rows],
            [normalise(row.values["qualification_number"]) for row in rows],
            [row.values.get("registration_number") or "" for row in rows],
        )
        return SQL(
            "SELECT %s FROM (%s) meant ORDER BY nth",
            SQL(", ").join(map(SQL.identifier, FOUND)),
            self.meaning(given),
        )

    def meaning(self, given):
        """A SELECT of what numbers mean: ``given`` selects uln and number, normalised, the
        registration number as ``registered_as``, and whatever else shall be in the result. Of
        several enrolments of a learner on a qualification it means the one with the registration
        number; a single one, too, with another number, unless that makes a resit."""
        view = self.kind._view
        return SQL(
            """WITH given AS MATERIALIZED (%(given)s),
               named AS MATERIALIZED (
                   SELECT given.*, coalesce(l.id, f.id) AS learner,
                          coalesce(l.found, (f.id IS NOT NULL)::int) AS learners,
                          f.now AS merged, q.id AS qualification,
                          coalesce(q.found, 0) AS qualifications,
                          coalesce(coalesce(l.company_id, f.company_id) <> q.company_id, false)
                              AS foreign,
                          coalesce(coalesce(l.company_id, f.company_id) = q.company_id,
                                   coalesce(l.company_id, f.company_id) IS NULL) AS of_company,
                          q.planned_duration AS duration, g.id AS programme
                     FROM given
                LEFT JOIN (%(learner)s) l ON l.key = given.uln
                LEFT JOIN (%(former)s) f ON f.key = given.uln AND l.key IS NULL
                LEFT JOIN (%(qualification)s) q ON q.key = given.number
                LEFT JOIN (%(programme)s) g ON g.id = coalesce(l.programme_id, f.programme_id)
                      AND coalesce(g.company_id = q.company_id, g.company_id IS NULL)),
               enrolment AS MATERIALIZED (
                   SELECT e.*, coalesce(e.registration_number, '') AS number
                     FROM (%(enrolment)s) e
                    WHERE (e.partner_id, e.qualification_id) IN (
                              SELECT learner, qualification FROM named))
               SELECT named.*, coalesce(c.found, 0) AS enrolments, e.id AS enrolment, %(present)s
                 FROM named
            LEFT JOIN (SELECT partner_id, qualification_id, min(id) AS id, min(number) AS number,
                              count(*) AS found
                         FROM enrolment GROUP BY 1, 2) c
                   ON c.partner_id = named.learner AND c.qualification_id = named.qualification
            LEFT JOIN enrolment n
                   ON n.partner_id = c.partner_id AND n.qualification_id = c.qualification_id
                  AND n.number = named.registered_as
            LEFT JOIN enrolment e
                   ON e.id = coalesce(n.id, CASE WHEN c.found = 1 AND (
                          NOT %(resits)s OR '' IN (c.number, named.registered_as))
                          THEN c.id END)""",
            resits=self.kind._run.resits,
            given=given,
            learner=self._learners(),
            former=self._former_learners(),
            qualification=self._qualifications(),
            present=SQL(", ").join(map(_present, (PLANNED, *FIELDS))),
            programme=view("qualification.programme", "company_id", archived=False),
            enrolment=view(ENROLMENT, "partner_id", "qualification_id", PLANNED, *FIELDS),
        )

    def _learners(self):
        """A SELECT of who has the ULNs that are given, and how many have each."""
        return SQL(
            """SELECT %(key)s AS key, min(p.id) AS id,
                      min(p.company_id) AS company_id,
                      min(p.qualification_programme_id) AS programme_id, count(*) AS found
                 FROM (%(partner)s) p
                WHERE p.contact_uln IS NOT NULL AND %(key)s IN (SELECT uln FROM given)
             GROUP BY 1""",
            key=indexed(SQL.identifier("p", "contact_uln")),
            partner=self._partners(),
        )

    def _former_learners(self):
        """A SELECT of who had the ULNs that are given."""
        return SQL(
            """SELECT f.key, p.id, p.company_id, p.qualification_programme_id AS programme_id,
                      coalesce(p.contact_uln, 'CONS_ID ' || p.id) AS now
                 FROM (%(former)s) f JOIN (%(partner)s) p ON p.id = f.partner_id
                WHERE f.sort = %(sort)s AND f.key IN (SELECT uln FROM given)""",
            former=self.kind._view("contact.former.key", "sort", "key", "partner_id"),
            partner=self._partners(),
            sort=ULN,
        )

    def _qualifications(self):
        """A SELECT of what has the numbers that are given, and how many have each."""
        names = ("number_key", "company_id", "planned_duration")
        return SQL(
            """SELECT q.number_key AS key, min(q.id) AS id, min(q.company_id) AS company_id,
                      min(q.planned_duration) AS planned_duration, count(*) AS found
                 FROM (%s) q
                WHERE q.number_key IN (SELECT number FROM given)
             GROUP BY 1""",
            self.kind._view("qualification.qualification", *names, archived=False),
        )

    def _partners(self):
        names = ("contact_uln", "company_id", "qualification_programme_id")
        return self.kind._view("res.partner", *names, archived=False)


def _present(name):
    """What an enrolment holds, as a plan gives it; an emptied text is as good as none."""
    form = "to_char(%s, 'YYYY-MM-DD')" if name in (PLANNED, *DATES) else "nullif(%s, '')"
    return SQL("%s AS %s", SQL(form, SQL.identifier("e", name)), SQL.identifier(name))
