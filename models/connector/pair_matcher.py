from odoo.tools import format_date

from ...tools.contacts.constituents import choose
from ...tools.contacts.erasure_keys import THEIRS
from ...tools.contacts.memberships import ORDINARY
from ...tools.contacts.pairs import CHANGED, OUR_ID, THEIR_ID
from ...tools.kinds.pair_sides import SETS_OF
from ..sync.constituent_matcher import ConstituentMatcher

DOWNLOAD = "registration.import.kind.constituent_download"


class PairMatcher(ConstituentMatcher):
    """Finds which contact here a row is of, and what both sides held when they were in step: some
    statements for all rows. ``operation`` is in the environment of the user."""

    def __init__(self, kind, operation):
        super().__init__(kind)
        self.operation, self.connection = operation, operation._connection().sudo()
        self.system = self.connection.system_id
        self.agreements = self.env["registration.import.agreement"].sudo()
        self.pairs = operation._field_pairs()
        # whether departments are told there with the code of their country: CH-ZH
        self._codes_departments = _codes_departments(operation)

    @property
    def contact_fields(self):
        return (*super().contact_fields, "write_date")

    def match(self, rows):
        """A match for each row, as ``tools.kinds.connector`` has it."""
        if not rows:
            return []
        theirs = {row.values[THEIR_ID] for row in rows if row.values.get(THEIR_ID)}
        agreed = self._agreed(theirs)
        named = self.system._ours([("contact", each) for each in theirs])
        for row in rows:
            row.values["cons_id"] = self._contact_named(row, agreed, named)
        matches = super().match(rows)
        self._find_pairs(rows, matches, agreed)
        self._find_ours(rows, matches)
        self._find_erased_there(rows, matches)
        self._find_decided(rows, matches)
        return matches

    def _agreed(self, theirs):
        """``{id there: what was agreed}``"""
        found = self.agreements.search(
            [("connection_id", "=", self.connection.id), ("theirs", "in", list(theirs))]
        )
        return {each.theirs: each for each in found}

    def _contact_named(self, row, agreed, named):
        """The id of the contact that is known for the pair: as agreed, by a cross-reference, or
        since it has changed here."""
        theirs = row.values.get(THEIR_ID)
        if theirs in agreed and agreed[theirs].contact_id:
            return agreed[theirs].contact_id.id
        found = named.get(("contact", theirs))
        return int(found) if found else row.values.get(OUR_ID)

    def _find_pairs(self, rows, matches, agreed):
        """What was agreed of each pair, and with whom else its contact is paired there."""
        contacts = {each["id"] for each in map(_contact, matches) if each}
        pairs = self.agreements.search(
            [("connection_id", "=", self.connection.id), ("contact_id", "in", list(contacts))]
        )
        others = {}
        for pair in pairs:
            others.setdefault(pair.contact_id.id, []).append(pair.theirs)
        fetched = self._fetched_at()
        for row, match in zip(rows, matches, strict=True):
            pair, contact = agreed.get(row.values.get(THEIR_ID)), _contact(match)
            theirs = row.values.get(THEIR_ID)
            match["paired"] = [
                each for each in others.get(contact and contact["id"], ()) if each != theirs
            ]
            # one that is only looked at again has never been a pair
            is_known = pair and (pair.contact_id or pair.left_alone)
            match["pair"] = is_known and {
                "marks": pair.marks or {},
                "left_alone": pair.left_alone,
                "stale": bool(pair.agreed_at and pair.agreed_at > fetched),
            }
            match["changed"] = changed = contact["write_date"] if contact else None
            match["newer"] = bool(changed and (row.values.get(CHANGED) or "") > changed)

    def _fetched_at(self):
        """When the values of the other CRM were true: rows that are tried again are as old as the
        job that did not import them."""
        job = self.env["registration.import.job"].sudo().browse(self.kind._run.job or ())
        while job.origin_id:
            job = job.origin_id
        return job.create_date

    def _find_ours(self, rows, matches):
        """What the contacts hold, in the words of files, and as the other CRM takes it."""
        contacts = {each["id"]: each for each in map(_contact, matches) if each}
        download = self.env[DOWNLOAD]
        lines = download._lines(self.kind._target, list(contacts), self.operation)
        for contact, line in lines.items():
            line["fullname"] = contacts[contact]["name"]
        read = self.kind._text_reader()
        words = {contact: self._words(line, read(line)) for contact, line in lines.items()}
        download._in_their_words(words, self.operation)
        named = self._named_groups()
        for match in matches:
            contact = _contact(match)
            identifier = contact["id"] if contact else None
            match["ours"] = lines.get(identifier)
            match["words"] = words.get(identifier, {})
            match["here"] = self._belongs(contact, named) if contact else {}

    def _words(self, line, values):
        """What is sent of a contact: yes or no where the field says that, else its text."""
        flipped = self.kind._run.options.get("flip") or ()
        words = {}
        for pair in self.pairs:
            value = values.get(pair.name)
            if isinstance(value, bool):
                words[pair.name] = value != (pair.name in flipped)
            elif pair.name not in SETS_OF:
                words[pair.name] = line.get(pair.name) or None
        if words.get("department") and self._codes_departments and line.get("country"):
            words["department"] = f"{line['country']}-{words['department']}"
        return words

    def _belongs(self, contact, named):
        """``{slot: {key: [name there, group]}}`` of the groups of a contact."""
        found = {}
        for group in contact["groups"]:
            for slot, key, name in named.get(group, ()):
                found.setdefault(slot, {})[key] = [name, group]
        return found

    def _named_groups(self):
        """``{group: [(slot, key, name there)]}`` of those that the pairs may name: by the
        cross-references of the system, else by their own names."""
        names = {pair.name for pair in self.pairs}
        found = {}
        if names & {"group_name", "group_id"}:
            groups = self.env["contact.group"].search_fetch(
                [("kind", "=", ORDINARY)], ["external_id", "name"]
            )
            theirs = self.system._theirs("group", filter(None, groups.mapped("external_id")))
            for group in groups:
                name = theirs.get(group.external_id)
                name = name or (group.name if "group_name" in names else None)
                if name:
                    found[group.id] = [("groups", str(group.id), name)]
        if names & {"opted_in", "opted_out"}:
            fields = ["external_id", "name", "opt_in_group_id", "opt_out_group_id"]
            interests = self.env["contact.interest"].search_fetch([], fields)
            theirs = self.system._theirs("interest", filter(None, interests.mapped("external_id")))
            for interest in interests:
                name = theirs.get(interest.external_id) or interest.name
                key = str(interest.id)
                found[interest.opt_in_group_id.id] = [("opted_in", key, name)]
                found[interest.opt_out_group_id.id] = [("opted_out", key, name)]
        return found

    def _find_erased_there(self, rows, matches):
        """A contact that was erased here stays so, whatever the other CRM still tells of it."""
        register = self.env["contact.erasure.register"].sudo()
        keys = {
            (THEIRS, self.connection.id, theirs): theirs
            for row in rows
            if (theirs := row.values.get(THEIR_ID))
        }
        dates = {keys[key]: date for key, (date, _id) in register._is_erased(keys).items()}
        for row, match in zip(rows, matches, strict=True):
            if row.values.get(THEIR_ID) in dates:
                match["erased"] = format_date(self.env, dates[row.values[THEIR_ID]])

    def _find_decided(self, rows, matches):
        """What somebody has said of fields that both sides have changed."""
        theirs = [row.values[THEIR_ID] for row in rows if row.values.get(THEIR_ID)]
        conflicts = self.env["registration.import.conflict"].sudo()
        decided = conflicts._decisions(self.connection, theirs)
        for row, match in zip(rows, matches, strict=True):
            match["decided"] = decided.get(row.values.get(THEIR_ID), {})


def _contact(match):
    return choose(match["stages"])[0]


def _codes_departments(operation):
    """Whether departments are told there with the code of their country."""
    line = operation.sudo().line_ids.filtered(lambda each: each.field == "department")
    return line.theirs_id.type == "choice"
