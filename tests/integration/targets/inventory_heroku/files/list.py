# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run a command, and leave what came of it in a file: one process instead of a task for each of its parts.

list.py SIMULATOR_URL FILE COMMAND...
    FILE gets a JSON object: ``code`` (the exit code), ``inventory`` (null unless the command printed one), ``said``
    (warnings and errors, in one line) and ``log`` (the requests that were sent, in order).
"""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from typing import Any


def ask(url: str, method: str) -> Any:
    """The decoded answer of the simulator's back door."""
    request = urllib.request.Request(url, method=method)
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)


def plain(value: dict[str, Any]) -> Any:
    """A text as it is: since ansible-core 2.19, ansible-inventory wraps each that is not to be a template."""
    return value.get("__ansible_unsafe", value)


def main(simulator: str, file: str, *command: str) -> None:
    """Run the command, and write the file."""
    requests = f"{simulator}/_simulator/requests"
    ask(requests, "DELETE")
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    outcome = {
        "code": run.returncode,
        "inventory": json.loads(run.stdout, object_hook=plain) if run.stdout.startswith("{") else None,
        "said": " ".join(run.stderr.split()),
        "log": ask(requests, "GET"),
    }
    with open(file, "w", encoding="utf-8") as output:
        json.dump(outcome, output)


if __name__ == "__main__":
    main(*sys.argv[1:])
