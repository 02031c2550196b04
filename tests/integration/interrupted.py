# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kill the role's playbook in the midst of ten of its writes, run it again, and compare with an undisturbed run.

    python tests/integration/interrupted.py [--points 10]

The write has been done when the process dies, and its answer has not come. After the second run, the simulator must be
in the state of an undisturbed run: ids, times and what else differs between two undisturbed runs aside, and so nothing
may be there twice. One thing is done after the other, so that two runs have one history; but what waits lets others go
before it, and in the second run nothing waits, so that events come in another order. Ends with a line ``N passed, N
failed``.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

import simulated
import tree
from run import CANARIES
from states import FORGOTTEN, Facts, differences, facts

TARGETS = Path(__file__).resolve().parent / "targets"
SITE = TARGETS / "role_app" / "files" / "site.yml"
CERTIFICATES = TARGETS / "heroku_certificate" / "files" / "certificates.py"
WRITES = ("POST", "PUT", "PATCH", "DELETE")
TOLD = ("logs", "webhook_deliveries", "webhook_events")  # what follows from the order of things
PATIENCE = 120  # seconds for what takes one or two
# A request is carried out, and its answer does not come.
CARRIED_OUT: Mapping[str, Any] = types.MappingProxyType({"fault": "slow", "bytes_per_second": 1})


def family(pid: int) -> list[int]:
    """A process and all that it has started, itself first."""
    listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(child): int(parent) for child, parent in map(str.split, listed.splitlines())}
    found = [pid]
    for member in found:
        found += [child for child, parent in parents.items() if parent == member]
    return found


class Playbook:
    """A playbook with its arguments, to be run against one simulator; ``folder`` is Ansible's home meanwhile."""

    def __init__(self, simulator: simulated.Simulator, folder: Path, *arguments: str) -> None:
        self.simulator = simulator
        self.command = [sys.executable, "-m", "ansible", "playbook", "-i", "localhost,", *arguments]
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "HEROKU_"))},
            "ANSIBLE_COLLECTIONS_PATH": str(tree.link()),
            "ANSIBLE_CONFIG": str(folder / "ansible.cfg"),
            "ANSIBLE_FORCE_COLOR": "0",
            "ANSIBLE_HOME": str(folder),
            "ANSIBLE_LOCALHOST_WARNING": "0",
            "HEROKU_API_KEY": simulator.token,
            "HEROKU_API_URL": simulator.url,
            "HOME": str(folder),
        }

    def start(self) -> subprocess.Popen[str]:
        """Start it."""
        return subprocess.Popen(
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self) -> int:
        """Run it to its end; returns how many tasks changed something. Raises RuntimeError when it fails."""
        return self.ended(self.start())

    @staticmethod
    def ended(process: subprocess.Popen[str]) -> int:
        """Wait for the end of what was started; otherwise as ``run``."""
        printed, _nothing = process.communicate()
        changed = re.search(r" changed=(\d+) ", printed[printed.rfind("PLAY RECAP") :])
        if process.returncode or not changed:
            raise RuntimeError(f"the playbook ended with {process.returncode}:\n{printed}")
        return int(changed[1])

    def kill_in(self, number: int, fault: Mapping[str, Any] = CARRIED_OUT) -> None:
        """Run it until its request of that number meets the fault, and kill all of it before it has an answer."""
        self.simulator.backdoor("POST", "faults", {**fault, "skip": number - 1, "count": 1})
        process = self.start()
        try:
            deadline = time.monotonic() + PATIENCE
            while not self.met(fault):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"the playbook did not come to its request {number}")
                time.sleep(0.05)
        finally:
            # Ansible's workers are in process groups of their own, and would finish their task.
            for pid in family(process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            process.communicate()
        self.simulator.backdoor("DELETE", "faults")

    def met(self, fault: Mapping[str, Any]) -> bool:
        """Whether a request has met the fault; where it is carried out, whether it has been."""
        if fault is CARRIED_OUT:
            return any(entry["faults"] for entry in self.simulator.requests())
        return any(entry["hits"] for entry in self.simulator.backdoor("GET", "faults"))

    def state(self) -> Facts:
        """What the simulator holds, secrets included, but for what it has told and to whom."""
        return facts(self.simulator.backdoor("GET", "state?secrets=1")["tables"], aside=(FORGOTTEN, *TOLD))


def of_role(simulator: simulated.Simulator, folder: Path) -> Playbook:
    """The role's playbook."""
    return Playbook(simulator, folder, "-e", f"@{folder / 'variables.json'}", "-e", "forks=1", str(SITE))


def undisturbed(folder: Path) -> tuple[Facts, list[int]]:
    """The state after a run of which nothing came in the way, and the numbers of its writes.

    Raises RuntimeError when a second run changes something.
    """
    with simulated.simulator("--clock", "instant") as simulator:
        playbook = of_role(simulator, folder)
        playbook.run()
        state = playbook.state()
        log = simulator.requests()
        again = playbook.run()
        moved = differences(state, playbook.state())
        if again or moved:
            raise RuntimeError(f"the second run of the playbook changed something: changed={again}, {moved[:20]}")
    return state, [place for place, entry in enumerate(log, 1) if entry["method"] in WRITES]


def interrupted(folder: Path, number: int) -> Facts:
    """The state after a run that was killed in its request of that number, and another one."""
    with simulated.simulator("--clock", "instant") as simulator:
        playbook = of_role(simulator, folder)
        playbook.kill_in(number)
        playbook.run()
        return playbook.state()


def spread(items: list[int], count: int) -> list[int]:
    """So many of the items, the first and the last among them."""
    steps = min(count, len(items)) - 1
    return [items[round(step * (len(items) - 1) / steps)] if steps else items[0] for step in range(steps + 1)]


def main() -> int:
    """Compare them all."""
    parser = argparse.ArgumentParser(description="Kill the role's playbook and run it again.")
    parser.add_argument("--points", type=int, default=10, help="how many times to kill it")
    options = parser.parse_args()
    begun = time.monotonic()
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "ansible.cfg").touch()
        with open(folder / "certificates.json", "w", encoding="utf-8") as certificates:
            subprocess.run([sys.executable, str(CERTIFICATES)], stdout=certificates, check=True)
        variables = {"canaries": CANARIES, "certificates": str(folder / "certificates.json")}
        (folder / "variables.json").write_text(json.dumps(variables), encoding="utf-8")
        expected, writes = undisturbed(folder)
        other, _writes = undisturbed(folder)
        # What Heroku makes up: names, passwords, addresses.
        aside = set(differences(expected, other))
        points = spread(writes, options.points)
        for number in points:
            found = differences(expected, interrupted(folder, number), aside)
            failed += bool(found)
            print(f"{'FAILED' if found else 'ok    '} killed in request {number}", flush=True)
            for path in found[:20]:
                print(f"       {' '.join(path)}", flush=True)
    print(f"the role, interrupted, {time.monotonic() - begun:.0f} s\n{len(points) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
