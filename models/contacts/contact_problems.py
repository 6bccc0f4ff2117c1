from odoo import fields

from ...tools.contacts.contact_schema import DELETE, DROP, INVALIDATE, UPDATES, VERBS, given
from ...tools.contacts.erasure_keys import email_keys
from ...tools.kinds.contact_operations import erased_problem

# What a match holds of a contact, and of the structure that the row names.
PARTS = ("contact", "structure")
# Texts of what blocks a contact that a message quotes.
QUOTED = 5


class ContactProblems:
    """Finds what keeps rows from being done, before anything is planned: some queries for all.

    It is asked once more when a row is written (``contact.erasure``). A file that does not know
    that a person was anonymized never brings them back: a row with their number or their e-mail is
    an error.
    """

    def __init__(self, kind):
        self.env, self.partners = kind.env, kind.env[kind._target]
        self.erasure = self.env["contact.erasure"]
        self.register = self.env["contact.erasure.register"].sudo()

    def find(self, rows, matches):
        """Say in the matches of these rows what stands in their way."""
        pairs = list(zip(rows, matches, strict=True))
        updates = [pair for pair in pairs if pair[0].values["operation"] in UPDATES]
        self._find_erased(updates)
        self._find_kept([match for _row, match in updates])
        for verb in VERBS:
            found = [
                match
                for row, match in pairs
                if row.values["operation"] == verb and match["contact"]
            ]
            if found:
                self._find_blocked(verb, found)

    def _find_erased(self, pairs):
        """Rows that would bring an anonymized person back: two queries for all."""
        if not self.register._has_entries():
            return
        wanted = {}
        for row, match in pairs:
            for key in self._erasable_keys(row, match):
                wanted.setdefault(key, []).append(match)
        for key, (date, _contact) in self.register._is_erased(wanted).items():
            for match in wanted[key]:
                match["problem"] = erased_problem(_day(date))

    def _find_kept(self, matches):
        """Contacts and structures that a file has deleted: none fills them again; those of users,
        who would be left without a login."""
        parts = [match[part] for match in matches for part in PARTS if match[part]]
        partners = self.partners.browse({part["id"] for part in parts})
        deleted = self.erasure._deleted_on(partners) if parts else {}
        for part in parts:
            part["deleted"] = _day(deleted.get(part["id"]))
        guards = self.erasure._guarded(partners)
        for match in matches:
            match["guard"] = match["contact"] and guards.get(match["contact"]["id"])

    def _erasable_keys(self, row, match):
        """Keys under which the register may know the person of a row."""
        number, email = row.values.get("contact_nr"), given(row.values, "email1")
        if number and match["institution"]:
            yield "number", match["institution"], number
        present = (match["contact"] or {}).get("email")
        if not email or email == present:
            return
        # one that the contact has, a family may have shared with the anonymized person
        known = set(self.register._addresses_in(present))
        for address in self.register._addresses_in(email):
            if address not in known:
                yield from email_keys(address, [match["institution"] or 0])

    def _find_blocked(self, verb, matches):
        """What keeps the contacts of matches from being treated so."""
        partners = self.partners.browse({match["contact"]["id"] for match in matches})
        anonymized = self.register._anonymized_on(partners)
        problems = self._blocked(verb, partners) | {
            partner: _problem(f"protected_{code}")
            for partner, code in self.erasure._protected(partners).items()
        }
        logins = self._logins(partners) if verb == DELETE else set()
        for match in matches:
            partner = match["contact"]["id"]
            match["problem"] = problems.get(partner)
            match["anonymized"] = _day(anonymized.get(partner))
            match["login"] = partner in logins

    def _blocked(self, verb, partners):
        """``{partner id: problem}`` of those with something that the verb would take away."""
        if verb == INVALIDATE:
            return self._sold(partners, with_people=True)
        if verb == DROP:
            blockers = {
                **self.erasure._blockers(partners),
                **self.erasure._undroppable_texts(partners),
            }
            return _quoting("held", "holders", blockers) | self._sold(partners)
        return {}

    def _sold(self, partners, **more):
        return _quoting("has_sales", "sales", _counted(self.erasure._sales_of(partners, **more)))

    def _logins(self, partners):
        users = self.env["res.users"].sudo().search([("partner_id", "in", partners.ids)])
        return set(users.partner_id.ids)


def quoted(texts):
    """The first of them, in one line."""
    return ", ".join(texts if len(texts) <= QUOTED else [*texts[:QUOTED], "…"])


def _problem(code, **params):
    return {"code": code, "params": params}


def _quoting(code, name, texts):
    """``{partner id: problem}`` of ``{partner id: [what stands in the way]}``."""
    return {partner: _problem(code, **{name: quoted(found)}) for partner, found in texts.items()}


def _counted(sales):
    """``{partner id: ["2 × registration"]}`` of ``{partner id: {label: count}}``."""
    return {
        partner: [f"{count} × {label}" for label, count in found.items()]
        for partner, found in sales.items()
    }


def _day(moment):
    return moment and fields.Date.to_date(moment).isoformat()
