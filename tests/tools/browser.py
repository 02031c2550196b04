# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real browser without a window, for the tests of pages: Chromium, spoken to by its DevTools protocol over a pipe."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PATIENCE = 30.0  # seconds
BLANK = "about:blank"


def program() -> str | None:
    """Where a browser is that can be used here: that of ``BROWSER_OF_TESTS``, or the first of the usual names."""
    return os.environ.get("BROWSER_OF_TESTS") or next(filter(None, map(shutil.which, NAMES)), None)


class BrowserError(Exception):
    """What the browser would not do, or what a page's script did wrong."""


class Page:
    """One page in the browser."""

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self._to, self._from = to_browser, from_browser
        self._buffer = b""
        self._number = 0
        self._session: str | None = None
        self.problems: list[str] = []
        target = self._call("Target.createTarget", url=BLANK)["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self._call(f"{domain}.enable")

    def resize(self, width: int, height: int = 900, *, dark: bool = False) -> None:
        """Give the page a size in pixels, and the look that the person prefers."""
        self._call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._call("Emulation.setEmulatedMedia", features=[scheme])

    def open(self, url: str) -> None:
        """Go to an address, and wait until all of it is there. Forgets the ``problems`` of the page before.

        That page has to be gone first: it could be taken for the new one, and its last words for the new one's.
        """
        self._call("Page.navigate", url=BLANK)
        self.wait(f"location.href === '{BLANK}'")
        self.problems.clear()
        self._call("Page.navigate", url=url)
        self.wait(f"document.readyState === 'complete' && location.href !== '{BLANK}'")

    def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page, as JSON has it. Raises BrowserError when it fails."""
        answer = self._call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise BrowserError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def wait(self, expression: str) -> None:
        """Wait until an expression in the page is true. Raises BrowserError after half a minute."""
        until = time.monotonic() + PATIENCE
        while not self.evaluate(f"Boolean({expression})"):
            if time.monotonic() > until:
                raise BrowserError(f"never became true: {expression}")
            time.sleep(0.02)

    def screenshot(self, path: Path, *, whole: bool = False) -> None:
        """Make a picture of what is seen, or of the whole page."""
        answer = self._call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(answer["data"]))

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            self._note(answer)
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise BrowserError(f"{method}: {answer['error']}")
                result: dict[str, Any] = answer["result"]
                return result

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            ready = select.select([self._from], [], [], PATIENCE)[0]
            received = os.read(self._from, 1 << 20) if ready else b""
            if not received:
                raise BrowserError("the browser says nothing more")
            self._buffer += received
        message, _end, self._buffer = self._buffer.partition(b"\0")
        decoded: dict[str, Any] = json.loads(message)
        return decoded

    def _note(self, message: dict[str, Any]) -> None:
        """Remember what went wrong in the page: exceptions, and what its console says of refusals."""
        if message.get("method") == "Runtime.exceptionThrown":
            self.problems.append(json.dumps(message["params"]["exceptionDetails"]))
        elif message.get("method") == "Log.entryAdded" and message["params"]["entry"]["level"] == "error":
            self.problems.append(message["params"]["entry"]["text"])


@contextlib.contextmanager
def browser(path: str) -> Iterator[Page]:
    """A browser with one page, ended when the block is left; ``path`` is what ``program`` says."""
    their_input, to_browser = os.pipe()
    from_browser, their_output = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [path, "--headless", "--remote-debugging-pipe", f"--user-data-dir={profile}", "--no-first-run"]
        command += ["--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-sandbox"]
        # The browser speaks on the descriptors 3 and 4, whatever is free here.
        script = f'exec "$@" 3<&{their_input} 4>&{their_output} 2>/dev/null'
        process = subprocess.Popen(
            ["/bin/bash", "-c", script, "bash", *command],
            pass_fds=(their_input, their_output),
            stdout=subprocess.DEVNULL,
        )
        os.close(their_input)
        os.close(their_output)
        try:
            yield Page(to_browser, from_browser)
        finally:
            os.close(to_browser)
            process.terminate()
            process.wait()
            os.close(from_browser)
