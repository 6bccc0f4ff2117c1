"""Where things live, and how these scripts speak: paths, progress, locks, failures."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ADDON = "registration_import"
SERIES = "19.0"
DEV = Path(__file__).resolve().parent
REPO = DEV.parent
# The second half of a run is another process (see run.py): both count from the same start.
START = float(os.environ.pop("DEV_START", time.time()))


class Unavailable(Exception):
    """Something cannot be had on this machine; the text is one sentence that says what to do."""


def say(text):
    """Progress goes to stderr: `make -s shell < script` prints only what the script prints."""
    print(f"[{time.time() - START:6.1f} s] {text}", file=sys.stderr, flush=True)


def digest(*parts, length=12):
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:length]


def is_root():
    return os.geteuid() == 0


def default_home():
    """Outside the checkout, which the addons path links to: a cache inside would contain itself.

    Root's is not under /root, where PostgreSQL, which refuses to run as root, may not enter.
    """
    if is_root():
        return Path("/var/cache", f"{ADDON}-dev")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", f"{ADDON}-dev")


def make_home():
    home = Path(os.environ.get("DEV_HOME") or default_home()).absolute()
    try:
        home.mkdir(parents=True, exist_ok=True)
        if is_root():
            home.chmod(0o755)
    except OSError as error:
        raise SystemExit(
            f"The cache folder {home} cannot be made ({error.strerror}): set DEV_HOME to another."
        ) from None
    return home


HOME = make_home()
# What belongs to this checkout alone. The checkout's own folder may have any name; Odoo finds the
# addon under its right name through the link that `link_addon` makes.
TREE_KEY = digest(REPO, length=8)
TREE = HOME / "trees" / TREE_KEY


def link_addon():
    """The folder for the addons path: it holds one link, named as the addon must be named."""
    addons = TREE / "addons"
    addons.mkdir(parents=True, exist_ok=True)
    link = addons / ADDON
    if not link.is_symlink() or Path(os.readlink(link)) != REPO:
        link.unlink(missing_ok=True)
        link.symlink_to(REPO)
    return addons


@contextlib.contextmanager
def locked(name):
    """One run at a time does what NAME stands for; the others wait and then find it done."""
    with open(HOME / f".lock-{name}", "w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"waiting for another run that has {name} in hand")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def once(done, name, build):
    """Call `build` unless the path `done` is there, which `build` makes as its last act."""
    if not done.exists():
        with locked(name):
            if not done.exists():
                build()


def fresh_folder(path):
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def quietly(command, otherwise, **options):
    """Run a command unseen; when it fails, `otherwise` and its last words are the message."""
    try:
        done = subprocess.run(
            list(map(str, command)),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            **options,
        )
    except OSError as error:
        raise Unavailable(f"{otherwise} ({error})") from None
    if done.returncode:
        words = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise Unavailable(
            f"{otherwise} ({words[-1].strip() if words else f'exit code {done.returncode}'})"
        )
    return done.stdout


def attended(command, **options):
    """Run a command in the foreground and give its exit code; it never outlives this process."""
    return attended_all([(command, options)])[0]


def attended_all(commands):
    """Run `[(command, options)]` side by side, and give their exit codes.

    Ctrl-C is the command's business (a shell goes on after it): it reaches both, we ignore it.
    """
    with contextlib.ExitStack() as stack:
        children = [
            stack.enter_context(subprocess.Popen(list(map(str, command)), **options))
            for command, options in commands
        ]
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            return [child.wait() for child in children]
        except BaseException:
            for child in children:
                child.terminate()
            for child in children:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.wait(20)
                child.kill()
            raise
        finally:
            signal.signal(signal.SIGINT, before)
