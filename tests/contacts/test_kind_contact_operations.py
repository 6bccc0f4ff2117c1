import datetime

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...tools.rows.planner import Planner
from ..common import ImportCase
from .common import ContactsCase


class KindCase(ContactsCase, ImportCase):
    """Files of contacts, imported by who may; a row is a dict of the columns that it fills."""

    def load(self, *rows, user=None, **arguments):
        """The job after these rows were imported."""
        keys = {"INSTIT": "T-LAKE", "ORGANIZATION": "OPERA", "OPERATION": "UPDATE"}
        rows = [keys | row for row in rows]
        header = list(dict.fromkeys(name for row in rows for name in row))
        cells = [[row.get(name, "") for name in header] for row in rows]
        arguments = {"operation": "contact_operations", "filename": "contacts.csv", **arguments}
        return self.import_rows(cells, user or self.staff, header=header, **arguments)

    def update(self, **columns):
        """Anna after an UPDATE with these columns, which nothing is wrong with."""
        job = self.load({"CONTACT_NR": "0001", **columns})
        self.assertEqual((job.invalid, job.failed), (0, 0), job._result())
        return self.anna

    def insert(self, **columns):
        """The new contact of an INSERT with these columns, which nothing is wrong with."""
        job = self.load({"OPERATION": "INSERT", "CONTACT_NR": "77", **columns})
        self.assertEqual(job.created, 1, job._result())
        return self.find("77")

    def find(self, number, institution=None):
        return self.Partner.search(
            [
                ("contact_nr", "=", number),
                ("contact_institution_id", "=", (institution or self.lake).id),
            ]
        )

    def error(self, **columns):
        """The first error of the one row, with nothing imported."""
        job = self.load({"CONTACT_NR": "0001", **columns})
        self.assertEqual((job.state, job.invalid), ("done", 1), job._result())
        return self.problems(job, "error")[0][1]


