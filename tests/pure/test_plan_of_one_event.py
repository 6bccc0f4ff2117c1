from .test_plan_of_session_instances import SessionInstancesCase, match


class TestPlanOfOneEvent(SessionInstancesCase):
    """A run that is about one event alone."""

    def test_a_registration_of_another_event_is_refused_in_words(self):
        problem = self.problem(("registered", match(stray="Dinner")))
        self.assertEqual((problem.code, problem.field), ("other_event", "registration_code"))
        self.assertEqual((problem.value, problem.params), ("R1", {"event": "Dinner"}))

    def test_that_is_told_before_what_else_forbids_it(self):
        """Its sessions and seats are nobody's business here."""
        found = match(stray="Dinner", problem="sessions_disabled", instance=None)
        self.assertEqual(self.problem(("registered", found)).code, "other_event")
