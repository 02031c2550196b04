# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.clock import SYSTEM
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError, InvalidInput, Timeout
from ansible_collections.community.heroku.plugins.module_utils._api.transport import TokenAuth
from ansible_collections.community.heroku.plugins.module_utils._engine.execute import Run, Subject
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Desired
from ansible_collections.community.heroku.plugins.module_utils._engine.report import Reporter
from ansible_collections.community.heroku.plugins.module_utils._resources.log import Log, is_meant

TIME = "2026-11-21T10:00:00.123456+00:00"
ONE, TWO = f"{TIME} app[web.1]: one", f"{TIME} app[web.1]: two"


class Client:
    """Hands out the lines of log sessions; an error in place of a line is raised."""

    auth = TokenAuth("token")
    clock = SYSTEM

    def __init__(self, *sessions: list[Any]) -> None:
        self.sessions = list(sessions)
        self.bodies: list[Any] = []

    def post(self, path: str, body: Any) -> Any:
        assert path == "/apps/shop/log-sessions"
        self.bodies.append(body)
        return {"logplex_url": "https://logplex/secret"}

    def stream(self, url: str, idle: float, until: float) -> Any:
        for line in self.sessions.pop(0):
            if isinstance(line, Exception):
                raise line
            yield line


class Heard(Reporter):
    """Keeps what was said and what is to be hidden."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.hidden: list[str] = []

    def say(self, text: str) -> None:
        self.said.append(text)

    def hide(self, values: Any) -> None:
        self.hidden.extend(values)


def want(**options: Any) -> Desired:
    defaults = {name: item.get("default") for name, item in Log.info_options.items()}
    return Desired({**defaults, "app": "shop", **options})


def read(client: Client, heard: Heard, **options: Any) -> Any:
    return Run.of(client, heard).find(Subject(Log, want(**options)))


def test_which_lines_are_meant() -> None:
    line = f"{TIME} app[web.1]: x"
    assert is_meant(want(), line)
    assert is_meant(want(dyno="web.1", source="app"), line)
    assert is_meant(want(type="web"), line)
    assert is_meant(want(type="web"), f"{TIME} app[web-5fbc9-2xkqz]: x")
    assert not is_meant(want(type="we"), line)
    assert not is_meant(want(dyno="web.2"), line)
    assert not is_meant(want(source="heroku"), line)
    assert is_meant(want(), "something else")
    assert not is_meant(want(source="app"), "something else")


def test_the_last_lines_need_one_session() -> None:
    client, heard = Client([ONE, TWO]), Heard()
    assert read(client, heard, lines=7, dyno="web.1") == {"lines": [ONE, TWO], "matched": None}
    assert client.bodies == [{"dyno_name": "web.1", "lines": 7, "tail": False}]
    assert heard.hidden == ["https://logplex/secret"]
    assert heard.said == []


def test_a_line_is_waited_for_over_sessions_without_repeating_any(pauses: Any) -> None:
    client, heard = Client([ONE, HerokuError("broken", id="stream")], [ONE, TWO, "later"]), Heard()
    assert read(client, heard, wait_for="tw[o]$") == {"lines": [ONE, TWO], "matched": TWO}
    assert heard.said == [ONE, TWO]
    assert [body["tail"] for body in client.bodies] == [True, True]


def test_a_log_that_cannot_be_read_is_a_failure() -> None:
    with pytest.raises(HerokuError, match="refused"):
        read(Client([HerokuError("refused", id="forbidden")]), Heard(), wait_for="x")
    with pytest.raises(HerokuError, match="broken"):
        read(Client([HerokuError("broken", id="stream")]), Heard())
    assert read(Client([ONE, HerokuError("silence", id="silence")]), Heard())["lines"] == [ONE]


def test_giving_up(pauses: Any) -> None:
    with pytest.raises(Timeout, match="No line of the log of shop matched wait_for within 3 s") as gave_up:
        read(Client(*[[ONE]] * 9), Heard(), wait_for="two", wait_timeout=3)
    assert gave_up.value.details["lines"] == [ONE]


@pytest.mark.parametrize("options", [{"lines": -1}, {"lines": 1501}, {"wait_for": "("}], ids=str)
def test_bad_input(options: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        Log.check(want(**options))
