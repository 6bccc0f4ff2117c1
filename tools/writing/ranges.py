"""Many ids in little space: those that follow one another, up or down, as first and last."""

from collections.abc import Iterable, Iterator, Sequence


def pack(ids: Iterable[int]) -> list[list[int]]:
    """`ids` as [[first, last], ...] in their order.

    >>> pack([4, 5, 6, 9, 8, 7, 2])
    [[4, 6], [9, 7], [2, 2]]
    """
    packed: list[list[int]] = []
    for number in ids:
        if packed and _goes_on(packed[-1], number):
            packed[-1][1] = number
        else:
            packed.append([number, number])
    return packed


def unpack(packed: Iterable[Sequence[int]]) -> Iterator[int]:
    """The ids of `pack`, one by one.

    >>> list(unpack([[4, 6], [9, 7], [2, 2]]))
    [4, 5, 6, 9, 8, 7, 2]
    """
    for first, last in packed:
        step = 1 if first <= last else -1
        yield from range(first, last + step, step)


def _goes_on(run: Sequence[int], number: int) -> bool:
    """Whether `number` is one further from the first of a run; one alone may go either way."""
    first, last = run
    step = number - last
    return abs(step) == 1 and (first == last or (last - first) * step > 0)