@tagged("post_install", "-at_install")
class TestKindContactOperations(KindCase):
    """What INSERT, UPDATE and UPDATEACT do to a contact."""

    def test_insert_all_columns(self):
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
            **{"contact_remark": "Likes opera", "date_of_birth": datetime.date(2000, 2, 29)},
            **{"lang": "en_US", "contact_official_name": "Eve M. Ost"},
            **{"contact_address_name1": "Eve", "contact_address_name2": "Ost"},
            **{"website": "http://ost.example.com", "street": "Street 1", "street2": "Floor 2"},
            **{"street3": "Door 3", "zip": "0123", "city": "Chur", "city_complement": "West"},
            **{"country_id": self.ref_id("base.ch"), "phone": "+41 22 555 01 11"},
            **{"contact_cellphone": "+41 79 555 01 12", "contact_fax": "+41 22 555 01 13"},
            **{"email": "eve@example.com", "contact_import_job_id": job.id},
            "contact_criterion_value_ids": self.value(self.source, "PRESS").ids,
            "contact_authorization_ids": self.mailing.ids,
        }
        self.assertRecordValues(eve, [expected])
        self.assertEqual(eve.contact_admin_number_ids.display_name, "AHV: 756.1")

    def test_records_of_an_import(self):
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
            *("contact_role", "contact_title", "date_of_birth", "street", "country_id", "email"),
            *("contact_employee_count", "contact_structure_type_id", "phone", "website"),
            *("contact_criterion_value_ids", "contact_authorization_ids"),
            "contact_admin_number_ids",
        )
        self.assertEqual([name for name in fields if anna[name]], [])
        self.assertEqual(anna.street2, "Floor 2")

    def test_equals_in_a_key(self):
        """D14: = in a key or mandatory column is an error."""
        for name in ("INSTIT", "ORGANIZATION", "OPERATION", "CONTACT_NR"):
            self.assertEqual(self.error(**{name: "="}), "not_removable", name)
        self.assertEqual(self.error(FIRSTNAME="=", LASTNAME="="), "name_needed")

    def test_remark(self):
        """S: || adds to the remark, once for the same file."""
        self.assertEqual(self.update(REMARK="First").contact_remark, "First")
        for _time in range(2):
            self.assertEqual(self.update(REMARK="||Second").contact_remark, "First\nSecond")
        self.assertEqual(self.update(REMARK="||" + "x" * 1900).contact_remark[-1], "x")
        self.assertEqual(self.error(REMARK="||" + "y" * 1900), "too_long")
        self.assertEqual(self.update(REMARK="||x||").contact_remark[-3:], "x||")

    def test_same_file_again(self):
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

    def test_first_or_last_name_alone(self):
        """S: one part of a name changes, the other stays, also where nobody has told them apart."""
        self.assertEqual(self.update(LASTNAME="Ray").name, "Anna Ray")
        self.anna.name = "Anna Maria Fox"
        self.assertEqual(self.update(FIRSTNAME="Eva").name, "Eva Fox")
        self.assertEqual(self.update(FIRSTNAME="=").name, "Fox")

    def test_number_from_the_sequence(self):
        """S: INSERT without a number gets the next; other operations need one."""
        row = {"OPERATION": "INSERT", "CONTACT_NR": "", "LASTNAME": "Sans"}
        job = self.load(row, row)
        self.assertEqual(job.created, 2)
        new = self.Partner.search([("name", "=", "Sans")])
        self.assertEqual(len(set(new.mapped("contact_nr")) - {False}), 2)
        self.assertEqual(self.error(CONTACT_NR=""), "missing")

    def test_without_the_column_of_numbers(self):
        """S: a file of new contacts needs no column of numbers, and its rows are not repeats."""
        job = self.load(*({"OPERATION": "INSERT", "LASTNAME": name} for name in ("A", "B")))
        self.assertEqual((job.created, self.problems(job)), (2, []))

    def test_insert_of_a_number_that_exists(self):
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

    def test_insert_then_update(self):
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

    def test_order_over_pieces(self):
        """Issue: the order holds where rows fall into different pieces and windows."""
        rows = [{"OPERATION": "INSERT", "CONTACT_NR": f"8{n}", "LASTNAME": "Ost"} for n in range(6)]
        rows += [{"CONTACT_NR": f"8{n}", "FIRSTNAME": "Eve"} for n in range(6)]
        with self.in_batches():
            checked = self.load(*rows, validate_only=True)
            job = self.load(*rows)
        self.assertEqual((checked.created, checked.updated, checked.invalid), (6, 6, 0))
        self.assertEqual((job.created, job.updated), (6, 6), job._result())
        self.assertEqual(self.find("83").name, "Eve Ost")

    def test_inactive(self):
        """S10: UPDATE leaves an inactive contact inactive, UPDATEACT reactivates."""
        self.anna.write({"active": False, "contact_invalid_reason": "moved"})
        anna = self.update(ROLE="Buyer")
        self.assertEqual((anna.active, anna.contact_invalid_reason), (False, "moved"))
        anna = self.update(OPERATION="UPDATEACT")
        self.assertEqual((anna.active, anna.contact_invalid_reason), (True, False))
        self.assertEqual(anna.contact_role, "Buyer")

    def test_door(self):
        """Design: Contacts > Import Operations opens the upload of this operation."""
        action = self.env.ref("registration_import.contact_import_action").with_user(self.staff)
        opened = action.run()
        operation = self.env.ref("registration_import.operation_contact_operations")
        self.assertEqual(opened["context"]["default_operation_id"], operation.id)
        self.assertEqual(opened["name"], "Import Contact Operations")

    def test_operations(self):
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

    def test_quiet(self):
        """Design: an import leaves no messages on the contact, and its journal the old values."""
        before = self.anna.message_ids
        job = self.load({"CONTACT_NR": "0001", "LASTNAME": "Ray", "CRITERION": "T-SOURCE=PRESS"})
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.assertEqual(self.anna.message_ids, before)
        row = self.env["registration.import.row"].search([("job_id", "=", job.id)])
        self.assertIn("Name: Anna Lee → Anna Ray", row.change)
        self.assertIn("Criteria: T-Source: Press", row.change)

    def test_report_names_the_number_only(self):
        """Design: the report e-mail has the number, and neither name nor e-mail."""
        job = self.load({"CONTACT_NR": "999", "LASTNAME": "Secret", "EMAIL1": "s@example.com"})
        self.assertIn("999", job.mail_id.body_html)
        self.assertNotIn("Secret", job.mail_id.body_html)

    def test_contacts_of_the_import(self):
        """S: a search by the import finds the contacts that it created or changed."""
        job = self.load({"CONTACT_NR": "0001", "ROLE": "Buyer"})
        self.assertEqual(self.Partner.search([("import_job_id", "=", job.id)]), self.anna)
        self.assertFalse(self.anna.contact_import_job_id)

    def test_right(self):
        """D15: without the role nobody imports contacts."""
        with self.assertRaises(AccessError):
            self.load({"CONTACT_NR": "0001"}, user=self.event_user)

    def test_example_of_each_message(self):
        """Issue: every problem of the kind has words, which its params fill."""
        messages = self.env["registration.import.message"]
        params = dict.fromkeys(("count", "criterion"), "x")
        for code in self.env["registration.import.kind.contact_operations"]._messages():
            self.assertTrue(messages._text(code, params))


