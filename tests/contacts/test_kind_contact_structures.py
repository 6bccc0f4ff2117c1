from odoo.tests import tagged

from ...tools.rows.planner import Planner
from .common_files import ContactFileCase


@tagged("post_install", "-at_install")
class TestKindContactOperationsStructure(ContactFileCase):
    """Individuals, structures and relays; their addresses."""

    def relay(self, number, **columns):
        columns = {"LASTNAME": f"Relay {number}", **columns}
        return {"OPERATION": "INSERT", "CONTACT_NR": number, **columns}

    def test_the_name_of_a_structure_alone_makes_one(self):
        """S: the name of a structure alone is a structure."""
        school = self.insert(STRUCT_NAME="Park School", STRUCT_TYPE="T-SCHOOL", NB_EMPLOYEES="12")
        self.assertTrue(school.is_company)
        self.assertEqual(school.contact_structure_type_id, self.school)
        self.assertEqual(school.contact_employee_count, 12)
        self.assertEqual(self.error(OPERATION="INSERT", CONTACT_NR="78"), "name_missing")

    def test_both_names_make_a_structure_and_its_relay(self):
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

    def test_the_structure_is_one_of_the_same_owner(self):
        """D12: the structure is one of the contact's owner; another's of that name is not it."""
        job = self.load(self.relay("71", STRUCT_NAME="Academy", ORGANIZATION="STAGE"))
        self.assertEqual(job.created, 1)
        structure = self.find("71").parent_id
        self.assertNotEqual(structure, self.academy)
        self.assertEqual(structure.company_id, self.stage)

    def test_two_structures_of_one_name_are_an_error(self):
        """S: two structures of one name are an error, unless the contact is in one of them."""
        other = self.academy.copy({"name": "ACADEMY"})
        self.assertEqual(
            self.error(OPERATION="INSERT", CONTACT_NR="78", LASTNAME="X", STRUCT_NAME="Academy"),
            "ambiguous_structure",
        )
        self.anna.parent_id = other
        self.assertEqual(self.update(STRUCT_NAME="Academy", ROLE="x").parent_id, other)

    def test_an_update_moves_a_relay(self):
        """S: another structure's name moves the person, = makes an individual of them, and the
        address of a relay is that of the structure."""
        self.assertEqual(self.update(STRUCT_NAME="Academy").parent_id, self.academy)
        self.update(LINE1="Street 9", OFFICIAL_NAME="Academy of Arts")
        self.assertEqual((self.academy.street, self.anna.street), ("Street 9", "Street 9"))
        self.assertEqual(self.academy.contact_official_name, "Academy of Arts")
        moved = self.update(STRUCT_NAME="Elsewhere").parent_id
        self.assertEqual((moved.name, moved.company_id), ("Elsewhere", self.opera))
        self.assertFalse(self.update(STRUCT_NAME="=").parent_id)

    def test_an_update_renames_a_structure(self):
        """S: its name changes, and it has no person's name."""
        job = self.load({"CONTACT_NR": "0010", "STRUCT_NAME": "Academy of Arts"})
        self.assertEqual((job.updated, self.academy.name), (1, "Academy of Arts"))
        self.assertEqual(self.error(CONTACT_NR="0010", LASTNAME="X"), "person_on_structure")
        self.assertEqual(self.error(CONTACT_NR="0010", STRUCT_NAME="="), "name_needed")

    def test_a_relay_finds_the_structure_of_an_earlier_row(self):
        """Issue: a structure that an earlier row makes or changes is the one of later rows."""
        job = self.load(
            {"OPERATION": "INSERT", "CONTACT_NR": "70", "STRUCT_NAME": "New School"},
            self.relay("71", STRUCT_NAME="NEW  School", LINE1="Street 1"),
            {"CONTACT_NR": "70", "LINE2": "Floor 2"},
            {"CONTACT_NR": "71", "LINE1": "="},
        )
        self.assertEqual(
            list(self.outcomes(job).values()), ["created", "created", "updated", "updated"]
        )
        school = self.find("70")
        self.assertEqual(self.find("71").parent_id, school)
        self.assertEqual((school.street, school.street2), (False, "Floor 2"))
        self.load(self.relay("72", STRUCT_NAME="new  school"))
        self.assertEqual(self.find("72").parent_id, school)

    def test_colleagues_are_written_together(self):
        """Rows of one structure wait for each other only where one changes that."""
        for columns, runs in (({}, [3]), ({"LINE1": "Street 1"}, [1, 2]), ({"TOWN": "="}, [3])):
            colleagues = [
                self.relay(number, STRUCT_NAME="Academy", **columns)
                for number in ("71", "72", "73")
            ]
            job = self.load(*colleagues, validate_only=True)._as_starter()
            kind = job._kind()
            planned = Planner(kind._row_planner()).runs(job._assembly().loader(kind).next_rows(0))
            self.assertEqual([len(run) for run in planned], runs)

    def test_a_type_says_which_addresses_are_meant(self):
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
