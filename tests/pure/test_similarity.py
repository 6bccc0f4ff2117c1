from unittest import TestCase

from ...tools.contacts import similarity

ADA = {
    **{"name": "Ada Lane", "firstname": "Ada", "lastname": "Lane", "email": "ada@example.com"},
    **{"phone": "+41 22 555 01 01", "birth_date": "1990-05-17", "zip": "1201"},
    **{"street": "Quai du Lac 4"},
}


class TestSimilarity(TestCase):
    """V14: how much speaks for two contacts being one person; needs no database."""

    def score(self, **other):
        return similarity.score(similarity.evidence(ADA, other))

    def flagged(self, **other):
        return self.score(**other) >= similarity.FLAGGED_FROM

    def test_one_person_written_differently_is_flagged(self):
        """What people write differently about the same person."""
        for other in (
            {"name": "Ada Lane", "email": "ada@example.com"},
            {"name": "LANE Áda", "birth_date": "1990-05-17"},
            {"name": "A. Lane", "email": "ada@example.com"},
            {"name": "Ada Lanne", "email": "Ada@Example.com"},
            {"name": "Ada Lane", "phone": "022 555 01 01"},
            {"name": "Ada Lane", "cellphone": "0225550101"},
            {"name": "Ada Lane", "zip": "1201", "street": "Quai du lac, 4"},
            {"name": "Ada Lanne", "zip": "1201", "birth_date": "1990-05-17"},
            {"name": "ada@example.com", "email": "ada@example.com"},
        ):
            with self.subTest(other=other):
                self.assertTrue(self.flagged(**other))

    def test_namesakes_and_families_are_not_flagged(self):
        """Namesakes, families behind one address, colleagues behind one telephone."""
        for other in (
            {"name": "Ada Lane"},
            {"name": "Ada Lane", "zip": "1201", "street": "Rue Haute 9"},
            {"name": "Bob Moor", "email": "ada@example.com"},
            {**ADA, "name": "Bob Lane", "firstname": "Bob", "birth_date": "1988-01-02"},
            {**ADA, "name": "Bob Lane", "firstname": "Bob", "birth_date": None},
            {"name": "Ada Lane", "phone": "022 555 01 01", "birth_date": "2012-05-17"},
            {"name": "Bob Moor", "phone": "022 555 01 01", "zip": "1201"},
        ):
            with self.subTest(other=other):
                self.assertFalse(self.flagged(**other))

    def test_scores_are_between_0_and_100_and_order_does_not_count(self):
        """V14: everything the same is 100, nothing in common is 0, and order does not count."""
        self.assertEqual(self.score(**ADA), 100)
        self.assertEqual(self.score(name="Bob Moor"), 0)
        other = {"name": "Lane A.", "phone": "0225550101"}
        there, back = similarity.evidence(ADA, other), similarity.evidence(other, ADA)
        self.assertEqual(there, back)

    def test_organizations_have_one_name(self):
        """Organizations have one name."""
        one = {"name": "Théâtre du Lac", "is_company": True, "zip": "1201", "street": "Quai 1"}
        for name, flagged in (("THEATRE DU LAC", True), ("Opéra du Lac", False)):
            found = similarity.evidence(one, {**one, "name": name})
            self.assertEqual(similarity.score(found) >= similarity.FLAGGED_FROM, flagged, found)

    def test_what_is_missing_speaks_neither_for_nor_against(self):
        """V14: an empty field is no difference."""
        for name in ("email", "phone", "birth_date", "zip", "member_id"):
            with self.subTest(name):
                self.assertEqual(
                    self.score(name="Ada Lane"), self.score(name="Ada Lane", **{name: ""})
                )

    def test_the_strongest_evidence_comes_first(self):
        """V14: what a person reads first."""
        found = similarity.evidence(ADA, {**ADA, "birth_date": "1988-01-02"})
        points = [abs(points) for _code, points in found]
        self.assertEqual(points, sorted(points, reverse=True))

    def test_a_short_telephone_number_says_nothing(self):
        """V14: 118 is called by everybody."""
        self.assertIsNone(similarity.compare_phones({"phone": "118"}, {"phone": "118"}))

    def test_streets_are_the_same_however_they_are_abbreviated(self):
        """V14: and in whatever case and script."""
        for one, other in (
            ("Bahnhofstrasse 4", "Bahnhofstr. 4"),
            ("Main Street 4", "main st 4"),
            ("Chemin du Lac 1", "Ch. du Lac 1"),
        ):
            home = {"zip": "1201", "street": one}
            found = similarity.compare_addresses(home, {"zip": "1201", "street": other})
            self.assertEqual(found, "same_address", one)

    def test_letters_without_an_accent_to_take_off_are_folded_too(self):
        """V14: as people write them on other keyboards."""
        self.assertEqual(similarity.fold("Søren Łukasz Þór Æsa"), "soren lukasz thor aesa")
