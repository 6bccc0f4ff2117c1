"""The statement of ``fast_qualifications``: ``given`` are the rows of a range, ``read`` what their
texts say, ``meant`` the enrolment of each, ``written`` the plain ones with what they change."""

from odoo.tools import SQL

from ...importer.text_sql import is_plain_value
from ...tools.kinds.enrolments import DATES
from ...tools.kinds.qualifications import ENROLMENT, FIELDS, PLANNED, SIZE
from ...tools.rows.cells import ENDS
from .kind_qualifications_unchanged import NUMBER, has_no_doubts
from .qualification_matcher import QualificationMatcher
from .uln_sql import ULN, is_uln

TEXTS = ("registration_number", "tracking_reference")
# No planned achievement lies so many days away that a date cannot say it.
MOST_DAYS = 36_500


def statement(kind, given, statuses, days, sequence):
    """Write plain rows with their outcomes: gives ``(outcome, rows)``. ``given`` is a SELECT of the
    texts of rows; ``statuses`` and ``days`` are what these texts mean, dates as ISO texts."""
    read = SQL("SELECT * FROM read")
    return SQL(
        """WITH given AS MATERIALIZED (%(given)s),
                read AS MATERIALIZED (%(read)s),
                meant AS MATERIALIZED (%(meant)s),
                judged AS MATERIALIZED (%(judged)s),
                plain AS MATERIALIZED (
                    SELECT j.* FROM judged j
                     WHERE j.is_plain AND NOT EXISTS (
                           SELECT FROM judged o WHERE NOT o.is_plain AND o.learner = j.learner
                              AND o.qualification = j.qualification)),
                written AS MATERIALIZED (
                    SELECT p.*, coalesce(enrolment, nextval(%(sequence)s)) AS record,
                           %(changes)s AS changes FROM (SELECT * FROM plain ORDER BY id) p),
                made AS (%(made)s),
                changed AS (%(changed)s),
                told AS (%(told)s)
           SELECT outcome, count(*) FROM told GROUP BY outcome""",
        given=given,
        read=_read(kind, statuses, days),
        meant=QualificationMatcher(kind).meaning(read),
        judged=_judged(),
        sequence=sequence,
        changes=_changes(),
        made=_made(kind.env),
        changed=_changed(kind.env),
        told=_told(),
    )


def _new(name):
    """What a row gives in a field."""
    return SQL.identifier(f"new_{name}")


def _read(kind, statuses, days):
    """The rows with what they give, and whether nothing is to be said of their cells."""
    dates = SQL(", ").join(
        SQL("%s.value AS %s", SQL.identifier(f"of_{name}"), _new(name)) for name in DATES
    )
    joins = SQL(" ").join(
        SQL(
            "LEFT JOIN days %(day)s ON %(day)s.text = g.%(name)s",
            day=SQL.identifier(f"of_{name}"),
            name=SQL.identifier(name),
        )
        for name in DATES
    )
    plain = [
        SQL(
            "(g.%(name)s = '' OR %(day)s.value IS NOT NULL)",
            name=SQL.identifier(name),
            day=SQL.identifier(f"of_{name}"),
        )
        for name in DATES
    ]
    for name in TEXTS:
        text = SQL("g.%s", SQL.identifier(name))
        plain.append(
            SQL("(%s = '' OR (%s AND length(%s) <= %s))", text, is_plain_value(text), text, SIZE)
        )
    return SQL(
        """WITH days AS (%(days)s), statuses AS (%(statuses)s)
           SELECT g.id, %(uln)s AS uln, %(key)s AS number,
                  g.registration_number AS registered_as, s.value AS new_status, %(dates)s,
                  %(texts)s,
                  coalesce(g.width = %(width)s AND s.value IS NOT NULL AND %(are_plain)s
                           AND g.qualification_number ~ %(number)s AND %(is_uln)s
                           AND k.id IS NULL AND o.id IS NULL, false) AS is_read
             FROM given g
        LEFT JOIN statuses s ON s.text = g.status
                  %(joins)s
        LEFT JOIN registration_import_duplicate_key k ON k.id = g.id
        LEFT JOIN registration_import_outcome o ON o.id = g.id""",
        days=_table(days),
        statuses=_table(statuses),
        dates=dates,
        texts=SQL(", ").join(
            SQL("nullif(g.%s, '') AS %s", SQL.identifier(name), _new(name)) for name in TEXTS
        ),
        width=len(FIELDS) + 2,
        are_plain=SQL(" AND ").join(plain),
        number=NUMBER,
        uln=_key(kind, "uln", ULN),
        key=_key(kind, "qualification_number", NUMBER),
        is_uln=is_uln(SQL.identifier("g", "uln")),
        joins=joins,
    )


def _key(kind, name, plain):
    """By what a number is looked up; dear for one that is spelt in another way."""
    text = SQL("g.%s", SQL.identifier(name))
    shaped = kind._identity_text(name, SQL("btrim(%s, %s)", text, ENDS))
    return SQL("CASE WHEN %s ~ %s THEN replace(%s, '/', '') ELSE %s END", text, plain, text, shaped)


