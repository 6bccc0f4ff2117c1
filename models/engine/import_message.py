"""What people read for each code of a problem: (title, text, hint).

The title names the problem where problems are grouped, the text says what and where, the hint
how to mend it. Text and hint are filled with the params of the problem; its field and value are
shown beside the text and are not part of it. Here are the codes of the tools (FILE, HEADER, ROW)
and of the engine; those of a kind are in its ``_messages()``.
"""

from odoo import api, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

FILE = {
    "empty_file": (
        _lt("Empty file"),
        _lt("The file is empty: it has 0 bytes."),
        _lt("Export or save the file again, then upload it."),
    ),
    "no_rows": (
        _lt("No data rows"),
        _lt("The file has no data rows."),
        _lt("Put the names of the columns in the first row and one record in each row below."),
    ),
    "too_large": (
        _lt("File too large"),
        _lt("The file has %(size)s MiB; up to %(limit)s MiB can be read."),
        _lt("Split the file, or save it as .csv or .xlsx without pictures and other sheets."),
    ),
    "too_heavy": (
        _lt("File too heavy"),
        _lt(
            "Reading the file takes more than %(cpu_seconds)s seconds or %(memory_mb)s MB of "
            "memory."
        ),
        _lt("Save it as .csv (UTF-8), or copy the data into a new workbook and save that."),
    ),
    "unreadable": (
        _lt("Unreadable file"),
        _lt("The file could not be read. The log of the server has the details."),
        _lt("Open it in a spreadsheet, save it again as .xlsx or .csv (UTF-8), and upload that."),
    ),
    "disk_full": (
        _lt("No space on the server"),
        _lt("The server has no space left to read the file."),
        _lt("Nothing was imported. Tell the administrator, then try again."),
    ),
    "wrong_type": (
        _lt("Wrong type of file"),
        _lt("This is a file of another type: %(type)s."),
        _lt("Upload a .csv, .xlsx or .xls file."),
    ),
    "web_page": (
        _lt("Web page"),
        _lt("This is a web page, saved under the name of a spreadsheet."),
        _lt("Open it in a spreadsheet, save it as .xlsx, and upload that."),
    ),
    "tsv_named_xls": (
        _lt("Text file named .xls"),
        _lt("This is a text file with tabs, saved under the name of a spreadsheet."),
        _lt("Open it in a spreadsheet and save it as .xlsx, or rename it to .csv."),
    ),
    "named_otherwise": (
        _lt("Name and content differ"),
        _lt("The file is named %(extension)s, but its content is %(format)s. It was read as such."),
        _lt("Check the first rows; rename the file next time."),
    ),
    "password_protected": (
        _lt("Password-protected file"),
        _lt("The file is protected by a password."),
        _lt("Open it, remove the password, save it, and upload it again."),
    ),
    "incomplete": (
        _lt("Incomplete file"),
        _lt("The file is incomplete or damaged: it may have been cut off on its way."),
        _lt("Open it in a spreadsheet; if it opens, save it again and upload that."),
    ),
    "damaged": (
        _lt("Damaged workbook"),
        _lt("The workbook is damaged in its part %(part)s at %(place)s."),
        _lt("Open it in a spreadsheet, let it be repaired, save it again and upload that."),
    ),
    "missing_part": (
        _lt("Damaged workbook"),
        _lt("The workbook lacks its part %(part)s."),
        _lt("Open it in a spreadsheet, let it be repaired, save it again and upload that."),
    ),
    "unsafe_part": (
        _lt("Unsafe workbook"),
        _lt("The workbook has a part with a forbidden name: %(part)s."),
        _lt("Open it in a spreadsheet, save it as a new .xlsx, and upload that."),
    ),
    "document_type": (
        _lt("Unsafe workbook"),
        _lt("The part %(part)s of the workbook declares a document type. No spreadsheet does."),
        _lt("Open it in a spreadsheet, save it as a new .xlsx, and upload that."),
    ),
    "too_many_parts": (
        _lt("Workbook too complex"),
        _lt("The workbook has %(parts)s parts; up to %(limit)s can be read."),
        _lt("Copy the data into a new workbook, save it as .xlsx, and upload that."),
    ),
    "unpacks_too_large": (
        _lt("Workbook too large"),
        _lt("The workbook unpacks to %(size)s MiB; up to %(limit)s MiB can be read."),
        _lt("Split the file, or save it as .csv (UTF-8)."),
    ),
    "packed_too_tight": (
        _lt("Workbook packed too tight"),
        _lt("The part %(part)s of the workbook unpacks to more than %(limit)s times its size."),
        _lt("Copy the data into a new workbook, save it as .xlsx, and upload that."),
    ),
    "encoding_unknown": (
        _lt("Unknown encoding"),
        _lt(
            "The file is not UTF-8: line %(line)s has the byte %(byte)s, %(offset)s bytes from "
            "the beginning."
        ),
        _lt('Choose the encoding (option "encoding"), or save the file as CSV (UTF-8).'),
    ),
    "bad_encoding": (
        _lt("Not in this encoding"),
        _lt(
            "The file is not in the encoding %(encoding)s: line %(line)s has the byte %(byte)s, "
            "%(offset)s bytes from the beginning."
        ),
        _lt("Choose another encoding, or save the file as CSV (UTF-8)."),
    ),
    "separator_unknown": (
        _lt("Unknown separator"),
        _lt("It is not clear which character separates the columns."),
        _lt('Choose the separator (option "separator"): comma, semicolon, tab or "|".'),
    ),
    "bad_option": (
        _lt("Unknown option"),
        _lt('"%(given)s" is no possible value of the option "%(option)s".'),
        _lt("Choose one of the list, or leave it open."),
    ),
    "quote_not_closed": (
        _lt("Quote not closed"),
        _lt("The quotes opened in the record of line %(row)s are never closed."),
        _lt("Close the quotes in that line; a quote inside a text is written twice."),
    ),
    "text_after_quote": (
        _lt("Text after closing quote"),
        _lt("Line %(row)s has text after a closing quote, in the record of line %(start)s."),
        _lt("Check the quotes there: a quote inside a text is written twice."),
    ),
    "bad_csv": (
        _lt("Unreadable line"),
        _lt("Line %(row)s cannot be read."),
        _lt("Check the quotes and line breaks there."),
    ),
    "cell_too_long": (
        _lt("Cell too long"),
        _lt("A cell in row %(row)s has more than %(limit)s characters."),
        _lt("Look for quotes that are not closed, or shorten the text."),
    ),
    "line_too_long": (
        _lt("Line too long"),
        _lt("Line %(row)s has several million characters: this is no table."),
        _lt("Save the data from a spreadsheet as .csv (UTF-8)."),
    ),
    "too_many_columns": (
        _lt("Too many columns"),
        _lt("Row %(row)s has %(columns)s columns; up to %(limit)s can be read."),
        _lt("Remove the columns that are not needed; look for stray cells at the far right."),
    ),
    "too_many_rows": (
        _lt("Too many rows"),
        _lt("The file has more than %(limit)s rows."),
        _lt("Split the file."),
    ),
    "too_many_lines": (
        _lt("Too many lines"),
        _lt("The file has more than %(limit)s lines."),
        _lt("Split the file."),
    ),
    "no_such_sheet": (
        _lt("No such sheet"),
        _lt('The workbook has no sheet "%(sheet)s". It has: %(sheets)s.'),
        _lt("Choose one of these sheets."),
    ),
    "only_hidden_sheets": (
        _lt("Data in hidden sheets only"),
        _lt("Only hidden sheets of the workbook hold data: %(sheets)s."),
        _lt("Choose one of these sheets, or unhide it and save the file."),
    ),
    "several_sheets": (
        _lt("Several sheets"),
        _lt('Several sheets hold data: %(sheets)s. "%(sheet)s" is read.'),
        _lt("Choose the sheet if another is meant."),
    ),
    "single_column": (
        _lt("A single column"),
        _lt("The file has a single column."),
        _lt("Choose the separator if there should be more columns."),
    ),
    "curly_quotes": (
        _lt("Curly quotes"),
        _lt("The texts of the first row start with curly quotes, which do not enclose a text."),
        _lt('Replace them by straight ones (") if they shall.'),
    ),
    "mojibake": (
        _lt("Garbled characters"),
        _lt("%(count)s rows look as if decoded wrongly before they came here: %(rows)s."),
        _lt("Check the special characters in these rows; export the data again as UTF-8."),
    ),
    "formula_cells": (
        _lt("Formulas"),
        _lt("%(count)s cells are formulas; their stored results are taken. Rows: %(rows)s."),
        _lt("Open the file in a spreadsheet and save it if the results may be out of date."),
    ),
    "hidden_rows": (
        _lt("Hidden rows"),
        _lt("%(count)s hidden or filtered rows are imported too: %(rows)s."),
        _lt("Delete them from the file if they shall not be."),
    ),
    "hidden_columns": (
        _lt("Hidden columns"),
        _lt("Hidden columns are read too: %(columns)s."),
        _lt("Leave them out of the mapping if they shall not be imported."),
    ),
    "lost_zeros": (
        _lt("Leading zeros lost?"),
        _lt("%(count)s codes in column %(column)s are shorter than %(length)s digits."),
        _lt("If they began with zeros, format the column as text, write them again and upload it."),
    ),
    "merged_cells": (
        _lt("Merged cells"),
        _lt("%(count)s ranges of cells are merged; only the first of each has a value: %(cells)s."),
        _lt("Unmerge the cells and fill in each of them."),
    ),
    "cell_at_limit": (
        _lt("Text probably cut"),
        _lt("%(count)s rows have a text of the %(limit)s characters a cell can hold: %(rows)s."),
        _lt("Check whether the spreadsheet has cut these texts."),
    ),
}

