# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The official heroku command, at the version that tests/conformance/package.json pins, pointed at a simulator."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from tree import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from simulated import Simulator

FOLDER = ROOT / "tests" / "conformance"
COMMANDS = FOLDER / "node_modules" / ".bin"


def available() -> bool:
    """Whether there is an npm to install it with."""
    return shutil.which("npm") is not None


def install() -> None:
    """Install the pinned version below tests/conformance, unless it is there. Raises subprocess.CalledProcessError."""
    lock, done = FOLDER / "package-lock.json", FOLDER / "node_modules" / ".package-lock.json"
    if not done.is_file() or done.stat().st_mtime < lock.stat().st_mtime:
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(command, cwd=FOLDER, check=True)


def environment(simulator: Simulator, home: str | Path) -> dict[str, str]:
    """The variables with which the command speaks to the simulator and to nobody else, and keeps its files in ``home``.

    cli-requests.md lists what each is for.
    """
    inherited = {
        name: value
        for name, value in os.environ.items()
        # It warns of each of the latter, once a run.
        if not name.startswith(("HEROKU_", "ANSIBLE_", "SSL_CERT", "NODE_EXTRA_CA"))
    }
    return {
        **inherited,
        **dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(home)),
        "DISABLE_TELEMETRY": "true",
        "HEROKU_API_KEY": simulator.token,
        "HEROKU_DISABLE_AUTOUPDATE": "true",
        "HEROKU_HOST": simulator.url,
        "HEROKU_PARTICLEBOARD_URL": simulator.url,
        "HEROKU_SKIP_NEW_VERSION_CHECK": "true",
        "NO_COLOR": "1",
        "PATH": f"{COMMANDS}{os.pathsep}{os.environ['PATH']}",
    }
