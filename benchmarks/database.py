"""The database of a benchmark: filled once for each number of rows, and put back for each path."""

from .case import MODULE

# Engine tables that are emptied before each path.
EMPTIED = (
    "staged",
    "outcome",
    "problem",
    "batch",
    "checkpoint",
    "column",
    "duplicate_key",
    "share",
)


def fill(env, case, rows):
    """Make user and data of a case, commit, and keep copies to restore from."""
    _name_records(env, case.fill(env, rows))
    _make_user(env, case)
    env.cr.commit()
    _keep(env.cr, case)


def login(case):
    """Of the user who imports."""
    return f"bench_{case.name}"


def _make_user(env, case):
    """An ordinary user who may import: no administrator anywhere."""
    users = env["res.users"]
    if not users.search([("login", "=", login(case))]):
        groups = [env.ref(name).id for name in ("base.group_user", *case.groups)]
        values = {"name": "Bench", "login": login(case), "email": "bench@example.com"}
        companies = case.companies(env) or env.company
        values |= {"company_id": companies[0].id, "company_ids": [(6, 0, companies.ids)]}
        users.create(values | {"group_ids": [(6, 0, groups)], "tz": "UTC"})


def _name_records(env, named):
    """External IDs ``bench.PREFIX_N``, N from 0, of ``{prefix: records}``."""
    env.cr.execute("DELETE FROM ir_model_data WHERE module = %s", [MODULE])
    for prefix, records in named.items():
        env.cr.execute(
            """INSERT INTO ir_model_data (module, name, model, res_id, noupdate, create_uid,
                                          write_uid, create_date, write_date)
               SELECT %s, %s || '_' || (n - 1), %s, id, false, 1, 1, now(), now()
                 FROM unnest(%s) WITH ORDINALITY AS named(id, n)""",
            [MODULE, prefix, records._name, records.ids],
        )


# -- the same state for every path ---------------------------------------------------------------


def _keep(cr, case):
    """Copies of what the paths change."""
    for table in case.filled:
        _copy(cr, table, "*")
    for table, columns in (case.counted | case.grown).items():
        _copy(cr, table, ", ".join(("id", *columns)))
    cr.execute("DROP TABLE IF EXISTS bench_last")
    cr.execute(
        """CREATE TABLE bench_last AS SELECT (SELECT max(id) FROM ir_model_data) AS name,
                                             (SELECT max(id) FROM mail_message) AS message"""
    )
    cr.execute("ANALYZE")
    cr.commit()


def _copy(cr, table, columns):
    cr.execute(f"DROP TABLE IF EXISTS bench_{table}")
    cr.execute(f"CREATE TABLE bench_{table} AS SELECT {columns} FROM {table} ORDER BY 1")


def restore(cr, case):
    """Put everything back as ``fill`` left it, freshly packed, and commit."""
    _trust(cr)
    for table in case.filled:
        cr.execute(f"TRUNCATE {table}")
        cr.execute(f"INSERT INTO {table} SELECT * FROM bench_{table} ORDER BY 1")
    for table in case.grown:
        cr.execute(f"DELETE FROM {table} WHERE id NOT IN (SELECT id FROM bench_{table})")
    for table, columns in (case.counted | case.grown).items():
        values = ", ".join(f"{column} = b.{column}" for column in columns)
        cr.execute(f"UPDATE {table} t SET {values} FROM bench_{table} b WHERE b.id = t.id")
    cr.execute("DELETE FROM ir_model_data WHERE id > (SELECT name FROM bench_last)")
    cr.execute("DELETE FROM mail_message WHERE id > (SELECT message FROM bench_last)")
    if not case.keeps_jobs:
        _empty_engine(cr)
    cr.execute("SET session_replication_role = DEFAULT")
    cr.commit()
    _vacuum(cr, *case.filled, *case.counted, *case.grown, "ir_model_data")


def _empty_engine(cr):
    emptied = ", ".join(f"registration_import_{name}" for name in EMPTIED)
    cr.execute(f"TRUNCATE {emptied} CASCADE")
    cr.execute("DELETE FROM registration_import_job")  # contacts refer to it: no TRUNCATE
    cr.execute("DELETE FROM ir_attachment WHERE res_model = 'registration.import.job'")


def _trust(cr):
    """Do not check the foreign keys of 100,000 lines again, where PostgreSQL lets us."""
    cr.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if cr.fetchone()[0]:
        cr.execute("SET session_replication_role = replica")


def _vacuum(cr, *tables):
    """VACUUM runs outside of transactions only."""
    connection = cr._cnx
    connection.autocommit = True
    for table in tables:
        cr.execute(f"VACUUM ANALYZE {table}")
    connection.autocommit = False


def checksum(cr, case):
    """One text for the state that counts, whatever ids new records got."""
    counted = {table: ("id", *columns) for table, columns in case.counted.items()}
    tables = case.filled | counted | case.grown | case.compared
    return ", ".join(_checksum(cr, *each) for each in tables.items())


def _checksum(cr, table, columns):
    cr.execute(
        f"""SELECT count(*), md5(string_agg(line, ',' ORDER BY line COLLATE "C"))
              FROM (SELECT ROW({", ".join(columns)})::text AS line FROM {table} t) lines"""
    )
    return "{} {} {}".format(table, *cr.fetchone())
