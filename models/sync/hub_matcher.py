from odoo.tools import SQL

from ...tools.contacts.constituent_schema import KEYS, OPTED
from ...tools.contacts.constituents import choose
from ...tools.kinds.hub import OPTING, names_interests
from ...tools.rows.emails import read_email
from ...tools.rows.run_context import UPDATE
from ..contacts.contact_held import CONTACT, held
from .membership_finder import MembershipFinder

# What is read of a contact to know which it is.
IDENTITY = ("active", "contact_member_id", "email", "email_normalized", "company_id", "is_company")
NAMES = ("name", "contact_firstname", "contact_lastname")
COUNTS = """min(p.id) FILTER (WHERE p.active) AS id,
            count(*) FILTER (WHERE p.active) AS found,
            count(*) FILTER (WHERE NOT p.active) AS removed"""
# The ways to name a contact by which one that was merged is found as well.
FORMER = KEYS[:2]
# What ``triage`` gives of each way, and what it means where that finds nobody.
WIDTH = 3
NOBODY = {"found": 0, "removed": 0, "contact": None}


class HubMatcher:
    """Finds whom rows of the Data Sync app mean, as the user of the ``kind`` sees them."""

    # Fields of the contact that a row may set, or is compared with.
    contact_fields = NAMES

    def __init__(self, kind):
        self.kind, self.env = kind, kind.env

    def match(self, rows):
        """A match for each row, as ``tools.kinds.hub`` has it. Rows of one contact share the
        dict of it, which nobody changes."""
        if not rows:
            return []
        emails = [_email_key(row.values.get("email")) for row in rows]
        found = self._find(rows, emails)
        ids = {identifier for triples in found for identifier in triples[::WIDTH]}
        contacts = self._contacts(SQL("c.id = ANY(%s)", list(ids - {None}))) if ids else {}
        meant = MembershipFinder(self.env, self.kind._centers())
        groups, interests = meant.groups(rows), meant.interests(rows)
        opted_in, opted_out = (meant.opted(rows, field) for field in OPTED)
        matches = [
            {
                "stages": _stages(row.values, email, stages, contacts),
                "email": email,
                "groups": listed,
                "interests": wanted,
                "opted_in": ins,
                "opted_out": outs,
                "sharers": [],
                "blacklisted": (),
            }
            for row, email, stages, listed, wanted, ins, outs in zip(
                rows, emails, found, groups, interests, opted_in, opted_out, strict=True
            )
        ]
        self._find_sharers(rows, matches, contacts)
        return matches

    def _find_sharers(self, rows, matches, known):
        """Who else has the addresses of rows, where that matters, and which of these are on Odoo's
        blacklist."""
        makes = self.kind._chooses_records and self.kind._run.options.get("records") != UPDATE
        addresses = [
            _addresses(match) if _asks_who_has_address(row, match, makes) else ()
            for row, match in zip(rows, matches, strict=True)
        ]
        wanted = list({address for listed in addresses for address in listed})
        if not wanted:
            return
        of_addresses = self._by_address(wanted, known)
        blacklist = (
            self.env["mail.blacklist"].sudo().search_fetch([("email", "in", wanted)], ["email"])
        )
        blacklisted = set(blacklist.mapped("email"))
        for listed, match in zip(addresses, matches, strict=True):
            match["sharers"] = [each for one in listed for each in of_addresses.get(one, ())]
            match["blacklisted"] = blacklisted.intersection(listed)

    def _by_address(self, wanted, known):
        """``{address: contacts}``; those that are ``known`` by their ids are not read again."""
        others = SQL(
            """c.email_normalized = ANY(%s) AND (c.type IS NULL OR c.type = 'contact')
               AND c.id NOT IN (SELECT unnest(%s::int[]))""",
            wanted,
            list(known),
        )
        found, addresses = self._contacts(others), {*wanted}
        for identifier, contact in known.items():
            if contact["email_normalized"] in addresses and contact["type"] in (None, "contact"):
                found[identifier] = contact
        of_addresses = {}
        for _id, contact in sorted(found.items()):
            of_addresses.setdefault(contact["email_normalized"], []).append(contact)
        return of_addresses

    def _find(self, rows, emails):
        """What ``triage`` finds for each row."""
        given = SQL(
            """SELECT * FROM unnest(%s::int[], %s::text[], %s::text[])
                 WITH ORDINALITY AS listed(cons_id, member_id, email, nth)""",
            [row.values.get("cons_id") for row in rows],
            [row.values.get("member_id") for row in rows],
            emails,
        )
        found = self.triage(given, SQL("given.nth"))
        return [each[1:] for each in self.env.execute_query(SQL("%s ORDER BY 1", found))]

    def triage(self, given, kept):
        """A SELECT of what ``given`` rows, ``(cons_id, member_id, email ...)`` selected, name: for
        each, the columns ``kept`` and by each way to name a contact its id, and how many there are,
        in use and removed: ``i_id, i_found, i_removed``, those by ``m`` and ``a``, and by the keys
        that others had, ``fi`` and ``fm``. Of e-mail addresses only those of contacts without a
        member ID count (V07): these are looked up in a hash (``IS TRUE``), since a join of theirs,
        for which few are expected, would compare each of them with each row."""
        return SQL(
            """WITH given AS MATERIALIZED (%(given)s),
               member AS MATERIALIZED (
                   SELECT p.contact_member_id AS key, %(counts)s FROM (%(partner)s) p
                    WHERE p.contact_member_id <> ''
                      AND p.contact_member_id IN (SELECT member_id FROM given)
                 GROUP BY 1),
               address AS MATERIALIZED (
                   SELECT p.email_normalized AS key, %(counts)s FROM (%(partner)s) p
                    WHERE (p.contact_member_id IS NULL OR p.contact_member_id = '')
                      AND (p.type IS NULL OR p.type = 'contact')
                      AND (p.email_normalized IN (SELECT email FROM given)) IS TRUE
                 GROUP BY 1)%(former)s
               SELECT %(kept)s,
                      i.id AS i_id, (i.active IS TRUE)::int AS i_found,
                      (i.active IS FALSE)::int AS i_removed, %(found)s
                 FROM given
            LEFT JOIN (%(partner)s) i ON i.id = given.cons_id
            LEFT JOIN member m ON m.key = given.member_id
            LEFT JOIN address a ON a.key = given.email
            LEFT JOIN former fi ON fi.sort = 'cons_id' AND fi.key = given.cons_id::text
            LEFT JOIN former fm ON fm.sort = 'member_id' AND fm.key = given.member_id""",
            given=given,
            kept=kept,
            counts=SQL(COUNTS),
            found=SQL(", ").join(map(_counted, ("m", "a", "fi", "fm"))),
            partner=self.kind._view(CONTACT, *IDENTITY, "type"),
            former=self._former(),
        )

    def _former(self):
        """Contacts by the keys of others that were merged into them (D23)."""
        return SQL(
            """, former AS MATERIALIZED (
                   SELECT f.sort, f.key, %s FROM (%s) f JOIN (%s) p ON p.id = f.partner_id
                    WHERE (f.sort = 'member_id' AND f.key IN (SELECT member_id FROM given))
                       OR (f.sort = 'cons_id' AND f.key IN (SELECT cons_id::text FROM given))
                 GROUP BY 1, 2)""",
            SQL(COUNTS),
            self.kind._view("contact.former.key", "sort", "key", "partner_id"),
            self.kind._view(CONTACT, *IDENTITY),
        )

    def _contacts(self, where):
        """``{id: contact}``: what contacts hold, as ``tools.contacts.constituents`` has it, and
        whether they are ``deferred``: operations leave them alone for now."""
        names = ("id", *dict.fromkeys((*IDENTITY, "type", *self.contact_fields)))
        found = self.env.execute_query(
            SQL(
                """WITH c AS MATERIALIZED (SELECT * FROM (%s) c WHERE %s)
                   SELECT %s, joined.groups, c.id IN (%s) FROM c
                LEFT JOIN (SELECT partner_id, array_agg(group_id ORDER BY group_id) AS groups
                             FROM contact_group_res_partner_rel
                            WHERE partner_id IN (SELECT id FROM c)
                         GROUP BY 1) joined ON joined.partner_id = c.id
                 ORDER BY c.id""",
                self.kind._view(CONTACT, *names[1:]),
                where,
                held(self.env, "c", names),
                self.kind._deferred(),
            )
        )
        contacts = {}
        for *values, groups, deferred in found:
            contact = contacts[values[0]] = dict(zip(names, values, strict=True))
            contact["contact_member_id"] = contact["contact_member_id"] or None
            contact["groups"], contact["deferred"] = groups or [], deferred
        return contacts


