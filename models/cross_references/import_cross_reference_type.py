from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from ...tools.contacts.former_keys import CONS_ID
from ...tools.rows.parsers import choice_key
from ...tools.uln import normalise

_lt = LazyTranslate(__name__)

# Of each type of records: its name, the model, the field that files name them by, and the field
# that this is found by, in the spelling that the function gives.
RECORDS = {
    "contact": (_lt("Contact"), "res.partner", "id", "id", str),
    "group": (_lt("Group"), "contact.group", "external_id", "external_id", str),
    "interest": (_lt("Interest"), "contact.interest", "external_id", "external_id", str),
    "criterion": (_lt("Criterion"), "contact.criterion", "code", "code", str),
    "qualification": (
        _lt("Qualification"),
        "qualification.qualification",
        "number",
        "number_key",
        normalise,
    ),
    "country": (_lt("Country"), "res.country", "code", "code", str.upper),
}
# Records of a type, at most, that a person chooses from in a list.
SHORT_LIST = 200
# Those of a type that files may name: groups of an interest take no members.
NAMED = {"group": [("kind", "=", "ordinary")]}


class RegistrationImportCrossReferenceType(models.AbstractModel):
    """What may be cross-referenced: some sorts of records, and every field with choices of any
    kind of import. Says which texts mean something here."""

    _name = "registration.import.cross.reference.type"
    _description = "Types of Cross-References"

    @api.model
    def _records(self):
        """See ``RECORDS``: other addons add theirs."""
        return dict(RECORDS)

    @api.model
    def _choice_fields(self):
        """``{type: [(field, name of its kind)]}`` of the fields of all kinds that have choices."""
        operations = self.env["registration.import.operation"]
        found = {}
        for code, name in operations._fields["kind"]._description_selection(self.env):
            kind = self.env[f"registration.import.kind.{code}"]
            for field in kind._schema() if kind._has_cross_references else ():
                if field.choices:
                    found.setdefault(self._type_of(code, field), []).append((field, name))
        return found

    @api.model
    def _type_of(self, kind, field):
        """The type of a field's texts, or None."""
        return field.reference or (f"{kind}.{field.name}" if field.choices else None)

    @api.model
    def _selection(self):
        """``[(type, label)]``; a field that several kinds share is one type."""
        records = [(type, self.env._(each[0])) for type, each in self._records().items()]
        chosen = [
            (type, fields[0][0].label if fields[1:] else f"{fields[0][0].label} ({fields[0][1]})")
            for type, fields in self._choice_fields().items()
        ]
        return [*records, *chosen]

    @api.model
    def _choices(self, type):
        """``[[value, label]]`` of a selection; nothing for records."""
        fields = self._choice_fields().get(type)
        return [[choice[0], choice[1]] for choice in fields[0][0].choices] if fields else []

    @api.model
    def _picked_from(self, type):
        """The model of the records that the user may pick from, or nothing."""
        model = self._records().get(type, (None, None))[1]
        return model if model and self.env[model].has_access("read") else False

    @api.model
    def _named_domain(self, type):
        """Which records of the type may be meant."""
        return list(NAMED.get(type, ()))

    @api.model
    def _short_list(self, type):
        """``[[text, name]]`` of the records of a type that the user may name, where they are few;
        else nothing."""
        model = type in self._records() and self._picked_from(type)
        if not model or type == "contact":
            return []
        field = self._records()[type][2]
        domain = [*self._named_domain(type), (field, "!=", False)]
        found = self.env[model].search(domain, limit=SHORT_LIST + 1)
        if len(found) > SHORT_LIST:
            return []
        return [[str(record[field]), f"{record[field]}: {record.display_name}"] for record in found]

    @api.model
    def _meanings(self, type, texts, company=None):
        """``{text: (the text as we write it, what people call it)}`` of those that mean something
        here, or in that company."""
        if type in self._records():
            return self._records_named(type, texts, company)
        fields = self._choice_fields().get(type)
        words = {
            choice_key(word): choice
            for choice in (fields[0][0].choices if fields else ())
            for word in choice
        }
        found = {text: words.get(choice_key(text)) for text in texts}
        return {text: (choice[0], choice[1]) for text, choice in found.items() if choice}

    def _records_named(self, type, texts, company):
        """One query. Contacts are those that the user may see; what else there is is known to all
        who keep cross-references, whatever their centers."""
        _label, model, field, key, spell = self._records()[type]
        records = self.env[model].with_context(active_test=False)
        spelt = {text: spell(text) for text in texts}
        if field == "id":
            spelt = {text: int(each) for text, each in spelt.items() if _is_id_text(each)}
        else:
            records = records.sudo()
        domain = [*self._named_domain(type), (key, "in", list(spelt.values()))]
        if "company_id" in records._fields:
            companies = company.ids if company else self.env.companies.ids
            domain.append(("company_id", "in", [False, *companies]))
        found = {record[key]: record for record in records.search(domain, order="id desc")}
        if type == "contact":
            lost = set(spelt.values()) - set(found)
            found |= self._merged_contacts(records, lost, domain[-1])
        return {
            text: (str(found[each][field]), found[each].display_name)
            for text, each in spelt.items()
            if each in found
        }

    @api.model
    def _merged_contacts(self, contacts, ids, of_companies):
        """``{id: the contact into which the one with this id was merged}``, of those that the user
        may see."""
        if not ids:
            return {}
        former = self.env["contact.former.key"].search(
            [("sort", "=", CONS_ID), ("key", "in", [str(each) for each in ids])]
        )
        seen = contacts.search([("id", "in", former.partner_id.ids), of_companies])
        return {int(each.key): each.partner_id for each in former if each.partner_id in seen}

    @api.model
    def _text_of(self, type, record):
        """By what files name a record that the user may see."""
        records = self._records()
        if not isinstance(type, str) or type not in records:
            raise UserError(self.env._("There are no records of this type to pick from."))
        _label, model, field, _key, _spell = records[type]
        domain = [*self._named_domain(type), ("id", "=", record if is_id(record) else 0)]
        found = self.env[model].search(domain)
        if not found:
            raise UserError(self.env._("This record is not there any more."))
        if not found[field]:
            raise UserError(
                self.env._(
                    "“%(record)s” has no %(field)s, by which files would name it. Give it one"
                    " first.",
                    record=found.display_name,
                    field=found._fields[field]._description_string(self.env),
                )
            )
        return str(found[field])


def is_id(value):
    """Whether a value that somebody sent can be the id of a record.

    >>> [is_id(each) for each in (7, 0, True, "7", 2**31)]
    [True, False, False, False, False]
    """
    return value.__class__ is int and 0 < value < 2**31


def _is_id_text(text):
    """Whether a text is an id as we write it: without zeros before it.

    >>> [_is_id_text(each) for each in ("7", "07", "٧", "x", "1" * 10)]
    [True, False, False, False, False]
    """
    return text.isascii() and text.isdecimal() and text[0] != "0" and len(text) < 10
