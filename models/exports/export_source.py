import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.writing.layout import Layout

# What the ORM and the database raise on a domain or an order that they can make nothing of.
UNREADABLE = (
    AssertionError,
    AttributeError,
    KeyError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    psycopg2.DataError,
    psycopg2.ProgrammingError,
)


class RegistrationExportSource(models.AbstractModel):
    """The contract of a model whose records people download as a table.

    A source inherits this beside what else it is, says its columns, its texts and who may, and
    adds a line ``selection_add=[("its.model", "Name")]`` to the field ``source`` of the exports.
    """

    _name = "registration.export.source"
    _description = "Source of Exports"

    # How the name of a file begins, and its columns: they are a format, so never translated.
    _export_stem = "records"
    _export_labels = ()
    # "csv" or "xlsx", and what of the latter's columns may hold: {label: texts}.
    _export_format = "csv"
    _export_choices = {}

    export_id = fields.Many2one(
        "registration.export",
        store=False,
        search="_search_export_id",
        help="To find the records that were exported together",
    )

    @api.model
    def _check_export(self):
        """Raise ``AccessError``, in words, unless the user may export. Nobody may, by default."""
        raise AccessError(self.env._("You are not allowed to export these records."))

    @api.model
    def _export_layout(self, ids):
        """The ``tools.writing.layout.Layout`` of the file with the records of these ids."""
        return Layout(self._export_labels, format=self._export_format)

    def _export_texts(self):
        """A list of texts for each of these records, which the user may read, in the order of the
        labels: some thousand records, in a number of queries that does not grow with them."""
        raise NotImplementedError

    def start_export(self, domain=None, order=None):
        """Note down what to export: these records, or all that match ``domain`` and the user sees.

        :param domain: [] for all records; None for those that the method is called on
        :param order: as ``search`` takes it; None for the order of the records, or the model's own
        :return: ``{"export": id, "count": records, "name": file, "url": where it is fetched}``
        :raise AccessError: the user may not export these records
        """
        self._check_export()
        if self and domain is not None:
            raise UserError(self.env._("Give either records or a domain, not both."))
        ids = self._selected(order) if domain is None else self._matching(domain, order)
        if not ids:
            raise UserError(self.env._("There is nothing to export: no record that you may see."))
        export = self.env["registration.export"]._create_for(self, ids, domain is not None)
        return export._result()

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        """Odoo's own way to a file is for the same people, from a list of related records too."""
        self._check_export()
        return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)

    def _selected(self, order):
        """The ids of those records that exist and may be seen, each once."""
        if not all(type(each) is int for each in self._ids):
            raise UserError(self.env._("The records to export must be given by their ids."))
        found = self._matching([("id", "in", self._ids)], order)
        if order:
            return found
        visible = set(found)
        return [each for each in dict.fromkeys(self._ids) if each in visible]

    def _matching(self, domain, order):
        """The ids of the records that match, as the user sees them; those alike go by the model's
        own order, so that the file does not shuffle them."""
        try:
            with self.env.cr.savepoint():
                return self.search(
                    Domain(list(domain)), order=f"{order}, {self._order}" if order else None
                ).ids
        except UNREADABLE as error:
            reason = str(error).partition("\n")[0]
            raise UserError(
                self.env._("This domain or order cannot be read: %s", reason)
            ) from error

    @api.model
    def _search_export_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        exports = self.env["registration.export"].search(
            [("id", "in", list(value)), ("source", "=", self._name)]
        )
        return Domain("id", "in", [each for export in exports for each in export._record_ids()])
