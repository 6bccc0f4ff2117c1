"""What a kind tells in order to be measured: its data, the files made of them, and what comes out.

Everything follows from numbers, so that two runs mean the same rows.
"""

import csv

# Module of the External IDs that the native paths use.
MODULE = "bench"
STRIDE = 37


def pair(number, many, few):
    """Two numbers below ``many`` and ``few`` for each number: no two are alike while no number
    reaches ``many * few`` and ``few`` has no divisor in common with ``STRIDE``.

    >>> pair(7, 5, 4), pair(8, 5, 4)
    ((2, 3), (3, 0))
    """
    first, nth = number % many, number // many
    return first, (first + STRIDE * nth) % few


def write_csv(path, header, rows):
    """A file as a user has it."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


class Case:
    """The contract of a kind that is measured; methods take the number of rows of a file."""

    # Its name, code of the operation (None: the same), and numbers of rows to measure; a file may
    # not have more than MOST.
    name = None
    operation = None
    SIZES = (10_000,)
    MOST = 1_000_000
    # Paths that make no sense here, and those of ``paths.SOME`` that do; how often each may be
    # run, None: as often as asked for.
    without = ()
    some = ()
    rounds = None
    # Whether the imports that were before stay.
    keeps_jobs = False

    # XML ids of the groups of the user, no administrator anywhere.
    groups = ()
    header = ()
    # {table: columns that count}: tables that the paths fill, and put back from a copy; and those
    # of which they change some columns only, or make rows in addition.
    filled = {}
    counted = {}
    grown = {}
    # {table: expressions} that tell whether two paths end in the same state, where these are not
    # the columns.
    compared = {}

    # Odoo's own import: model, {column: field, False to leave it out} and what name_search shall
    # look at where it is given the least: {model: fields}.
    model = None
    native = {}
    searched = {}
    options = {}
    # The fields of ``load()`` where everything is given by External ID.
    loaded = ()

    def companies(self, env):
        """Those that the user works in; none: the main one."""
        return env["res.company"]

    def arguments(self, rows):
        """What ``run_file`` is told in addition."""
        return {}

    def fill(self, env, rows):
        """Make what is there before; gives ``{prefix of External IDs: records}``, from 0 on."""
        raise NotImplementedError

    def cells(self, rows):
        """Rows of the user's file."""
        raise NotImplementedError

    def native_cells(self, rows):
        """The same rows for Odoo's own import, in the order of ``native``."""
        raise NotImplementedError

    def loaded_cells(self, rows):
        """The same rows in the order of ``loaded``."""
        raise NotImplementedError

    def expected(self, rows):
        """``{outcome: rows}`` that the addon must end with the first time, zeros left out."""
        raise NotImplementedError

    def expected_again(self, rows):
        """The same for the same file a second time."""
        return {"unchanged": rows}

    def run_sql(self, env, path):
        """Apply the user's file in set-based SQL, written by the user of ``env``, and commit: the
        least that must happen."""
        raise NotImplementedError
