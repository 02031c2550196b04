# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the unit tests of plugins/ and the main integration targets, both ways, with what ansible-core will be.

    python tests/tools/devel.py [REQUIREMENT]

What it will be is the development branch, from GitHub, or what pip is to install in its place, such as
``ansible-core==2.23.0b1``. Nothing here is pinned, so it is no gate: it tells early what a gate will say later.
"""

from __future__ import annotations

import os
import subprocess
import sys

import matrix
import tree
import venvs

BRANCH = "https://github.com/ansible/ansible/archive/devel.tar.gz"


def make(requirement: str) -> str:
    """Make the virtual environment: that of the newest core, with another ansible-core; returns its Python's path."""
    newest = matrix.CORES[-1]
    python = venvs.path(venvs.DEVEL) / "bin" / "python"
    subprocess.run([str(matrix.python_for(newest)), "-m", "venv", "--clear", str(venvs.path(venvs.DEVEL))], check=True)
    install = [str(python), "-m", "pip", "install", "-qq", "--no-input", "--disable-pip-version-check"]
    pinned = venvs.REQUIREMENTS / f"core-{newest.version}.txt"
    subprocess.run([*install, "-r", str(pinned)], check=True)
    subprocess.run([*install, "--upgrade", requirement], check=True)
    return str(python)


def main(requirement: str = BRANCH) -> int:
    """Make the environment and run the tests there; the exit code is 1 when some fail."""
    python = make(requirement)
    subprocess.run([python, "-m", "ansible", "playbook", "--version"], check=True)
    units = [python, "-m", "pytest", "-q", "tests/unit/plugins"]
    targets = [sys.executable, "tests/integration/run.py", "--core", venvs.DEVEL, "--smoke"]
    environment = {**os.environ, "PYTHONPATH": str(tree.link())}
    return max(
        subprocess.run(command, cwd=tree.ROOT, env=environment, check=False).returncode for command in (units, targets)
    )


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
