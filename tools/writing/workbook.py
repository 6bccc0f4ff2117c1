"""An .xlsx of texts, written row by row: all cells are inline texts, in one of few styles."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, BinaryIO
from xml.sax.saxutils import escape, quoteattr

from ..rows.labels import column_letter

RED, YELLOW = "FFFFC7CE", "FFFFEB9C"
FILLS = (None, RED, YELLOW)

_START = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# Rows put together before they are written.
_TOGETHER = 500


def style_of(bold: bool = False, fill: str | None = None) -> int:
    """The number of a style in ``_styles``: 0 is that of no cell, the others are of texts.

    >>> style_of(), style_of(True), style_of(True, YELLOW)
    (1, 2, 6)
    """
    return 1 + bold + 2 * FILLS.index(fill)


class Workbook:
    """Written to an open binary stream, one sheet after the other; ``close`` ends it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED)
        self._titles: list[str] = []

    @contextmanager
    def sheet(self, title: str, widths: Sequence[int]) -> Iterator[Sheet]:
        """A sheet whose first row stays in sight; ``widths`` of its columns, in characters."""
        self._titles.append(title)
        name = f"xl/worksheets/sheet{len(self._titles)}.xml"
        with self._zip.open(name, "w", force_zip64=True) as part:
            sheet = Sheet(part, widths)
            yield sheet
            sheet.end()

    def close(self) -> None:
        """Write what names the sheets."""
        for name, xml in other_parts(self._titles):
            self._zip.writestr(name, xml)
        self._zip.close()


class Sheet:
    """Rows of one sheet; of one that was begun before, those behind its first ``rows``."""

    def __init__(self, part: IO[bytes], widths: Sequence[int], rows: int = 0) -> None:
        self._part, self.rows = part, rows
        self._waiting: list[str] = []
        self._letters: list[str] = []
        if not rows:
            self._begin(widths)

    def _begin(self, widths: Sequence[int]) -> None:
        columns = "".join(
            f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
            for number, width in enumerate(widths, 1)
        )
        self._write(
            f'{_START}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
            f"</sheetView></sheetViews>{f'<cols>{columns}</cols>' if columns else ''}<sheetData>"
        )

    def append(self, texts: Sequence[str], styles: Sequence[int]) -> None:
        """A row of texts that an .xlsx can hold, each in the style of ``style_of``."""
        self.rows += 1
        row, letters = self.rows, self._letters
        while len(letters) < len(texts):
            letters.append(column_letter(len(letters)))
        cells = [
            f'<c r="{letter}{row}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
            f"{escape(text)}</t></is></c>"
            for letter, style, text in zip(letters, styles, texts, strict=False)
        ]
        self._waiting.append(f'<row r="{row}">{"".join(cells)}</row>')
        if len(self._waiting) >= _TOGETHER:
            self.flush()

    def end(self) -> None:
        """There are no more rows."""
        self.flush()
        self._write("</sheetData></worksheet>")

    def flush(self) -> None:
        """Write the rows that wait."""
        self._write("".join(self._waiting))
        self._waiting.clear()

    def _write(self, xml: str) -> None:
        self._part.write(xml.encode())


def other_parts(titles: Sequence[str]) -> Iterator[tuple[str, str]]:
    """``(name, xml)`` of the parts beside the sheets of these titles."""
    numbers = range(1, len(titles) + 1)
    sheets = [("worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    relations = _relations([*sheets, ("styles", "styles.xml")])
    yield "xl/styles.xml", _START + _styles()
    yield "xl/workbook.xml", _START + _workbook(titles)
    yield "xl/_rels/workbook.xml.rels", _START + relations
    yield "_rels/.rels", _START + _relations([("officeDocument", "xl/workbook.xml")])
    yield "[Content_Types].xml", _START + _types(numbers)


def _workbook(titles: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(title)} sheetId="{number}" r:id="rId{number}"/>'
        for number, title in enumerate(titles, 1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'


def _types(numbers: Iterable[int]) -> str:
    parts = {"/xl/workbook.xml": "sheet.main", "/xl/styles.xml": "styles"}
    parts |= {f"/xl/worksheets/sheet{number}.xml": "worksheet" for number in numbers}
    named = "".join(
        f'<Override PartName="{name}" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in parts.items()
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{relations}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{named}</Types>'
    )


def _relations(parts: Iterable[tuple[str, str]]) -> str:
    """``[(kind, target)]``, in the order of their ids."""
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(parts, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _styles() -> str:
    """Those that ``style_of`` numbers: texts, plain or bold, on each of ``FILLS``."""
    font = '<sz val="11"/><name val="Calibri"/><family val="2"/>'
    solid = "".join(
        f'<fill><patternFill patternType="solid"><fgColor rgb="{colour}"/></patternFill></fill>'
        for colour in FILLS[1:]
    )
    # the first two fills of a workbook are given
    given = "".join(
        f'<fill><patternFill patternType="{name}"/></fill>' for name in ("none", "gray125")
    )
    fills = [number + 1 if number else 0 for number in range(len(FILLS))]
    formats = "".join(
        f'<xf numFmtId="49" fontId="{bold}" fillId="{fill}" borderId="0" xfId="0"'
        ' applyNumberFormat="1" applyFont="1" applyFill="1"/>'
        for fill in fills
        for bold in (0, 1)
    )
    nothing = 'numFmtId="0" fontId="0" fillId="0" borderId="0"'
    return (
        f'<styleSheet xmlns="{_MAIN}">'
        f'<fonts count="2"><font>{font}</font><font><b/>{font}</font></fonts>'
        f'<fills count="{len(FILLS) + 1}">{given}{solid}</fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        f'<cellStyleXfs count="1"><xf {nothing}/></cellStyleXfs>'
        f'<cellXfs count="{2 * len(FILLS) + 1}"><xf {nothing} xfId="0"/>{formats}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )
