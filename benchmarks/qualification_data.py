"""The data of the benchmark of qualifications: everything follows from the number of an enrolment.

An enrolment is at a stage: how many of its dates are there, the last of which is its status.
"""

import datetime
import random

from ..tools.kinds.enrolments import DATES, EXEMPT, NOT_REGISTERED, STATUSES
from ..tools.uln import check_digit
from .case import pair

LEARNERS = 20_000
QUALIFICATIONS = 200
ENROLMENTS = 40_000
COURSE = (NOT_REGISTERED, *DATES.values())
LABELS = dict(STATUSES)
# Days from the registration to each of the dates.
DAYS = (0, 300, 304, 330, 333)
BEGIN = datetime.date(2024, 9, 1)
# Of so many rows, these are new, changed, and as they are.
MIX = "nnnccu"
# Each so manieth ULN has a wrong last digit, number no slashes, enrolment not the date of its
# status: the first and the last are warnings.
ODD_ULN = 100
NO_SLASHES = 4
NO_DATE = 50


def ulns():
    """Numbers of the learners, from number 0 on."""
    found, digits = [], 100_000_000
    while len(found) < LEARNERS:
        last = check_digit(str(digits))
        if last:
            odd = len(found) % ODD_ULN == ODD_ULN - 1
            found.append(f"{digits}{(int(last) + odd) % 10}")
        digits += 1
    return found


def qualification_number(number):
    """Of a qualification, as it is kept: ``601/0007/7``."""
    return f"601/{number:04d}/{number % 10}"


def place(enrolment):
    """Numbers of learner and qualification of the enrolment with this number."""
    return pair(enrolment, LEARNERS, QUALIFICATIONS)


def stage_before(enrolment):
    """How far an enrolment is that is there before the import."""
    return enrolment % len(DATES)


def file_rows(rows):
    """``(enrolment, stage)`` numbers of a file, shuffled; None is the stage of who is exempt."""
    numbers = []
    for row in range(rows):
        sort, number = MIX[row % len(MIX)], row
        if sort == "n":
            number, stage = ENROLMENTS + row, (1, 1, 1, 2, None)[row % 5]
        else:
            stage = stage_before(number) + (sort == "c")
        numbers.append((number, stage))
    random.Random(rows).shuffle(numbers)
    return numbers


def count(rows, sort):
    """Rows of a file that are of a sort of ``MIX``."""
    return sum(MIX[row % len(MIX)] == sort for row in range(rows))


def values(enrolment, stage):
    """What is said of an enrolment at a stage: ``{field: value}``, None where there is none."""
    status = EXEMPT if stage is None else COURSE[stage]
    stage = stage or 0
    begin = BEGIN + datetime.timedelta(days=enrolment % 400)
    days = [begin + datetime.timedelta(days=each) for each in DAYS[:stage]]
    if days and enrolment % NO_DATE == 0:
        days[-1] = None
    said = dict(zip(DATES, [*days, *[None] * (len(DATES) - stage)], strict=True))
    return {
        "status": status,
        "registration_number": f"REG-{enrolment:06d}" if stage else None,
        "tracking_reference": f"RM{enrolment:09d}GB" if stage == len(DATES) else None,
        **said,
    }
