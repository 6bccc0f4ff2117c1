"""Whom and what the table of access is about: a user of each role, and a record of each model."""

from odoo import Command

from ..common import SAMPLE, ImportCase
from ..users import new_user

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
    *("create", "write", "unlink", "copy", "copy_data", "default_get", "onchange", "init"),
    *("message_post", "message_update"),
}
# What methods are called with; others with nothing.
ARGUMENTS = {
    "registration.export.source.start_export": [[]],
    "registration.import.job.open_outcomes": [["created"]],
    "registration.import.job.open_problems": ["missing"],
    "registration.import.job.problem_lines": ["missing", "error"],
    "registration.import.job.problem_page": ["error"],
    "registration.import.job.set_label": ["A label"],
    "registration.import.job.set_mapping": [{}],
    "registration.import.job.set_options": [{}],
    "registration.import.operation.run_file": ["session_instances", "", "x.csv"],
    "registration.import.operation.run_download": ["constituent_download"],
    "registration.import.operation.run_attachment": [0, "session_instances"],
}


class AccessCase(ImportCase):
    """Records of an administrator, in a company of everybody and in another one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            name: new_user(cls.env, f"access_{name}", groups) for name, groups in ROLES.items()
        }
        cls.owner = new_user(
            cls.env,
            "access_owner",
            "base.group_system,event.group_event_manager",
            company_ids=[Command.set([cls.env.company.id, cls.company_2.id])],
        )
        cls.records = {model: cls.record(model) for model in cls.methods()}

    @classmethod
    def arguments(cls, name):
        """What a method is called with; ``name`` is that of its model and its own."""
        if name.endswith(".our_value"):
            return ["country", 1]
        given = {
            "registration.import.operation.job_status": [cls.job().id],
            "registration.import.operation.download_status": [
                cls.records["registration.export.run"].id
            ],
        }
        return given.get(name) or ARGUMENTS.get(name, [])

    @classmethod
    def methods(cls):
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
        """A record of the model that is none of the users'; none where a method needs none."""
        of_event = {
            "event.event": cls.event,
            "event.registration": cls.dora,
            "event.agenda.session": cls.demo,
            "event.agenda.instance": cls.demo_7592,
        }
        if model in of_event:
            return of_event[model]
        maker = getattr(cls, f"_make_{model.replace('.', '_')}", None)
        if maker:
            return maker()
        return cls.env[model].with_context(active_test=False).search([], limit=1)

    @classmethod
    def job(cls):
        """An import of the owner, with a row that failed."""
        if not hasattr(cls, "job_record"):
            rows = cls.content([*SAMPLE, ("nobody", "Demo", "Demo_7592", "Registered")])
            operations = cls.Operation.with_user(cls.owner)
            result = operations.run_file("session_instances", rows, "agenda.csv", wait=True)
            cls.job_record = cls.env["registration.import.job"].browse(result["job"])
        return cls.job_record

    @classmethod
    def _make_registration_import_job(cls):
        return cls.job()

    @classmethod
    def _make_registration_import_row(cls):
        return cls.env["registration.import.row"].search([("job_id", "=", cls.job().id)])[-1:]

    @classmethod
    def _make_registration_import_problem(cls):
        return cls.env["registration.import.problem"].search([("job_id", "=", cls.job().id)])[:1]

    @classmethod
    def _make_event_agenda_line(cls):
        return cls.job() and cls.Line.search([("registration_id", "=", cls.dora.id)], limit=1)

    @classmethod
    def _make_registration_import_operation(cls):
        return cls.env.ref("registration_import.operation_constituents")

    @classmethod
    def _make_registration_import_run(cls):
        source = cls._make_registration_import_operation().source_ids
        return cls.env["registration.import.run"].create(
            {"source_id": source.id, "state": "done", "name": "x.csv", "job_id": cls.job().id}
        )

    @classmethod
    def _make_registration_import_wizard(cls):
        wizards = cls.env["registration.import.wizard"].with_user(cls.owner)
        return wizards._for_job(cls.job().with_user(cls.owner)).sudo()

    @classmethod
    def _make_contact_interest(cls):
        return cls.env["contact.interest"].create({"name": "Test Boats"})

    @classmethod
    def _make_contact_group(cls):
        return cls.env["contact.group"].create({"name": "Test Sailors"})

    @classmethod
    def _make_contact_center(cls):
        return cls.env["contact.center"].create({"name": "Test Pier", "code": "T-PIER"})

    @classmethod
    def _make_contact_authorization(cls):
        return cls.env["contact.authorization"].create({"name": "Test Mail", "code": "T-MAIL"})

    @classmethod
    def _make_contact_structure_type(cls):
        return cls.env["contact.structure.type"].create({"name": "Test Club", "code": "T-CLUB"})

    @classmethod
    def _make_contact_criterion_value(cls):
        criterion = cls.env["contact.criterion"].create({"name": "Test Source", "code": "T-SRC"})
        return cls.env["contact.criterion.value"].create(
            {"name": "Friend", "code": "T-FRIEND", "criterion_id": criterion.id}
        )

    @classmethod
    def _make_contact_erasure_register(cls):
        return cls.env["contact.erasure.register"].create({"contact": cls.partner().id})

    @classmethod
    def _make_contact_erasure_restore(cls):
        return cls.env["contact.erasure.restore"].with_user(cls.owner).create({}).sudo()

    @classmethod
    def partner(cls):
        if not hasattr(cls, "partner_record"):
            cls.partner_record = cls.env["res.partner"].create({"name": "Ada Lane"})
        return cls.partner_record

    @classmethod
    def _make_res_partner(cls):
        return cls.partner()

    @classmethod
    def _make_qualification_qualification(cls):
        qualifications = cls.env["qualification.qualification"]
        found = qualifications.search([("number", "=", "100/9999/5")])
        return found or qualifications.create({"name": "Test Award", "number": "100/9999/5"})

    @classmethod
    def _make_qualification_enrolment(cls):
        return cls.env["qualification.enrolment"].create(
            {
                "partner_id": cls.partner().id,
                "qualification_id": cls._make_qualification_qualification().id,
            }
        )

    @classmethod
    def _make_registration_export(cls):
        enrolments = cls.env["qualification.enrolment"].with_user(cls.owner)
        ids = cls.env["qualification.enrolment"].search([], limit=1).ids
        return (
            cls.env["registration.export"].with_user(cls.owner)._create_for(enrolments, ids, False)
        )

    @classmethod
    def _make_registration_export_run(cls):
        operation = cls.env.ref("registration_import.operation_constituent_download")
        return cls.env["registration.export.run"].create(
            {"name": "x.csv", "operation_id": operation.id, "state": "done"}
        )

    @classmethod
    def _make_registration_export_deferred(cls):
        run = cls._make_registration_export_run()
        return cls.env["registration.export.deferred"].create(
            {
                "run_id": run.id,
                "operation_id": run.operation_id.id,
                "model": "res.partner",
                "record_id": cls.partner().id,
                "code": "unresolved_duplicate",
            }
        )

    @classmethod
    def _make_registration_import_system(cls):
        systems = cls.env["registration.import.system"]
        found = systems.search([("code", "=", "T-CRM")])
        return found or systems.create({"name": "Test CRM", "code": "T-CRM"})

    @classmethod
    def _make_registration_import_cross_reference(cls):
        return cls.env["registration.import.cross.reference"].create(
            {
                "system_id": cls._make_registration_import_system().id,
                "type": "country",
                "theirs": "Helvetia",
                "ours": "CH",
            }
        )

    @classmethod
    def _make_registration_import_cross_reference_wizard(cls):
        return (
            cls.env["registration.import.cross.reference.wizard"]
            .with_user(cls.owner)
            .create({"job_id": cls.job().id})
            .sudo()
        )

    @classmethod
    def duplicate(cls):
        other = cls.env["res.partner"].create({"name": "Ada Lanne"})
        return cls.env["registration.import.duplicate"].create(
            {"contact_id": other.id, "match_id": cls.partner().id, "score": 60, "reasons": []}
        )

    @classmethod
    def _make_registration_import_duplicate(cls):
        return cls.duplicate()

    @classmethod
    def _make_registration_import_duplicate_merge(cls):
        merges = cls.env["registration.import.duplicate.merge"].with_user(cls.owner)
        return merges.create({"duplicate_id": cls.duplicate().id, "master": "match_id"}).sudo()

    @classmethod
    def _make_registration_import_folder(cls):
        return cls.env["registration.import.folder"].create({"name": "Test", "path": "/tmp"})