@tagged("post_install", "-at_install")
class TestKindContactOperationsOwner(KindCase):
    """D12: a row touches only what its institution and organization own."""

    def test_owner(self):
        """D12: INSERT makes the organization the owner, with * the institution itself."""
        self.assertEqual(self.insert(LASTNAME="Ost").company_id, self.opera)
        job = self.load(
            {"OPERATION": "INSERT", "ORGANIZATION": "*", "CONTACT_NR": "78", "LASTNAME": "Ost"}
        )
        self.assertEqual(job.created, 1)
        self.assertEqual(self.find("78").company_id, self.lake)

    def test_all_organizations(self):
        """S06: * reaches contacts of the institution and of all its organizations, no others."""
        rows = [
            {"CONTACT_NR": number, "ORGANIZATION": "*", "ROLE": "x"}
            for number in ("0001", "0002", "0003")
        ]
        self.assertEqual(self.load(*rows).updated, 3)
        self.assertFalse(self.dora.contact_role)

    def test_of_somebody_else(self):
        """D12: a contact of another owner is not found, as one that does not exist."""
        job = self.load(*({"CONTACT_NR": n, "ROLE": "x"} for n in ("0002", "0003", "9999")))
        self.assertEqual(self.problems(job), [(n, "unknown_contact") for n in (2, 3, 4)])
        self.assertEqual(len({line["message"] for line in job._result()["errors"]}), 1)

    def test_of_somebody_else_in_one_file(self):
        """D12: not even a contact that an earlier row of the file makes or changes; the rows after
        that find theirs all the same."""
        stage = {"ORGANIZATION": "STAGE", "ROLE": "Theirs"}
        job = self.load(
            {"OPERATION": "INSERT", "CONTACT_NR": "77", "LASTNAME": "Ost"},
            {"CONTACT_NR": "77", **stage},
            {"OPERATION": "INSERT", "CONTACT_NR": "77", "LASTNAME": "Ost", **stage},
            {"CONTACT_NR": "77", "ROLE": "Ours"},
            {"CONTACT_NR": "0001", **stage},
            {"CONTACT_NR": "0001", "ROLE": "Ours"},
            {"CONTACT_NR": "77", "ORGANIZATION": "*", "FIRSTNAME": "Eve"},
        )
        self.assertEqual(
            list(self.outcomes(job).values()),
            ["created", "invalid", "invalid", "updated", "invalid", "updated", "updated"],
        )
        self.assertEqual((self.anna + self.find("77")).mapped("contact_role"), ["Ours", "Ours"])
        self.assertEqual(self.find("77").name, "Eve Ost")

    def test_unknown_owner(self):
        """S05, S06: unknown codes, and those of companies that the user has not."""
        self.assertEqual(self.error(INSTIT="X"), "unknown_owner")
        self.assertEqual(self.error(ORGANIZATION="X"), "unknown_owner")
        user = self.user("contact_opera", "registration_import.group_contact_import", self.opera)
        row = {"ORGANIZATION": "STAGE", "CONTACT_NR": "0002"}
        self.assertEqual(self.problems(self.load(row, user=user)), [(2, "unknown_owner")])
        self.assertEqual(self.load({"CONTACT_NR": "0001", "ROLE": "x"}, user=user).updated, 1)

    def test_institution_for_instit(self):
        """S05: the column may be called INSTITUTION, and explanations may stand above."""
        header = ("Who owns it", "", "What to do", "Which one", "")
        codes = ("INSTITUTION", "ORGANIZATION", "OPERATION", "CONTACT_NR", "ROLE")
        row = ("T-LAKE", "OPERA", "UPDATE", "0001", "Buyer")
        arguments = {"operation": "contact_operations", "header": header}
        job = self.import_rows([codes, row], self.staff, **arguments)
        self.assertEqual((job.updated, job.total), (1, 1), job._result())


