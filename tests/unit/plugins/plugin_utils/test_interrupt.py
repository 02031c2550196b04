# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run that is killed while a task waits says what state the thing is in, and the next run goes on from there."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys

import pytest
import simulated
import tree

PLAYBOOK = """
- hosts: localhost
  connection: local
  gather_facts: false
  tasks:
    - community.heroku.heroku_app: {name: example-interrupted}
    - community.heroku.heroku_addon:
        app: example-interrupted
        plan: heroku-postgresql:essential-0
        wait_timeout: 600
"""


@pytest.fixture
def run(tmp_path):
    """Start ansible-playbook against a simulator, in a process group of its own."""
    playbook, settings = tmp_path / "play.yml", tmp_path / "ansible.cfg"
    playbook.write_text(PLAYBOOK, encoding="utf-8")
    settings.touch()

    def start(simulator: simulated.Simulator) -> subprocess.Popen:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "HEROKU_"))},
            "ANSIBLE_COLLECTIONS_PATH": str(tree.link()),
            "ANSIBLE_CONFIG": str(settings),
            "ANSIBLE_HEROKU_PROGRESS": "always",
            "ANSIBLE_HOME": str(tmp_path / "home"),
            "ANSIBLE_LOCALHOST_WARNING": "0",
            "HEROKU_API_KEY": simulator.token,
            "HEROKU_API_URL": simulator.url,
        }
        return stack.enter_context(
            subprocess.Popen(
                [sys.executable, "-m", "ansible", "playbook", str(playbook)],
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
        )

    with contextlib.ExitStack() as stack:
        yield start


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_killed_during_a_wait(run, number):
    """As Ctrl-C does it, and as a CI system ends a job: the signal goes to all processes of the group."""
    with simulated.simulator("--clock", "real") as simulator:
        first = run(simulator)
        for line in first.stdout:
            if "Waiting for heroku-postgresql:essential-0" in line:
                break
        os.killpg(first.pid, number)
        _rest, said = first.communicate(timeout=60)
        assert first.returncode != 0
        assert "[localhost] Interrupted while waiting for heroku-postgresql:essential-0" in said
        assert "(provisioning)" in said
        assert "running the playbook again goes on from there" in said
        # The add-on takes its time by the clock of the simulator.
        simulator.backdoor("POST", "clock", {"advance": 3600})
        second = run(simulator)
        printed, said = second.communicate(timeout=120)
        assert second.returncode == 0, printed + said
        assert "changed=0" in printed
        assert "Interrupted" not in said
        bought = [r for r in simulator.requests() if r["method"] == "POST" and r["path"].endswith("/addons")]
        assert len(bought) == 1
