from ...tools.rows.plan import UNCHANGED
from .contact_rows import ContactPlanCase, contact, match


class TestPlanOfLongTexts(ContactPlanCase):
    """S: what a column holds at most."""

    def test_what_stands_there_already_is_not_judged(self):
        """S09: a longer text that the contact has is no error, another one is."""
        long = "x" * 101
        here = match(
            contact=contact(street=long, contact_lastname=None, **self.named(long)), taken=True
        )
        plan = self.plan("update", here, line1=long, firstname=long)
        self.assertEqual((self.codes(plan), plan.planned_outcome()), ([], UNCHANGED))
        plan = self.plan("update", here, line1="y" * 101, lastname="z" * 101)
        self.assertEqual(self.codes(plan), ["too_long", "too_long"])

    def test_a_number_that_stands_there_already(self):
        """S09: however it is stored."""
        odd = "0" * 20
        here = match(contact=contact(phone=odd), taken=True)
        plan = self.plan("update", here, telephone=odd)
        self.assertEqual((self.codes(plan), plan.planned_outcome()), ([], UNCHANGED))

    def named(self, first):
        return {"name": first, "contact_firstname": first}
