"""Debian packages fetched by apt, which checks their signatures, without touching the system.

apt gets a configuration with folders of ours for all that it writes, so this needs no root.
"""

import os
import platform
import shutil
import subprocess
from pathlib import Path

from place import HOME, Unavailable, digest, fresh_folder, quietly

KEYRINGS = (
    "/usr/share/keyrings/debian-archive-keyring.gpg",
    "/usr/share/keyrings/debian-archive-keyring.pgp",
)
# The hooks are the system's (they clean caches, refresh desktop catalogues) and would run in a
# private update as well. Dir::Etc::parts stays: a proxy may be set there.
COMMON = """\
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Pre-Install-Pkgs;
#clear DPkg::Post-Invoke;
Acquire::Languages "none";
Acquire::Retries "3";
APT::Sandbox::User "";
APT::Install-Recommends "0";
Dir::State::lists "{folder}/lists";
Dir::Cache "{folder}/cache";
"""
OWN_SOURCES = """\
Dir::Etc::sourcelist "{folder}/debian.sources";
Dir::Etc::sourceparts "-";
"""
# The machine's own package state: apt then fetches only what is not installed.
OWN_STATE = """\
Dir::State "{folder}";
Dir::State::status "/var/lib/dpkg/status";
Debug::NoLocking "1";
"""
NO_APT = "There is no apt here to fetch Debian's packages with"


def have_apt():
    return bool(shutil.which("apt-get") and shutil.which("dpkg-deb"))


def codename():
    try:
        return platform.freedesktop_os_release().get("VERSION_CODENAME", "")
    except OSError:
        return ""


def mirror():
    """The mirror that this machine itself uses; apt knows it, whatever its files look like."""
    listed = quietly(
        [
            "apt-get",
            "indextargets",
            "--format",
            "$(REPO_URI)|$(RELEASE)|$(COMPONENT)",
            "Created-By: Packages",
        ],
        "apt cannot tell the package sources of this machine",
    )
    names = (codename(), "stable", "oldstable")
    for line in listed.splitlines():
        uri, release, component = line.split("|")
        if release in names and component == "main":
            return uri
    raise Unavailable("This machine has no Debian package source")


def sources(uri, suites):
    keyring = next(filter(os.path.exists, KEYRINGS), None)
    if not keyring:
        raise Unavailable(
            "Debian's keys are not on this machine: install the package debian-archive-keyring"
        )
    return "\n".join(
        f"Types: deb\nURIs: {uri}\nSuites: {suite}\nComponents: main\nSigned-By: {keyring}\n"
        for suite in suites
    )


class PrivateApt:
    """`with PrivateApt(settings) as apt:` a folder with apt's state, gone afterwards."""

    def __init__(self, *settings):
        self.settings = settings
        self.folder = HOME / f"apt-{digest(os.getpid(), *settings)}"

    def __enter__(self):
        fresh_folder(self.folder)
        for name in ("lists/partial", "cache/archives/partial"):
            (self.folder / name).mkdir(parents=True)
        text = "".join((COMMON, *self.settings)).format(folder=self.folder)
        self.write("apt.conf", text)
        return self

    def __exit__(self, *_exception):
        shutil.rmtree(self.folder, ignore_errors=True)

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")

    def get(self, *arguments, otherwise, cwd=None):
        return quietly(
            ["apt-get", "-c", self.folder / "apt.conf", "-qq", *arguments], otherwise, cwd=cwd
        )


def download(folder, *packages):
    """Fetch exactly these packages (`name/suite`) into a folder, from this machine's mirror."""
    if not have_apt():
        raise Unavailable(NO_APT)
    fresh_folder(folder)
    with PrivateApt(OWN_SOURCES) as apt:
        suites = dict.fromkeys(package.partition("/")[2] for package in packages)
        apt.write("debian.sources", sources(mirror(), suites))
        apt.get("update", otherwise="Debian's package lists cannot be read")
        apt.get(
            "download", *packages, cwd=folder, otherwise="Debian's packages cannot be downloaded"
        )
    return sorted(folder.glob("*.deb"))


def unpack_with_missing_dependencies(package, folder):
    """Unpack a package and whatever it needs that this machine lacks; nothing is installed."""
    with PrivateApt(OWN_STATE) as apt:
        apt.get("update", otherwise="Debian's package lists cannot be read")
        apt.get(
            "-y", "--download-only", "install", package, otherwise=f"{package} cannot be downloaded"
        )
        for file in sorted((apt.folder / "cache/archives").glob("*.deb")):
            quietly(["dpkg-deb", "-x", file, folder], f"{file.name} cannot be unpacked")


def install(package):
    """Install a package for good, as root; another apt may be at work, then wait for it."""
    wait = ["-o", "DPkg::Lock::Timeout=300"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quietly(
        ["apt-get", "-qq", *wait, "update"],
        "Debian's package lists cannot be read",
        env=environment,
    )
    quietly(
        ["apt-get", "-qq", "-y", *wait, "--no-install-recommends", "install", package],
        f"{package} cannot be installed",
        env=environment,
    )


def unpack(deb, folder, *leave_out):
    """Unpack without owners (we may not be root) and without the paths named."""
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(deb)], stdout=subprocess.PIPE) as tar:
        quietly_from(
            tar.stdout,
            ["tar", "-x", "-C", folder, "--no-same-owner", *(f"--exclude={x}" for x in leave_out)],
        )
    if tar.returncode:
        raise Unavailable(f"{Path(deb).name} cannot be unpacked")


def quietly_from(stream, command):
    done = subprocess.run(
        list(map(str, command)), stdin=stream, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Unavailable(f"A package cannot be unpacked ({done.stderr.strip()[-200:]})")
