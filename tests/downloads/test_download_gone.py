from odoo.tests import tagged

from ...tools.contacts.contact_reasons import ACCOUNT_DELETED
from ..cross_references.common import ReferencesCase
from .common_constituents import ConstituentDownloadCase


@tagged("post_install", "-at_install")
class TestDownloadGone(ConstituentDownloadCase, ReferencesCase):
    """V10: whoever was sent, and is gone since, goes once more: under its own ids, with a word for
    what has happened, and with nothing else of it."""

    def erasure(self):
        return self.env["contact.erasure"].with_user(self.env.ref("base.user_admin"))

    def told(self, **kwargs):
        """``{id here: what the line says}`` of what the next run sends."""
        rows = self.rows(self.send(**kwargs))
        return {
            row.get("OUR_ID") or row["CONS_ID"]: {name: text for name, text in row.items() if text}
            for row in rows
        }

    def gone(self, contact, member, status, **more):
        line = {"CONS_ID": str(contact), "ACTIVE": "No", "STATUS": status, **more}
        return {str(contact): line | ({"MEMBER_ID": member} if member else {})}

    def test_who_was_anonymized(self):
        """V10, S13: under the member ID that the contact has no more; not with the name XXXXXXXX,
        and not as active."""
        self.send()
        self.erasure()._anonymize(self.ada)
        self.assertEqual(self.told(), self.gone(self.ada.id, "00123", "Anonymized"))
        self.assertEqual(self.told(), {})

    def test_who_was_deleted(self):
        """V10, S11: whose address and e-mail were deleted is gone, until it gets others."""
        self.send()
        self.erasure()._delete(self.bob)
        self.touch(self.bob)
        self.assertEqual(self.told(), self.gone(self.bob.id, "00124", "Deleted"))
        self.touch(self.bob, email="bob@example.org")
        line = self.told()[str(self.bob.id)]
        self.assertEqual((line["STATUS"], line["PRIMARY_EMAIL"]), ("Active", "bob@example.org"))

    def test_who_was_made_invalid(self):
        """V10, S12: an invalid contact is gone, though nothing of it was taken away."""
        self.send()
        self.touch(self.bob, contact_invalid_reason=ACCOUNT_DELETED)
        self.assertEqual(self.told(), self.gone(self.bob.id, "00124", "Invalid"))
        self.touch(self.bob, contact_invalid_reason=False)
        self.assertEqual(self.told()[str(self.bob.id)]["STATUS"], "Active")

    def test_who_was_dropped_or_deleted_for_ever(self):
        """V10, S14: the record is no more, its member ID is told all the same."""
        self.cyd.contact_member_id = "00125"
        self.send()
        dropped, deleted = self.bob.id, self.cyd.id
        self.env["contact.erasure"]._drop_for_ever(self.bob, {})
        self.cyd.unlink()
        told = self.told()
        self.assertEqual(
            told, self.gone(dropped, "00124", "Dropped") | self.gone(deleted, "00125", "Deleted")
        )
        self.assertEqual(self.told(), {})

    def test_who_was_never_sent(self):
        """V10: nobody is told of somebody whom they never heard of."""
        self.erasure()._anonymize(self.ada)
        self.touch(self.bob, contact_invalid_reason=ACCOUNT_DELETED)
        self.assertFalse(self.told().keys() & {str(self.ada.id), str(self.bob.id)})

    def test_of_a_center(self):
        """V12: who leaves the database leaves its groups as well; the center that knows the contact
        is told."""
        self.operation.copy({"code": "t_hill", "center_id": self.hill.id})
        self.hill.group_id.member_ids = self.ada
        self.send(operation="t_hill")
        self.erasure()._anonymize(self.ada)
        self.assertFalse(self.ada.contact_group_ids)
        told = self.told(operation="t_hill")
        self.assertEqual(told, self.gone(self.ada.id, "00123", "Anonymized"))

    def test_of_another_system(self):
        """V17: under the ID that it has there, though its cross-reference is gone as well."""
        self.reference("contact", "0077", str(self.ada.id))
        self.reference("contact", "0078", str(self.bob.id))
        code = self.of_system(self.operation_code)
        self.send(operation=code)
        self.env["base.partner.merge.automatic.wizard"]._merge((self.ada + self.cyd).ids, self.cyd)
        self.erasure()._anonymize(self.bob)
        told = self.told(operation=code)
        merged = next(line for line in told.values() if line["STATUS"] == "Merged")
        self.assertEqual((merged["CONS_ID"], merged["MEMBER_ID"]), ("0077", "00123"))
        erased = told[str(self.bob.id)]
        self.assertEqual((erased["CONS_ID"], erased["STATUS"]), ("0078", "Anonymized"))

    def test_what_is_stored_of_somebody_who_is_gone(self):
        """S13: the ids stay with the operation until they were told, and not longer."""
        self.send()
        sent = self.env["registration.export.sent"].search(
            [("model", "=", "res.partner"), ("record_id", "=", self.ada.id)]
        )
        self.erasure()._anonymize(self.ada)
        self.assertEqual(sent.keys, [str(self.ada.id), "00123"])
        self.send()
        sent.invalidate_recordset()
        self.assertEqual(sent.keys, ["", ""])
        self.touch(self.ada)
        self.assertEqual(self.told(), {})
