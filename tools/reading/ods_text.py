"""The text of a paragraph of OpenDocument: blanks count once, unless elements stand for them."""

import re

from .xlsx_xml import Attributes

TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
COUNT = f"{TEXT}c"

#: what no XML holds stands for a blank that counts, until the others are put together
SPACE, TAB, BREAK = "\x01", "\x02", "\x03"
_SHOWN = str.maketrans({SPACE: " ", TAB: "\t", BREAK: "\n"})
_BLANKS = re.compile("[ \t\r\n]+")

#: what is not the text of the cell: notes in the margin, how it is pronounced
LEFT_OUT = {f"{TEXT}note", f"{TEXT}ruby-text"}


def blank(tag: str, attributes: Attributes, most: int) -> str | None:
    """What stands for an element that is a blank; None for any other. `most` characters."""
    if tag == f"{TEXT}s":
        count = attributes.get(COUNT, "1")
        return SPACE * (min(int(count), most) if len(count) < 10 and count.isdecimal() else 1)
    return {f"{TEXT}tab": TAB, f"{TEXT}line-break": BREAK}.get(tag)


def paragraph(text: str) -> str:
    """The text of a paragraph as it is shown.

    >>> paragraph("\\n  Ann\\x01 \\n Test\\x03x ")
    'Ann  Test\\nx '
    """
    if "  " in text or not text.isprintable() or text[:1] == " ":
        text = _BLANKS.sub(" ", text).removeprefix(" ").translate(_SHOWN)
    return text
