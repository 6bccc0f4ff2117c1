from odoo.tests import TransactionCase

from ..users import new_companies, new_user, new_users

MANAGE = "registration_import.group_manage_certification"
UPLOAD = "registration_import.group_bulk_upload"
EXPORT = "registration_import.group_data_export"


class QualificationsCase(TransactionCase):
    """Two learners, two qualifications, an enrolment; users of each role alone and in pairs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Enrolment = cls.env["qualification.enrolment"]
        cls.awarder = cls.env["res.partner"].create({"name": "City Awards", "is_company": True})
        cls.care, cls.welding = cls.env["qualification.qualification"].create(
            [
                {
                    "name": "Diploma in Care",
                    "number": "601/8830/X",
                    "awarding_organisation_id": cls.awarder.id,
                    "planned_duration": 365,
                },
                {"name": "Award in Welding", "number": "100/1234/5"},
            ]
        )
        cls.programme = cls.env["qualification.programme"].create({"name": "Evening School"})
        cls.ines, cls.olu = cls.env["res.partner"].create(
            [
                {"name": "Inês Araújo", "contact_uln": "1000000043"},
                {"name": "Olu Ade", "contact_uln": "9276308686"},
            ]
        )
        cls.enrolment = cls.enrol(
            cls.ines, cls.care, programme_id=cls.programme.id, registration_number="0042"
        )
        cls.company_2 = new_companies(cls.env, {"name": "Elsewhere College"})
        cls.manager, cls.uploader, cls.exporter = new_users(
            cls.env, {"cert_manager": MANAGE, "cert_uploader": UPLOAD, "cert_exporter": EXPORT}
        )
        cls.staff = new_user(cls.env, "cert_staff", f"{MANAGE},{UPLOAD}", email="staff@example.com")

    @classmethod
    def enrol(cls, learner, qualification, **values):
        return cls.Enrolment.create(
            {"partner_id": learner.id, "qualification_id": qualification.id, **values}
        )
