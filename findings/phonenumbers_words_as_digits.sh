#!/bin/sh
# phonenumbers 9.0.43 (PyPI), Google's libphonenumber in Python.
#
# Behaviour: a word behind a number that is no known word for "extension" is dialled by the letters of a
# telephone's keys, if the text has three letters or more: "030 901820 App. 12" (the usual German for an
# extension) is +49 30 90182027712, "App" as 277. So do "Fax", "Tel" and "privat" make numbers of other
# people, while "Tel" in front of the number is dropped. With two letters ("DW 12", the Austrian extension)
# the word is dropped, its digits are not. "ext 12" is known everywhere; "Durchwahl 12" is an error, for
# being too long.
# Met while looking at what people write into the column "Phone".
#
# Seen 2026-11-30:
#   030 901820 App. 12 -> +49 30 90182027712      030 901820 ext 12 -> +49 30 901820 ext. 12
#   030 901820 Fax     -> +49 30 901820329        030 901820 DW 12  -> +49 30 90182012
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install phonenumbers==9.0.43
"$folder/env/bin/python" - <<'PYTHON'
import phonenumbers

SEEN = {
    "030 901820 App. 12": "+49 30 90182027712",
    "030 901820 Fax": "+49 30 901820329",
    "030 901820 Tel": "+49 30 901820835",
    "030 901820 privat": "+49 30 901820774828",
    "Tel 030 901820": "+49 30 901820",
    "030 901820 DW 12": "+49 30 90182012",
    "030 901820 ext 12": "+49 30 901820 ext. 12",
}
for text, expected in SEEN.items():
    number = phonenumbers.parse(text, "DE")
    found = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    print(text, "->", found)
    assert found == expected, f"{text}: {found}, expected {expected}"
try:
    phonenumbers.parse("030 901820 Durchwahl 12", "DE")
except phonenumbers.NumberParseException as error:
    print("030 901820 Durchwahl 12 ->", error)
else:
    raise SystemExit("a long word was taken")
PYTHON
