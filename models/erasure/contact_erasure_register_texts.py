from odoo import api, fields, models
from odoo.tools import LazyTranslate

from ...importer.words import show_count
from .contact_erasure_residual import ACTIVITY, FILE, HISTORY, MESSAGE, NOTE, QUEUE

_lt = LazyTranslate(__name__)

LOCATIONS = {
    "addresses": _lt("Address"),
    "import_rows": _lt("Row of an import"),
}
PLACES = {
    MESSAGE: _lt("Messages on other records"),
    QUEUE: _lt("Mails to others"),
    HISTORY: _lt("Changes of other records"),
    ACTIVITY: _lt("Activities on other records"),
    FILE: _lt("Files of other records"),
    NOTE: _lt("Notes on other contacts"),
}


class ContactErasureRegister(models.Model):
    """What was erased of a contact, and what is left and why, in words."""

    _inherit = "contact.erasure.register"

    counts_text = fields.Text("What was erased", compute="_compute_texts")
    residual_text = fields.Text("What is left", compute="_compute_texts")

    @api.depends("counts", "residual")
    @api.depends_context("lang")
    def _compute_texts(self):
        for entry in self:
            entry.counts_text = "\n".join(
                f"{show_count(self.env, count)} × {self._location_text(location)}"
                for location, count in entry._sorted_counts()
            )
            lines = [self._residual_line(line) for line in entry.residual or []]
            entry.residual_text = "\n".join([*lines, self._elsewhere_text(), self._backup_text()])

    def _sorted_counts(self):
        return sorted((self.counts or {}).items(), key=lambda each: -each[1])

    @api.model
    def _location_labels(self):
        """``{location: label}`` of those that are no model: other addons add theirs."""
        return LOCATIONS

    @api.model
    def _location_text(self, location):
        label = self._location_labels().get(location)
        return self.env._(label) if label else self.env["ir.model"]._get(location).name or location

    @api.model
    def _residual_line(self, line):
        erasure = self.env["contact.erasure"]
        code, count = line["code"], show_count(self.env, line["count"])
        if code == "sale":
            what = erasure._sale_label(line["model"])
            return self.env._("%(what)s: %(count)s, kept as sales", what=what, count=count)
        if code == "person":
            return self.env._(
                "Contact persons and structures below it: %s, people of their own", count
            )
        if code == "mention":
            return self.env._(
                "%(where)s that mention the name or the e-mail: %(count)s (of the newest"
                " %(searched)s)",
                where=self._place_text(line.get("place", MESSAGE)),
                count=count,
                searched=show_count(self.env, line["searched"]),
            )
        if code == "namesake":
            return self.env._(
                "Rows of imports that led to no contact: %s with the same name, and nothing else"
                " that tells who it is",
                count,
            )
        references = self.env["registration.import.reference"]
        where = references._label(line["model"], line["field"], line.get("table"))
        return self._record_line(code, where, count)

    @api.model
    def _record_line(self, code, where, count):
        """What became of records that led to the contact, or that had its e-mail."""
        if code == "email":
            return self.env._("%(where)s: %(count)s with the e-mail", where=where, count=count)
        if code == "address":
            return self.env._(
                "%(where)s: %(count)s without the e-mail now; nobody read what else they say",
                where=where,
                count=count,
            )
        if code == "document":
            return self.env._(
                "%(where)s: %(count)s, kept by law as they are", where=where, count=count
            )
        if code == "unread":
            return self.env._(
                "%(where)s: %(count)s, kept; nobody read all that they say",
                where=where,
                count=count,
            )
        return self.env._(
            "%(where)s: %(count)s, now of the anonymized contact", where=where, count=count
        )

    @api.model
    def _places(self):
        """``{place: label}`` of texts of others that are searched: other addons add theirs."""
        return PLACES

    @api.model
    def _place_text(self, place):
        label = self._places().get(place)
        return self.env._(label) if label else self.env["ir.model"]._get(place).name or place

    @api.model
    def _elsewhere_text(self):
        return self.env._(
            "What others wrote of the person in records and files of their own, of which nothing"
            " above says that it was searched; the server's log, folders and mailboxes"
        )

    @api.model
    def _backup_text(self):
        return self.env._(
            "Backups of the database, until they are deleted: after one was restored, anonymize"
            " again (Contacts > Configuration)"
        )
