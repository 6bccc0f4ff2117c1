"""`make pictures`: those of the manual, of README and of the Apps page, taken by a browser of a
database with the demo data. ONLY=name takes some of them.
"""

import io
import json
import os
import subprocess
import tempfile
from pathlib import Path

import browser
import database
import postgres
import server
from PIL import Image
from place import ADDON, DEV, REPO, TREE, TREE_KEY, say

FOLDER = REPO / "static/description"
# A page as wide as a page of the manual is readable, in so many colours.
WIDTH, HEIGHT, COLOURS = 1200, 760, 48
# Functions of the page.
SCRIPT = (DEV / "inside/pictures.js").read_text(encoding="utf-8").strip()
REST = 900


def main(odoo):
    name = f"{ADDON}_pictures_{TREE_KEY}_{os.getpid()}"
    with postgres.running(), tempfile.TemporaryDirectory() as folder:
        try:
            database.make(odoo, name)
            server.script(odoo, name, database.ASSETS, TREE)
            notes = Path(folder, "notes.json")
            code = server.run_file(odoo, name, DEV / "pictures_data.py", PICTURES_NOTES=notes)
            return code or taken(odoo, name, json.loads(notes.read_text()))
        finally:
            database.drop(name)


def taken(odoo, name, pages):
    """Take all pictures; the exit code."""
    port, wanted = server.free_port(), os.environ.get("ONLY", "").split() or [*pages]
    command = server.command(
        odoo, "-d", name, "--db-filter", f"^{name}$", "--http-port", port, "--max-cron-threads=0"
    )
    with subprocess.Popen([*command, "--log-level=warn"], env=server.configure(odoo, TREE)) as odoo:
        try:
            server.wait_for_answer(odoo, port)
            with browser.Browser(WIDTH, HEIGHT) as chromium:
                photographer = Photographer(chromium, f"http://127.0.0.1:{port}", name)
                for each in wanted:
                    say(each)
                    photographer.take(each, pages[each])
        finally:
            odoo.terminate()
    return 0


class Photographer:
    def __init__(self, chromium, address, name):
        self.browser, self.address, self.name, self.login = chromium, address, name, None

    def take(self, picture, page):
        """Open a page as the one who sees it, and store what is seen."""
        if self.login != page["login"]:
            self.log_in(page["login"], page["companies"])
        self.browser.go(f"{self.address}/odoo/{page.get('path', '')}")
        self.wait_for("isReady")
        if button := page.get("button"):
            self.do("press", *button)
            self.do("wait", REST)
        self.wait_for("isShown")
        if page["then"]:
            self.wait_for("turnTo", page["then"])
        self.do("wait", REST)
        (FOLDER / f"{picture}.png").write_bytes(smaller(self.browser.picture()))

    def log_in(self, login, companies):
        self.browser.go(f"{self.address}/web/login")
        self.wait_for("isLoaded")
        self.do("logIn", self.name, login, companies)
        self.login = login

    def do(self, function, *arguments):
        self.browser.run(called(function, arguments))

    def wait_for(self, function, *arguments):
        self.browser.wait_for(called(function, arguments))


def called(function, arguments):
    return f"{SCRIPT}.{function}({json.dumps(arguments)[1:-1]})"


def smaller(png):
    """The picture with few colours: a third of the bytes, and hardly to be told from the other."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    found = image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    file = io.BytesIO()
    found.save(file, "PNG", optimize=True)
    return file.getvalue()
