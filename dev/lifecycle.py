"""`make lifecycle`: a scratch database gets the addon with its demo data, imports, is updated and
loses the addon again. No line of the log is a warning, and nothing of the addon stays. What became
of the samples is printed: it is the same beside other addons.

What a database holds is compared before and after: tables, columns, indexes, and of records
whatever an addon leaves behind, told by a name and not by an id.
"""

import contextlib
import os
import re
import subprocess
from collections import Counter

import database
import oca
import postgres
import server
from place import ADDON, DEV, TREE, TREE_KEY, say
from torture_server import connected

# `12:00:00,000 123 WARNING database logger: text`
LOUD = re.compile(r" \d+ (?:WARNING|ERROR|CRITICAL) ")
# What became of a sample: `learners done {'rows': 3}`
RESULT = re.compile(r"\w+ done \{")
UNINSTALL = (
    f"env['ir.module.module'].search([('name', '=', '{ADDON}')]).button_immediate_uninstall();"
    "env.cr.commit()"
)
# Contacts and events that demo data and imports have made are the user's: they stay, with theirs.
DATA = "('res.partner', 'res.users', 'res.company', 'event.event', 'event.registration')"
# What is held: a word for it, and a statement that gives one text a thing.
HELD = {
    "table or view": """SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
                           AND relkind IN ('r', 'v', 'm', 'p', 'S')""",
    "column": """SELECT table_name || '.' || column_name FROM information_schema.columns
                  WHERE table_schema = 'public'""",
    "index": "SELECT indexname FROM pg_indexes WHERE schemaname = 'public'",
    "constraint": """SELECT conrelid::regclass || ' ' || conname FROM pg_constraint
                      WHERE connamespace = 'public'::regnamespace""",
    "function": "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "trigger": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    "parameter": "SELECT key FROM ir_config_parameter",
    "scheduled action": "SELECT cron_name FROM ir_cron",
    "server action": "SELECT name->>'en_US' FROM ir_act_server",
    "window action": "SELECT res_model || ' ' || (name->>'en_US') FROM ir_act_window",
    "menu": "SELECT name->>'en_US' FROM ir_ui_menu",
    "view": "SELECT name FROM ir_ui_view",
    "group": "SELECT name->>'en_US' FROM res_groups",
    "privilege": "SELECT name->>'en_US' FROM res_groups_privilege",
    "module category": "SELECT name->>'en_US' FROM ir_module_category",
    "sequence": "SELECT name FROM ir_sequence",
    "mail template": "SELECT name->>'en_US' FROM mail_template",
    "model": "SELECT model FROM ir_model",
    "field": "SELECT model || '.' || name FROM ir_model_fields",
    # Odoo itself forgets those that another addon has of a field of ours when that one is updated
    "external id": f"""SELECT module || '.' || name FROM ir_model_data
                        WHERE module = '{ADDON}'""",
    "default": "SELECT d.id::text FROM ir_default d",
    "filter": "SELECT name FROM ir_filters",
    "file of": f"""SELECT res_model || ' ' || name FROM ir_attachment
                   WHERE res_model IS NOT NULL AND res_model NOT IN {DATA}""",
    "file without a record": """SELECT name FROM ir_attachment
                                 WHERE res_model IS NULL AND url IS NULL""",
    "message of": f"""SELECT model || ' ' || coalesce(subject, '') FROM mail_message
                      WHERE model NOT IN {DATA}""",
    "message without a record": """SELECT coalesce(subject, '') FROM mail_message
                                    WHERE model IS NULL""",
    "mail": "SELECT coalesce(email_to, '') FROM mail_mail",
    "activity of": "SELECT res_model FROM mail_activity",
    "follower of": f"SELECT res_model FROM mail_followers WHERE res_model NOT IN {DATA}",
    "alias": "SELECT coalesce(alias_name, '') FROM mail_alias",
}


def main(odoo):
    """WITH=neighbours or the names of addons, to live beside these."""
    oca.check(odoo)
    name = f"{ADDON}_life_{TREE_KEY}_{os.getpid()}"
    with postgres.running():
        try:
            database.copy_of_template(odoo, name, demo=True)
            database.install_beside(odoo, [name])
            life = Life(odoo, name)
            before = life.held()
            life.live()
            findings = life.findings + life.left(before)
        finally:
            database.drop(name)
    for finding in findings:
        print(finding)
    print("nothing was logged, and nothing stays" if not findings else "see above", flush=True)
    return 1 if findings else 0


class Life:
    """Of the addon in one database; ``findings`` is what was logged on the way."""

    def __init__(self, odoo, name):
        self.odoo, self.name, self.findings = odoo, name, []

    def live(self):
        once = ("-d", self.name, *server.ONCE)
        self.step("install", *once, "-i", ADDON, "--with-demo")
        told = self.shell("import", server.RUN_FILE.format(file=str(DEV / "lifecycle_data.py")))
        print(*(line for line in told.splitlines() if RESULT.match(line)), sep="\n", flush=True)
        self.step("update", *once, "-u", ADDON)
        self.shell("uninstall", UNINSTALL)

    def shell(self, what, text):
        return self.step(what, "shell", "-d", self.name, *server.QUIET, text=text)

    def step(self, what, *arguments, text=""):
        say(what)
        done = subprocess.run(
            server.command(self.odoo, *arguments),
            input=text,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=server.configure(self.odoo, TREE),
            check=False,
        )
        self.findings += [
            f"{what}: {line}" for line in done.stdout.splitlines() if LOUD.search(line)
        ]
        if done.returncode or "Traceback" in done.stdout:
            self.findings.append(f"{what}: it failed\n{done.stdout[-3000:]}")
        return done.stdout

    def held(self):
        with contextlib.closing(connected(self.name)) as connection:
            return {what: names(connection, query) for what, query in HELD.items()}

    def left(self, before):
        after = self.held()
        return [
            f"after the uninstall there is more than before: {what} {name}"
            for what, these in after.items()
            for name in sorted((these - before[what]).elements())
        ]


def names(connection, query):
    """How many there are of each name."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return Counter(name for (name,) in cursor.fetchall())
