#!/bin/sh
# dataset 2.0.0 (PyPI), which puts rows into tables of a database that it makes as it goes.
#
# Behaviour: upsert(row, ["email"]) updates the row of that address or adds one. A blank address is an
# address like any other: the second person without one takes the place of the first, whose name is gone.
# If there are several such people already, since they came by insert_many(), all of them become the new
# one. In SQL, which it writes, NULL is equal to nothing, and a unique index on the column would have let
# each of them in.
# Met while looking for a small database to collect lists of participants in.
#
# Seen 2026-11-30: Ann, Ben without e-mail -> Ben; then Cleo, after insert_many() of both -> Cleo, Cleo
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install dataset==2.0.0 sqlalchemy==2.1.9
"$folder/env/bin/python" - <<'PYTHON'
import dataset

ANN, BEN, CLEO = ({"name": name, "email": None} for name in ("Ann", "Ben", "Cleo"))


def names(table):
    return [row["name"] for row in table]


database = dataset.connect("sqlite:///:memory:")
table = database["one_by_one"]
table.upsert(ANN, ["email"])
table.upsert(BEN, ["email"])
print(names(table))
assert names(table) == ["Ben"], names(table)
table = database["several"]
table.insert_many([ANN, BEN])
table.upsert(CLEO, ["email"])
print(names(table))
assert names(table) == ["Cleo", "Cleo"], names(table)
database.query("CREATE TABLE strict (name TEXT, email TEXT UNIQUE)")
database["strict"].insert_many([ANN, BEN])
assert names(database["strict"]) == ["Ann", "Ben"]
PYTHON
