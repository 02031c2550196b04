# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Play one of our playbooks from a checkout.

    python tests/tools/play.py NAME [OPTION OF ansible-playbook ...]

As ``ansible-playbook community.heroku.NAME`` does where the collection is installed. Run by the Python of a virtual
environment with ansible-core. The playbook speaks to what HEROKU_API_URL and
HEROKU_API_KEY say, which is the real Heroku without them.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import NoReturn

import tree
import venvs


def names() -> list[str]:
    """The playbooks that there are."""
    return sorted(file.stem for file in (tree.ROOT / "playbooks").glob("*.yml"))


def main(arguments: list[str]) -> NoReturn:
    """Become ansible-playbook; raises SystemExit when there is no such playbook."""
    name, *options = arguments or [""]
    if name not in names():
        sys.exit(f"Say which playbook, for instance: make play P=demo. There are {', '.join(names())}.")
    environment = {**os.environ, "ANSIBLE_COLLECTIONS_PATH": str(tree.link()), "ANSIBLE_LOCALHOST_WARNING": "0"}
    environment.setdefault("ANSIBLE_INVENTORY_UNPARSED_WARNING", "0")
    if name == "simulator":
        options += ["--extra-vars", json.dumps({"stop": 'make play P=simulator ARGS="-e state=stopped"'})]
        environment["HEROKU_SIMULATOR_PYTHON"] = str(venvs.ensure("simulator"))
    command = str(Path(sys.executable).with_name("ansible-playbook"))
    os.execve(command, [command, f"community.heroku.{name}", *options], environment)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(sys.argv[1:])
