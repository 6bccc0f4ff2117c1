from odoo.tools import format_date

from ...tools.contacts.constituents import choose
from ...tools.contacts.erasure_keys import email_keys
from ..contacts.contact_lookups import Lookups
from .hub_matcher import NAMES, HubMatcher

ADDRESS = ("street", "street2", "zip", "city", "country_id", "state_id")


class ConstituentMatcher(HubMatcher):
    """Finds also what countries and states mean, and whom a row would bring back."""

    @property
    def contact_fields(self):
        columns = self.env["contact.column"]._own_names(self.kind._schema())
        return tuple(dict.fromkeys((*NAMES, *ADDRESS, "phone", *columns.values())))

    def match(self, rows):
        """A match for each row, as ``tools.kinds.constituents`` has it."""
        matches = super().match(rows)
        lookups = Lookups(self.env, rows)
        for row, match in zip(rows, matches, strict=True):
            match["lookups"] = lookups.of(row.values)
            match["erased"] = match["deleted"] = match["guard"] = None
        self._find_erased(rows, matches)
        return matches

    def _find_erased(self, rows, matches):
        """Rows that would bring an anonymized person back: some queries for all."""
        register, contacts = self.env["contact.erasure.register"].sudo(), {}
        for match in matches:
            contact, _problem = choose(match["stages"])
            if contact:
                contacts.setdefault(contact["id"], []).append(match)
        partners = self.env[self.kind._target].browse(contacts)
        if register._has_entries():
            wanted = self._erasable_keys(rows, matches, register)
            dates = {key: date for key, (date, _id) in register._is_erased(wanted).items()}
            dates |= register._anonymized_on(partners) if contacts else {}
            for key, date in dates.items():
                for match in wanted.get(key) or contacts[key]:
                    match["erased"] = format_date(self.env, date)
        self._find_kept(partners, contacts)

    def _erasable_keys(self, rows, matches, register):
        """``{key: [match]}`` of all under which the register may know the persons of rows."""
        wanted, institutions = {}, self.env.companies.root_id.ids
        for row, match in zip(rows, matches, strict=True):
            # of a cell that is not one address, whatever is found in it
            text, address = row.values.get("email"), match["email"]
            found = [address] if address or not text else register._addresses_in(text)
            keys = [key for each in found for key in email_keys(each, institutions)]
            if row.values.get("member_id"):
                keys.append(("member_id", row.values["member_id"]))
            for key in keys:
                wanted.setdefault(key, []).append(match)
        return wanted

    def _find_kept(self, partners, matches):
        """Contacts that a file has deleted, and those of users: ``matches`` {id: [match]}."""
        erasure = self.env["contact.erasure"]
        for contact, date in erasure._deleted_on(partners).items():
            for match in matches[contact]:
                match["deleted"] = format_date(self.env, date)
        for contact, guard in erasure._guarded(partners, portal=True).items():
            for match in matches[contact]:
                match["guard"] = guard
