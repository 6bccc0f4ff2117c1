"""Odoo processes: for one task, in the foreground, in the background; a mail server beside them."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import oca
import postgres
from place import (
    DEV,
    TREE,
    Unavailable,
    attended,
    fresh_folder,
    link_addon,
)

LAUNCH = DEV / "inside" / "launch.py"
MAIL_SINK = DEV / "inside" / "mail_sink.py"
PID_FILE = TREE / "background.json"
MAILS = TREE / "mails"
# where `make demo` lets an offline database put its files
INBOX = TREE / "inbox"
LOG = TREE / "server.log"
QUIET = ("--log-level=warn", "--max-cron-threads=0", "--no-http")
ONCE = ("--stop-after-init", *QUIET)
RUN_FILE = (
    "exec(compile(open({file!r}).read(), {file!r}, 'exec'), globals() | {{'__file__': {file!r}}})"
)
CONFIGURATION = """\
[options]
data_dir = {data}
http_interface = 127.0.0.1
"""


# ---- one task


def configure(odoo, folder):
    """The settings of Odoo processes that work in FOLDER (this checkout's, or the templates')."""
    data = data_folder(folder)
    data.mkdir(parents=True, exist_ok=True)
    ours = [link_addon(), oca.addons_path()] if folder == TREE else []
    addons = [odoo.core_addons(), *ours]
    file = data / "odoo.conf"
    text = CONFIGURATION.format(data=data)
    if any(addons):
        text += f"addons_path = {','.join(map(str, filter(None, addons)))}\n"
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        file.write_text(text, encoding="utf-8")
    return {**os.environ, "ODOO_RC": str(file)}


def data_folder(folder):
    return Path(folder, f"data-{postgres.server_key()}")


def command(odoo, *arguments):
    return [odoo.python, str(LAUNCH), *map(str, arguments)]


def install(odoo, name, modules, folder, *options):
    change(odoo, folder, f"Installing {modules}", "-d", name, "-i", modules, *ONCE, *options)


def update(odoo, name, modules, folder):
    change(odoo, folder, f"Updating {modules}", "-d", name, "-u", modules, *ONCE)


def script(odoo, name, text, folder):
    change(odoo, folder, f"Finishing {name}", "shell", "-d", name, *QUIET, text=text)


def change(odoo, folder, what, *arguments, text=""):
    """Run Odoo for one change. Its warnings are shown where they may be about this addon."""
    done = subprocess.run(
        command(odoo, *arguments),
        input=text,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=configure(odoo, folder),
        check=False,
    )
    # Odoo goes on without demo data that cannot be loaded, and says so in a warning only.
    failed = done.returncode or "demo data failed to install" in done.stdout
    if failed or folder == TREE:
        print(done.stdout, end="", file=sys.stderr)
    if failed:
        raise Unavailable(f"{what} failed: Odoo's own words are above.")


def shell(odoo, name, **options):
    """A shell on the database; the script, if any, comes on stdin."""
    return attended(
        command(odoo, "shell", "-d", name, *QUIET), env=configure(odoo, TREE), **options
    )


def run_file(odoo, name, file, **environment):
    """Run a Python file inside a shell; unlike a script on stdin it knows its own place."""
    text = RUN_FILE.format(file=str(file))
    with subprocess.Popen(["printf", "%s", text], stdout=subprocess.PIPE) as source:
        os.environ.update({key: str(value) for key, value in environment.items()})
        return shell(odoo, name, stdin=source.stdout)


# ---- ports


def free_port(wanted=0):
    """The port wanted, or the next free one; 0 asks the system for any."""
    for port in range(wanted, wanted + 100) if wanted else [0]:
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return probe.getsockname()[1]
    raise Unavailable(f"No port is free from {wanted} on: set PORT.")


def wanted_port():
    text = os.environ.get("PORT") or "8069"
    if not text.isdigit() or not 0 < int(text) < 65436:
        raise Unavailable(f"PORT={text} is not the number of a port.")
    return int(text)


# ---- serving


def serving(odoo, name, port, mail_port):
    """Threads by default: one port for everything; with workers live updates need a proxy."""
    workers = os.environ.get("WORKERS") or "0"
    options = ["-d", name, "--db-filter", f"^{name}$", "--http-port", port, "--workers", workers]
    if workers != "0":
        options += ["--gevent-port", free_port(port + 1)]
    options += ["--max-cron-threads", 2, "--smtp", "127.0.0.1", "--smtp-port", mail_port]
    return command(odoo, *options)


def start_mail_sink(**options):
    """An SMTP server on loopback that keeps each message as a file; none goes any further."""
    sink = subprocess.Popen(  # pylint: disable=consider-using-with
        [sys.executable, str(MAIL_SINK), str(MAILS)], stdout=subprocess.PIPE, text=True, **options
    )
    port = sink.stdout.readline().strip()
    if not port.isdigit():
        raise Unavailable("The mail server for the demonstration does not start.")
    return sink, int(port)


def foreground(odoo, name):
    """Serve until Ctrl-C."""
    port = free_port(wanted_port())
    sink, mail_port = start_mail_sink()
    try:
        print_address(name, port)
        print("Ctrl-C ends it.", flush=True)
        return attended(serving(odoo, name, port, mail_port), env=configure(odoo, TREE))
    finally:
        sink.terminate()
        sink.wait()


def demo_places(port):
    """What the demonstration needs of this machine."""
    return {"DEMO_MAILS": MAILS, "DEMO_INBOX": INBOX, "DEMO_ADDRESS": address(port)}


def address(port):
    return f"http://127.0.0.1:{port}"


def print_address(name, port):
    print(f"\n  {address(port)}/odoo     database {name}")
    print("  log in as admin (administrator), demo (event user), demo_certification, demo_contacts")
    print("  or demo_sync (Data Sync); each one's password is the login")
    print(f"  e-mails that Odoo sends are kept in {MAILS}", flush=True)


def background(odoo, name):
    """Serve after this process has ended, until `make stop`."""
    fresh_folder(MAILS)
    fresh_folder(INBOX)
    port = free_port(wanted_port())
    # The server holds PostgreSQL with a lock of its own; see postgres.use_of_cluster.
    with open(LOG, "w", encoding="utf-8") as log, postgres.hold() as users:
        options = {"start_new_session": True, "stderr": log, "pass_fds": [users.fileno()]}
        sink, mail_port = start_mail_sink(**options)
        odoo_server = subprocess.Popen(  # pylint: disable=consider-using-with
            serving(odoo, name, port, mail_port),
            stdin=subprocess.DEVNULL,
            stdout=log,
            env=configure(odoo, TREE),
            **options,
        )
    PID_FILE.write_text(
        json.dumps({"pids": [odoo_server.pid, sink.pid], "port": port, "database": name})
    )
    wait_for_answer(odoo_server, port)
    return port


def wait_for_answer(process, port, seconds=120, log=LOG):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise Unavailable(f"The server ended at once, see {log}.")
        if answers(port):
            return
        time.sleep(0.3)
    raise Unavailable(f"The server does not answer after {seconds} seconds, see {log}.")


def answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/web/health", timeout=10) as answer:
            return answer.status == 200
    except OSError:
        return False


def in_background(file=PID_FILE):
    """What `background` wrote down, if it still runs; {} otherwise."""
    try:
        note = json.loads(file.read_text())
    except (OSError, ValueError):
        return {}
    note["pids"] = [pid for pid in note["pids"] if is_one_of_ours(pid)]
    return note if note["pids"] else {}


def is_one_of_ours(pid):
    """A number alone proves nothing after a restart: the command line must be ours too."""
    try:
        return str(DEV / "inside").encode() in Path("/proc", str(pid), "cmdline").read_bytes()
    except OSError:
        return False


def stop_background(file=PID_FILE):
    pids = in_background(file).get("pids", [])
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    end = time.monotonic() + 15
    while any(map(is_one_of_ours, pids)) and time.monotonic() < end:
        time.sleep(0.1)
    for pid in filter(is_one_of_ours, pids):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    file.unlink(missing_ok=True)
    return bool(pids)
