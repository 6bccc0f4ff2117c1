from babel import Locale

from odoo.tests import BaseCase, tagged

from ...tools.contacts.countries import _names, code_of
from ...tools.rows.cells import fold
from .common_files import ContactFileCase

INSERT = {"OPERATION": "INSERT"}


@tagged("post_install", "-at_install")
class TestCountries(BaseCase):
    """S: a country by what people write."""

    def test_codes(self):
        """S: of two and three letters, and those of the European Union."""
        codes = {"CHE": "CH", "deu": "DE", "USA": "US", "UK": "GB", "EL": "GR", "GBR": "GB"}
        for text, code in codes.items():
            self.assertEqual(code_of(text), code, text)

    def test_names_of_any_language(self):
        """S: whatever language the file was written in."""
        for text, code in {
            "Schweiz": "CH",
            "SUISSE": "CH",
            "Svizzera": "CH",
            "Великобритания": "GB",
            "瑞士": "CH",
            "Türkiye": "TR",
            "Nemačka": "DE",
            "U.S.A.": "US",
            "Vereinigte  Staaten": "US",
        }.items():
            self.assertEqual(code_of(text), code, text)

    def test_dates_are_written_as_before(self):
        """S: looking through the names of all languages leaves Babel as it was."""
        _names.cache_clear()
        code_of("Nowhere")
        for locale in ("de_CH", "tr_TR", "en_US"):
            self.assertIn("medium", Locale.parse(locale).datetime_formats)

    def test_what_is_no_country(self):
        """S: or several, in different languages."""
        for text in ("xx", "Nowhere", "", "Kongo", "x" * 1000, "\0"):
            self.assertIsNone(code_of(text), text)


@tagged("post_install", "-at_install")
class TestNamesOfTheWorld(ContactFileCase):
    """S: names are compared alike by Python and by the database."""

    def test_countries_of_a_file(self):
        """S: what a country is called here comes first."""
        texts = ("UK", "CHE", "Deutschland", "Grèce", "el")
        rows = ({**INSERT, "LASTNAME": f"Own {text}", "COUNTRY": text} for text in texts)
        job = self.load(*rows)
        found = self.env["res.partner"].search([("name", "like", "Own %")], order="id")
        self.assertEqual(job.failing, 0, self.problems(job))
        self.assertEqual(found.country_id.mapped("code"), ["GB", "CH", "DE", "GR"], job)

    def test_a_structure_with_a_dotted_capital(self):
        """S: İstanbul, Istanbul and istanbul are one structure, in a file and in the next."""
        names = ("İstanbul Opera", "Istanbul OPERA", "istanbul opera", "İSTANBUL OPERA")
        for chunk in (names[:2], names[2:]):
            self.load(*({**INSERT, "LASTNAME": "Ost", "STRUCT_NAME": name} for name in chunk))
        partners = self.env["res.partner"].search([("is_company", "=", True)])
        same = [each.name for each in partners if fold(each.name or "") == "istanbul opera"]
        self.assertEqual(same, ["İstanbul Opera"])
