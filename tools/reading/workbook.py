"""What all sheets of an .xlsx share: the list of sheets, texts, number formats, the calendar."""

import re

from ..rows.problems import SourceError
from .numbers import Show, plain, shower
from .sheets import Sheet
from .xlsx_package import Attributes, Ends, Package, Starts, exhaust

#: {id: (type, part)} of what a part refers to
Relations = dict[str, tuple[str, str]]

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def unescape(text: str) -> str:
    """Excel writes characters that XML cannot carry as _x000D_.

    >>> unescape("a_x0041_b"), unescape("a_b")
    ('aAb', 'a_b')
    """
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


class Workbook:
    """`sheets` [{name, visible, part}], `strings` shared texts, `showers` a number's
    show(raw) -> cell by its style."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.sheets: list[Sheet] = []
        self._epoch_1904 = False
        part = self._main_part()
        relations = package.relations(part)
        self._read_sheets(part, relations)
        by_type = {kind: name for kind, name in relations.values()}
        self.strings = self._read_strings(by_type.get("sharedStrings"))
        self.showers = self._read_styles(by_type.get("styles")) or [plain]

    def _main_part(self) -> str:
        relations = self.package.relations("")
        found = [part for kind, part in relations.values() if kind == "officeDocument"]
        if not found or found[0] not in self.package:
            raise SourceError("wrong_type", {"type": "ZIP"})
        return found[0]

    def _read_sheets(self, part: str, relations: Relations) -> None:
        def properties(attributes: Attributes) -> None:
            self._epoch_1904 = attributes.get("date1904") in ("1", "true")

        def sheet(attributes: Attributes) -> None:
            kind, target = relations.get(_relation_id(attributes), ("", ""))
            if kind == "worksheet":
                visible = attributes.get("state", "visible") == "visible"
                name = unescape(attributes.get("name", ""))
                self.sheets.append({"name": name, "visible": visible, "part": target})

        exhaust(self.package.parse(part, {"workbookPr": properties, "sheet": sheet}))

    def _read_strings(self, part: str | None) -> list[str]:
        strings: list[str] = []
        texts = Texts()
        if part and part in self.package:
            ends = {**texts.ends, "si": lambda: strings.append(texts.take())}
            exhaust(self.package.parse(part, texts.starts, ends, texts.text))
        return strings

    def _read_styles(self, part: str | None) -> list[Show]:
        """One shower per style of a cell."""
        codes: dict[str, str] = {}
        styles: list[str] = []
        formats: list[str] = []

        def code(attributes: Attributes) -> None:
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")

        def style(attributes: Attributes) -> None:
            styles.append(attributes.get("numFmtId", "0"))

        starts: Starts = {"numFmt": code, "cellXfs": lambda _: styles.clear(), "xf": style}
        ends: Ends = {"cellXfs": lambda: formats.extend(styles)}
        if part and part in self.package:
            exhaust(self.package.parse(part, starts, ends))
        return [self._shower(each, codes.get(each)) for each in formats]

    def _shower(self, style: str, code: str | None) -> Show:
        """A format of the file's own counts before the one that every workbook knows by its id."""
        builtin = int(style) if code is None and style.isdecimal() else None
        return shower(code or "", builtin, self._epoch_1904)


def _relation_id(attributes: Attributes) -> str:
    """r:id, whatever its prefix; "" where there is none."""
    return next((attributes[key] for key in attributes if key.endswith(":id")), "")


class Texts:
    """Handlers that collect a text: all its runs, not the blanks between elements and not the
    phonetic hints."""

    def __init__(self) -> None:
        self._runs: list[str] = []
        self.buffer: list[str] = []
        self._hint = False
        self.text = self.buffer.append
        self.starts: Starts = {"t": self._begin, "rPh": self._begin_hint}
        self.ends: Ends = {"t": self._end, "rPh": self._end_hint}

    def _begin(self, _attributes: Attributes) -> None:
        self.buffer.clear()

    def _end(self) -> None:
        if not self._hint:
            self._runs.extend(self.buffer)

    def _begin_hint(self, _attributes: Attributes) -> None:
        self._hint = True

    def _end_hint(self) -> None:
        self._hint = False

    def take(self) -> str:
        """The text collected since the last time."""
        text = unescape("".join(self._runs))
        self._runs.clear()
        return text
