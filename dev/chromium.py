"""A browser for the tours: the installed one, else Debian's (root installs, others unpack)."""

import os
import shutil
from pathlib import Path

import apt
from place import HOME, Unavailable, is_root, once, quietly, say

NAMES = (
    "google-chrome",
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
)  # those that Odoo looks for
WRAPPER = """\
#!/bin/sh
# Chromium unpacked without installing it: its libraries and fonts are looked for here first.
root='{root}'
libraries=$(find "$root/usr/lib" "$root/lib" -maxdepth 2 -path '*-linux-gnu*' -type d | tr '\\n' :)
export LD_LIBRARY_PATH="$libraries" FONTCONFIG_FILE="$root/etc/fonts/fonts.conf"
export XDG_DATA_DIRS="$root/usr/share:/usr/share"
exec "$root/usr/lib/chromium/chromium" "$@"
"""


def ensure():
    """Put a browser on PATH. Without one the tours are skipped, and this says why."""
    try:
        if not installed() and not unpacked():
            get()
    except Unavailable as error:
        say(f"no browser, tests that need one will be skipped: {error}")


def installed():
    return any(map(shutil.which, NAMES))


def unpacked():
    """The one that `unpack` made is known by its wrapper, which is written last."""
    if (HOME / "bin/chromium").exists():
        os.environ["PATH"] = f"{HOME / 'bin'}{os.pathsep}{os.environ['PATH']}"
        return True
    return False


def get():
    if not apt.have_apt():
        raise Unavailable("install Chromium or Chrome")
    if is_root():
        say("installing Chromium from Debian's packages")
        apt.install("chromium")
    else:
        once(HOME / "bin/chromium", "Chromium", unpack)
        unpacked()


def unpack():
    say("getting Chromium from Debian's packages (170 MB), unpacked without installing")
    root = HOME / "chromium"
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    apt.unpack_with_missing_dependencies("chromium", root)
    wrapper = HOME / "bin" / "chromium.partial"
    wrapper.parent.mkdir(exist_ok=True)
    wrapper.write_text(WRAPPER.format(root=root), encoding="utf-8")
    wrapper.chmod(0o755)
    quietly([wrapper, "--version"], "Debian's Chromium does not run here")
    wrapper.rename(Path(wrapper.parent, "chromium"))