def _counted(way):
    """What one of the ways finds, as ``triage`` calls it."""
    return SQL(
        "%(way)s.id AS %(id)s, coalesce(%(way)s.found, 0) AS %(found)s,"
        " coalesce(%(way)s.removed, 0) AS %(removed)s",
        way=SQL.identifier(way),
        **{name: SQL.identifier(f"{way}_{name}") for name in ("id", "found", "removed")},
    )


def _asks_who_has_address(row, match, makes):
    """Whether it matters who else has the address of a row: where it opts in or out, gives somebody
    an address whom another row may opt in or out, or means nobody and no contact is made."""
    if match["email"] is None or names_interests(match):
        return names_interests(match)
    contact = choose(match["stages"])[0]
    if contact is None and not makes:
        return True
    is_new = contact is None or contact["email_normalized"] != match["email"]
    return is_new and not row.values.keys().isdisjoint(OPTING)


def _addresses(match):
    """The address of the row, and that of its contact."""
    contact = choose(match["stages"])[0]
    listed = (match["email"], contact and contact["email_normalized"])
    return tuple(dict.fromkeys(address for address in listed if address))


def _email_key(text):
    """As Odoo stores it beside the e-mail; None where the text is not one address."""
    email = read_email(text) if text else None
    return email and email.key


def _stages(values, email, found, contacts):
    """What each way finds that the row names its contact by, of the triples that ``triage`` gives:
    the ways to name a contact in their order, then those of ``FORMER``. A contact that has the key
    itself goes before one into which another with that key was merged."""
    stages = {}
    for place, key in enumerate(KEYS):
        if (email if key == "email" else values.get(key)) is None:
            continue
        stages[key] = _stage(found, place, contacts)
        if stages[key] is NOBODY and key in FORMER:
            former = _stage(found, len(KEYS) + FORMER.index(key), contacts)
            if former is not NOBODY:
                stages[key] = {**former, "former": True}
    return stages


def _stage(found, place, contacts):
    identifier, count, removed = found[place * WIDTH : place * WIDTH + WIDTH]
    if not (count or removed):
        return NOBODY
    return {"found": count, "removed": removed, "contact": contacts.get(identifier)}