@tagged("post_install", "-at_install")
class TestKindContactOperationsStructure(KindCase):
    """Individuals, structures and relays; their addresses."""

    def relay(self, number, **columns):
        columns = {"LASTNAME": f"Relay {number}", **columns}
        return {"OPERATION": "INSERT", "CONTACT_NR": number, **columns}

    def test_structure(self):
        """S: the name of a structure alone is a structure."""
        school = self.insert(STRUCT_NAME="Park School", STRUCT_TYPE="T-SCHOOL", NB_EMPLOYEES="12")
        self.assertTrue(school.is_company)
        self.assertEqual(school.contact_structure_type_id, self.school)
        self.assertEqual(school.contact_employee_count, 12)
        self.assertEqual(self.error(OPERATION="INSERT", CONTACT_NR="78"), "name_missing")

    def test_structure_and_relay(self):
        """S: both names are a structure and its contact person; the next one joins it."""
        job = self.load(
            self.relay("71", STRUCT_NAME="Park School", LINE1="Street 1", FUNCTION="Head"),
            self.relay("72", STRUCT_NAME="park school", LINE1="Street 2", STRUCT_TYPE="T-SCHOOL"),
            self.relay("73", STRUCT_NAME="Academy", LINE1="Street 3"),
        )
        self.assertEqual(job.created, 3, job._result())
        head, teacher, dancer = map(self.find, ("71", "72", "73"))
        park = head.parent_id
        self.assertEqual(head.parent_id, teacher.parent_id)
        self.assertEqual(dancer.parent_id, self.academy)
        self.assertTrue(park.is_company and park.contact_nr)
        self.assertEqual((park.name, park.function), ("Park School", False))
        self.assertEqual(park.contact_structure_type_id, self.school)
        self.assertEqual(head.function, "Head")
        self.assertEqual({park.street, head.street, teacher.street}, {"Street 2"})
        self.assertEqual(self.academy.street, "Street 3")

    def test_structure_of_the_same_owner(self):
        """D12: the structure is one of the contact's owner; another's of that name is not it."""
        job = self.load(self.relay("71", STRUCT_NAME="Academy", ORGANIZATION="STAGE"))
        self.assertEqual(job.created, 1)
        structure = self.find("71").parent_id
        self.assertNotEqual(structure, self.academy)
        self.assertEqual(structure.company_id, self.stage)

    def test_ambiguous_structure(self):
        """S: two structures of one name are an error, unless the contact is in one of them."""
        other = self.academy.copy({"name": "ACADEMY"})
        self.assertEqual(
            self.error(OPERATION="INSERT", CONTACT_NR="78", LASTNAME="X", STRUCT_NAME="Academy"),
            "ambiguous_structure",
        )
        self.anna.parent_id = other
        self.assertEqual(self.update(STRUCT_NAME="Academy", ROLE="x").parent_id, other)

    def test_update_of_a_relay(self):
        """S: another structure's name moves the person, = makes an individual of them, and the
        address of a relay is that of the structure."""
        self.assertEqual(self.update(STRUCT_NAME="Academy").parent_id, self.academy)
        self.update(LINE1="Street 9", OFFICIAL_NAME="Academy of Arts")
        self.assertEqual((self.academy.street, self.anna.street), ("Street 9", "Street 9"))
        self.assertEqual(self.academy.contact_official_name, "Academy of Arts")
        moved = self.update(STRUCT_NAME="Elsewhere").parent_id
        self.assertEqual((moved.name, moved.company_id), ("Elsewhere", self.opera))
        self.assertFalse(self.update(STRUCT_NAME="=").parent_id)

    def test_update_of_a_structure(self):
        """S: its name changes, and it has no person's name."""
        job = self.load({"CONTACT_NR": "0010", "STRUCT_NAME": "Academy of Arts"})
        self.assertEqual((job.updated, self.academy.name), (1, "Academy of Arts"))
        self.assertEqual(self.error(CONTACT_NR="0010", LASTNAME="X"), "person_on_structure")
        self.assertEqual(self.error(CONTACT_NR="0010", STRUCT_NAME="="), "name_needed")

    def test_structure_then_relay(self):
        """Issue: a structure that an earlier row makes or changes is the one of later rows."""
        job = self.load(
            {"OPERATION": "INSERT", "CONTACT_NR": "70", "STRUCT_NAME": "New School"},
            self.relay("71", STRUCT_NAME="New School", LINE1="Street 1"),
            {"CONTACT_NR": "70", "LINE2": "Floor 2"},
            {"CONTACT_NR": "71", "LINE1": "="},
        )
        self.assertEqual(
            list(self.outcomes(job).values()), ["created", "created", "updated", "updated"]
        )
        school = self.find("70")
        self.assertEqual(self.find("71").parent_id, school)
        self.assertEqual((school.street, school.street2), (False, "Floor 2"))

    def test_colleagues_are_written_together(self):
        """Issue 4: rows of one structure wait for each other only where one changes that."""
        for columns, runs in (({}, [3]), ({"LINE1": "Street 1"}, [1, 2]), ({"TOWN": "="}, [3])):
            colleagues = [
                self.relay(number, STRUCT_NAME="Academy", **columns)
                for number in ("71", "72", "73")
            ]
            job = self.load(*colleagues, validate_only=True)._as_starter()
            planned = Planner(job._kind()._row_planner()).runs(job._loader().next_rows(0))
            self.assertEqual([len(run) for run in planned], runs)

    def test_address_types(self):
        """S: M is the contact's own address, S and B are a delivery and an invoice address; empty
        changes those that are there."""
        self.update(ADDR_TYPE="M", LINE1="Main 1")
        self.assertFalse(self.anna.child_ids)
        self.update(ADDR_TYPE="S", LINE1="Delivery 1", TOWN="Chur")
        delivery = self.anna.child_ids
        self.assertRecordValues(
            delivery, [{"type": "delivery", "street": "Delivery 1", "contact_nr": False}]
        )
        self.assertEqual(self.anna.street, "Main 1")
        self.update(ADDR_TYPE="", LINE1="All 1")
        self.assertEqual((self.anna.street, delivery.street), ("All 1", "All 1"))
        self.update(ADDR_TYPE="S, B", LINE1="Both 1")
        types = {child.type: child.street for child in self.anna.child_ids}
        self.assertEqual(types, {"delivery": "Both 1", "invoice": "Both 1"})
        self.assertEqual(self.error(ADDR_TYPE="X", LINE1="x"), "bad_address_type")


