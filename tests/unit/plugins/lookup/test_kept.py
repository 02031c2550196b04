# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a lookup remembers: one evaluation, and for other templates of the same task a moment."""

from __future__ import annotations

import time
from typing import Any

import pytest
from ansible.errors import AnsibleLookupError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from ansible_collections.community.heroku.plugins.lookup.config_var import LookupModule
from ansible_collections.community.heroku.plugins.plugin_utils import lookup as shared


class Lookup(LookupModule):
    """The lookup of config vars with its options in a dict, where Ansible has not loaded it as a plugin."""

    def set_options(self, task_keys: Any = None, var_options: Any = None, direct: Any = None) -> None:
        self.given = {"connect_timeout": 10.0, "read_timeout": 60.0, **direct}

    def get_option(self, option: str, hostvars: Any = None) -> Any:
        return self.given.get(option)


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "_read", {})


def look_up(server: Any, *terms: str, **options: Any) -> list[Any]:
    """What a template with the lookup evaluates to."""
    loader = DataLoader()
    plugin = Lookup(loader=loader, templar=Templar(loader=loader))
    return plugin.run(list(terms), variables={}, api_url=server.url, api_key="a-token-of-the-test", **options)


def answers(*values: str) -> list[dict[str, Any]]:
    return [{"body": f'{{"A": "{value}", "B": "b"}}'.encode()} for value in values]


def test_templates_of_a_moment_share_a_request(loopback: Any) -> None:
    server = loopback(*answers("one", "two"))
    assert look_up(server, "example:A", "example:B") == ["one", "b"]
    assert look_up(server, "example:A") == ["one"]
    assert len(server.seen) == 1


def test_until_sees_a_change(loopback: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """C(until) evaluates in one process, and each time after a pause, be it the shortest."""
    server = loopback(*answers("one", "two", "three"))
    monotonic = time.monotonic
    seen = []
    for polls in range(3):
        monkeypatch.setattr(time, "monotonic", lambda polls=polls: monotonic() + 1.01 * polls)
        seen += look_up(server, "example:A")
    assert seen == ["one", "two", "three"]
    assert len(shared._read) == 1


def test_an_evaluation_that_takes_long_asks_once(loopback: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    server = loopback(*answers("one", "two"))
    monkeypatch.setattr(shared, "KEPT", -1.0)
    assert look_up(server, "example:A", "example:A") == ["one", "one"]
    assert len(server.seen) == 1


@pytest.mark.parametrize("option", ["read_timeout", "connect_timeout"])
@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf"), 1e30])
def test_a_timeout_that_is_none(loopback: Any, option: str, value: float) -> None:
    server = loopback(*answers("one"))
    with pytest.raises(AnsibleLookupError, match=f"{option} must be more than 0"):
        look_up(server, "example:A", **{option: value})
    assert server.seen == []
