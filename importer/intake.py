"""How a job begins: made once for a file, or found again by the key of whoever sends it twice."""

from __future__ import annotations

from typing import Any

import psycopg2.errors

from odoo.exceptions import ConcurrencyError, UserError

from ..tools.reading.table import Limits
from .request import Request
from .states import DONE, INTERRUPTED, KEY_LENGTH, RUNNING, SCHEDULED
from .stored_files import check_stored


class Intake:
    """Makes and finds jobs of the user of the environment."""

    def __init__(self, env: Any) -> None:
        self.env, self.jobs = env, env["registration.import.job"]

    def upload(
        self,
        operation: Any,
        content: bytes,
        filename: str,
        token: Any = None,
        options: dict[str, Any] | None = None,
        goal: str = "draft",
    ) -> Any:
        """A job on an uploaded file, read when it is small, and validated where that is the goal;
        the same request with the same token gives the same job."""
        operation._check_right()
        operation._check_options(options or {})
        job, is_new = self.job_for(operation, content, filename, token, options=options, goal=goal)
        if is_new:
            job._update(options=(job.sudo().options or {}) | (options or {}))
            job._as_starter()._launch().read_and_validate(goal)
        return job

    def new_job(self, operation: Any, content: bytes, filename: str, values: dict[str, Any]) -> Any:
        """A draft job on ``content``, owned by the current user."""
        job = self._create_once(
            {
                "name": display_name(filename),
                "operation_id": operation.id,
                "size": len(content),
                "options": operation._run_options(),
                "meanings": self.env["registration.import.meaning"]._of(operation, self.env.user),
                "starter_context": starter_context(self.env),
                **values,
            }
        )
        attachment = job.env["ir.attachment"].create(
            {"name": job.name, "raw": content, "res_model": job._name, "res_id": job.id}
        )
        check_stored(attachment)
        job.write({"attachment_id": attachment.id, "checksum": attachment.checksum})
        job.same_as_id = same_as(job)
        job.env["registration.import.checkpoint"].create({"job_id": job.id})
        return self.jobs.browse(job.id)

    def _create_once(self, values: dict[str, Any]) -> Any:
        """Create; where another call with the same key is ahead by a moment, start all over.

        The snapshot of this transaction is too old to see the job of the other one. Odoo
        replays the request, and then it is found.
        """
        key = values.get("idempotency_key") or False
        try:
            return self.jobs.sudo().create({**values, "idempotency_key": key})
        except psycopg2.errors.UniqueViolation as error:
            raise ConcurrencyError(self.env._("This import was started already.")) from error

    def job_for(
        self,
        operation: Any,
        content: bytes,
        filename: str,
        key: Any,
        values: dict[str, Any] | None = None,
        **asked: Any,
    ) -> tuple[Any, bool]:
        """The job of a request, and whether it is a new one: the same request with the same key has
        one job. A new one has these ``values``, too."""
        request = self.request(operation, content, **asked)
        job = self.job_with_key(key, request)
        if job:
            return job, False
        keyed = {"idempotency_key": key or False, "request": request.stored()}
        return operation._new_job(content, filename, **keyed, **(values or {})), True

    def request(self, operation: Any, content: bytes, **asked: Any) -> Request:
        """What is asked for with these bytes."""
        checksum = self.env["ir.attachment"]._compute_checksum(content)
        return Request(operation.id, checksum, **asked)

    def job_with_key(self, key: Any, request: Request) -> Any:
        """The current user's job with this idempotency key, if any; raises where that was made for
        another request."""
        job = self._job_with_key(key)
        if job:
            self._check_same(job, request)
        return job

    def _check_same(self, job: Any, request: Request) -> None:
        made = job.sudo()
        found = request.differences(made.operation_id.id, made.checksum, made.request)
        if found:
            words = {
                "operation": self.env._("the operation"),
                "checksum": self.env._("the file"),
                "mapping": self.env._("the mapping"),
                "options": self.env._("the options"),
                "goal": self.env._("whether it is only validated"),
            }
            raise UserError(
                self.env._(
                    "The key of this import was used for import %(job)s, which was asked for"
                    " something else; what differs: %(parts)s. Nothing was imported. Give each"
                    " request a key of its own.",
                    job=job.id,
                    parts=", ".join(words[name] for name in found),
                )
            )

    def _job_with_key(self, key: Any) -> Any:
        if not key:
            return self.jobs.browse()
        if not isinstance(key, str) or len(key) > KEY_LENGTH or "\0" in key:
            raise UserError(
                self.env._("The key of an import is a text of up to %s characters.", KEY_LENGTH)
            )
        mine = [("create_uid", "=", self.env.uid), ("idempotency_key", "=", key)]
        return self.jobs.browse(self.jobs.sudo().search(mine, limit=1).ids)


def upload_limit(env: Any) -> int:
    """Largest file that may be uploaded, in bytes."""
    value = env["ir.config_parameter"].sudo().get_param("registration_import.limit_size")
    return int(value) if value and value.isdecimal() else Limits().size


def same_as(job: Any) -> Any:
    """The last job of the same operation on the same bytes that wrote something and was not
    undone; rows taken over from another job have no file to compare."""
    if not job.checksum:
        return job.browse()
    return job.search(
        [
            ("checksum", "=", job.checksum),
            ("operation_id", "=", job.operation_id.id),
            ("company_id", "=", job.company_id.id),
            ("state", "in", (DONE, RUNNING, SCHEDULED, INTERRUPTED)),
            ("undo_ids", "not any", [("state", "=", DONE)]),
            ("id", "!=", job.id),
        ],
        limit=1,
    )


def starter_context(env: Any) -> dict[str, Any]:
    """What of the caller's context a job keeps: language, time zone and companies."""
    return {
        "lang": env.lang or env.user.lang,
        "tz": env.context.get("tz") or env.user.tz,
        "allowed_company_ids": env.companies.ids,
    }


def display_name(filename: Any) -> str:
    """A file name for people: no folders, no control characters, at most 200 characters, of which
    the end says what sort of file it is.

    >>> display_name("C:\\\\lists\\\\members.csv"), display_name(None)
    ('members.csv', 'file')
    """
    name = str(filename or "").replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(c for c in name if c.isprintable()).strip()
    stem, dot, extension = name.rpartition(".")
    if dot and len(extension) < 10:
        return stem[: 199 - len(extension)] + dot + extension
    return name[:200] or "file"
