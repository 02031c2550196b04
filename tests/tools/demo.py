# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo: playbooks/demo.yml against a simulator, then again, then the inventory, then a change in check mode.

Ends with an error when a second run would change something, or anything fails. Leaves nothing running.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import simulated
import tree

PLAYBOOK = ["ansible-playbook", "playbooks/demo.yml"]
INVENTORY = ["ansible-inventory", "-i", "playbooks/inventory/demo.heroku.yml"]
# Of the hundred lines about a host, those that a reader understands at once.
TOLD = r"^\w*(url|name|_at|_size):"
# Heroku's minutes pass in seconds.
SPEED = "30"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
NEXT = """
What to type next:
  make play P=simulator            a simulator that stays until you stop it
  . ~/.ansible/heroku_simulator/exports
  make play P=demo                 the same playbook: change it, play it again
  make play P=organisation         a team with its people, a space, a pipeline
README.md goes on from there, also with your own account at Heroku."""


def in_colour() -> bool:
    """Whether the output is a terminal on which colours are welcome."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def show(title: str, command: list[str], environment: dict[str, str], keep: str = "") -> str:
    """Run a command where the reader sees it, or of it the lines with the expression ``keep``.

    Returns what is shown. Raises SystemExit when the command fails.
    """
    bold, plain = ("\033[1m", "\033[0m") if in_colour() else ("", "")
    kept = f" \\\n    | grep -E '{keep}'" if keep else ""
    print(f"\n{bold}== {title}{plain}\n$ {' '.join(command)}{kept}", flush=True)
    begun = time.monotonic()
    process = subprocess.Popen(
        [os.path.join(os.path.dirname(sys.executable), command[0]), *command[1:]],
        cwd=tree.ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    shown = []
    assert process.stdout is not None
    for line in process.stdout:
        if re.search(keep, line):
            shown.append(line)
            print(line, end="", flush=True)
    if process.wait():
        raise SystemExit(f"{title}: {command[0]} ended with {process.returncode}")
    print(f"({time.monotonic() - begun:.1f} s)", flush=True)
    return "".join(shown)


def recap(printed: str) -> dict[str, int]:
    """The counts of the play recap (one host), in colour or not."""
    counts = COLOUR.sub("", printed[printed.rindex("PLAY RECAP") :])
    return {name: int(count) for name, count in re.findall(r"(\w+)=(\d+)", counts)}


def environment_for(simulator: simulated.Simulator, home: str) -> dict[str, str]:
    """The variables of commands that speak to the simulator, whatever the settings of the person are."""
    settings = Path(home, "ansible.cfg")
    settings.touch()
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "HEROKU_"))},
        "ANSIBLE_COLLECTIONS_PATH": str(tree.link()),
        "ANSIBLE_CONFIG": str(settings),
        "ANSIBLE_FORCE_COLOR": "1" if in_colour() else "0",
        "ANSIBLE_HEROKU_PROGRESS": "always",
        "ANSIBLE_HOME": home,
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "0",
        "ANSIBLE_LOCALHOST_WARNING": "0",
        "HEROKU_API_KEY": simulator.token,
        "HEROKU_API_URL": simulator.url,
    }


class Account:
    """What the parts of the demo cost and changed, to be told at the end."""

    def __init__(self, simulator: simulated.Simulator) -> None:
        self.simulator = simulator
        self.before = 0
        self.lines: list[str] = []

    def note(self, what: str, changed: int | None = None) -> None:
        """Note the requests since the last note, and what changed."""
        total = len(self.simulator.requests())
        changes = "" if changed is None else f"{changed} changed"
        self.lines.append(f"  {what:34}{changes:>10}{total - self.before:5} requests")
        self.before = total


def main() -> int:
    """Show it all; the exit code is 0 when all is as it should be."""
    with simulated.simulator("--clock", SPEED) as simulator, tempfile.TemporaryDirectory() as home:
        print(
            f"A simulator of Heroku runs at {simulator.url}\nOpen it in a browser. An hour passes there in two minutes."
        )
        environment, account = environment_for(simulator, home), Account(simulator)
        first = recap(show("From nothing to a running app", PLAYBOOK, environment))
        account.note("From nothing to a running app", first["changed"])
        again = recap(show("The same once more: nothing to do", PLAYBOOK, environment))
        account.note("The same once more", again["changed"])
        graph = show("Apps are hosts", [*INVENTORY, "--graph"], environment)
        told = show(
            "Some of what is known of one", [*INVENTORY, "--yaml", "--host", "heroku-demo-app"], environment, TOLD
        )
        account.note("The inventory, twice")
        command = [*PLAYBOOK, "--check", "--diff", "-e", "log_level=debug"]
        check = recap(show("What would change, without changing it", command, environment))
        account.note("A change in check mode", check["changed"])
    print("\n".join(["\nWhat you have seen:", *account.lines]))
    if (again["changed"], check["changed"]) != (0, 1) or not first["changed"] or "heroku-demo-app" not in graph + told:
        print("That is not what should have come.", file=sys.stderr)
        return 1
    print(NEXT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
