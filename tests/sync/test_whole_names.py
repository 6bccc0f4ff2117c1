from odoo.tests import tagged

from .common import HubCase

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"
ANN = "ann.lee@example.org"


@tagged("post_install", "-at_install")
class TestWholeNames(HubCase):
    """D21: a whole name is a value of its own, split only where the operation says how."""

    operation_code = "constituents"

    def names(self, email=ANN):
        partner = self.env["res.partner"].search([("email_normalized", "=", email)])
        return partner.name, partner.contact_firstname, partner.contact_lastname

    def outcome(self, *rows, **arguments):
        job = self.load(*rows, **arguments)
        self.assertEqual(self.problems(job), [])
        return next(name for name, count in job._counts().items() if count)

    def test_the_whole_name_is_compared_as_a_whole(self):
        """D21: whatever the column is called, in either order; no name is doubled."""
        self.load({"FIRST_NAME": "Ann", "LAST_NAME": "Lee", "PRIMARY_EMAIL": ANN})
        for label in ("Name", "Full Name", "Nom complet", "Vor- und Nachname", "LAST_NAME"):
            for name in ("Ann Lee", "Lee, Ann", "Ann  Lee"):
                for order in ("whole", "first_last", "last_first"):
                    row = {label: name, "Email": ANN}
                    options = {"whole_name": order}
                    self.assertEqual(self.outcome(row, options=options), UNCHANGED, (label, name))
        self.assertEqual(self.names(), ("Ann Lee", "Ann", "Lee"))
        self.assertEqual(self.outcome({"Name": "Ann Mary Lee", "Email": ANN}), UPDATED)
        self.assertEqual(self.names(), ("Ann Mary Lee", False, False))

    def test_it_is_split_where_the_operation_says_how(self):
        """D21: else it is left whole; a structure has no first name."""
        whole = {"whole": ("Kim Min", False, False), "first_last": ("Kim Min", "Kim", "Min")}
        for order, names in {**whole, "last_first": ("Min Kim", "Min", "Kim")}.items():
            email = f"{order}@example.org"
            row = {"Name": "Kim Min", "Email": email}
            options = {"whole_name": order}
            self.assertEqual(self.outcome(row, options=options), CREATED)
            self.assertEqual(self.names(email), names)
            self.assertEqual(self.outcome(row, options=options), UNCHANGED)
        row = {"Name": "Lake Opera", "Email": "opera@example.org", "IS_ORGANIZATION": "Yes"}
        self.outcome(row, options={"whole_name": "first_last"})
        self.assertEqual(self.names("opera@example.org"), ("Lake Opera", False, False))
        self.assertIn("whole_name", self.Operation._by_code("constituents").decisions)
        self.assertNotIn("whole_name", self.Operation._by_code("segmentation").decisions)

    def test_beside_a_first_name_it_is_the_last(self):
        """D21: as German and French files have it."""
        for header in (("FIRST_NAME", "Name"), ("FIRST_NAME", "Nom")):
            row = dict(zip(header, ("Ann", "Lee"), strict=True))
            self.load({**row, "Email": ANN})
            self.assertEqual(self.names(), ("Ann Lee", "Ann", "Lee"))
        row = {"FIRST_NAME": "Ann", "LAST_NAME": "Lee", "Name": "Ann Lee", "Email": ANN}
        self.assertEqual(self.outcome(row), UNCHANGED)
        job = self.load({**row, "Name": "Bob Moor"})
        self.assertEqual(self.problems(job), [(2, "names_differ")])
        self.assertEqual(self.names(), ("Ann Lee", "Ann", "Lee"))

    def test_a_whole_name_as_the_last_one_is_not_doubled(self):
        """D21: of a file without a column for the first name, also where the last one is new."""
        self.load({"FIRST_NAME": "Ann", "LAST_NAME": "Lee", "PRIMARY_EMAIL": ANN})
        self.assertEqual(self.outcome({"LAST_NAME": "Ann Moor", "PRIMARY_EMAIL": ANN}), UPDATED)
        self.assertEqual(self.names(), ("Ann Moor", "Ann", "Moor"))

    def test_what_a_download_says_is_no_change(self):
        """V10, D21: names of all sorts come back as they are."""
        names = [
            {"name": "Lee"},
            {"name": "Lee, Ann"},
            {"name": "Ann  Mary   Lee"},
            {"name": "Ann Mary Ray", "contact_firstname": "Ann", "contact_lastname": "Mary Lee"},
            {"name": "Ann Lee", "contact_firstname": "Ann", "contact_lastname": "Lee"},
            {"name": "Lee", "contact_lastname": "Lee"},
            {"name": "Ann", "contact_firstname": "Ann"},
            {"name": "王小明"},
            {"name": "ann@example.org"},
            {"name": "Lake Opera", "is_company": True},
            {"name": "Lake Opera", "is_company": True, "contact_lastname": "Opera"},
            {
                "name": "Ann Lee",
                "is_company": True,
                "contact_firstname": "Ann",
                "contact_lastname": "Lee",
            },
        ]
        partners = self.env["res.partner"].create(names)
        kind = self.env["registration.import.kind.constituent_download"]
        operation = self.Operation._by_code("constituent_download")
        lines = kind._lines("res.partner", partners.ids, operation)
        columns = dict(kind._columns(operation))
        for partner, values in zip(partners, names, strict=True):
            line = lines[partner.id]
            row = {columns[name]: line[name] or "" for name in line if name in columns}
            with self.subTest(values=values):
                job = self.load(row)
                self.assertEqual((job.unchanged, self.problems(job)), (1, []), job._result())
