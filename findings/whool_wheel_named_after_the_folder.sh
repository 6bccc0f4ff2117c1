#!/bin/sh
# whool 1.3.1 (PyPI), by which OCA's addons become wheels.
#
# Behaviour: what a wheel is called, and what the addon in it is called, is the name of the folder in
# which it was built; nothing in pyproject.toml or the manifest says otherwise. A repository whose root
# is the addon gives another package after each `git clone URL other-name`, and two of them can be
# installed side by side; one in a folder with a "-" or a blank in its name gives a package that no Odoo
# can import. Nothing is said.
# Met while making a wheel that is the same from a folder of any name.
#
# Seen 2026-11-29: built in "checkout" -> odoo_addon_checkout-19.0.1.0.0-py3-none-any.whl
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install whool==1.3.1 build==1.6.1
for name in seat_plan checkout; do
    mkdir "$folder/$name"
    cat > "$folder/$name/__manifest__.py" <<'PYTHON'
{"name": "Seat Plan", "version": "19.0.1.0.0", "license": "LGPL-3", "author": "Me", "depends": ["base"]}
PYTHON
    touch "$folder/$name/__init__.py"
    cat > "$folder/$name/pyproject.toml" <<'TOML'
[build-system]
requires = ["whool"]
build-backend = "whool.buildapi"

[project]
name = "odoo-addon-seat-plan"
TOML
    "$folder/env/bin/python" -m build --wheel --no-isolation --outdir "$folder/dist" "$folder/$name" \
        > /dev/null
done
ls "$folder/dist"
test -f "$folder/dist/odoo_addon_seat_plan-19.0.1.0.0-py3-none-any.whl"
test -f "$folder/dist/odoo_addon_checkout-19.0.1.0.0-py3-none-any.whl"
"$folder/env/bin/python" -m zipfile -l "$folder/dist/odoo_addon_checkout-19.0.1.0.0-py3-none-any.whl" |
    grep -q "odoo/addons/checkout/__manifest__.py"
