# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of the collection's modules: their code, and their documentation as Ansible reads it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import modules
import pytest
import tree


@pytest.fixture(scope="session")
def documentation() -> dict[str, dict[str, Any]]:
    """What ansible-doc says of each module, with the documentation fragments in place."""
    names = modules.names()
    if not names:
        return {}
    command = [str(Path(sys.executable).with_name("ansible-doc")), "--json", "-t", "module"]
    environment = {**os.environ, "ANSIBLE_COLLECTIONS_PATH": str(tree.link())}
    answer = subprocess.run(
        [*command, *(f"community.heroku.{name}" for name in names)],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return {name.rpartition(".")[2]: entry for name, entry in json.loads(answer.stdout).items()}
