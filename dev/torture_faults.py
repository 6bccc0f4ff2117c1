"""What is done to servers and database while they work: each fault is one that happens."""

import contextlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import server
from place import ADDON, TREE
from torture_client import UNREACHABLE, Refused

# Seconds for which a disk is full, or somebody has a record.
FULL_SECONDS = 3
LASTING = {"database_full", "files_full", "memory", "edit"}
# What somebody else writes meanwhile: what the rows of a file write, too.
EDITED = (
    """UPDATE event_agenda_instance SET write_date = now() WHERE session_id IN (
            SELECT id FROM event_agenda_session WHERE code LIKE %s)""",
    """UPDATE res_partner SET write_date = now()
        WHERE coalesce(contact_member_id, contact_nr) LIKE %s""",
    "UPDATE event_registration SET write_date = now() WHERE registration_code LIKE %s",
)


class Faults:
    """The faults that can hit the ``job`` of a case; ``chance`` decides where there is a choice.
    Each gives whether it could be injected."""

    # How often each comes, of all that are drawn.
    WEIGHTS = {"kill": 5, "terminate": 4, "edit": 2, "double_click": 2, "cancel": 1, "delete": 1}
    WEIGHTS |= {"memory": 2}
    # What is waited for longer.
    SLOW = {"terminate_all": 2, "database_full": 2, "restart": 1, "update": 1}

    def __init__(self, servers, job, chance, tag):
        self.servers, self.job, self.chance, self.tag = servers, job, chance, tag

    def draw(self, slow):
        """The name of one; of those that take long only where there is time for them."""
        weights = self.WEIGHTS | (self.SLOW if slow else {}) | self.servers.faults
        return self.chance.choices(list(weights), list(weights.values()))[0]

    def inject(self, name):
        return getattr(self, name)()

    def kill(self):
        """SIGKILL, as by hand, by a limit, or for want of memory."""
        process = self.chance.choice(self.servers.processes)
        process.kill()
        process.wait()
        return True

    def restart(self):
        self.servers.restart()
        return True

    def terminate(self):
        """The connection that works at the job."""
        holder = self.servers.holder(self.job)
        if holder:
            self.servers.query("SELECT pg_terminate_backend(%s)", holder)
        return bool(holder)

    def terminate_all(self):
        """All connections, as where PostgreSQL is started anew."""
        self.servers.query(
            """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()"""
        )
        return True

    def database_full(self):
        """PostgreSQL has no room for some seconds."""
        return self.servers.fill_database(FULL_SECONDS)

    def files_full(self):
        """There is no room for files for some seconds."""
        return self.servers.fill_files(FULL_SECONDS)

    def restart_database(self):
        """PostgreSQL is started anew, in the usual way or after it broke down."""
        return self.servers.restart_database(self.chance.choice(("fast", "immediate")))

    def memory(self):
        """The worker that is at work gets no more memory for some seconds. Of a server with
        threads it would be a request that is never answered: no thread is there to say so."""
        processes = [process for process in self.servers.processes if process.workers]
        if processes:
            process = self.chance.choice(processes)
            threading.Thread(target=process.starve, args=[FULL_SECONDS], daemon=True).start()
        return bool(processes)

    def edit(self):
        """Somebody writes what rows write, again and again, for some seconds."""
        threading.Thread(target=self._edit, daemon=True).start()
        return True

    def _edit(self):
        with contextlib.closing(self.servers.new_connection()) as connection:
            end = time.monotonic() + FULL_SECONDS
            with connection.cursor() as cursor:
                while time.monotonic() < end:
                    for edited in EDITED:
                        with contextlib.suppress(self.servers.errors):
                            cursor.execute(edited, [f"{self.tag}%"])
                    time.sleep(0.05)

    def update(self):
        """`-u` in the middle."""
        server.update(self.servers.odoo, self.servers.name, ADDON, TREE)
        return True

    def cancel(self):
        """Two clicks at once on Cancel."""
        return self._clicks("action_cancel")

    def double_click(self):
        """Clicks on what is not possible now: nothing may come of them but words."""
        return self._clicks(self.chance.choice(("action_retry", "action_undo", "action_import")))

    def delete(self):
        """An import that is under way refuses; what is left of one that is gone would be found."""
        if self.servers.state(self.job) not in self.servers.LIVE:
            return False
        return self._clicks("unlink")

    def _clicks(self, method):
        """Two at once, each of somebody with a page of their own."""
        with ThreadPoolExecutor(2) as pool:
            for click in [pool.submit(self._click, method, place) for place in range(2)]:
                click.result()
        return True

    def _click(self, method, place):
        client = self.servers.client(place)
        with contextlib.suppress(Refused, *UNREACHABLE):
            client.call("registration.import.job", method, [self.job])
