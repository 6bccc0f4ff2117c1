import datetime

from ...tools.contacts.contact_assignments import AUTHORIZATIONS, CRITERIA
from ...tools.contacts.contact_values import ADMIN_NUMBERS
from ...tools.rows.plan import CREATED, UNCHANGED, UPDATED
from .contact_rows import (
    OPERA,
    STAGE,
    ContactPlanCase,
    contact,
    lookups,
    match,
    structure,
)

SOURCE = {"applies_to": "both", "multiple": False, "values": {"PRESS": 1, "FRIEND": 2}}
INTEREST = {"applies_to": "individual", "multiple": True, "values": {"OPERA": 3, "DANCE": 4}}
CRITERIA_HERE = {"SOURCE": {**SOURCE, "all": [1, 2]}, "INTEREST": {**INTEREST, "all": [3, 4]}}
ACADEMY = {"name": "Academy", "is_company": True, "company_id": OPERA}


class TestPlanOfInserts(ContactPlanCase):
    """S08: new contacts."""

    def test_a_new_person_belongs_to_the_owner_of_the_row(self):
        """D12: the number is that of the row."""
        values = self.values(self.insert(firstname="Eve", lastname="Ost", contact_nr="77"))
        self.assertEqual((values["company_id"], values["contact_nr"]), (OPERA, "77"))
        self.assertEqual((values["name"], values["contact_firstname"]), ("Eve Ost", "Eve"))
        self.assertNotIn("is_company", values)

    def test_a_new_contact_without_a_number_gets_the_next(self):
        """S08: the planner leaves it out."""
        plan = self.insert(lastname="Ost", contact_nr=None)
        self.assertNotIn("contact_nr", self.values(plan))
        self.assertEqual(plan.planned_outcome(), CREATED)

    def test_a_number_that_is_taken_is_not_inserted(self):
        """S08: neither one that the row would find, nor one of somebody else's contact."""
        for found in (match(taken=True), match(contact=contact(), taken=True)):
            self.assertEqual(self.codes(self.insert(found, lastname="Ost")), ["number_taken"])

    def test_a_new_contact_needs_a_name(self):
        """S08: one that is taken away is none."""
        for columns in ({}, {"firstname": "=", "struct_name": "="}):
            self.assertEqual(self.codes(self.insert(**columns)), ["name_missing"])

    def test_a_name_of_a_structure_alone_makes_a_structure(self):
        """S: such a contact is a structure itself."""
        values = self.values(self.insert(struct_name="Academy", nb_employees=12))
        self.assertEqual((values["name"], values["is_company"]), ("Academy", True))
        self.assertEqual(values["contact_employee_count"], 12)

    def test_both_names_make_a_contact_person_of_a_new_structure(self):
        """S: the structure is written first, and the person is put into it."""
        plan = self.insert(lastname="Ost", struct_name="Academy", line1="Quay 4", role="Head")
        person, academy = plan.changes
        self.assertEqual(academy.values, {**ACADEMY, "street": "Quay 4"})
        self.assertLess(academy.rank, person.rank)
        self.assertIs(person.values["parent_id"], academy)
        self.assertEqual(
            (person.values["contact_role"], "street" in person.values), ("Head", False)
        )

    def test_a_contact_person_joins_the_structure_of_that_name(self):
        """S: which is changed only where the row says something of it."""
        plan = self.insert(match(structure=structure(), named=1), lastname="Ost", struct_name="x")
        self.assertEqual([change.record for change in plan.changes], [None])
        self.assertEqual(self.values(plan)["parent_id"], 8)

    def test_several_structures_of_one_name_are_an_error(self):
        """S: unless the contact is in the one that was found."""
        found = match(structure=structure(), named=2)
        plan = self.insert(found, lastname="Ost", struct_name="Academy")
        self.assertEqual(self.codes(plan), ["ambiguous_structure"])
        self.assertEqual(plan.problems[0].params, {"count": 2})
        found["contact"] = contact(parent_id=8)
        plan = self.plan("update", found, struct_name="Academy", role="Head")
        self.assertEqual(self.values(plan), {"contact_role": "Head"})

    def test_an_owner_that_is_unknown_is_an_error(self):
        """S05, S06: whatever the operation is."""
        for operation in ("insert", "update", "delete"):
            plan = self.plan(operation, match(owner=None), lastname="Ost")
            self.assertEqual(self.codes(plan), ["unknown_owner"])


