import datetime
from functools import partial
from unittest import TestCase, mock

from ...tools.connector import salesforce_calls
from ...tools.connector.adapters import SALESFORCE, opened
from ...tools.connector.remote import Access, Outgoing, RemoteFault
from ..crm import faulty_server as faults
from ..crm.faulty_server import Fault, FaultyServer
from ..crm.salesforce_crm import APP, FIELDS, SECRET, TOKEN, SalesforceCrm

NAMES = ["LastName", "MailingCity"]
SETS = ["groups", "interests_in", "interests_out"]
EXCEEDED = b'[{"errorCode": "REQUEST_LIMIT_EXCEEDED", "message": "TotalRequests Limit exceeded."}]'
PARTS = ("Interests__c", "Interests_Opted_Out__c")


class TestConnectorWithoutSalesforce(TestCase):
    """V13: without the library it is said what is missing."""

    def test_the_library_is_missing(self):
        access = Access("https://x.my.salesforce.com", "k", "us")
        missing = mock.patch.object(salesforce_calls, "simple_salesforce", None)
        with missing, self.assertRaises(RemoteFault) as caught:
            opened(SALESFORCE, access)
        self.assertEqual(caught.exception.code, "connector_no_library")


class SalesforceCase(TestCase):
    """A Salesforce on loopback, as `self.crm` keeps it, and as it is spoken to: `self.there`."""

    def setUp(self):
        super().setUp()
        self.crm = SalesforceCrm()
        self.server = FaultyServer(self.crm)
        self.server.__enter__()
        self.addCleanup(self.server.__exit__)
        self.there = self.open()

    def open(self, key=SECRET, login=APP):
        access = Access(self.server.url, key, "0b5e-11", login=login, private=True)
        there = opened(SALESFORCE, access)
        self.addCleanup(there.close)
        return there


