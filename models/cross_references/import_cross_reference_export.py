from odoo import api, fields, models

from ..sync.sync_roles import check_references


class RegistrationImportCrossReference(models.Model):
    """The file of cross-references: uploaded as it is, it changes nothing (V16)."""

    _name = "registration.import.cross.reference"
    _inherit = ["registration.import.cross.reference", "registration.export.source"]

    _export_stem = "cross-references"
    _export_labels = ("SYSTEM", "TYPE", "THEIRS", "OURS", "PREFERRED")

    @api.model
    def _check_export(self):
        """Who keeps them also downloads them (V22)."""
        check_references(self.env)

    def _export_texts(self):
        self.fetch(["system_id", "type", "theirs", "ours", "preferred"])
        return (
            [
                each.system_id.code,
                each.type,
                each.theirs,
                each.ours,
                "TRUE" if each.preferred else "FALSE",
            ]
            for each in self
        )

    def action_download(self):
        """Download these as a .csv; where none is chosen, all of the list, with its filters."""
        chosen = {} if self else {"domain": self.env.context.get("active_domain") or []}
        started = self.start_export(**chosen)
        return {"type": "ir.actions.act_url", "url": started["url"], "target": "download"}

    def action_upload(self):
        """Upload a file of cross-references, whichever are chosen in the list."""
        operations = self.env["registration.import.operation"]
        return operations._by_code("cross_references").action_upload()


class RegistrationExport(models.Model):
    _inherit = "registration.export"

    source = fields.Selection(
        selection_add=[("registration.import.cross.reference", "Cross-references")],
        ondelete={"registration.import.cross.reference": "cascade"},
    )
