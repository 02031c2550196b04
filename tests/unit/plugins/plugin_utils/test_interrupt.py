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
import time

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
        plan: heroku-postgresql:standard-0
        wait_timeout: 600
"""


@pytest.fixture
def run(tmp_path, request):
    """Start ansible-playbook against a simulator, in a process group of its own."""
    playbook, settings = tmp_path / "play.yml", tmp_path / "ansible.cfg"
    playbook.write_text(getattr(request, "param", PLAYBOOK), encoding="utf-8")
    settings.touch()

    def start(simulator: simulated.Simulator, **more: str) -> subprocess.Popen:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "HEROKU_"))},
            "ANSIBLE_COLLECTIONS_PATH": str(tree.link()),
            "ANSIBLE_CONFIG": str(settings),
            "ANSIBLE_HEROKU_PROGRESS": "always",
            "ANSIBLE_HOME": str(tmp_path / "home"),
            "ANSIBLE_LOCALHOST_WARNING": "0",
            "HEROKU_API_KEY": simulator.token,
            "HEROKU_API_URL": simulator.url,
            **more,
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
            if "Waiting for heroku-postgresql:standard-0" in line:
                break
        os.killpg(first.pid, number)
        _rest, said = first.communicate(timeout=60)
        assert first.returncode != 0
        assert "[localhost] Interrupted while waiting for heroku-postgresql:standard-0" in said
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


BUILD = """
- hosts: localhost
  connection: local
  gather_facts: false
  tasks:
    - community.heroku.heroku_app: {name: example-packed}
    - community.heroku.heroku_build: {app: example-packed, path: code, wait_timeout: 600}
"""


@pytest.mark.parametrize("execution", ["auto", "module"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("run", [BUILD], indirect=True, ids=["build"])
def test_killed_during_a_build_leaves_no_source_behind(run, number, execution, tmp_path):
    """Whatever ends it: the packed source, which may hold secrets, is not to stay in the folder for such files."""
    code, room = tmp_path / "code", tmp_path / "room"
    code.mkdir()
    room.mkdir()
    (code / "Procfile").write_text("web: canary-of-the-source", encoding="utf-8")
    with simulated.simulator("--clock", "real") as simulator:
        process = run(simulator, TMPDIR=str(room), ANSIBLE_HEROKU_EXECUTION=execution)
        give_up = time.monotonic() + 60
        while not any(r["method"] == "POST" and r["path"].endswith("/builds") for r in simulator.requests()):
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < give_up
            time.sleep(0.05)
        os.killpg(process.pid, number)
        process.communicate(timeout=60)
    assert process.returncode != 0
    left = [file for file in room.rglob("*") if file.is_file() and b"canary-of-the-source" in file.read_bytes()]
    assert left == []
