from ...tools.contacts.contact_assignments import AUTHORIZATIONS, CRITERIA
from ...tools.rows.plan import CREATED, INVALID, REMOVED, UNCHANGED, UPDATED
from .contact_rows import INSTITUTION, TODAY, ContactPlanCase, contact, lookups, match, structure

NAMED = {
    "criteria": {"SOURCE": {"values": {"PRESS": 1}, "all": [1, 2]}},
    "authorizations": {"MAIL": 5},
}


class TestPlanOfVerbs(ContactPlanCase):
    """S11 to S14: what is done to a contact as a whole."""

    def test_a_verb_counts_against_the_limit_of_its_institution(self):
        """D15: the plan says whose contact it is."""
        for operation in ("delete", "anonymize", "drop"):
            plan = self.plan(operation, match(contact=contact(street="Quay 4")))
            self.assertEqual((plan.verb, plan.record, plan.scope), (operation, 7, INSTITUTION))
            self.assertEqual((plan.changes, plan.problems), ([], []))

    def test_invalidate_marks_and_leaves_everything_else(self):
        """S12: a second time nothing changes."""
        plan = self.plan("invalidate")
        self.assertEqual(self.values(plan), {"contact_invalid_reason": "account_deleted"})
        found = match(contact=contact(contact_invalid_reason="account_deleted"))
        self.assertEqual(self.plan("invalidate", found).changes, [])

    def test_delete_of_who_has_nothing_left_is_unchanged(self):
        """S11: an address, a login, or something that the row names is something."""
        nothing = contact(street="", email=None, addresses=None)
        self.assertIsNone(self.plan("delete", match(contact=nothing)).verb)
        for found in (
            match(contact=contact(phone="118")),
            match(contact=contact(addresses={"delivery": {"id": 21}})),
            match(contact=nothing, login=True),
        ):
            self.assertEqual(self.plan("delete", found).verb, "delete")

    def test_delete_of_what_the_row_names(self):
        """S11: criteria and authorizations that the contact has, whatever the row says of them."""
        anna = contact(**{CRITERIA: [2], AUTHORIZATIONS: [5]})
        found = match(contact=anna, lookups=lookups(**NAMED))
        for columns, verb in (
            ({"criterion": "SOURCE=PRESS"}, None),
            ({"criterion": "SOURCE="}, "delete"),
            ({"criterion:SOURCE": "="}, "delete"),
            ({"authorization": "MAIL=false"}, "delete"),
            ({"authorization:MAIL": "x"}, "delete"),
        ):
            self.assertEqual(self.plan("delete", found, **columns).verb, verb, columns)

    def test_delete_of_what_is_unknown_is_an_error(self):
        """S04, S11: nothing is deleted then."""
        found = match(contact=contact(street="x"), lookups=lookups(**NAMED))
        for columns, code in (
            ({"criterion": "X=1"}, "unknown_criterion"),
            ({"criterion": "SOURCE=X"}, "unknown_criterion_value"),
            ({"authorization": "X=1"}, "unknown_authorization"),
            ({"criterion": "SOURCE"}, "bad_pair"),
        ):
            plan = self.plan("delete", found, **columns)
            self.assertEqual((self.codes(plan), plan.verb), ([code], None))

    def test_delete_says_that_an_equals_sign_names_nothing(self):
        """S02, S11: only the value named in the file goes, and = names none."""
        anna = contact(phone="118", **{CRITERIA: [2], AUTHORIZATIONS: [5]})
        found = match(contact=anna, lookups=lookups(**NAMED))
        for columns in ({"criterion": "="}, {"authorization": "="}):
            plan = self.plan("delete", found, **columns)
            self.assertEqual((self.codes(plan), plan.verb), (["nothing_named"], "delete"))
            self.assertEqual(plan.problems[0].level, "warning")

    def test_anonymize_happens_once(self):
        """S13: the second time is told, with the day of the first."""
        plan = self.plan("anonymize", match(contact=contact(), anonymized="2026-01-01"))
        self.assertEqual((self.codes(plan), plan.verb), (["anonymized"], None))
        self.assertEqual(plan.problems[0].params, {"date": "2026-01-01"})
        self.assertEqual(plan.planned_outcome(), UNCHANGED)

    def test_what_stands_in_the_way_is_the_problem_of_the_row(self):
        """S12, S14: with the number of the contact."""
        held = {"code": "held", "params": {"holders": "1 × sale"}}
        plan = self.plan("drop", match(contact=contact(), problem=held))
        (problem,) = plan.problems
        self.assertEqual((problem.code, problem.value), ("held", "0001"))
        self.assertEqual(problem.params, {"holders": "1 × sale"})

    def test_what_stands_in_the_way_is_not_told_of_who_is_not_found(self):
        """D12: but an anonymized person is not inserted anew."""
        erased = {"code": "erased", "params": {"date": TODAY}}
        for operation, code in (("drop", "unknown_contact"), ("insert", "erased")):
            plan = self.plan(operation, match(problem=erased), lastname="x")
            self.assertEqual(self.codes(plan), [code])

    def test_a_verb_needs_a_contact(self):
        """D12: in the same words as an update."""
        for operation in ("delete", "invalidate", "anonymize", "drop"):
            self.assertEqual(self.codes(self.plan(operation, match())), ["unknown_contact"])