class TestPlanOfUpdates(ContactPlanCase):
    """S09, S10: contacts that there are."""

    def test_only_what_differs_is_written(self):
        """S09: an empty cell leaves the field."""
        anna = contact(contact_role="Buyer", function="Teacher")
        found = match(contact=anna, taken=True)
        plan = self.plan("update", found, role="Buyer", function="Head", remark=None)
        self.assertEqual((self.values(plan), plan.record), ({"function": "Head"}, 7))

    def test_a_row_that_says_what_is_so_is_unchanged(self):
        """S09: an emptied text is as good as none."""
        row = self.row("update", match(contact=contact(contact_role="")), role="=")
        self.assertEqual(self.outcomes(row), [UNCHANGED])

    def test_equals_takes_the_value_away(self):
        """S01-03: the number of employees becomes 0, since there is no empty one."""
        anna = contact(street="Quay 4", contact_employee_count=3, contact_remark="x")
        plan = self.plan("update", match(contact=anna), line1="=", nb_employees="=", remark="=")
        expected = {"street": None, "contact_employee_count": 0, "contact_remark": None}
        self.assertEqual(self.values(plan), expected)

    def test_an_update_leaves_an_inactive_contact_inactive(self):
        """S09, S10: UPDATEACT alone reactivates."""
        anna = contact(active=False, contact_invalid_reason="moved")
        plan = self.plan("update", match(contact=anna), role="Buyer")
        self.assertEqual(self.values(plan), {"contact_role": "Buyer"})
        plan = self.plan("updateact", match(contact=anna))
        self.assertEqual(self.values(plan), {"active": True, "contact_invalid_reason": None})

    def test_a_contact_that_is_not_found_cannot_be_updated(self):
        """D12: of somebody else's contact nothing more is told."""
        for found in (match(), match(taken=True)):
            self.assertEqual(self.codes(self.plan("update", found)), ["unknown_contact"])
        self.assertEqual(self.codes(self.plan("update", match(), contact_nr=None)), ["missing"])

    def test_one_part_of_a_name_leaves_the_other(self):
        """S: also where nobody has told the parts apart."""
        self.assertEqual(self.values(self.plan("update", lastname="Ray"))["name"], "Anna Ray")
        self.assertEqual(self.values(self.plan("update", firstname="="))["name"], "Lee")
        plan = self.plan("update", firstname="=", lastname="=")
        self.assertEqual(self.codes(plan), ["name_needed"])

    def test_a_structure_has_no_name_of_a_person(self):
        """S: and it keeps a name."""
        found = match(contact=structure(), taken=True)
        self.assertEqual(
            self.codes(self.plan("update", found, lastname="x")), ["person_on_structure"]
        )
        self.assertEqual(self.codes(self.plan("update", found, struct_name="=")), ["name_needed"])
        plan = self.plan("update", found, struct_name="Academy of Arts")
        self.assertEqual(self.values(plan), {"name": "Academy of Arts"})

    def test_a_birthdate_lies_in_the_past(self):
        """S: a date is written as its ISO text."""
        plan = self.plan("update", birthdate=datetime.date(2000, 2, 29))
        self.assertEqual(self.values(plan), {"contact_birthdate": "2000-02-29"})
        plan = self.plan("update", birthdate=datetime.date(2026, 2, 1))
        self.assertEqual(self.codes(plan), ["birthdate_in_future"])

    def test_a_remark_is_added_once(self):
        """S: || adds a line, which a second upload finds there."""
        found = match(contact=contact(contact_remark="First"))
        plan = self.plan("update", found, remark="||Second")
        self.assertEqual(self.values(plan), {"contact_remark": "First\nSecond"})
        again = match(contact=contact(contact_remark="First\nSecond"))
        self.assertEqual(self.plan("update", again, remark="||Second").changes, [])
        plan = self.plan("update", found, remark="||" + "x" * 2000)
        self.assertEqual(self.codes(plan), ["too_long"])

    def test_a_language_is_one_of_those_installed(self):
        """S: of several of the same two letters the contact keeps its own."""
        found = match(contact=contact(lang="fr_CH"), lookups=lookups(langs=["fr_FR", "fr_CH"]))
        self.assertEqual(self.plan("update", found, pref_lang="FR").changes, [])
        found = match(contact=contact(lang="en_US"), lookups=lookups(langs=["fr_FR", "fr_CH"]))
        self.assertEqual(self.values(self.plan("update", found, pref_lang="FR")), {"lang": "fr_FR"})
        self.assertEqual(self.codes(self.plan("update", pref_lang="XX")), ["unknown_language"])


