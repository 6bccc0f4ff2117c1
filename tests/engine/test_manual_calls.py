import os
import re
import subprocess
import sys
import tempfile
import textwrap
from datetime import datetime, timedelta
from pathlib import Path

from odoo.tests import HttpCase, tagged

from ..common import SAMPLE, ImportCase

PAGE = Path(__file__).resolve().parents[2] / "docs/developer.rst"
BLOCK = r"\.\. code-block:: {}\n\n((?: +.*\n|\n)+)"
USED = """
job = import_file("agenda.csv")["job"]
print(state_of(job))
"""


@tagged("post_install", "-at_install")
class TestManualCalls(ImportCase, HttpCase):
    """19: what the manual says to other systems is done by this database, word by word."""

    def block(self, language, with_words):
        blocks = re.findall(BLOCK.format(language), PAGE.read_text(encoding="utf-8"))
        (block,) = (each for each in blocks if with_words in each)
        return textwrap.dedent(block)

    def run_it(self, command):
        """What it prints, in a folder with the sample as ``agenda.csv``."""
        expires = datetime.now() + timedelta(hours=1)
        keys = self.env(user=self.event_user)["res.users.apikeys"]
        key = keys._generate(scope="rpc", name="manual", expiration_date=expires)
        self.env.flush_all()
        self.env.cr.clear()
        variables = {**os.environ, "ODOO": self.base_url(), "API_KEY": key}
        with tempfile.TemporaryDirectory() as folder, self.allow_requests(all_requests=True):
            Path(folder, "agenda.csv").write_bytes(self.csv(SAMPLE))
            options = {"cwd": folder, "env": variables, "timeout": 60, "check": False}
            done = subprocess.run(command, capture_output=True, text=True, **options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def last_job(self):
        return self.env["registration.import.job"].search([], order="id desc", limit=1)

    def test_curl(self):
        """19: the import is there that the line of curl starts."""
        before = self.last_job()
        said = self.run_it(["sh", "-c", self.block("sh", "curl").replace("curl ", "curl -sS ", 1)])
        self.assertIn('"state"', said)
        self.assertEqual((self.last_job() - before).name, "agenda.csv")

    def test_python(self):
        """19: the functions in Python start an import and ask how it is."""
        before = self.last_job()
        code = self.block("python", "def import_file") + USED
        said = self.run_it([sys.executable, "-I", "-c", code])
        made = self.last_job() - before
        self.assertEqual((made.name, made.state), ("agenda.csv", said.strip()))
