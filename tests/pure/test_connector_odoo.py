import datetime
from unittest import TestCase

from ...tools.connector.adapters import ODOO, ODOO_JSON2, ODOO_XMLRPC, opened
from ...tools.connector.remote import Access, Outgoing, RemoteFault
from ..crm import faulty_server as faults
from ..crm.faulty_server import FaultyServer
from ..crm.odoo_crm import DATABASE, KEY, LISTS, LOGIN, OURS, OdooCrm

FIELDS = ["name", "email", "city", "country_id"]
SETS = ["groups", "interests_in", "interests_out"]
MINUTE = datetime.timedelta(minutes=1)


class OdooCase(TestCase):
    """Another Odoo on loopback, as `self.crm` keeps it, and as it is spoken to: `self.there`."""

    kind, models, json2 = ODOO_JSON2, OURS, True

    def setUp(self):
        super().setUp()
        self.crm = OdooCrm(self.models, self.json2)
        self.server = FaultyServer(self.crm)
        self.server.__enter__()
        self.addCleanup(self.server.__exit__)
        self.there = self.open()

    def open(self, key=KEY, **options):
        access = Access(self.server.url, key, "0b5e-11", DATABASE, LOGIN, True, **options)
        there = opened(self.kind, access)
        self.addCleanup(there.close)
        return there

    def walk(self, fields, since=None, limit=1000):
        """All records that have changed since a mark, and the next mark."""
        records = []
        while True:
            page = self.there.changes(fields, since, limit)
            records += page.records
            since = page.mark
            if not page.more:
                return records, since

    def names(self, fields=("name",), **options):
        return [record.values["name"] for record in self.walk(list(fields), **options)[0]]

    def send(self, *lines, fields=FIELDS):
        return self.there.write(fields, [Outgoing(*line) for line in lines])

    def code(self, act):
        with self.assertRaises(RemoteFault) as caught:
            act()
        self.assertNotIn(KEY, repr(caught.exception))
        return caught.exception.code

    def long_ago(self):
        """What was done so far was done long ago, so that no walk reads it again."""
        self.crm.tables.now = datetime.datetime.now(datetime.timezone.utc).replace(
            tzinfo=None, microsecond=0
        )


