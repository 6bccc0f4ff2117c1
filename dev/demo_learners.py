"""Writes the demo data of qualifications: learners, qualifications and programmes as .csv, their
enrolments as .xml, since only XML can say dates relative to the day it is loaded; and
demo/qualifications.csv, a file to import.

    python3 dev/demo_learners.py

The same files each time (fixed seed).
"""

import random
import sys
from pathlib import Path

from demo_data import DEMO, NAMES, ascii_of, draw_name, write_csv

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
import uln  # noqa: E402

LEARNERS = 200
# the two that the sample file of the import names
KNOWN = ("1000000043", "9276308686")
TEMPORARY = (198, 199, 200)
SECOND = 0.35  # how likely a learner is on a second qualification

AWARDERS = (
    ("awarder_meridian", "Meridian Awards"),
    ("awarder_guild", "Guild of Skills"),
    ("awarder_northern", "Northern Examining Board"),
    ("awarder_harbour", "Harbour Certification"),
)
# number, title, awarding organisation, planned days
QUALIFICATIONS = (
    ("601/8830/X", "Level 3 Diploma in Adult Care", 0, 540),
    ("600/4471/2", "Level 2 Certificate in Food Safety", 0, 120),
    ("603/2114/7", "Level 3 Award in Education and Training", 1, 90),
    ("501/0982/4", "Level 2 Diploma in Bricklaying", 1, 365),
    ("600/9137/5", "Level 3 Diploma in Electrical Installation", 1, 730),
    ("603/5550/9", "Level 2 Certificate in Customer Service", 2, 180),
    ("100/3369/8", "Entry Level Award in English for Speakers of Other Languages", 2, 150),
    ("601/2246/4", "Level 4 Diploma in Accounting", 2, 540),
    ("603/7018/3", "Level 3 Diploma in Early Years Education", 0, 480),
    ("500/6621/X", "Level 2 Award in Welding Skills", 3, 60),
    ("601/4405/8", "Level 3 Certificate in Digital Marketing", 3, 240),
    ("610/0093/6", "Level 2 Diploma in Light Vehicle Maintenance", 3, 400),
)
PROGRAMMES = ("Adult Evening School", "Apprenticeships", "Full-Time Study", "Community Learning")
LABELS = (
    "Qualification Number",
    "ULN",
    "Status",
    "Registration number",
    "Registration date",
    "Certificate claimed date",
    "Achieved date",
    "Certificate received Date",
    "Certificate Sent Date",
    "Postal Tracking Reference",
)
DATES = ("date_registered", "date_achieved", "date_claimed", "date_received", "date_sent")
STATUSES = (
    "not_registered",
    "registered",
    "achieved",
    "certificate_claimed",
    "certificate_received",
    "certificate_sent",
)


def main():
    rng = random.Random(1)
    header = [
        "id",
        "name",
        "email",
        "is_company",
        "contact_uln",
        "contact_gender",
        "contact_birthdate",
    ]
    header.append("qualification_programme_id/id")
    people = list(learners(rng))
    write_csv("res.partner.csv", header, [*awarders(), *people])
    write_csv("qualifications.csv", LABELS, sample([person[4] for person in people]))
    write_csv("qualification.programme.csv", ["id", "name"], programmes())
    write_csv(
        "qualification.qualification.csv",
        ["id", "number", "name", "awarding_organisation_id/id", "planned_duration"],
        qualifications(),
    )
    text = ['<?xml version="1.0" encoding="utf-8"?>', "<!-- written by dev/demo_learners.py -->"]
    text += ["<odoo>", *enrolments(rng), "</odoo>"]
    (DEMO / "qualification_enrolment_demo.xml").write_text("\n".join(text) + "\n", "utf-8")


