"""What is to be said of the sheets of a workbook."""

from odoo.tools import LazyTranslate

from .message import Message

_lt = LazyTranslate(__name__)

MESSAGES = {
    "no_such_sheet": Message(
        _lt("No such sheet"),
        _lt('The workbook has no sheet "%(sheet)s". It has: %(sheets)s.'),
        _lt("Choose one of these sheets."),
    ),
    "only_hidden_sheets": Message(
        _lt("Data in hidden sheets only"),
        _lt("Only hidden sheets of the workbook hold data: %(sheets)s."),
        _lt("Choose one of these sheets, or unhide it and save the file."),
    ),
    "several_sheets": Message(
        _lt("Several sheets"),
        _lt('Several sheets hold data: %(sheets)s. "%(sheet)s" is read.'),
        _lt(
            "Choose the sheet if another is meant: it is the one whose column names are known "
            "best, of equal ones the first."
        ),
    ),
    "formula_cells": Message(
        _lt("Formulas"),
        _lt("%(count)s cells are formulas; their stored results are taken. Rows: %(rows)s."),
        _lt("Open the file in a spreadsheet and save it if the results may be out of date."),
        one=_lt("One cell is a formula; its stored result is taken. Row: %(rows)s."),
    ),
    "unticked_rows": Message(
        _lt("Empty check boxes"),
        _lt(
            "%(count)s rows hold nothing but check boxes that are not ticked (FALSE). They are "
            "taken for blank rows: %(rows)s."
        ),
        _lt("Nothing needs to be done, unless one of them is meant to be a record."),
        one=_lt(
            "A row holds nothing but check boxes that are not ticked (FALSE). It is taken for a "
            "blank row: %(rows)s."
        ),
    ),
    "hidden_rows": Message(
        _lt("Hidden rows"),
        _lt("%(count)s hidden or filtered rows are imported too: %(rows)s."),
        _lt("Delete them from the file if they shall not be."),
        one=_lt("A hidden or filtered row is imported too: %(rows)s."),
    ),
    "hidden_columns": Message(
        _lt("Hidden columns"),
        _lt("Hidden columns are read too: %(columns)s."),
        _lt("Leave them out of the mapping if they shall not be imported."),
    ),
    "merged_cells": Message(
        _lt("Merged cells"),
        _lt("%(count)s ranges of cells are merged; only the first of each has a value: %(cells)s."),
        _lt("Unmerge the cells and fill in each of them."),
        one=_lt("One range of cells is merged; only the first of them has a value: %(cells)s."),
    ),
    "cell_at_limit": Message(
        _lt("Text probably cut"),
        _lt("%(count)s rows have a text of the %(limit)s characters a cell can hold: %(rows)s."),
        _lt("Check whether the spreadsheet has cut these texts."),
        one=_lt("A row has a text of the %(limit)s characters a cell can hold: %(rows)s."),
    ),
}
