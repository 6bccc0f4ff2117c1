"""The search for duplicates of new contacts among ever more that are there: what a new one costs
shall not grow with these.

People as a town has them: common names and rare ones, most with an e-mail address, a telephone, a
birthday and a house that others live in, too; one of ten new ones is there already, spelled in
another way.
"""

import functools
import os

from .measure import BenchmarkError, Meter, in_fork

NAME = "duplicates"
SIZES = (30_000, 70_000, 210_000)
NEW = 2_000
SLICE = 1_000
# The n-th number below something of a person, by chance and always the same; and a smaller one
# more often than a greater, as names are.
DRAWN = "((hashint8(n * 31 + {nth}) & 2147483647) %% {below})"
COMMON = f"least({DRAWN}, {DRAWN.replace('31', '37')})"
SYLLABLES = "ARRAY['ba','co','di','fu','ge','ha','jo','ki','la','mo','ni','pa','ro','su','ta','we']"
# What people are called, from numbers: three syllables, each one of sixteen.
WORD = (
    f"initcap(({SYLLABLES})[1 + {{0}} %% 16] || ({SYLLABLES})[1 + {{0}} / 16 %% 16]"
    f" || ({SYLLABLES})[1 + {{0}} / 256 %% 16] || '{{1}}')"
)
PEOPLE = f"""
    SELECT n, {WORD.format(COMMON.format(nth=1, below=400), "")} AS first,
           {WORD.format(COMMON.format(nth=2, below=4_000), "ner")} AS last,
           CASE WHEN {DRAWN.format(nth=3, below=10)} < 7
                THEN 'p' || n || '@example.com' END AS email,
           CASE WHEN {DRAWN.format(nth=4, below=10)} < 6
                THEN '022 ' || 1000000 + {DRAWN.format(nth=5, below=8_999_999)} END AS phone,
           CASE WHEN {DRAWN.format(nth=6, below=10)} < 7
                THEN date '1940-01-01' + {DRAWN.format(nth=7, below=27_000)} END AS birth,
           {1000} + {COMMON.format(nth=8, below=1_500)} AS zip,
           'Rue ' || {WORD.format(DRAWN.format(nth=9, below=300), "")} || ' '
               || 1 + {COMMON.format(nth=10, below=80)} AS street
      FROM (SELECT %(of)s AS n, place FROM generate_series(%(first)s, %(last)s) place) drawn
"""
# Somebody who is there already, in other words.
AGAIN = """
    SELECT n, first, CASE WHEN n %% 2 = 0 THEN last || 'x' ELSE last END AS last,
           CASE WHEN n %% 3 = 0 THEN email END AS email, replace(phone, ' ', '/') AS phone, birth,
           zip, lower(street) AS street
      FROM ({people}) people
"""
INSERT = """
    INSERT INTO res_partner
           (name, complete_name, contact_firstname, contact_lastname, email, email_normalized,
            contact_duplicate_email, phone, contact_birthdate, zip, street, active, type,
            is_company, create_date)
    SELECT first || ' ' || last, first || ' ' || last, first, last, email, email, email, phone,
           birth, zip, street, true, 'contact', false,
           now() AT TIME ZONE 'UTC' - make_interval(days => %(age)s)
      FROM ({people}) people RETURNING id
"""


def main(env):
    """Measure each size, or those of ``ROWS``; gives the figures as data."""
    asked = os.environ.get("ROWS")
    sizes = sorted(map(int, asked.split(","))) if asked else SIZES
    figures, there = {}, 0
    for size in sizes:
        _add(env, "place", there, size - 1, age=1)
        there = size
        cost = in_fork(env.cr.dbname, functools.partial(_measure, size))
        figures[str(size)] = cost
        print(
            f"  {size:,} contacts, {NEW:,} new ones: {cost['cpu']:.2f} CPU s,"
            f" {cost['us_each']:.0f} us each (Python {cost['python']:.2f}, PostgreSQL"
            f" {cost['postgres'] or 0:.2f}), {cost['found']} duplicates",
            flush=True,
        )
    return figures


def _add(env, of, first, last, people=PEOPLE, age=0):
    """The ids of people with these numbers, made and committed."""
    query = INSERT.format(people=people.replace("%(of)s", of))
    env.cr.execute(query, {"first": first, "last": last, "age": age})
    ids = [each for (each,) in env.cr.fetchall()]
    env.cr.execute("ANALYZE res_partner")
    env.cr.commit()
    return ids


def _measure(size, env):
    """The cost of comparing new ones, in slices as the scheduled action has them."""
    tenth = NEW // 10
    new = _add(env, "place", 10_000_000, 10_000_000 + NEW - tenth - 1)
    again = AGAIN.format(people=PEOPLE)
    new += _add(env, f"place * 13 %% {size}", 0, tenth - 1, again)
    duplicates = env["registration.import.duplicate"]
    found = []

    def scan():
        for place in range(0, len(new), SLICE):
            found.extend(duplicates._scan_contacts(new[place : place + SLICE]).ids)
            env.flush_all()

    duplicates._scan_contacts(new[:20])
    env.cr.rollback()
    env.invalidate_all()
    cost = Meter(env.cr).run(scan).as_dict()
    env.cr.rollback()
    env.cr.execute("DELETE FROM res_partner WHERE id = ANY(%s)", [new])
    env.cr.commit()
    if len(found) < tenth / 2:
        raise BenchmarkError(f"{len(found)} duplicates are found, of at least {tenth}")
    return cost | {"found": len(found), "us_each": cost["cpu"] / NEW * 1e6}
