"""How long what a file said is stored: then it is forgotten, and what became of it is not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from odoo import fields
from odoo.fields import Domain

from .states import DRAFT, END_STATES, VALIDATED

# Days that cells, old values and the file are stored after the end of a job.
RETENTION_DAYS = 30
# Drafts nobody came back to are dropped after so many days.
DRAFT_DAYS = 1
# Jobs that one vacuum looks at.
VACUUM_JOBS = 100


class Retention:
    """The times of all jobs, and of other runs of operations."""

    def __init__(self, env: Any) -> None:
        self.env = env
        self.jobs = env["registration.import.job"]

    def days(self) -> int:
        """Days of operations that do not say how many."""
        get = self.env["ir.config_parameter"].sudo().get_param
        return int(get("registration_import.retention_days", RETENTION_DAYS))

    def own_days(self) -> dict[int, int]:
        """``{operation id: days}`` of operations that say it themselves."""
        operations = self.env["registration.import.operation"].sudo()
        found = operations.with_context(active_test=False).search([("retention_days", ">", 0)])
        return {operation.id: operation.retention_days for operation in found}

    def until(self, job: Any) -> date | bool:
        """The day until which a run stores its values; False as long as it has not ended."""
        days = job.sudo().operation_id.retention_days or self.days()
        return job.ended and job.ended.date() + timedelta(days=days)

    def past(self) -> Domain:
        """Runs that ended so long ago that their time is over."""
        own = self.own_days()
        usual = Domain("ended", "<", _ago(self.days())) & Domain(
            "operation_id", "not in", list(own)
        )
        return usual | Domain.OR(
            Domain("ended", "<", _ago(days)) & Domain("operation_id", "=", operation)
            for operation, days in own.items()
        )

    # -- jobs ------------------------------------------------------------------------------------

    def vacuum(self) -> None:
        """Purge what is past its time, and drop drafts."""
        self.jobs.search(self._forgotten_drafts(), limit=VACUUM_JOBS).unlink()
        ended = Domain("state", "in", END_STATES) & Domain("purged", "=", False)
        for job in self.jobs.search(ended & self.past(), limit=VACUUM_JOBS):
            if not job._copies().is_being_undone():
                self.purge(job)

    def _forgotten_drafts(self) -> Domain:
        """What a person left; what another system had validated is stored as long as an import,
        since it may ask for it."""
        left = Domain("unattended", "=", False) & Domain("write_date", "<", _ago(DRAFT_DAYS))
        asked = Domain("unattended", "=", True) & Domain("write_date", "<", _ago(self.days()))
        return Domain("state", "in", (DRAFT, VALIDATED)) & (left | asked)

    def purge(self, job: Any) -> None:
        """Row numbers, outcomes, codes and record ids stay; whatever the file said goes."""
        job._store().purge()
        job.column_ids.write({"samples": False})
        job.attachment_id.unlink()
        job.write({"purged": True, "meanings": False})


def _ago(days: int) -> Any:
    return fields.Datetime.now() - timedelta(days=days)
