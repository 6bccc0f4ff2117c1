import datetime

from ...tools.kinds.constituents import ConstituentPlanner
from ...tools.kinds.hub import GROUPS
from ...tools.rows.plan import CREATED, INVALID, UNCHANGED, UPDATED
from ...tools.rows.run_context import Center, RunContext
from .constituent_rows import (
    CENTER_GROUP,
    FRIENDS,
    INS,
    NEWS,
    NOBODY,
    OUTS,
    ConstituentPlanCase,
    contact,
    group,
    is_found,
    new_group,
    wrong_group,
)
from .contact_rows import format_phone, lookups

GONE = {"member_id": "S9", "email": "s@example.com"}


def planner(centers=None, **run):
    return ConstituentPlanner(RunContext(country="CH", **run), centers, format_phone)


class ConstituentsCase(ConstituentPlanCase):
    planner = planner()

    def new(self, **columns):
        """The plan of a row that means nobody."""
        return self.plan(stages={"member_id": NOBODY, "email": NOBODY}, **columns)

    def values(self, plan):
        """What the plan writes on the contact itself."""
        self.assertEqual(plan.problems, [])
        return plan.changes[0].values


class TestWhomARowMeans(ConstituentsCase):
    """V07: CONS_ID, then MEMBER_ID, then the e-mail address."""

    def test_the_first_way_that_finds_anybody_decides(self):
        """V07: the others are not asked."""
        ada, bob = contact(), contact(id=8)
        stages = {"cons_id": NOBODY, "member_id": is_found(bob), "email": is_found(ada)}
        self.assertEqual(self.plan(stages=stages, town="Rom").record, 8)
        stages["cons_id"] = is_found(ada)
        self.assertEqual(self.plan(stages=stages, town="Rom", cons_id=7).record, 7)

    def test_several_contacts_are_an_error(self):
        """V07: with how many there are; so is one that was only removed."""
        plan = self.plan(stages={"member_id": is_found(None, 3)})
        self.assertEqual(self.codes(plan), ["ambiguous_constituent"])
        self.assertEqual((plan.problems[0].value, plan.problems[0].params), ("00123", {"count": 3}))
        plan = self.plan(stages={"member_id": {**NOBODY, "removed": 1}})
        self.assertEqual(self.codes(plan), ["removed_constituent"])

    def test_a_row_that_names_nobody_is_an_error(self):
        """V07: neither a text that is no address nor an id that there is not makes a contact."""
        self.assertEqual(self.codes(self.new(member_id=None)), ["key_missing"])
        self.assertEqual(self.codes(self.new(email="no address")), ["bad_email"])
        self.assertEqual(self.codes(self.new(cons_id=99)), ["unknown_constituent"])

    def test_a_member_id_of_somebody_else_is_refused(self):
        """V07: of an archived contact, too; a contact without one takes it over."""
        cyd = contact(id=9, contact_member_id=None)
        for other in (is_found(contact()), {**NOBODY, "removed": 1}):
            stages = {"cons_id": is_found(cyd), "member_id": other}
            self.assertEqual(self.codes(self.plan(stages=stages, cons_id=9)), ["member_id_taken"])
        stages = {"member_id": NOBODY, "email": is_found(cyd)}
        self.assertEqual(self.values(self.plan(stages=stages)), {"contact_member_id": "00123"})

    def test_nobody_anonymized_is_brought_back(self):
        """D17: whatever else is wrong with the row."""
        plan = self.plan(erased="01/31/2026", email="no address")
        self.assertEqual(self.codes(plan), ["erased"])
        self.assertEqual(plan.problems[0].params, {"date": "01/31/2026"})

    def test_a_run_may_only_make_or_only_update(self):
        """V12: as the operation says."""
        for records, known, new in (
            ("create", ["exists_already"], []),
            ("update", [], ["not_there_yet"]),
            ("both", [], []),
        ):
            self.planner = planner(options={"records": records})
            self.assertEqual(self.codes(self.plan()), known)
            self.assertEqual(self.codes(self.new(lastname="Ost")), new)

    def test_a_contact_that_may_be_another_one_waits(self):
        """V14: until a person has decided."""
        plan = self.plan(who=contact(deferred=True), town="Rom")
        self.assertEqual(self.codes(plan), ["unresolved_duplicate"])


