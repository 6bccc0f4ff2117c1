import csv
import io
import itertools

from ..qualifications.common import EXPORT, MANAGE, UPLOAD, QualificationsCase
from ..users import new_user, new_users

LABELS = [
    "Full name",
    "ULN",
    "Qualification",
    "Awarding body",
    "Status",
    "Registration number",
    "Gender",
    "DateOfBirth",
    "Completion date",
    "ProgramName",
    "Aim ref number",
    "RegisteredDate",
    "Certificate received",
    "Certificate claimed",
    "Achieved Date",
    "Certificate Sent Date",
    "Postal Tracking Reference",
]
ROLES = (MANAGE, UPLOAD, EXPORT)
ALLOWED = {MANAGE, EXPORT}


class ExportCase(QualificationsCase):
    """Who may export, and what they get."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = new_user(cls.env, "cert_officer", f"{MANAGE},{EXPORT}")
        cls.second = cls.enrol(cls.olu, cls.welding, registration_number="0043")
        cls.both = cls.enrolment + cls.second

    @classmethod
    def make_users_of_roles(cls):
        """Each role alone and in pairs, all, and none: [(user, whether they may export)]."""
        sets = [roles for n in range(4) for roles in itertools.combinations(ROLES, n)]
        users = new_users(
            cls.env,
            {f"roles_{n}": ",".join(["base.group_user", *roles]) for n, roles in enumerate(sets)},
        )
        return [(user, set(roles) >= ALLOWED) for user, roles in zip(users, sets, strict=True)]

    def start(self, records=None, user=None, **arguments):
        """The export, in the user's environment."""
        records = self.Enrolment if records is None else records
        result = records.with_user(user or self.officer).start_export(**arguments)
        return (
            self.env["registration.export"].with_user(user or self.officer).browse(result["export"])
        )

    def file_of(self, export):
        """The bytes of the file."""
        stream = io.BytesIO()
        export._write(stream)
        return stream.getvalue()

    def table(self, export):
        """The header and the rows of the file."""
        return table_of(self.file_of(export))

    def column(self, label, *args, **kwargs):
        """What a column of an export holds."""
        _header, *rows = self.table(self.start(*args, **kwargs))
        return [row[LABELS.index(label)] for row in rows]


def table_of(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
