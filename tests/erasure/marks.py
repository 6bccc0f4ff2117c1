"""Marks in every text column of whatever leads to a contact, planted below Odoo, so that no rule of
an addon keeps a column from being tried.

A mark is ``zqm7q``: its number tells the column in which it was planted.
"""

import itertools
import re

import psycopg2
from psycopg2.extras import Json

from odoo.tools import SQL

MARK = re.compile(r"zqm(\d+)q")
TEXTS = ("character varying", "text", "jsonb", "json")
# What is no text: names of models and fields, places of files, states, fingerprints.
TECHNICAL = re.compile(
    r"(^|_)(model|res_model|model_name|res_field|store_fname|checksum|mimetype|state|lang|tz|type|mark)$"
)
# In place of what a row has to have.
VALUES = {
    "boolean": "false",
    "date": "2026-01-01",
    "timestamp without time zone": "2026-01-01",
    "bytea": "",
}


class Marks:
    """Plants rows in tables; ``planted`` has ``{number: "table.column"}``, ``refused`` why a table
    took none."""

    def __init__(self, env, words):
        self.env, self.words = env, words
        self.planted, self.refused = {}, {}
        self.numbers = itertools.count(1)

    def plant(self, model, given):
        """Insert a row with these values and a mark in every text; whether that went."""
        records = self.env[model]
        values, marks = dict(given), {}
        for column in self._columns(records._table):
            if column["column_name"] not in values:
                value, number = self._value(records, column)
                if value is not None:
                    values[column["column_name"]] = value
                if number:
                    marks[number] = f"{records._table}.{column['column_name']}"
        query = SQL(
            "INSERT INTO %s (%s) VALUES (%s)",
            SQL.identifier(records._table),
            SQL(", ").join(map(SQL.identifier, values)),
            SQL(", ").join(SQL("%s", value) for value in values.values()),
        )
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(query, log_exceptions=False)
        except psycopg2.Error as error:
            self.refused[f"{records._table} by {sorted(given)}"] = str(error).splitlines()[0]
            return False
        self.planted |= marks
        return True

    def mark(self, place):
        """A new mark for a text that is planted otherwise."""
        number = next(self.numbers)
        self.planted[number] = place
        return f"zqm{number}q"

    def found(self):
        """``{"table.column" where a mark was planted: tables where it is now}``"""
        tables = self.env.execute_query(
            SQL(
                """SELECT table_name FROM information_schema.tables
                    WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"""
            )
        )
        found = {}
        for (table,) in tables:
            rows = self.env.execute_query(
                SQL(
                    "SELECT DISTINCT m[1] FROM ONLY %s t, regexp_matches(t::text, %s, 'g') m",
                    SQL.identifier(table),
                    MARK.pattern,
                )
            )
            for (number,) in rows:
                found.setdefault(self.planted[int(number)], set()).add(table)
        return found

    def _columns(self, table):
        self.env.cr.execute(
            """SELECT c.column_name, c.data_type, c.is_nullable, c.character_maximum_length AS size,
                      (SELECT k.confrelid::regclass::text FROM pg_constraint k
                         JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
                        WHERE k.contype = 'f' AND k.conrelid = %s::regclass
                          AND a.attname = c.column_name LIMIT 1) AS target
                 FROM information_schema.columns c
                WHERE c.table_schema = 'public' AND c.table_name = %s
                  AND c.column_default IS NULL AND c.is_generated = 'NEVER'""",
            [f'"{table}"', table],
        )
        return self.env.cr.dictfetchall()

    def _value(self, records, column):
        """``(value or None, number of its mark or None)``"""
        name, kind = column["column_name"], column["data_type"]
        field = records._fields.get(name)
        if field is not None and field.type == "properties_definition":
            return None, None
        choice = field is not None and field.type in ("selection", "reference")
        if kind in TEXTS and not choice and not TECHNICAL.search(name):
            number = next(self.numbers)
            text = f"zqm{number}q"
            if (column["size"] or 1000) < len(text):
                return None, None
            text = f"{text} {self.words}"[: column["size"]]
            return (Json({"en_US": text}) if "json" in kind else text), number
        if column["is_nullable"] == "YES":
            return None, None
        if choice:
            return field.get_values(self.env)[0], None
        if column["target"]:
            return self._any_id(column["target"]), None
        return VALUES.get(kind, 1), None

    def _any_id(self, table):
        """Of a user, the one who tests; else the newest row of the table."""
        if table == "res_users":
            return self.env.uid
        rows = self.env.execute_query(SQL("SELECT max(id) FROM %s", SQL.identifier(table)))
        return rows[0][0]
