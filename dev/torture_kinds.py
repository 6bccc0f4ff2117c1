"""What is imported under torture: of each kind a file whose rows have each one effect of their own,
that SQL can count.

``key`` is the SQL of what names the effect of a staged row ``s``, ``present`` gives the same of
what the database holds of a file, known by its tag.
"""

EVENT = {"date_begin": "2031-05-06 07:00:00", "date_end": "2031-05-08 17:00:00"}
TIMES = {"date_begin": "2031-05-06 08:00:00", "date_end": "2031-05-06 09:00:00"}


class Kind:
    """One file. Its records are called by ``tag``, which no other file has."""

    operation = ""
    # Whether a file may have a column that nobody asked for.
    takes_more = True
    key = "s.cells->>0"
    present = ""

    def __init__(self, tag, count):
        self.tag, self.count = tag, count

    def prepare(self, client):
        """Make what the rows name."""

    def rows(self):
        """The rows, with their header."""
        return [self.header(), *map(self.row, range(self.count))]

    def names(self):
        return [f"{self.tag}-{number:05}" for number in range(self.count)]


class SessionInstances(Kind):
    operation = "session_instances"
    instances = 10
    key = "concat_ws('/', s.cells->>0, s.cells->>2)"
    present = """SELECT concat_ws('/', r.registration_code, i.code) FROM event_agenda_line l
                   JOIN event_registration r ON r.id = l.registration_id
                   JOIN event_agenda_instance i ON i.id = l.instance_id
                  WHERE r.registration_code LIKE %s"""

    def prepare(self, client):
        values = {"name": self.tag, "agenda_enabled": True, "event_mail_ids": [], **EVENT}
        [event] = client.call("event.event", "create", [values])
        values = {"name": self.tag, "code": self.tag, "event_id": event}
        [session] = client.call("event.agenda.session", "create", [values])
        client.call(
            "event.agenda.instance",
            "create",
            [{"session_id": session, "code": f"I{n}", **TIMES} for n in range(self.instances)],
        )
        people = self.names()[: -(-self.count // self.instances)]
        client.call(
            "event.registration",
            "create",
            [{"name": code, "registration_code": code, "event_id": event} for code in people],
        )

    def header(self):
        return [
            "Registration Code",
            "Session Code",
            "Instance Code",
            "Registration Session Status",
            "Note",
        ]

    def row(self, number):
        person, instance = divmod(number, self.instances)
        status = ("Registered", "Cancelled", "Attended", "Waitlisted")[number % 7 % 4]
        return [f"{self.tag}-{person:05}", self.tag, f"I{instance}", status, ""]


class Qualifications(Kind):
    operation = "qualifications"
    takes_more = False
    key = "s.cells->>1"
    present = """SELECT p.contact_uln FROM qualification_enrolment e JOIN res_partner p
                     ON p.id = e.partner_id WHERE p.name LIKE %s"""

    def __init__(self, tag, count):
        super().__init__(tag, count)
        serial = int(tag[1:], 16)
        self.ulns = ulns(100_000_000 + serial % 80_000 * 10_000, count)
        self.number = f"{serial % 900 + 100}/{serial % 9000 + 1000}/{serial % 10}"

    def prepare(self, client):
        client.call(
            "qualification.qualification",
            "create",
            [{"name": self.tag, "number": self.number}],
        )
        pairs = zip(self.names(), self.ulns, strict=True)
        client.call("res.partner", "create", [{"name": n, "contact_uln": uln} for n, uln in pairs])

    def header(self):
        return [
            *("Qualification Number", "ULN", "Status", "Registration number", "Registration date"),
            *("Certificate claimed date", "Achieved date", "Certificate received Date"),
            *("Certificate Sent Date", "Postal Tracking Reference"),
        ]

    def row(self, number):
        return [self.number, self.ulns[number], "Registered", "", "01/09/2025", *[""] * 5]


class Contacts(Kind):
    operation = "contact_operations"
    key = "s.cells->>3"
    present = "SELECT contact_nr FROM res_partner WHERE contact_nr LIKE %s"

    def prepare(self, client):
        values = {"name": self.tag, "import_code": self.tag}
        [institution] = client.call("res.company", "create", [values])
        users = client.call("res.users", "search", [["login", "=", "admin"]])
        client.call("res.users", "write", users, {"company_ids": [(4, institution)]})
        # a run has the companies that its starter had chosen
        client.context["allowed_company_ids"] = [1, institution]

    def header(self):
        return ["INSTIT", "ORGANIZATION", "OPERATION", "CONTACT_NR", "FIRSTNAME", "LASTNAME"]

    def row(self, number):
        return [self.tag, "*", "INSERT", f"{self.tag}-{number:05}", "Ada", f"Lee {number}"]


class Constituents(Kind):
    operation = "constituents"
    present = "SELECT contact_member_id FROM res_partner WHERE contact_member_id LIKE %s"

    def header(self):
        return ["MEMBER_ID", "FIRST_NAME", "LAST_NAME", "PRIMARY_EMAIL"]

    def row(self, number):
        name = f"{self.tag}-{number:05}"
        return [name, "Ada", f"Lee {number}", f"{name}@example.com"]


class Groups(Kind):
    operation = "group_assignment"
    present = """SELECT p.contact_member_id FROM contact_group_res_partner_rel r
                   JOIN res_partner p ON p.id = r.partner_id
                  WHERE p.contact_member_id LIKE %s"""

    def prepare(self, client):
        client.call("contact.group", "create", [{"name": self.tag, "external_id": self.tag}])
        _make_members(client, self.names())

    def header(self):
        return ["MEMBER_ID", "GROUP_NAME"]

    def row(self, number):
        return [f"{self.tag}-{number:05}", self.tag]


class Segments(Groups):
    operation = "segmentation"

    def prepare(self, client):
        client.call("contact.interest", "create", [{"name": self.tag, "external_id": self.tag}])
        _make_members(client, self.names())

    def header(self):
        return ["MEMBER_ID", "INTEREST_ID", "INTEREST_OPT"]

    def row(self, number):
        return [*super().row(number), ("In", "Out")[number % 2]]


class CrossReferences(Kind):
    operation = "cross_references"
    key = "s.cells->>2"
    present = "SELECT theirs FROM registration_import_cross_reference WHERE theirs LIKE %s"

    def prepare(self, client):
        client.call("registration.import.system", "create", [{"name": self.tag, "code": self.tag}])
        client.call("contact.group", "create", [{"name": self.tag, "external_id": self.tag}])

    def header(self):
        return ["SYSTEM", "TYPE", "THEIRS", "OURS"]

    def row(self, number):
        return [self.tag, "group", f"{self.tag}-{number:05}", self.tag]


class Participants(Kind):
    operation = "participants"
    present = "SELECT registration_code FROM event_registration WHERE registration_code LIKE %s"

    def prepare(self, client):
        values = {"name": self.tag, "event_code": self.tag, "event_mail_ids": [], **EVENT}
        client.call("event.event", "create", [values])

    def header(self):
        return ["Registration Code", "Event Code", "Attendee Name"]

    def row(self, number):
        return [f"{self.tag}-{number:05}", self.tag, f"Person {number}"]


class Learners(Qualifications):
    operation = "learners"
    key = "s.cells->>0"
    present = "SELECT contact_uln FROM res_partner WHERE contact_uln <> '' AND name LIKE %s"

    def prepare(self, client):
        """Nobody is there yet."""

    def header(self):
        return ["ULN", "Full name", "Gender", "DateOfBirth", "ProgramName"]

    def row(self, number):
        return [self.ulns[number], f"{self.tag}-{number:05}", "Female", "14/03/2004", ""]


class Teams(Participants):
    operation = "teams"
    key = "s.cells->>1"
    present = "SELECT code FROM event_team WHERE code LIKE %s"

    def header(self):
        return ["Event Code", "Team Code", "Team Name"]

    def row(self, number):
        return [self.tag, f"{self.tag}-{number:05}", f"Team {number}"]


class Events(Kind):
    operation = "events"
    present = "SELECT event_code FROM event_event WHERE event_code LIKE %s"

    def __init__(self, tag, count):
        super().__init__(tag, count // 5)  # with all that Odoo makes of each

    def header(self):
        return ["Event Code", "Event Name", "Start Date", "Start Time", "End Date", "End Time"]

    def row(self, number):
        day, name = "2032-01-10", f"{self.tag}-{number:05}"
        return [name, f"Gala {number}", day, "19:00", day, "23:30"]


KINDS = (
    SessionInstances,
    Qualifications,
    Contacts,
    Constituents,
    Groups,
    Segments,
    CrossReferences,
    Participants,
    Learners,
    Teams,
    Events,
)


def _make_members(client, names):
    members = [{"name": name, "contact_member_id": name} for name in names]
    client.call("res.partner", "create", members)


def ulns(first, count):
    """So many learner numbers from one on: the tenth digit follows from the others."""
    found, digits = [], first
    while len(found) < count:
        total = sum(
            weight * int(d) for weight, d in zip(range(10, 1, -1), str(digits), strict=True)
        )
        if total % 11:
            found.append(f"{digits}{10 - total % 11}")
        digits += 1
    return found
