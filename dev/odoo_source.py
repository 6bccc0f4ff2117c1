"""A real Odoo 19.0: ODOO_SOURCE, else one that can be imported here, else Debian's package."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import apt
import environment
from place import DEV, HOME, SERIES, Unavailable, digest, once, quietly, say

REQUIREMENTS = DEV / "requirements-odoo.txt"
# Only sid has Odoo 19; what it uses beside itself is in trixie, in versions that stay.
PACKAGES = (
    "odoo-19/sid",
    *(
        f"{name}/trixie"
        for name in (
            "fonts-font-awesome",
            "fonts-inconsolata",
            "fonts-montserrat",
            "fonts-ocr-b",
            "fonts-roboto-unhinted",
            "libjs-jquery",
            "libjs-jquery-form",
            "libjs-underscore",
        )
    ),
)
SITE = "usr/lib/python3/dist-packages"
# dist-packages/addons is a second, partial copy of odoo/addons.
LEAVE_OUT = (f"./{SITE}/addons", "./usr/share/doc", "./etc")
# Left out of Debian's package (not free in its sense), yet named in the assets: browser tests fail
# on the console error. It blurs the background of video calls; nothing else needs it.
LEFT_OUT = "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
# Packages that the tests and the demonstration import beside Odoo itself.
BESIDE_ODOO = {
    "aiosmtpd": "aiosmtpd",
    "freezegun": "freezegun",
    "openpyxl": "openpyxl",
    "websocket": "websocket-client",
    "xlrd": "xlrd",
}
ADVICE = f"Set ODOO_SOURCE to the folder of an Odoo {SERIES} (a checkout of it, branch {SERIES})."


@dataclass(frozen=True)
class Odoo:
    """The Python that runs Odoo, and the folder that holds the package `odoo`."""

    python: str
    source: str

    def core_addons(self):
        """A checkout keeps most addons beside the package; an installed Odoo has all inside."""
        beside = Path(self.source, "addons")
        return beside if (beside / "mail/__manifest__.py").exists() else None

    def version_key(self):
        """What a template database depends on: another Odoo or other packages make another one."""
        return digest(
            Path(self.source, "odoo/release.py").read_text(encoding="utf-8"),
            self.source,
            commit_of(self.source),
            sys.version,
            REQUIREMENTS.read_text(encoding="utf-8"),
        )


def ensure():
    """Find Odoo or get it; whatever is there already costs next to nothing."""
    given = os.environ.get("ODOO_SOURCE")
    if given:
        source = Path(given).expanduser().resolve()
        if not (source / "odoo/release.py").exists():
            raise Unavailable(f"ODOO_SOURCE={given} does not hold odoo/release.py.")
        return in_environment(source)
    source = importable_from(sys.executable)
    if source:
        return Odoo(with_packages_beside(sys.executable), source)
    return in_environment(from_debian() / SITE)


def importable_from(python):
    """The folder of the Odoo that PYTHON imports; `odoo` alone may be there for an addon only."""
    code = f"import odoo.release as r; print(r.__file__ if r.series == {SERIES!r} else '')"
    # From the root, as a checkout in the current folder would be imported as well.
    done = subprocess.run(
        [python, "-c", code], cwd="/", capture_output=True, text=True, check=False
    )
    return (
        str(Path(done.stdout.strip()).parents[1])
        if done.returncode == 0 and done.stdout.strip()
        else None
    )


def in_environment(source):
    python = environment.ensure(
        "odoo-python",
        REQUIREMENTS,
        also_keyed_by=source,
        finish=lambda folder: declare(folder, source),
    )
    return Odoo(str(python), str(source))


def declare(folder, source):
    """Make the Odoo in SOURCE importable, and known to pip as installed.

    Without metadata `pip install odoo-addon-x` would want to fetch an Odoo; with Odoo's own it
    would compile packages that are there as wheels under other names.
    """
    site = environment.site_packages(folder)
    (site / "odoo-source.pth").write_text(f"{source}\n", encoding="utf-8")
    info = site / f"odoo-{SERIES}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: odoo\nVersion: {SERIES}\n", encoding="utf-8"
    )
    (info / "INSTALLER").write_text("dev/run\n", encoding="utf-8")
    files = [
        "odoo-source.pth",
        *(f"{info.name}/{name}" for name in ("METADATA", "INSTALLER", "RECORD")),
    ]
    (info / "RECORD").write_text("".join(f"{file},,\n" for file in files), encoding="utf-8")
    if importable_from(folder / "bin/python") is None:
        raise Unavailable(f"Odoo {SERIES} cannot be imported from {source}.")


def from_debian():
    folder = HOME / f"odoo-{SERIES}"
    once(folder, "Odoo", lambda: get_from_debian(folder))
    return folder


def get_from_debian(folder):
    say(f"getting Odoo {SERIES} from Debian's packages (220 MB)")
    downloads = HOME / "download-odoo"
    try:
        debs = apt.download(downloads, *PACKAGES)
    except Unavailable as error:
        raise Unavailable(f"Odoo {SERIES} cannot be had from Debian: {error}. {ADVICE}") from None
    say("unpacking Odoo")
    unpacked = folder.with_suffix(".partial")
    shutil.rmtree(unpacked, ignore_errors=True)
    unpacked.mkdir()
    for deb in debs:
        apt.unpack(deb, unpacked, *LEAVE_OUT)
    shutil.rmtree(downloads)
    put_back_what_is_left_out(unpacked / SITE)
    unpacked.rename(folder)


def put_back_what_is_left_out(source):
    file = source / LEFT_OUT
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("/* left out of Debian's package */\n", encoding="utf-8")


def with_packages_beside(python):
    """An Odoo of one's own may lack packages of the tests: they go into a folder on the path."""
    code = (
        "import importlib.util as u, sys; print(*(m for m in sys.argv[1:] if not u.find_spec(m)))"
    )
    missing = quietly([python, "-c", code, *BESIDE_ODOO], f"{python} does not run").split()
    if missing:
        names = [BESIDE_ODOO[module] for module in missing]
        folder = HOME / f"beside-odoo-{digest(sys.version, *names)}"
        once(folder, "packages", lambda: install_beside(names, folder))
        os.environ["PYTHONPATH"] = os.pathsep.join(
            filter(None, [os.environ.get("PYTHONPATH"), str(folder)])
        )
    return python


def install_beside(names, folder):
    say(f"getting {', '.join(names)}, which this Python lacks")
    partial = folder.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    wanted = [
        line
        for line in REQUIREMENTS.read_text(encoding="utf-8").splitlines()
        if line.split("==")[0] in names
    ]
    install = [environment.python_with_pip(), *environment.PIP, "--target", partial, *wanted]
    quietly(install, f"{', '.join(names)} cannot be installed")
    partial.rename(folder)


def commit_of(source):
    """The commit of a checkout, so that pulling a newer Odoo makes a new template database."""
    if not Path(source, ".git").exists():
        return ""
    return quietly(
        ["git", "-C", source, "rev-parse", "HEAD"], "git cannot tell the commit of ODOO_SOURCE"
    )
