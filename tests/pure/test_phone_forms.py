import random
from unittest import TestCase

import phonenumbers

from ...tools.contacts.phone_forms import PhoneForms

INTERNATIONAL = phonenumbers.PhoneNumberFormat.INTERNATIONAL


def ask(number, country):
    """As Odoo asks ``phonenumbers``: what it makes of a number is read once more."""
    try:
        parsed = phonenumbers.parse(number, country)
        parsed = phonenumbers.parse(phonenumbers.format_number(parsed, INTERNATIONAL), country)
    except phonenumbers.NumberParseException:
        return None
    is_valid = phonenumbers.is_valid_number(parsed)
    return phonenumbers.format_number(parsed, INTERNATIONAL) if is_valid else None


class Asked:
    """Counts how often it is asked."""

    count = 0

    def __call__(self, number, country):
        self.count += 1
        return ask(number, country)


def numbers_of(region, chance, count):
    """Numbers of a country, and some that are none, as people write them."""
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region)
    sorts = phonenumbers.PhoneNumberType.values()
    examples = [phonenumbers.example_number_for_type(region, sort) for sort in sorts]
    examples = [
        phonenumbers.national_significant_number(each) for each in examples if each is not None
    ]
    befores = ["", metadata.national_prefix or "", f"+{metadata.country_code}"]
    befores += [str(metadata.country_code), f"+{metadata.country_code}{befores[1]}"]
    for _number in range(count):
        example = chance.choice(examples)
        kept = example[: chance.randint(1, 8)]
        digits = [chance.choice("0123456789") for _each in example[len(kept) :]]
        text = chance.choice(befores) + kept + "".join(digits)
        yield text[:3] + chance.choice(("", " ", "/", ".", "-")) + text[3:]


class TestPhoneForms(TestCase):
    """D2: a telephone number has the form of its country, however many there are."""

    def test_numbers_of_all_countries_have_the_form_that_the_library_gives_them(self):
        chance = random.Random(7)
        for region in sorted(phonenumbers.SUPPORTED_REGIONS):
            forms = PhoneForms(ask)
            for number in numbers_of(region, chance, 25):
                self.assertEqual(forms(number, region), ask(number, region), (number, region))

    def test_the_library_is_asked_once_for_numbers_that_begin_alike(self):
        asked = Asked()
        forms = PhoneForms(asked)
        for number in range(1000):
            form = forms(f"022 200 {number // 100:02} {number % 100:02}", "CH")
            self.assertEqual(form, f"+41 22 200 {number // 100:02} {number % 100:02}")
        self.assertEqual(asked.count, 1)

    def test_a_digit_that_decides_is_looked_at(self):
        """Of 0800 numbers in Britain one has its own length, and no other of that length."""
        forms = PhoneForms(ask)
        self.assertEqual(forms("08001111", "GB"), "+44 800 1111")
        self.assertIsNone(forms("08001112", "GB"))

    def test_the_same_digits_are_another_number_in_another_country(self):
        forms = PhoneForms(ask)
        self.assertEqual(forms("022 200 01 02", "CH"), "+41 22 200 01 02")
        self.assertEqual(forms("022 200 01 02", "RO"), ask("022 200 01 02", "RO"))
        self.assertIsNone(forms("022 200 01 02", None))

    def test_beginnings_that_are_of_no_use_are_not_learnt_for_ever(self):
        asked, chance = Asked(), random.Random(7)
        forms = PhoneForms(asked)
        for _number in range(2000):
            forms(f"0{chance.randrange(10**9, 10**10)}", "DE")
        learnt = sum(len(each) for sort in forms._known.values() for each in sort.values())
        self.assertLess(learnt, 1000)
