from unittest import mock

from ...tools.connector import http
from ...tools.connector.guarded import Guarded
from ...tools.connector.remote import Outgoing, RemoteFault
from ..crm.faulty_server import Fault
from .test_connector_odoo import FIELDS, SETS, OdooCase
from .test_connector_salesforce import NAMES, SalesforceCase

# JSON that no documented answer looks like.
ANSWERS = (b"null", b'"x"', b"[{}]", b'{"ids": ["x"]}')
MOST = 12


def escapes(case, ask):
    """What rises of an answer that nobody can read, for each request that is made and each such
    answer, beside faults in words."""
    found = set()
    with mock.patch.object(http, "ATTEMPTS", 1):
        for position in range(MOST):
            for answer in ANSWERS:
                there, before = Guarded(case.open()), len(case.server.asked)
                case.server.fail(*[None] * position, Fault(200, answer))
                try:
                    ask(there)
                except RemoteFault as fault:
                    case.assertNotIn("Ann", repr(fault))
                except Exception as error:
                    found.add((position, answer, repr(error)))
                case.server.forget()
            if len(case.server.asked) - before <= position:
                break
    return found


class TestGuardedOdoo(OdooCase):
    """V13: garbage that can be parsed is told in words as well, wherever it comes."""

    def test_an_odoo_that_answers_anything(self):
        ann = self.crm.add(name="Ann", email="ann@example.org")
        fields = [*FIELDS, *SETS]
        sets = {"groups": ["Choir"], "interests_in": ["News"]}
        lines = [
            Outgoing("contact_1", ann, {"city": "Bern", **sets}),
            Outgoing("contact_2", None, {"name": "Bob", **sets}),
        ]
        for what, ask in {
            "describe": lambda there: there.describe(),
            "changes": lambda there: there.changes(fields, None),
            "read": lambda there: there.read([ann, "99"], fields),
            "write": lambda there: there.write(fields, lines),
        }.items():
            with self.subTest(what):
                self.assertEqual(escapes(self, ask), set())


class TestGuardedSalesforce(SalesforceCase):
    """V13: the same of a Salesforce."""

    def test_a_salesforce_that_answers_anything(self):
        lee = self.crm.add(LastName="Ann")
        lines = [Outgoing("contact_1", lee, {"MailingCity": "Bern", "groups": ["Choir"]})]
        for what, ask in {
            "describe": lambda there: there.describe(),
            "changes": lambda there: there.changes([*NAMES, "groups"], None),
            "gone": lambda there: there.gone([lee, "003000000000999AAA"]),
            "write": lambda there: there.write([*NAMES, "groups"], lines),
        }.items():
            with self.subTest(what):
                self.assertEqual(escapes(self, ask), set())