def sample(ulns):
    """Yield rows of a file to import: good ones, two that are doubtful, and five that fail."""
    number = QUALIFICATIONS[0][0]
    yield number, ulns[0], "Registered", "REG-0042", "01/09/2025", "", "", "", "", ""
    yield (
        *(number, ulns[1], "Certificate Sent", "REG-0043", "01/09/2025", "20/06/2026"),
        *("12/06/2026", "03/07/2026", "06/07/2026", "RM123456785GB"),
    )
    for index in range(2, 14):
        number = QUALIFICATIONS[index % len(QUALIFICATIONS)][0]
        if index % 2:
            number = number.replace("/", "")
        code = f"{index:06}"
        yield number, ulns[index], "Registered", code, "15/09/2025", "", "", "", "", ""
    yield number, ulns[20], "Exempt", "", "", "", "", "", "", ""
    # imported with a warning: a date before the registration; a status without its date
    yield number, ulns[21], "Achieved", "000021", "15/09/2025", "", "14/09/2025", "", "", ""
    yield number, ulns[22], "Certificate Claimed", "000022", "15/09/2025", "", "", "", "", ""
    # not imported: no such day, status, learner and qualification; a number that learners share
    yield number, ulns[23], "Registered", "000023", "31/02/2024", "", "", "", "", ""
    yield number, ulns[24], "Lost", "000024", "15/09/2025", "", "", "", "", ""
    yield number, "1000000063", "Registered", "000025", "15/09/2025", "", "", "", "", ""
    yield "999/9999/9", ulns[26], "Registered", "000026", "15/09/2025", "", "", "", "", ""
    yield number, uln.TEMPORARY_ULN, "Registered", "000027", "15/09/2025", "", "", "", "", ""


def awarders():
    for xmlid, name in AWARDERS:
        yield xmlid, name, f"{ascii_of(name)}@example.com", "True", "", "", "", ""


def learners(rng):
    seen = set()
    for number in range(1, LEARNERS + 1):
        name = draw_name(rng, number % len(NAMES), seen)
        email = f"{ascii_of(name) or 'learner'}.{number}@example.com"
        gender = rng.choice(("female", "female", "male", "male", "other", "undisclosed"))
        born = f"{rng.randint(1965, 2009)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        row = f"learner_{number}", name, email, "False", draw_uln(rng, number), gender, born
        yield *row, programme_of(number)


def draw_uln(rng, number):
    if number <= len(KNOWN):
        return KNOWN[number - 1]
    if number in TEMPORARY:
        return uln.TEMPORARY_ULN
    while True:
        digits = str(rng.randint(100000000, 999999998))
        if last := uln.check_digit(digits):
            return digits + last


def programme_of(learner):
    """What a learner attends."""
    return f"programme_{random.Random(learner).randint(1, len(PROGRAMMES))}"


def programmes():
    for number, name in enumerate(PROGRAMMES, 1):
        yield f"programme_{number}", name


def qualifications():
    for index, (number, title, awarder, days) in enumerate(QUALIFICATIONS, 1):
        yield f"qualification_{index}", number, title, AWARDERS[awarder][0], days


def enrolments(rng):
    for learner in range(1, LEARNERS + 1):
        count = 2 if learner > 1 and rng.random() < SECOND else 1
        for qualification in rng.sample(range(1, len(QUALIFICATIONS) + 1), count):
            if learner == 1:
                qualification = 1
            yield from enrolment_xml(rng, learner, qualification)


def enrolment_xml(rng, learner, qualification):
    days = QUALIFICATIONS[qualification - 1][3]
    status, dates = draw_course(rng, days)
    xmlid = f"enrolment_{learner}_{qualification}"
    yield f'    <record id="{xmlid}" model="qualification.enrolment">'
    yield f'        <field name="partner_id" ref="learner_{learner}"/>'
    yield f'        <field name="qualification_id" ref="qualification_{qualification}"/>'
    yield f'        <field name="programme_id" ref="{programme_of(learner)}"/>'
    yield f'        <field name="status">{status}</field>'
    if "date_registered" in dates:
        number = f"{rng.choice('ABHKR')}{rng.randint(0, 99999):06}"
        yield f'        <field name="registration_number">{number}</field>'
    for name, day in dates.items():
        yield f'        <field name="{name}" eval="DateTime.now() + relativedelta(days={day})"/>'
    if status == "certificate_sent":
        reference = f"RM{rng.randint(10**8, 10**9 - 1)}GB"
        yield f'        <field name="tracking_reference">{reference}</field>'
    yield "    </record>"


def draw_course(rng, days):
    """Return a status, and the dates that support it as days from today."""
    if rng.random() < 0.06:
        return rng.choice(("exempt", "registration_not_required")), {}
    reached = rng.choices(range(len(STATUSES)), (8, 42, 8, 10, 6, 26))[0]
    if not reached:
        return STATUSES[0], {"date_planned": rng.randint(20, days + 60)}
    dates, day = {}, -rng.randint(1, 45)
    for name in reversed(DATES[1:reached]):
        dates[name] = day
        day -= rng.randint(3, 25)
    start = day - int(days * rng.uniform(0.7, 1.1)) if reached > 1 else -rng.randint(1, days + 30)
    return STATUSES[reached], {"date_registered": start, **dates, "date_planned": start + days}


if __name__ == "__main__":
    main()
