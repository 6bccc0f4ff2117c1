from odoo import api, models
from odoo.tools import SQL

from ..erasure.contact_erasure_imports import WORD
from .import_run import FAILED, NOTHING, WORKING

FOLDER = "folder"


class ContactErasure(models.AbstractModel):
    """What operations that fetch their files still know of a contact. What lies in a folder of the
    server is not ours: whoever delivers it there deletes it."""

    _inherit = "contact.erasure"

    def _forget_names(self, jobs):
        renamed = super()._forget_names(jobs)
        self._rename_runs(renamed)
        self._forget_files_without_job()
        return renamed

    def _forget_files(self, jobs):
        self._forget_stored_files(jobs)
        return super()._forget_files(jobs)

    @api.model
    def _rename_runs(self, jobs):
        """The files of imports that have another name by now."""
        domain = [("job_id", "in", jobs.ids), ("state", "!=", WORKING)]
        for run in self.env["registration.import.run"].sudo().search(domain):
            run.write({"name": run.job_id.name, "moved": False})

    @api.model
    def _forget_files_without_job(self):
        """A file that is named after one of the persons and of which no import was made."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                r"""UPDATE registration_import_run r SET name = NULL, moved = NULL, params = NULL
                     WHERE r.job_id IS NULL AND r.state IN %s AND EXISTS (
                           SELECT FROM contact_erasure_subject s
                       CROSS JOIN unnest(s.names) AS own(name)
                       CROSS JOIN regexp_split_to_table(own.name, '[^[:alnum:]]+') AS word
                            WHERE length(word) >= %s AND position(word IN lower(r.name)) > 0)""",
                (FAILED, NOTHING),
                WORD,
            )
        )
        # who sent a file that was not accepted
        self.env.cr.execute(
            SQL(
                """UPDATE registration_import_run SET params = NULL
                    WHERE id IN (SELECT m.id FROM (%s) m)""",
                self._mentioning(SQL("SELECT id, params::text FROM registration_import_run")),
            )
        )
        self.env.invalidate_all()

    @api.model
    def _forget_stored_files(self, jobs):
        """A file that is stored to be imported again holds what its import held."""
        domain = [
            ("res_model", "=", "registration.import.source"),
            ("res_field", "=", "file"),
            ("checksum", "in", [checksum for checksum in jobs.mapped("checksum") if checksum]),
        ]
        stored = self.env["ir.attachment"].sudo().search(domain)
        sources = self.env["registration.import.source"].sudo().browse(stored.mapped("res_id"))
        stored.unlink()
        sources.exists().write({"filename": False})

    @api.model
    def _count_mentions(self):
        """Files that were put away in folders, from which imports had rows of the persons."""
        found = super()._count_mentions()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT j.root, count(*) FROM contact_erasure_job j
                     JOIN registration_import_run r ON r.job_id = j.id
                    WHERE r.folder_id IS NOT NULL GROUP BY 1"""
            )
        )
        for root, count in rows:
            found.setdefault(root, []).append({"code": FOLDER, "count": count})
        return found


class ContactErasureRegister(models.Model):
    _inherit = "contact.erasure.register"

    @api.model
    def _residual_line(self, line):
        if line["code"] == FOLDER:
            return self.env._(
                "Files in folders, from which imports came: %s; whoever looks after the folder"
                " deletes them",
                line["count"],
            )
        return super()._residual_line(line)
