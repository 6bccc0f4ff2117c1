"""An SMTP server on loopback: prints its port, then writes each message into the folder given."""

import asyncio
import itertools
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP


class Store:
    """Numbers the files in the order of arrival; a reader never sees half of one."""

    def __init__(self, folder):
        self.folder = folder
        last = max((int(file.stem) for file in folder.glob("*.eml")), default=0)
        self.numbers = itertools.count(last + 1)

    async def handle_DATA(self, _server, _session, envelope):  # pylint: disable=invalid-name
        file = self.folder / f"{next(self.numbers):04}.eml"
        partial = file.with_suffix(".partial")
        partial.write_bytes(envelope.content)
        partial.rename(file)
        return "250 kept"


async def serve(folder):
    folder.mkdir(parents=True, exist_ok=True)
    store = Store(folder)
    listening = await asyncio.get_running_loop().create_server(lambda: SMTP(store), "127.0.0.1", 0)
    print(listening.sockets[0].getsockname()[1], flush=True)
    await listening.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
