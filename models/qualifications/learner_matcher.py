from odoo.tools import SQL

from ...tools.contacts.former_keys import ULN
from ...tools.contacts.names import name_key
from ...tools.kinds.learners import HELD, OWN_PROGRAMME, OWN_ULN, PROGRAMME
from ...tools.rows.cells import REMOVE
from ...tools.uln import TEMPORARY_ULN, normalise
from .uln_sql import indexed


class LearnerMatcher:
    """Whom rows of learners mean now, as the user of the ``kind`` sees them."""

    def __init__(self, kind):
        self.kind = kind
        self.env = kind.env

    def match(self, rows):
        """A match for each row, as ``tools.kinds.learners.LearnerPlanner`` has it."""
        if not rows:
            return []
        programmes = self._programmes(rows)
        found = self.env.execute_query(self._triage(rows))
        return [
            {
                "found": number,
                "id": identifier,
                "waiting": waiting,
                "merged": merged,
                "present": dict(zip(HELD, present, strict=True)) if identifier else {},
                "programmes": programmes.get(name_key(row.values.get("programme")), []),
                "named": None,
                "namesakes": namesakes or [],
                "made": {},
            }
            for row, (number, identifier, waiting, merged, namesakes, *present) in zip(
                rows, found, strict=True
            )
        ]

    def _programmes(self, rows):
        """``{name: ids}``"""
        found = {}
        if any(row.values.get("programme") for row in rows):
            for programme in self.env[PROGRAMME].search_fetch([], ["name"]):
                found.setdefault(name_key(programme.name), []).append(programme.id)
        return found

    def _triage(self, rows):
        """One statement: each row joined to whoever has its number, or had it, or waits for one
        with its name and birth date; one with the temporary number also to the only one who has got
        a number since."""
        view = self.kind._view
        return SQL(
            """WITH given AS MATERIALIZED (%(given)s),
               learner AS MATERIALIZED (
                   SELECT %(key)s AS key, min(p.id) AS id, count(*) AS found
                     FROM (%(partner)s) p
                    WHERE p.contact_uln IS NOT NULL
                      AND %(key)s IN (SELECT uln FROM given WHERE uln <> %(temporary)s)
                 GROUP BY 1),
               former AS MATERIALIZED (
                   SELECT f.key, p.id, coalesce(p.contact_uln, 'CONS_ID ' || p.id) AS now
                     FROM (%(former)s) f JOIN (%(partner)s) p ON p.id = f.partner_id
                    WHERE f.sort = %(sort)s AND f.key IN (SELECT uln FROM given)
                      AND NOT EXISTS (SELECT FROM learner l WHERE l.key = f.key)),
               waiting AS MATERIALIZED (
                   SELECT %(name)s AS name, p.contact_birthdate AS born, min(p.id) AS id,
                          count(*) AS found
                     FROM (%(partner)s) p
                    WHERE p.contact_uln IS NOT NULL AND %(key)s = %(temporary)s
                      AND p.contact_birthdate IN (SELECT born FROM given)
                 GROUP BY 1, 2),
               numbered AS MATERIALIZED (
                   SELECT %(name)s AS name, p.contact_birthdate AS born, array_agg(p.id) AS ids
                     FROM (%(partner)s) p
                    WHERE p.contact_uln IS NOT NULL AND %(key)s <> %(temporary)s
                      AND p.contact_birthdate IN (SELECT born FROM given WHERE uln = %(temporary)s)
                 GROUP BY 1, 2)
               SELECT coalesce(l.found, CASE WHEN f.id IS NOT NULL THEN 1 END, w.found,
                               CASE WHEN cardinality(n.ids) = 1 THEN 1 END, 0),
                      p.id, w.id IS NOT NULL, f.now, n.ids, %(present)s
                 FROM given
            LEFT JOIN learner l ON l.key = given.uln
            LEFT JOIN former f ON f.key = given.uln
            LEFT JOIN waiting w ON w.name = given.name AND w.born = given.born
                  AND l.id IS NULL AND f.id IS NULL
            LEFT JOIN numbered n ON n.name = given.name AND n.born = given.born
                  AND given.uln = %(temporary)s
            LEFT JOIN (%(partner)s) p
                   ON p.id = coalesce(l.id, f.id, w.id,
                                      CASE WHEN cardinality(n.ids) = 1 THEN n.ids[1] END)
                  AND coalesce(l.found, w.found, 1) = 1
             ORDER BY given.nth""",
            given=_given(rows),
            name=_spelt(SQL("p.name")),
            temporary=TEMPORARY_ULN,
            sort=ULN,
            key=indexed(SQL.identifier("p", OWN_ULN)),
            partner=view("res.partner", *HELD, archived=False),
            former=view("contact.former.key", "sort", "key", "partner_id"),
            present=SQL(", ").join(map(_present, HELD)),
        )


def _given(rows):
    """A SELECT of what rows say that they are of, in their order."""
    return SQL(
        """SELECT uln, %s AS name, born, nth FROM unnest(%s::text[], %s::text[], %s::date[])
             WITH ORDINALITY AS listed(uln, name, born, nth)""",
        _spelt(SQL("name")),
        [normalise(row.values["uln"]) for row in rows],
        [row.values.get("name") for row in rows],
        [_day(row.values.get("date_of_birth")) for row in rows],
    )


def _spelt(name):
    """What two spellings of a name have in common: case and blanks do not count."""
    return SQL("lower(regexp_replace(btrim(%s), '[\\s\u00a0]+', ' ', 'g'))", name)


def _day(value):
    return None if value is None or value == REMOVE else value


def _present(name):
    """What a contact holds, as a plan gives it; an emptied text is as good as none."""
    forms = {"contact_birthdate": "to_char(%s, 'YYYY-MM-DD')", OWN_PROGRAMME: "%s"}
    return SQL(forms.get(name, "nullif(%s, '')"), SQL.identifier("p", name))
