"""Who reads, writes, makes and deletes a record of somebody else in their company: roles of
``common.ROLES``. A new model is entered here by whoever has thought of it.
"""

from .access_table import (
    ADMINISTRATOR,
    AGENDA,
    CERTIFICATION,
    CONTACTS,
    DESK,
    INTERNAL,
    JOBS,
    MANAGE,
    REFERENCES,
    RUN,
    VIEW,
)

EVENTS = "event_user event_manager administrator"
IMPORT_CONTACTS = "contact_import irreversible administrator"


def _kept(roles, read=None):
    """Whoever keeps such records; ``read`` are those who see them, if these are others."""
    return {"read": read or roles, **dict.fromkeys(("write", "create", "unlink"), roles)}


def _seen(roles):
    """Of records that the server alone writes."""
    return {"read": roles}


RECORDS = {
    "contact.admin.number": _kept(CONTACTS, read=INTERNAL),
    "contact.authorization": _kept(IMPORT_CONTACTS, read=INTERNAL),
    "contact.center": _kept(MANAGE, read=INTERNAL),
    "contact.column": _kept(ADMINISTRATOR),
    "contact.criterion": _kept(IMPORT_CONTACTS, read=INTERNAL),
    "contact.criterion.value": _kept(IMPORT_CONTACTS, read=INTERNAL),
    "contact.erasure.key": _seen(ADMINISTRATOR),
    "contact.erasure.register": _seen("administrator irreversible"),
    "contact.erasure.restore": _kept(ADMINISTRATOR),
    "contact.former.key": {"read": INTERNAL, "unlink": CONTACTS},
    "contact.gift": {
        "read": VIEW,
        # a rule refuses the record that somebody with one role would make
        "create": "administrator manage only_sync run schedule",
        "unlink": RUN,
    },
    "contact.group": _kept(CONTACTS, read=INTERNAL),
    "contact.interest": _kept(CONTACTS, read=INTERNAL),
    "contact.structure.type": _kept(IMPORT_CONTACTS, read=INTERNAL),
    "event.agenda.instance": _kept(EVENTS, read=DESK),
    "event.agenda.line": {"read": DESK, "write": AGENDA, "create": AGENDA, "unlink": EVENTS},
    "event.agenda.notice": _seen(ADMINISTRATOR),
    "event.agenda.session": _kept(EVENTS, read=DESK),
    "event.team": _kept(EVENTS, read=DESK),
    "qualification.enrolment": _kept(CERTIFICATION),
    "qualification.export.column": _kept(CERTIFICATION),
    "qualification.export.layout": _kept(CERTIFICATION),
    "qualification.programme": _kept(CERTIFICATION),
    "qualification.qualification": _kept(CERTIFICATION),
    "registration.export": _seen(ADMINISTRATOR),
    "registration.export.deferred": _seen(MANAGE),
    "registration.export.line": _seen(ADMINISTRATOR),
    "registration.export.part": _seen(ADMINISTRATOR),
    "registration.export.run": _seen(MANAGE),
    "registration.export.sent": _seen(ADMINISTRATOR),
    "registration.import.agreement": _seen(ADMINISTRATOR),
    "registration.import.batch": _seen(ADMINISTRATOR),
    "registration.import.checkpoint": _seen(ADMINISTRATOR),
    "registration.import.column": _seen(JOBS),
    "registration.import.correction": _seen(ADMINISTRATOR),
    "registration.import.conflict": {"read": VIEW, "write": RUN},
    "registration.import.conflict.field": {"read": VIEW, "write": RUN},
    "registration.import.connection": _kept(ADMINISTRATOR, read=VIEW),
    "registration.import.connection.field": _seen(VIEW),
    "registration.import.cross.reference": _kept(REFERENCES),
    "registration.import.cross.reference.wizard": {"create": REFERENCES},
    "registration.import.cross.reference.wizard.line": _kept(REFERENCES),
    "registration.import.duplicate": _seen(VIEW),
    "registration.import.duplicate.key": _seen(ADMINISTRATOR),
    "registration.import.duplicate.merge": {"create": RUN},
    "registration.import.duplicate.merge.line": _kept(
        "administrator manage only_sync run schedule"
    ),
    "registration.import.duplicate.scan": _seen(ADMINISTRATOR),
    "registration.import.errors.file": _seen(ADMINISTRATOR),
    "registration.import.errors.piece": _seen(ADMINISTRATOR),
    "registration.import.folder": _kept(ADMINISTRATOR, read=VIEW),
    "registration.import.job": _seen(JOBS),
    "registration.import.left": _seen(ADMINISTRATOR),
    "registration.import.share": _seen(ADMINISTRATOR),
    "registration.import.meaning": _seen(ADMINISTRATOR),
    "registration.import.operation": {
        "read": VIEW,
        "write": ADMINISTRATOR,
        "create": MANAGE,
        "unlink": ADMINISTRATOR,
    },
    "registration.import.operation.line": _kept(MANAGE, read=VIEW),
    "registration.import.outcome": _seen(ADMINISTRATOR),
    "registration.import.page": {},
    "registration.import.problem": _seen(JOBS),
    "registration.import.row": _seen(JOBS),
    "registration.import.run": _seen(VIEW),
    "registration.import.schedule": {"read": VIEW, "write": ADMINISTRATOR, "create": MANAGE},
    "registration.import.source": {"read": VIEW, "write": ADMINISTRATOR, "create": MANAGE},
    "registration.import.staged": _seen(ADMINISTRATOR),
    "registration.import.statistic": _seen("administrator manage only_sync run schedule view"),
    "registration.import.system": _kept(REFERENCES),
    "registration.import.wizard": {"create": INTERNAL},
    "registration.import.wizard.line": {"create": INTERNAL},
}
