from odoo import api, fields, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

LOCATIONS = {
    "addresses": _lt("Address"),
    "import_rows": _lt("Row of an import"),
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
                f"{count} × {self._location_text(location)}"
                for location, count in entry._sorted_counts()
            )
            lines = [self._residual_line(line) for line in entry.residual or []]
            entry.residual_text = "\n".join([*lines, self._backup_text()])

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
        code, count = line["code"], line["count"]
        if code == "sale":
            what = erasure._sale_label(line["model"])
            return self.env._("%(what)s: %(count)s, kept as sales", what=what, count=count)
        if code == "person":
            return self.env._(
                "Contact persons and structures below it: %s, people of their own", count
            )
        if code == "mention":
            return self.env._(
                "Messages on other records that mention the name or the e-mail: %(count)s (of the"
                " newest %(searched)s)",
                count=count,
                searched=line["searched"],
            )
        if code == "namesake":
            return self.env._(
                "Rows of imports that led to no contact: %s with the same name, and nothing else"
                " that tells who it is",
                count,
            )
        references = self.env["registration.import.reference"]
        where = references._label(line["model"], line["field"], line.get("table"))
        if code == "email":
            return self.env._("%(where)s: %(count)s with the e-mail", where=where, count=count)
        return self.env._(
            "%(where)s: %(count)s, now of the anonymized contact", where=where, count=count
        )

    @api.model
    def _backup_text(self):
        return self.env._(
            "Backups of the database, until they are deleted: after one was restored, anonymize"
            " again (Contacts > Configuration)"
        )
