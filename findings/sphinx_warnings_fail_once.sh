#!/bin/sh
# Sphinx 8.1.3 (PyPI), the builder of most manuals of Python projects.
#
# Behaviour: `sphinx-build --fail-on-warning` fails on a page with an unclosed emphasis, and writes down
# that it has read the page; called again with nothing changed, the page is not read again, the warning
# is not told again, and the build succeeds. In a CI that keeps the folder between runs, or for who
# calls it once more, a broken page is green. `--fresh-env` makes it fail each time.
# Met while building the manual without warnings.
#
# Seen 2026-11-29: first build: exit code 1; second: 0; with --fresh-env: 1
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install sphinx==8.1.3
mkdir "$folder/docs"
touch "$folder/docs/conf.py"
printf 'Seats\n=====\n\nA seat is *free until it is taken.\n' > "$folder/docs/index.rst"
build() {
    code=0
    "$folder/env/bin/python" -m sphinx --quiet --fail-on-warning --keep-going "$@" \
        "$folder/docs" "$folder/pages" 2> "$folder/said" || code=$?
    echo "exit code $code: $(head -c 60 "$folder/said" | tr '\n' ' ' | sed "s|$folder/||")"
}
build
test "$code" -eq 1
build
test "$code" -eq 0
build --fresh-env
test "$code" -eq 1
