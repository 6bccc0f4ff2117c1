"""What a pair of contacts, one here and one in another CRM, is planned to do (V13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..connector.agreement import Agreement
from ..connector.remote import OPTED_IN, OPTED_OUT
from ..rows.plan import UNCHANGED, UPDATED
from .hub import HubPlan

OPTED = (OPTED_IN, OPTED_OUT)


@dataclass(slots=True)
class PairPlan(HubPlan):
    """``outgoing`` is {their field: value} of what goes there, ``marks`` what is agreed then;
    ``asks`` are the fields of which somebody has to say which side counts."""

    outgoing: dict[str, Any] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    asks: list[str] = field(default_factory=list)

    def planned_outcome(self) -> str:
        """What only goes there is a change as well."""
        # a class with slots is made anew, and is none of its own super()
        outcome = HubPlan.planned_outcome(self)
        return UPDATED if outcome == UNCHANGED and self.outgoing else outcome


def opting(agreed: Agreement, before: Mapping[str, str]) -> Agreement | None:
    """Of a pair that is held back, what is to happen with its interests where somebody has opted
    out: that waits for nobody. None where nobody has. ``before`` are the marks of the last
    agreement, which all other fields keep."""
    if OPTED_OUT not in agreed.ours and OPTED_OUT not in agreed.theirs:
        return None
    return Agreement(
        ours={name: agreed.ours[name] for name in OPTED if name in agreed.ours},
        theirs={name: agreed.theirs[name] for name in OPTED if name in agreed.theirs},
        marks={**before, **{name: agreed.marks[name] for name in OPTED if name in agreed.marks}},
    )
