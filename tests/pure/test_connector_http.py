import datetime
from email.utils import format_datetime
from unittest import TestCase, mock

from ...tools.connector import http
from ...tools.connector.address import checked_url, is_allowed, resolved
from ...tools.connector.http import Client
from ...tools.connector.remote import Access, RemoteFault
from ..crm import faulty_server as faults
from ..crm.faulty_server import FaultyServer, too_many

SECRET = "a-secret-key"


class Echo:
    """Answers everything with the same."""

    answered = 0

    def answer(self, _method, _path, _headers, _body):
        self.answered += 1
        return 200, {"answer": "a text that is long enough to be cut somewhere"}


class HttpCase(TestCase):
    def setUp(self):
        super().setUp()
        self.crm = Echo()
        self.server = FaultyServer(self.crm)
        self.server.__enter__()
        self.addCleanup(self.server.__exit__)
        self.pauses = []
        self.client = self.client_of(self.server.url)

    def client_of(self, url, **options):
        access = Access(url, SECRET, "us", private=True, **options)
        client = Client(access, {"Authorization": f"Bearer {SECRET}"}, self.pauses.append)
        self.addCleanup(client.close)
        return client

    def fault(self, act):
        with self.assertRaises(RemoteFault) as caught:
            act()
        self.assertNotIn(SECRET, repr(caught.exception) + repr(caught.exception.__context__))
        return caught.exception

    def ask(self):
        return self.client.post("/x", json={"name": "Ann"}).json()


class TestConnectorHttp(HttpCase):
    """V13: what another CRM answers, or does not, is told in words, and tried again where it
    helps."""

    def test_what_passes_is_tried_again(self):
        self.server.fail(faults.UNAVAILABLE, faults.LOST, faults.HALF)
        self.assertIn("answer", self.ask())
        self.assertEqual(len(self.server.asked), 4)
        self.assertEqual(self.client.requests, 4)
        self.assertEqual(self.pauses, [0, 1.0, 2.0])

    def test_what_does_not_pass_is_told(self):
        cases = {
            "connector_unavailable": faults.UNAVAILABLE,
            "connector_half_page": faults.HALF,
            "connector_unreachable": faults.LOST,
        }
        for code, fault in cases.items():
            with self.subTest(code):
                self.server.fail(*[fault] * http.ATTEMPTS)
                told = self.fault(self.ask)
                self.assertEqual((told.code, told.wait), (code, http.LATER))

    def test_what_nobody_can_read(self):
        """Nothing is tried again that will come out the same."""
        cases = {
            "connector_html": faults.HTML,
            "connector_garbage": faults.GARBAGE,
            "connector_redirect": faults.REDIRECT,
        }
        for code, fault in cases.items():
            with self.subTest(code):
                self.server.asked.clear()
                self.server.fail(fault)
                told = self.fault(self.ask)
                self.assertEqual((told.code, told.wait), (code, None))
                self.assertEqual(len(self.server.asked), 1)

    def test_half_a_page_without_its_length(self):
        self.server.fail(faults.Fault(200, b'{"answer": ["cut of'))
        self.assertEqual(self.fault(self.ask).code, "connector_half_page")

    def test_a_short_pause_is_waited_for(self):
        """Retry-After in seconds, and as a date of their clock."""
        self.server.fail(too_many(7))
        self.ask()
        self.assertEqual(self.pauses, [7])
        self.server.skew = 3600
        then = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=3610)
        self.server.fail(too_many(format_datetime(then, usegmt=True)))
        self.ask()
        self.assertAlmostEqual(self.pauses[-1], 9.5, delta=2)

    def test_a_long_pause_is_the_schedules(self):
        for after in (3600, None):
            with self.subTest(after):
                self.server.fail(too_many(after))
                told = self.fault(self.ask)
                self.assertEqual(
                    (told.code, told.wait), ("connector_too_many", after or http.LATER)
                )
        self.assertEqual(self.pauses, [])

    def test_no_answer_in_time(self):
        self.client = self.client_of(self.server.url, timeout=0.1)
        self.server.fail(*[faults.Fault(delay=0.4)] * http.ATTEMPTS)
        self.assertEqual(self.fault(self.ask).code, "connector_timeout")

    def test_an_endless_answer(self):
        with mock.patch.object(http, "LARGEST", 1000):
            self.server.fail(faults.Fault(200, b"x" * 2000))
            self.assertEqual(self.fault(self.ask).code, "connector_too_big")

    def test_their_clock(self):
        """Changes of both sides are compared by one clock."""
        self.server.skew = 900
        self.ask()
        self.assertAlmostEqual(self.client.skew, 900, delta=2)
        self.server.skew = 0
        self.ask()
        self.assertEqual(self.client.skew, 0)

    def test_nobody_is_there(self):
        self.client = self.client_of("http://127.0.0.1:9")
        told = self.fault(self.ask)
        self.assertEqual((told.code, told.wait), ("connector_unreachable", http.LATER))

    def test_a_server_that_speaks_no_tls(self):
        self.client = self.client_of(self.server.url.replace("http:", "https:"))
        self.assertEqual(self.fault(self.ask).code, "connector_certificate")

    def test_the_key_is_not_shown(self):
        """Nor is the login: whoever prints where the other CRM is prints neither."""
        told = repr(Access("https://crm.example.org", SECRET, "us", login="sync@example.org"))
        self.assertNotIn(SECRET, told)
        self.assertNotIn("sync@", told)

    def test_nothing_of_this_machine_goes_with_it(self):
        """Neither a proxy nor a password file of the server's environment is used."""
        with mock.patch.dict("os.environ", {"http_proxy": "http://127.0.0.1:9", "no_proxy": ""}):
            self.assertIn("answer", self.ask())


