"""The same table as .csv, .xlsx and .xls: codes, names, numbers with leading zeros, dates."""

import csv
import datetime

# An .xls has no more rows.
MOST_XLS = 65_536
FIRST_DAY = datetime.date(2020, 1, 1)
ZEROS, DAY = "00000", "yyyy-mm-dd"


def table(rows, columns):
    """Rows of values, the first one of labels; four kinds of columns in turn."""
    yield [f"Column {column}" for column in range(columns)]
    for row in range(1, rows):
        yield [_value(row, column) for column in range(columns)]


def _value(row, column):
    """Codes are all different, names and days come again."""
    kind = column % 4
    if kind == 0:
        return f"Code-{row:06}-{column}"
    if kind == 1:
        return f"Name {(row * 7 + column) % 1000}"
    return row % 100_000 if kind == 2 else FIRST_DAY + datetime.timedelta(row % 700)


def write_csv(path, rows, columns):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(table(rows, columns))


def write_xlsx(path, rows, columns):
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Data")

    def cell(value):
        if isinstance(value, str):
            return value
        found = WriteOnlyCell(sheet, value)
        found.number_format = ZEROS if isinstance(value, int) else DAY
        return found

    for values in table(rows, columns):
        sheet.append([cell(value) for value in values])
    book.save(path)


def write_xls(path, rows, columns):
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    styles = {int: xlwt.easyxf(num_format_str=ZEROS), str: xlwt.Style.default_style}
    styles[datetime.date] = xlwt.easyxf(num_format_str=DAY)
    for row, values in enumerate(table(min(rows, MOST_XLS), columns)):
        for column, value in enumerate(values):
            sheet.write(row, column, value, styles[type(value)])
        if not row % 1000:
            sheet.flush_row_data()
    book.save(path)


WRITERS = {"csv": write_csv, "xlsx": write_xlsx, "xls": write_xls}
