import contextlib
import io
import os
import signal
import subprocess
from unittest import TestCase
from unittest.mock import patch

from ...tools.reading import process, reader_child
from ...tools.reading.table import Limits, Options


class TestAnswer(TestCase):
    """T8: what is made of a child that did not answer."""

    BOUNDS = {"cpu_seconds": 30, "memory_mb": 256, "wall_seconds": 120}

    def answer(self, returncode, stdout="", stderr=""):
        done = subprocess.CompletedProcess([], returncode, stdout, stderr)
        error = process._answer(done, self.BOUNDS)["error"]
        return error["code"], error["params"].get("reason")

    def test_a_child_killed_for_its_time_is_too_heavy(self):
        """D10: by the kernel, with either signal."""
        for number in (signal.SIGXCPU, signal.SIGKILL):
            self.assertEqual(self.answer(-number), ("too_heavy", "cpu"))

    def test_a_child_that_ran_out_of_memory_is_too_heavy(self):
        """D10: whether it could still say so or not."""
        self.assertEqual(self.answer(1, stderr="MemoryError"), ("too_heavy", "memory"))
        self.assertEqual(self.answer(-signal.SIGSEGV), ("too_heavy", "memory"))

    def test_a_child_with_a_mistake_of_its_own_is_unreadable(self):
        """A8: the log has the reason."""
        self.assertEqual(self.answer(1, "half an ans", "Traceback ..."), ("unreadable", None))

    def test_the_log_quotes_no_cell(self):
        """A8: it tells where a mistake of ours happened, not in which value."""
        for mistake in (ValueError("Zoë Secret"), OSError("Zoë Secret")):
            log = io.StringIO()
            with (
                self.subTest(mistake=type(mistake)),
                patch.object(reader_child, "read", side_effect=mistake),
                contextlib.redirect_stderr(log),
            ):
                self.assertEqual(reader_child.answer({})["error"]["code"], "unreadable")
                self.assertIn(type(mistake).__name__, log.getvalue())
                self.assertNotIn("Secret", log.getvalue())

    def test_the_bounds_are_part_of_the_answer(self):
        """UX 11: the message names them."""
        done = subprocess.CompletedProcess([], -signal.SIGKILL, "", "")
        params = process._answer(done, self.BOUNDS)["error"]["params"]
        self.assertEqual(params, {"reason": "cpu", **self.BOUNDS})

    def test_the_child_finds_its_libraries_and_nothing_else(self):
        """T8: it writes no bytecode into the addon, and reads texts as UTF-8."""
        with patch.dict(os.environ, {"PATH": "/bin", "SECRET": "x"}, clear=True):
            found = process._environment()
        self.assertEqual(found.pop("PYTHONUTF8"), "1")
        self.assertEqual(found, {"PATH": "/bin", "PYTHONDONTWRITEBYTECODE": "1"})


class TestOptions(TestCase):
    """What travels to the child as JSON."""

    def test_options_come_back_as_they_went(self):
        """P11: limits included."""
        options = Options("cp1252", ";", "Sheet 2", Limits(rows=7, cell=9))
        self.assertEqual(Options.from_dict(options.as_dict()), options)

    def test_what_is_not_said_is_found_out(self):
        """P11: an older job may have fewer options."""
        self.assertEqual(Options.from_dict({}), Options())
        self.assertEqual(Options.from_dict({"limits": None}).limits, Limits())