def _table(values):
    return SQL(
        "SELECT * FROM unnest(%s::text[], %s::text[]) AS listed(text, value)",
        list(values),
        list(values.values()),
    )


def _judged():
    """The rows with the planned achievement that they propose (``tools.kinds.qualifications``), and
    whether only other rows of their enrolment could matter."""
    return SQL(
        """SELECT m.*, CASE WHEN m.%(planned)s IS NULL AND duration <> 0
                             AND new_date_registered IS DISTINCT FROM date_registered
                       THEN to_char(new_date_registered::date + duration, 'YYYY-MM-DD') END
                       AS new_planned,
                  is_read AND learners = 1 AND merged IS NULL AND qualifications = 1
                      AND (enrolments = 1 AND enrolment IS NOT NULL
                           OR enrolments = 0 AND NOT "foreign"
                              AND (p.company_id IS NULL OR q.company_id IS NOT NULL))
                      AND coalesce(abs(duration), 0) <= %(most)s AND %(without_doubt)s AS is_plain
             FROM meant m
        LEFT JOIN res_partner p ON p.id = learner
        LEFT JOIN qualification_qualification q ON q.id = qualification""",
        planned=SQL.identifier(PLANNED),
        most=MOST_DAYS,
        without_doubt=has_no_doubts("new_"),
    )


def _changes():
    """``{field: [old, new]}`` of what a row changes, or gives a new enrolment, as JSON."""
    given = [(SQL.identifier(name), _new(name), name) for name in FIELDS]
    changed = [
        SQL(
            """CASE WHEN enrolment IS NULL OR %(old)s IS DISTINCT FROM %(new)s
                    THEN jsonb_build_object(%(name)s, jsonb_build_array(%(old)s, %(new)s))
                    ELSE '{}' END""",
            old=old,
            new=new,
            name=name,
        )
        for old, new, name in given
    ]
    proposed = SQL(
        """CASE WHEN new_planned IS NULL THEN '{}'
                ELSE jsonb_build_object(%s, jsonb_build_array(NULL, new_planned)) END""",
        PLANNED,
    )
    return SQL(" || ").join([*changed, proposed])


def _made(env):
    names = SQL(", ").join(map(SQL.identifier, FIELDS))
    return SQL(
        """INSERT INTO qualification_enrolment (id, partner_id, qualification_id, programme_id,
                  %(names)s, %(planned)s, create_uid, write_uid, create_date, write_date)
           SELECT record, learner, qualification, programme, %(values)s, new_planned::date,
                  %(user)s, %(user)s, %(now)s, %(now)s
             FROM written WHERE enrolment IS NULL""",
        names=names,
        planned=SQL.identifier(PLANNED),
        values=SQL(", ").join(map(_value, FIELDS)),
        user=env.uid,
        now=env.cr.now(),
    )


def _changed(env):
    """What is as it was stays letter for letter: an emptied text is as good as none."""
    values = SQL(", ").join(
        SQL(
            """%(name)s = CASE WHEN w.%(name)s IS DISTINCT FROM w.%(new)s THEN %(value)s
                               ELSE e.%(name)s END""",
            name=SQL.identifier(name),
            new=_new(name),
            value=_value(name),
        )
        for name in FIELDS
    )
    return SQL(
        """UPDATE qualification_enrolment e
              SET %(values)s, %(planned)s = coalesce(new_planned::date, e.%(planned)s),
                  write_uid = %(user)s, write_date = %(now)s
             FROM written w WHERE e.id = w.enrolment AND w.changes <> '{}'""",
        values=values,
        planned=SQL.identifier(PLANNED),
        user=env.uid,
        now=env.cr.now(),
    )


def _value(name):
    return SQL("%s::date", _new(name)) if name in DATES else _new(name)


def _told():
    """Outcomes and journal, as ``importer.copying.outcome_line`` has them."""
    return SQL(
        """INSERT INTO registration_import_outcome (id, outcome, record, journal)
           SELECT id,
                  CASE WHEN enrolment IS NULL THEN 'created' WHEN changes <> '{}' THEN 'updated'
                       ELSE 'unchanged' END,
                  record,
                  CASE WHEN enrolment IS NULL OR changes <> '{}' THEN
                       jsonb_build_array(jsonb_build_array(%s, record, changes || CASE
                           WHEN enrolment IS NULL THEN jsonb_build_object(
                               'id', jsonb_build_array(NULL, record),
                               'partner_id', jsonb_build_array(NULL, learner),
                               'qualification_id', jsonb_build_array(NULL, qualification))
                           ELSE '{}' END || CASE
                           WHEN enrolment IS NULL AND programme IS NOT NULL THEN jsonb_build_object(
                               'programme_id', jsonb_build_array(NULL, programme))
                           ELSE '{}' END)) END
             FROM written RETURNING outcome""",
        ENROLMENT,
    )
