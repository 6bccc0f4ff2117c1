from threading import Thread
from unittest.mock import patch

import psycopg2.errors

from odoo import api
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from ...importer.holding import hold, reserve
from ..common import IMPORTER


@tagged("post_install", "-at_install")
class TestHolding(TransactionCase):
    """P11: of two people who decide at once the second gets what the first did, or words."""

    def operations(self):
        """The same operation as two people at once see it."""
        found = self.env["registration.import.operation"].search([], limit=1)
        for _person in range(2):
            cr = self.registry.cursor()
            self.addCleanup(cr.close)
            yield found.with_env(api.Environment(cr, self.env.uid, {}))

    def test_who_comes_second_looks_again_when_the_first_is_through(self):
        first, second = self.operations()
        second.fetch(["name"])  # from here on it sees what there is now
        heard = []
        hold(first)
        waiting = Thread(target=lambda: heard.append(self.refused(second)))
        waiting.start()
        first.env.cr.commit()
        waiting.join()
        self.assertIsInstance(heard[0], psycopg2.errors.SerializationFailure)

    def refused(self, records):
        try:
            hold(records)
        except psycopg2.errors.SerializationFailure as error:
            return error
        return None

    def test_who_waits_too_long_is_told(self):
        first, second = self.operations()
        hold(first)
        with (
            patch(f"{IMPORTER}.holding.LONGEST_WAIT", "20ms"),
            self.assertRaisesRegex(UserError, "Somebody else is at this just now"),
        ):
            hold(second)

    def test_a_worker_finds_a_moment_between_the_edits_of_others(self):
        """T12: somebody else has written a record since, and it is had all the same; then others
        wait until the batch is through."""
        first, second = self.operations()
        second.fetch(["name"])
        hold(first)
        first.env.cr.commit()
        reserve(second.env, {second._name: second.ids})
        with self.assertRaises(psycopg2.errors.LockNotAvailable):
            self.edit_at_once(first)
        second.env.cr.rollback()
        self.edit_at_once(first)

    def edit_at_once(self, records):
        with records.env.cr.savepoint():
            query = "SELECT 1 FROM registration_import_operation WHERE id = %s FOR UPDATE NOWAIT"
            records.env.cr.execute(query, records.ids, log_exceptions=False)

    def test_a_worker_does_not_wait_for_ever(self):
        """T12: the row is tried again, and in the end passed over."""
        first, second = self.operations()
        hold(first)
        with (
            patch(f"{IMPORTER}.holding.LONGEST_WAIT_OF_WORKERS", "20ms"),
            self.assertRaises(psycopg2.errors.LockNotAvailable),
        ):
            reserve(second.env, {second._name: second.ids})

    def test_alone_nobody_waits_and_other_locks_wait_as_before(self):
        first, _second = self.operations()
        hold(first)
        first.env.cr.execute("SHOW lock_timeout")
        self.assertEqual(first.env.cr.fetchone(), ("0",))
