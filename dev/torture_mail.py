"""A mail server on loopback that does what mail servers do: take, refuse, or break off."""

import asyncio
import email
import threading

TAKE, REFUSE, BREAK = "take", "refuse", "break off"


class MailServer:
    """In a thread of its own. ``mode`` is what it does with the next message; ``taken`` holds the
    Message-Id of each that it took, also where the sender could not hear of it."""

    def __init__(self):
        self.mode, self.taken, self.port = TAKE, [], None
        self.loop, ready = asyncio.new_event_loop(), threading.Event()
        threading.Thread(target=self._serve, args=[ready], daemon=True).start()
        ready.wait(10)

    def _serve(self, ready):
        from aiosmtpd.smtp import SMTP  # of Odoo's environment, as psycopg2

        asyncio.set_event_loop(self.loop)
        listening = self.loop.run_until_complete(
            self.loop.create_server(lambda: SMTP(self), "127.0.0.1", 0)
        )
        self.port = listening.sockets[0].getsockname()[1]
        ready.set()
        self.loop.run_forever()

    async def handle_DATA(self, server, _session, envelope):  # pylint: disable=invalid-name
        if self.mode == REFUSE:
            return "554 no thanks"
        self.taken.append(email.message_from_bytes(envelope.content)["Message-Id"].strip())
        if self.mode == BREAK:
            server.transport.close()
        return "250 kept"

    def times(self, message):
        """How often it took the message with this Message-Id."""
        return self.taken.count(message)
