# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task inside the controller says while it waits."""

from __future__ import annotations

import pytest
from ansible_collections.community.heroku.plugins.module_utils._ansible.module import ManagingModule
from ansible_collections.community.heroku.plugins.module_utils._resources.config import Config
from ansible_collections.community.heroku.plugins.plugin_utils import action

SECRET = "hush-hush-of-the-tests"


class TestWhetherAnythingIsSaid:
    def told(self, plugin, capsys, **variables):
        plugin.teller({"inventory_hostname": "web1", **variables})("Waiting.")
        return capsys.readouterr().out

    def test_with_the_name_of_the_host(self, make, capsys):
        assert self.told(make(), capsys, ansible_heroku_progress="always") == "  [web1] Waiting.\n"

    @pytest.fixture
    def on_terminal(self, monkeypatch):
        """C(ansible-playbook) on a terminal."""
        monkeypatch.setattr(action, "ON_TERMINAL", True)
        monkeypatch.setattr(action.context, "CLIARGS", {"start_at_task": None})

    def test_on_a_terminal(self, make, capsys, on_terminal):
        assert self.told(make(), capsys) == "  [web1] Waiting.\n"

    def test_only_on_a_terminal(self, make, capsys, monkeypatch, on_terminal):
        monkeypatch.setattr(action, "ON_TERMINAL", False)
        assert self.told(make(), capsys) == ""

    def test_not_of_an_ad_hoc_command(self, make, capsys, monkeypatch, on_terminal):
        """It prints one thing a host, though the callback that is configured is another one."""
        monkeypatch.setattr(action.context, "CLIARGS", {"module_name": "community.heroku.heroku_app"})
        assert self.told(make(), capsys) == ""

    @pytest.mark.parametrize(
        ("callback", "heard"),
        [
            ("default", True),
            ("ansible.builtin.default", True),
            ("ansible.posix.debug", True),
            ("community.general.yaml", True),
            ("json", False),
            ("ansible.posix.json", False),
            ("ansible.posix.jsonl", False),
            ("minimal", False),
            ("ansible.builtin.oneline", False),
            ("community.general.dense", False),
            ("community.general.null", False),
            ("community.general.unixy", False),
            ("awx_display", False),
            ("somebody.own.callback", False),
        ],
    )
    def test_only_beside_what_people_read(self, make, capsys, monkeypatch, on_terminal, callback, heard):
        monkeypatch.setattr(action.C, "DEFAULT_STDOUT_CALLBACK", callback)
        assert bool(self.told(make(), capsys)) is heard

    def test_never(self, make, capsys, monkeypatch):
        monkeypatch.setattr(action, "ON_TERMINAL", True)
        assert self.told(make(), capsys, ansible_heroku_progress="never") == ""

    def test_nothing_of_a_task_that_is_not_to_be_logged(self, make, capsys):
        assert self.told(make(no_log=True), capsys, ansible_heroku_progress="always") == ""


class TestReleasePhase:
    """The command of the release phase repeats a config var, as careless ones do."""

    @pytest.fixture
    def app(self, simulator, connect):
        """An app with a release phase; from now on time stands still."""
        client = connect(simulator)
        client.post("/apps", {"name": "example"})
        command = f"migrate --password {SECRET}"
        slug = client.post("/apps/example/slugs", {"process_types": {"web": "serve", "release": command}})
        client.post("/apps/example/releases", {"slug": slug["id"]})
        client.get("/apps/example/releases")
        simulator.backdoor("POST", "clock", {"mode": 0})

    @pytest.fixture
    def said(self, simulator, monkeypatch):
        """The lines that are shown. Time goes on when one of these is, and not before."""
        lines = []
        steps = {"Waiting for": 2, "Running release": 60}  # seconds until there is an output, and until it is over

        def display(text, **_more):
            lines.append(text)
            for beginning, seconds in steps.items():
                if f"] {beginning}" in text:
                    simulator.backdoor("POST", "clock", {"advance": seconds})

        monkeypatch.setattr(action.display, "display", display)
        return lines

    @pytest.fixture
    def run(self, simulator, make, app):
        """Set a config var and wait for its release."""

        def run(**variables):
            options = {"app": "example", "config": {"PASSWORD": SECRET}, "wait": True, "wait_timeout": 30}
            plugin = make({"api_key": simulator.token, "api_url": simulator.url, **options})
            variables = {"inventory_hostname": "web1", **variables}
            return plugin.in_process(
                ManagingModule(Config), "community.heroku.heroku_config", plugin._task.args, variables
            )

        return run

    def test_each_line_is_said_when_it_comes_without_secrets(self, run, said):
        assert run(ansible_heroku_progress="always")["names"] == ["PASSWORD"]
        assert said == [
            "  [web1] Waiting for the release phase of v4 of example: pending",
            "  [web1] Running release v4 commands...",
            "  [web1] + migrate --password ********",
            "  [web1] Release command succeeded",
        ]

    def test_a_command_that_fails(self, run, said, simulator):
        simulator.backdoor("POST", "faults", {"fault": "fail", "transition": "release.command", "count": 1})
        result = run(ansible_heroku_progress="always")
        assert result["msg"].startswith("The release phase of v4 failed")
        assert said[-2:] == ["  [web1] + migrate --password ********", "  [web1] Release command failed"]
        assert SECRET not in str(result)

    def test_never(self, run, said, simulator):
        simulator.backdoor("POST", "clock", {"mode": "instant"})
        assert run(ansible_heroku_progress="never")["names"] == ["PASSWORD"]
        assert said == []
