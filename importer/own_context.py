"""What this server says to itself in a context, and no caller can: over RPC anybody may send a
context with any key, but only values that JSON or XML can carry."""

from __future__ import annotations

from typing import Any


class Own(int):
    """A number in a context that was put there by this server: an id, or 1 for yes. It is equal to
    no number of a caller: of equal contexts Odoo keeps one, the first that came.

    >>> {"job": Own(7)} == {"job": 7}, {"job": 7} == {"job": Own(7)}, Own(7) == Own(7)
    (False, False, True)
    """

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Own) and int(self) == int(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash((Own, int(self)))


#: yes
YES = Own(1)


def said(env: Any, key: str) -> int:
    """What this server has said under a key; 0 where it has said nothing, whatever a caller says.

    >>> class Env: context = {"job": Own(7), "quiet": 1, "tells": True}
    >>> said(Env, "job"), said(Env, "quiet"), said(Env, "tells"), said(Env, "other")
    (7, 0, 0, 0)
    """
    value = env.context.get(key)
    return int(value) if isinstance(value, Own) else 0
