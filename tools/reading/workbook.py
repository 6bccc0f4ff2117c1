"""What all sheets of an .xlsx share: the list of sheets, texts, number formats, the calendar."""

import re

from ..rows.characters import clean
from ..rows.problems import SourceError
from .numbers import Show, ShowText, plain, shower, text_shower
from .sheets import Sheet
from .xlsx_package import Package, Relations
from .xlsx_scan import Take, scan
from .xlsx_xml import Attributes, Ends, OnText, Starts, exhaust

TRUE = ("1", "true")
HIDDEN = ("hidden", "veryHidden")

#: the id of a relation, as a transitional and as a strict workbook write it
RELATION_IDS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)

#: a shared text; `@` stands for the prefix of the names
_TEXT = r'\s*<@si><@t(?: xml:space="preserve")?>%s</@t>\s*</@si>'

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def unescape(text: str) -> str:
    """Excel writes characters that XML cannot carry as _x000D_, some others as two halves.

    >>> unescape("a_x0041_b"), unescape("a_b"), unescape("_xD83C__xDF93_")
    ('aAb', 'a_b', '🎓')
    """
    if "_x" not in text:
        return text
    return _PAIR.sub(_joined, _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text))


def _joined(halves: re.Match[str]) -> str:
    return halves[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le")


class Workbook:
    """`sheets` [{name, visible, part}], `strings` shared texts, `showers` a number's
    show(raw) -> cell by its style, `text_showers` {style: show(text)} of those that add something
    to a text."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.sheets: list[Sheet] = []
        self._epoch_1904 = False
        part = self._main_part()
        relations = package.relations(part)
        self._read_sheets(part, relations)
        by_type = {kind: name for kind, name in relations.values()}
        self.strings = self._read_strings(by_type.get("sharedStrings"))
        self._read_styles(by_type.get("styles"))

    def _main_part(self) -> str:
        part = self.package.main
        if not part or part not in self.package:
            raise SourceError("not_a_workbook")
        return part

    def _read_sheets(self, part: str, relations: Relations) -> None:
        def properties(attributes: Attributes) -> None:
            self._epoch_1904 = attributes.get("date1904") in TRUE

        def sheet(attributes: Attributes) -> None:
            kind, target = relations.get(_relation_id(attributes), ("", ""))
            if kind == "worksheet":
                visible = attributes.get("state") not in HIDDEN
                name = clean(unescape(attributes.get("name", "")))
                self.sheets.append({"name": name, "visible": visible, "part": target})

        exhaust(self.package.parse(part, {"workbookPr": properties, "sheet": sheet}))

    def _read_strings(self, part: str | None) -> list[str]:
        texts = SharedTexts()
        if part and part in self.package:
            exhaust(scan(self.package.blocks(part), part, texts))
        return texts.found

    def _read_styles(self, part: str | None) -> None:
        """One shower per style of a cell."""
        styles = Styles()
        if part and part in self.package:
            exhaust(self.package.parse(part, styles.starts, styles.ends))
        formats, codes = styles.formats, styles.codes
        by_id = {each: self._shower(each, codes.get(each)) for each in set(formats)}
        self.showers = [by_id[each] for each in formats] or [plain]
        texts = {each: _text_shower(codes.get(each, "")) for each in set(formats)}
        shown = enumerate(texts[each] for each in formats)
        self.text_showers = {style: show for style, show in shown if show}

    def _shower(self, style: str, code: str | None) -> Show:
        """A format of the file's own counts before the one that every workbook knows by its id."""
        builtin = int(style) if code is None and style.isdecimal() and len(style) < 9 else None
        return shower(code or "", builtin, self._epoch_1904)


def _text_shower(code: str) -> ShowText | None:
    """What shows texts by a format that adds more than blanks to them, as that of sums does."""
    show = text_shower(code)
    return show if show and show("x").strip() != "x" else None


def _relation_id(attributes: Attributes) -> str:
    return next((attributes[key] for key in RELATION_IDS if key in attributes), "")


class Styles:
    """Handlers that collect the number formats of a workbook: `codes` {id: code} and, by the style
    of a cell, the id in `formats`. A dxf, what a condition changes, has codes of its own."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}
        self.formats: list[str] = []
        self._within: str | None = None
        self.starts: Starts = {
            "numFmts": lambda _: self._enter("numFmts"),
            "cellXfs": lambda _: self._enter("cellXfs"),
            "numFmt": self._code,
            "xf": self._style,
        }
        self.ends: Ends = {"numFmts": self._leave, "cellXfs": self._leave}

    def _enter(self, name: str) -> None:
        self._within = name

    def _leave(self) -> None:
        self._within = None

    def _code(self, attributes: Attributes) -> None:
        if self._within == "numFmts":
            self.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")

    def _style(self, attributes: Attributes) -> None:
        if self._within == "cellXfs":
            self.formats.append(attributes.get("numFmtId", "0"))


class SharedTexts:
    """The texts that cells refer to by their number, in `found`; nearly all are of one run."""

    parent, name = "sst", "si"

    def __init__(self) -> None:
        self.found: list[str] = []
        self._texts = texts = Texts()
        self.text: OnText = texts.text
        self.starts: Starts = texts.starts
        self.ends: Ends = {**texts.ends, "si": self._end}

    def _end(self) -> None:
        self.found.append(self._texts.take())

    @property
    def place(self) -> str:
        return f"text {len(self.found)}"

    def usual(self, prefix: str) -> Take:
        pattern = _TEXT.replace("@", re.escape(prefix))
        one = re.compile(pattern % "([^<&]*)")
        several = re.compile(f"(?:{pattern % '[^<&]*'})*").match
        extend = self.found.extend

        def take(text: str, start: int) -> int:
            found = several(text, start)
            end = found.end() if found else start
            texts = one.findall(text, start, end)
            extend(map(unescape, texts) if text.find("_x", start, end) > 0 else texts)
            return end

        return take


class Texts:
    """Handlers that collect a text: all its runs, not the blanks between elements and not the
    phonetic hints."""

    def __init__(self) -> None:
        self._runs: list[str] = []
        self.buffer: list[str] = []
        self._hint = False
        self.text: OnText = self.buffer.append
        self.starts: Starts = {"t": self._begin, "rPh": self._begin_hint}
        self.ends: Ends = {"t": self._end, "rPh": self._end_hint}

    def _begin(self, _attributes: Attributes) -> None:
        self.buffer.clear()

    def _end(self) -> None:
        if not self._hint:
            self._runs.append(unescape("".join(self.buffer)))

    def _begin_hint(self, _attributes: Attributes) -> None:
        self._hint = True

    def _end_hint(self) -> None:
        self._hint = False

    def take(self) -> str:
        """The text collected since the last time."""
        text = "".join(self._runs)
        self._runs.clear()
        return text