class TestWhatARowSaysOfAContact(ConstituentsCase):
    """V07: fields of the contact itself."""

    def test_a_new_contact_needs_a_name_or_an_address(self):
        """V07: without a name it is called by its e-mail address."""
        self.assertEqual(self.values(self.new(lastname="Ost"))["name"], "Ost")
        values = self.values(self.new(email="Eve@example.com"))
        self.assertEqual((values["name"], values["email"]), ("Eve@example.com", "Eve@example.com"))
        self.assertEqual(self.codes(self.new()), ["constituent_name_missing"])

    def test_only_what_differs_is_written(self):
        """V07: an empty cell leaves the field."""
        ada = contact(city="Rom", street="Quay 4", is_company=False)
        plan = self.plan(who=ada, town="Rom", line1="Quay 5", is_company=False, zipcode=None)
        self.assertEqual(self.values(plan), {"street": "Quay 5"})
        self.assertEqual(self.plan(who=ada, town="Rom").planned_outcome(), UNCHANGED)

    def test_equals_takes_a_value_away(self):
        """V12: which is what a blank cell means where the run is told so."""
        plan = self.plan(who=contact(city="Rom", phone="1"), town="=", telephone="=")
        self.assertEqual(self.values(plan), {"city": None, "phone": None})

    def test_the_same_address_in_other_letters_is_not_another_one(self):
        """V07: nor one with a name before it."""
        ada = contact(email="Ada <ada@example.com>", email_normalized="ada@example.com")
        self.assertEqual(self.plan(who=ada, email="ADA@example.com").changes, [])
        plan = self.plan(who=ada, email="ada@example.org")
        self.assertEqual(self.values(plan), {"email": "ada@example.org"})

    def test_a_text_that_the_contact_has_for_an_address_is_not_judged(self):
        """V10: as a download has it; of nobody else, and in no other text."""
        two = "ada@example.com; ada@example.org"
        ada = contact(email=two, email_normalized="ada@example.com")
        stages = {"member_id": is_found(ada)}
        row = self.row(stages=stages, email=two, town="Rom")
        row.match["email"] = None
        self.assertNotIn("email", self.values(self.planner.plan(row, {})))
        row.values["email"] = "ada ada@example.com"
        self.assertEqual(self.codes(self.planner.plan(row, {})), ["email_with_more"])
        row.match["stages"], row.values["email"] = {"member_id": NOBODY}, two
        self.assertEqual(self.codes(self.planner.plan(row, {})), ["several_emails"])

    def test_of_an_address_only_what_names_it_is_stored(self):
        """V07: and a new contact without a name is called by it."""
        row = self.row(stages={"email": NOBODY}, member_id=None, email="mailto:eve@example.com,")
        row.match["email"] = "eve@example.com"
        values = self.values(self.planner.plan(row, {}))
        self.assertEqual((values["name"], values["email"]), ("eve@example.com",) * 2)

    def test_a_name_as_a_download_has_it_is_no_change(self):
        """V10: where no parts are stored, they are those that the name is taken apart in."""
        for first, last in (("Ada", "Lane"), ("", "Ada Lane")):
            self.assertEqual(self.plan(firstname=first, lastname=last).changes, [])
        values = self.values(self.plan(firstname="Ida"))
        self.assertEqual((values["name"], values["contact_firstname"]), ("Ida Lane", "Ida"))

    def test_a_whole_name_beside_one_part_tells_the_other(self):
        """D21: "Name" and "Surname", "Nome" and "Cognome": no part of a name is lost."""
        for given, part, other in (("lastname", "Lee", "Ann"), ("firstname", "Ann", "Lee")):
            for whole in (other, "Ann Lee", "Lee, Ann"):
                with self.subTest(given=given, whole=whole):
                    values = self.values(self.new(**{given: part, "fullname": whole}))
                    self.assertEqual(
                        (values["name"], values["contact_lastname"]), ("Ann Lee", "Lee")
                    )
        plan = self.new(firstname="Ann", fullname="Anne Lee")
        self.assertEqual(self.codes(plan), ["names_differ"])

    def test_a_number_is_one_of_the_country_of_the_row(self):
        """V07: else of the company's; one that stands here so is left."""
        here = lookups(country=[33, "FR"])
        values = self.values(self.new(lastname="Ost", telephone="0142685300", here=here))
        self.assertEqual(values["phone"], "+33 142685300")
        values = self.values(self.new(lastname="Ost", telephone="0225550111"))
        self.assertEqual(values["phone"], "+41 225550111")
        self.assertEqual(self.plan(who=contact(phone="call me"), telephone="call me").changes, [])

    def test_what_stands_there_already_is_not_judged(self):
        """V10: a download that comes back changes nothing and is refused nothing: long texts, a
        state without its country, an e-mail that is none."""
        long = "x" * 101
        who = contact(street=long, email="n/a", state_id=5, country_id=2, **self.named(long))
        columns = {"line1": long, "email": "n/a", "department": "ZH", "lastname": long}
        plan = self.plan(who=who, here=lookups(departments=[[1, 5]]), **columns)
        self.assertEqual((self.codes(plan), plan.planned_outcome()), ([], UNCHANGED))
        plan = self.plan(who=who, line1=long + "x", lastname="y" * 101, email="none")
        self.assertEqual(self.codes(plan), ["bad_email", "x"][:1])
        plan = self.plan(who=who, line1=long + "x", lastname="y" * 101)
        self.assertEqual(self.codes(plan), ["too_long", "too_long"])

    def named(self, last):
        return {"name": f"Ada {last}", "contact_firstname": "Ada", "contact_lastname": last}

    def test_a_country_that_is_unknown_is_an_error(self):
        """V07: and a department that is none of its country."""
        plan = self.plan(country="Nowhere", department="X")
        self.assertEqual(self.codes(plan), ["unknown_country"])


