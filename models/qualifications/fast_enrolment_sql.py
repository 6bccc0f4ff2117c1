"""The statement of ``fast_enrolments``: ``given`` are the rows of a range, ``spelt`` how they are
looked up and what they say, ``meant`` what that is now, ``plain`` those that are written."""

from odoo.tools import SQL

from ...importer.text_sql import is_plain_value
from ...tools.kinds.enrolments import DATES, STATUSES
from ...tools.kinds.qualifications import ENROLMENT, FIELDS, PLANNED
from ...tools.rows.cells import ENDS
from .kind_qualifications_unchanged import NUMBER, PLAIN, TEXTS, has_no_doubts
from .qualification_matcher import QualificationMatcher
from .uln_sql import ULN, confirms

# What of a row begins so is what it says, beside what its enrolment holds now.
NEW = "new_"
# Days that every calendar has, in the form that files have: of the 29th of February the planner
# knows more. A count in braces at the end would take PostgreSQL twice as long.
DAY = (
    "^((0[1-9]|1[0-9]|2[0-8])/(0[1-9]|1[0-2])|(29|30)/(0[13-9]|1[0-2])|31/(0[13578]|1[02]))"
    "/(19|20|21)[0-9][0-9]$"
)
# Days that take nobody to the end of time.
LONGEST = 36_500
SIZE = 128


def statement(kind, given, width, sequence):
    """Write plain rows with their outcomes: gives ``(outcome, rows)``. ``given`` is a SELECT of the
    texts of rows, ``sequence`` gives ids to new enrolments."""
    return SQL(
        """WITH given AS MATERIALIZED (%(given)s),
                spelt AS MATERIALIZED (%(spelt)s),
                meant AS MATERIALIZED (%(meant)s),
                plain AS MATERIALIZED (
                    SELECT *, coalesce(enrolment, nextval(%(sequence)s)) AS record
                      FROM (%(plain)s) ordered),
                made AS (%(made)s),
                changed AS (%(changed)s),
                told AS (%(told)s)
           SELECT outcome, count(*) FROM told GROUP BY outcome""",
        given=given,
        spelt=_spelt(kind, width),
        meant=QualificationMatcher(kind).meaning(SQL("SELECT * FROM spelt")),
        plain=_plain(),
        sequence=sequence,
        made=_made(kind.env),
        changed=_changed(kind.env),
        told=_told(),
    )


def _spelt(kind, width):
    """Rows with their numbers as they are looked up, and what they say; whether nothing is to be
    said of their cells (``is_read``), and whether PostgreSQL might take another number for theirs
    than Python does (``is_wild``). Those that have an outcome stay, and name nobody: PostgreSQL
    would guess that but few are left."""
    slashed = SQL("qualification_number")
    return SQL(
        """SELECT id, %(uln)s AS uln, %(number)s AS number,
                  registration_number AS registered_as, %(said)s,
                  NOT (is_done OR is_named) AND concat(uln, qualification_number) !~ %(ascii)s
                      AS is_wild,
                  coalesce(CASE WHEN is_named AND alone AND NOT is_done THEN width = %(width)s
                      AND new_status IS NOT NULL AND %(texts)s AND %(days)s
                      AND %(confirms)s END, false) AS is_read
             FROM (SELECT g.*, v.value AS new_status, o.id IS NOT NULL AS is_done,
                          k.id IS NULL AS alone,
                          coalesce(g.uln ~ %(plain_uln)s
                              AND g.qualification_number ~ %(plain_number)s, false) AS is_named
                     FROM given g
                LEFT JOIN (VALUES %(labels)s) v (label, value) ON v.label = g.status
                LEFT JOIN registration_import_outcome o ON o.id = g.id
                LEFT JOIN registration_import_duplicate_key k ON k.id = g.id OFFSET 0) g""",
        uln=_key(kind, "uln", SQL("uln")),
        number=_key(kind, "qualification_number", SQL("replace(%s, '/', '')", slashed)),
        said=SQL(", ").join(map(_said, FIELDS)),
        ascii=PLAIN,
        width=width,
        plain_uln=ULN,
        plain_number=NUMBER,
        texts=SQL(" AND ").join(map(_is_text, TEXTS)),
        days=SQL(" AND ").join(
            SQL("(%(day)s = '' OR %(day)s ~ %(plain)s)", day=SQL.identifier(name), plain=DAY)
            for name in DATES
        ),
        confirms=confirms(SQL("uln")),
        labels=SQL(", ").join(SQL("(%s, %s)", label, value) for value, label in STATUSES),
    )


def _key(kind, name, plain):
    """By what a number is looked up, which is ``plain`` of most."""
    shaped = kind._identity_text(name, SQL("btrim(%s, %s)", SQL.identifier(name), ENDS))
    return SQL("CASE WHEN is_done THEN NULL WHEN is_named THEN %s ELSE %s END", plain, shaped)


def _said(name):
    """What a row says of a field, as a plan gives it, where its text is plain."""
    text, new = SQL.identifier(name), SQL.identifier(NEW + name)
    if name == "status":
        return new
    if name in DATES:
        iso = SQL(
            "substr(%(day)s, 7) || '-' || substr(%(day)s, 4, 2) || '-' || left(%(day)s, 2)",
            day=text,
        )
        return SQL("CASE WHEN %s <> '' THEN %s END AS %s", text, iso, new)
    return SQL("nullif(%s, '') AS %s", text, new)


