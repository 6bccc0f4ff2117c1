"""Where the files of imports and downloads lie, and whether each worker reads them there.

Odoo keeps files in a folder of its host. Where several hosts work on one database and have folders
of their own, a file would be there for one of them alone: then ours go into the database. A host
knows by a mark in its folder, of which each one is noted in the database.
"""

from __future__ import annotations

import contextlib
import os
import socket
import tempfile
import uuid
from typing import IO, Any

import psycopg2

from odoo.exceptions import UserError
from odoo.tools import SQL

# System parameters, one for each folder, whose value says which host has it. One that is gone for
# good may be deleted.
NOTED = "registration_import.filestore."
MARK = "registration_import.id"
# A file in the database is read so many bytes at a time.
PIECE = 8 * 1024 * 1024


class FileElsewhere(UserError):
    """A file is in the folder of another host: that one can read it."""


class Filestore:
    """The folder in which this host keeps files of the database."""

    def __init__(self, env: Any) -> None:
        self.env = env
        self.folder: str = env["ir.attachment"]._filestore()

    def is_common(self) -> bool:
        """Whether no other folder is known: each host has this one then."""
        known = self._known()
        return self.note(known) if self._key() not in known else len(known) == 1

    def note(self, known: set[str] | None = None) -> bool:
        """Note that there is this folder; whether it is the only one. Where another process of its
        host does so at the same time, one is enough."""
        key, known = self._key(), self._known() if known is None else known
        if key not in known:
            with contextlib.suppress(psycopg2.OperationalError), self.env.cr.savepoint():
                self.env.cr.execute(
                    SQL(
                        """INSERT INTO ir_config_parameter
                                  (key, value, create_uid, create_date, write_uid, write_date)
                           VALUES (%s, %s, 1, now() AT TIME ZONE 'UTC', 1,
                                   now() AT TIME ZONE 'UTC') ON CONFLICT DO NOTHING""",
                        key,
                        socket.gethostname(),
                    )
                )
        return not known - {key}

    def _known(self) -> set[str]:
        self.env["ir.config_parameter"].flush_model(["key"])
        rows = self.env.execute_query(
            SQL("SELECT key FROM ir_config_parameter WHERE key LIKE %s", f"{NOTED}%")
        )
        return {key for (key,) in rows}

    def _key(self) -> str:
        return NOTED + self._mark()

    def _mark(self) -> str:
        """What names the folder, written when missing: whole, or not at all."""
        path = os.path.join(self.folder, MARK)
        with contextlib.suppress(FileNotFoundError), open(path, encoding="ascii") as mark:
            return mark.read()
        os.makedirs(self.folder, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=self.folder, encoding="ascii") as new:
            new.write(str(uuid.uuid4()))
            new.flush()
            with contextlib.suppress(FileExistsError):
                os.link(new.name, path)
        with open(path, encoding="ascii") as mark:
            return mark.read()


def check_stored(attachment: Any) -> None:
    """Raise, in words, where the file of an attachment of ours is not there now that it was stored:
    what Odoo cannot write into its folder is noted in its log alone."""
    name = attachment.store_fname
    if not name or attachment._storage() != "file":
        return
    if not os.path.isfile(attachment._full_path(name)):
        raise UserError(
            attachment.env._(
                "The file could not be stored: the data folder of the server is full, or cannot be"
                " written. An administrator makes room there, or sets the system parameter"
                " ir_attachment.location to “db”."
            )
        )


def content_of(attachment: Any) -> bytes:
    """The bytes of a file of ours; raises ``FileElsewhere`` where this host does not have them."""
    content: bytes = attachment.raw or b""
    if not content and attachment.file_size:
        raise FileElsewhere(
            attachment.env._(
                "The file is in the data folder of another server, which this one does not read."
                " An administrator gives the servers one data folder, or sets the system parameter"
                " ir_attachment.location to “db”; what comes from now on is kept in the database."
            )
        )
    return content


def copy_to(attachment: Any, stream: IO[bytes]) -> None:
    """Write a file of ours to a stream, of one in the database a piece at a time."""
    if attachment.store_fname:
        stream.write(content_of(attachment))
        return
    attachment.flush_recordset(["db_datas"])
    for start in range(1, attachment.file_size + 1, PIECE):
        piece = attachment.env.execute_query(
            SQL(
                "SELECT substring(db_datas FROM %s FOR %s) FROM ir_attachment WHERE id = %s",
                start,
                PIECE,
                attachment.id,
            )
        )
        stream.write(bytes(piece[0][0] or b""))
