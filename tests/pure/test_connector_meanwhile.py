from ...tools.connector.remote import Outgoing
from ...tools.contacts.pairs import Fetched
from .test_connector_odoo import LISTS, SETS, OdooCase
from .test_connector_salesforce import SalesforceCase


def line(theirs, values, texts, **had):
    """A line for a contact that held these texts when it was fetched."""
    fetched = Fetched(texts, dict(zip(texts, texts, strict=True)))
    return Outgoing("contact_1", theirs, values, fetched.was, had)


class TestMeanwhileOdoo(OdooCase):
    """V13: what somebody changes in another Odoo between the fetch and the write is not lost."""

    def test_a_field_that_was_changed_meanwhile_is_left(self):
        """Another one of the same contact is written; so is what they have made equal to ours."""
        ann = self.crm.add(name="Ann", city="Thun", phone="2", email="new@example.org")
        values = {"city": "Basel", "phone": "3", "email": "new@example.org"}
        texts = {"city": "Bern", "phone": "2", "email": "old@example.org"}
        self.walk([*texts, *SETS])
        asked = self.there.requests
        (written,) = self.there.write(list(texts), [line(ann, values, texts)])
        self.assertEqual(written.left, ["city"])
        there = self.crm.contact(ann)
        self.assertEqual([there[name] for name in values], ["Thun", "3", "new@example.org"])
        self.assertIsNone(written.problem)
        self.assertEqual(self.there.requests - asked, 2)  # one that reads, one that writes

    def test_who_joins_or_leaves_a_group_meanwhile(self):
        choir, board, tours = (
            self.crm.tables.add("contact.group", name=name, kind="ordinary")
            for name in ("Choir", "Board", "Tours")
        )
        ann = self.crm.add(name="Ann", contact_group_ids=[tours, board])
        asked = line(ann, {"groups": ["Choir", "Members"]}, {}, groups=["Choir", "Board"])
        self.there.write(SETS, [asked])
        names = {row["id"]: row["name"] for row in self.crm.tables.rows["contact.group"].values()}
        held = {names[each] for each in self.crm.contact(ann)["contact_group_ids"]}
        self.assertEqual(held, {"Tours", "Members"})
        self.assertIn(choir, names)


class TestMeanwhileLists(OdooCase):
    """V13: the same of subscriptions to mailing lists."""

    models = LISTS

    def test_who_subscribes_or_leaves_meanwhile(self):
        ann = self.crm.add(name="Ann", email="ann@example.org")
        sets = {"interests_in": ["Tours"], "interests_out": []}
        self.there.write(SETS, [Outgoing("contact_1", ann, sets)])
        wanted = {"interests_in": ["News", "Food"], "interests_out": []}
        asked = line(ann, wanted, {}, interests_in=["News"], interests_out=[])
        self.there.write(SETS, [asked])
        (record,) = self.there.read([ann], SETS)
        self.assertEqual(record.values["interests_in"], ["Food", "Tours"])


class TestMeanwhileSalesforce(SalesforceCase):
    """V13: the same of Salesforce."""

    def test_what_was_changed_meanwhile_is_left(self):
        lee = self.crm.add(LastName="Lee", MailingCity="Thun", DoNotCall=True, Groups__c="Tours")
        values = {"MailingCity": "Basel", "DoNotCall": False, "groups": ["Choir"]}
        texts = {"MailingCity": "Bern", "DoNotCall": "Yes"}
        asked = line(lee, values, texts, groups=[])
        (written,) = self.there.write(list(values), [asked])
        self.assertEqual((written.left, written.problem), (["MailingCity"], None))
        row = self.crm.rows[lee]
        self.assertEqual((row["MailingCity"], row["DoNotCall"]), ("Thun", False))
        self.assertEqual(set(row["Groups__c"].split(";")), {"Choir", "Tours"})
