import datetime

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_files import ContactFileCase


@tagged("post_install", "-at_install")
class TestKindContactOperations(ContactFileCase):
    """What INSERT, UPDATE and UPDATEACT do to a contact."""

    def test_an_insert_writes_each_column_in_its_field(self):
        """S08: each column ends in its field."""
        job = self.load(
            {
                **{"INSTIT": "T-LAKE", "ORGANIZATION": "OPERA", "OPERATION": "INSERT"},
                **{"CONTACT_NR": "000077", "ROLE": "Buyer", "TITLE": "MRS"},
                **{"LETTER_SALUTATION": "Dear Eve", "ADDR_SALUTATION": "Ms. Eve Ost"},
                **{"FUNCTION": "Teacher", "REMARK": "Likes opera", "FIRSTNAME": "Eve"},
                **{"LASTNAME": "Ost", "BIRTHDATE": "29.02.2000", "PREF_LANG": "EN"},
                **{"OFFICIAL_NAME": "Eve M. Ost", "ADDRESS_NAME1": "Eve", "ADDRESS_NAME2": "Ost"},
                **{"ADMIN_NUMBER": "AHV=756.1", "WEB_SITE": "ost.example.com"},
                **{"LINE1": "Street 1", "LINE2": "Floor 2", "LINE3": "Door 3"},
                **{"ZIPCODE": "0123", "TOWN": "Chur", "TOWN_COMPLEMENT": "West", "COUNTRY": "ch"},
                **{"TELEPHONE": "022 555 01 11", "CELLPHONE": "0041795550112"},
                **{"FAX": "+41 22 555 01 13", "EMAIL1": "eve@example.com"},
                **{"CRITERION": "T-SOURCE=PRESS", "AUTHORIZATION": "T-MAIL=true"},
            }
        )
        self.assertEqual((job.created, self.problems(job)), (1, []), job._result())
        eve = self.find("000077")
        expected = {
            **{"name": "Eve Ost", "is_company": False, "company_id": self.opera.id},
            **{"contact_firstname": "Eve", "contact_lastname": "Ost", "contact_role": "Buyer"},
            **{"contact_title": "mrs", "contact_letter_salutation": "Dear Eve"},
            **{"contact_address_salutation": "Ms. Eve Ost", "function": "Teacher"},
            **{"contact_remark": "Likes opera", "contact_birthdate": datetime.date(2000, 2, 29)},
            **{"lang": "en_US", "contact_official_name": "Eve M. Ost"},
            **{"contact_address_name1": "Eve", "contact_address_name2": "Ost"},
            **{"website": "http://ost.example.com", "street": "Street 1", "street2": "Floor 2"},
            **{
                "contact_street3": "Door 3",
                "zip": "0123",
                "city": "Chur",
                "contact_city_complement": "West",
            },
            **{"country_id": self.ref_id("base.ch"), "phone": "+41 22 555 01 11"},
            **{"contact_cellphone": "+41 79 555 01 12", "contact_fax": "+41 22 555 01 13"},
            **{"email": "eve@example.com", "contact_import_job_id": job.id},
            "contact_criterion_value_ids": self.value(self.source, "PRESS").ids,
            "contact_authorization_ids": self.mailing.ids,
        }
        self.assertRecordValues(eve, [expected])
        self.assertEqual(eve.contact_admin_number_ids.display_name, "AHV: 756.1")

    def test_an_import_opens_the_contacts_that_it_made(self):
        """The contacts that an import made open as a list, the structure of a new contact person
        with them, but not the addresses."""
        person = {"CONTACT_NR": "77", "FIRSTNAME": "Eve", "LASTNAME": "Ost", "STRUCT_NAME": "T-New"}
        delivery = {"ADDR_TYPE": "S", "LINE1": "Street 1", "TOWN": "Chur"}
        self.update(ROLE="Buyer")
        job = self.load({"OPERATION": "INSERT", **person, **delivery})
        eve = self.find("77")
        self.assertTrue(eve.child_ids, job._result())
        action = job.with_user(self.staff).action_open_records()
        records = self.Partner.with_user(self.staff).search(action["domain"])
        self.assertEqual(records, eve + eve.parent_id)

    def test_empty_leaves_and_equals_removes(self):
        """S01-03: empty leaves the field, = removes the value, anything else is imported."""
        self.update(
            **{"ROLE": "Buyer", "TITLE": "MISS", "BIRTHDATE": "2000-01-31", "LINE1": "Street 1"},
            **{"COUNTRY": "CH", "NB_EMPLOYEES": "4", "STRUCT_TYPE": "T-SCHOOL", "EMAIL1": "a@b.cd"},
            **{"TELEPHONE": "022 555 01 11", "CRITERION": "T-SOURCE=PRESS"},
            **{"AUTHORIZATION": "T-MAIL=1", "ADMIN_NUMBER": "A=1", "WEB_SITE": "https://a.example"},
        )
        self.update(ROLE="", TITLE="", LINE1="", CRITERION="", LINE2="Floor 2")
        self.assertEqual(self.anna.contact_role, "Buyer")
        self.assertTrue(self.anna.contact_criterion_value_ids)
        names = (
            *("ROLE", "TITLE", "BIRTHDATE", "LINE1", "COUNTRY", "NB_EMPLOYEES", "STRUCT_TYPE"),
            *("EMAIL1", "TELEPHONE", "CRITERION", "AUTHORIZATION", "ADMIN_NUMBER", "WEB_SITE"),
        )
        anna = self.update(**dict.fromkeys(names, "="))
        fields = (
            *(
                "contact_role",
                "contact_title",
                "contact_birthdate",
                "street",
                "country_id",
                "email",
            ),
            *("contact_employee_count", "contact_structure_type_id", "phone", "website"),
            *("contact_criterion_value_ids", "contact_authorization_ids"),
            "contact_admin_number_ids",
        )
        self.assertEqual([name for name in fields if anna[name]], [])
        self.assertEqual(anna.street2, "Floor 2")

    def test_equals_in_a_key_is_an_error(self):
        """D14: = in a key or mandatory column is an error."""
        for name in ("INSTIT", "ORGANIZATION", "OPERATION", "CONTACT_NR"):
            self.assertEqual(self.error(**{name: "="}), "not_removable", name)
        self.assertEqual(self.error(FIRSTNAME="=", LASTNAME="="), "name_needed")

    def test_a_remark_is_added_once(self):
        """S: || adds to the remark, once for the same file."""
        self.assertEqual(self.update(REMARK="First").contact_remark, "First")
        for _time in range(2):
            self.assertEqual(self.update(REMARK="||Second").contact_remark, "First\nSecond")
        self.assertEqual(self.update(REMARK="||" + "x" * 1900).contact_remark[-1], "x")
        self.assertEqual(self.error(REMARK="||" + "y" * 1900), "too_long")
        self.assertEqual(self.update(REMARK="||x||").contact_remark[-3:], "x||")

    def test_the_same_file_again_changes_nothing(self):
        """Issue: the same rows a second time change nothing."""
        row = {
            **{"CONTACT_NR": "0001", "REMARK": "||More", "TELEPHONE": "022 555 01 11"},
            **{"WEB_SITE": "a.example.com", "ADMIN_NUMBER": "A=1,B=2", "LASTNAME": "Lee-Ray"},
            **{"CRITERION": "T-INTEREST=OPERA,T-INTEREST=DANCE", "COUNTRY": "Switzerland"},
            **{"ADDR_TYPE": "MS", "LINE1": "Street 1", "AUTHORIZATION": "T-MAIL=yes"},
        }
        self.assertEqual(self.load(row).updated, 1)
        again = self.load(row)
        self.assertEqual(again.unchanged, 1, self.outcomes(again))
        self.assertAccounted(again)

    def test_one_part_of_a_name_leaves_the_other(self):
        """S: one part of a name changes, the other stays, also where nobody has told them apart."""
        self.assertEqual(self.update(LASTNAME="Ray").name, "Anna Ray")
        untold = {"contact_firstname": False, "contact_lastname": False}
        self.anna.write({"name": "Anna Maria Fox", **untold})
        self.assertEqual(self.update(FIRSTNAME="Eva").name, "Eva Fox")
        self.assertEqual(self.update(FIRSTNAME="=").name, "Fox")

    def test_an_insert_without_a_number_gets_the_next(self):
        """S: INSERT without a number gets the next; other operations need one."""
        row = {"OPERATION": "INSERT", "CONTACT_NR": "", "LASTNAME": "Sans"}
        job = self.load(row, row)
        self.assertEqual(job.created, 2)
        new = self.Partner.search([("name", "=", "Sans")])
        self.assertEqual(len(set(new.mapped("contact_nr")) - {False}), 2)
        self.assertEqual(self.error(CONTACT_NR=""), "missing")

    def test_new_contacts_need_no_column_of_numbers(self):
        """S: a file of new contacts needs no column of numbers, and its rows are not repeats."""
        job = self.load(*({"OPERATION": "INSERT", "LASTNAME": name} for name in ("A", "B")))
        self.assertEqual((job.created, self.problems(job)), (2, []))

    def test_an_insert_never_touches_a_contact_that_is_there(self):
        """S08: an INSERT never touches a contact that is there; the number counts for the whole
        institution, and for no other."""
        for organization in ("OPERA", "STAGE", "*"):
            found = self.error(OPERATION="INSERT", ORGANIZATION=organization, LASTNAME="New")
            self.assertEqual(found, "number_taken")
        job = self.load(
            {
                **{"OPERATION": "INSERT", "INSTIT": "T-NORTH", "CONTACT_NR": "0002"},
                "LASTNAME": "New",
            }
        )
        self.assertEqual(job.created, 1)

    def test_rows_apply_in_the_order_of_the_file(self):
        """Issue: rows apply in the order of the file."""
        job = self.load(
            {
                "OPERATION": "INSERT",
                "CONTACT_NR": "77",
                "LASTNAME": "Ost",
                "CRITERION": "T-SOURCE=PRESS",
            },
            {"CONTACT_NR": "77", "FIRSTNAME": "Eve", "LINE1": "Street 1", "ADDR_TYPE": "S"},
            {"CONTACT_NR": "77", "LINE1": "Street 2", "CRITERION": "T-SOURCE=FRIEND"},
            {"OPERATION": "INSERT", "CONTACT_NR": "77", "LASTNAME": "Again"},
        )
        self.assertEqual(
            list(self.outcomes(job).values()), ["created", "updated", "updated", "invalid"]
        )
        eve = self.find("77")
        self.assertEqual((eve.name, eve.street), ("Eve Ost", "Street 2"))
        self.assertEqual(eve.child_ids.mapped("street"), ["Street 2"])
        self.assertEqual(eve.contact_criterion_value_ids, self.value(self.source, "FRIEND"))

    def test_the_order_holds_over_batches(self):
        """Issue: the order holds where rows fall into different batches and chunks."""
        rows = [{"OPERATION": "INSERT", "CONTACT_NR": f"8{n}", "LASTNAME": "Ost"} for n in range(6)]
        rows += [{"CONTACT_NR": f"8{n}", "FIRSTNAME": "Eve"} for n in range(6)]
        with self.in_batches():
            checked = self.load(*rows, validate_only=True)
            job = self.load(*rows)
        self.assertEqual((checked.created, checked.updated, checked.invalid), (6, 6, 0))
        self.assertEqual((job.created, job.updated), (6, 6), job._result())
        self.assertEqual(self.find("83").name, "Eve Ost")

    def test_updateact_alone_reactivates(self):
        """S10: UPDATE leaves an inactive contact inactive, UPDATEACT reactivates."""
        self.anna.write({"active": False, "contact_invalid_reason": "moved"})
        anna = self.update(ROLE="Buyer")
        self.assertEqual((anna.active, anna.contact_invalid_reason), (False, "moved"))
        anna = self.update(OPERATION="UPDATEACT")
        self.assertEqual((anna.active, anna.contact_invalid_reason), (True, False))
        self.assertEqual(anna.contact_role, "Buyer")

    def test_the_menu_opens_the_upload_of_the_operation(self):
        """Design: Contacts > Import Operations opens the upload of this operation."""
        action = self.env.ref("registration_import.contact_import_action").with_user(self.staff)
        opened = action.run()
        operation = self.env.ref("registration_import.operation_contact_operations")
        self.assertEqual(opened["context"]["default_operation_id"], operation.id)
        self.assertEqual(opened["name"], "Import Contact Operations")

    def test_an_operation_that_is_none_is_an_error(self):
        """S07, F1: what is none of the seven is an error of the row, never taken for another."""
        for text in ("MERGE", "DELTE", "Anonymise", "SUPPRIMER"):
            self.assertEqual(self.error(OPERATION=text), "not_a_choice")
        self.assertEqual(self.error(OPERATION=" "), "missing")
        self.assertEqual(self.update(OPERATION="update", ROLE="Buyer").contact_role, "Buyer")

    def test_validation_writes_nothing(self):
        """Issue: what is validated is counted and not written; no number is drawn."""
        rows = (
            {"OPERATION": "INSERT", "LASTNAME": "Ost", "STRUCT_NAME": "New School"},
            {"CONTACT_NR": "0001", "LINE1": "Street 1", "ADDR_TYPE": "SB"},
        )
        sequence = self.env["res.partner"]._contact_nr_sequence(self.lake)
        before = sequence.number_next_actual
        with self.assertNothingWritten(ir_attachment=1):
            job = self.load(*rows, validate_only=True)
        self.assertEqual((job.created, job.updated), (1, 1))
        self.assertEqual(sequence.number_next_actual, before)

    def test_an_import_leaves_no_messages_on_the_contact(self):
        """Design: an import leaves no messages on the contact, and its journal the old values."""
        before = self.anna.message_ids
        job = self.load({"CONTACT_NR": "0001", "LASTNAME": "Ray", "CRITERION": "T-SOURCE=PRESS"})
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.assertEqual(self.anna.message_ids, before)
        row = self.env["registration.import.row"].search([("job_id", "=", job.id)])
        self.assertIn("Name: Anna Lee → Anna Ray", row.change)
        self.assertIn("Criteria: T-Source: Press", row.change)

    def test_the_report_names_the_number_only(self):
        """Design: the report e-mail has the number, and neither name nor e-mail."""
        job = self.load({"CONTACT_NR": "999", "LASTNAME": "Secret", "EMAIL1": "s@example.com"})
        self.assertIn("999", job.mail_id.body_html)
        self.assertNotIn("Secret", job.mail_id.body_html)

    def test_a_search_finds_the_contacts_of_an_import(self):
        """S: a search by the import finds the contacts that it created or changed."""
        job = self.load({"CONTACT_NR": "0001", "ROLE": "Buyer"})
        self.assertEqual(self.Partner.search([("import_job_id", "=", job.id)]), self.anna)
        self.assertFalse(self.anna.contact_import_job_id)

    def test_nobody_imports_without_the_role(self):
        """D15: without the role nobody imports contacts."""
        with self.assertRaises(AccessError):
            self.load({"CONTACT_NR": "0001"}, user=self.event_user)

    def test_each_problem_has_words(self):
        """Issue: every problem of the kind has words, which its params fill."""
        messages = self.env["registration.import.message"]
        params = dict.fromkeys(("count", "criterion"), "x")
        for code in self.env["registration.import.kind.contact_operations"]._messages():
            self.assertTrue(messages._text(code, params))
