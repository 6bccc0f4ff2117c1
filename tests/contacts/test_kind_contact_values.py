import datetime

from odoo.tests import tagged

from .common_files import ContactFileCase


@tagged("post_install", "-at_install")
class TestKindContactOperationsValues(ContactFileCase):
    """Texts that mean something else: criteria, countries, languages, telephone numbers."""

    by_mail = False

    def test_cells_and_columns_assign_criteria(self):
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

    def test_unknown_criteria_are_errors(self):
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

    def test_authorizations_are_true_or_false(self):
        """D13: true or false by code; what is not given is false."""
        mail, share = self.mailing, self.sharing
        for columns, expected in (
            ({"AUTHORIZATION": "T-MAIL=true,T-SHARE=Yes"}, mail + share),
            ({"AUTHORIZATION": "T-MAIL=false"}, share),
            ({"AUTHORIZATION:T-MAIL": "1", "AUTHORIZATION:T-SHARE": "="}, mail),
            ({"AUTHORIZATION": "="}, mail.browse()),
        ):
            self.assertEqual(self.update(**columns).contact_authorization_ids, expected, columns)

    def test_admin_numbers_are_added_changed_and_taken_away(self):
        """S: numbers by code are added and changed, CODE= takes one away, = all."""
        for text, expected in (
            ("A=1,B=2", {"A: 1", "B: 2"}),
            ("B=3", {"A: 1", "B: 3"}),
            ("A=", {"B: 3"}),
            ("=", set()),
        ):
            numbers = self.update(ADMIN_NUMBER=text).contact_admin_number_ids
            self.assertEqual(set(numbers.mapped("display_name")), expected)

    def test_countries_and_departments_by_code_and_name(self):
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

    def test_a_language_is_one_that_is_installed(self):
        """S: two letters of a language that is installed."""
        self.assertEqual(self.update(PREF_LANG="en").lang, "en_US")
        self.assertEqual(self.error(PREF_LANG="XX"), "unknown_language")
        self.assertEqual(self.error(PREF_LANG="FR"), "unknown_language")
        self.env["res.lang"]._activate_lang("fr_FR")
        self.assertEqual(self.update(PREF_LANG="FR").lang, "fr_FR")

    def test_telephone_numbers_take_the_form_of_their_country(self):
        """S: in the form of their country; what is none is kept, with a warning."""
        self.assertEqual(self.update(TELEPHONE="022 555 01 11").phone, "+41 22 555 01 11")
        self.update(COUNTRY="FR", TELEPHONE="01 42 68 53 00")
        self.assertEqual(self.anna.phone, "+33 1 42 68 53 00")
        job = self.load({"CONTACT_NR": "0001", "TELEPHONE": "call me"})
        self.assertEqual((job.updated, self.problems(job)), (1, [(2, "odd_phone")]))
        self.assertEqual(self.anna.phone, "call me")
        self.assertEqual(self.error(CELLPHONE="+411234567890123456"), "too_long")

    def test_a_birthdate_lies_in_the_past(self):
        """S: DD.MM.YYYY or YYYY-MM-DD, not in the future."""
        for text in ("01.02.2003", "2003-02-01"):
            self.assertEqual(
                self.update(BIRTHDATE=text).contact_birthdate, datetime.date(2003, 2, 1)
            )
        self.assertEqual(self.error(BIRTHDATE="02/01/2003"), "bad_date")
        tomorrow = datetime.date.today() + datetime.timedelta(days=2)
        self.assertEqual(self.error(BIRTHDATE=tomorrow.isoformat()), "birthdate_in_future")

    def test_no_text_is_cut(self):
        """S: no text is cut."""
        for name, size in (
            *(("ADDR_SALUTATION", 200), ("FUNCTION", 1000), ("REMARK", 2000), ("LASTNAME", 100)),
            *(("LINE3", 100), ("ZIPCODE", 10), ("EMAIL1", 250), ("LETTER_SALUTATION", 200)),
        ):
            end = "@x.example" if name == "EMAIL1" else ""
            self.update(**{name: end.rjust(size, "x")})
            self.assertEqual(self.error(**{name: end.rjust(size + 1, "x")}), "too_long", name)

    def test_statements_do_not_grow_with_the_rows(self):
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
