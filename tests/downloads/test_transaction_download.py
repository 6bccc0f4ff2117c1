from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..sync.common import RUN
from .common import DownloadCase

GIFTS = {
    "type": "GIFT",
    "label": "Gifts",
    "domain": [("x_state", "=", "done")],
    "cancelled": [("x_state", "=", "cancel")],
    "goes_as": "x_no_such_field",
    "partner": "x_partner_id",
    "state": "x_state",
    "date": "x_date",
    "amount": "x_amount",
    "currency": "x_currency_id",
    "number": "x_name",
    "reference": "x_reference",
    "refund_of": ("x_parent_id",),
    "items": ("x_ticket_ids", "seats_max", "event_id"),
    "paid_by": "x_currency_id",
}


@tagged("post_install", "-at_install")
class TestTransactionDownload(DownloadCase):
    """V11: transactions processed since the last time this operation ran, each once. Whatever apps
    are installed, an addon's gifts are transactions, too."""

    operation_code = "transaction_download"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        model = cls.env["ir.model"].create(
            {
                "name": "Gift",
                "model": "x_gift",
                "field_id": [
                    cls.field("x_name", "char"),
                    cls.field("x_partner_id", "many2one", relation="res.partner"),
                    cls.field("x_currency_id", "many2one", relation="res.currency"),
                    cls.field("x_state", "char"),
                    cls.field("x_date", "date"),
                    cls.field("x_moment", "datetime"),
                    cls.field("x_amount", "float"),
                    cls.field("x_reference", "char"),
                ],
                "access_ids": [
                    Command.create(
                        {"name": "Gift", "group_id": cls.env.ref(RUN).id, "perm_read": True}
                    )
                ],
            }
        )
        cls.access = model.access_ids
        for name, ttype, relation in (
            ("x_parent_id", "many2one", "x_gift"),
            ("x_original_id", "many2one", "x_gift"),
            ("x_ticket_ids", "many2many", "event.event.ticket"),
        ):
            values = {"name": name, "ttype": ttype, "relation": relation, "model_id": model.id}
            cls.env["ir.model.fields"].create(values)
        kind = cls.env.registry["registration.import.kind.transaction_download"]
        cls.startClassPatcher(patch.object(kind, "_sources", lambda _self: {"x_gift": GIFTS}))
        cls.gift = cls.give(cls.ada, "G1", 25)

    @classmethod
    def field(cls, name, ttype, **more):
        return Command.create({"name": name, "ttype": ttype, **more})

    @classmethod
    def give(cls, partner, name, amount, state="done"):
        return cls.env["x_gift"].create(
            {
                "x_name": name,
                "x_partner_id": partner.id,
                "x_currency_id": cls.env.ref("base.CHF").id,
                "x_state": state,
                "x_date": "2026-01-31",
                "x_amount": amount,
                "x_reference": "00042",
            }
        )

    def source(self, **changed):
        """As if gifts were other transactions."""
        kind = self.env.registry["registration.import.kind.transaction_download"]
        return patch.object(kind, "_sources", lambda _self: {"x_gift": {**GIFTS, **changed}})

    def numbers(self, *args, **kwargs):
        return [row["NUMBER"] for row in self.rows(self.send(*args, **kwargs))]

    def test_each_column_of_a_transaction(self):
        """V11, V18: what was given, by whom, when and how much; leading zeros stay."""
        self.assertEqual(
            self.rows(self.send()),
            [
                {
                    "TRANSACTION_ID": f"GIFT-{self.gift.id}",
                    **{"TYPE": "GIFT", "DATE": "2026-01-31", "CONS_ID": str(self.ada.id)},
                    **{"MEMBER_ID": "00123", "AMOUNT": "25.00", "DIRECTION": "In"},
                    "CURRENCY": "CHF",
                    **{"STATE": "done", "NUMBER": "G1", "REFERENCE": "00042"},
                    **{"CANCELLED": "", "REFUND_OF": "", "ORDER_ID": "", "ITEMS": ""},
                    "PAID_BY": "CHF",
                }
            ],
        )

    def test_each_transaction_goes_once(self):
        """V11: a transaction goes when it is processed, and never again, whatever is changed."""
        later = self.give(self.bob, "G2", 10, state="draft")
        self.assertEqual(self.numbers(), ["G1"])
        self.gift.x_amount = 30
        self.assertEqual(self.numbers(), [])
        later.x_state = "done"
        self.assertEqual(self.numbers(), ["G2"])
        self.assertEqual(self.numbers(), [])

    def told(self):
        """Of what the next run sends, what it is, and whether it still counts."""
        names = ("TRANSACTION_ID", "STATE", "CANCELLED")
        return [tuple(row[name] for name in names) for row in self.rows(self.send())]

    def test_what_was_sent_is_cancelled_under_its_own_id(self):
        """V11: a transaction that is cancelled after it was sent goes once more under the same id,
        and again when it counts after all; one that never counted never goes."""
        mine = f"GIFT-{self.gift.id}"
        self.give(self.bob, "G2", 10, state="cancel")
        self.assertEqual(self.told(), [(mine, "done", "")])
        self.gift.x_state = "cancel"
        self.assertEqual(self.told(), [(mine, "cancel", "Yes")])
        self.assertEqual(self.told(), [])
        self.gift.x_state = "done"
        self.assertEqual(self.told(), [(mine, "done", "")])

    def test_what_was_sent_is_deleted(self):
        """V11: one that is deleted after it was sent is cancelled as well; one that never was sent
        is not told of."""
        other, mine = self.give(self.bob, "G2", 10, state="draft"), f"GIFT-{self.gift.id}"
        self.send()
        (self.gift + other).unlink()
        self.assertEqual(self.told(), [(mine, "deleted", "Yes")])
        self.assertEqual(self.told(), [])

    def test_a_refund_names_what_it_pays_back(self):
        """V11: a refund is tied to the transaction that was sent; one that was paid on account of
        another is no refund."""
        back, part = self.give(self.ada, "R1", -25), self.give(self.ada, "P1", 5)
        (back + part).x_parent_id = self.gift
        rows = {row["NUMBER"]: row for row in self.rows(self.send())}
        self.assertEqual(
            [rows[each]["REFUND_OF"] for each in ("G1", "R1", "P1")],
            ["", rows["G1"]["TRANSACTION_ID"], ""],
        )
        self.assertEqual(rows["R1"]["DIRECTION"], "Out")

    def test_an_exchange_names_what_it_pays_back(self):
        """V11: though more was taken than was returned."""
        self.give(self.ada, "X1", 5).x_parent_id = self.gift
        with self.source(exchanges=True):
            rows = {row["NUMBER"]: row for row in self.rows(self.send())}
        self.assertEqual(rows["X1"]["REFUND_OF"], rows["G1"]["TRANSACTION_ID"])
        self.assertEqual(rows["X1"]["DIRECTION"], "In")

    def test_what_was_bought_for_which_order(self):
        """V11: what was bought is told line by line, and a payment names the orders that it is
        for."""
        event = self.env["event.event"].create(
            {
                **{"name": "Dinner; Dance", "date_begin": "2026-05-01", "date_end": "2026-05-02"},
                "event_ticket_ids": [
                    Command.create({"name": "Seat", "seats_max": 2}),
                    Command.create({"name": "Table", "seats_max": 10}),
                ],
            }
        )
        self.gift.x_ticket_ids = event.event_ticket_ids
        payment = self.give(self.ada, "P1", 25)
        payment.x_parent_id = self.gift
        with self.source(order=("x_parent_id",)):
            rows = {row["NUMBER"]: row for row in self.rows(self.send())}
        self.assertEqual(rows["G1"]["ITEMS"], '"2 x Dinner; Dance"; "10 x Dinner; Dance"')
        self.assertEqual(rows["P1"]["ORDER_ID"], rows["G1"]["TRANSACTION_ID"])

    def test_a_moment_is_told_as_the_day_where_the_sender_lives(self):
        """V11: what was bought in the evening was not bought the day after."""
        self.gift.x_moment = "2026-02-01 03:00:00"
        self.sender.tz = "America/Los_Angeles"
        with self.source(date="x_moment"):
            (row,) = self.rows(self.send())
        self.assertEqual(row["DATE"], "2026-01-31")

    def test_money_is_told_once(self):
        """V11: what goes as another transaction, or is part of one, has no line of its own, and is
        named as that one."""
        booked, back = self.give(self.ada, "P1", 25), self.give(self.ada, "R1", -25)
        booked.x_parent_id, back.x_original_id = self.gift, booked
        self.give(self.ada, "S1", 25).x_original_id = self.gift
        paths = ("x_no_such_field", "x_original_id")
        names = {"goes_as": "x_parent_id", "refund_of": paths}
        with self.source(**names):
            rows = {row["NUMBER"]: row for row in self.rows(self.send())}
        self.assertEqual(sorted(rows), ["G1", "R1", "S1"])
        self.assertEqual(rows["R1"]["REFUND_OF"], rows["G1"]["TRANSACTION_ID"])
        self.operation.copy({"code": "t_parts"})
        with self.source(part_of=("x_no_such_field", "x_original_id"), **names):
            self.assertEqual(self.numbers(operation="t_parts"), ["G1"])

    def test_an_attempt_to_pay_pays_nothing(self):
        """V11: how an order was paid is said by payments that were processed, no other."""
        order, tried = self.give(self.ada, "O1", 25), self.give(self.ada, "P1", 25, state="cancel")
        order.x_original_id = tried
        self.operation.copy({"code": "t_again"})
        with self.source(paid_by="x_original_id.x_currency_id"):
            before = self.rows(self.send())[-1]
            tried.x_state = "done"
            after = self.rows(self.send(operation="t_again"))
        self.assertEqual((before["NUMBER"], before["PAID_BY"]), ("O1", ""))
        self.assertEqual([row["PAID_BY"] for row in after if row["NUMBER"] == "O1"], ["CHF"])

    def test_a_failed_run_is_sent_by_the_next(self):
        """V11: what a failed run would have sent goes with the next."""
        with self.breaking("transaction_download"):
            self.assertEqual(self.send().state, "failed")
        self.assertEqual(self.numbers(), ["G1"])

    def test_an_amount_has_no_sign(self):
        """V11: an amount has no sign that a spreadsheet would take for a formula."""
        self.give(self.ada, "G2", -5)
        row = self.rows(self.send())[1]
        self.assertEqual((row["AMOUNT"], row["DIRECTION"]), ("5.00", "Out"))

    def test_an_address_pays_for_its_contact(self):
        """V11: what was paid by an address is the contact's."""
        address = self.env["res.partner"].create(
            {"name": "Office", "parent_id": self.bob.id, "type": "invoice"}
        )
        self.give(address, "G2", 5)
        self.assertEqual(self.rows(self.send())[1]["CONS_ID"], str(self.bob.id))

    def test_a_center_gives_what_members_did(self):
        """V12: an operation of a center gives what its members did."""
        self.operation.copy({"code": "t_hill", "center_id": self.hill.id})
        self.give(self.bob, "G2", 5)
        self.hill.group_id.member_ids = self.bob
        self.assertEqual(self.numbers(operation="t_hill"), ["G2"])

    def test_what_is_deferred_goes_with_a_later_run(self):
        """V11: what is deferred is listed, and goes with a later run."""
        kind = self.env.registry["registration.import.kind.transaction_download"]
        other = self.give(self.bob, "G2", 5)
        hold = patch.object(kind, "_deferred", lambda *_args: {self.gift.id: "interrupted"})
        with hold:
            run = self.send()
        self.assertEqual((run.line_count, run.deferred_count), (1, 1))
        self.assertEqual([row["NUMBER"] for row in self.rows(run)], [other.x_name])
        operation = self.operation.with_user(self.sender)
        self.assertEqual(operation.deferred_count, 1)
        deferred = self.env["registration.export.deferred"].with_user(self.sender)
        deferred = deferred.search(operation.action_open_deferred()["domain"])
        self.assertEqual(
            (deferred.record_name, deferred.action_open()["res_id"]), ("G1", self.gift.id)
        )
        self.assertEqual(self.numbers(), ["G1"])
        self.env.invalidate_all()
        self.assertEqual(operation.deferred_count, 0)

    def test_unknown_constituents_wait(self):
        """V17: a transaction of a constituent that the other system does not know waits until it
        has a cross-reference."""
        system = self.env["registration.import.system"].create({"name": "Box", "code": "T-BOX"})
        self.operation.copy({"code": "t_box", "system_id": system.id})
        run = self.send(operation="t_box")
        self.assertEqual((run.line_count, run.deferred_count), (0, 1))
        self.env["registration.import.cross.reference"].create(
            {
                **{"system_id": system.id, "type": "contact"},
                **{"theirs": "0077", "ours": str(self.ada.id)},
            }
        )
        rows = self.rows(self.send(operation="t_box"))
        self.assertEqual([(row["NUMBER"], row["CONS_ID"]) for row in rows], [("G1", "0077")])

    def test_without_an_app_run_is_refused(self):
        """D10: where no app has transactions the operation says so, and Run is refused."""
        kind = self.env.registry["registration.import.kind.transaction_download"]
        with patch.object(kind, "_sources", lambda _self: {"x.not.installed": GIFTS}):
            operation = self.operation.with_user(self.sender)
            self.assertIn("no transactions", operation.start_problem)
            self.assertIn("no transactions", operation.instructions)
            for run in (self.send, operation.action_run):
                with self.assertRaisesRegex(UserError, "no transactions"):
                    run()

    def test_what_is_not_readable_is_left_out(self):
        """V21: what the user may not read is left out, which the run says; it goes with a run of
        somebody who may."""
        orders = {**GIFTS, "type": "ORDER", "label": "Orders"}
        kind = self.env.registry["registration.import.kind.transaction_download"]
        sources = {"x_gift": GIFTS, "ir.cron.trigger": orders}
        with patch.object(kind, "_sources", lambda _self: sources):
            run = self.send()
        self.assertEqual(run.line_count, 1)
        self.assertIn("Orders", run.warnings)
        self.access.unlink()
        with self.assertRaisesRegex(UserError, "Gifts"):
            self.send()

    def test_roles_of_hub_and_export_are_needed(self):
        """V11, V21: the roles of the hub and the right to export are needed here, too."""
        with self.assertRaises(AccessError):
            self.send(self.runner)
