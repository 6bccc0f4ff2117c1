"""Qualifications in set-based SQL: the least work that gives the same enrolments.

No rights, no checks, no outcomes: what any import has to be compared with, not what one may do.
"""

from ..tools.kinds.enrolments import DATES, STATUSES
from ..tools.kinds.qualifications import FIELDS, SCHEMA

GIVEN = "CREATE TEMP TABLE given ({}) ON COMMIT DROP".format(
    ", ".join(f"{field.name} text" for field in SCHEMA)
)
MEANT = """
    INSERT INTO qualification_enrolment AS e (partner_id, qualification_id, {said},
                                              create_uid, write_uid, create_date, write_date)
    SELECT p.id, q.id, {given}, %(uid)s, %(uid)s, now(), now()
      FROM given g
      JOIN res_partner p
        ON upper(translate(p.contact_uln, ' /', '')) = upper(translate(g.uln, ' /', ''))
      JOIN qualification_qualification q
        ON q.number_key = upper(translate(g.qualification_number, ' /', ''))
      JOIN unnest(%(values)s, %(labels)s) AS s(value, label) ON s.label = g.status
        ON CONFLICT (partner_id, qualification_id) WHERE is_resit IS NOT TRUE DO UPDATE
       SET ({said}, write_uid, write_date) = ({excluded}, %(uid)s, now())
     WHERE ({held}) IS DISTINCT FROM ({excluded})
"""


def run_sql(cr, uid, path):
    """Apply the file at ``path`` as the user with the id ``uid``, and commit."""
    cr.execute("SET LOCAL datestyle = 'ISO, DMY'")
    cr.execute(GIVEN)
    with open(path, encoding="utf-8") as file:
        cr.copy_expert("COPY given FROM STDIN (FORMAT csv, HEADER true)", file)
    cr.execute("ANALYZE given")
    statement = MEANT.format(
        said=", ".join(FIELDS),
        given=", ".join(map(_given, FIELDS)),
        held=", ".join(f"e.{name}" for name in FIELDS),
        excluded=", ".join(f"excluded.{name}" for name in FIELDS),
    )
    values, labels = map(list, zip(*STATUSES, strict=True))
    cr.execute(statement, {"uid": uid, "values": values, "labels": labels})
    cr.commit()


def _given(name):
    if name == "status":
        return "s.value"
    return f"g.{name}::date" if name in DATES else f"g.{name}"
