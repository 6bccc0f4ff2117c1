#!/bin/sh
# email-validator 2.4.0 with idna 3.20 (PyPI), the usual checker and normaliser of e-mail addresses.
#
# Behaviour: domains are the same in capitals and in small letters, so normalising makes one of both; not
# for Greek. A small sigma at the end of a word has a form of its own, which a capital does not show, and
# IDNA 2008 holds the two forms for different letters: "ΣΊΣΥΦΟΣ.example.org" becomes
# "σίσυφοσ.example.org", another domain than "σίσυφος.example.org", with other ASCII letters and perhaps
# another owner. Python's lower() knows the end of a word and gives the right form to "ΣΊΣΥΦΟΣ", but in
# front of ".example.org" it gives the other one as well, since a full stop between letters does not end a
# word for Unicode. Swedish letters are the same both ways.
# Met while comparing how libraries find out that two addresses are one.
#
# Seen 2026-11-30:
#   ann@ΣΊΣΥΦΟΣ.example.org -> ann@xn--kxa6akbbkh.example.org
#   ann@σίσυφος.example.org -> ann@xn--kxa6ajbbmh.example.org
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install email-validator==2.4.0 idna==3.20
"$folder/env/bin/python" - <<'PYTHON'
import email_validator

GREEK = "ΣΊΣΥΦΟΣ.example.org"
SEEN = {
    "ann@σίσυφος.example.org": ("ann@σίσυφος.example.org", "ann@xn--kxa6ajbbmh.example.org"),
    f"ann@{GREEK}": ("ann@σίσυφοσ.example.org", "ann@xn--kxa6akbbkh.example.org"),
    f"ann@{GREEK.lower()}": ("ann@σίσυφοσ.example.org", "ann@xn--kxa6akbbkh.example.org"),
    "ann@åsö.example.org": ("ann@åsö.example.org", "ann@xn--s-1fa6c.example.org"),
    "ann@ÅSÖ.example.org": ("ann@åsö.example.org", "ann@xn--s-1fa6c.example.org"),
}
for text, expected in SEEN.items():
    address = email_validator.validate_email(text, check_deliverability=False)
    found = address.normalized, address.ascii_email
    print(text, "->", *found)
    assert found == expected, f"{text}: {found}, expected {expected}"
assert "ΣΊΣΥΦΟΣ".lower() == "σίσυφος"
PYTHON