class TestConnectorAddress(TestCase):
    """V13: no address leads where nobody allowed it to lead."""

    def code(self, act, *arguments):
        with self.assertRaises(RemoteFault) as caught:
            act(*arguments)
        return caught.exception.code

    def test_addresses_that_are_none(self):
        for text in (
            "",
            "crm.example.org",
            "ftp://crm.example.org",
            "https://",
            "https://ann@crm.example.org",
            "https://ann:secret@crm.example.org",
            "https://crm.example.org/?db=x",
            "https://crm.example.org/#x",
            "https://crm.example.org:99999",
            "https://crm.example.org:0",
            "https://crm.example .org",
            "https://crm.example.org\\@10.0.0.1",
            "https://crm.example.org\r\nHost: x",
            "file:///etc/passwd",
        ):
            with self.subTest(text):
                self.assertEqual(self.code(checked_url, text), "connector_bad_address")

    def test_addresses_that_are_some(self):
        for text in (
            "https://crm.example.org",
            "https://crm.example.org:8443",
            "https://crm.example.org/odoo",
            "http://localhost:8069",
            "http://[::1]:8069",
            "https://bücher.example",
        ):
            with self.subTest(text):
                self.assertEqual(checked_url(f" {text}/ "), text)

    def test_without_encryption_to_this_machine_alone(self):
        for text in ("http://crm.example.org", "http://10.0.0.1", "http://127.0.0.1.example.org"):
            with self.subTest(text):
                self.assertEqual(self.code(checked_url, text), "connector_not_https")

    def test_numbers_of_private_networks(self):
        private = ("10.1.2.3", "192.168.0.1", "172.31.0.1", "100.64.0.1", "127.0.0.1", "::1")
        private += ("fd00::1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "2002:0a00:0001::")
        never = ("169.254.169.254", "0.0.0.0", "224.0.0.1", "255.255.255.255", "fe80::1", "::")
        never += ("::ffff:169.254.169.254", "240.0.0.1", "ff02::1", "fe80::1%eth0")
        for number in (*private, *never):
            self.assertFalse(is_allowed(number, private=False), number)
        self.assertEqual([each for each in private if not is_allowed(each, True)], [])
        self.assertEqual([each for each in never if is_allowed(each, True)], [])

    def test_every_number_of_a_name_counts(self):
        """One that is public beside one that is not hides nothing."""
        answer = [(2, 1, 6, "", (number, 443)) for number in ("93.184.216.34", "10.0.0.1")]
        with mock.patch("socket.getaddrinfo", return_value=answer):
            code = self.code(resolved, "crm.example.org", 443, False, True)
            self.assertEqual(code, "connector_private_address")
            self.assertEqual(len(resolved("crm.example.org", 443, True, True)), 2)
            code = self.code(resolved, "localhost", 80, True, False)
            self.assertEqual(code, "connector_not_https")


class TestConnectorPinned(HttpCase):
    """V13: a name server that answers twice, each time something else, leads nowhere else."""

    def test_the_name_is_asked_once_for_a_connection(self):
        asked = []

        def resolving(host, port, *_more, **_options):
            asked.append(host)
            return [(2, 1, 6, "", ("127.0.0.1", port))]

        self.client = self.client_of(self.server.url.replace("127.0.0.1", "localhost"))
        with mock.patch(
            "registration_import.tools.connector.address.socket.getaddrinfo", resolving
        ):
            self.ask()
        self.assertEqual([each for each in asked if each == "localhost"], ["localhost"])
        self.assertEqual(set(asked), {"localhost", "127.0.0.1"})  # the number is no question

    def test_a_name_that_leads_into_the_private_network(self):
        access = Access(self.server.url, SECRET, "us")
        client = Client(access, pause=self.pauses.append)
        self.addCleanup(client.close)
        told = self.fault(lambda: client.get("/x"))
        self.assertEqual((told.code, self.server.asked), ("connector_private_address", []))
