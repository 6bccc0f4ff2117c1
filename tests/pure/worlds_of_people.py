"""Small worlds of participants, of contacts with their structures, and of members of groups."""

from ...tools.contacts.constituent_schema import KEYS
from ...tools.contacts.contact_assignments import AUTHORIZATIONS, CRITERIA
from ...tools.contacts.names import name_key
from ...tools.kinds.contact_changes import PARTNER
from ...tools.kinds.contact_operations import ContactPlanner
from ...tools.kinds.hub import GROUPS
from ...tools.kinds.memberships import AssignmentPlanner
from ...tools.kinds.participant_seats import places
from ...tools.kinds.participants import FIELDS, REGISTRATION, ParticipantPlanner
from ...tools.rows.cells import fold
from ...tools.rows.run_context import RunContext
from .constituent_rows import NOBODY, contact, is_found
from .contact_rows import OPERA, TODAY, format_phone, lookups, match
from .participant_rows import event, nobody, stored_phone
from .worlds import World


class Participants(World):
    """Registrations of an event; rows are (code, name, ticket, status)."""

    model = REGISTRATION
    fields = (*FIELDS, "date_closed")
    TICKETS = {"Standard": 1, "Patron": 2}
    UNKNOWN = "Gold"

    def __init__(self, limit, ticket_limits):
        super().__init__()
        self.limits = {"limit": limit, "ticket_limits": ticket_limits}

    def new_rules(self):
        return ParticipantPlanner(RunContext(), stored_phone, "2031-05-06 08:00:00")

    def key(self, item):
        return item[:1]

    def spoilt(self, item):
        return (*item[:2], self.UNKNOWN, item[3])

    def values(self, item):
        code, name, ticket, status = item
        given = {"registration_code": f"R{code}", "event_code": "E1"}
        return {**given, "name": name, "ticket": ticket, "status": status}

    def found(self, values):
        held = self.where(registration_code=values["registration_code"])
        facts = event(**self.limits, taken=self.taken())
        if not held:
            return {**nobody(), "event": facts}
        return {**nobody(), "event": facts, "id": held[0], "present": {**held[1], "answers": {}}}

    def taken(self):
        """``{place: number}``"""
        taken = {}
        for held in self.records.values():
            for place in places(event(**self.limits), held):
                taken[place] = taken.get(place, 0) + 1
        return taken

    def is_overfull(self):
        """Whether somebody has a seat that is not there."""
        limits = {}
        for held in self.records.values():
            limits |= places(event(**self.limits), held)
        return any(number > limits[place] for place, number in self.taken().items())


class Contacts(World):
    """Contacts of an owner; rows are (number, operation, first name, structure, town, owner)."""

    model = PARTNER
    fields = (
        *("name", "contact_firstname", "contact_lastname", "is_company", "company_id", "active"),
        *("city", "parent_id", "contact_nr", "contact_invalid_reason"),
    )

    new = {"active": True}

    def new_rules(self):
        return ContactPlanner(RunContext(today=TODAY), format_phone)

    def key(self, item):
        """What one row says of a structure, another one finds."""
        return None

    def spoilt(self, item):
        return (*item[:5], "NOBODY")

    def table(self):
        """What is known of each, with the name of the structure."""
        names = {each: held["name"] for each, held in self.records.items()}
        return sorted(
            str(held | {"parent_id": names.get(held["parent_id"])})
            for held in self.records.values()
        )

    def values(self, item):
        number, operation, first, structure, town, owner = item
        keys = {"instit": "LAKE", "organization": owner, "contact_nr": f"{number:04}"}
        given = {"firstname": first, "struct_name": structure, "town": town}
        return {**keys, "operation": operation, **given}

    def found(self, values):
        held = self.where(contact_nr=values["contact_nr"])
        contact = self.part(*held) if held else None
        is_person = contact and not contact["is_company"]
        own = contact["parent_id"] if is_person else None
        name = values["struct_name"]
        named = [
            each
            for each, facts in self.records.items()
            if name and facts["is_company"] and fold(facts["name"]) == fold(name)
        ]
        if name and fold(self.records.get(own, {}).get("name") or "") != fold(name):
            own = min(named, default=None)
        structure = self.part(own, self.records[own]) if own else None
        found = {"contact": contact, "structure": structure, "named": len(named)}
        owner = OPERA if values["organization"] == "OPERA" else None
        return match(**found, owner=owner, taken=contact is not None)

    @staticmethod
    def part(identifier, held):
        nothing = {CRITERIA: None, AUTHORIZATIONS: None, "addresses": None, "home": None}
        return {**held, **nothing, "id": identifier, "is_company": bool(held["is_company"])}


