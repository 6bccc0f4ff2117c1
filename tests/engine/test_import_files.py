import base64

from odoo.tests import tagged

from .. import kind_tiny
from ..common import ImportCase
from ..fixtures import make, ods
from ..users import new_user

LABELS = ["Tag", "Colour", "Action"]
ROWS = [LABELS, ["New", "4", ""], ["00123", "5", "Keep"]]


@tagged("post_install", "-at_install")
class TestImportFiles(ImportCase):
    """Files of people's own programs, from the upload to the records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        kind_tiny.register(cls)
        cls.env["registration.import.operation"].create(
            {"name": "Tags", "code": "tags", "kind": "tiny"}
        )
        groups = "base.group_user,base.group_partner_manager"
        cls.tag_user = new_user(cls.env, "tag_user", groups)

    def tags(self, content, filename, **arguments):
        """The job of a file of tags."""
        encoded = base64.b64encode(content).decode()
        arguments = {"operation": "tags", "content": encoded, "filename": filename, **arguments}
        return self.import_rows((), self.tag_user, **arguments)

    def noted(self, job):
        """{code: params} of what is said of the file."""
        return {note["code"]: note["params"] for note in job.notes or []}

    def test_opendocument_and_workbooks_with_macros(self):
        """V07, V18: read as any other workbook."""
        macros = make.content_types("ms-excel.sheet.macroEnabled.main+xml")
        sheet = make.sheet_xml(make.text_rows(ROWS))
        files = {
            "tags.ods": ods.package({"S": ods.rows(ROWS)}),
            "tags.fods": ods.flat({"S": ods.rows(ROWS)}),
            "tags.xlsm": make.package({"S": sheet}, extra={"[Content_Types].xml": macros}),
        }
        for name, content in files.items():
            with self.subTest(name):
                job = self.tags(content, name, validate_only=True)
                self.assertEqual((job.state, job.total), ("validated", 2))
                self.assertEqual((job.format, self.noted(job)), (name.rpartition(".")[2], {}))

    def test_session_instances_keep_to_their_formats(self):
        """C07: .xls, .xlsx and .csv; any other is refused by its name, and by its content."""
        content = ods.package({"S": ods.rows(make.SAMPLE)})
        encoded = base64.b64encode(content).decode()
        for name in ("agenda.ods", "agenda.xlsx"):
            job = self.import_rows((), content=encoded, filename=name)
            self.assertEqual((job.state, job.code), ("refused", "wrong_extension"))
            self.assertIn(".csv, .xlsx, .xls", job.message)

    def test_the_sheet_with_known_columns_is_read(self):
        """C15: by the words of the kind, and by those that somebody maps."""
        job = self.tags(make.xlsx({"Notes": [["About"], ["x"]], "Tags": ROWS}), "tags.xlsx")
        self.assertEqual((job.state, job.dialect["sheet"], job.total), ("done", "Tags", 2))
        self.assertEqual(self.noted(job)["several_sheets"]["sheet"], "Tags")
        other = [["Mot", "Couleur"], ["Autre", "3"]]
        content = make.xlsx({"Notes": [["About"], ["x"]], "Tags": other})
        job = self.tags(content, "tags.xlsx", mapping={"Mot": "name", "Couleur": "color"})
        self.assertEqual((job.state, job.dialect["sheet"], job.total), ("done", "Tags", 1))

    def test_cells_that_a_program_left_out_are_blank(self):
        """C29: told of the file; a row that lacks more than optional columns is refused, and with
        it all that are short."""
        content = b"Tag,Colour,Action\r\nNew,4,Keep\r\nShort,5\r\nShorter\r\n"
        job = self.tags(content, "tags.csv")
        self.assertEqual(list(self.outcomes(job).values()), ["created"] * 3)
        self.assertEqual(self.noted(job)["cells_left_out"], {"count": 2, "row": 3})
        content = b"Action,Tag,Colour\r\nKeep,Other,4\r\nKeep,Less\r\nKeep\r\n"
        job = self.tags(content, "tags.csv")
        self.assertEqual(list(self.outcomes(job).values()), ["created", "invalid", "invalid"])
        self.assertNotIn("cells_left_out", self.noted(job))
        self.assertIn("row_too_short", {code for _row, code in self.problems(job)})
