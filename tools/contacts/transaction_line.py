"""What a line of a download says of a transaction: texts, by the names of the file's fields."""

from collections.abc import Iterable

from ..rows.lists import join_list

YES = "Yes"
#: the mark of a transaction that was cancelled; of others it is empty
CANCELLED = "cancelled"
DELETED = "deleted"


def gone_transaction(identifier: str) -> dict[str, str]:
    """The texts of a transaction that was sent, and is no more.

    >>> gone_transaction("POS-7")
    {'transaction_id': 'POS-7', 'type': 'POS', 'state': 'deleted', 'cancelled': 'Yes'}
    """
    kind, _dash, _number = identifier.rpartition("-")
    return {"transaction_id": identifier, "type": kind, "state": DELETED, "cancelled": YES}


def items_text(items: Iterable[tuple[float, str]], returned: bool = False) -> str:
    """`(number, article)` of what was bought, or ``returned``, in one cell. What goes the other way
    has a minus, and stands last: a cell that begins with one is taken for a formula.

    >>> items_text([(2.0, "Ticket"), (0.5, "Cheese; old"), (1, "")])
    '2 x Ticket; "0.5 x Cheese; old"'
    >>> items_text([(-1250000.5, "Book"), (1, "Pen")], returned=True)
    '1250000.5 x Book; -1 x Pen'
    """
    sign = -1 if returned else 1
    signed = [(sign * number, article) for number, article in items if number and article]
    signed.sort(key=lambda item: item[0] < 0)
    return join_list(f"{number:.15g} x {article}" for number, article in signed)
