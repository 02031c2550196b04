# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Start a simulator for as long as something needs it, in a process of its own or in this one."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import venvs
from tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    import heroku_simulator

TOKEN = "simulated-token-of-the-tests"


@dataclass(frozen=True)
class Simulator:
    """A running simulator: its address, a token that it takes, and the id of its process."""

    url: str
    token: str
    process: int

    def backdoor(self, method: str, path: str, body: Any = None) -> Any:
        """Ask ``/_simulator/PATH``; returns the decoded answer, None when it is empty."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310 - the address is the simulator's own
            f"{self.url}/_simulator/{path}", data=data, method=method, headers={"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
            text = response.read()
        return json.loads(text) if text else None

    def certificate(self) -> str:
        """What to trust for attached dynos, as PEM."""
        with urllib.request.urlopen(f"{self.url}/_simulator/certificate", timeout=30) as response:  # noqa: S310
            return response.read().decode()

    def requests(self) -> list[dict[str, Any]]:
        """The log of the requests to the API so far."""
        return self.backdoor("GET", "requests")


def within(*arguments: str) -> heroku_simulator.Simulator:
    """A simulator with the same arguments in this process, for a ``with`` block: it needs no second to start.

    Only the Python of the tools can have one. Paths are relative to the checkout.
    """
    package = str(ROOT / "tests" / "simulator")
    if package not in sys.path:
        sys.path.insert(1, package)
    from heroku_simulator import cli  # noqa: PLC0415 - other Pythons lack what it needs

    options = cli.parser().parse_args(["--token", TOKEN, *arguments])
    if options.world is not None:
        options.world = ROOT / options.world
    return cli.simulator_of(options)


@contextlib.contextmanager
def simulator(*arguments: str) -> Iterator[Simulator]:
    """A simulator on a free port of the loopback interface, with these arguments; ended when the block is left.

    Raises RuntimeError with what it printed when it does not start.
    """
    command = [
        str(venvs.ensure("simulator")),
        str(ROOT / "tests" / "simulator"),
        "--port",
        "0",
        "--token",
        TOKEN,
        *arguments,
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            _out, error = process.communicate()
            raise RuntimeError(f"the simulator did not start: {error}")
        ready = json.loads(line)
        yield Simulator(ready["url"], ready["token"], process.pid)
    finally:
        process.terminate()
        process.communicate()
