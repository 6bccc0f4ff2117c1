"""Keeps two Odoo databases in step by the adapter and the agreement alone, as `dev/run connector`
asks: a small stand-in for the operation, with what it knows of the pairs in a file of SQLite.

It is a process of its own, so that it can be killed anywhere; what it does next, it does again.
"""

import contextlib
import datetime
import functools
import json
import os
import sqlite3
import sys
import types
from pathlib import Path

ADDON = "registration_import"
REPO = Path(__file__).resolve().parents[2]
# As in run_pure.py: the package itself would import Odoo.
package = sys.modules[ADDON] = types.ModuleType(ADDON)
package.__path__ = [str(REPO)]

from registration_import.tools.connector.adapters import ODOO_JSON2, opened  # noqa: E402
from registration_import.tools.connector.agreement import (  # noqa: E402
    BOTH,
    NEWEST,
    OURS,
    THEIRS,
    Rule,
    Side,
    Table,
)
from registration_import.tools.connector.remote import SETS, Access, Outgoing  # noqa: E402

HERE, THERE = "here", "there"
RULES = (
    Rule("name", BOTH, THEIRS),
    Rule("email", BOTH, THEIRS, "email"),
    Rule("city", BOTH, NEWEST),
    Rule("phone", BOTH, OURS, "phone"),
    Rule("function", THEIRS),
    Rule("street"),
    *(Rule(field) for field in SETS),
)
FIELDS = [rule.field for rule in RULES]
TABLES = """
CREATE TABLE IF NOT EXISTS pair (here TEXT UNIQUE, there TEXT UNIQUE, marks TEXT NOT NULL,
    held INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS place (side TEXT PRIMARY KEY, mark TEXT);
"""


class Driver:
    """One run. `remotes` are both sides, `state` is the file; `written` counts what was changed."""

    def __init__(self, remotes, state):
        self.remotes, self.state = remotes, state
        self.written = dict.fromkeys(remotes, 0)
        self.changed = {side: set() for side in remotes}

    def run(self):
        for side in (THERE, HERE):
            more = True
            while more:
                row = self.state.execute(
                    "SELECT mark FROM place WHERE side = ?", (side,)
                ).fetchone()
                page = self.remotes[side].changes(FIELDS, row and row[0])
                with self.state:  # a checkpoint: what was done, and up to where
                    self.work(side, page.records)
                    mark = (side, page.mark)
                    self.state.execute("INSERT OR REPLACE INTO place VALUES (?, ?)", mark)
                more = page.more

    def work(self, side, records):
        other = HERE if side == THERE else THERE
        records = {record.id: record for record in records if not record.gone}
        pairs = self.paired(side, other, records)
        ids = [pairs[number] for number in records if pairs.get(number)]
        others = {each.id: each for each in self.remotes[other].read(ids, FIELDS)} if ids else {}
        lines = {HERE: {}, THERE: {}}
        table = Table(RULES, self.remotes[THERE].skew - self.remotes[HERE].skew)
        agreed = {}
        for number, record in records.items():
            found = {side: record, other: others.get(pairs.get(number))}
            marks = self.marks(side, number)
            agreement = agreed[number] = table.agree(
                as_side(found[THERE]), as_side(found[HERE]), marks, "x"
            )
            if agreement.ours or agreement.theirs:
                self.changed[side].add(number)
            for where, values in ((HERE, agreement.ours), (THERE, agreement.theirs)):
                if values:
                    known = found[where].id if found[where] else None
                    lines[where][number] = Outgoing(f"{side}_{number}", known, values)
        answers = {where: self.write(where, lines[where]) for where in lines}
        for number, agreement in agreed.items():
            self.note(side, number, pairs.get(number) or answers[other].get(number), agreement)

    def write(self, where, lines):
        answers = self.remotes[where].write(FIELDS, list(lines.values()))
        problems = [answer.problem for answer in answers if answer.problem]
        if problems:
            raise SystemExit(f"{where}: {problems[0]}")
        self.written[where] += len(answers)
        return {number: answer.id for number, answer in zip(lines, answers, strict=True)}

    def paired(self, side, other, records):
        """{id on this side: on the other}: by what is known, by the key, and by the address."""
        known = dict(self.state.execute(f"SELECT {side}, {other} FROM pair"))
        for number, record in records.items():
            if number not in known and record.key:
                known[number] = record.key.rpartition("_")[2]
        fresh = [number for number in records if number not in known]
        if len(fresh) > 100:  # both were full before they met
            by_email = self.by_email(other)
            known |= {n: by_email.get(records[n].values["email"]) for n in fresh}
        return known

    @functools.cache  # noqa: B019 - as long as the run
    def by_email(self, other):
        found, mark, more = {}, None, True
        while more:
            page = self.remotes[other].changes(["email"], mark)
            found |= {record.values["email"]: record.id for record in page.records}
            mark, more = page.mark, page.more
        return found

    def marks(self, side, number):
        row = self.state.execute(f"SELECT marks FROM pair WHERE {side} = ?", (number,)).fetchone()
        return json.loads(row[0]) if row else {}

    def note(self, side, number, other, agreement):
        values = (number, other) if side == HERE else (other, number)
        self.state.execute(
            "INSERT INTO pair VALUES (?, ?, ?, ?) ON CONFLICT (here) DO UPDATE"
            " SET marks = excluded.marks, held = excluded.held",
            (*values, json.dumps(agreement.marks), len(agreement.conflicts)),
        )


def as_side(record):
    """One that is not there yet has nothing."""
    if record is None:
        return Side({})
    changed = datetime.datetime.fromisoformat(record.changed.removesuffix("Z"))
    return Side(record.values, changed, record.gone)


def main():
    told = json.loads(sys.stdin.read())
    remotes = {
        side: opened(
            ODOO_JSON2,
            Access(told["url"], told["keys"][side], side, told["databases"][side], private=True),
        )
        for side in (HERE, THERE)
    }
    with contextlib.closing(sqlite3.connect(told["state"])) as state:
        state.executescript(TABLES)
        driver = Driver(remotes, state)
        driver.run()
        (held,) = state.execute("SELECT sum(held) FROM pair").fetchone()
    print(
        json.dumps(
            {
                "requests": {side: remote.requests for side, remote in remotes.items()},
                "written": driver.written,
                "changed": {side: len(numbers) for side, numbers in driver.changed.items()},
                "held": held,
            }
        )
    )


if __name__ == "__main__":
    os.umask(0o077)
    main()
