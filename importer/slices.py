"""What a job of OCA queue_job does: a slice of an import; the next one is enqueued."""

from __future__ import annotations

import importlib
from typing import Any

from .errors import TurnFailed
from .fault_log import told
from .pace import SlicePace
from .waiting import is_waiting
from .worker import Worker


def work_slice(job: Any) -> None:
    """Work at the import for a while, unless another worker has it, which sees to the rest.

    A fault of ours is left to the retry pattern of the queue; what it logs and stores of it holds
    no traceback, in which there may be rows.
    """
    try:
        worked = Worker(job.env, SlicePace(job.env)).run_one(job.id)
        if worked and is_waiting(job.env, job.id):
            job._wake_workers()
    except TurnFailed:
        raise _retried(job, "a turn failed: the log of the server says why") from None
    except Exception as error:
        raise _retried(job, told(error)) from None


def _retried(job: Any, reason: str) -> Exception:
    module = importlib.import_module("odoo.addons.queue_job.exception")
    error: Exception = module.RetryableJobError(f"Import {job.id}: {reason}")
    return error
