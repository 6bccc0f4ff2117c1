"""Whom and what the table of access is about: a user of each role, and a record of each model."""

from odoo import SUPERUSER_ID, Command

from ..common import SAMPLE, ImportCase
from ..users import new_user, new_users

OURS = "odoo.addons.registration_import."
R = "registration_import.group_"
# A user of each role alone, and of the pairs that open something.
ROLES = {
    "nobody": "base.group_user",
    "portal": "base.group_portal",
    "public": "base.group_public",
    "desk": "event.group_event_registration_desk",
    "event_user": "event.group_event_user",
    "event_manager": "event.group_event_manager",
    "import_data": f"{R}import_registration_data",
    "agenda_download": f"{R}download_agenda",
    "certification": f"{R}manage_certification",
    "bulk": f"{R}bulk_upload",
    "export": f"{R}data_export",
    "certification_bulk": f"{R}manage_certification,{R}bulk_upload",
    "certification_export": f"{R}manage_certification,{R}data_export",
    "contact_import": f"{R}contact_import",
    "irreversible": f"{R}contact_irreversible",
    "management": f"{R}import_export_management",
    "only_sync": f"{R}sync_manage",
    "view": f"{R}import_export_management,{R}sync_view",
    "run": f"{R}import_export_management,{R}sync_run",
    "schedule": f"{R}import_export_management,{R}sync_schedule",
    "manage": f"{R}import_export_management,{R}sync_manage",
    "only_references": f"{R}cross_reference_management",
    "references": f"{R}import_export_management,{R}cross_reference_management",
    "administrator": "base.group_system",
}
# What Odoo calls by itself, or has in each model: rights of models and rules are its own.
OF_ODOO = {
    *(
        "create",
        "write",
        "unlink",
        "copy",
        "copy_data",
        "default_get",
        "fields_get",
        "onchange",
        "init",
    ),
    *("message_post", "message_update"),
}
# What methods are called with; others with nothing.
ARGUMENTS = {
    "registration.export.source.start_export": [[]],
    "registration.import.job.errors_file": ["csv"],
    "registration.import.job.map_values": [{}],
    "registration.import.job.mend": [1, 0, "x"],
    "registration.import.job.open_outcomes": [["created"]],
    "registration.import.job.open_problems": ["missing"],
    "registration.import.job.problem_lines": ["missing", "error"],
    "registration.import.job.problem_page": ["error"],
    "registration.import.job.set_label": ["A label"],
    "registration.import.job.set_mapping": [{}],
    "registration.import.job.set_repeats": ["first"],
    "registration.import.job.set_options": [{}],
    "registration.import.job.set_reason": ["A reason"],
    "registration.import.operation.remove_meaning": [0],
    "registration.import.operation.run_file": ["session_instances", "", "x.csv"],
    "registration.import.operation.run_download": ["constituent_download"],
    "registration.import.operation.run_attachment": [0, "session_instances"],
}


def of(model):
    """The id of the case's record of a model."""
    return lambda case: case.record(model).id


def ref(name):
    """The id of a record of the addon."""
    return lambda case: case.env.ref(f"registration_import.{name}").id


# What a record of a model is made with: a value, or what tells it of a case.
VALUES = {
    "contact.admin.number": {"partner_id": of("res.partner"), "code": "T", "value": "17"},
    "contact.authorization": {"name": "Test Mail", "code": "T-MAIL"},
    "contact.center": {"name": "Test Pier", "code": "T-PIER"},
    "contact.criterion": {"name": "Test Source", "code": "T-SRC"},
    "contact.criterion.value": {
        **{"name": "Friend", "code": "T-FRIEND", "criterion_id": of("contact.criterion")},
    },
    "contact.erasure.register": {"contact": of("res.partner")},
    "contact.erasure.restore": {},
    "contact.former.key": {"partner_id": of("res.partner"), "sort": "cons_id", "key": "1717"},
    "contact.gift": {
        "partner_id": of("res.partner"),
        **{"amount": 25, "date": "2026-01-31", "reference": "T-GIFT"},
        "currency_id": lambda case: case.env.company.currency_id.id,
    },
    "contact.group": {"name": "Test Sailors"},
    "contact.interest": {"name": "Test Boats"},
    "contact.structure.type": {"name": "Test Club", "code": "T-CLUB"},
    "event.team": {"name": "Owls", "code": "T", "event_id": of("event.event")},
    "qualification.enrolment": {
        "partner_id": of("res.partner"),
        "qualification_id": of("qualification.qualification"),
    },
    "qualification.qualification": {"name": "Test Award", "number": "100/9999/5"},
    "registration.export.deferred": {
        "run_id": of("registration.export.run"),
        "operation_id": ref("operation_constituent_download"),
        "model": "res.partner",
        "record_id": of("res.partner"),
        "code": "unresolved_duplicate",
    },
    "registration.export.run": {
        "name": "x.csv",
        "operation_id": ref("operation_constituent_download"),
        "state": "done",
    },
    "registration.import.agreement": {
        "connection_id": of("registration.import.connection"),
        "contact_id": of("res.partner"),
        "theirs": "4711",
    },
    "registration.import.conflict": {
        "connection_id": of("registration.import.connection"),
        "operation_id": ref("operation_connector"),
        "contact_id": of("res.partner"),
        "theirs": "4711",
    },
    "registration.import.conflict.field": {
        "conflict_id": of("registration.import.conflict"),
        "field": "town",
        "label": "CITY",
    },
    "registration.import.connection": {
        "name": "Test CRM",
        "system_id": of("registration.import.system"),
        "address": "nowhere",
    },
    "registration.import.connection.field": {
        "connection_id": of("registration.import.connection"),
        "name": "city",
        "label": "City",
    },
    "registration.import.cross.reference": {
        "system_id": of("registration.import.system"),
        "type": "country",
        "theirs": "Helvetia",
        "ours": "CH",
    },
    "registration.import.cross.reference.wizard": {"job_id": of("registration.import.job")},
    "registration.import.duplicate": {
        "contact_id": lambda case: case.env["res.partner"].create({"name": "Ada Lanne"}).id,
        "match_id": of("res.partner"),
        "score": 60,
        "reasons": [],
    },
    "registration.import.duplicate.merge": {
        "duplicate_id": of("registration.import.duplicate"),
        "master": "match_id",
    },
    "registration.import.errors.file": {
        "job_id": of("registration.import.job"),
        **{"user_id": SUPERUSER_ID, "extension": "csv"},
    },
    "registration.import.errors.piece": {"file_id": of("registration.import.errors.file")},
    "registration.import.folder": {"name": "Test", "path": "/tmp"},
    "registration.import.page": {"run_id": of("registration.import.run"), "records": [["1"]]},
    "registration.import.run": {
        "source_id": lambda case: case.record("registration.import.operation").source_ids.id,
        "state": "done",
        "name": "x.csv",
        "job_id": of("registration.import.job"),
    },
    "registration.import.system": {"name": "Test CRM", "code": "T-CRM"},
    "registration.import.wizard.line": {
        "wizard_id": of("registration.import.wizard"),
        "field": "status",
        "label": "Status",
    },
    "res.partner": {"name": "Ada Lane"},
}


