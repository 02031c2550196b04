# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import Failure, HerokuError, Timeout
from ansible_collections.community.heroku.plugins.module_utils.resource import Talk
from ansible_collections.community.heroku.plugins.module_utils.resources.run import SHOWN, Run

TIME = "2026-11-21T10:00:00.123456+00:00"
DYNO = {**dict.fromkeys(SHOWN), "id": "d", "name": "run.1", "command": "bin/x", "attach_url": None}


class Client:
    """Hands out the lines of log sessions, and dynos; an error in place of lines is raised, one behind them too."""

    timeout = (1.0, 1.0)

    def __init__(self, *sessions: list[Any], dynos: Any = ()) -> None:
        self.sessions = list(sessions)
        self.dynos = list(dynos)
        self.bodies: list[Any] = []

    def post(self, path: str, body: Any) -> Any:
        self.bodies.append(body)
        return {"logplex_url": "https://logplex/secret"}

    def stream(self, url: str, idle: float, until: float) -> Any:
        for line in self.sessions.pop(0):
            if isinstance(line, Exception):
                raise line
            yield line

    def list(self, path: str) -> Any:
        return self.dynos

    def get(self, path: str) -> Any:
        if not self.dynos:
            raise HerokuError("gone", status=404)
        return self.dynos[0]


def run(client: Any = None, **params: Any) -> Run:
    given = {name: item.get("default") for name, item in Run.options.items()}
    return Run(client, {**given, "app": "shop", "command": "bin/x", "wait_timeout": 5, **params}, Talk())


def heroku(text: str) -> str:
    return f"{TIME} heroku[run.1]: {text}"


END = [heroku("Process exited with status 3"), heroku("State changed from up to complete")]
SAID = [f"{TIME} app[run.1]: one", f"{TIME} app[run.2]: of another", f"{TIME} app[run.1]: one"]


def test_what_heroku_is_to_run() -> None:
    assert run(attach=False, command=" bin/x\n").command == "bin/x"
    first, second = run().command, run().command
    assert first.startswith('bin/x ; echo "\uffff heroku-command-exit-status ')
    assert first != second  # so that it can be found in the list of dynos


def test_a_detached_command_is_followed_to_its_end() -> None:
    running = run(Client([*SAID, *END, "later"]), attach=False)
    running.follow_log(DYNO)
    assert running.parts(DYNO) == {
        "dyno": dict.fromkeys(SHOWN) | {"command": None, "id": "d", "name": "run.1"},
        "exit_code": 3,
        "output": ["one", "one"],
    }
    assert running.client.bodies == [{"dyno_name": "run.1", "lines": 1500, "tail": True}]


def test_a_session_that_breaks_is_followed_by_another(pauses: Any) -> None:
    silence = HerokuError("silence", id="silence")
    running = run(Client([*SAID, silence], [*SAID, SAID[0]], [*SAID, SAID[0], *END], dynos=[DYNO]), attach=False)
    running.follow_log(DYNO)
    assert list(running.output) == ["one", "one", "one"]
    with pytest.raises(HerokuError, match="refused"):
        run(Client([HerokuError("refused", id="forbidden")]), attach=False).follow_log(DYNO)


def test_a_dyno_that_is_gone_without_a_word(pauses: Any) -> None:
    running = run(Client(SAID, SAID), attach=False)
    with pytest.raises(Failure, match="does not say how it ended") as failed:
        running.follow_log(DYNO)
    assert failed.value.details["output"] == ["one", "one"]
    assert [body["tail"] for body in running.client.bodies] == [True, False]


def test_giving_up(pauses: Any) -> None:
    running = run(Client(*[SAID] * 9, dynos=[DYNO]), attach=False)
    with pytest.raises(Timeout, match="The command goes on"):
        running.follow_log(DYNO)


@pytest.mark.parametrize("url", [None, "https://example.com:22/"])
def test_dynos_that_cannot_be_met(url: str | None) -> None:
    with pytest.raises(Failure, match="attach=false"):
        run().listen({**DYNO, "attach_url": url})


def test_which_dyno_runs_the_command_whose_answer_got_lost() -> None:
    detached = {**DYNO, "id": "old"}
    running = run(Client(dynos=[detached]), attach=False)
    running.read()
    with pytest.raises(Failure, match="not tried again"):
        running.made()
    running.client.dynos = [detached, DYNO]
    assert running.made() == DYNO
    running.client.dynos = [DYNO, {**DYNO, "id": "e"}]
    with pytest.raises(Failure, match="not tried again"):
        running.made()
    attached = run(Client(dynos=[DYNO]))
    assert attached.made() is None
    attached.client.dynos = [{**DYNO, "command": attached.command}]
    assert attached.made() is not None