def _is_text(name):
    text = SQL.identifier(name)
    return SQL("(%s = '' OR (length(%s) <= %s AND %s))", text, text, SIZE, is_plain_value(text))


def _plain():
    """The rows that may be written at once, in the order of the file, with the planned achievement
    that the form would propose (``tools.kinds.qualifications``)."""
    return SQL(
        """SELECT m.*, %(new)s IS DISTINCT FROM %(held)s AS differs,
                  CASE WHEN new_date_registered <> coalesce(date_registered, '')
                            AND %(planned)s IS NULL AND duration <> 0
                       THEN to_char(new_date_registered::date + duration, 'YYYY-MM-DD') END
                       AS new_planned
             FROM (SELECT *, count(*) OVER (PARTITION BY learner, qualification) AS rows
                     FROM meant) m
            WHERE is_read AND learners = 1 AND qualifications = 1 AND merged IS NULL AND rows = 1
              AND (enrolment IS NOT NULL OR (enrolments = 0 AND of_company))
              AND coalesce(duration, 0) BETWEEN 0 AND %(longest)s AND %(no_doubts)s
              AND NOT EXISTS (SELECT FROM spelt WHERE is_wild)
         ORDER BY id""",
        new=_row(map(SQL.identifier, map(NEW.__add__, FIELDS))),
        held=_row(map(SQL.identifier, FIELDS)),
        planned=SQL.identifier(PLANNED),
        longest=LONGEST,
        no_doubts=has_no_doubts(NEW),
    )


def _row(values):
    return SQL("(%s)", SQL(", ").join(values))


def _made(env):
    return SQL(
        """INSERT INTO qualification_enrolment (id, partner_id, qualification_id, programme_id,
                  %(names)s, %(planned)s, create_uid, write_uid, create_date, write_date)
           SELECT record, learner, qualification, programme, %(values)s, new_planned::date,
                  %(user)s, %(user)s, %(now)s, %(now)s
             FROM plain WHERE enrolment IS NULL""",
        names=SQL(", ").join(map(SQL.identifier, FIELDS)),
        planned=SQL.identifier(PLANNED),
        values=SQL(", ").join(map(_value, FIELDS)),
        user=env.uid,
        now=env.cr.now(),
    )


def _changed(env):
    """What a field holds already stays as it is written: an emptied text is as good as none."""
    return SQL(
        """UPDATE qualification_enrolment e
              SET %(values)s, %(planned)s = coalesce(new_planned::date, e.%(planned)s),
                  write_uid = %(user)s, write_date = %(now)s
             FROM plain WHERE e.id = plain.enrolment AND differs""",
        values=SQL(", ").join(
            SQL(
                "%(name)s = CASE WHEN %(new)s IS DISTINCT FROM plain.%(name)s THEN %(value)s"
                " ELSE e.%(name)s END",
                name=SQL.identifier(name),
                new=SQL.identifier(NEW + name),
                value=_value(name),
            )
            for name in FIELDS
        ),
        planned=SQL.identifier(PLANNED),
        user=env.uid,
        now=env.cr.now(),
    )


def _value(name):
    new = SQL.identifier(NEW + name)
    return SQL("%s::date", new) if name in DATES else new


def _told():
    """Outcomes and journal, as ``importer.copying.outcome_line`` has them."""
    proposed = _if_any(PLANNED, _quoted("new_planned"))
    return SQL(
        """INSERT INTO registration_import_outcome (id, outcome, record, journal)
           SELECT id,
                  CASE WHEN enrolment IS NULL THEN 'created' WHEN differs THEN 'updated'
                       ELSE 'unchanged' END,
                  record,
                  CASE WHEN enrolment IS NULL
                       THEN (%(entry)s || record || ', {"id": [null, ' || record
                             || '], "partner_id": [null, ' || learner
                             || '], "qualification_id": [null, ' || qualification || ']'
                             || %(programme)s || %(proposed)s || %(said)s || '}]]')::jsonb
                       WHEN differs
                       THEN (%(entry)s || record || ', {'
                             || substr(%(changed)s || %(proposed)s, 3) || '}]]')::jsonb END
             FROM plain RETURNING outcome""",
        entry=f'[["{ENROLMENT}", ',
        programme=_if_any("programme_id", SQL("programme")),
        proposed=proposed,
        said=SQL(" || ").join(_pair(name, SQL("'null'"), _json(NEW + name)) for name in FIELDS),
        changed=SQL(" || ").join(map(_difference, FIELDS)),
    )


def _difference(name):
    """The journal of what a row changes in a field, if anything; what is held may be any text."""
    old, new = SQL.identifier(name), SQL.identifier(NEW + name)
    held = SQL("coalesce(to_json(%s)::text, 'null')", old)
    pair = _pair(name, held, _json(NEW + name))
    return SQL("CASE WHEN %s IS DISTINCT FROM %s THEN %s ELSE '' END", new, old, pair)


def _if_any(name, new):
    """The journal of what was proposed, if anything."""
    return SQL("coalesce(%s, '')", _pair(name, SQL("'null'"), new))


def _pair(name, old, new):
    """A member of an entry of the journal, behind a comma."""
    return SQL("%s || %s || ', ' || %s || ']'", f', "{name}": [', old, new)


def _json(column):
    """What a row says, a plain text, as JSON."""
    return SQL("coalesce(%s, 'null')", _quoted(column))


def _quoted(column):
    return SQL("""'"' || %s || '"'""", SQL.identifier(column))
