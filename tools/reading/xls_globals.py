"""What all sheets of an .xls share: the list of sheets, texts, number formats, the calendar."""

import codecs
from struct import error as StructError
from struct import unpack_from

from xlrd.biffh import encoding_from_codepage

from ..rows.problems import SourceError
from .biff import BOF, EOF, GLOBALS, LOST, SHORT, SharedTexts, Texts, records, segments
from .numbers import Show, plain, shower, text_shower
from .ole import Bytes

BOUNDSHEET, CODEPAGE, DATEMODE, FORMAT = 0x0085, 0x0042, 0x0022, 0x041E
RECALCULATED, SHARED_TEXTS, STYLE = 0x01C1, 0x00FC, 0x00E0

BIFF8, BIFF5 = 0x0600, 0x0500
HIDDEN = (1, 2)
#: the kind of a sheet of data; others are macros, charts and modules
DATA = 0

#: ANSI of Windows in the West, where a workbook names no code page or an unknown one
WESTERN = "cp1252"


def is_modern(stream: Bytes) -> bool:
    """Whether a stream is a workbook of Excel 5 (1993) or later."""
    if len(stream) < 8 or SHORT(stream, 0)[0] != BOF:
        return False
    version, kind = unpack_from("<HH", stream, 4)
    return version in (BIFF5, BIFF8) and kind == GLOBALS


class Globals:
    """`sheets` [(name, visible, where its records begin)], `texts`; `calculated`: whether the
    program that wrote the workbook says that it has calculated."""

    def __init__(self, stream: Bytes) -> None:
        self.stream = stream
        self.is_biff8 = SHORT(stream, 4)[0] == BIFF8
        self.sheets: list[tuple[str, bool, int]] = []
        self.texts = SharedTexts()
        self.calculated = False
        self._encoding = WESTERN
        self._epoch_1904 = False
        self._codes: dict[int, str] = {}
        self._styles: list[int] = []
        self._showers: dict[int, Show] = {}
        try:
            self._read()
        except StructError as error:
            raise SourceError("incomplete") from error
        shown = {
            style: text_shower(self._codes.get(id, "")) for style, id in enumerate(self._styles)
        }
        #: {style: show(text)} of those that add something to a text
        self.text_showers = {style: show for style, show in shown.items() if show}

    def _read(self) -> None:
        readers = {
            BOUNDSHEET: self._read_sheet,
            CODEPAGE: self._read_encoding,
            DATEMODE: self._read_calendar,
            FORMAT: self._read_format,
            STYLE: self._read_style,
            SHARED_TEXTS: self._read_texts,
            RECALCULATED: self._read_calculated,
        }
        for code, start, size in records(self.stream, 0):
            if code == EOF:
                return
            if code in readers:
                readers[code](start, size)
        raise SourceError("incomplete")

    def _read_sheet(self, start: int, size: int) -> None:
        position, state, kind = unpack_from("<IBB", self.stream, start)
        if kind == DATA:
            name = self.text(start + 6, size - 6, wide_length=False)
            self.sheets.append((name, state & 3 not in HIDDEN, position))

    def _read_encoding(self, start: int, _size: int) -> None:
        number = SHORT(self.stream, start)[0]
        name = encoding_from_codepage.get(number, f"cp{number}")
        try:
            self._encoding = codecs.lookup(name).name
        except LookupError:
            self._encoding = WESTERN

    def _read_calendar(self, start: int, _size: int) -> None:
        self._epoch_1904 = SHORT(self.stream, start)[0] == 1

    def _read_format(self, start: int, size: int) -> None:
        text = self.text(start + 2, size - 2, wide_length=self.is_biff8)
        self._codes[SHORT(self.stream, start)[0]] = text

    def _read_style(self, start: int, _size: int) -> None:
        self._styles.append(SHORT(self.stream, start + 2)[0])

    def _read_texts(self, start: int, size: int) -> None:
        self.texts = SharedTexts(self.stream, segments(self.stream, start, size))

    def _read_calculated(self, _start: int, _size: int) -> None:
        self.calculated = True

    def text(self, start: int, size: int, wide_length: bool = True) -> str:
        """A text in a record, from where its length stands: of Unicode, or before Excel 97 of the
        code page, where a byte that means nothing shows as U+FFFD."""
        if self.is_biff8:
            texts = Texts(self.stream, segments(self.stream, start, size))
            length, wide, _behind = texts.header(wide_length)
            return texts.characters(length, wide)
        head = 2 if wide_length else 1
        length = SHORT(self.stream, start)[0] if wide_length else self.stream[start]
        content = self.stream[start + head : start + min(head + length, size)]
        text = content.decode(self._encoding, "replace")
        return text if len(content) == length else text + LOST

    def shower(self, style: int) -> Show | None:
        """What shows the numbers of a style; None where there is no such one among others."""
        if not self._styles:
            return plain
        if style not in self._showers:
            if style >= len(self._styles):
                return None
            self._showers[style] = self._shower(self._styles[style])
        return self._showers[style]

    def _shower(self, number: int) -> Show:
        """A format of the file's own counts before the one that every workbook knows by its id."""
        code = self._codes.get(number)
        return shower(code or "", number if code is None else None, self._epoch_1904)
