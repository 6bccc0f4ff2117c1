"""What was erased of whom, counted: ``{partner id: {location: count}}``.

A location is a model, or a word for what has none of its own, such as "addresses".
"""

from collections.abc import Iterable

Counts = dict[int, dict[str, int]]


def count_locations(location: str, found: Iterable[tuple[int, int]]) -> Counts:
    """The counts of one location, from ``(id of what was erased, partner id)``.

    >>> count_locations("mail.message", [(1, 7), (2, 7), (3, 8)])
    {7: {'mail.message': 2}, 8: {'mail.message': 1}}
    """
    counts: Counts = {}
    for _each, partner in found:
        locations = counts.setdefault(partner, {})
        locations[location] = locations.get(location, 0) + 1
    return counts


def sum_counts(several: Iterable[Counts]) -> Counts:
    """The counts of several together, of different records each.

    >>> sum_counts([{7: {"mail.message": 2}}, {7: {"mail.message": 1}}, {8: {"mail.mail": 1}}])
    {7: {'mail.message': 3}, 8: {'mail.mail': 1}}
    """
    total: Counts = {}
    for counts in several:
        for partner, locations in counts.items():
            added = total.setdefault(partner, {})
            for location, count in locations.items():
                added[location] = added.get(location, 0) + count
    return total


def join_counts(several: Iterable[Counts]) -> Counts:
    """The counts of several together; where two count the same records, the later one is right.

    >>> join_counts([{7: {"addresses": 2, "rating.rating": 1}}, {7: {"rating.rating": 1}}])
    {7: {'addresses': 2, 'rating.rating': 1}}
    """
    total: Counts = {}
    for counts in several:
        for partner, locations in counts.items():
            total.setdefault(partner, {}).update(locations)
    return total