class TestWhatAContactJoins(ConstituentsCase):
    """V07, V12: groups and interests."""

    def test_lists_of_interests_opt_in_and_out(self):
        """V07: as a download has them; who is in both lists is out, and stays out."""
        art = ("opted_in", "Art", {"id": 6, "in": 23, "out": 24, "active": True})
        plan = self.plan(opted_in=[art], opted_out=[NEWS])
        self.assertEqual(self.groups_after(plan), [OUTS, 23])
        plan = self.plan(opted_in=[NEWS], opted_out=[NEWS])
        self.assertEqual((self.groups_after(plan), self.codes(plan)), ([OUTS], ["opted_out"]))

    def test_lists_of_interests_that_are_so_already(self):
        """V07: nothing changes."""
        plan = self.plan(who=contact(groups=[INS]), opted_in=[NEWS])
        self.assertEqual([(change.model, change.values) for change in plan.changes], [])

    def test_a_new_contact_is_made_in_its_groups(self):
        """V07: those that are still to be made among them."""
        plan = self.new(lastname="Ost", groups=[new_group("Choir"), group(FRIENDS)])
        own, choir = plan.changes
        self.assertEqual(own.values[GROUPS], [FRIENDS, choir])
        self.assertLess(choir.rank, own.rank)

    def test_groups_of_a_contact_are_written_on_the_groups(self):
        """V07: apart from the contact itself."""
        plan = self.plan(who=contact(groups=[12]), town="Rom", groups=[group(FRIENDS)])
        own, members = plan.changes
        self.assertEqual((own.values, members.values), ({"city": "Rom"}, {GROUPS: [FRIENDS, 12]}))
        self.assertEqual(members.inverse, "member_ids")

    def test_contacts_join_the_group_of_the_center(self):
        """V12: a new one belongs to the company of the center; another center's group is an error
        of that assignment."""
        self.planner = planner((4,), center=Center(4, CENTER_GROUP, 2))
        plan = self.new(lastname="Ost", groups=[wrong_group("group_of_other_center")])
        self.assertEqual(plan.changes[0].values[GROUPS], [CENTER_GROUP])
        self.assertEqual(plan.changes[0].values["company_id"], 2)
        self.assertEqual([problem.level for problem in plan.problems], ["warning"])
        self.assertEqual(self.groups_after(self.plan()), [CENTER_GROUP])
        self.assertEqual(self.plan(who=contact(groups=[CENTER_GROUP])).changes, [])

    def test_who_has_opted_out_stays_out(self):
        """V09: the rest of the row is imported."""
        ada = contact(groups=[OUTS])
        plan = self.plan(who=ada, interests=[NEWS], interest_opt="in", town="Rom")
        self.assertEqual((self.codes(plan), len(plan.changes)), (["opted_out"], 1))


