"""Who gets in by doors that are no methods of our models: roles of ``common.ROLES``, as in
``access_table``. What is not in these tables fails: it is entered by whoever has thought of it.
"""

from .access_table import ADMINISTRATOR, AGENDA, JOBS, NOBODY, REFERENCES, SCHEDULE

# Routes: of a file, an export, a download of somebody else in their company.
ROUTES = {
    "/registration_import/sample/<int:operation>.<any(csv,xlsx):extension>": AGENDA,
    "/registration_import/upload": AGENDA,
    "/registration_import/errors/<int:job>.<any(csv,xlsx):extension>": JOBS,
    "/registration_import/export/<int:export>.<any(csv,xlsx):extension>": ADMINISTRATOR,
    "/registration_import/download/<int:run>": ADMINISTRATOR,
}
# Server actions: those of scheduled actions do nothing outside of them, whoever starts them.
ACTIONS = {
    "action_import_attachments": "event_user event_manager administrator",
    "contact_import_action": "contact_import irreversible administrator",
    "cross_reference_upload_action": REFERENCES,
    "ir_cron_agenda_notices": NOBODY,
    "ir_cron_download": NOBODY,
    "ir_cron_duplicates": NOBODY,
    "ir_cron_errors_file": NOBODY,
    "ir_cron_run_1": NOBODY,
    "ir_cron_run_2": NOBODY,
    "ir_cron_run_3": NOBODY,
    "ir_cron_run_sources": NOBODY,
}
# Files that the addon stores, by their address and by reading the attachment.
FILES = {
    "the file of an import": JOBS,
    "the report of an import": NOBODY,
    "the file that an operation keeps": SCHEDULE,
    "a file that came by e-mail": ADMINISTRATOR,
    "the file of a download": ADMINISTRATOR,
}
# Where the addon stores files: a module that makes attachments, or a field.
STORED = {
    "importer/intake.py": "the file of an import",
    "importer/report.py": "the report of an import",
    "models/downloads/export_run_file.py": "the file of a download",
    "models/sync/import_source_email.py": "a file that came by e-mail",
    "registration.export.run.content": "the file of a download",
    "registration.import.source.file": "the file that an operation keeps",
}
# Who hears what is sent over the bus: where it is sent, and to whom.
CHANNELS = {
    ("importer/report.py", "job.create_uid"),
    ("models/duplicates/import_duplicate_scan.py", "self.create_uid"),
}
# Methods that are called over HTTP as well, by both doors: some for each sort of role.
OVER_HTTP = (
    "event.agenda.session.action_open_lines",
    "qualification.qualification.action_open_enrolments",
    "registration.export.run.action_open_deferred",
    "registration.import.cross.reference.our_value",
    "registration.import.duplicate.action_open_match",
    "registration.import.job.problem_groups",
    "registration.import.operation.action_open_jobs",
    "registration.import.operation.tips",
    "res.partner.action_open_contact_import",
)
# Whose names are shown to those alone who may read them, whatever field leads to them.
NAMED = (
    "registration.import.job",
    "registration.import.operation",
    "registration.import.system",
    "registration.import.folder",
    "registration.import.run",
    "registration.export",
    "registration.export.run",
)