@tagged("post_install", "-at_install")
class TestKindContactOperationsValues(KindCase):
    """Texts that mean something else: criteria, countries, languages, telephone numbers."""

    def test_criteria(self):
        """D13, S09: a cell links a criterion, a column of its own says what the contact has."""
        opera, dance = self.value(self.interest, "OPERA"), self.value(self.interest, "DANCE")
        press, friend = self.value(self.source, "PRESS"), self.value(self.source, "FRIEND")
        for columns, expected in (
            ({"CRITERION": "T-SOURCE=PRESS, T-INTEREST=OPERA"}, press + opera),
            ({"CRITERION": "T-INTEREST=DANCE,T-SOURCE=FRIEND"}, friend + opera + dance),
            ({"CRITERION:T-INTEREST": "DANCE"}, friend + dance),
            (
                {"CRITERION:T-INTEREST": "OPERA,DANCE", "CRITERION:T-SOURCE": ""},
                friend + opera + dance,
            ),
            ({"CRITERION": "T-SOURCE="}, opera + dance),
            ({"CRITERION:T-INTEREST": "="}, press.browse()),
        ):
            self.assertEqual(self.update(**columns).contact_criterion_value_ids, expected, columns)

    def test_unknown_criteria(self):
        """S04: what is not defined is an error of the row, and never created."""
        self.env["contact.criterion"].create(self.criterion("T-PLACE", "both", ["A", "B"]))
        before = self.env["contact.criterion.value"].search_count([])
        self.value(self.source, "PRESS").active = False
        self.sharing.active = False
        for code, columns in (
            ("unknown_criterion", {"CRITERION": "X=1"}),
            ("unknown_criterion", {"CRITERION:X": "1"}),
            ("unknown_criterion_value", {"CRITERION": "T-SOURCE=X"}),
            ("unknown_criterion_value", {"CRITERION:T-SOURCE": "PRESS"}),
            ("criterion_not_for", {"CRITERION": "T-SIZE=S"}),
            ("criterion_single", {"CRITERION:T-PLACE": "A,B"}),
            ("bad_pair", {"CRITERION": "T-SOURCE"}),
            ("unknown_authorization", {"AUTHORIZATION": "X=1"}),
            ("unknown_authorization", {"AUTHORIZATION:T-SHARE": "1"}),
            ("not_a_boolean", {"AUTHORIZATION:T-MAIL": "perhaps"}),
            ("unknown_structure_type", {"STRUCT_TYPE": "X"}),
        ):
            self.assertEqual(self.error(**columns), code, columns)
        self.assertEqual(self.env["contact.criterion.value"].search_count([]), before - 1)

    def test_authorizations(self):
        """D13: true or false by code; what is not given is false."""
        mail, share = self.mailing, self.sharing
        for columns, expected in (
            ({"AUTHORIZATION": "T-MAIL=true,T-SHARE=Yes"}, mail + share),
            ({"AUTHORIZATION": "T-MAIL=false"}, share),
            ({"AUTHORIZATION:T-MAIL": "1", "AUTHORIZATION:T-SHARE": "="}, mail),
            ({"AUTHORIZATION": "="}, mail.browse()),
        ):
            self.assertEqual(self.update(**columns).contact_authorization_ids, expected, columns)

    def test_admin_numbers(self):
        """S: numbers by code are added and changed, CODE= takes one away, = all."""
        for text, expected in (
            ("A=1,B=2", {"A: 1", "B: 2"}),
            ("B=3", {"A: 1", "B: 3"}),
            ("A=", {"B: 3"}),
            ("=", set()),
        ):
            numbers = self.update(ADMIN_NUMBER=text).contact_admin_number_ids
            self.assertEqual(set(numbers.mapped("display_name")), expected)

    def test_countries_and_departments(self):
        """S: two letters or the exact name, any case; a department of the country."""
        for text in ("CH", "ch", "Switzerland", "SWITZERLAND"):
            self.assertEqual(self.update(COUNTRY=text).country_id.code, "CH")
        self.assertEqual(self.error(COUNTRY="Switzer"), "unknown_country")
        self.update(COUNTRY="US", DEPARTMENT="ny")
        self.assertEqual(self.anna.state_id.name, "New York")
        self.assertEqual(self.update(DEPARTMENT="Texas").state_id.code, "TX")
        self.assertEqual(self.error(DEPARTMENT="Bavaria"), "unknown_department")
        self.update(COUNTRY="=", DEPARTMENT="=")
        self.assertEqual(self.error(DEPARTMENT="Texas"), "department_without_country")

    def test_languages(self):
        """S: two letters of a language that is installed."""
        self.assertEqual(self.update(PREF_LANG="en").lang, "en_US")
        self.assertEqual(self.error(PREF_LANG="XX"), "unknown_language")
        self.assertEqual(self.error(PREF_LANG="FR"), "unknown_language")
        self.env["res.lang"]._activate_lang("fr_FR")
        self.assertEqual(self.update(PREF_LANG="FR").lang, "fr_FR")

    def test_telephone_numbers(self):
        """S: in the form of their country; what is none is kept, with a warning."""
        self.assertEqual(self.update(TELEPHONE="022 555 01 11").phone, "+41 22 555 01 11")
        self.update(COUNTRY="FR", TELEPHONE="01 42 68 53 00")
        self.assertEqual(self.anna.phone, "+33 1 42 68 53 00")
        job = self.load({"CONTACT_NR": "0001", "TELEPHONE": "call me"})
        self.assertEqual((job.updated, self.problems(job)), (1, [(2, "odd_phone")]))
        self.assertEqual(self.anna.phone, "call me")
        self.assertEqual(self.error(CELLPHONE="+411234567890123456"), "too_long")

    def test_dates(self):
        """S: DD.MM.YYYY or YYYY-MM-DD, not in the future."""
        for text in ("01.02.2003", "2003-02-01"):
            self.assertEqual(self.update(BIRTHDATE=text).date_of_birth, datetime.date(2003, 2, 1))
        self.assertEqual(self.error(BIRTHDATE="02/01/2003"), "bad_date")
        tomorrow = datetime.date.today() + datetime.timedelta(days=2)
        self.assertEqual(self.error(BIRTHDATE=tomorrow.isoformat()), "birthdate_in_future")

    def test_longest_texts(self):
        """S: no text is cut."""
        for name, size in (
            *(("ADDR_SALUTATION", 200), ("FUNCTION", 1000), ("REMARK", 2000), ("LASTNAME", 100)),
            *(("LINE3", 100), ("ZIPCODE", 10), ("EMAIL1", 250), ("LETTER_SALUTATION", 200)),
        ):
            self.update(**{name: "x" * size})
            self.assertEqual(self.error(**{name: "x" * (size + 1)}), "too_long", name)

    def test_queries(self):
        """Performance: the number of statements does not grow with the rows."""
        self.env.flush_all()

        def count(rows):
            job = [
                {"CONTACT_NR": f"X{n}", "ROLE": "x", "COUNTRY": "CH", "PREF_LANG": "EN"}
                for n in range(rows)
            ]
            before = self.env.cr.sql_log_count
            self.load(*job, validate_only=True)
            return self.env.cr.sql_log_count - before

        count(2)
        self.assertLessEqual(count(60), count(6) + 2)
