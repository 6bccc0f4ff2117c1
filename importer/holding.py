"""One decision on a record at a time."""

from __future__ import annotations

from typing import Any

import psycopg2.errors

from odoo.exceptions import UserError
from odoo.tools import SQL

# How long PostgreSQL waits for whoever came first.
LONGEST_WAIT = "10s"


def hold(records: Any) -> None:
    """Keep others from deciding on these records until the transaction ends.

    Who comes second waits. When the first one has committed, PostgreSQL refuses the second
    transaction as it cannot be serialized, and Odoo repeats the request, which then sees what the
    first one did: hence an UPDATE that changes nothing, since a mere lock would let it go on with
    what it saw before.
    Raises ``UserError`` where the first one takes too long.
    """
    cr = records.env.cr
    query = SQL(
        "UPDATE %s SET write_date = write_date WHERE id = ANY(%s)",
        SQL.identifier(records._table),
        records.ids,
    )
    cr.execute(SQL("SET LOCAL lock_timeout = %s", LONGEST_WAIT))
    try:
        cr.execute(query, log_exceptions=False)
    except psycopg2.errors.LockNotAvailable as error:
        raise UserError(
            records.env._("Somebody else is at this just now: try again in a moment.")
        ) from error
    cr.execute("SET LOCAL lock_timeout TO DEFAULT")