HEADER = {
    "duplicate_labels": (
        _lt("Column name twice"),
        _lt('The columns %(columns)s have the same name "%(label)s".'),
        _lt("Rename or remove all but one of them, or choose the column in the mapping."),
    ),
    "empty_label": (
        _lt("Column without a name"),
        _lt("Column %(column)s has data but no name."),
        _lt("Give it a name in the first row if it shall be imported."),
    ),
    "no_header": (
        _lt("No names of columns"),
        _lt('The first row looks like data, not like names of columns: "%(label)s".'),
        _lt("Insert a row with the names of the columns, or choose the row that has them."),
    ),
}

ROW = {
    "row_too_short": (
        _lt("Too few cells"),
        _lt("The row has %(found)s of %(expected)s columns."),
        _lt("Look for a missing separator or a line break inside a text without quotes."),
    ),
    "row_too_long": (
        _lt("Too many cells"),
        _lt("The row has %(found)s cells, but there are %(expected)s columns."),
        _lt("Look for a separator inside a text, and put that text in quotes."),
    ),
    "missing": (
        _lt("Missing value"),
        _lt("A value is required."),
        _lt("Fill in the cell."),
    ),
    "too_long": (
        _lt("Text too long"),
        _lt("The text has %(length)s characters; up to %(limit)s are possible."),
        _lt("Shorten the text."),
    ),
    "not_a_choice": (
        _lt("Unknown value"),
        _lt("This is none of the possible values."),
        _lt("Possible values: %(allowed)s."),
    ),
    "bad_date": (
        _lt("Not a date"),
        _lt("This is no date of the years 1900 to 2199 in the form %(format)s."),
        _lt("Write the date as %(format)s, with four digits for the year."),
    ),
    "not_removable": (
        _lt("Cannot be removed"),
        _lt("“=” removes a value, and this one cannot be removed."),
        _lt("Write the value; only an empty cell, where that is allowed, leaves it as it is."),
    ),
    "not_a_boolean": (
        _lt("Neither yes nor no"),
        _lt("This means neither yes nor no."),
        _lt("Write yes or no, true or false, 1 or 0."),
    ),
    "not_an_integer": (
        _lt("Not a whole number"),
        _lt("This is not a whole number, or it is too large."),
        _lt("Write digits only, without blanks, commas or points."),
    ),
    "date_in_code": (
        _lt("A date where a code is expected"),
        _lt("The spreadsheet has changed this code into a date."),
        _lt("Format the column as text and type the code again."),
    ),
    "mangled_number": (
        _lt("Number changed by the spreadsheet"),
        _lt("The spreadsheet has rounded this number; its digits are lost."),
        _lt("Format the column as text and type or paste the number again."),
    ),
    "lost_digits": (
        _lt("Digits lost"),
        _lt("The spreadsheet keeps 15 digits of a number; the others of this one are lost."),
        _lt("Format the column as text and type or paste the number again."),
    ),
    "error_cell": (
        _lt("Error in the spreadsheet"),
        _lt("The cell holds an error instead of a value."),
        _lt("Mend the formula, or type the value."),
    ),
    "formula_without_value": (
        _lt("Formula without a result"),
        _lt("The result of this formula is not stored in the file."),
        _lt("Open the file in a spreadsheet and save it, or type the value."),
    ),
    "bad_character": (
        _lt("Forbidden character"),
        _lt("The cell contains a NUL or another control character."),
        _lt("Type the text again."),
    ),
    "invisible_characters": (
        _lt("Invisible characters"),
        _lt("The cell contains characters that nobody sees, such as a zero-width blank."),
        _lt("Those at the ends were left out. Type the text again if there are others inside."),
    ),
}

