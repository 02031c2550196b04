# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ten hosts run the same task at the same time, without C(run_once): what it makes is made once.

A real ansible-playbook with ten forks, against a simulator that takes its time for each answer.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import simulated
import tree

HOSTS = [f"host-{number}" for number in range(10)]
LATENCY = 60  # ms; all ten have read before the first of them writes

# What is made, one after the other: the module, its options, and the path of the request that makes it.
MAKES: list[tuple[str, dict[str, Any], str]] = [
    ("app", {"name": "shop"}, "/apps"),
    ("addon", {"app": "shop", "plan": "heroku-redis:mini"}, "/apps/shop/addons"),
    ("addon", {"app": "shop", "plan": "heroku-postgresql:essential-0", "as": "MAIN"}, "/apps/shop/addons"),
    ("domain", {"app": "shop", "hostname": "www.example.com"}, "/apps/shop/domains"),
    ("drain", {"app": "shop", "url": "https://logs.example.com/shop"}, "/apps/shop/log-drains"),
    ("collaborator", {"app": "shop", "user": "other@example.com"}, "/apps/shop/collaborators"),
    (
        "webhook",
        {"app": "shop", "url": "https://hooks.example.com", "include": ["api:build"], "level": "notify"},
        "/apps/shop/webhooks",
    ),
    ("pipeline", {"name": "line"}, "/pipelines"),
    ("pipeline_coupling", {"app": "shop", "pipeline": "line", "stage": "staging"}, "/pipeline-couplings"),
    ("oauth_authorization", {"description": "ci", "scope": ["read"]}, "/oauth/authorizations"),
    (
        "oauth_client",
        {"name": "Shop", "redirect_uri": "https://shop.example.com/back"},
        "/oauth/clients",
    ),
]


class Run:
    """Runs of a playbook of these tasks on all hosts."""

    def __init__(self, folder: Path, simulator: simulated.Simulator) -> None:
        self.folder = folder
        self.simulator = simulator
        (folder / "ansible.cfg").touch()
        (folder / "hosts").write_text("\n".join(f"{host} ansible_connection=local" for host in HOSTS), encoding="utf-8")

    def start(self, tasks: list[dict[str, Any]], **variables: str) -> subprocess.Popen:
        """Start one with these tasks."""
        play = {"hosts": "all", "gather_facts": False, "tasks": tasks}
        playbook = self.folder / "play.yml"
        playbook.write_text(json.dumps([play]), encoding="utf-8")
        return subprocess.Popen(
            [sys.executable, "-m", "ansible", "playbook", "-i", str(self.folder / "hosts"), str(playbook)],
            env={
                **{name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "HEROKU_"))},
                "ANSIBLE_COLLECTIONS_PATH": str(tree.link()),
                "ANSIBLE_CONFIG": str(self.folder / "ansible.cfg"),
                "ANSIBLE_FORKS": str(len(HOSTS)),
                "ANSIBLE_HOME": str(self.folder / "home"),
                "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
                "HEROKU_API_KEY": self.simulator.token,
                "HEROKU_API_URL": self.simulator.url,
                **variables,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def changes(self, process: subprocess.Popen) -> int:
        """How many tasks changed something, on all hosts together. Fails when one of them failed."""
        printed, _nothing = process.communicate(timeout=240)
        assert process.returncode == 0, printed
        return sum(map(int, re.findall(r" changed=(\d+) ", printed[printed.rfind("PLAY RECAP") :])))


@pytest.fixture
def run(tmp_path):
    with simulated.simulator("--clock", "instant") as simulator:
        simulator.backdoor("POST", "settings", {"latency_ms": LATENCY})
        yield Run(tmp_path, simulator)


def tasks_of(makes: list[tuple[str, dict[str, Any], str]]) -> list[dict[str, Any]]:
    return [{f"community.heroku.heroku_{name}": options} for name, options, _path in makes]


def made(simulator: simulated.Simulator, since: int = 0) -> list[str]:
    """The paths of what was made."""
    return [entry["path"] for entry in simulator.requests()[since:] if entry["method"] == "POST"]


@pytest.mark.parametrize(("way", "makes"), [("auto", MAKES), ("module", MAKES[:2])], ids=["inside", "as modules"])
def test_it_is_made_once(run, way, makes):
    tasks = tasks_of(makes)
    assert run.changes(run.start(tasks, ANSIBLE_HEROKU_EXECUTION=way)) == len(tasks)
    assert made(run.simulator) == [path for _name, _options, path in makes]


def test_tasks_that_change_nothing_take_no_turns(run):
    """Ten that look only are over in the time of a few, and read once each."""
    tasks = tasks_of(MAKES[:1])
    run.changes(run.start(tasks))
    before = len(run.simulator.requests())
    assert run.changes(run.start(tasks)) == 0
    assert [entry["method"] for entry in run.simulator.requests()[before:]] == ["GET"] * len(HOSTS)


def test_a_command_runs_for_each_host(run):
    run.changes(run.start(tasks_of(MAKES[:1])))
    command = {"community.heroku.heroku_run": {"app": "shop", "command": "true", "attach": False, "wait": False}}
    assert run.changes(run.start([command])) == len(HOSTS)


def test_what_is_protected_stays_in_both_ways(run):
    """The variable, the environment and ansible.cfg reach the ordinary module too."""
    run.changes(run.start([*tasks_of(MAKES[:1]), {"community.heroku.heroku_app": {"name": "bare"}, "run_once": True}]))
    delete = {
        "community.heroku.heroku_app": {"name": "shop", "state": "absent"},
        "run_once": True,
        "register": "refused",
        "failed_when": "'is protected' not in refused.msg",
    }
    (run.folder / "ansible.cfg").write_text("[heroku]\nprotect = bare, shop\n", encoding="utf-8")
    for way in ("auto", "module"):
        by_file = {**delete, "vars": {"ansible_heroku_execution": way}}
        by_variable = {**delete, "vars": {"ansible_heroku_execution": way, "ansible_heroku_protect": ["sh*"]}}
        assert run.changes(run.start([by_file, by_variable])) == 0
        assert run.changes(run.start([by_file], ANSIBLE_HEROKU_PROTECT="x,sho?")) == 0
        nothing = {**delete, "vars": {"ansible_heroku_execution": way, "ansible_heroku_protect": []}}
        nothing["failed_when"] = "refused is not changed"
        again = {"community.heroku.heroku_app": {"name": "shop"}, "run_once": True}
        assert run.changes(run.start([nothing, again])) == 2
    assert not [entry for entry in run.simulator.requests() if entry["path"] == "/apps/bare"][1:]
