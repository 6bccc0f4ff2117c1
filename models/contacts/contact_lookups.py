"""What the texts of rows mean in this database: countries, languages, criteria and the like.

Small tables that are the same for all contacts, each read once for many rows.
"""

from functools import lru_cache

from odoo.exceptions import UserError

from odoo.addons.phone_validation.tools.phone_validation import phone_format

from ...tools.contacts.contact_schema import columns_of, given, read_pairs
from ...tools.contacts.countries import code_of
from ...tools.contacts.phone_forms import PhoneForms
from ...tools.rows.cells import fold

# The columns of which ``Lookups`` says what their texts mean.
READ = ("country", "department", "pref_lang", "struct_type", "criterion", "authorization")
FAMILIES = ("criterion:", "authorization:")
# Numbers of which the form is known: a run meets again those of its validation. About 10 MB.
FORMS = 32_768


class Lookups:
    """``of(values)`` gives what the texts of one row mean, plain values all of them:

    ``country`` [id, code] or None, ``departments`` [[country id, state id], ...], ``langs`` codes,
    ``type`` id or None, ``criteria`` {code: {...}}, ``authorizations`` {code: id}. Rows with the
    same texts share what they mean, which nobody changes.
    """

    def __init__(self, env, rows):
        self.env = env
        self.names = {name for row in rows for name, v in row.values.items() if v is not None}
        self.countries = self._countries() if "country" in self.names else {}
        self.states = self._states() if "department" in self.names else {}
        self.langs = self._langs() if "pref_lang" in self.names else {}
        self.types = self._codes("contact.structure.type") if "struct_type" in self.names else {}
        self.criteria = self._criteria() if self._has("criterion") else {}
        self.authorizations = (
            self._codes("contact.authorization") if self._has("authorization") else {}
        )
        self.read = [name for name in self.names if name in READ or name.startswith(FAMILIES)]
        self.meant = {}

    def _country(self, text):
        """What a text means: first of all what it means here."""
        key = _key(text)
        if not key or not self.countries:
            return None
        if key not in self.countries:
            self.countries[key] = self.countries.get(_key(code_of(text)))
        return self.countries[key]

    def of(self, values):
        texts = tuple(map(values.get, self.read))
        if texts not in self.meant:
            self.meant[texts] = self._meaning(values)
        return self.meant[texts]

    def _meaning(self, values):
        return {
            "country": self._country(given(values, "country")),
            "departments": self.states.get(_key(given(values, "department")), []),
            "langs": self.langs.get(_key(given(values, "pref_lang")), []),
            "type": self.types.get(given(values, "struct_type")),
            "criteria": self._named(self.criteria, values, "criterion"),
            "authorizations": self._named(self.authorizations, values, "authorization"),
        }

    def _has(self, family):
        return any(name == family or name.startswith(f"{family}:") for name in self.names)

    def _named(self, by_code, values, family):
        """Of all that there is, what the row names."""
        if not by_code:
            return {}
        codes = {code for code, _value in read_pairs(given(values, family) or "") or ()}
        codes |= columns_of(values, family).keys()
        return {code: by_code[code] for code in codes if code in by_code}

    def _codes(self, model):
        return {record.code: record.id for record in self.env[model].search_fetch([], ["code"])}

    def _countries(self):
        """By code, and by name in the user's language and in English."""
        countries = self.env["res.country"].search_fetch([], ["code", "name"])
        found = {}
        for translated in (countries.with_context(lang="en_US"), countries):
            found |= {_key(each.name): [each.id, each.code] for each in translated}
        return found | {_key(each.code): [each.id, each.code] for each in countries}

    def _states(self):
        """By code and by name: ``{text: [[country id, state id], ...]}``."""
        found = {}
        names = ["code", "name", "country_id"]
        for state in self.env["res.country.state"].search_fetch([], names):
            for key in {_key(state.code), _key(state.name)}:
                found.setdefault(key, []).append([state.country_id.id, state.id])
        return found

    def _langs(self):
        """Installed languages by their two letters, the plain one first: fr before fr_CH."""
        found = {}
        langs = self.env["res.lang"].sudo().search_fetch([], ["code", "iso_code"])
        for lang in sorted(langs, key=lambda each: (len(each.iso_code or ""), each.code)):
            found.setdefault(_key(lang.code[:2]), []).append(lang.code)
        return found

    def _criteria(self):
        """By code; values to name are those in use, values to take away are all."""
        criteria = self.env["contact.criterion"].search_fetch(
            [], ["code", "applies_to", "is_multiple"]
        )
        values = self.env["contact.criterion.value"].with_context(active_test=False)
        values = values.search_fetch(
            [("criterion_id", "in", criteria.ids)], ["criterion_id", "code", "active"]
        )
        by_criterion = values.grouped("criterion_id")
        return {
            criterion.code: _described(criterion, by_criterion.get(criterion, values.browse()))
            for criterion in criteria
        }


def _described(criterion, values):
    return {
        "applies_to": criterion.applies_to,
        "multiple": criterion.is_multiple,
        "values": {value.code: value.id for value in values if value.active},
        "all": values.ids,
    }


@lru_cache(maxsize=FORMS)
def _format_phone(number, country):
    """A telephone number in international form; None where it is none in that country."""
    try:
        return phone_format(number, country, None, force_format="INTERNATIONAL")
    except UserError:
        return None


format_phone = PhoneForms(_format_phone)


def _key(text):
    """Case does not count."""
    return text and fold(text)
