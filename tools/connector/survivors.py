"""Which contact is left of those that were merged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

Key = TypeVar("Key", str, int)


def survivor(start: Key, merged: Mapping[Key, Key]) -> Key:
    """The contact that `start` became in the end, itself where it was never merged. Of contacts
    that are said to have become each other the first one counts.

    >>> survivor(1, {1: 2, 2: 3}), survivor(4, {1: 2}), survivor(1, {1: 2, 2: 1})
    (3, 4, 1)
    """
    seen, now = {start}, start
    while now in merged:
        now = merged[now]
        if now in seen:
            return start
        seen.add(now)
    return now
