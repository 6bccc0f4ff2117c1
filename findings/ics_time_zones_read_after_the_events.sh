#!/bin/sh
# ics 0.7.3 with arrow 1.4.0 (PyPI), the short way to read calendars; icalendar 7.3.2 for comparison.
#
# Behaviour: a calendar brings the definitions of its time zones with it, and ics reads them; but it goes
# through the parts of a calendar by the alphabet of its own methods, and parse_vevent comes before
# parse_vtimezone. When an event asks for its zone none is known yet, and what is not known is UTC. Zones
# of the IANA's names are right, since those the machine knows; "W. Europe Standard Time", as Outlook
# calls it, gives a course at 9 o'clock in Berlin as 9 o'clock UTC, which is 11 in summer. The calendar
# holds the right zone afterwards, and written again the event is a plain UTC time.
# Met while looking at calendars as sources of sessions.
#
# Seen 2026-11-30: DTSTART;TZID=W. Europe Standard Time:20260701T090000 -> ics 09:00 UTC, icalendar +02:00
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install \
    ics==0.7.3 arrow==1.4.0 icalendar==7.3.2
cat > "$folder/sessions.ics" <<'ICS'
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//Sessions//EN
BEGIN:VTIMEZONE
TZID:@ZONE@
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:1@example.org
DTSTAMP:20260101T000000Z
SUMMARY:First aid
DTSTART;TZID=@ZONE@:20260701T090000
DTEND;TZID=@ZONE@:20260701T100000
END:VEVENT
END:VCALENDAR
ICS
"$folder/env/bin/python" - "$folder/sessions.ics" <<'PYTHON'
import datetime
import pathlib
import sys

import icalendar
import ics

template = pathlib.Path(sys.argv[1]).read_text().replace("\n", "\r\n")
SEEN = {
    "W. Europe Standard Time": ("2026-07-01T09:00:00+00:00", "2026-07-01T09:00:00+02:00"),
    "Our Zone": ("2026-07-01T09:00:00+00:00", "2026-07-01T09:00:00+02:00"),
    "Europe/Berlin": ("2026-07-01T09:00:00+02:00", "2026-07-01T09:00:00+02:00"),
}
for zone, expected in SEEN.items():
    text = template.replace("@ZONE@", zone)
    calendar = ics.Calendar(text)
    [event] = calendar.events
    [other] = icalendar.Calendar.from_ical(text).walk("VEVENT")
    found = event.begin.isoformat(), other.start.isoformat()
    print(zone, "->", *found)
    assert found == expected, f"{zone}: {found}, expected {expected}"
    known = calendar._timezones[zone].utcoffset(datetime.datetime(2026, 7, 1, 9))
    assert known == datetime.timedelta(hours=2), known
PYTHON