ENGINE = {
    "odoo": (
        _lt("Refused by Odoo"),
        _lt("%(message)s"),
        _lt("Mend what the message names, or ask your administrator."),
    ),
    "no_cross_reference": (
        _lt("No cross-reference"),
        _lt(
            "“%(system)s” has no cross-reference for this value, so it is not known what it means"
            " here."
        ),
        _lt(
            "Add it under Data Sync > Cross-references, or ask somebody with the roles"
            " “Import/Export Management” and “Cross-Reference Management”; then retry the failed"
            " rows."
        ),
    ),
    "broken": (
        _lt("Failure of the server"),
        _lt("The server failed at this row: %(error)s."),
        _lt("Show the row to your administrator; the server's log says more."),
    ),
    "busy": (
        _lt("Record was being edited"),
        _lt("Somebody else was editing the record each of the times it was tried."),
        _lt("Retry the row when they are done."),
    ),
    "poison": (
        _lt("Row stopped the server"),
        _lt("The server stopped three times at exactly this row, so it was passed over."),
        _lt("Show the row to your administrator; the server's log says why it stopped."),
    ),
    "repeated": (
        _lt("Same record again"),
        _lt(
            "Row %(later)s names the same record again: rows without errors are applied in the"
            " order of the file."
        ),
        _lt("If that is not meant, keep only the row that you want to count."),
    ),
    "not_authorised": (
        _lt("Not allowed any more"),
        _lt("%(message)s"),
        _lt("Ask an administrator for the right, then start the import again."),
    ),
    "unmapped": (
        _lt("Columns missing"),
        _lt("No column of the file is mapped to: %(fields)s."),
        _lt("Choose the column of each required field, or add the missing column to the file."),
    ),
    "other_separator": (
        _lt("Other separator"),
        _lt("The columns of this file are separated by “%(separator)s”."),
        _lt("Choose this separator, or save the file with the one that is chosen."),
    ),
    "column_missing": (
        _lt("Column missing"),
        _lt("The column “%(label)s” is missing; its place is column %(column)s."),
        _lt("Add it: all columns of the sample file must be there, in its order."),
    ),
    "column_misplaced": (
        _lt("Columns in another order"),
        _lt("Column %(column)s must be “%(label)s”, but it is “%(found)s”."),
        _lt("Bring the columns into the order of the sample file."),
    ),
    "column_too_many": (
        _lt("Column too many"),
        _lt("Column %(column)s, “%(label)s”, is none of the columns of the sample file."),
        _lt("Remove it from the file."),
    ),
    "wrong_extension": (
        _lt("Other type of file"),
        _lt("A file for this import is named %(extensions)s."),
        _lt("Save the table as %(extensions)s and upload that."),
    ),
    "not_below": (
        _lt("File too large"),
        _lt("The file must be smaller than %(limit)s MB."),
        _lt("Split the file into smaller ones, each with the row of column names."),
    ),
    "unknown_mapping": (
        _lt("Mapping does not fit"),
        _lt("The mapping names “%(name)s”, which this file or this operation does not have."),
        _lt("Compare the mapping with the labels of the file and the fields of the operation."),
    ),
    "columns_not_there": (
        _lt("Columns missing"),
        _lt("The operation names columns that this file does not have: %(labels)s."),
        _lt("Compare the first row of the file with the columns of the operation."),
    ),
    "column_twice": (
        _lt("Mapped twice"),
        _lt("More than one column is mapped to %(fields)s."),
        _lt("Choose one column for each field."),
    ),
    "mapped_label_twice": (
        _lt("Label occurs twice"),
        _lt("The label “%(label)s” is mapped and occurs more than once in the file."),
        _lt("Give each column a name of its own."),
    ),
    "not_confirmed": (
        _lt("Not confirmed"),
        _lt("The file plans what nothing brings back: %(planned)s."),
        _lt(
            "Give the option confirm=%(count)s, or allow these operations on the import operation."
        ),
    ),
    "more_than_confirmed": (
        _lt("More than was confirmed"),
        _lt(
            "The rest would do more of what nothing brings back than the %(count)s rows that were"
            " confirmed, or do it to other records: these have changed since."
        ),
        _lt("Retry the remaining rows, look at the report again, and confirm its number."),
    ),
    "not_approved": (
        _lt("Not approved"),
        _lt("%(user)s did not approve this import."),
        _lt("Talk to them; the file was not applied and can be uploaded again."),
    ),
    "stopped": (
        _lt("Stopped"),
        _lt("The import stopped: %(message)s"),
        _lt("The rows that were done stay done; retry the others."),
    ),
    "seen_before": (
        _lt("Same file again"),
        _lt("The same file was imported on %(date)s by %(user)s (import %(job)s)."),
        _lt(
            "Import it again only if that is what you want: rows that say what is so already stay"
            " unchanged."
        ),
    ),
    "no_file": (
        _lt("File is gone"),
        _lt("The file of this import is not there any more."),
        _lt("Upload the file again."),
    ),
    "bad_header_row": (
        _lt("No such header row"),
        _lt("Row %(row)s, chosen as the header, is not in the file or is empty."),
        _lt("Choose the row that names the columns."),
    ),
}

MESSAGES = {**FILE, **HEADER, **ROW, **ENGINE}


class RegistrationImportMessage(models.AbstractModel):
    """Makes sentences of problem codes, in the reader's language."""

    _name = "registration.import.message"
    _description = "Import Messages"

    @api.model
    def _catalogue(self):
        """``{code: (title, text, hint)}`` of the tools, the engine and all kinds."""
        catalogue = dict(MESSAGES)
        for name in self.env.registry.descendants(["registration.import.kind"], "_inherit"):
            catalogue |= self.env[name]._messages()
        return catalogue

    @api.model
    def _title(self, code):
        """The short name of a problem."""
        return self._render(code, 0, None)

    @api.model
    def _text(self, code, params=None):
        """The sentence of a problem: what is wrong."""
        return self._render(code, 1, params)

    @api.model
    def _hint(self, code, params=None):
        """How to mend it."""
        return self._render(code, 2, params)

    def _render(self, code, index, params):
        texts = MESSAGES.get(code) or self._catalogue().get(code)
        if not texts:
            return code
        try:
            return self.env._(texts[index]) % (params or {})
        except KeyError:  # its params were forgotten at the end of the retention time
            return self.env._(texts[0])
