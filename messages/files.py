"""What can be wrong with a file as a whole."""

from odoo.tools import LazyTranslate

from .message import Message

_lt = LazyTranslate(__name__)

MESSAGES = {
    "empty_file": Message(
        _lt("Empty file"),
        _lt("The file is empty: it has 0 bytes."),
        _lt("Export or save the file again, then upload it."),
    ),
    "no_rows": Message(
        _lt("No data rows"),
        _lt("The file has no data rows."),
        _lt("Put the names of the columns in the first row and one record in each row below."),
    ),
    "too_large": Message(
        _lt("File too large"),
        _lt("The file has %(size)s MiB; up to %(limit)s MiB can be read."),
        _lt("Split the file, or save it as .csv or .xlsx without pictures and other sheets."),
    ),
    "too_heavy": Message(
        _lt("File too heavy"),
        _lt(
            "Reading the file takes more than %(cpu_seconds)s seconds or %(memory_mb)s MB of "
            "memory."
        ),
        _lt("Save it as .csv (UTF-8), or copy the data into a new workbook and save that."),
    ),
    "unreadable": Message(
        _lt("Unreadable file"),
        _lt(
            "The file could not be read because of a mistake in this program, not in the file. The "
            "log of the server says where."
        ),
        _lt(
            "Tell the administrator. Until it is mended: save the file in a spreadsheet as .csv "
            "(UTF-8) and upload that."
        ),
    ),
    "disk_full": Message(
        _lt("No space on the server"),
        _lt("The server has no space left to read the file."),
        _lt("Nothing was imported. Tell the administrator, then try again."),
    ),
    "wrong_type": Message(
        _lt("Wrong type of file"),
        _lt("This is a file of another type: %(type)s."),
        _lt(
            "If a spreadsheet opens it, save it there as .xlsx or as .csv (UTF-8) and upload that "
            "(Excel: File > Save As; Numbers: File > Export To > Excel; Google Sheets: File > "
            "Download); else export the data again in one of these formats."
        ),
    ),
    "not_a_workbook": Message(
        _lt("No workbook"),
        _lt("The file is packed as a workbook is, but there is none in it."),
        _lt(
            "If it is an archive (.zip), unpack it and upload the table that is in it; else open "
            "it in a spreadsheet, save it there as .xlsx, and upload that."
        ),
    ),
    "not_a_table": Message(
        _lt("No table"),
        _lt("The file is neither a workbook nor a text."),
        _lt("Save the table from a spreadsheet as .xlsx or as .csv (UTF-8), and upload that."),
    ),
    "wrong_name": Message(
        _lt("Wrong type of file"),
        _lt("The file is named %(extension)s, which is no table."),
        _lt("Upload the table itself, with the ending that belongs to it: .xlsx, .ods, .csv."),
    ),
    "web_page": Message(
        _lt("Web page"),
        _lt("This is a web page, saved under the name of a spreadsheet."),
        _lt("Open it in a spreadsheet, save it as .xlsx, and upload that."),
    ),
    "tsv_named_xls": Message(
        _lt("Text file named .xls"),
        _lt("This is a text file with tabs, saved under the name of a spreadsheet."),
        _lt("Open it in a spreadsheet and save it as .xlsx, or rename it to .csv."),
    ),
    "named_otherwise": Message(
        _lt("Name and content differ"),
        _lt("The file is named %(extension)s, but its content is %(format)s. It was read as such."),
        _lt("Check the first rows; rename the file next time."),
    ),
    "password_protected": Message(
        _lt("Password-protected file"),
        _lt("The file is encrypted: it, or the structure of the workbook, has a password."),
        _lt("Open it, remove the password or the protection, save it, and upload it again."),
    ),
    "incomplete": Message(
        _lt("Incomplete file"),
        _lt("The file is incomplete or damaged: it may have been cut off on its way."),
        _lt("Open it in a spreadsheet; if it opens, save it again and upload that."),
    ),
    "damaged": Message(
        _lt("Damaged workbook"),
        _lt("The workbook is damaged in its part %(part)s at %(place)s."),
        _lt("Open it in a spreadsheet, let it be repaired, save it again and upload that."),
    ),
    "damaged_container": Message(
        _lt("Damaged workbook"),
        _lt("The container of the workbook is damaged. What could be found in it was read."),
        _lt("Compare the rows with what a spreadsheet shows, or save the file there as .xlsx."),
    ),
    "missing_part": Message(
        _lt("Damaged workbook"),
        _lt("The workbook lacks its part %(part)s."),
        _lt("Open it in a spreadsheet, let it be repaired, save it again and upload that."),
    ),
    "unsafe_part": Message(
        _lt("Unsafe workbook"),
        _lt("The workbook has a part with a forbidden name: %(part)s."),
        _lt("Open it in a spreadsheet, save it as a new .xlsx, and upload that."),
    ),
    "document_type": Message(
        _lt("Unsafe workbook"),
        _lt("The part %(part)s of the workbook declares a document type. No spreadsheet does."),
        _lt("Open it in a spreadsheet, save it as a new .xlsx, and upload that."),
    ),
    "too_many_parts": Message(
        _lt("Workbook too complex"),
        _lt("The workbook has %(parts)s parts; up to %(limit)s can be read."),
        _lt("Copy the data into a new workbook, save it as .xlsx, and upload that."),
    ),
    "unpacks_too_large": Message(
        _lt("Workbook too large"),
        _lt("The workbook unpacks to %(size)s MiB; up to %(limit)s MiB can be read."),
        _lt("Split the file, or save it as .csv (UTF-8)."),
    ),
    "encoding_unknown": Message(
        _lt("Unknown encoding"),
        _lt(
            "The file is not UTF-8: line %(line)s has the byte %(byte)s, %(offset)s bytes from "
            "the beginning."
        ),
        _lt("Choose the encoding, or save the file as CSV (UTF-8)."),
    ),
    "bad_encoding": Message(
        _lt("Not in this encoding"),
        _lt(
            "The file is not in the encoding %(encoding)s: line %(line)s has the byte %(byte)s, "
            "%(offset)s bytes from the beginning."
        ),
        _lt("Choose another encoding, or save the file as CSV (UTF-8)."),
    ),
    "separator_unknown": Message(
        _lt("Unknown separator"),
        _lt("It is not clear which character separates the columns."),
        _lt('Choose the separator: comma, semicolon, tab or "|".'),
    ),
    "bad_option": Message(
        _lt("Unknown option"),
        _lt('"%(given)s" is no possible value of the option "%(option)s".'),
        _lt("Choose one of the list, or leave it open."),
    ),
    "quote_not_closed": Message(
        _lt("Quote not closed"),
        _lt("The quotes opened in the record of line %(row)s are never closed."),
        _lt("Close the quotes in that line; a quote inside a text is written twice."),
    ),
    "text_after_quote": Message(
        _lt("Text after closing quote"),
        _lt("Line %(row)s has text after a closing quote, in the record of line %(start)s."),
        _lt("Check the quotes there: a quote inside a text is written twice."),
    ),
    "torn_text": Message(
        _lt("Text cut in two"),
        _lt('The separator cuts a text written as ="..." in the record of line %(row)s in two.'),
        _lt(
            "Enclose it in quotes and write those in it twice, or save the table from a "
            "spreadsheet as .xlsx."
        ),
    ),
    "bad_csv": Message(
        _lt("Unreadable line"),
        _lt("Line %(row)s cannot be read."),
        _lt("Check the quotes and line breaks there."),
    ),
    "cell_too_long": Message(
        _lt("Cell too long"),
        _lt("A cell in row %(row)s has more than %(limit)s characters."),
        _lt("Look for quotes that are not closed, or shorten the text."),
    ),
    "line_too_long": Message(
        _lt("Line too long"),
        _lt("Line %(row)s has several million characters: this is no table."),
        _lt("Save the data from a spreadsheet as .csv (UTF-8)."),
    ),
    "too_many_columns": Message(
        _lt("Too many columns"),
        _lt("Row %(row)s has %(columns)s columns; up to %(limit)s can be read."),
        _lt("Remove the columns that are not needed; look for stray cells at the far right."),
    ),
    "too_many_rows": Message(
        _lt("Too many rows"),
        _lt("The file has more than %(limit)s rows."),
        _lt("Split the file."),
    ),
    "too_many_lines": Message(
        _lt("Too many lines"),
        _lt("The file has more than %(limit)s lines."),
        _lt("Split the file."),
    ),
    "cells_left_out": Message(
        _lt("Rows end early"),
        _lt(
            "%(count)s rows end before the last column, the first is row %(row)s. The cells they "
            "lack are taken for blank ones."
        ),
        _lt(
            "Excel leaves out the separators behind the last value when it saves a .csv, and so do "
            "some exports. Compare these rows with the original; save it as .xlsx to be sure."
        ),
        one=_lt(
            "Row %(row)s ends before the last column. The cells that it lacks are taken for blank "
            "ones."
        ),
    ),
    "single_column": Message(
        _lt("A single column"),
        _lt("The file has a single column."),
        _lt("Choose the separator if there should be more columns."),
    ),
    "curly_quotes": Message(
        _lt("Quotes that belong to the text"),
        _lt("Texts of this file are in quotes that do not enclose them, and are read with these."),
        _lt('If they shall, use straight ones (") with no blank in front of or behind them.'),
    ),
    "apostrophes": Message(
        _lt("Apostrophes in front"),
        _lt(
            "Every text in column %(columns)s begins with an apostrophe. It was left out, as a "
            "spreadsheet does."
        ),
        _lt("Check the first rows: nothing else of these texts was changed."),
    ),
    "mojibake": Message(
        _lt("Garbled characters"),
        _lt("%(count)s rows look as if decoded wrongly before they came here: %(rows)s."),
        _lt("Check the special characters in these rows; export the data again as UTF-8."),
        one=_lt("A row looks as if decoded wrongly before it came here: %(rows)s."),
    ),
    "lost_zeros": Message(
        _lt("Leading zeros lost?"),
        _lt("%(count)s codes in column %(column)s are shorter than %(length)s digits."),
        _lt("If they began with zeros, format the column as text, write them again and upload it."),
        one=_lt("A code in column %(column)s is shorter than %(length)s digits."),
    ),
    "other_separator": Message(
        _lt("Other separator"),
        _lt("The columns of this file are separated by “%(separator)s”."),
        _lt("Choose this separator, or save the file with the one that is chosen."),
    ),
    "wrong_extension": Message(
        _lt("Other type of file"),
        _lt("A file for this import is named %(extensions)s."),
        _lt("Save the table as %(extensions)s and upload that."),
    ),
    "not_below": Message(
        _lt("File too large"),
        _lt("The file must be smaller than %(limit)s MB."),
        _lt("Split the file into smaller ones, each with the row of column names."),
    ),
    "no_file": Message(
        _lt("File is gone"),
        _lt("The file of this import is not there any more."),
        _lt("Upload the file again."),
    ),
    "seen_before": Message(
        _lt("Same file again"),
        _lt("The same file was imported on %(date)s by %(user)s (import %(job)s)."),
        _lt(
            "Import it again only if that is what you want: rows that say what is so already stay"
            " unchanged."
        ),
    ),
}