class TestConnectorOdoo(OdooCase):
    """V13, D11: another Odoo is read and written in a few requests."""

    def test_what_it_is(self):
        self.crm.add(name="Ann")
        told = self.there.describe()
        self.assertEqual((told.product, told.version), ("Odoo", "19.0"))
        self.assertEqual((told.groups, told.interests), ("contact.group", "contact.interest"))
        self.assertTrue(told.merges)
        self.assertEqual(told.field("city").type, "text")
        self.assertEqual(told.field("lang").choices, (("en_US", "English"),))
        self.assertIn(("CH", "Switzerland"), told.field("country_id").choices)
        self.assertIsNone(told.field("write_date"))
        self.assertEqual([told.field(name).type for name in SETS], ["list"] * 3)

    def test_values(self):
        self.crm.add(name="Ann", country_id=[1, ""], is_company=True)
        (record,), _mark = self.walk([*FIELDS, "is_company"])
        self.assertEqual(record.values["country_id"], "CH")
        self.assertEqual((record.values["city"], record.values["is_company"]), (None, True))
        self.assertEqual(record.changed, "2026-01-31T08:00:00Z")

    def test_who_is_no_contact_of_a_crm(self):
        self.crm.add(name="Ann")
        self.crm.add(name="An employee", partner_share=False)
        self.crm.add(name="An address of Ann's", type="invoice")
        self.assertEqual(self.names(), ["Ann"])

    def test_many_that_changed_in_one_second(self):
        """None is left out, though they are more than fit on a page."""
        for number in range(57):
            self.crm.add(name=f"{number}")
            if number in (3, 50):
                self.crm.tables.now += MINUTE
        for limit in (5, 10, 57, 1000):
            with self.subTest(limit):
                found = self.names(limit=limit)
                self.assertEqual(set(found), {f"{number}" for number in range(57)})

    def test_the_next_walk_reads_what_has_changed(self):
        first, second = self.crm.add(name="Ann"), self.crm.add(name="Bob")
        _records, mark = self.walk(["name"])
        self.long_ago()
        self.assertEqual(self.names(since=mark), [])
        self.crm.change(second, name="Bob Lee")
        self.assertEqual(self.names(since=mark), ["Bob Lee"])
        self.assertNotEqual(first, second)

    def test_a_change_whose_transaction_lasted(self):
        """It has the time at which it began, and comes all the same."""
        _records, mark = self.walk(["name"])
        self.long_ago()
        self.crm.tables.now -= 10 * MINUTE
        self.crm.add(name="Ann")
        self.assertEqual(self.names(since=mark), ["Ann"])

    def test_their_clock_is_wrong(self):
        self.server.skew = -7200
        _records, mark = self.walk(["name"])
        self.long_ago()
        self.crm.tables.now -= 120 * MINUTE
        self.crm.add(name="Ann")
        self.assertEqual(self.names(since=mark), ["Ann"])

    def test_a_line_that_is_sent_twice_makes_one_contact(self):
        line = ("contact_1", None, {"name": "Ann", "country_id": "CH"})
        (first,), (again,) = self.send(line), self.send(line)
        self.assertEqual((first.id, first.created, first.problem), (again.id, True, None))
        self.assertEqual(len(self.crm.contacts()), 1)
        self.assertEqual(self.crm.contact(first.id)["country_id"], [1, ""])

    def test_a_line_whose_answer_was_lost(self):
        """V13: killed between its writing and our noting it, it is known by its key."""
        self.server.fail(faults.LOST, path="/load")
        (written,) = self.send(("contact_1", None, {"name": "Ann"}))
        self.assertEqual(len(self.crm.contacts()), 1)
        (record,), _mark = self.walk(["name"])
        self.assertEqual((record.id, record.key), (written.id, "contact_1"))

    def test_only_what_differs_is_written(self):
        ann = self.crm.add(name="Ann", city="Bern")
        self.long_ago()
        self.send(("contact_1", ann, {"name": "Ann", "city": "Bern"}))
        self.assertEqual(self.crm.contact(ann)["write_date"], "2026-01-31 08:00:00")
        bob = self.crm.add(name="Bob", city="Bern")
        self.send(("contact_1", ann, {"city": "Basel"}), ("contact_2", bob, {"name": "Bo"}))
        found = [(self.crm.contact(n)["name"], self.crm.contact(n)["city"]) for n in (ann, bob)]
        self.assertEqual(found, [("Ann", "Basel"), ("Bo", "Bern")])

    def test_a_value_is_emptied(self):
        ann = self.crm.add(name="Ann", city="Bern", country_id=[1, ""])
        self.send(("contact_1", ann, {"city": None, "country_id": None}))
        self.assertEqual(self.crm.contact(ann)["city"], False)
        self.assertEqual(self.crm.contact(ann)["country_id"], False)

    def test_a_line_that_is_refused_hinders_no_other_one(self):
        lines = [(f"contact_{n}", None, {"name": f"{n}" if n % 7 else ""}) for n in range(1, 100)]
        written = self.send(*lines)
        refused = [each.key for each in written if each.problem]
        self.assertEqual(refused, [f"contact_{n}" for n in range(7, 100, 7)])
        problem = written[6].problem
        self.assertEqual((problem.code, problem.field), ("connector_refused_line", "name"))
        self.assertEqual(problem.params, {"reason": "Contacts require a name"})
        self.assertEqual(len(self.crm.contacts()), 99 - len(refused))
        self.assertTrue(all(each.id for each in written if not each.problem))

    def test_lines_that_cannot_be_written(self):
        ann = self.crm.add(name="Ann")
        written = self.send(
            ("contact_1", ann, {"country_id": "XX"}),
            ("contact_2", "999", {"name": "Bob"}),
            ("contact_3", ann, {"city": "Bern"}),
        )
        problems = [each.problem and (each.problem.code, each.problem.value) for each in written]
        unknown = ("connector_unknown_code", "XX")
        self.assertEqual(problems, [unknown, ("connector_gone_there", None), None])

    def test_who_is_gone(self):
        """V13: archived, deleted, and merged into another one."""
        ids = [self.crm.add(name=name) for name in ("Ann", "Bob", "Cy", "Di")]
        self.crm.change(ids[1], active=False)
        self.crm.tables.remove("res.partner", int(ids[2]))
        self.crm.tables.remove("res.partner", int(ids[3]))
        self.crm.tables.add(
            "contact.former.key", sort="cons_id", key=ids[3], partner_id=[int(ids[0]), "Ann"]
        )
        gone = [(each.id, each.merged_into) for each in self.there.gone(ids)]
        self.assertEqual(gone, [(ids[1], None), (ids[2], None), (ids[3], ids[0])])
        read = {each.id: each.gone for each in self.there.read(ids, ["name"])}
        self.assertEqual([read[each] for each in ids], [False, True, True, True])
        records, _mark = self.walk(["name"])
        found = [(each.id, each.gone) for each in records]
        self.assertEqual(found, [(ids[0], False), (ids[1], True)])

    def test_a_contact_that_has_two_keys_of_ours(self):
        """Two that we had sent were merged there."""
        written = self.send(
            ("contact_1", None, {"name": "Ann"}), ("contact_2", None, {"name": "A"})
        )
        external = self.crm.tables.external
        external["__sync_0b5e_11__.contact_2"] = int(written[0].id)
        (record,) = self.there.read([written[0].id], ["name"])
        self.assertEqual((record.key, record.former), ("contact_1", ["contact_2"]))

    def test_a_field_that_is_gone(self):
        told = self.code(lambda: self.there.changes(["name", "shoe_size"], None))
        self.assertEqual(told, "connector_fields_gone")

    def test_the_key_is_refused(self):
        self.there = self.open(key="another")
        self.assertEqual(self.code(self.there.describe), "connector_key_refused")

    def test_what_it_costs(self):
        """V13: 30 requests at most for 1,000 changed contacts, 500 on each side."""
        known = [self.crm.add(name=f"{n}", city="Bern") for n in range(500)]
        before = self.there.requests
        records, _mark = self.walk(FIELDS + SETS)
        changed = [(f"contact_{n}", n, {"city": "Basel", "groups": ["Choir"]}) for n in known]
        written = self.send(*changed, fields=FIELDS + SETS)
        self.assertEqual(len(records) + len(written), 1000)
        self.assertLessEqual(self.there.requests - before, 30)


