"""Virtual environments of pinned packages, each in a folder named after what goes into it."""

import importlib.util
import shutil
import sys
from pathlib import Path

import apt
from place import HOME, Unavailable, digest, once, quietly, say

UV = "uv==0.13.8"
PIP = ("-m", "pip", "install", "-q", "--disable-pip-version-check")


def base_python():
    """The Python below a virtual environment: what we run in may itself be one of ours."""
    return Path(getattr(sys, "_base_executable", None) or sys.executable).resolve()


def ensure(name, requirements, *, also_keyed_by="", finish=None):
    """The Python of the environment NAME, made when missing; `finish(folder)` is its last step."""
    text = requirements.read_text(encoding="utf-8")
    folder = HOME / f"{name}-{digest(text, also_keyed_by, sys.version, base_python())}"

    def build():
        say(f"making the Python environment for {name} ({len(text.splitlines())} packages)")
        make_empty(folder)
        fill(folder, name, requirements)
        if finish:
            finish(folder)
        (folder / ".complete").touch()

    once(folder / ".complete", name, build)
    return folder / "bin" / "python"


def make_empty(folder):
    shutil.rmtree(folder, ignore_errors=True)
    try:
        quietly([base_python(), "-m", "venv", folder], "no python3-venv")
    except Unavailable:
        make_empty_without_ensurepip(folder)


def make_empty_without_ensurepip(folder):
    """Debian has ensurepip in python3-venv; without that, pip comes from its wheel there."""
    say("python3-venv is not installed: taking pip from Debian's package of it")
    shutil.rmtree(folder, ignore_errors=True)
    quietly(
        [base_python(), "-m", "venv", "--without-pip", folder],
        "A virtual environment cannot be made",
    )
    downloads = HOME / f"download-pip-{folder.name}"
    (deb,) = apt.download(downloads, f"python3-pip-whl/{apt.codename()}")
    apt.unpack(deb, downloads)
    (wheel,) = downloads.glob("usr/share/python-wheels/pip-*.whl")
    quietly(
        [
            folder / "bin/python",
            wheel / "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            "pip",
        ],
        "No pip",
    )
    shutil.rmtree(downloads)


def fill(folder, name, requirements):
    """uv takes a sixth of pip's time but knows no setting of pip's; then pip does it."""
    python = folder / "bin" / "python"
    what = f"Python {sys.version.split()[0]} cannot install the packages of {requirements.name}"
    try:
        quietly([python, *PIP, UV], "no uv")
        quietly(
            [
                folder / "bin/uv",
                "pip",
                "install",
                "-q",
                "--no-deps",
                "--python",
                python,
                "-r",
                requirements,
            ],
            "",
        )
    except Unavailable:
        say(f"uv cannot fill {name}: pip does, which takes longer")
        quietly([python, *PIP, "--no-deps", "-r", requirements], what)


def python_with_pip():
    """For `pip install --target`: the Python at hand; where it has no pip, one made for it."""
    if importlib.util.find_spec("pip"):
        return sys.executable
    folder = HOME / f"pip-{digest(sys.version, base_python())}"
    once(folder / "bin" / "pip", "pip", lambda: make_empty(folder))
    return folder / "bin" / "python"


def site_packages(folder):
    return next(folder.glob("lib/python3*/site-packages"))
