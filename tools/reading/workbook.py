"""What all sheets of an .xlsx share: the list of sheets, texts, number formats, the calendar."""

import re

from ..rows.problems import SourceError
from .numbers import plain, shower
from .xlsx_package import exhaust

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def unescape(text):
    """Excel writes characters that XML cannot carry as _x000D_."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


class Workbook:
    """`sheets` [{name, visible, part}], `strings` shared texts, `showers` a number's
    show(raw) -> cell by its style."""

    def __init__(self, package):
        self.package = package
        self.sheets, self._epoch_1904 = [], False
        part = self._main_part()
        relations = package.relations(part)
        self._read_sheets(part, relations)
        by_type = {kind: name for kind, name in relations.values()}
        self.strings = self._read_strings(by_type.get("sharedStrings"))
        self.showers = self._read_styles(by_type.get("styles")) or [plain]

    def _main_part(self):
        relations = self.package.relations("")
        found = [part for kind, part in relations.values() if kind == "officeDocument"]
        if not found or found[0] not in self.package:
            raise SourceError("wrong_type", {"type": "ZIP"})
        return found[0]

    def _read_sheets(self, part, relations):
        def properties(attributes):
            self._epoch_1904 = attributes.get("date1904") in ("1", "true")

        def sheet(attributes):
            kind, target = relations.get(_relation_id(attributes), ("", ""))
            if kind == "worksheet":
                visible = attributes.get("state", "visible") == "visible"
                name = unescape(attributes.get("name", ""))
                self.sheets.append({"name": name, "visible": visible, "part": target})

        exhaust(self.package.parse(part, {"workbookPr": properties, "sheet": sheet}))

    def _read_strings(self, part):
        strings, texts = [], Texts()
        if part in self.package:
            ends = {**texts.ends, "si": lambda: strings.append(texts.take())}
            exhaust(self.package.parse(part, texts.starts, ends, texts.text))
        return strings

    def _read_styles(self, part):
        """One shower per style of a cell."""
        codes, styles = {}, []

        def code(attributes):
            codes[attributes.get("numFmtId")] = attributes.get("formatCode", "")

        def style(attributes):
            styles.append(attributes.get("numFmtId", "0"))

        starts = {"numFmt": code, "cellXfs": lambda _attributes: styles.clear(), "xf": style}
        ends = {"cellXfs": lambda: formats.extend(styles)}
        formats = []
        if part in self.package:
            exhaust(self.package.parse(part, starts, ends))
        return [self._shower(each, codes.get(each)) for each in formats]

    def _shower(self, style, code):
        """A format of the file's own counts before the one that every workbook knows by its id."""
        builtin = int(style) if code is None and style.isdecimal() else None
        return shower(code or "", builtin, self._epoch_1904)


def _relation_id(attributes):
    """r:id, whatever its prefix."""
    return next((attributes[key] for key in attributes if key.endswith(":id")), None)


class Texts:
    """Handlers that collect a text: all its runs, not the blanks between elements and not the
    phonetic hints."""

    def __init__(self):
        self._pieces, self.buffer, self._hint = [], [], False
        self.text = self.buffer.append
        self.starts = {"t": self._begin, "rPh": self._begin_hint}
        self.ends = {"t": self._end, "rPh": self._end_hint}

    def _begin(self, _attributes):
        self.buffer.clear()

    def _end(self):
        if not self._hint:
            self._pieces.extend(self.buffer)

    def _begin_hint(self, _attributes):
        self._hint = True

    def _end_hint(self):
        self._hint = False

    def take(self):
        """The text collected since the last time."""
        text = unescape("".join(self._pieces))
        self._pieces.clear()
        return text