class TestRowsBehindVerbs(ContactPlanCase):
    """Rows apply in the order of the file."""

    def test_behind_a_drop_the_number_is_free(self):
        """S14: nobody has it, and a new contact may get it."""
        rows = [self.row("drop"), self.row("insert", lastname="Ost"), self.row("update", role="x")]
        self.assertEqual(self.outcomes(*rows), [REMOVED, CREATED, UPDATED])
        self.assertEqual(self.outcomes(self.row("drop"), self.row("update")), [REMOVED, INVALID])

    def test_behind_a_delete_there_is_nothing_left_to_delete(self):
        """S11: nor a login; what a row sets is set."""
        found = match(contact=contact(street="Quay 4", phone="118"), login=True)
        rows = [self.row("delete", found), self.row("delete", found)]
        self.assertEqual(self.outcomes(*rows), [REMOVED, UNCHANGED])

    def test_behind_a_delete_nothing_fills_the_contact_again(self):
        """S11: irreversible; what does not reach the contact may be said of it."""
        found = match(contact=contact(phone="118"))
        filling = {"line1": "Quay 4"}, {"telephone": "118"}, {"email1": "a@x.example"}
        for columns in filling:
            rows = [self.row("delete", found), self.row("update", found, **columns)]
            rows.append(self.row("updateact", found, **columns))
            rows.append(self.row("update", found, role="Buyer", telephone="="))
            self.assertEqual(self.outcomes(*rows), [REMOVED, INVALID, INVALID, UPDATED])
            self.assertEqual(self.codes(rows[1].plan), ["deleted"])
            self.assertEqual(rows[1].plan.problems[0].params, {"date": TODAY})
        known = match(contact=contact(deleted="2026-01-01"))
        self.assertEqual(self.codes(self.plan("update", known, town="x")), ["deleted"])

    def test_behind_a_delete_of_a_structure_its_people_do_not_fill_it(self):
        """S11: its main address is that of all; their own telephones and addresses are theirs."""
        house = match(contact=structure(street="Quay 4"))
        relay = {"lastname": "Ost", "struct_name": "Academy"}
        for columns, outcome in (
            ({"line1": "Quay 5"}, INVALID),
            ({"web_site": "http://x.example"}, INVALID),
            ({"telephone": "022"}, CREATED),
            ({"line1": "Quay 5", "addr_type": "S"}, CREATED),
        ):
            known = match(structure=structure(), named=1)
            row = self.row("insert", known, contact_nr="0012", **relay, **columns)
            rows = [self.row("delete", house, contact_nr="0010"), row]
            self.assertEqual(self.outcomes(*rows), [REMOVED, outcome], columns)

    def test_behind_a_drop_and_a_wrong_row_the_contact_is_still_gone(self):
        """S14: a wrong row of the same number hands on that it was dropped."""
        rows = [self.row("drop"), self.row("insert"), self.row("update", role="x")]
        self.assertEqual(self.outcomes(*rows), [REMOVED, INVALID, INVALID])
        self.assertEqual(self.codes(rows[2].plan), ["unknown_contact"])
        rows = [self.row("drop"), self.row("update"), self.row("insert", lastname="Ost")]
        self.assertEqual(self.outcomes(*rows), [REMOVED, INVALID, CREATED])

    def test_behind_an_anonymize_nobody_is_brought_back(self):
        """F11: not by a row of the same number, but verbs find who is left."""
        rows = [self.row(name, role="x") for name in ("anonymize", "update", "anonymize", "delete")]
        self.assertEqual(self.outcomes(*rows), [REMOVED, INVALID, UNCHANGED, UNCHANGED])
        self.assertEqual(self.codes(rows[1].plan), ["erased"])
        self.assertEqual(rows[1].plan.problems[0].params, {"date": TODAY})
        rows = [self.row("anonymize"), self.row("invalidate")]
        self.assertEqual(self.outcomes(*rows), [REMOVED, UNCHANGED])

    def test_a_verb_is_written_on_its_own(self):
        """Rows of the same contact wait for it."""
        rows = [self.row("delete", match(contact=contact(phone="1"))), self.row("update", role="x")]
        self.assertEqual(self.runs(*rows), [1, 1])


