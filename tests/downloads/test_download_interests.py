import base64

from odoo.tests import tagged

from ..cross_references.common import ReferencesCase
from .common_constituents import ConstituentDownloadCase


@tagged("post_install", "-at_install")
class TestDownloadInterests(ConstituentDownloadCase, ReferencesCase):
    """V07, V10: what people have opted in to and out of goes out and comes back."""

    def setUp(self):
        super().setUp()
        self.art = self.Interest.create({"name": "Food; Drink"})
        self.ada.contact_opt_in_ids = self.news + self.art
        self.bob.contact_opt_out_ids = self.news

    def again(self, content, operation="constituents"):
        result = self.Operation.with_user(self.sender).run_file(
            operation, base64.b64encode(content).decode(), "people.csv", wait=True
        )
        self.assertEqual(result["counts"]["invalid"], 0, result["errors"])
        return result["counts"]

    def test_as_they_went_out(self):
        """V07, V10: the two columns of a download are columns of the upload: nothing changes, and
        what was changed in them does."""
        content = self.taken(self.send())
        rows = {row["CONS_ID"]: row for row in self.rows(self.Run.search([], limit=1))}
        opted = rows[str(self.ada.id)]["OPTED_IN"], rows[str(self.bob.id)]["OPTED_OUT"]
        self.assertEqual(opted, ('Test News; "Food; Drink"', "Test News"))
        counts = self.again(content)
        self.assertEqual(counts["updated"] + counts["created"], 0)
        self.bob.contact_opt_out_ids = False
        self.assertEqual(self.again(content)["updated"], 1)
        self.assertEqual(self.bob.contact_opt_out_ids, self.news)

    def test_in_the_words_of_another_system(self):
        """V17: interests are translated like groups, out and in; those without an external ID go
        by their names."""
        self.reference("interest", "NEWSLETTER", "T-NEWS")
        run = self.send(operation=self.of_system(self.operation_code))
        row = next(row for row in self.rows(run) if row["OUR_ID"] == str(self.ada.id))
        self.assertEqual(row["OPTED_IN"], 'NEWSLETTER; "Food; Drink"')
        upload = self.of_system("constituents")
        self.art.external_id = "T-FOOD"
        self.reference("interest", "FOOD", "T-FOOD")
        counts = self.again(
            b"MEMBER_ID,OPTED_IN,OPTED_OUT\n00124,FOOD,NEWSLETTER\n", operation=upload
        )
        self.assertEqual(counts["updated"], 1)
        self.assertEqual(self.bob.contact_opt_in_ids, self.art)
        self.assertEqual(self.bob.contact_opt_out_ids, self.news)
