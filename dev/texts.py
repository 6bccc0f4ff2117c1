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
# Of a text that is translated by itself: OCA's tools want it empty, and it is not forgotten.
SAME = "The same in this language."


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
        missing = [entry for entry in language if not entry.msgstr and entry.tcomment != SAME]
        print(f"{file.name}: {len(language)} texts, {len(missing)} not translated")
        for entry in missing:
            print(f"  {entry.msgid!r}", file=sys.stderr)
    return 0


def _write(texts):
    """In the order and form that OCA's tools want."""
    for name in DATES:
        texts.metadata.pop(name, None)
    for entry in texts:
        if entry.msgstr == entry.msgid:
            entry.msgstr, entry.tcomment = "", SAME
        elif entry.msgstr:
            entry.tcomment = ""
    texts.sort(key=lambda entry: entry.msgid)
    Path(texts.fpath).write_text(str(texts), encoding="utf-8")
