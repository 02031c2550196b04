# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo, against a simulator. First an app: playbooks/demo.yml, again, the inventory, a change in check mode.

Then a fleet: what a document of three apps would do, does, does again, and what somebody did to them by hand.

Ends with an error when a second run would change something, a plan is not what is done, drift is not found, or anything
fails. Leaves nothing running.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import simulated
import tree

PLAYBOOK = ["ansible-playbook", "playbooks/demo.yml"]
INVENTORY = ["ansible-inventory", "-i", "playbooks/inventory/demo.heroku.yml"]
DOCUMENT = ["-e", "src=playbooks/files/shop.yml"]
APPLY = ["ansible-playbook", "playbooks/apply.yml", *DOCUMENT]
DRIFT = ["ansible-playbook", "playbooks/drift.yml", *DOCUMENT, "-e", "report=", "--diff"]
DRIFTED = 2  # what it ends with
# What somebody does in a hurry, and tells nobody.
BY_HAND = (
    ("heroku_formation", '{"app": "demo-shop", "updates": [{"type": "web", "quantity": 5}]}'),
    ("heroku_domain", '{"app": "demo-shop", "hostname": "sale.shop.example"}'),
)
CHANGED = r"\| CHANGED"
TOTALS = re.compile(r"(\d+) added, (\d+) changed, (\d+) destroyed")
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
  make play P=apply ARGS="-e src=playbooks/files/shop.yml --check --diff"
README.md goes on from there, also with your own account at Heroku."""


def in_colour() -> bool:
    """Whether the output is a terminal on which colours are welcome."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def show(title: str, command: list[str], environment: dict[str, str], keep: str = "", code: int = 0) -> str:
    """Run a command where the reader sees it, or of it the lines with the expression ``keep``; no title, no heading.

    Returns what is shown. Raises SystemExit when the command does not end with this code.
    """
    bold, plain = ("\033[1m", "\033[0m") if in_colour() else ("", "")
    kept = f" \\\n    | grep -E '{keep}'" if keep else ""
    heading = f"\n{bold}== {title}{plain}\n" if title else ""
    print(f"{heading}$ {shlex.join(command)}{kept}", flush=True)
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
    if process.wait() != code:
        raise SystemExit(f"{title}: {command[0]} ended with {process.returncode}")
    said = f", exit code {code}" if code else ""
    print(f"({time.monotonic() - begun:.1f} s{said})", flush=True)
    return "".join(shown)


def recap(printed: str) -> dict[str, int]:
    """The counts of the play recap (one host), in colour or not."""
    counts = COLOUR.sub("", printed[printed.rindex("PLAY RECAP") :])
    return {name: int(count) for name, count in re.findall(r"(\w+)=(\d+)", counts)}


def totals(printed: str) -> tuple[int, ...]:
    """How many things playbooks/apply.yml says that it added, changed and destroyed."""
    found = TOTALS.findall(COLOUR.sub("", printed))
    return tuple(map(int, found[-1])) if found else ()


def environment_for(simulator: simulated.Simulator, home: str) -> dict[str, str]:
    """The variables of commands that speak to the simulator, whatever the settings of the person are."""
    settings = Path(home, "ansible.cfg")
    settings.touch()
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "HEROKU_"))},
        "ANSIBLE_CALLBACK_RESULT_FORMAT": "yaml",
        "ANSIBLE_COLLECTIONS_PATH": str(tree.link()),
        "ANSIBLE_CONFIG": str(settings),
        "ANSIBLE_FORCE_COLOR": "1" if in_colour() else "0",
        "ANSIBLE_HEROKU_PROGRESS": "always",
        "ANSIBLE_HOME": home,
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "0",
        "ANSIBLE_LOCALHOST_WARNING": "0",
        "HEROKU_API_KEY": simulator.token,
        "HEROKU_API_URL": simulator.url,
        "PWD": str(tree.ROOT),
    }


class Account:
    """What the parts of the demo cost and changed, to be told at the end."""

    def __init__(self, simulator: simulated.Simulator) -> None:
        self.simulator = simulator
        self.before = 0
        self.lines: list[str] = []

    def note(self, what: str, changes: str = "") -> None:
        """Note the requests since the last note, and what changed."""
        total = len(self.simulator.requests())
        self.lines.append(f"  {what:32}{changes:>21}{total - self.before:5} requests")
        self.before = total


def show_an_app(environment: dict[str, str], account: Account) -> bool:
    """One app, task by task; returns whether all was as it should be."""
    first = recap(show("From nothing to a running app", PLAYBOOK, environment))
    account.note("From nothing to a running app", f"{first['changed']} changed")
    again = recap(show("The same once more: nothing to do", PLAYBOOK, environment))
    account.note("The same once more", f"{again['changed']} changed")
    graph = show("Apps are hosts", [*INVENTORY, "--graph"], environment)
    told = show("Some of what is known of one", [*INVENTORY, "--yaml", "--host", "heroku-demo-app"], environment, TOLD)
    account.note("The inventory, twice")
    command = [*PLAYBOOK, "--check", "--diff", "-e", "log_level=debug"]
    check = recap(show("What would change, without changing it", command, environment))
    account.note("A change in check mode", f"{check['changed']} changed")
    found = "heroku-demo-app" in graph and "heroku-demo-app" in told
    return (again["changed"], check["changed"]) == (0, 1) and first["changed"] > 0 and found


def show_a_fleet(environment: dict[str, str], account: Account) -> bool:
    """Three apps and a pipeline, by one document; returns whether all was as it should be."""
    plan = totals(show("Three apps in one document: the plan", [*APPLY, "--check", "--diff"], environment))
    account.note("The plan of three apps", added(plan))
    done = totals(show("The plan, carried out", APPLY, environment))
    account.note("The plan, carried out", added(done))
    again = totals(show("The same once more: nothing to do", APPLY, environment))
    account.note("The same once more", added(again))
    title, said = "Somebody changes something by hand", ""
    for module, options in BY_HAND:
        command = ["ansible", "localhost", "-m", f"community.heroku.{module}", "-a", options]
        said += show(title, command, environment, CHANGED)
        title = ""
    account.note("By hand", f"{len(said.splitlines())} changed")
    brief = {**environment, "ANSIBLE_DISPLAY_SKIPPED_HOSTS": "0"}  # without the reports that nobody asked for
    drift = show("Who notices: drift, exit code 2", DRIFT, brief, code=DRIFTED)
    account.note("Drift, found")
    drift = COLOUR.sub("", drift)
    found = "quantity 5 -> 2" in drift and "not in the document (domains sale.shop.example)" in drift
    return plan == done != again == (0, 0, 0) and found


def added(numbers: tuple[int, ...]) -> str:
    """What a fleet added and changed, for the summary."""
    return f"{numbers[0]} added, {numbers[1]} changed" if numbers else ""


def main() -> int:
    """Show it all; the exit code is 0 when all is as it should be."""
    with simulated.simulator("--clock", SPEED) as simulator, tempfile.TemporaryDirectory() as home:
        print(
            f"A simulator of Heroku runs at {simulator.url}\nOpen it in a browser. An hour passes there in two minutes."
        )
        environment, account = environment_for(simulator, home), Account(simulator)
        well = [part(environment, account) for part in (show_an_app, show_a_fleet)]
    print("\n".join(["\nWhat you have seen:", *account.lines]))
    if not all(well):
        print("That is not what should have come.", file=sys.stderr)
        return 1
    print(NEXT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
