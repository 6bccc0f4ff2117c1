from unittest import TestCase

from ...tools.contacts.contact_values import changed_name
from ...tools.contacts.operations_line import gone_contact, operations_line

NONE = dict.fromkeys(
    (
        *("active", "contact_address_name1", "contact_address_name2", "contact_address_salutation"),
        *("contact_cellphone", "contact_employee_count", "contact_fax", "contact_firstname"),
        *("contact_lastname", "contact_letter_salutation", "contact_nr", "contact_official_name"),
        *(
            "contact_remark",
            "contact_role",
            "contact_title",
            "contact_birthdate",
            "email",
            "function",
        ),
        *(
            "city",
            "contact_city_complement",
            "country",
            "country_id",
            "is_company",
            "lang",
            "name",
            "phone",
        ),
        *("state", "state_id", "street", "street2", "contact_street3", "website", "zip", "allowed"),
        *("criteria", "instit", "numbers", "organization", "struct_type", "structure"),
    )
)
ANN = {**NONE, "name": "Ann Lee", "instit": "LAKE", "contact_nr": "0001", "active": True}


class TestOperationsLine(TestCase):
    """V10, S05: the line of a contact in the columns of its own import; needs no database."""

    def told(self, **values):
        line = operations_line({**ANN, **values})
        return {name: text for name, text in line.items() if text}

    def test_a_row_that_changes_nothing(self):
        """S05: who it is and whose, and what it has."""
        who = {"instit": "LAKE", "organization": "*", "contact_nr": "0001", "operation": "UPDATE"}
        name = {"firstname": "Ann", "lastname": "Lee"}
        kept = {"addr_type": "M", "status": "Active"}
        self.assertEqual(self.told(), {**who, **name, **kept})
        self.assertEqual(
            self.told(organization="OPERA", contact_title="mrs", lang="fr_CH", city="Chur"),
            {
                **{**who, **name, **kept, "organization": "OPERA"},
                **{"title": "MRS", "pref_lang": "FR", "town": "Chur"},
            },
        )

    def test_a_contact_person_has_the_address_of_the_structure(self):
        """S05: which stands in its own line, as do its numbers."""
        line = self.told(structure="Academy", city="Chur")
        self.assertEqual(line["struct_name"], "Academy")
        self.assertFalse({"town", "addr_type", "admin_number"} & line.keys())
        line = self.told(name="Academy", is_company=True, city="Chur", numbers=[["UID", "17"]])
        self.assertEqual(
            (line["struct_name"], line["town"], line["admin_number"]), ("Academy", "Chur", "UID=17")
        )
        self.assertNotIn("lastname", line)

    def test_what_an_upload_would_read_otherwise_is_left_out(self):
        """S05: a remark that a row would add to itself."""
        self.assertNotIn("remark", self.told(contact_remark="|| more"))

    def test_who_is_gone_has_no_operation(self):
        """S13: nothing that an upload would do."""
        self.assertEqual(
            gone_contact(["LAKE", "OPERA", "0001"], "Anonymized", None)["status"], "Anonymized"
        )
        self.assertNotIn("operation", gone_contact(["LAKE", "OPERA", "0001"], None, None))

    def test_a_name_as_the_contact_has_it_is_no_change(self):
        """S09: whether its parts are stored or not."""
        ann = {"name": "Ann Lee"}
        self.assertEqual(changed_name({"firstname": "Ann", "lastname": "Lee"}, ann, []), {})
        changed = changed_name({"firstname": "Anne", "lastname": "Lee"}, ann, [])
        self.assertEqual(changed["name"], "Anne Lee")
        self.assertEqual(changed_name({"lastname": "Lee"}, ann, [])["contact_firstname"], "Ann")
