from types import SimpleNamespace
from unittest import TestCase

from ...importer.guide import Guide
from ...tools.rows.schema import Field, Schema

NUMBER = Field("number", "Number", required=True, size=20, example="17")
DAY = Field("day", "Day", type="date", example="2026-12-31")
STATUS = Field(
    "status", "Status", type="selection", choices=(("a", "Attended"), ("r", "Registered"))
)


def guide(columns=(NUMBER, DAY, STATUS), extensions=None, **options):
    """The guide to an operation with these columns, whose texts are not translated."""
    kind = SimpleNamespace(
        _schema=lambda: Schema((NUMBER, DAY, STATUS)),
        _samples=lambda: [["17", "2026-12-31", "Attended"]],
        _instructions=lambda: ["Read this."],
        _help=lambda field: f"Help on {field.name}",
        _extensions=extensions,
        _help_page="officer",
    )
    operation = SimpleNamespace(
        id=5,
        env=SimpleNamespace(_=lambda text, *arguments: text % arguments if arguments else text),
        _kind_or_none=lambda: kind,
        _columns=lambda: list(columns),
        _run_options=lambda: options,
    )
    return Guide(operation)


class TestGuide(TestCase):
    """What one has to know to prepare a file."""

    def test_each_column_is_explained_or_has_its_choices_listed(self):
        tips = guide().tips()
        self.assertEqual((tips["paragraphs"], tips["required"]), (["Read this."], ["Number"]))
        self.assertEqual(
            [(column["label"], column["help"]) for column in tips["columns"]],
            [("Number", "Help on number"), ("Day", "Help on day"), ("Status", "")],
        )
        choices = [{"label": "Status", "values": ["Attended", "Registered"]}]
        self.assertEqual(tips["choices"], choices)

    def test_the_chapter_of_the_manual_is_linked(self):
        """C31: help on what a file may be, and on what becomes of it."""
        self.assertEqual(guide().tips()["help"], "/registration_import/static/help/officer.html")

    def test_dates_are_written_as_the_operation_says(self):
        self.assertEqual(guide().format_text(DAY), "Date, yyyy-mm-dd")
        either = ["%d.%m.%Y", "%Y-%m-%d"]
        self.assertEqual(
            guide(date_format=either).format_text(DAY), "Date, dd.mm.yyyy / yyyy-mm-dd"
        )

    def test_texts_say_how_long_they_may_be(self):
        self.assertEqual(guide().format_text(NUMBER), "Text, at most 20 characters")
        self.assertEqual(guide().format_text(Field("note", "Note")), "Text")

    def test_the_sample_has_the_columns_of_the_operation(self):
        self.assertEqual(guide((STATUS, NUMBER)).sample_rows(), [["Attended", "17"]])

    def test_no_sample_is_offered_that_could_not_be_uploaded(self):
        self.assertEqual(guide().sample_url("xlsx"), "/registration_import/sample/5.xlsx")
        self.assertEqual(guide(extensions=(".csv",)).sample_url("xlsx"), "")
