"""What callers are told of a job: JSON-able."""

from __future__ import annotations

from typing import Any

from ..tools.rows import plan
from .rights import with_rows_seen
from .states import END_STATES, RESULT_PROBLEMS, VALIDATED, VALIDATING


def counts_of(job: Any) -> dict[str, int]:
    """``{outcome: rows}``: planned ones after validation, else what has been done."""
    values = job.sudo()
    if values.state in (*END_STATES, VALIDATED):
        return {name: values[name] for name in plan.OUTCOMES}
    phase = "validate" if values.state == VALIDATING else "run"
    return {**values._store().counts(phase), plan.NOT_PROCESSED: 0}


def answer_of(job: Any) -> dict[str, Any]:
    """The answer of ``run_file`` and ``job_status``; ``irreversible`` is {verb: rows} of what the
    plan has that nothing brings back. Without errors for who may not see rows."""
    values = job.sudo()
    problems = values.env["registration.import.problem"]
    if with_rows_seen(job):
        problems = problems.search(
            [("job_id", "=", job.id)], limit=RESULT_PROBLEMS + 1, order="row_id, id"
        )
    return {
        "job": job.id,
        "state": values.state,
        "message": " ".join(filter(None, [job.message, job.warnings])) or "",
        "counts": job._counts(),
        "irreversible": values._approval().irreversible.counts(),
        "errors": [problem._as_dict() for problem in problems[:RESULT_PROBLEMS]],
        "errors_truncated": len(problems) > RESULT_PROBLEMS,
    }
