import random

from odoo.tests import tagged

from ...tools.kinds.enrolments import STATUSES
from ..qualifications.common_kind import LABELS as IMPORTED
from ..qualifications.common_kind import KindCase
from .common import LABELS as EXPORTED
from .common import ExportCase

# Where the ten columns of an import are found in an export.
COLUMNS = {
    "Qualification Number": "Aim ref number",
    "Registration date": "RegisteredDate",
    "Certificate claimed date": "Certificate claimed",
    "Achieved date": "Achieved Date",
    "Certificate received Date": "Certificate received",
}
PLACES = [EXPORTED.index(COLUMNS.get(label, label)) for label in IMPORTED]

NAMES = (
    *("Ōno 🎓", "שָׁלוֹם כהן", "محمد علي", "王小明", "Zoe\u0308 x\u030c", '\'t Hooft, "Bo"'),
    *("=SUM(A1)", "Nguyễn Dũng", "O'Neil\nJr", "Ægir Ðór", "-", "ยิ่งลักษณ์"),
)
CODES = (
    *("00123", "0", "=1+1", "+44", "-5", "@x", "'quoted", "'=1+1", "''-5", '"', 'a"b', "a,b", ","),
    *("a;b", "a\nb", "1234567890123456", "3/4", "1e5", "TRUE", "NULL", "محمد", "א-1", "x\u030c7"),
    *("é", "東京-1", "🎓1", "REG 0042", "%s", "<b>", "_x000D_", "=", "'", "\\n", "x" * 128),
)
DATES = ("date_registered", "date_achieved", "date_claimed", "date_received", "date_sent")


@tagged("post_install", "-at_install")
class TestRegistrationExportAgain(ExportCase, KindCase):
    """T37: what was exported comes back by an import as it was, to the letter."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        chance = random.Random(37)
        learners = cls.env["res.partner"].create(
            [
                {"name": chance.choice(NAMES), "contact_uln": f"{n:02}{chance.choice(CODES[:5])}"}
                for n in range(60)
            ]
        )
        numbers = ["0042", "=601", "'+5/1", 'a,"b"', "é/東", "600/1234/X"]
        qualifications = cls.env["qualification.qualification"].create(
            [{"name": chance.choice(NAMES), "number": number} for number in numbers]
        )
        pairs = chance.sample([(a, b) for a in learners for b in qualifications], 200)
        cls.records = cls.Enrolment.create(
            [{"partner_id": a.id, "qualification_id": b.id, **cls.values(chance)} for a, b in pairs]
        )

    @staticmethod
    def values(chance):
        """What an enrolment may hold: any status, texts of all sorts, some dates."""
        codes = (*CODES, False, False)
        days = [f"{chance.randint(1900, 2199)}-{chance.randint(1, 12):02}-01" for _date in DATES]
        return {
            "status": chance.choice(STATUSES)[0],
            "registration_number": chance.choice(codes),
            "tracking_reference": chance.choice(codes),
            **{name: chance.choice((day, False)) for name, day in zip(DATES, days, strict=True)},
        }

    def rearranged(self):
        """The rows of an export in the columns of the import."""
        _header, *rows = self.table(self.start(self.records))
        return [[row[place] for place in PLACES] for row in rows]

    def present(self):
        names = ["status", "registration_number", "tracking_reference", *DATES]
        return [tuple(record[name] or False for name in names) for record in self.records]

    def test_what_was_exported_imports_unchanged(self):
        """T37: imported as it was exported, every row is unchanged."""
        before = self.present()
        job = self.load(*self.rearranged())
        self.assertEqual(job.unchanged, 200, job._result())
        self.assertEqual(self.present(), before)

    def test_an_older_export_brings_values_back(self):
        """T37: after changes, an older export brings every value back."""
        before, rows = self.present(), self.rearranged()
        chance = random.Random(38)
        for record in self.records:
            record.write(self.values(chance))
        self.assertNotEqual(self.present(), before)
        job = self.load(*rows)
        self.assertEqual(job.updated + job.unchanged, 200, job._result())
        self.assertGreater(job.updated, 190)
        self.env.invalidate_all()
        self.assertEqual(self.present(), before)
