"""The first download of many contacts, which nothing else can be compared with: its cost per
contact has to be flat, and its memory that of one slice."""

import functools
import os

from .measure import BenchmarkError, Meter, in_fork

NAME = "downloads"
SIZES = (20_000, 200_000)
GROUPS = 20


def main(env):
    """Measure each size, or those of ``ROWS``; gives the figures as data."""
    asked = os.environ.get("ROWS")
    figures = {}
    for rows in map(int, asked.split(",")) if asked else SIZES:
        _fill(env, rows)
        cost = in_fork(env.cr.dbname, functools.partial(_measure, rows))
        cost["us_each"] = cost["cpu"] / rows * 1e6
        print(
            f"  {rows:,} contacts, download: {cost['cpu']:.2f} CPU s,"
            f" {cost['us_each']:.0f} us each, {cost['peak_mb']:.0f} MB above the idle worker",
            flush=True,
        )
        figures[str(rows)] = cost
    return figures


def _fill(env, rows):
    """So many people with an address, each in two of some groups."""
    env.cr.execute("SELECT count(*) FROM res_partner WHERE contact_member_id LIKE 'BENCH-%'")
    first = env.cr.fetchone()[0] + 1
    groups = env["contact.group"].search([("external_id", "like", "BENCH-")])
    groups = groups or groups.create(
        [{"name": f"Bench {n}", "external_id": f"BENCH-{n}"} for n in range(GROUPS)]
    )
    env.flush_all()
    env.cr.execute(
        """WITH made AS (
               INSERT INTO res_partner
                      (name, complete_name, contact_firstname, contact_lastname, email,
                       email_normalized, phone, street, zip, city, country_id, contact_member_id,
                       active, type, is_company, create_date, write_date)
               SELECT 'Ann Lee ' || n, 'Ann Lee ' || n, 'Ann', 'Lee ' || n,
                      'ann' || n || '@example.com', 'ann' || n || '@example.com',
                      '+41 31 555 01 11', 'Quai du Lac ' || n %% 300, '01201', 'Genève', %s,
                      'BENCH-' || n, true, 'contact', false, now(), now()
                 FROM generate_series(%s, %s) n RETURNING id)
           INSERT INTO contact_group_res_partner_rel (partner_id, group_id)
           SELECT made.id, grp FROM made, unnest(%s) WITH ORDINALITY AS g(grp, nth)
            WHERE (made.id + nth) %% 10 = 0""",
        [env.ref("base.ch").id, first, rows, groups.ids],
    )
    env.cr.execute("ANALYZE res_partner, contact_group_res_partner_rel")
    env.cr.commit()
    env.invalidate_all()


def _measure(rows, env):
    """The cost of a download of all of them, committed step by step as a worker does."""
    meter = Meter(env.cr)
    operation = env.ref("registration_import.operation_constituent_download")
    env["registration.export.sent"]._forget(operation)
    env.cr.commit()
    runs = env["registration.export.run"]
    cost = meter.run(functools.partial(_download, runs, operation))
    run = runs.search([("operation_id", "=", operation.id)], limit=1)
    if run.state != "done" or run.line_count < rows:
        raise BenchmarkError(f"the download ended {run.state}, with {run.line_count} lines")
    return cost.as_dict()


def _download(runs, operation):
    run = runs._start(operation)._as_starter()
    runs.env.cr.commit()
    while run.sudo().state == "running":
        run._step()
        runs.env.cr.commit()
