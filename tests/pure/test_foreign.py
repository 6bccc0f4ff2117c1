import time

from ...tools.reading.foreign import TEXTS, foreign_type
from ..common_files import FileCase

DBF = bytes((3, 124, 5, 17)) + (1).to_bytes(4, "little") + bytes((65, 0, 11, 0)) + bytes(20)
DBF += (
    b"CODE".ljust(11, b"\0") + b"C" + bytes(4) + bytes((10, 0)) + bytes(14) + b"\r 0001      \x1a"
)

SAMPLES = {
    "SYLK (.slk)": b'ID;PWXL;N;E\r\nP;PGeneral\r\nC;Y1;X1;K"Code"\r\nC;X2;K"Name"\r\nE\r\n',
    "DIF (.dif)": b'TABLE\r\n0,1\r\n"EXCEL"\r\nVECTORS\r\n0,2\r\n""\r\n',
    "dBase (.dbf)": DBF,
    "XML Spreadsheet 2003": b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
    "XML": b"<rows>\n <row><code>1</code></row></rows>",
    "JSON": b'[\n {"code": "1", "name": "Ann"},\n {"code": "2", "name": "Bo"}]',
    "Google shortcut (.gsheet)": b'{"":"Do not edit {this}!","doc_id":"1aB","email":"a@b.c"}',
    "YAML": b"---\n- code: 1\n  name: Ann\n",
    "vCard (.vcf)": b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann;Bo\r\nEND:VCARD\r\n",
    "iCalendar (.ics)": b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
    "LDIF": b"version: 1\n\ndn: cn=Ann,dc=example\ncn: Ann\n",
    "SQL": b"-- dump\n/* a, b */\nINSERT INTO members VALUES (1, 'Ann');\n",
    "PEM": b"-----BEGIN CERTIFICATE-----\nMIIB\n",
    "e-mail (.eml)": b"Return-Path: <a@x.org>\nReceived: from x,\n by y\nSubject: a, b\n\nx\n",
    "Access (.mdb)": b"\x00\x01\x00\x00Standard Jet DB\x00",
    "Lotus 1-2-3 (.wk1)": b"\x00\x00\x02\x00\x06\x04\x06\x00\x08\x00",
    "winmail.dat": b"x\x9f>\x22\x01\x02",
}


class TestForeign(FileCase):
    def test_files_of_other_programs_are_named(self):
        """A8: each was read as a table of rubbish, or refused without its name."""
        for kind, content in SAMPLES.items():
            for name in ("export.csv", "export"):
                with self.subTest(kind):
                    self.assertEqual(self.refused(content, name), ("wrong_type", {"type": kind}))

    def test_texts_are_named_in_any_unicode(self):
        """A8, B8: with a byte order mark or without."""
        for kind in ("JSON", "XML", "DIF (.dif)"):
            for encoding in ("utf-8-sig", "utf-16", "utf-16-be"):
                with self.subTest(kind=kind, encoding=encoding):
                    content = SAMPLES[kind].decode().encode(encoding)
                    self.assertEqual(self.refused(content), ("wrong_type", {"type": kind}))

    def test_tables_that_begin_alike_are_read(self):
        """A8: only what is certain is refused."""
        for content in (
            b"ID;Product\nP;Pear\nC;Cherry\n",
            b"ID;P\n1;2\n",
            b"TABLE,0\n1,2\n",
            b"<TICKER>,<PER>\nA,1\n",
            b"[a],b\n[1],2\n",
            b"{id},name\n1,Ann\n",
            b"---,b\n1,2\n",
            b"dn,cn\nx,Ann\n",
            b"Subject: a,b\n1,2\n",
            b"INSERT,b\n1,2\n",
            b"BEGIN,END\n1,2\n",
            b"MEMBER,x\nMZ,1\n",
        ):
            with self.subTest(content):
                self.assertEqual(len(self.cells(content)), content.count(b"\n"))

    def test_no_beginning_keeps_anybody_busy(self):
        """C19: 4 KB made to be tried in many ways."""
        pieces = (
            b" ",
            b"#\n",
            b"/**/",
            b"--\n",
            b"[",
            b"[ ",
            b"version: 1\n",
            b"a: \n",
            b"<!---->",
            b'"a" ',
        )
        starts = (b"", b"ID;P\n", b"---\n", b'{"', b"Subject: ", b"-----BEGIN ", b"<")
        started = time.process_time()
        for piece in pieces:
            for start in starts:
                foreign_type(start + piece * (4096 // len(piece)))
        self.assertLess(time.process_time() - started, 3)
        self.assertGreater(len(TEXTS), 5)

    def test_a_name_that_says_another_type_is_refused(self):
        """C07, A09: even where a table is in it; an ending that says nothing is none."""
        content = b"a,b\n1,2\n"
        for name in ("x.docx", "x.csv.PDF", "members.zip", "x.json"):
            with self.subTest(name):
                ending = "." + name.lower().rpartition(".")[2]
                self.assertEqual(self.refused(content, name), ("wrong_name", {"extension": ending}))
        for name in ("x.dat", "x.export", "x", "", "x.2024", "x.asc"):
            self.assertEqual(len(self.cells(content, name)), 2)
