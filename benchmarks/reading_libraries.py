"""Reads a file to its end by one library: ``python -m benchmarks.reading_libraries NAME FILE``.

A process of its own each: its CPU seconds and its memory are those of the library.
"""

import collections
import sys


def exhaust(rows):
    """Take the rows one after another, as an importer would."""
    collections.deque(rows, maxlen=0)


def read_csv(path):
    import csv

    with open(path, encoding="utf-8", newline="") as file:
        exhaust(csv.reader(file))


def read_calamine(path):
    from python_calamine import CalamineWorkbook

    exhaust(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python())


def read_openpyxl(path):
    from openpyxl import load_workbook

    exhaust(load_workbook(path, read_only=True).active.iter_rows(values_only=True))


def read_xlrd(path):
    """With the formats, without which nobody can tell a date or a leading zero."""
    import xlrd

    sheet = xlrd.open_workbook(path, formatting_info=True).sheet_by_index(0)
    exhaust(map(sheet.row_values, range(sheet.nrows)))


def held(block):
    """A block of rows that can be taken later."""
    from tools.reading.blocks import Rows

    return Rows(list(block)) if isinstance(block, Rows) else block


def write_spool(path):
    """What the database is given, from the rows in memory; its CPU seconds are printed."""
    import os
    import time

    from tools.reading.readers import open_table
    from tools.reading.spool import write_spool

    with open(path, "rb") as file, open(os.devnull, "w", encoding="utf-8") as spool:
        blocks = [held(block) for block in open_table(file, path).blocks()]
        started = time.process_time()
        write_spool(blocks, spool, 0, 1)
    print(time.process_time() - started)


LIBRARIES = {
    "csv": read_csv,
    "python-calamine": read_calamine,
    "openpyxl": read_openpyxl,
    "xlrd": read_xlrd,
    "spool": write_spool,
}


if __name__ == "__main__":
    LIBRARIES[sys.argv[1]](sys.argv[2])
