"""What a row lets contacts join and leave: groups, and those of interests.

A group is an id, or the change that makes it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Any

from ..contacts.constituent_schema import IN, OUT
from ..contacts.constituents import Contact, who
from ..contacts.memberships import OPT_IN, OPT_OUT, ORDINARY, Meaning, key_of, problem_of
from ..rows.plan import Change
from ..rows.problems import Problem, warning

GROUP_MODEL, INTEREST_MODEL = "contact.group", "contact.interest"
# The order of writes: a group before the interest that has it.
GROUP, INTEREST = range(2)
# The groups of an interest, by the words of a row.
SIDES = {IN: OPT_IN, OUT: OPT_OUT}

Group = int | Change
#: [(field, text, what it means)]
Wanted = Iterable[tuple[str, str, Meaning]]


class Members:
    """The groups of a contact, each once, in the order in which it joined them. One that is still
    to be made is known by what names it. A cell may name a thousand: each is found at once."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self._groups = {_key(group): group for group in groups}

    def __contains__(self, group: Group) -> bool:
        return _key(group) in self._groups

    def __iter__(self) -> Iterator[Group]:
        return iter(self._groups.values())

    def __bool__(self) -> bool:
        return bool(self._groups)

    def add(self, group: Group) -> None:
        """Be in a group; of one that is to be made twice, the first change makes it."""
        self._groups.setdefault(_key(group), group)

    def remove(self, group: Group) -> None:
        """Leave a group, if in it."""
        self._groups.pop(_key(group), None)


def _key(group: Group) -> Hashable:
    return tuple(sorted(group.once.items())) if isinstance(group, Change) and group.once else group


class Joining:
    """Of one row: the ``groups`` of its contact after it; ``reached``, [(contact, groups after)] of
    the ``sharers`` of its address that its opt-outs reach; ``news``, changes that make some of the
    groups; and ``problems``. A group of another center and an opt-out leave an assignment out.

    ``centers`` are the ids of those whose groups may be named, None for all.
    """

    def __init__(
        self,
        contact: Contact,
        sharers: list[Contact],
        blacklisted: bool = False,
        centers: tuple[int, ...] | None = None,
    ) -> None:
        self.contact, self.present = contact, list(contact["groups"])
        self.sharers, self.blacklisted, self.centers = sharers, blacklisted, centers
        self.groups = Members(self.present)
        self.problems: list[Problem] = []
        self._news: dict[int, Change] = {}
        self._of_sharers = [Members(each["groups"]) for each in sharers]

    @property
    def news(self) -> list[Change]:
        """Changes that make groups and interests, each once."""
        return list(self._news.values())

    @property
    def reached(self) -> list[tuple[Contact, list[Group]]]:
        """Others whose groups are not what they were."""
        if not self.sharers:
            return []
        both = zip(self.sharers, map(list, self._of_sharers), strict=True)
        return [(each, groups) for each, groups in both if groups != each["groups"]]

    def groups_of(self, wanted: Wanted) -> None:
        """Join ordinary groups."""
        for field, text, meaning in wanted:
            if "code" in meaning:
                self.problems.append(problem_of(meaning, field, text))
                continue
            new = [] if "id" in meaning else [self._new_group(text, ORDINARY)]
            self._join(self.groups, meaning.get("id") or new[0], new)

    def opt(self, wanted: Wanted, way: str | None) -> None:
        """Opt in to interests, or out of them."""
        for field, text, meaning in wanted:
            if way is None:
                self.problems.append(Problem("opt_missing", "interest_opt", text))
            elif "code" in meaning:
                self.problems.append(problem_of(meaning, field, text))
            else:
                new = [] if "id" in meaning else self._new_interest(text)
                sides = meaning if "id" in meaning else dict(zip(SIDES, new, strict=False))
                if way == IN:
                    self._opt_in(field, text, sides, new)
                else:
                    self._opt_out(sides, new)

    def _opt_in(self, field: str, text: str, sides: Any, new: list[Change]) -> None:
        """Nobody is opted in whose address, or who, has opted out (V09)."""
        both = ((self.contact, self.groups), *zip(self.sharers, self._of_sharers, strict=True))
        out = [contact for contact, groups in both if sides[OUT] in groups]
        if out:
            self.problems.append(warning("opted_out", field, text, who=who(out)))
        elif self.blacklisted:
            self.problems.append(warning("blacklisted", field, text))
        else:
            self._join(self.groups, sides[IN], new)

    def _opt_out(self, sides: Any, new: list[Change]) -> None:
        """Everybody with the address opts out."""
        for groups in (self.groups, *self._of_sharers):
            groups.remove(sides[IN])
            self._join(groups, sides[OUT], new)

    def _join(self, groups: Members, group: Group, new: list[Change]) -> None:
        """Be in a group, for which the ``new`` changes are needed; nothing for who is in it."""
        if group not in groups:
            groups.add(group)
            self._news |= {id(each): each for each in new}

    def _new_group(self, name: str, kind: str) -> Change:
        """The change that makes a group; in the center of the operation, or the only one of the
        person."""
        centers = (self.centers or ()) if kind == ORDINARY else ()
        center = centers[0] if len(centers) == 1 else None
        once = {"name_key": key_of("group_name", name), "kind": kind, "center_id": center}
        values = {"name": name, "kind": kind, "center_id": center}
        return Change(GROUP_MODEL, None, values, rank=GROUP, once=once)

    def _new_interest(self, name: str) -> list[Change]:
        """The changes that make the two groups of an interest, and the interest."""
        groups = [self._new_group(name, kind) for kind in SIDES.values()]
        values = {"name": name, "opt_in_group_id": groups[0], "opt_out_group_id": groups[1]}
        once = {"name_key": key_of("interest_name", name)}
        interest = Change(INTEREST_MODEL, None, values, rank=INTEREST, once=once)
        return [*groups, interest]


def in_order(groups: Iterable[Group]) -> list[Group]:
    """Ids in order, then those that are still to be made."""
    groups = list(groups)
    found: list[Group] = [*sorted(group for group in groups if not isinstance(group, Change))]
    if len(found) < len(groups):
        found += (group for group in groups if isinstance(group, Change))
    return found


def stored_group(group: Any) -> Any:
    """A group as JSON can carry it: one that is still to be made as what names it."""
    return group.once if isinstance(group, Change) else group


def planned(group: Any) -> Group:
    """A group as a row before has it: an id, or what names one to be made."""
    return Change(GROUP_MODEL, None, {}, once=group) if isinstance(group, dict) else group