class TestChosenColumns(ConstituentsCase):
    """V07: columns for fields of contacts that somebody has chosen."""

    def test_what_is_so_already_is_no_change(self):
        """V07: a day is compared as the database gives it; a blank cell leaves the field."""
        columns = {"field_contact_birthdate": "contact_birthdate", "field_x_shirt": "x_shirt"}
        self.planner = ConstituentPlanner(RunContext(), None, format_phone, columns)
        born = {"field_contact_birthdate": datetime.date(2001, 2, 3), "field_x_shirt": None}
        ada = contact(contact_birthdate="2001-02-03", x_shirt="l")
        row = self.row(who=ada, **born)
        row.plan = self.planner.plan(row, {})
        self.assertEqual(row.plan.planned_outcome(), UNCHANGED)
        plan = self.plan(who=ada, **{**born, "field_x_shirt": "s"})
        self.assertEqual(plan.changes[0].values["x_shirt"], "s")
        self.assertEqual(plan.planned_outcome(), UPDATED)


class TestRowsOfOneConstituent(ConstituentsCase):
    """V07: a row finds the contact that an earlier one made or changed."""

    def test_a_row_finds_the_contact_that_an_earlier_one_made(self):
        """V07: by its e-mail only while it has no member ID."""
        rows = self.rows(
            {"email": "new@example.com", "lastname": "New"},
            {"email": "NEW@example.com", "member_id": "0078"},
            {"member_id": "0078", "town": "Bern", "email": "other@example.com"},
            {"member_id": "0078", "town": "Bern"},
            {"email": "other@example.com", "lastname": "Other"},
        )
        expected = [CREATED, UPDATED, UPDATED, UNCHANGED, CREATED]
        self.assertEqual(self.outcomes(*rows), expected)
        found = rows[3].match["stages"]["member_id"]["contact"]
        self.assertEqual((found["contact_member_id"], found["id"]), ("0078", 0))

    def test_rows_of_one_contact_are_written_one_after_the_other(self):
        """V07: each finds the id of the one that was made."""
        named = {"member_id": "0077"}
        rows = self.rows({**named, "lastname": "Ost"}, {**named, "town": "Rom"})
        self.assertEqual(self.written(*rows), [CREATED, UPDATED])
        self.assertEqual(rows[1].plan.record, 100)

    def test_a_wrong_row_hands_on_what_others_left(self):
        """V07: in a later chunk, too."""
        named = {"member_id": "0077"}
        columns = {**named, "lastname": "Ost"}, {**named, "email": "x"}, {**named, "town": "Rom"}
        expected = [CREATED, INVALID, UPDATED]
        self.assertEqual(self.outcomes(*self.rows(*columns)), expected)
        self.assertEqual(self.validated(*([row] for row in self.rows(*columns))), expected)

    def test_a_row_of_nobody_leaves_others_with_its_address_as_they_are_now(self):
        """D19: not as they were before the rows above changed them, too."""
        ada, bob = (
            contact(id=n, contact_member_id=f"S{n}", email_normalized="s@example.com", city="Old")
            for n in (7, 8)
        )
        rows = [
            self.row(2, bob, member_id="S8", town="New"),
            self.row(3, ada, member_id="S7", town="New"),
            self.row(4, stages={"member_id": NOBODY}, sharers=[ada, bob], **GONE, town="New"),
            self.row(5, bob, member_id="S8", town="Old"),
        ]
        self.planner = planner(options={"records": "update"})
        self.assertEqual(self.outcomes(*rows), [UPDATED, UPDATED, INVALID, UPDATED])
        self.assertEqual(self.codes(rows[2].plan), ["address_of_others"])
        rows = [
            self.row(2, bob, member_id="S8", email="bob@example.com"),
            self.row(3, stages={"member_id": NOBODY}, sharers=[bob], **GONE),
        ]
        self.assertEqual(self.outcomes(*rows), [UPDATED, INVALID])
        self.assertEqual(self.codes(rows[1].plan), ["not_there_yet"])

    def test_who_has_another_address_by_now_is_not_opted_out_by_the_old_one(self):
        """D22: a row above has given it, and others still have the old one."""
        ada, bob = (
            contact(id=n, contact_member_id=f"S{n}", email_normalized="s@example.com", groups=[])
            for n in (7, 8)
        )
        rows = [
            self.row(2, bob, member_id="S8", email="bob@example.com"),
            self.row(3, ada, member_id="S7", interests=[NEWS], sharers=[bob], interest_opt="out"),
        ]
        self.assertEqual(self.outcomes(*rows), [UPDATED, UPDATED])
        self.assertEqual([each.record for each in rows[1].plan.changes if each.values], [7])
        rows[0].values["email"], rows[0].match["email"] = None, None
        rows[0].values["town"], rows[1].match["sharers"] = "Rom", [bob]
        self.outcomes(*rows)
        self.assertEqual([each.record for each in rows[1].plan.changes if each.values], [7, 8])

    def test_of_two_with_an_address_each_is_found_again(self):
        """V07: by the member ID and without one, however often the file names them."""
        address = {"email": "new@example.com"}
        rows = self.rows({"member_id": "1", **address}, address, {"member_id": "1"}, address)
        self.assertEqual(self.outcomes(*rows), [CREATED, CREATED, UNCHANGED, UNCHANGED])

    def test_who_of_several_is_meant_does_not_become_clear_by_a_row_above(self):
        """V07: twins share an address, and one of them is named by its CONS_ID above."""
        shared = {"contact_member_id": None, "email_normalized": "twin@example.com"}
        tim, tom = contact(id=7, **shared), contact(id=8, **shared)
        address = {"member_id": None, "email": "twin@example.com", "town": "Rom"}
        for twin, values in ((tim, {}), (tom, {}), (tim, {"member_id": "T1"})):
            named = {"member_id": None, "cons_id": twin["id"], "town": "Bern", **values}
            stages = {"cons_id": is_found(twin), "member_id": NOBODY}
            stages = {key: stage for key, stage in stages.items() if named[key]}
            first = self.row(2, stages=stages, **named)
            second = self.row(3, stages={"email": is_found(tim, 2)}, **address)
            self.assertEqual(self.outcomes(first, second), [UPDATED, INVALID], (twin["id"], values))
            self.assertEqual(self.codes(second.plan), ["ambiguous_constituent"])
            self.assertEqual(second.plan.problems[0].params, {"count": 2})

    def test_a_member_id_that_a_row_above_has_freed_can_be_given(self):
        """V07: Ada gets another one, and Bob hers; in a later chunk, too."""
        ada, bob = contact(), contact(id=8, name="Bob Moor", contact_member_id="00124")

        def rows():
            nobody = {"cons_id": is_found(ada), "member_id": NOBODY}
            taken = {"cons_id": is_found(bob), "member_id": is_found(ada)}
            return [
                self.row(2, stages=nobody, cons_id=7, member_id="NEW"),
                self.row(3, stages=taken, cons_id=8, member_id="00123"),
                self.row(4, ada, member_id="00123", lastname="Moorish"),
            ]

        planned = rows()
        self.assertEqual(self.outcomes(*planned), [UPDATED] * 3)
        self.assertEqual(planned[2].plan.record, 8)
        self.assertTrue(self.planner.reaches_others(planned[0]))
        self.assertEqual(self.validated(*([row] for row in rows())), [UPDATED] * 3)

    def test_who_is_found_by_what_the_row_says_is_left_for_later_chunks_by_the_row_alone(self):
        """V07: a million rows that give new member IDs or addresses need no memory of them all."""
        cyd = contact(contact_member_id=None, email_normalized="cyd@example.com")
        own = {"member_id": "00123", "email": "cyd@example.com"}
        stages = {"member_id": NOBODY, "email": is_found(cyd)}
        by_address = self.row(2, stages=stages, **own)
        by_number = self.row(3, stages={"cons_id": is_found(cyd)}, member_id="9", cons_id=7)
        by_member_id = self.row(4, email="ada@example.org")
        rows = [by_address, by_number, by_member_id]
        for row in rows:
            self.outcomes(row)
        reach = [self.planner.reaches_others(row) for row in rows]
        self.assertEqual(reach, [False, True, False])

    def test_a_row_sees_the_groups_that_an_earlier_one_joined(self):
        """V07: of a contact that there is."""
        rows = [self.row(number, contact(), groups=[group(FRIENDS)]) for number in (2, 3)]
        self.assertEqual(self.outcomes(*rows), [UPDATED, UNCHANGED])