class TestConnectorOdooSets(OdooCase):
    """V13: groups with their members, interests with who opted in and out."""

    def setUp(self):
        super().setUp()
        self.choir = self.crm.tables.add("contact.group", name="Choir", kind="ordinary")
        self.news = self.crm.tables.add("contact.interest", name="News")
        self.ann = self.crm.add(name="Ann")
        self.long_ago()

    def groups(self, number):
        """The names and kinds of the groups of a contact."""
        groups = self.crm.tables.rows["contact.group"]
        ids = self.crm.contact(number)["contact_group_ids"]
        return sorted((groups[each]["name"], groups[each]["kind"]) for each in ids)

    def set(self, **values):
        (written,) = self.send(("contact_1", self.ann, values), fields=["name", *SETS])
        return written

    def test_membership(self):
        self.set(groups=["choir", "Board"], interests_in=["News", "Tours"])
        self.assertEqual(
            self.groups(self.ann),
            [("Board", "ordinary"), ("Choir", "ordinary"), ("News", "opt_in"), ("Tours", "opt_in")],
        )
        records, _mark = self.walk(SETS)
        self.assertEqual(
            records[0].values,
            {"groups": ["Board", "Choir"], "interests_in": ["News", "Tours"], "interests_out": []},
        )

    def test_what_is_not_written_stays(self):
        self.set(groups=["Choir"], interests_in=["News"])
        self.set(groups=[])
        self.assertEqual(self.groups(self.ann), [("News", "opt_in")])

    def test_who_opts_out_meanwhile_stays_out(self):
        """Though our line was made before."""
        out = self.crm.tables.rows["contact.interest"][self.news]["opt_out_group_id"][0]
        self.crm.change(self.ann, contact_group_ids=[out])
        self.set(interests_in=["News"], interests_out=[])
        self.assertEqual(self.groups(self.ann), [("News", "opt_out")])

    def test_new_contacts(self):
        line = ("contact_2", None, {"name": "Bob", "groups": ["Choir"], "interests_out": ["News"]})
        (written,) = self.send(line, fields=["name", *SETS])
        self.assertEqual(self.groups(written.id), [("Choir", "ordinary"), ("News", "opt_out")])

    def test_two_groups_with_one_name(self):
        self.crm.tables.add("contact.group", name="CHOIR", kind="ordinary")
        problem = self.set(groups=["Choir"]).problem
        self.assertEqual((problem.code, problem.value), ("connector_ambiguous_name", "Choir"))

    def test_a_membership_that_was_changed_at_the_group(self):
        """Whom it was taken from, nobody can tell: so all are read."""
        _records, mark = self.walk(["name", *SETS])
        self.long_ago()
        self.assertEqual(self.names(["name", *SETS], since=mark), [])
        self.crm.tables.now += MINUTE
        self.crm.tables.change("contact.group", self.choir, name="Choirs")
        self.there = self.open()
        self.assertEqual(self.names(["name", *SETS], since=mark, limit=1), ["Ann"])


