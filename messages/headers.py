"""What can be wrong with the names of the columns, and with what they are mapped to."""

from odoo.tools import LazyTranslate

from .message import Message

_lt = LazyTranslate(__name__)

MESSAGES = {
    "duplicate_labels": Message(
        _lt("Column name twice"),
        _lt('The columns %(columns)s have the same name "%(label)s".'),
        _lt("Rename or remove all but one of them, or choose the column in the mapping."),
    ),
    "empty_label": Message(
        _lt("Column without a name"),
        _lt("Column %(column)s has data but no name."),
        _lt("Give it a name in the first row if it shall be imported."),
    ),
    "no_header": Message(
        _lt("No names of columns"),
        _lt('The first row looks like data, not like names of columns: "%(label)s".'),
        _lt("Insert a row with the names of the columns, or choose the row that has them."),
    ),
    "header_missing": Message(
        _lt("No names of columns"),
        _lt("The first row looks like a record, not like names of columns: it would be lost."),
        _lt(
            "Insert a row with the names of the columns. If the first row has them indeed, say so"
            " in the operation, as “Header in row”, or name a column there."
        ),
    ),
    "unused_columns": Message(
        _lt("Columns not imported"),
        _lt("These columns of the file were not imported: %(columns)s."),
        _lt("Name them as the operation does, or say in it which column holds what."),
    ),
    "label_too_long": Message(
        _lt("Name of a column too long"),
        _lt(
            "The text in column %(column)s of the header has %(length)s characters; the name of a"
            " column has up to %(limit)s."
        ),
        _lt("Choose the row that has the names of the columns, or shorten this one."),
    ),
    "bad_header_row": Message(
        _lt("No such header row"),
        _lt("Row %(row)s, chosen as the header, is not in the file or is empty."),
        _lt("Choose the row that names the columns."),
    ),
    "unmapped": Message(
        _lt("Columns missing"),
        _lt("No column of the file is mapped to: %(fields)s."),
        _lt("Choose the column of each required field, or add the missing column to the file."),
    ),
    "column_twice": Message(
        _lt("Mapped twice"),
        _lt("More than one column is mapped to %(fields)s."),
        _lt("Choose one column for each field."),
    ),
    "column_shared": Message(
        _lt("One column for several fields"),
        _lt("The same column is chosen for %(fields)s."),
        _lt("Choose a column of its own for each field."),
    ),
    "mapped_label_twice": Message(
        _lt("Label occurs twice"),
        _lt("The label “%(label)s” is mapped and occurs more than once in the file."),
        _lt("Give each column a name of its own."),
    ),
    "unknown_mapping": Message(
        _lt("Mapping does not fit"),
        _lt("The mapping names “%(name)s”, which this file or this operation does not have."),
        _lt("Compare the mapping with the labels of the file and the fields of the operation."),
    ),
    "columns_not_there": Message(
        _lt("Columns missing"),
        _lt("The operation names columns that this file does not have: %(labels)s."),
        _lt("Compare the first row of the file with the columns of the operation."),
    ),
    "column_missing": Message(
        _lt("Column missing"),
        _lt("The column “%(label)s” is missing; its place is column %(column)s."),
        _lt("Add it: all columns of the sample file must be there, in its order."),
    ),
    "column_misplaced": Message(
        _lt("Columns in another order"),
        _lt("Column %(column)s must be “%(label)s”, but it is “%(found)s”."),
        _lt("Bring the columns into the order of the sample file."),
    ),
    "column_too_many": Message(
        _lt("Column too many"),
        _lt("Column %(column)s, “%(label)s”, is none of the columns of the sample file."),
        _lt("Remove it from the file."),
    ),
}
