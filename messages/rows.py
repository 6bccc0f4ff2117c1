"""What can be wrong with a row of any kind."""

from odoo.tools import LazyTranslate

from .message import Message

_lt = LazyTranslate(__name__)

MESSAGES = {
    "row_too_short": Message(
        _lt("Too few cells"),
        _lt("The row has %(found)s of %(expected)s columns."),
        _lt(
            "Look for a missing separator or a line break inside a text without quotes. Excel, and "
            "some exports, leave out the separators behind the last value of a row: a file in "
            "which all short rows lack nothing but optional columns is read; this one is not like "
            "that. Save it as .xlsx."
        ),
    ),
    "row_too_long": Message(
        _lt("Too many cells"),
        _lt("The row has %(found)s cells, but there are %(expected)s columns."),
        _lt("Look for a separator inside a text, and put that text in quotes."),
    ),
    "header_again": Message(
        _lt("Names of columns again"),
        _lt("The row has the names of the columns once more."),
        _lt("Delete it: they stand there where several files were put together."),
    ),
    "not_allowed": Message(
        _lt("Not allowed to you"),
        _lt("%(reason)s"),
        _lt("The other rows are imported; somebody who may can import this one."),
    ),
    "missing": Message(
        _lt("Missing value"),
        _lt("A value is required."),
        _lt("Fill in the cell."),
    ),
    "long_list": Message(
        _lt("Too many in one cell"),
        _lt("A cell lists up to %(limit)s entries; this one lists more."),
        _lt("Spread them over several rows of the same record."),
    ),
    "too_long": Message(
        _lt("Text too long"),
        _lt("The text has %(length)s characters; up to %(limit)s are possible."),
        _lt("Shorten the text."),
    ),
    "not_a_choice": Message(
        _lt("Unknown value"),
        _lt("This is none of the possible values."),
        _lt("Possible values: %(allowed)s."),
    ),
    "bad_date": Message(
        _lt("Not a date"),
        _lt("This is no date of the years 1900 to 2199 in the form %(format)s."),
        _lt("Write the date as %(format)s, with four digits for the year."),
    ),
    "time_of_day": Message(
        _lt("Date with a time"),
        _lt("The cell holds a time of day beside the date; only the date is imported."),
        _lt("Check that it is the right day: a time zone may have moved it."),
    ),
    "just_before_midnight": Message(
        _lt("Just before midnight"),
        _lt("The time in the cell is just before midnight: probably the day after is meant."),
        _lt("Write the date without a time."),
    ),
    "not_removable": Message(
        _lt("Cannot be removed"),
        _lt("“=” removes a value, and this one cannot be removed."),
        _lt("Write the value; only an empty cell, where that is allowed, leaves it as it is."),
    ),
    "not_a_boolean": Message(
        _lt("Neither yes nor no"),
        _lt("This means neither yes nor no."),
        _lt("Write yes or no, true or false, 1 or 0."),
    ),
    "not_an_integer": Message(
        _lt("Not a whole number"),
        _lt("This is not a whole number, or it is too large."),
        _lt("Write digits only, without blanks, commas or points."),
    ),
    "not_an_amount": Message(
        _lt("Not an amount"),
        _lt("This is no amount, or could be read as two: 1,250,000 as well as 1.25."),
        _lt("Write digits, and a point before the decimals, as 1250.50; without a currency."),
    ),
    "date_in_code": Message(
        _lt("A date where a code is expected"),
        _lt("The spreadsheet has changed this code into a date."),
        _lt("Format the column as text and type the code again."),
    ),
    "mangled_number": Message(
        _lt("Number changed by the spreadsheet"),
        _lt("The spreadsheet has rounded this number; its digits are lost."),
        _lt("Format the column as text and type or paste the number again."),
    ),
    "lost_digits": Message(
        _lt("Digits lost"),
        _lt("The spreadsheet keeps 15 digits of a number; the others of this one are lost."),
        _lt("Format the column as text and type or paste the number again."),
    ),
    "number_format": Message(
        _lt("Number shown in a format"),
        _lt(
            "The cell shows this number in a format (decimals, percent, currency or the like) from "
            "which the code cannot be told exactly."
        ),
        _lt("Format the column as text and type the code as it is to be read."),
    ),
    "number_separators": Message(
        _lt("Number shown with separators"),
        _lt("The cell shows this number with separators of thousands or decimals of zeros."),
        _lt("It was read as the plain number. Format the column as text if they are part of it."),
    ),
    "error_cell": Message(
        _lt("Error in the spreadsheet"),
        _lt("The cell holds an error instead of a value."),
        _lt("Mend the formula, or type the value."),
    ),
    "formula_without_value": Message(
        _lt("Formula without a result"),
        _lt("The result of this formula is not stored in the file."),
        _lt("Open the file in a spreadsheet and save it, or type the value."),
    ),
    "bad_character": Message(
        _lt("Forbidden character"),
        _lt("The cell contains a NUL or another control character."),
        _lt("Type the text again."),
    ),
    "placeholder": Message(
        _lt("No value where one is looked up"),
        _lt("This looks like no value, so nothing is looked up or made by it."),
        _lt("Leave the cell empty, or write what the column names."),
    ),
    "placeholder_kept": Message(
        _lt("Looks like no value"),
        _lt("This looks like no value; it is taken as it stands."),
        _lt("Leave the cell empty if nothing is known; this alone does not stop the row."),
    ),
    "key_respelt": Message(
        _lt("Key in another spelling"),
        _lt("The cell ends in .0, or has digits, letters or blanks of another width or script."),
        _lt("It was read as the plain number or text. Format the column as text."),
    ),
    "bad_email": Message(
        _lt("Not an e-mail address"),
        _lt("This is no e-mail address."),
        _lt("Write one address, such as ada@example.com, and nothing else."),
    ),
    "several_emails": Message(
        _lt("Several e-mail addresses"),
        _lt("The cell holds more than one e-mail address, and nobody knows which is meant."),
        _lt("Write one address, such as ada@example.com, and nothing else."),
    ),
    "email_with_more": Message(
        _lt("More than an e-mail address"),
        _lt("There is something beside the e-mail address in the cell."),
        _lt("Write one address, such as ada@example.com or Ada <ada@example.com>."),
    ),
    "invisible_characters": Message(
        _lt("Invisible characters"),
        _lt("The cell contains characters that nobody sees, such as a zero-width blank."),
        _lt("Those at the ends were left out. Type the text again if there are others inside."),
    ),
}
