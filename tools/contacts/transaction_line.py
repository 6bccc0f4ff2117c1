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


def items_text(items: Iterable[tuple[float, str]]) -> str:
    """`(number, article)` of what was bought, in one cell.

    >>> items_text([(2.0, "Ticket"), (0.5, "Cheese; old"), (1, "")])
    '2 x Ticket; "0.5 x Cheese; old"'
    """
    return join_list(f"{number:g} x {article}" for number, article in items if article)
