"""The data of the benchmark of session instances: everything follows from the number of a line."""

import random

from .case import pair

REGISTRATIONS = 20_000
SESSIONS = 50
INSTANCES = 200
LINES = 100_000
STATUSES = ("registered", "cancelled", "no_show", "attended", "waitlisted")
LABELS = ("Registered", "Cancelled", "No Show", "Attended", "Waitlisted")
HEADER = ("Registration Code", "Session Code", "Instance Code", "Registration Session Status")


def lines_before(rows):
    """Lines in the table before a file of ``rows``: half of the rows change one of them."""
    return max(LINES, rows // 2)


def registration_code(number):
    """Code of a registration by its number: ``00007-55-007``."""
    return f"{number:05d}-55-{number % 997:03d}"


def session_code(number):
    """Code of a session by its number: ``S07``."""
    return f"S{number:02d}"


def instance_code(number):
    """Code of an instance by its number, unlike any other of the event: ``S07_7507``."""
    return f"{session_code(number % SESSIONS)}_{7500 + number}"


def place(line):
    """Numbers of registration and instance of the line with this number."""
    return pair(line, REGISTRATIONS, INSTANCES)


def file_rows(rows):
    """``(line, status)`` numbers of a file, shuffled: odd rows change a line, even ones are new."""
    before = lines_before(rows)
    numbers = []
    for row in range(rows):
        line = row // 2 if row % 2 else before + row // 2
        step = 1 + line % 4 if row % 2 else 0
        numbers.append((line, (line // 7 + step) % len(STATUSES)))
    random.Random(rows).shuffle(numbers)
    return numbers


def cells(line, status):
    """One row of the user's file."""
    registration, instance = place(line)
    return (
        registration_code(registration),
        session_code(instance % SESSIONS),
        instance_code(instance),
        LABELS[status],
    )
