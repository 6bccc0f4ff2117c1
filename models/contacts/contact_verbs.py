from odoo import api, fields, models
from odoo.tools import LazyTranslate, email_normalize

from ...tools.contacts import contact_values as said
from ...tools.contacts.contact_parts import EMPTIED, is_empty, present_of
from ...tools.contacts.contact_schema import UPDATES, given
from ...tools.contacts.erasure_keys import email_keys
from ...tools.rows.plan import Change, Plan, has_error
from ...tools.rows.problems import Problem, warning
from .contact_reasons import ACCOUNT_DELETED

_lt = LazyTranslate(__name__)

DELETE, INVALIDATE, ANONYMIZE, DROP = "delete", "invalidate", "anonymize", "drop"
VERBS = (DELETE, INVALIDATE, ANONYMIZE, DROP)
# More irreversible rows than this, or than this share of an institution's contacts, in percent,
# need a second person. System parameters registration_import.NAME set others.
LIMITS = {"irreversible_contacts": 100, "irreversible_percent": 5}
# Texts of what holds a contact that a message quotes.
HOLDERS = 5


class ImportKindContactOperations(models.AbstractModel):
    """DELETE, INVALIDATE, ANONYMIZE and DROP (S11 to S14): what may not be done is known before
    it is planned, and asked once more when it is done (``contact.erasure``).

    A file that does not know that a person was anonymized never brings them back: a row with
    their number or their e-mail is an error.
    """

    _inherit = "registration.import.kind.contact_operations"

    _irreversible = {
        ANONYMIZE: _lt("Anonymize"),
        DELETE: _lt("Delete"),
        DROP: _lt("Drop"),
    }
    _irreversible_effects = {
        ANONYMIZE: _lt("whatever tells who it is goes; sales stay, under the name XXXXXXXX."),
        DELETE: _lt("addresses, telephones, e-mail and login go; name and sales stay."),
        DROP: _lt("the contact itself leaves the database, with all that belongs to it."),
    }

    # -- a second person -----------------------------------------------------------------------

    @api.model
    def _is_large(self, scopes):
        """Whether these are too many rows, ``{institution id: rows}``, for one person alone."""
        limit, percent = map(self._limit, LIMITS)
        if sum(scopes.values()) > limit:
            return True
        groups = (
            self.env[self._target]
            .sudo()
            ._read_group(
                [("contact_institution_id", "in", list(scopes)), ("contact_nr", "!=", False)],
                ["contact_institution_id"],
                ["__count"],
            )
        )
        contacts = {institution.id: count for institution, count in groups}
        return any(100 * n > percent * contacts.get(scope, 0) for scope, n in scopes.items())

    def _limit(self, name):
        get = self.env["ir.config_parameter"].sudo().get_param
        value = get(f"registration_import.{name}")
        return int(value) if value and value.isdecimal() else LIMITS[name]

    @api.model
    def _approvers(self, company):
        group = self.env.ref("registration_import.group_contact_irreversible").sudo()
        return group.all_user_ids.filtered(
            lambda user: not user.share and company in user.company_ids
        )

    @api.model
    def _may_decide(self, scopes):
        """Nobody decides on contacts of an institution that they have nothing to do with (D12)."""
        return scopes <= set(self.env.user.sudo().company_ids.root_id.ids)

    # -- match ---------------------------------------------------------------------------------

    @api.model
    def _match(self, rows):
        """See the other part. A match also holds ``obstacle``, what keeps the row from being
        done: ``{"code", "params"}`` or None; ``anonymized``, the day, of ANONYMIZE; and whether
        somebody logs in as the contact, of DELETE."""
        matches = super()._match(rows)
        pairs = list(zip(rows, matches, strict=True))
        for match in matches:
            match.update(obstacle=None, anonymized=None, login=False)
        self._find_erased([pair for pair in pairs if pair[0].values["operation"] in UPDATES])
        for operation in VERBS:
            chosen = [
                (row, match)
                for row, match in pairs
                if row.values["operation"] == operation and match["contact"]
            ]
            if chosen:
                self._find_obstacles(operation, chosen)
        return matches

    def _find_erased(self, pairs):
        """Rows that would bring an anonymized person back: two queries for all."""
        register, wanted = self.env["contact.erasure.register"].sudo(), {}
        for row, match in pairs:
            for key in _erasable_keys(row, match):
                wanted.setdefault(key, []).append(match)
        for key, (date, _contact) in register._is_erased(wanted).items():
            for match in wanted[key]:
                match["obstacle"] = _obstacle("erased", date=_day(date))

    def _find_obstacles(self, operation, pairs):
        """What keeps the contacts of rows from being treated so, some queries for all of them."""
        erasure = self.env["contact.erasure"]
        partners = self.env[self._target].browse({match["contact"]["id"] for _r, match in pairs})
        anonymized = self.env["contact.erasure.register"].sudo()._anonymized_on(partners)
        obstacles = {}
        if operation == INVALIDATE:
            obstacles = _said("has_sales", "sales", _counted(erasure._sales_of(partners)))
        elif operation == DROP:
            held = {**erasure._blockers(partners), **erasure._undroppable_texts(partners)}
            obstacles = _said("held", "holders", held)
        obstacles |= {
            each: _obstacle(f"protected_{code}")
            for each, code in erasure._protected(partners).items()
        }
        logins = self._logins(partners) if operation == DELETE else set()
        for _row, match in pairs:
            identifier = match["contact"]["id"]
            match["obstacle"] = obstacles.get(identifier)
            match["anonymized"] = _day(anonymized.get(identifier))
            match["login"] = identifier in logins

    def _logins(self, partners):
        users = self.env["res.users"].sudo().search([("partner_id", "in", partners.ids)])
        return set(users.partner_id.ids)

    @api.model
    def _after(self, row):
        left = super()._after(row)
        if row.plan.verb == DROP:
            return left | {"contact": None, "dropped": True}
        if row.plan.verb == ANONYMIZE:
            today = fields.Date.context_today(self).isoformat()
            contact = {
                **_unreachable(left["contact"]),
                **{said.CRITERIA: None, said.AUTHORIZATIONS: None},
                "contact_invalid_reason": ACCOUNT_DELETED,
            }
            erased = _obstacle("erased", date=today)
            left |= {"contact": contact, "obstacle": erased, "anonymized": today}
            return left | {"unreachable": True}
        if row.plan.verb == DELETE:
            return left | {"contact": _unreachable(left["contact"]), "unreachable": True}
        return left

    @api.model
    def _resume(self, row, key, left):
        match = super()._resume(row, key, left)
        if key is None or key[0] == "nr":
            if left.get("dropped"):
                match |= {"contact": None, "taken": False, "bearer": None, "obstacle": None}
            if left.get("unreachable"):
                match |= {"login": False, "unreachable": True}
            if left.get("anonymized"):
                match["anonymized"] = left["anonymized"]
                if row.values["operation"] in UPDATES:
                    match["obstacle"] = left["obstacle"]
        return match

    # -- plan ----------------------------------------------------------------------------------

    @api.model
    def _plan(self, row, totals):
        """What stands in the way is said before anything is planned."""
        obstacle = row.match["obstacle"]
        if obstacle and (row.match["contact"] or row.values["operation"] in UPDATES):
            number = row.values.get("contact_nr")
            return Plan(
                problems=[Problem(obstacle["code"], "contact_nr", number, obstacle["params"])]
            )
        return super()._plan(row, totals)

    def _plan_invalidate(self, row):
        """S12: marked, and everything else intact."""
        contact = present_of(row.match["contact"])
        values = {"contact_invalid_reason": ACCOUNT_DELETED}
        return Plan([Change(self._target, contact["id"], values, contact)], record=contact["id"])

    def _plan_anonymize(self, row):
        """S13; a second time nothing is left to do."""
        if row.match["anonymized"]:
            known = warning("anonymized", "contact_nr", date=row.match["anonymized"])
            return Plan(problems=[known], record=row.match["contact"]["id"])
        return self._plan_verb(row, ANONYMIZE)

    def _plan_drop(self, row):
        """S14: only a mis-import."""
        return self._plan_verb(row, DROP)

    def _plan_delete(self, row):
        """S11; a second time nothing is left to do."""
        contact, problems = present_of(row.match["contact"]), []
        named = self._named(row, problems)
        if has_error(problems):
            return Plan(problems=problems)
        carried = any(set(contact[field]) & set(ids) for field, ids in named.items())
        if is_empty(contact) and not carried and not row.match["login"]:
            return Plan(record=contact["id"])
        return self._plan_verb(row, DELETE)

    def _plan_verb(self, row, verb):
        record = row.match["contact"]["id"]
        return Plan(verb=verb, record=record, scope=row.match["institution"])

    def _named(self, row, problems):
        """``{field: ids}`` of the values that DELETE takes away: those that the row names."""
        known = row.match["known"]
        return {
            said.CRITERIA: said.named_criteria(row.values, known, problems),
            said.AUTHORIZATIONS: said.named_authorizations(row.values, known, problems),
        }

    # -- verbs ---------------------------------------------------------------------------------

    @api.model
    def _verb_delete(self, rows):
        named = {}
        for row in rows:
            found = self._named(row, [])
            criteria, authorizations = found[said.CRITERIA], found[said.AUTHORIZATIONS]
            named[row.record] = {"criteria": criteria, "authorizations": authorizations}
        self.env["contact.erasure"]._delete(self._partners(rows), self._origin(rows), named)

    @api.model
    def _verb_anonymize(self, rows):
        self.env["contact.erasure"]._anonymize(self._partners(rows), self._origin(rows))

    @api.model
    def _verb_drop(self, rows):
        self.env["contact.erasure"]._drop(self._partners(rows), self._origin(rows))

    def _partners(self, rows):
        return self.env[self._target].browse(row.record for row in rows)

    def _origin(self, rows):
        """What asked for it, as ``contact.erasure`` wants it."""
        return {"job": self._run.job, "rows": {row.record: row.id for row in rows}}


