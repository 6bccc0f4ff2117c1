from odoo import fields
from odoo.fields import Domain

# Rows of a sample, and instances among which one is looked for.
ROWS = 4
LOOKED_AT = 20


def open_places(env):
    """Rows of a sample file that would put people on an agenda: registrations that the user sees,
    and an instance to come with seats for them, ``[[codes, status]]``; none where there is no
    such thing."""
    coming = [
        ("event_id.agenda_enabled", "=", True),
        # who may be elsewhere at that time is not asked where an event forbids that
        ("event_id.agenda_overlap", "=", True),
        ("date_begin", ">", fields.Datetime.now()),
        ("is_full", "=", False),
    ]
    for instance in env["event.agenda.instance"].search(coming, limit=LOOKED_AT):
        seats = instance.seats_left if instance.has_capacity else ROWS
        found = env["event.registration"].search(
            _without(instance), limit=min(seats, ROWS), order="id"
        )
        if found:
            codes = [instance.session_id.code, instance.code]
            return [[each.registration_code, *codes, "Registered"] for each in found]
    return []


def _without(instance):
    """The registrations of its event that are not on its list."""
    return Domain(
        [
            ("event_id", "=", instance.event_id.id),
            ("state", "in", ("open", "done")),
            ("registration_code", "!=", False),
        ]
    ) & ~Domain("agenda_line_ids.instance_id", "in", instance.ids)