class TestConnectorOdooTags(OdooCase):
    """V13: an Odoo without this addon has tags for groups, and mailing lists for interests."""

    models = LISTS

    def setUp(self):
        super().setUp()
        self.ann = self.crm.add(name="Ann", email="Ann@Example.org")
        self.bob = self.crm.add(name="Bob")
        self.long_ago()

    def set(self, number, **values):
        return self.send(("contact_1", number, values), fields=["name", *SETS])[0]

    def test_what_it_is(self):
        told = self.there.describe()
        self.assertEqual((told.groups, told.interests), ("res.partner.category", "mailing.list"))
        self.assertFalse(told.merges)

    def test_interests_are_subscriptions(self):
        self.set(self.ann, groups=["Choir"], interests_in=["News"], interests_out=["Tours"])
        (record,) = self.there.read([self.ann], ["name", *SETS])
        self.assertEqual(record.values["interests_in"], ["News"])
        self.assertEqual(record.values["interests_out"], ["Tours"])
        self.set(self.ann, interests_in=["Tours"], interests_out=["News"])
        (record,) = self.there.read([self.ann], SETS)
        self.assertEqual(record.values["interests_out"], ["News", "Tours"])

    def test_a_subscription_that_ends(self):
        self.set(self.ann, interests_in=["News"], interests_out=[])
        self.set(self.ann, interests_in=[], interests_out=[])
        self.assertEqual(self.crm.tables.rows["mailing.subscription"], {})

    def test_who_has_no_address(self):
        problem = self.set(self.bob, interests_in=["News"]).problem
        self.assertEqual(problem.code, "connector_no_email")

    def test_a_subscription_that_has_changed(self):
        """It comes with the contact, which itself has not changed."""
        self.set(self.ann, interests_in=["News"], interests_out=[])
        self.crm.change(self.ann, write_date="2026-01-31 08:00:00")
        _records, mark = self.walk(["name", *SETS])
        (number,) = self.crm.tables.rows["mailing.subscription"]
        self.assertEqual(self.names(since=mark), [])
        self.crm.tables.now += MINUTE
        self.crm.tables.change("mailing.subscription", number, opt_out=True)
        records, _mark = self.walk(["name", *SETS], since=mark)
        self.assertEqual([each.values["interests_out"] for each in records], [["News"]])


class TestConnectorOdooXmlRpc(OdooCase):
    """V13: an older Odoo has no JSON-2; it is found out."""

    kind, json2 = ODOO, False

    def test_it_is_read_and_written(self):
        self.assertEqual(self.there.describe().version, "17.0")
        (written,) = self.send(
            ("contact_1", None, {"name": "Ann & Bé", "groups": ["Choir"]}),
            fields=["name", *SETS],
        )
        (record,), _mark = self.walk(["name", "city", *SETS])
        self.assertEqual((record.id, record.key), (written.id, "contact_1"))
        self.assertEqual(record.values["name"], "Ann & Bé")
        self.assertEqual((record.values["city"], record.values["groups"]), (None, ["Choir"]))

    def test_the_key_is_refused(self):
        self.assertEqual(
            self.code(lambda: self.open(key="another").describe()), "connector_key_refused"
        )

    def test_an_older_one_that_sends_on_to_its_log_in(self):
        self.server.fail(faults.REDIRECT, path="/json/2/")
        self.assertEqual(self.open().describe().version, "17.0")

    def test_which_api_it_has_is_found_out_by_the_first_call(self):
        """V13: no request is made for that where there is JSON-2."""
        self.crm.json2 = True
        self.open().changes(["name"], None)
        self.assertTrue(all("context_get" not in path for _method, path in self.server.asked))
        self.crm.json2 = False
        before = len(self.server.asked)
        there = self.open()
        there.changes(["name"], None)
        there.changes(["name"], None)
        asked = [path for _method, path in self.server.asked[before:]]
        self.assertEqual([path.startswith("/json/2/") for path in asked].count(True), 1)

    def test_who_has_no_login(self):
        access = Access(self.server.url, KEY, "us", private=True)
        self.assertEqual(self.code(lambda: opened(ODOO_XMLRPC, access)), "connector_no_login")

    def test_what_nobody_can_read(self):
        self.there.describe()
        bomb = b'<!DOCTYPE x [<!ENTITY a "aa">]><methodResponse>&a;</methodResponse>'
        cases = {
            "connector_garbage": faults.Fault(200, bomb),
            "connector_html": faults.HTML,
            "connector_half_page": faults.Fault(200, b"<?xml version='1.0'?><methodResponse><par"),
        }
        for code, fault in cases.items():
            with self.subTest(code):
                self.server.fail(fault)
                self.assertEqual(self.code(lambda: self.there.changes(["name"], None)), code)
        self.server.fail(faults.GARBAGE)
        self.assertEqual(self.code(lambda: self.there.changes(["name"], None)), "connector_garbage")
