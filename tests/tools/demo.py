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

PLAYBOOK = "playbooks/demo.yml"
INVENTORY = "playbooks/inventory/demo.heroku.yml"
# Heroku's minutes pass in seconds.
SPEED = "30"


def show(title: str, command: list[str], environment: dict[str, str]) -> str:
    """Run a command where the reader sees it, and return what it printed. Raises SystemExit when it fails."""
    bold, plain = ("\033[1m", "\033[0m") if sys.stdout.isatty() else ("", "")
    print(f"\n{bold}== {title}{plain}\n$ {' '.join(command)}", flush=True)
    begun = time.monotonic()
    process = subprocess.Popen(
        [os.path.join(os.path.dirname(sys.executable), command[0]), *command[1:]],
        cwd=tree.ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    printed = []
    assert process.stdout is not None
    for line in process.stdout:
        printed.append(line)
        print(line, end="", flush=True)
    if process.wait():
        raise SystemExit(f"{title}: {command[0]} ended with {process.returncode}")
    print(f"({time.monotonic() - begun:.1f} s)", flush=True)
    return "".join(printed)


def recap(printed: str) -> dict[str, int]:
    """The counts of the play recap (one host)."""
    return {name: int(count) for name, count in re.findall(r"(\w+)=(\d+)", printed[printed.rindex("PLAY RECAP") :])}


def main() -> int:
    """Show it all; the exit code is 0 when all is as it should be."""
    with simulated.simulator("--clock", SPEED) as simulator, tempfile.TemporaryDirectory() as home:
        print(f"The simulator is at {simulator.url} (open it in a browser); an hour passes there in two minutes.")
        settings = Path(home, "ansible.cfg")
        settings.touch()
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "HEROKU_"))},
            "ANSIBLE_COLLECTIONS_PATH": str(tree.link()),
            "ANSIBLE_CONFIG": str(settings),
            "ANSIBLE_FORCE_COLOR": "1" if sys.stdout.isatty() else "0",
            "ANSIBLE_HEROKU_PROGRESS": "always",
            "ANSIBLE_HOME": home,
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "0",
            "ANSIBLE_LOCALHOST_WARNING": "0",
            "HEROKU_API_KEY": simulator.token,
            "HEROKU_API_URL": simulator.url,
        }
        first = recap(show("From nothing to a running app", ["ansible-playbook", PLAYBOOK], environment))
        again = recap(show("The same once more: nothing to do", ["ansible-playbook", PLAYBOOK], environment))
        show("Apps are hosts", ["ansible-inventory", "-i", INVENTORY, "--graph"], environment)
        show("What is known of one", ["ansible-inventory", "-i", INVENTORY, "--host", "heroku-demo-app"], environment)
        command = ["ansible-playbook", PLAYBOOK, "--check", "--diff", "-e", "log_level=debug"]
        check = recap(show("What would change, without changing it", command, environment))
    print(
        f"\nfirst run changed={first['changed']}, second changed={again['changed']}, "
        f"check mode changed={check['changed']}"
    )
    if (again["changed"], check["changed"]) != (0, 1) or not first["changed"]:
        print("That is not what should have come.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
