from odoo.tests import Form, tagged

from ..engine.common_undo import UndoCase
from .common_kind import KindCase

ROW = ("601/8830/X", "9276308686", "Registered", "7", "01/09/2025")


@tagged("post_install", "-at_install")
class TestQualificationProposals(UndoCase, KindCase):
    """A32: planned achievement and programme of an enrolment, proposed by the form and filled by
    an import alike."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.olu.qualification_programme_id = cls.programme

    def formed(self):
        """What the form gives the enrolment of Olu on the diploma in care."""
        with Form(self.Enrolment.with_user(self.staff)) as form:
            form.partner_id, form.qualification_id = self.olu, self.care
            form.date_registered = "2025-09-01"
            return form.programme_id, str(form.date_planned)

    def imported(self):
        return self.olu.qualification_enrolment_ids

    def test_an_import_fills_what_the_form_proposes(self):
        """A32, A33: both, and the export has them."""
        proposed = self.formed()
        self.imported().unlink()
        self.assertEqual(self.load(ROW).created, 1)
        enrolment = self.imported()
        self.assertEqual((enrolment.programme_id, str(enrolment.date_planned)), proposed)
        (texts,) = enrolment.with_user(self.staff)._export_texts()
        self.assertEqual(texts[8:10], ["01/09/2026", "Evening School"])

    def test_the_same_file_again_changes_nothing(self):
        """A01: nor is a planned date that somebody took away filled again."""
        self.load(ROW)
        self.imported().date_planned = False
        self.assertEqual(self.load(ROW).unchanged, 1)
        self.assertFalse(self.imported().date_planned)

    def test_a_registration_date_that_comes_later_fills_it(self):
        """A32: of an enrolment that there is, and an undo takes it away."""
        self.load((*ROW[:3], "7"))
        self.assertFalse(self.imported().date_planned)
        job = self.load(ROW)
        self.assertEqual(str(self.imported().date_planned), "2026-09-01")
        self.undo(job)
        self.assertFalse(self.imported().date_planned)
        self.assertEqual(self.imported().programme_id, self.programme)

    def test_a_programme_that_does_not_fit_is_not_proposed(self):
        """A01: one of another company, or that is archived."""
        self.programme.company_id = self.company_2
        self.assertEqual(self.load(ROW).created, 1)
        self.assertFalse(self.imported().programme_id)
        self.programme.write({"company_id": False, "active": False})
        self.imported().unlink()
        self.assertFalse(self.formed()[0])
        self.imported().unlink()
        self.assertEqual(self.load(ROW).created, 1)
        self.assertFalse(self.imported().programme_id)
