"""`make texts`: the texts that can be translated into i18n/, and what of them each language lacks.

What is in the .po files stays, as far as its text is still there; what is new is left empty there
and named, so that somebody translates it.
"""

import sys
from pathlib import Path

import database
import postgres
import server
from place import ADDON, REPO, TREE_KEY

FOLDER = REPO / "i18n"
TEMPLATE = FOLDER / f"{ADDON}.pot"
EXPORT = Path(__file__).parent / "inside/export_texts.py"
# What says when it was written, and so differs each time.
DATES = ("POT-Creation-Date", "PO-Revision-Date")


def main(odoo):
    with postgres.running():
        name = database.afresh(odoo, f"{ADDON}_texts_{TREE_KEY}")
        try:
            code = server.run_file(odoo, name, EXPORT, TEXTS=TEMPLATE)
        finally:
            database.drop(name)
    return code or bring_up_to_date()


def bring_up_to_date():
    """Give each language the texts of the template; the exit code."""
    import polib  # of Odoo's environment, which the first half of a run does not have yet

    template = polib.pofile(str(TEMPLATE))
    _write(template)
    for file in sorted(FOLDER.glob("*.po")):
        language = polib.pofile(str(file))
        language.merge(template)
        for entry in language.obsolete_entries():
            language.remove(entry)
        _write(language)
        missing = language.untranslated_entries()
        print(f"{file.name}: {len(language)} texts, {len(missing)} not translated")
        for entry in missing:
            print(f"  {entry.msgid!r}", file=sys.stderr)
    return 0


def _write(texts):
    for name in DATES:
        texts.metadata.pop(name, None)
    texts.save()