class TestConnectorSalesforce(SalesforceCase):
    """V13: Salesforce is read and written in the formats that it documents."""

    def walk(self, fields, since=None, limit=1000):
        records = []
        while True:
            page = self.there.changes(fields, since, limit)
            records += page.records
            since = page.mark
            if not page.more:
                return records, since

    def send(self, *lines, fields=NAMES):
        return self.there.write(fields, [Outgoing(*line) for line in lines])

    def code(self, act):
        with self.assertRaises(RemoteFault) as caught:
            act()
        told = repr(caught.exception)
        self.assertFalse(any(secret in told for secret in (SECRET, TOKEN, APP)))
        return caught.exception.code

    def test_what_it_is(self):
        told = self.there.describe()
        self.assertEqual((told.product, told.groups), ("Salesforce", "Groups__c"))
        self.assertTrue(told.field("LastName").required)
        self.assertEqual(told.field("LeadSource").choices, (("Web", "The web"),))
        self.assertIsNone(told.field("HasOptedOutOfEmail"))
        self.assertEqual([told.field(name).type for name in SETS], ["list"] * 3)

    def test_the_key_goes_nowhere_else(self):
        """Though the log-in names another address."""
        self.crm.add(LastName="Lee")
        self.assertEqual(len(self.walk(NAMES)[0]), 1)
        self.assertEqual(self.server.asked[0], ("POST", "/services/oauth2/token"))

    def test_values(self):
        self.crm.add(LastName="Lee", Met__c="2026-01-31T08:00:00.000+0000", DoNotCall=True)
        fields = ["LastName", "MailingCity", "Met__c", "DoNotCall"]
        (record,), _mark = self.walk(fields)
        self.assertEqual(
            [record.values[name] for name in fields], ["Lee", None, "2026-01-31 08:00:00", True]
        )
        self.assertEqual(record.changed, "2026-01-31T08:00:00Z")
        self.send(("contact_1", record.id, {"Met__c": "2026-02-01 09:30:00"}), fields=fields)
        self.assertEqual(self.crm.rows[record.id]["Met__c"], "2026-02-01T09:30:00Z")

    def test_many_that_changed_in_one_second(self):
        self.crm.page = 4
        for number in range(57):
            self.crm.add(LastName=f"{number}")
            if number in (3, 50):
                self.crm.now += datetime.timedelta(minutes=1)
        for limit in (5, 10, 57, 1000):
            with self.subTest(limit):
                records, _mark = self.walk(NAMES, limit=limit)
                self.assertEqual(len({record.id for record in records}), 57)

    def test_a_line_that_is_sent_twice_makes_one_contact(self):
        line = ("contact_1", None, {"LastName": "Lee"})
        self.server.fail(faults.LOST, path="Sync_Key__c")
        (first,), (again,) = self.send(line), self.send(line)
        self.assertEqual((first.id, len(self.crm.rows)), (again.id, 1))
        (record,), _mark = self.walk(NAMES)
        self.assertEqual((record.id, record.key), (first.id, "contact_1"))

    def test_only_what_differs_is_written(self):
        lee = self.crm.add(LastName="Lee", MailingCity="Bern")
        self.crm.now += datetime.timedelta(hours=1)
        self.send(("contact_1", lee, {"LastName": "Lee", "MailingCity": "Bern"}))
        self.assertIn("T08:", self.crm.rows[lee]["SystemModstamp"])
        self.send(("contact_1", lee, {"MailingCity": None}))
        self.assertEqual(self.crm.rows[lee]["MailingCity"], None)

    def test_a_line_that_is_refused_hinders_no_other_one(self):
        lee = self.crm.add(LastName="Lee")
        written = self.send(
            ("contact_1", None, {"LastName": "May"}),
            ("contact_2", None, {"LastName": None, "MailingCity": "Bern"}),
            ("contact_3", lee, {"LastName": None}),
            ("contact_4", "003000000000999AAA", {"LastName": "Nobody"}),
        )
        codes = [each.problem and (each.problem.code, each.problem.field) for each in written]
        refused = ("connector_refused_line", "LastName")
        self.assertEqual(codes, [None, refused, refused, ("connector_gone_there", None)])
        self.assertEqual(written[1].problem.params, {"reason": "Required fields are missing"})

    def test_who_is_gone(self):
        """V13: deleted, and merged into another one."""
        ann, bob, cy = (self.crm.add(LastName=name) for name in ("Ann", "Bob", "Cy"))
        self.crm.change(bob, IsDeleted=True)
        self.crm.change(cy, IsDeleted=True, MasterRecordId=ann)
        records, _mark = self.walk(NAMES)
        found = {each.id: (each.gone, each.merged_into) for each in records}
        self.assertEqual(found, {ann: (False, None), bob: (True, None), cy: (True, ann)})
        gone = {each.id: each.merged_into for each in self.there.gone([ann, bob, cy])}
        self.assertEqual(gone, {bob: None, cy: ann})

    def test_groups_and_interests(self):
        (written,) = self.send(
            (
                "contact_1",
                None,
                {"LastName": "Lee", "groups": ["Choir", "Board"], "interests_out": ["Tours"]},
            ),
            fields=[*NAMES, *SETS],
        )
        (record,), _mark = self.walk(SETS)
        self.assertEqual(record.values["groups"], ["Board", "Choir"])
        self.assertEqual(record.values["interests_out"], ["Tours"])
        out = ("contact_1", written.id, {"interests_out": ["E-mail", "Tours"]})
        self.send(out, fields=SETS)
        self.assertIs(self.crm.rows[written.id]["HasOptedOutOfEmail"], True)
        (record,), _mark = self.walk(SETS)
        self.assertEqual(record.values["interests_out"], ["E-mail", "Tours"])

    def test_nobody_who_opted_out_is_opted_in(self):
        """V13: neither by a line that was made before, nor by one whose answer was lost."""
        lee = self.crm.add(LastName="Lee", HasOptedOutOfEmail=True, Interests_Opted_Out__c="News")
        opted_in = {"interests_in": ["News"], "interests_out": []}
        self.send(("contact_1", lee, opted_in), fields=SETS)
        self.assertEqual([self.crm.rows[lee][name] for name in PARTS], [None, "News"])
        self.assertIs(self.crm.rows[lee]["HasOptedOutOfEmail"], True)
        self.crm.change(lee, Sync_Key__c="0b5e-11.contact_1")
        self.send(("contact_1", None, {"LastName": "Lee", **opted_in}), fields=[*NAMES, *SETS])
        self.assertEqual([self.crm.rows[lee][name] for name in PARTS], [None, "News"])

    def test_without_the_field_for_the_key(self):
        fields = {name: kind for name, kind in FIELDS.items() if name != "Sync_Key__c"}
        self.crm.fields = fields
        self.assertEqual(self.code(self.there.describe), "connector_no_key_field")

    def test_a_field_that_is_gone(self):
        told = self.code(lambda: self.there.changes(["LastName", "Shoe_Size__c"], None))
        self.assertEqual(told, "connector_fields_gone")
        self.there.describe()
        del self.crm.fields["MailingCity"]
        self.assertEqual(self.code(lambda: self.there.changes(NAMES, None)), "connector_changed")

    def test_nobody_gets_a_text_into_a_query(self):
        for bad in ("x' OR Name != '", "003", "003000000000999AA'"):
            with self.subTest(bad):
                self.assertEqual(self.code(partial(self.there.gone, [bad])), "connector_bad_id")
        line = ("contact_1' OR Id != '", None, {"LastName": "Lee"})
        self.assertEqual(self.code(lambda: self.send(line)), "connector_bad_id")

    def test_the_key_is_refused(self):
        self.there = self.open(key="another")
        self.assertEqual(self.code(self.there.describe), "connector_key_refused")
        self.there = self.open(key="no-token", login="")
        self.assertEqual(self.code(self.there.describe), "connector_key_refused")

    def test_an_access_token_that_has_expired(self):
        self.there.describe()
        self.crm.granted += 1
        self.assertEqual(self.walk(NAMES)[0], [])

    def test_faults(self):
        self.there.describe()
        cases = {
            "connector_html": faults.HTML,
            "connector_garbage": faults.GARBAGE,
            "connector_redirect": faults.REDIRECT,
            "connector_too_many": Fault(403, EXCEEDED),
            "connector_broken": Fault(500, b'[{"errorCode": "UNKNOWN_EXCEPTION"}]'),
            "connector_no_api": Fault(404, faults.PAGE),
            "connector_forbidden": Fault(403, b'[{"errorCode": "API_DISABLED_FOR_ORG"}]'),
        }
        for code, fault in cases.items():
            with self.subTest(code):
                self.server.fail(fault)
                self.assertEqual(self.code(lambda: self.there.changes(NAMES, None)), code)

    def test_what_it_costs(self):
        """V13: 30 requests at most for 1,000 changed contacts, 500 on each side."""
        ids = [self.crm.add(LastName=f"{number}") for number in range(500)]
        records, _mark = self.walk([*NAMES, *SETS])
        lines = [(f"contact_{n}", each, {"MailingCity": "Bern"}) for n, each in enumerate(ids)]
        written = self.send(*lines)
        self.assertEqual(len(records) + len(written), 1000)
        self.assertFalse([each for each in written if each.problem])
        self.assertLessEqual(self.there.requests, 30)