def _erasable_keys(row, match):
    """Keys under which the register may know the person of a row."""
    number, email = row.values.get("contact_nr"), given(row.values, "email1")
    if number and match["institution"]:
        yield "number", match["institution"], number
    normalized = email_normalize(email) if email else None
    held = (match["contact"] or {}).get("email")
    # one that the contact has, a family may have shared with the anonymized person
    if normalized and not (held and email_normalize(held) == normalized):
        yield from email_keys(normalized, [match["institution"] or 0])


def _unreachable(contact):
    """What DELETE leaves of a contact."""
    return {**contact, **EMPTIED, "addresses": {}}


def _obstacle(code, **params):
    return {"code": code, "params": params}


def _said(code, name, texts):
    """``{partner id: obstacle}`` of ``{partner id: [what stands in the way]}``."""
    obstacles = {}
    for partner, found in texts.items():
        obstacles[partner] = _obstacle(code, **{name: said_shortly(found)})
    return obstacles


def said_shortly(texts):
    """The first of them, in one line."""
    return ", ".join(texts if len(texts) <= HOLDERS else [*texts[:HOLDERS], "…"])


def _counted(sales):
    """``{partner id: ["2 × registration"]}`` of ``{partner id: {label: count}}``."""
    return {
        partner: [f"{count} × {label}" for label, count in found.items()]
        for partner, found in sales.items()
    }


def _day(moment):
    return moment and fields.Date.to_date(moment).isoformat()
