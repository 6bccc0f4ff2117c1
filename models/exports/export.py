from odoo import api, fields, models
from odoo.tools import formatLang, split_every

from ...tools.writing import ranges
from ...tools.writing.layout import Layout
from ...tools.writing.writers import value_cell, write_csv, write_xlsx

# Records in memory at a time.
BATCH = 2000
FORMATS = [("csv", "CSV"), ("xlsx", "Excel")]


class RegistrationExport(models.Model):
    """One download of records: who took which out of the database, and when. Kept for ever.

    It holds which records, not what was in them: downloaded again, they are as they are then.
    """

    _name = "registration.export"
    _inherit = "registration.import.name.mixin"
    _description = "Export"
    _order = "id desc"
    _never_grouped_by = ("whole_list",)

    name = fields.Char("File", required=True, readonly=True)
    source = fields.Selection([], "Type of Data", required=True, readonly=True)
    format = fields.Selection(FORMATS, required=True, default="csv", readonly=True)
    layout = fields.Json(
        "Stored Layout", readonly=True, help="Its columns, as they were when it was made"
    )
    layout_name = fields.Char("Layout", readonly=True, help="Empty: the standard columns")
    whole_list = fields.Boolean(readonly=True, help="All records of a list, with its filters")
    selection = fields.Char(compute="_compute_selection")
    record_count = fields.Integer("Records", readonly=True)
    # not read with the other fields: of a whole list in an odd order it is long
    record_ranges = fields.Json(
        readonly=True, prefetch=False, help="Ids of the records, [[first, last], ...], in order"
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    download_count = fields.Integer("Downloads", readonly=True)
    last_download = fields.Datetime(readonly=True)

    @api.depends("whole_list", "record_count")
    @api.depends_context("lang")
    def _compute_selection(self):
        for export in self:
            count = formatLang(self.env, export.record_count, digits=0)
            if export.whole_list:
                export.selection = self.env._("Whole list, with its filters")
            elif export.record_count == 1:
                export.selection = self.env._("1 selected record")
            else:
                export.selection = self.env._("%s selected records", count)

    @api.model
    def _create_for(self, source, ids, whole_list):
        """The export of the records with these ids, owned by the current user, who may see them."""
        today = fields.Date.context_today(self)
        layout = source._export_layout(ids)
        export = self.sudo().create(
            {
                "name": f"{source._export_stem}-{today.isoformat()}.{layout.format}",
                "source": source._name,
                "format": layout.format,
                "layout": layout.stored(),
                "layout_name": layout.name,
                "whole_list": whole_list,
                "record_count": len(ids),
                "record_ranges": ranges.pack(ids),
            }
        )
        return self.browse(export.id)

    def _result(self):
        """The JSON-able answer of ``start_export``."""
        self.ensure_one()
        return {
            "export": self.id,
            "count": self.record_count,
            "name": self.name,
            "url": self._url(),
        }

    def _url(self):
        return f"/registration_import/export/{self.id}.{self.sudo().format}"

    def _source(self):
        """The model of the records, with the rights of the current user, who may export them."""
        source = self.env[self.source].with_context(active_test=False)
        source._check_export()
        return source

    def _record_ids(self):
        """The ids of all records that were there, in the order of the list, one by one."""
        return ranges.unpack(self.record_ranges)

    # -- the file --------------------------------------------------------------------------

    def _write(self, stream):
        """Write the file to a binary stream; note that it was downloaded."""
        self.ensure_one()
        self.check_access("read")
        source = self._source()
        self._write_table(stream, source)
        self.sudo().write(
            {"download_count": self.download_count + 1, "last_download": fields.Datetime.now()}
        )

    def _write_table(self, stream, source):
        layout = Layout.of(source._export_labels, self.layout)
        header, rows = layout.header(), map(layout.row, self._rows(source))
        if self.format == "csv":
            return write_csv(stream, header, rows, separator=layout.separator)
        sheet, choices = self.env._("Data"), source._export_choices
        return write_xlsx(stream, header, rows, sheet=sheet, choices=choices)

    def _rows(self, source):
        """The rows of the file, of those records that the user still sees. Nothing is kept of a
        batch when the next is read: neither the texts nor what the ORM remembers of it."""
        for ids in split_every(BATCH, self._record_ids()):
            visible = set(source.search([("id", "in", ids)])._ids)
            records = source.browse(each for each in ids if each in visible)
            for texts in records._export_texts():
                yield [value_cell(text) for text in texts]
            self.env.invalidate_all()

    # -- buttons ---------------------------------------------------------------------------

    def action_download(self):
        """Download the same records again, as they are now."""
        self.ensure_one()
        self.check_access("read")
        self._source()
        return {"type": "ir.actions.act_url", "url": self._url(), "target": "download"}

    def action_open_records(self):
        """Open those of the records that the user still sees."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self.source,
            "view_mode": "list,form",
            "domain": [("export_id", "=", self.id)],
        }
