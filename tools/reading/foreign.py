"""What people upload by mistake, told by how it begins: only what is certainly no .csv."""

import re

#: first bytes
BYTES = {
    b"%PDF": "PDF",
    b"%!PS": "PostScript",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"MZ": "Windows program",
    b"\x7fELF": "program",
    b"{\\rtf": "RTF",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7-Zip",
    b"Rar!": "RAR",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"SQLite format 3": "SQLite",
    b"\x00\x01\x00\x00Standard Jet DB": "Access (.mdb)",
    b"\x00\x01\x00\x00Standard ACE DB": "Access (.accdb)",
    b"PAR1": "Parquet",
    b"Obj\x01": "Avro",
    b"$FL2@(#)": "SPSS (.sav)",
    b"$FL3@(#)": "SPSS (.sav)",
    b"<stata_dta>": "Stata (.dta)",
    b"\x00\x00\x02\x00\x04\x04": "Lotus 1-2-3 (.wk1)",
    b"\x00\x00\x02\x00\x06\x04": "Lotus 1-2-3 (.wk1)",
    b"\x00\x00\x02\x00\x20\x51": "Quattro Pro (.wq1)",
    b"\x00\x00\x1a\x00": "Lotus 1-2-3 (.wk3)",
    b"\xff\x00\x02\x00\x04\x04": "Works (.wks)",
    b"bplist00": "property list",
    b"x\x9f>\x22": "winmail.dat",
}

_TAG = rb"\s*(?:<!--(?:(?!-->).)*-->\s*|<\?xml[^>]*>\s*)*<"
WEB_PAGE = re.compile(
    _TAG + rb"(?:!doctype\s+html|html|head|meta|body|table|div|style|title|script|font|thead)\b",
    re.IGNORECASE | re.DOTALL,
)
#: an element with attributes or elements in it; a label may stand in <> as well
_XML = re.compile(
    rb"\s*(?:<\?xml[\s?]|<!DOCTYPE\s|<[\w:.-]+\s+xmlns\b|<[\w:.-]+>\s*<[\w:.-]+>[^,;\t|])"
)

#: what its reader looks at more closely
FLAT = "OpenDocument"

#: what an XML is by the name in its first lines
XML = {
    b"urn:schemas-microsoft-com:office:spreadsheet": "XML Spreadsheet 2003",
    b"urn:oasis:names:tc:opendocument": FLAT,
    b'progid="Word.Document"': "Word (XML)",
    b"http://schemas.microsoft.com/office/word/2003/wordml": "Word (XML)",
}

#: how texts of another kind begin; no pattern may try the same characters in two ways
TEXTS = {
    re.compile(rb"TABLE\r?\n0,1\r?\n", re.IGNORECASE): "DIF (.dif)",
    re.compile(rb"\s*BEGIN:VCARD\s", re.IGNORECASE): "vCard (.vcf)",
    re.compile(rb"\s*BEGIN:VCALENDAR\s", re.IGNORECASE): "iCalendar (.ics)",
    re.compile(rb"(?:#.*\n|\s|version: *\d+\s)*dn:(?:: *[\w+/=]{4}| *[\w.-]+=)"): "LDIF",
    re.compile(rb'\s*\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*?"doc_id"\s*:'): "Google shortcut (.gsheet)",
    re.compile(rb'[\[\s]*\{\s*"(?:[^"\\]|\\.)*"\s*:'): "JSON",
    re.compile(rb'\s*\[\s*\[\s*(?:"|-?\d|null\b|true\b|false\b)'): "JSON",
    re.compile(
        rb"(?:%YAML .*\r?\n)?---[ \t]*\r?\n(?:#.*\n)*(?:- )?[^,;\t|:\n]+:(?: |\r?\n)"
    ): "YAML",
    re.compile(
        rb"(?:--.*\n|/\*(?:(?!\*/).)*\*/;?|\s)*(?:CREATE TABLE|INSERT INTO|DROP TABLE)\s",
        re.IGNORECASE,
    ): "SQL",
    re.compile(rb"-----BEGIN [A-Z ]+-----\s"): "PEM",
    re.compile(
        rb"(?:(?:Received|Return-Path|Delivered-To|Message-ID|Subject|From|To|Date|X-[\w-]+): .*\n"
        rb"(?:[ \t].*\n)*){3}",
        re.IGNORECASE,
    ): "e-mail (.eml)",
}