class Members(World):
    """Contacts and the groups that they are in; rows are (member, group, way), of which the way is
    that of an interest. Members 3 and 4 have one e-mail address."""

    model = PARTNER
    MEMBERS, UNKNOWN, EMAILS = (1, 2, 3, 4), 9, {3: "home@x.example", 4: "home@x.example"}
    GROUPS = {"Friends": 11, "Donors": 12}
    INTERESTS = {"News": {"id": 5, "in": 21, "out": 22}}

    def __init__(self, planner):
        self.planner, self.made = planner, {}
        super().__init__()
        self.records = {number: {GROUPS: []} for number in self.MEMBERS}

    def new_rules(self):
        return self.planner(RunContext())

    def key(self, item):
        """An opt-out reaches everybody with the address."""
        return self.EMAILS.get(item[0], item[0])

    def spoilt(self, item):
        return (self.UNKNOWN, *item[1:])

    def values(self, item):
        member, name, way = item
        named = (
            {"group_name": name} if self.planner is AssignmentPlanner else {"interest_name": name}
        )
        return {**dict.fromkeys(KEYS), "member_id": f"M{member}", **named, "interest_opt": way}

    def found(self, values):
        contact = self.contact(int(values["member_id"][1:]))
        interest, address = values.get("interest_name"), (contact or {}).get("email_normalized")
        sharers = [each for each, email in self.EMAILS.items() if email == address]
        stage = is_found(contact) if contact else NOBODY
        found = {"stages": {"member_id": stage}, "email": None, "blacklisted": ()}
        found |= {"erased": None, "lookups": lookups(), "opted_in": [], "opted_out": []}
        found |= {"groups": self.meant("group_name", values.get("group_name"), self.group)}
        found |= {"interests": self.meant("interest_name", interest, self.interest)}
        return {**found, "sharers": [self.contact(each) for each in sharers if interest]}

    def contact(self, number):
        if number not in self.records:
            return None
        groups, email = sorted(self.records[number][GROUPS]), self.EMAILS.get(number)
        return contact(
            id=number, contact_member_id=f"M{number}", email_normalized=email, groups=groups
        )

    def meant(self, field, name, known):
        """What a name means: something that there is, or that is still to be made."""
        found = name and known(name)
        return (
            [(field, name, {**found, "active": True} if found else {"new": name})] if name else []
        )

    def group(self, name):
        known = self.GROUPS.get(name) or self.made.get(("ordinary", name_key(name)))
        return known and {"id": known}

    def interest(self, name):
        sides = {way: self.made.get((f"opt_{way}", name_key(name))) for way in ("in", "out")}
        return self.INTERESTS.get(name) or (sides["in"] and {"id": sides["in"], **sides})

    def table(self):
        """New groups by their names."""
        names = {number: name for name, number in self.made.items()}
        return {
            member: sorted(str(names.get(group, group)) for group in held[GROUPS])
            for member, held in self.records.items()
        }

    def is_agreed(self):
        """Whether all with one address are out of what one of them is out of."""
        joined = [set(self.records[number][GROUPS]) for number in self.EMAILS]
        sides = self.INTERESTS["News"]
        is_out = any(sides["out"] in groups for groups in joined)
        return not is_out or all(
            sides["out"] in groups and sides["in"] not in groups for groups in joined
        )

    def apply(self, rows):
        """Groups come before their members, each once; only who joins or leaves is written."""
        entries = {row.id: [] for row in rows}
        steps = [(change, row.id) for row in rows for change in row.plan.changes]
        for change, number in sorted(steps, key=lambda step: step[0].rank):
            change.resolve()
            if change.model == PARTNER:
                held, now, before = (
                    set(each[GROUPS])
                    for each in (self.records[change.record], change.values, change.present)
                )
                self.records[change.record][GROUPS] = sorted((held | now) - (before - now))
                entries[number].append(change.journal())
            else:
                name = change.once.get("kind", change.model), change.once["name_key"]
                change.record = self.made.setdefault(name, 100 + len(self.made))
        self.journals |= entries
