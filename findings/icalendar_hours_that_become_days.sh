#!/bin/sh
# icalendar 7.3.2 and recurring-ical-events 3.8.2 (PyPI), which read calendars and repeat their events.
#
# Behaviour: iCalendar has two sorts of durations: P1D is the same hour of the next day, however long that
# day is, and PT24H are 24 hours (RFC 5545, 3.3.6). Both become a timedelta, which Python adds to the clock
# on the wall. A night shift from 22:00 with DURATION:PT8H in the night in which the clocks go back ends
# at 06:00, nine hours later, where it ought to end at 05:00; written again, PT24H has become P1D. So the
# hours of an event cannot be had from its end, only from its duration.
# Met while looking at calendars as sources of sessions, whose hours are added up.
#
# Seen 2026-11-30: 2026-10-24 22:00 Berlin + PT8H -> 06:00+01:00, 9 hours; PT24H -> written as P1D
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install \
    icalendar==7.3.2 recurring-ical-events==3.8.2 tzdata==2026.6
"$folder/env/bin/python" - <<'PYTHON'
import datetime

import icalendar
import recurring_ical_events

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//Shifts//EN
BEGIN:VEVENT
UID:1@example.org
DTSTAMP:20260101T000000Z
SUMMARY:Night shift
DTSTART;TZID=Europe/Berlin:20261024T220000
DURATION:@
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")
SEEN = {
    "PT8H": ("2026-10-25T06:00:00+01:00", 9, "PT8H"),
    "PT24H": ("2026-10-25T22:00:00+01:00", 25, "P1D"),
    "P1D": ("2026-10-25T22:00:00+01:00", 25, "P1D"),
}
for duration, expected in SEEN.items():
    calendar = icalendar.Calendar.from_ical(CALENDAR.replace("@", duration))
    [event] = calendar.walk("VEVENT")
    [again] = recurring_ical_events.of(calendar).between("20261024", "20261026")
    assert again.end == event.end, (again.end, event.end)
    hours = (event.end.timestamp() - event.start.timestamp()) / 3600
    found = event.end.isoformat(), hours, event["DURATION"].to_ical().decode()
    print(duration, "->", *found)
    assert found == expected, f"{duration}: {found}, expected {expected}"
    assert event.duration == datetime.timedelta(hours=hours - 1), event.duration
PYTHON