#: SYLK: which program wrote it, then nothing but records, one of which names a cell or a format
_SYLK = re.compile(rb"ID;P[^\r\n]*[\r\n]+(?:(?:[BCFPOWE]|N[NEUL])(?:;[^\r\n]*)?[\r\n]+)+")
_SYLK_CELL = re.compile(rb"[\r\n](?:[BCF];(?:[^\r\n;]*;)*[XY]\d|P;PGeneral|O;)")

#: endings that say what a file is, and that it is no table
NAMES = frozenset(
    {
        *("doc", "docx", "docm", "dot", "dotx", "odt", "rtf", "pdf", "ps", "pages"),
        *("ppt", "pptx", "pptm", "odp", "key", "msg", "eml", "htm", "html", "mht", "mhtml"),
        *("xml", "json", "yaml", "yml", "sql", "vcf", "ics", "ldif", "slk", "dif", "dbf"),
        *("zip", "gz", "tgz", "bz2", "xz", "7z", "rar", "tar", "exe", "dll", "msi", "bat"),
        *("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp", "heic", "svg"),
        *("mp3", "mp4", "mov", "avi", "wav", "db", "sqlite", "mdb", "accdb", "parquet"),
    }
)


def foreign_type(head: bytes) -> str | None:
    """The name of what certainly is no table of texts, by its first bytes; None for all else. A
    head in UTF-16 is given as UTF-8.

    >>> foreign_type(b"ID;PWXL;N;E\\r\\nC;Y1;X1;K1\\r\\nE\\r\\n")
    'SYLK (.slk)'
    >>> foreign_type(b"ID;Price\\n1;2\\n")
    """
    for start, kind in BYTES.items():
        if head.startswith(start):
            return kind
    if _XML.match(head):
        return next((kind for name, kind in XML.items() if name in head), "XML")
    if _is_sylk(head):
        return "SYLK (.slk)"
    if _is_dbase(head):
        return "dBase (.dbf)"
    return next((kind for pattern, kind in TEXTS.items() if pattern.match(head)), None)


def is_web_page(head: bytes) -> bool:
    """Whether it is HTML, or a web page that a browser has saved as one file."""
    return bool(WEB_PAGE.match(head)) or head.lstrip()[:13].lower() == b"mime-version:"


def _is_sylk(head: bytes) -> bool:
    """A .csv may have the labels ID and P..., too: all lines but a cut one are looked at."""
    lines = head[: max(head.rfind(b"\n"), head.rfind(b"\r")) + 1]
    return bool(_SYLK.fullmatch(lines) and _SYLK_CELL.search(lines))


#: the versions of dBase and FoxPro that a header may begin with
_DBASE = (0x02, 0x03, 0x04, 0x30, 0x31, 0x32, 0x43, 0x83, 0x8B, 0xF5)


def _is_dbase(head: bytes) -> bool:
    """Whether it has the header of a dBase or FoxPro table: version, a day, and as many fields of
    32 bytes as it says, the first with a name and a type."""
    if len(head) < 65 or head[0] not in (
        0x02,
        0x03,
        0x04,
        0x30,
        0x31,
        0x32,
        0x43,
        0x83,
        0x8B,
        0xF5,
    ):
        return False
    length = int.from_bytes(head[8:10], "little")
    dated = head[2] <= 12 and head[3] <= 31
    named = re.match(rb"[A-Za-z_]\w{0,9}\x00", head[32:43]) and head[43:44].isalpha()
    return bool(dated and named and length >= 65)