class TestPlanOfRelays(ContactPlanCase):
    """Contact persons: what belongs to the structure is written there."""

    def relay(self, **columns):
        relay = contact(parent_id=8, contact_firstname="Anna")
        found = match(contact=relay, structure=structure(), taken=True, named=1)
        return self.plan("update", found, **columns)

    def test_the_main_address_is_that_of_the_structure(self):
        """S: with official name, type, employees, web site and administrative numbers."""
        columns = {"line1": "Quay 4", "web_site": "a.example", "official_name": "Academy of Arts"}
        plan = self.relay(**columns, admin_number="A=1", role="Head")
        own, academy, number = plan.changes
        self.assertEqual(own.values, {"contact_role": "Head"})
        self.assertEqual(academy.record, 8)
        expected = {"contact_official_name": "Academy of Arts", "website": "http://a.example"}
        self.assertEqual(academy.values, expected | {"street": "Quay 4"})
        self.assertEqual(number.values, {"partner_id": 8, "code": "A", "value": "1"})

    def test_equals_makes_an_individual_of_a_relay(self):
        """S: the address of the row is then its own."""
        plan = self.relay(struct_name="=", line1="Quay 4")
        self.assertEqual(self.values(plan), {"parent_id": None, "street": "Quay 4"})

    def test_the_name_of_another_structure_moves_the_person(self):
        """S: one that is not there yet is made, for the same owner."""
        found = match(contact=contact(parent_id=9), structure=None)
        own, academy = self.plan("update", found, struct_name="Academy").changes
        self.assertIs(own.values["parent_id"], academy)
        self.assertEqual(academy.values, ACADEMY)

    def test_a_structure_of_another_owner_is_not_touched(self):
        """D12: neither by a person in it nor by a structure below it, which may only leave it."""
        found = match(contact=contact(parent_id=9), foreign=True)
        for column in ("line1", "official_name", "admin_number", "web_site", "struct_type"):
            plan = self.plan("update", found, **{column: "A=1"})
            self.assertEqual(self.codes(plan)[:1], ["foreign_structure"], column)
        self.assertEqual(self.values(self.plan("update", found, role="x")), {"contact_role": "x"})
        self.assertEqual(self.plan("update", found, struct_name="=", line1="x").problems, [])
        below = match(contact=structure(parent_id=9), foreign=True)
        self.assertEqual(self.values(self.plan("update", below, web_site="=")), {"website": None})
        self.assertEqual(self.codes(self.plan("update", below, line1="x")), ["foreign_structure"])

    def test_administrative_numbers_are_records_of_their_own(self):
        """S: CODE= takes one away, = all of them; a text without = is an error."""
        found = match(contact=contact(**{ADMIN_NUMBERS: {"A": [11, "1"], "B": [12, "2"]}}))
        changes = self.plan("update", found, admin_number="A=3,B=,C=4,D=").changes
        self.assertEqual(
            [(c.record, c.removes) for c in changes], [(11, False), (12, True), (None, False)]
        )
        self.assertEqual(changes[0].values, {"value": "3"})
        odd = self.plan("update", found, admin_number="A=N/A")
        self.assertEqual(self.codes(odd), ["placeholder_kept"])
        changes = self.plan("update", found, admin_number="=").changes
        self.assertEqual([(c.record, c.removes) for c in changes], [(11, True), (12, True)])
        self.assertEqual(self.codes(self.plan("update", found, admin_number="A")), ["bad_pair"])
        new = self.insert(lastname="Ost", admin_number="A=1")
        self.assertIs(new.changes[1].values["partner_id"], new.changes[0])


