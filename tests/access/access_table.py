"""Who gets past the door of each public method, on a record of somebody else in their company:
roles of ``common.ROLES``. A new method is entered here by whoever has thought of who may call it.
"""

# Only who has made the record.
NOBODY = ""
# Everybody who works here.
INTERNAL = (
    "nobody desk event_user event_manager import_data agenda_download certification bulk export "
    "certification_bulk certification_export contact_import irreversible management only_sync "
    "view run schedule manage only_references references administrator"
)
ADMINISTRATOR = "administrator"
# Who looks after imports of session instances of others.
JOBS = "event_manager administrator"
VIEW = "view run schedule manage administrator"
RUN = "run schedule manage administrator"
SCHEDULE = "schedule manage administrator"
MANAGE = "manage administrator"
REFERENCES = "references administrator"
AGENDA = "event_user event_manager import_data administrator"
CERTIFICATION = "certification certification_bulk certification_export administrator"
CONTACTS = "contact_import irreversible only_sync run schedule manage administrator"
DESK = "desk event_user event_manager import_data agenda_download administrator"

MAY = {
    "contact.authorization.action_open_contacts": INTERNAL,
    "contact.center.action_open_members": INTERNAL,
    "contact.criterion.value.action_open_contacts": INTERNAL,
    "contact.erasure.register.action_open_contact": "irreversible administrator",
    "contact.erasure.register.action_replay": ADMINISTRATOR,
    "contact.erasure.restore.action_replay": ADMINISTRATOR,
    "contact.erasure.restore.action_save": ADMINISTRATOR,
    "contact.group.action_open_contacts": INTERNAL,
    "contact.interest.action_open_opted_in": INTERNAL,
    "contact.interest.action_open_opted_out": INTERNAL,
    "contact.structure.type.action_open_contacts": INTERNAL,
    "event.agenda.instance.action_open_lines": DESK,
    "event.agenda.line.action_attended": AGENDA,
    "event.agenda.line.action_cancel": AGENDA,
    "event.agenda.line.action_no_show": AGENDA,
    "event.agenda.line.start_export": "agenda_download administrator",
    "event.agenda.session.action_open_instances": DESK,
    "event.agenda.session.action_open_lines": DESK,
    "event.event.action_download_agenda": "agenda_download administrator",
    "event.event.action_import_agenda": AGENDA,
    "event.event.action_open_agenda_instances": DESK,
    "event.registration.action_open_agenda": DESK,
    "qualification.enrolment.action_import_and_update": "certification_bulk administrator",
    "qualification.enrolment.start_export": "certification_export administrator",
    "qualification.qualification.action_open_enrolments": CERTIFICATION,
    "registration.export.action_download": ADMINISTRATOR,
    "registration.export.action_open_records": ADMINISTRATOR,
    "registration.export.deferred.action_open": MANAGE,
    "registration.export.run.action_deliver": ADMINISTRATOR,
    "registration.export.run.action_download": ADMINISTRATOR,
    "registration.export.run.action_open_deferred": MANAGE,
    "registration.export.run.action_purge": ADMINISTRATOR,
    "registration.export.run.action_stop": ADMINISTRATOR,
    "registration.export.run.progress": MANAGE,
    "registration.import.cross.reference.action_download": REFERENCES,
    "registration.import.cross.reference.action_upload": REFERENCES,
    "registration.import.cross.reference.our_value": REFERENCES,
    "registration.import.cross.reference.start_export": REFERENCES,
    "registration.import.cross.reference.wizard.action_save": NOBODY,
    "registration.import.cross.reference.wizard.action_save_and_retry": NOBODY,
    "registration.import.cross.reference.wizard.line.our_value": REFERENCES,
    "registration.import.duplicate.action_match": RUN,
    "registration.import.duplicate.action_merge": RUN,
    "registration.import.duplicate.action_not_match": RUN,
    "registration.import.duplicate.action_open_contact": VIEW,
    "registration.import.duplicate.action_open_match": VIEW,
    "registration.import.duplicate.action_reopen": MANAGE,
    "registration.import.duplicate.action_scan": MANAGE,
    "registration.import.duplicate.merge.action_merge": NOBODY,
    "registration.import.folder.action_check": ADMINISTRATOR,
    "registration.import.job.action_add_references": ADMINISTRATOR,
    "registration.import.job.action_approve": JOBS,
    "registration.import.job.action_cancel": JOBS,
    "registration.import.job.action_delete_draft": NOBODY,
    "registration.import.job.action_download_file": JOBS,
    "registration.import.job.action_errors_csv": JOBS,
    "registration.import.job.action_errors_xlsx": JOBS,
    "registration.import.job.action_import": NOBODY,
    "registration.import.job.action_open_job": JOBS,
    "registration.import.job.action_open_problems": JOBS,
    "registration.import.job.action_open_records": JOBS,
    "registration.import.job.action_open_rows": JOBS,
    "registration.import.job.action_open_wizard": JOBS,
    "registration.import.job.action_purge": NOBODY,
    "registration.import.job.action_reject": JOBS,
    "registration.import.job.action_retry": NOBODY,
    "registration.import.job.action_send_report": NOBODY,
    "registration.import.job.action_undo": NOBODY,
    "registration.import.job.action_validate": NOBODY,
    "registration.import.job.open_outcomes": JOBS,
    "registration.import.job.open_problems": JOBS,
    "registration.import.job.problem_groups": JOBS,
    "registration.import.job.problem_lines": JOBS,
    "registration.import.job.problem_page": JOBS,
    "registration.import.job.progress": JOBS,
    "registration.import.job.set_label": NOBODY,
    "registration.import.job.set_mapping": NOBODY,
    "registration.import.job.set_options": NOBODY,
    "registration.import.operation.action_copy": MANAGE,
    "registration.import.operation.action_customise": MANAGE,
    "registration.import.operation.action_open_deferred": VIEW,
    "registration.import.operation.action_open_fetched": VIEW,
    "registration.import.operation.action_open_jobs": VIEW,
    "registration.import.operation.action_open_last_job": VIEW,
    "registration.import.operation.action_open_last_run": VIEW,
    "registration.import.operation.action_open_runs": VIEW,
    "registration.import.operation.action_pause": SCHEDULE,
    "registration.import.operation.action_resume": SCHEDULE,
    "registration.import.operation.action_run": RUN,
    "registration.import.operation.action_start_over": MANAGE,
    "registration.import.operation.action_upload": RUN,
    "registration.import.operation.download_status": ADMINISTRATOR,
    "registration.import.operation.job_status": JOBS,
    "registration.import.operation.run_attachment": AGENDA,
    "registration.import.operation.run_download": ADMINISTRATOR,
    "registration.import.operation.run_file": AGENDA,
    "registration.import.operation.tips": RUN,
    "registration.import.problem.action_add_reference": ADMINISTRATOR,
    "registration.import.row.action_open_record": JOBS,
    "registration.import.run.action_open_job": ADMINISTRATOR,
    "registration.import.system.action_open_cross_references": REFERENCES,
    "registration.import.wizard.action_back_to_map": NOBODY,
    "registration.import.wizard.action_cancel_job": NOBODY,
    "registration.import.wizard.action_import": NOBODY,
    "registration.import.wizard.action_open_job": NOBODY,
    "registration.import.wizard.action_other_file": NOBODY,
    "registration.import.wizard.action_reread": NOBODY,
    "registration.import.wizard.action_use_separator": NOBODY,
    "registration.import.wizard.action_validate": NOBODY,
    "registration.import.wizard.refresh": NOBODY,
    "res.partner.action_assign_contact_nr": CONTACTS,
    "res.partner.action_open_contact_import": INTERNAL,
}
