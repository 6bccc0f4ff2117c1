#!/bin/sh
# frictionless 5.21.0 (PyPI), which describes and checks tables by Table Schema.
#
# Behaviour: a column of session codes "2024_01", "2024_02" is described as "integer", and the rows of the
# file come as 202401 and 202402 by that schema. Table Schema takes the lexical form of integers from XML
# Schema, where digits are all there may be; groupChar, which would be the place to say that there is more,
# is not set: who hands the schema on with the file hands on codes that other readers of it cannot read.
# Met while looking for a schema to hand on with a download.
#
# Seen 2026-11-29: type "integer", rows 202401 and 202402
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install frictionless==5.21.0
printf 'CODE,SEATS\n2024_01,3\n2024_02,5\n' > "$folder/sessions.csv"
cd "$folder"
"$folder/env/bin/python" - <<'PYTHON'
import frictionless

schema = frictionless.describe("sessions.csv").schema
print(schema.to_descriptor())
assert schema.get_field("CODE").type == "integer", schema
rows = frictionless.Resource("sessions.csv", schema=schema).read_rows()
found = [row["CODE"] for row in rows]
print(found)
assert found == [202401, 202402], found
PYTHON
