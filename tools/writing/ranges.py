"""Many ids in little room: those that follow one another, up or down, as their first and last."""


def pack(ids):
    """`ids` as [[first, last], ...] in their order.

    >>> pack([4, 5, 6, 9, 8, 7, 2])
    [[4, 6], [9, 7], [2, 2]]
    """
    packed = []
    for number in ids:
        if packed and _goes_on(*packed[-1], number):
            packed[-1][1] = number
        else:
            packed.append([number, number])
    return packed


def unpack(packed):
    """The ids of `pack`, one by one.

    >>> list(unpack([[4, 6], [9, 7], [2, 2]]))
    [4, 5, 6, 9, 8, 7, 2]
    """
    for first, last in packed:
        step = 1 if first <= last else -1
        yield from range(first, last + step, step)


def _goes_on(first, last, number):
    """Whether `number` is one further from `first`; a run of one may go either way."""
    step = number - last
    return abs(step) == 1 and (first == last or (last - first) * step > 0)