class TestRowsOfOneStructure(ContactPlanCase):
    """Rows of a structure and of its contact persons."""

    def relay(self, number, known=None, **columns):
        found = match(structure=known, named=bool(known))
        columns = {"lastname": number, "struct_name": "Academy", **columns}
        return self.row("insert", found, int(number), contact_nr=number, **columns)

    def test_colleagues_join_the_structure_that_the_first_makes(self):
        """S: case aside; what a later row says of it changes it."""
        rows = [
            self.relay("71", line1="Quay 4"),
            self.relay("72", struct_name="ACADEMY"),
            self.relay("73", line1="Quay 5"),
        ]
        self.assertEqual(self.written(*rows), [CREATED] * 3)
        academy = rows[0].plan.changes[1].record
        self.assertEqual([row.plan.changes[0].values["parent_id"] for row in rows], [academy] * 3)
        (_person, change) = rows[2].plan.changes
        self.assertEqual((change.record, change.values), (academy, {"street": "Quay 5"}))

    def test_colleagues_are_written_together_unless_one_changes_the_structure(self):
        """An address that the structure has already changes nothing."""
        for columns, runs in (({}, [3]), ({"line1": "Quay 4"}, [1, 2]), ({"line1": "="}, [3])):
            academy = structure(street=None)
            rows = [self.relay(number, academy, **columns) for number in ("71", "72", "73")]
            self.assertEqual(self.runs(*rows), runs, columns)

    def test_a_row_of_the_structure_sees_what_a_relay_left(self):
        """Issue: and the other way round."""
        academy = structure(street="Old")
        own = match(contact=academy, taken=True)
        rows = [
            self.relay("71", academy, line1="Quay 4"),
            self.row("update", own, 3, contact_nr="0010", line1="Quay 4"),
            self.row("update", own, 4, contact_nr="0010", line1="Quay 5"),
            self.relay("72", academy, line1="Quay 5"),
        ]
        self.assertEqual(self.outcomes(*rows), [CREATED, UNCHANGED, UPDATED, CREATED])
        self.assertEqual(len(rows[3].plan.changes), 1)

    def test_a_row_sees_addresses_and_numbers_of_the_one_before(self):
        """Issue: of those that are only planned as of those that are written."""
        columns = {"addr_type": "S", "line1": "Quay 4", "admin_number": "A=1"}
        for outcomes in (self.outcomes, self.written):
            first = self.row("insert", match(), 2, lastname="Ost", **columns)
            again = self.row("update", match(), 3, **columns)
            gone = self.row("update", match(), 4, admin_number="=")
            self.assertEqual(outcomes(first, again, gone), [CREATED, UNCHANGED, UPDATED])

    def test_out_of_the_structure_of_another_owner_the_address_is_ones_own(self):
        """D12: from the next row on."""
        found = match(contact=contact(parent_id=9), foreign=True)
        rows = [self.row("update", found, struct_name="="), self.row("update", found, line1="x")]
        self.assertEqual(self.outcomes(*rows), [UPDATED, UPDATED])
        rows = [self.row("update", found, role="x"), self.row("update", found, line1="x")]
        self.assertEqual(self.outcomes(*rows), [UPDATED, INVALID])
