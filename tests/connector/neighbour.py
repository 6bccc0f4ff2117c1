"""A CRM next door that keeps its contacts in memory: what an adapter of another addon would give,
so that tests can say what is there, and what goes wrong there."""

from ...tools.connector.remote import (
    Description,
    Page,
    Record,
    RemoteFault,
    RemoteField,
    Written,
)
from ...tools.rows.problems import Problem

FIELDS = (
    RemoteField("name", "Name"),
    RemoteField("email", "Email"),
    RemoteField("phone", "Phone"),
    RemoteField("city", "City"),
    RemoteField("is_company", "Is a Company", "boolean"),
    RemoteField("country_id", "Country"),
    RemoteField("comment", "Notes"),
    RemoteField("create_date", "Created on", "datetime", read_only=True),
    RemoteField("groups", "Groups", "list"),
    RemoteField("interests_in", "Opted in", "list"),
    RemoteField("interests_out", "Opted out", "list"),
)


class Neighbour:  # pylint: disable=method-required-super
    """``contacts`` is {id: {field: value}}; ``faults`` are raised one by one, ``refuses`` are the
    e-mails that it does not take; ``marks`` are those from which it was asked for changes, and
    ``meanwhile()`` happens there before the next lines are written."""

    skew = 0.0

    def __init__(self):
        self.contacts, self.changed, self.keys = {}, {}, {}
        self.gone_ids, self.faults, self.refuses = set(), [], set()
        self.merged = {}
        self.requests = self.clock = 0
        self.calls, self.marks = [], []
        self.meanwhile = None

    # -- what a test says is there ---------------------------------------------------------------

    def add(self, **values):
        """A contact that somebody has made there; its id."""
        theirs = str(len(self.contacts) + 501)
        self.contacts[theirs] = {}
        self.change(theirs, **values)
        return theirs

    def change(self, theirs, **values):
        """Somebody has changed a contact there."""
        self.contacts[theirs] |= values
        self._touch(theirs)

    def delete(self, theirs):
        """Somebody has deleted a contact there."""
        self.gone_ids.add(theirs)
        self._touch(theirs)

    def _touch(self, theirs):
        self.clock += 1
        self.changed[theirs] = self.clock

    def _record(self, theirs, fields):
        if theirs not in self.contacts:
            return Record(theirs, gone=True)
        values = {name: self.contacts[theirs].get(name) for name in fields}
        keys = {known: key for key, known in self.keys.items()}
        moment = f"2030-01-01T00:{self.changed[theirs] % 60:02}:00Z"
        return Record(theirs, moment, values, theirs in self.gone_ids, None, keys.get(theirs))

    # -- the protocol ----------------------------------------------------------------------------

    def _ask(self, what):
        self.requests += 1
        self.calls.append(what)
        if self.faults:
            fault = self.faults.pop(0)
            if fault:
                raise fault

    def describe(self):
        self._ask("describe")
        return Description("Neighbour", "1.0", FIELDS, groups="x", interests="y")

    def changes(self, fields, since, limit=1000):
        self._ask("changes")
        mark = int(since or 0)
        self.marks.append(mark)
        found = sorted((c, i) for i, c in self.changed.items() if c > mark)
        taken = found[:limit]
        last = taken[-1][0] if taken else mark
        records = [self._record(theirs, fields) for _clock, theirs in taken]
        return Page(records, str(last), len(found) > limit)

    def read(self, ids, fields):
        self._ask("read")
        return [self._record(theirs, fields) for theirs in ids]

    def gone(self, ids):
        self._ask("gone")
        lost = [each for each in ids if each in self.gone_ids]
        return [Record(theirs, gone=True, merged_into=self.merged.get(theirs)) for theirs in lost]

    def merge(self, theirs, into):
        """Somebody has merged a contact there into another one."""
        self.gone_ids.add(theirs)
        self.merged[theirs] = into
        del self.changed[theirs]

    def write(self, fields, outgoing):
        self._ask("write")
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile:
            meanwhile()
        return [self._written(each) for each in outgoing]

    def _written(self, each):
        if each.values.get("email") in self.refuses:
            problem = Problem("odoo", params={"message": "No such e-mail here."})
            return Written(each.key, each.id, problem=problem)
        theirs = self.keys.get(each.key) or each.id
        created = theirs is None
        if created:
            theirs = str(len(self.contacts) + 501)
            self.contacts[theirs] = {}
        self.keys[each.key] = theirs
        now = self.contacts[theirs]
        left = [name for name in each.values if not (created or each.was(name, now.get(name)))]
        values = {name: value for name, value in each.values.items() if name not in left}
        if values:
            self.change(theirs, **values)
        return Written(each.key, theirs, created=created, left=left)

    def close(self):
        self.calls.append("close")


def busy(seconds=30.0):
    """That there is too much to do there just now."""
    return RemoteFault("connector_unavailable", {"status": 503}, wait=seconds)


def locked_out():
    """That the key is not taken any more."""
    return RemoteFault("connector_key_refused", {})
