"""How hypothesis looks for what nobody thought of: the same examples each time, so that a change is
to blame where a test fails; EXAMPLES=5000 looks for others."""

import os

from hypothesis import HealthCheck, settings

EXAMPLES = os.environ.get("EXAMPLES")
ALWAYS_THE_SAME = settings(
    derandomize=not EXAMPLES,
    database=None,
    deadline=None,
    max_examples=int(EXAMPLES or 60),
    suppress_health_check=list(HealthCheck),
)
# for what takes several rows to meet
THOROUGHLY = settings(ALWAYS_THE_SAME, max_examples=int(EXAMPLES or 300))