class TestPlanOfAddresses(ContactPlanCase):
    """M is the contact's own address, S and B are further ones."""

    delivery = {"delivery": {"id": 21, "type": "delivery", "street": "Old"}}

    def test_a_further_address_is_made_where_its_type_is_named(self):
        """S: below the contact, for its owner; the main one stays."""
        plan = self.plan("update", addr_type="S", line1="Quay 4")
        (change,) = plan.changes
        expected = {"type": "delivery", "parent_id": 7, "company_id": OPERA, "street": "Quay 4"}
        self.assertEqual((change.record, change.values), (None, expected))

    def test_no_type_means_all_addresses_that_are_there(self):
        """S: none is made."""
        found = match(contact=contact(addresses=self.delivery))
        changes = self.plan("update", found, line1="Quay 4").changes
        self.assertEqual([change.record for change in changes], [7, 21])
        self.assertEqual({change.values["street"] for change in changes}, {"Quay 4"})

    def test_an_address_of_blanks_is_not_made(self):
        """S: what is taken away of one that is not there changes nothing."""
        self.assertEqual(self.plan("update", addr_type="SB", line1="=").changes, [])
        found = match(contact=contact(addresses=self.delivery))
        (change,) = self.plan("update", found, addr_type="S, B", line1="=").changes
        self.assertEqual((change.record, change.values), (21, {"street": None}))

    def test_a_new_contact_and_its_addresses_are_one_plan(self):
        """S: contact first, addresses below it."""
        person, invoice = self.insert(lastname="Ost", addr_type="mb", line1="Quay 4").changes
        self.assertEqual(person.values["street"], "Quay 4")
        self.assertIs(invoice.values["parent_id"], person)
        self.assertGreater(invoice.rank, person.rank)

    def test_a_type_that_there_is_not_is_an_error(self):
        """S: so is anything between the letters but separators."""
        for text in ("X", "M-S", "MS?"):
            plan = self.plan("update", addr_type=text, line1="x")
            self.assertEqual(self.codes(plan), ["bad_address_type"], text)

    def test_a_department_is_one_of_its_country(self):
        """S: of the row's country, else of the contact's."""
        here = lookups(country=[41, "CH"], departments=[[41, 5], [33, 6]])
        columns = {"country": "CH", "department": "VD"}
        plan = self.plan("update", match(contact=contact(), lookups=here), **columns)
        self.assertEqual(self.values(plan), {"country_id": 41, "state_id": 5})
        for country, code in (
            (33, None),
            (49, "unknown_department"),
            (None, "department_without_country"),
        ):
            found = match(contact=contact(country_id=country), lookups=here)
            plan = self.plan("update", found, department="VD")
            self.assertEqual(self.codes(plan), [code] if code else [])

    def test_a_country_that_is_unknown_is_an_error(self):
        """S: nothing of the row is written."""
        plan = self.plan("update", country="Nowhere", role="x")
        self.assertEqual((self.codes(plan), plan.changes), (["unknown_country"], []))


class TestPlanOfTelephones(ContactPlanCase):
    """Numbers in the form of their country."""

    def phone(self, found, **columns):
        return self.values(self.plan("update", found, telephone="0225550111", **columns))["phone"]

    def test_a_number_is_one_of_the_country_of_the_row(self):
        """S: else of the contact's, else of the owner's."""
        home = contact(home="FR")
        here = lookups(country=[41, "CH"])
        self.assertEqual(
            self.phone(match(contact=home, lookups=here), country="CH"), "+41 225550111"
        )
        self.assertEqual(self.phone(match(contact=home)), "+33 225550111")
        self.assertEqual(self.phone(match(contact=contact())), "+41 225550111")

    def test_what_is_no_number_is_kept_with_a_warning(self):
        """S: the rest of the row is imported."""
        found = match(contact=contact(contact_fax=None))
        plan = self.plan("update", found, telephone="call me", fax="=", role="x")
        self.assertEqual((self.codes(plan), plan.problems[0].level), (["odd_phone"], "warning"))
        self.assertEqual(plan.changes[0].values, {"contact_role": "x", "phone": "call me"})

    def test_two_zeros_are_a_plus(self):
        """S: as they are dialled."""
        plan = self.plan("update", cellphone="0041795550112")
        self.assertEqual(self.values(plan), {"contact_cellphone": "+41795550112"})

    def test_a_number_has_fifteen_digits_at_most(self):
        """S: whatever stands between them."""
        self.assertEqual(self.codes(self.plan("update", fax="+411234567890123456")), ["too_long"])


