# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
import tree
from ansible.parsing.dataloader import DataLoader
from ansible.playbook.play_context import PlayContext
from ansible.playbook.task import Task
from ansible.plugins.loader import connection_loader
from ansible.template import Templar
from ansible_collections.community.heroku.plugins.plugin_utils.action import HerokuAction, plain

# A module ends its process and leaves its warnings behind, so each runs in a fork of its own.
MODULES = """
import importlib, json, os, sys, syslog
from ansible.module_utils import basic
syslog.syslog = lambda *said: print(*said, file=sys.stderr, flush=True)
basic.has_journal = False
import ansible_collections.community.heroku.plugins.module_utils._ansible.module
for line in sys.stdin:
    name, options = json.loads(line)
    if "inject_invocation" in basic.PASS_VARS:  # since ansible-core 2.21
        options["_ansible_inject_invocation"] = True
    if name == "plain":
        main = lambda: basic.AnsibleModule({}).exit_json()
    else:
        main = importlib.import_module(f"ansible_collections.community.heroku.plugins.modules.{name}").main
    if not (child := os.fork()):
        basic._ANSIBLE_ARGS = json.dumps({"ANSIBLE_MODULE_ARGS": options}).encode()
        basic._ANSIBLE_PROFILE = "legacy"
        try:
            main()
        finally:
            sys.stdout.flush()
            os._exit(0)
    os.waitpid(child, 0)
"""


@pytest.fixture
def make():
    """Make the action plugin for a task with these options."""

    def build(task_args=None, **attributes):
        loader = DataLoader()
        task = Task()
        task.args = task_args or {}
        task.check_mode = attributes.pop("check_mode", False)
        task.diff = attributes.pop("diff", False)
        for name, value in attributes.items():
            setattr(task, name, value)
        context = PlayContext()
        connection = connection_loader.get("local", context)
        return HerokuAction(task, connection, context, loader, Templar(loader), None)

    return build


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory):
    """Run a module as Ansible does elsewhere; returns what it printed. What goes to syslog is in C(run.logged)."""
    logged = tmp_path_factory.mktemp("ordinary") / "logged.txt"
    environment = {**os.environ, "PYTHONPATH": str(tree.link()), "HOME": "/nowhere"}
    command, pipe = [sys.executable, "-c", MODULES], subprocess.PIPE
    with (
        logged.open("w") as log,
        subprocess.Popen(command, env=environment, text=True, stdin=pipe, stdout=pipe, stderr=log) as process,
    ):

        def run(name, options):
            options = {**options, "_ansible_module_name": f"community.heroku.{name}"}
            process.stdin.write(json.dumps([name, options]) + "\n")
            process.stdin.flush()
            line = next(line for line in process.stdout if line.strip())
            return json.loads(line)

        run.logged = logged
        yield run
        process.stdin.close()


@pytest.fixture
def inside(monkeypatch, make):
    """Run a module with the action plugin."""
    monkeypatch.setenv("HOME", "/nowhere")
    plugin = make()
    variables = {"ansible_inject_invocation": True}

    def run(name, module, options):
        return plugin.in_process(module, f"community.heroku.{name}", plain(options), variables)

    return run
