"""A browser without a window that a script drives: Chromium, told what to do in its protocol."""

import base64
import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import chromium
import websocket
from place import Unavailable

OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-extensions"),
    *("--no-first-run", "--disable-dev-shm-usage", "--remote-debugging-port=0"),
)
# A busy machine makes the first page in a minute.
START_SECONDS, WAIT_SECONDS = 60, 240


class Browser:
    """One page of ``width`` and ``height``; a context manager."""

    def __init__(self, width, height):
        self.width, self.height, self.last = width, height, 0

    def __enter__(self):
        chromium.ensure()
        program = next(filter(None, map(shutil.which, chromium.NAMES)), None)
        if not program:
            raise Unavailable("There is no browser: install Chromium or Chrome.")
        self.profile = tempfile.mkdtemp(prefix="browser_")
        self.process = subprocess.Popen(  # pylint: disable=consider-using-with
            [program, *OPTIONS, f"--user-data-dir={self.profile}", "about:blank"],
            stderr=subprocess.DEVNULL,
        )
        self.socket = websocket.create_connection(self._address(), suppress_origin=True)
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = None
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self.session = attached["sessionId"]
        size = {"width": self.width, "height": self.height}
        self.call("Emulation.setDeviceMetricsOverride", **size, deviceScaleFactor=1, mobile=False)
        self.call("Page.enable")
        return self

    def __exit__(self, *_exception):
        self.socket.close()
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)

    def _address(self):
        """Chromium writes down where it listens: the port, and the path behind it."""
        note, end = Path(self.profile, "DevToolsActivePort"), time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if note.exists() and len(lines := note.read_text().split("\n")) > 1:
                return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
            time.sleep(0.1)
        raise Unavailable("The browser does not start.")

    def call(self, method, **params):
        """What the browser answers; the events in between are nobody's business."""
        self.last += 1
        message = {"id": self.last, "method": method, "params": params}
        if getattr(self, "session", None):
            message["sessionId"] = self.session
        self.socket.send(json.dumps(message))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.last:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def go(self, address):
        self.call("Page.navigate", url=address)

    def run(self, script):
        """What a script on the page gives, or what it promises."""
        found = self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in found:
            raise RuntimeError(f"{script[:80]}: {found['exceptionDetails']}")
        return found["result"].get("value")

    def wait_for(self, script):
        """Wait until a script gives something true."""
        end = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < end:
            try:
                if self.run(script):
                    return
            except RuntimeError:
                pass  # the page is another one by now
            time.sleep(0.1)
        raise RuntimeError(f"in vain: {script}")

    def picture(self):
        """The page as it is seen, as PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])