class AccessCase(ImportCase):
    """Records of an administrator, in a company of everybody and in another one: one of each model
    with a public method."""

    takes_long = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = {f"access_{name}": groups for name, groups in ROLES.items()}
        cls.users = dict(zip(ROLES, new_users(cls.env, groups), strict=True))
        cls.owner = new_user(
            cls.env,
            "access_owner",
            "base.group_system,event.group_event_manager",
            company_ids=[Command.set([cls.env.company.id, cls.company_2.id])],
        )
        cls.made = {}
        cls.methods = cls._methods()
        cls.records = {model: cls.record(model) for model in cls.methods}

    @classmethod
    def arguments(cls, name):
        """What a method is called with; ``name`` is that of its model and its own."""
        if name.endswith(".our_value"):
            return ["country", 1]
        given = {
            "registration.import.operation.job_status": "registration.import.job",
            "registration.import.operation.download_status": "registration.export.run",
        }
        return [cls.record(given[name]).id] if name in given else ARGUMENTS.get(name, [])

    @classmethod
    def _methods(cls):
        """``{model: names}`` of the public methods that the addon has in a model."""
        found = {}
        for model in cls.env:
            names = {
                name
                for each in type(cls.env[model]).mro()
                if each.__module__.startswith(OURS) and ".tests." not in each.__module__
                for name, value in vars(each).items()
                if callable(value) and not name.startswith("_") and name not in OF_ODOO
            }
            if names and not cls.env[model]._abstract:
                found[model] = sorted(names)
        return found

    @classmethod
    def record(cls, model):
        """A record of the model that is none of the users', made once; none where a method needs
        none."""
        if model not in cls.made:
            make = cls.makers().get(model, cls._any)
            cls.made[model] = cls._new(model) if model in VALUES else make(model)
        return cls.made[model]

    @classmethod
    def _new(cls, model):
        """One with the values of the table; what only serves a screen is its opener's alone."""
        records = cls.env[model]
        if records._transient:
            records = records.with_user(cls.owner)
        values = VALUES[model].items()
        return records.create(
            {name: value(cls) if callable(value) else value for name, value in values}
        ).sudo()

    @classmethod
    def _any(cls, model):
        return cls.env[model].with_context(active_test=False).search([], limit=1)

    @classmethod
    def makers(cls):
        """``{model: what makes or finds its record}`` of those that values alone do not make."""
        return {
            "event.agenda.instance": lambda _model: cls.demo_7592,
            "event.agenda.line": cls._line,
            "event.agenda.session": lambda _model: cls.demo,
            "event.event": lambda _model: cls.event,
            "event.registration": lambda _model: cls.dora,
            "registration.export": cls._export,
            "registration.import.job": cls._job,
            "registration.import.operation": lambda _model: cls.env.ref(
                "registration_import.operation_constituents"
            ),
            "registration.import.problem": cls._of_job,
            "registration.import.row": cls._of_job,
            "registration.import.wizard": cls._wizard,
        }

    @classmethod
    def _job(cls, model):
        """An import of the owner, with a row that failed."""
        rows = cls.content([*SAMPLE, ("nobody", "Demo", "Demo_7592", "Registered")])
        operations = cls.Operation.with_user(cls.owner)
        result = operations.run_file("session_instances", rows, "agenda.csv", wait=True)
        return cls.env[model].browse(result["job"])

    @classmethod
    def _of_job(cls, model):
        """The last record of the import: of the row that failed."""
        job = cls.record("registration.import.job")
        return cls.env[model].search([("job_id", "=", job.id)])[-1:]

    @classmethod
    def _line(cls, model):
        """One that the import has made."""
        cls.record("registration.import.job")
        return cls.env[model].search([("registration_id", "=", cls.dora.id)], limit=1)

    @classmethod
    def _wizard(cls, model):
        job = cls.record("registration.import.job").with_user(cls.owner)
        return cls.env[model].with_user(cls.owner)._for_job(job).sudo()

    @classmethod
    def _export(cls, model):
        enrolments = cls.record("qualification.enrolment").with_user(cls.owner)
        exports = cls.env[model].with_user(cls.owner)
        return exports._create_for(enrolments.browse(), enrolments.ids, False)
