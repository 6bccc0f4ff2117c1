"""What a job can be in, and the figures that decide where its work is done."""

DRAFT = "draft"
READING = "reading"
VALIDATING = "validating"
VALIDATED = "validated"
WAITING = "waiting"
SCHEDULED = "scheduled"
RUNNING = "running"
INTERRUPTED = "interrupted"
DONE = "done"
CANCELLED = "cancelled"
REFUSED = "refused"
STATES = [
    (DRAFT, "Draft"),
    (READING, "Reading"),
    (VALIDATING, "Validating"),
    (VALIDATED, "Validated"),
    (WAITING, "Waiting for approval"),
    (SCHEDULED, "Scheduled"),
    (RUNNING, "Running"),
    (INTERRUPTED, "Interrupted"),
    (DONE, "Done"),
    (CANCELLED, "Cancelled"),
    (REFUSED, "Refused"),
]
# A worker has something to do for these, a person for the others; none for the ends.
LIVE_STATES = (READING, VALIDATING, SCHEDULED, RUNNING, INTERRUPTED)
END_STATES = (DONE, CANCELLED, REFUSED)

# What follows the reading of a file.
GOALS = [("draft", "Ask"), ("validate", "Validate"), ("run", "Import")]
# Files up to this size are read and validated while the person waits, in bytes.
SMALL_FILE = 5 * 1024 * 1024
# Rows that are validated while the person waits: a file of this size holds fewer, as a rule.
SMALL_ROWS = 150_000
# Rows that wait=True writes within the call.
WAIT_ROWS = 10_000
# Characters of an idempotency key: longer ones do not fit in its index.
KEY_LENGTH = 200
# Problems that a result carries; the others are on the job.
RESULT_PROBLEMS = 100
