from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from ...tools.rows.cells import fold, tidy
from ...tools.rows.schema import Field
from .import_operation_line import missing_lines

# How the values of a field are read, by its type; of other types that may go out nothing is read.
TYPES = {
    **{"char": "text", "text": "text", "date": "date", "boolean": "boolean"},
    **{"integer": "integer", "selection": "selection"},
}
OUT_TYPES = (*TYPES, "datetime", "float", "monetary", "many2one")
# What no file changes in this way: which contact it is, whose, what became of it, and what has a
# column anyway.
KEPT = (
    *("id", "name", "complete_name", "contact_firstname", "contact_lastname", "is_company"),
    *("email", "email_normalized", "phone", "phone_sanitized", "contact_member_id"),
    *("street", "street2", "zip", "city"),
    *(
        "active",
        "type",
        "company_id",
        "contact_nr",
        "contact_invalid_reason",
        "contact_deleted_date",
    ),
    *("contact_import_job_id", "contact_import_date"),
)
# By which rows, matches and lines name such a field.
PREFIX = "field_"


class ContactColumn(models.Model):
    """A field of contacts, of Odoo, of an addon or of one's own, that files of contacts may have as
    a column: an administrator's decision. Whoever may not read it gets no such column, and whoever
    may not write it changes nothing by it."""

    _name = "contact.column"
    _description = "Column of Contacts"
    _order = "sequence, id"
    _rec_name = "label"

    sequence = fields.Integer()
    field_id = fields.Many2one(
        "ir.model.fields",
        required=True,
        index=True,
        ondelete="cascade",
        domain=[
            ("model", "=", "res.partner"),
            ("store", "=", True),
            ("translate", "=", False),
            ("company_dependent", "=", False),
            ("ttype", "in", OUT_TYPES),
        ],
    )
    label = fields.Char("Column", required=True, help="Its name in the first row of a file")
    can_come_in = fields.Boolean(
        "Taken by uploads", compute="_compute_can_come_in", help="Else it only goes out"
    )

    _field_uniq = models.Constraint("unique(field_id)", "This field is a column already.")

    @api.depends("field_id")
    def _compute_can_come_in(self):
        for column in self:
            column.can_come_in = bool(column.field_id) and _is_written(column._field())

    @api.onchange("field_id")
    def _onchange_field_id(self):
        self.label = self.label or (self.field_id.name or "").upper()

    def _field(self):
        """The field as Odoo has it."""
        return self.env["res.partner"]._fields[self.sudo().field_id.name]

    # -- what may be a column ------------------------------------------------------------------

    @api.constrains("field_id")
    def _check_field_id(self):
        for column in self:
            known = column.field_id.model == "res.partner"
            field = column._field() if known else None
            stored = known and field.store and field.column_type and not _is_of_many_values(field)
            if not stored or field.type not in OUT_TYPES:
                raise ValidationError(
                    self.env._(
                        "“%s” cannot be a column: choose a field of contacts with one value of its"
                        " own.",
                        column.field_id.display_name,
                    )
                )

    @api.constrains("label")
    def _check_label(self):
        """No column of the files has the name already."""
        kinds = [self.env[f"registration.import.kind.{code}"] for code in self._kinds()]
        taken = {
            fold(tidy(word))
            for kind in kinds
            for field in kind._schema()
            if not field.name.startswith(PREFIX)
            for word in (field.label, *field.synonyms)
        }
        others = self.search_fetch([], ["label"])
        for column in self:
            label = fold(tidy(column.label))
            same = others.filtered(lambda each, key=label: fold(tidy(each.label)) == key)
            if label in taken or same - column:
                raise ValidationError(
                    self.env._("Another column is called “%s” already.", column.label)
                )

    # -- what files have -----------------------------------------------------------------------

    @api.model
    def _fields_for(self, operation):
        """The fields of a schema, of those that the user may "read" or "write"."""
        return self._found(operation, self.env.uid, self.env.lang, self.env.su)

    @api.model
    def _own_names(self, schema):
        """``{name: that of the field of contacts}`` of the fields of a schema that are such
        columns."""
        names = (field.name for field in schema if field.name.startswith(PREFIX))
        return {name: name.removeprefix(PREFIX) for name in names}

    @ormcache("operation", "uid", "lang", "su")
    def _found(self, operation, uid, lang, su):
        columns = self.sudo().search_fetch([], ["field_id", "label"])
        partners = self.env["res.partner"].sudo(su)
        return tuple(
            column._schema_field()
            for column in columns
            if partners._has_field_access(column._field(), operation)
            and (operation == "read" or _is_written(column._field()))
        )

    def _schema_field(self):
        field, choices = self._field(), ()
        if field.type == "selection":
            listed = field._description_selection(self.env)
            choices = tuple((str(value), str(label)) for value, label in listed)
        return Field(
            f"{PREFIX}{field.name}",
            tidy(self.label),
            type=TYPES.get(field.type, "text"),
            size=getattr(field, "size", None),
            choices=choices,
            removable=False,
            reference=f"contact.{field.name}" if choices else None,
            help=str(field._description_help(self.env) or field._description_string(self.env)),
        )

    # -- changes -------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        columns = super().create(vals_list)
        self._changed()
        return columns

    def write(self, vals):
        result = super().write(vals)
        self._changed()
        return result

    def unlink(self):
        result = super().unlink()
        self._changed()
        return result

    @api.model
    def _changed(self):
        """Operations of one's own get a line for each column that they have none for."""
        self.env.registry.clear_cache()
        operations = self.env["registration.import.operation"].sudo()
        operations = operations.with_context(active_test=False)
        for operation in operations.search(
            [("kind", "in", self._kinds()), ("based_on_id", "!=", False)]
        ):
            if lines := missing_lines(operation):
                operation.line_ids = lines

    @api.model
    def _kinds(self):
        """Codes of the kinds whose files may have such columns."""
        kinds = self.env["registration.import.operation"]._kinds()
        return [code for code, kind in kinds.items() if kind._has_contact_columns]


def _is_of_many_values(field):
    """Whether the column holds several values: of languages or of companies."""
    return field.translate or field.company_dependent


def _is_written(field):
    """Whether files may change it."""
    return field.type in TYPES and not field.readonly and field.name not in KEPT
