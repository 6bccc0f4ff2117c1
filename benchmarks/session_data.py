"""The data of the benchmark of session instances, and the files that a user would have.

Everything follows from numbers: registration r, the n-th of its instances, its status. The n-th
instance of registration r is ``(r + 37 * n) % 200``: different ones as long as n < 200.
"""

import csv
import random

REGISTRATIONS = 20_000
SESSIONS = 50
INSTANCES = 200
STRIDE = 37
LINES = 100_000
STATUSES = ("registered", "cancelled", "no_show", "attended", "waitlisted")
LABELS = ("Registered", "Cancelled", "No Show", "Attended", "Waitlisted")
HEADER = ("Registration Code", "Session Code", "Instance Code", "Registration Session Status")
# Module of the External IDs that the native paths use, and name of the event.
MODULE = "bench"


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
    registration, nth = line % REGISTRATIONS, line // REGISTRATIONS
    return registration, (registration + STRIDE * nth) % INSTANCES


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


def write_file(path, rows):
    """The file as a user has it: codes and labels."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(cells(line, status) for line, status in file_rows(rows))


def cells(line, status):
    """One row of the user's file."""
    registration, instance = place(line)
    return (
        registration_code(registration),
        session_code(instance % SESSIONS),
        instance_code(instance),
        LABELS[status],
    )