class TestPlanOfAssignments(ContactPlanCase):
    """D13: criteria and authorizations."""

    def assign(self, held=(), **columns):
        anna = contact(**{CRITERIA: list(held), AUTHORIZATIONS: list(held)})
        here = lookups(criteria=CRITERIA_HERE, authorizations={"MAIL": 1, "SHARE": 2})
        return self.plan("update", match(contact=anna, lookups=here), **columns)

    def test_a_cell_links_values_of_criteria(self):
        """D13: of a criterion with one value the new one takes the place of the old."""
        plan = self.assign([1, 3], criterion="SOURCE=FRIEND, INTEREST=DANCE")
        self.assertEqual(self.values(plan), {CRITERIA: [2, 3, 4]})

    def test_a_column_says_what_the_contact_has_of_a_criterion(self):
        """D13: = there takes all of it away, CODE= in the cell as well."""
        plan = self.assign([1, 3], **{"criterion:INTEREST": "DANCE"})
        self.assertEqual(self.values(plan), {CRITERIA: [1, 4]})
        for columns in ({"criterion:INTEREST": "="}, {"criterion": "INTEREST="}):
            self.assertEqual(self.values(self.assign([1, 3], **columns)), {CRITERIA: [1]})
        self.assertEqual(self.values(self.assign([1, 3], criterion="=")), {CRITERIA: []})

    def test_criteria_that_do_not_fit_are_errors(self):
        """S04: what is not defined is never created."""
        for code, columns in (
            ("unknown_criterion", {"criterion": "X=1"}),
            ("unknown_criterion_value", {"criterion": "SOURCE=X"}),
            ("criterion_single", {"criterion:SOURCE": "PRESS,FRIEND"}),
            ("bad_pair", {"criterion": "SOURCE"}),
        ):
            self.assertEqual(self.codes(self.assign(**columns)), [code], columns)
        here = lookups(criteria=CRITERIA_HERE)
        found = match(contact=structure(), lookups=here)
        plan = self.plan("update", found, criterion="INTEREST=DANCE")
        self.assertEqual(self.codes(plan), ["criterion_not_for"])

    def test_authorizations_are_given_and_taken(self):
        """D13: true or false by code; = is false."""
        plan = self.assign([2], authorization="MAIL=yes", **{"authorization:SHARE": "="})
        self.assertEqual(self.values(plan), {AUTHORIZATIONS: [1]})
        self.assertEqual(self.values(self.assign([1], authorization="=")), {AUTHORIZATIONS: []})
        plan = self.assign(authorization="X=1, MAIL=perhaps")
        self.assertEqual(self.codes(plan), ["unknown_authorization", "not_a_boolean"])

    def test_structure_types_and_employees_are_checked(self):
        """S: a type that exists, and no negative number."""
        columns = {"struct_type": "X", "nb_employees": -1}
        plan = self.insert(struct_name="Academy", **columns)
        self.assertEqual(self.codes(plan), ["negative", "unknown_structure_type"])
        found = match(lookups=lookups(type=4))
        values = self.values(self.insert(found, struct_name="Academy", struct_type="SCHOOL"))
        self.assertEqual(values["contact_structure_type_id"], 4)


class TestContactsOfOtherOwners(ContactPlanCase):
    """D12: contacts of other owners are not found, not even behind a row that has met them."""

    def test_a_row_of_another_owner_hands_the_contact_on(self):
        """D12: a row with * reaches them, where it is of the same institution."""
        theirs = match(owner=STAGE)
        rows = (
            self.row("insert", match(), 2, lastname="Ost"),
            self.row("update", theirs, 3, organization="STAGE", role="x"),
            self.row("insert", theirs, 4, organization="STAGE", lastname="x"),
            self.row("update", match(), 5, role="x"),
            self.row("update", theirs, 6, organization="*", firstname="Eve"),
        )
        expected = [CREATED, "invalid", "invalid", UPDATED, UPDATED]
        self.assertEqual(self.outcomes(*rows), expected)
