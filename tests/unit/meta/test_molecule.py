# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The example of a Molecule scenario does what Molecule would make it do, also where a user has copied it to."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys

import pytest
import tree
import venvs
import yaml

SCENARIO = tree.ROOT / "extensions" / "molecule" / "default"
PID = "heroku_simulator_of_molecule/pid"


@pytest.fixture
def play(tmp_path, monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    (tmp_path / "ansible.cfg").touch()
    provisioner = yaml.safe_load((SCENARIO / "molecule.yml").read_text(encoding="utf-8"))["provisioner"]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "HEROKU_"))},
        **{name: value.replace("${HEROKU_SIMULATOR_PORT:-5055}", port) for name, value in provisioner["env"].items()},
        "ANSIBLE_COLLECTIONS_PATH": str(tree.link()),
        "ANSIBLE_CONFIG": str(tmp_path / "ansible.cfg"),
        "ANSIBLE_HOME": str(tmp_path),
        "HEROKU_SIMULATOR_PORT": port,
        "HEROKU_SIMULATOR_PYTHON": str(venvs.ensure("simulator")),
        "MOLECULE_EPHEMERAL_DIRECTORY": str(tmp_path),
    }

    copy = shutil.copytree(SCENARIO, tmp_path / "project" / "molecule" / "default")

    def run(name):
        command = [sys.executable, "-m", "ansible", "playbook", str(copy / f"{name}.yml")]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return int(re.search(r"changed=(\d+)", done.stdout).group(1))

    yield run
    if (tmp_path / PID).exists():
        run("destroy")


def test_the_scenario(play, tmp_path):
    assert play("create") == 1
    assert play("create") == 0
    assert (tmp_path / PID).exists()
    assert play("converge") == 3
    assert play("converge") == 0
    assert play("verify") == 0
    assert play("destroy") == 1
    assert not (tmp_path / PID).exists()
    assert play("destroy") == 0
