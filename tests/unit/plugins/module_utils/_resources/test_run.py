# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.client import Reply
from ansible_collections.community.heroku.plugins.module_utils._api.clock import SYSTEM
from ansible_collections.community.heroku.plugins.module_utils._api.errors import (
    Failure,
    HerokuError,
    InvalidInput,
    OutcomeUnknown,
    Timeout,
)
from ansible_collections.community.heroku.plugins.module_utils._api.transport import TokenAuth
from ansible_collections.community.heroku.plugins.module_utils._engine.execute import Run, Subject
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Desired, Plan, Resend
from ansible_collections.community.heroku.plugins.module_utils._engine.report import Reporter
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN, concealed
from ansible_collections.community.heroku.plugins.module_utils._resources.dyno import DYNOS
from ansible_collections.community.heroku.plugins.module_utils._resources.dyno_size import AVAILABLE
from ansible_collections.community.heroku.plugins.module_utils._resources.run import SHOWN, OneOff
from planning import desired, plan

TIME = "2026-11-21T10:00:00.123456+00:00"
DYNO = {
    **dict.fromkeys(SHOWN),
    "id": "d",
    "name": "run.1",
    "command": "bin/x",
    "attach_url": None,
    "size": "Basic",
    "state": "up",
    "release": {"id": "r", "version": 3},
}


class Client:
    """Answers the POST of a command, and hands out the lines of log sessions, and dynos.

    An error in place of a line is raised. ``lost`` are attempts at the POST whose answers get lost, with the dynos that
    are there afterwards.
    """

    auth = TokenAuth("token")
    clock = SYSTEM
    url = "https://api.example.com"
    timeout = (1.0, 1.0)

    def __init__(self, *sessions: list[Any], dynos: Any = (), begun: Any = None, lost: Any = ()) -> None:
        self.sessions = list(sessions)
        self.dynos = list(dynos)
        self.begun = DYNO if begun is None else begun
        self.lost = list(lost)
        self.sent: list[Any] = []
        self.logs: list[Any] = []

    def request(self, method: str, path: str, body: Any = None) -> Any:
        assert (method, path) == ("POST", "/apps/shop/dynos")
        self.sent.append(body)
        if isinstance(self.begun, Exception):
            raise self.begun
        if self.lost:
            self.dynos = [{**dyno, "command": dyno["command"] or body["command"]} for dyno in self.lost.pop(0)]
            raise OutcomeUnknown("No answer.")
        return Reply(201, dict(self.begun), {})

    def post(self, path: str, body: Any) -> Any:
        assert path == "/apps/shop/log-sessions"
        self.logs.append(body)
        return {"logplex_url": "https://logplex/secret"}

    def stream(self, url: str, idle: float, until: float) -> Any:
        for line in self.sessions.pop(0):
            if isinstance(line, Exception):
                raise line
            yield line

    def list(self, path: str, by: str) -> Any:
        assert path == "/apps/shop/dynos"
        return self.dynos

    def get(self, path: str) -> Any:
        found = [dyno for dyno in self.dynos if path == f"/apps/shop/dynos/{dyno['id']}"]
        if not found:
            raise HerokuError("gone", status=404)
        return found[0]


class Heard(Reporter):
    """Keeps what was said and what is to be hidden."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.warnings: list[str] = []
        self.hidden: list[str] = []

    def say(self, text: str) -> None:
        self.said.append(text)

    def warn(self, text: str) -> None:
        self.warnings.append(text)

    def hide(self, values: Any) -> None:
        self.hidden.extend(values)


def want(**options: Any) -> Desired:
    given = desired(OneOff, app="shop", **{"command": "bin/x", "wait_timeout": 5, **options})
    return OneOff.prepare(given, contextlib.ExitStack())


def run(client: Client, heard: Reporter | None = None, **options: Any) -> dict[str, Any]:
    """The result of a task. Raises Failure."""
    asked = want(**options)
    working = Run.of(client, heard or Reporter())
    made, record = working.converge(Subject(OneOff, asked), check_mode=False)
    assert len(made.actions) == 1
    return OneOff.result(asked, record)


def follow(client: Client, heard: Reporter | None = None, **options: Any) -> dict[str, Any]:
    """The result of a detached command."""
    return run(client, heard, attach=False, **options)


def planned(*dynos: Any, **options: Any) -> Plan:
    facts = {
        DYNOS.of("shop"): list(dynos),
        AVAILABLE.of("shop"): [{"id": "s", "name": "Standard-1X"}, {"id": "p", "name": "Private-S"}],
    }
    return plan(OneOff, facts, app="shop", **{"command": "bin/x", "marker": "", **options})


def heroku(text: str) -> str:
    return f"{TIME} heroku[run.1]: {text}"


EXIT, COMPLETE = heroku("Process exited with status 3"), heroku("State changed from up to complete")
SAID = [f"{TIME} app[run.1]: one", f"{TIME} app[run.2]: of another", f"{TIME} app[run.1]: one"]
ANY = {"success_codes": [0, 3]}
ECO = {**DYNO, "id": "e", "name": "run.7", "size": "Eco"}


def command_in(asked: Desired) -> str:
    """The command as the request has it."""
    (action,) = plan(OneOff, {DYNOS.of("shop"): []}, **asked.options).actions
    return str(action.request.body["command"])


def test_what_heroku_is_to_run() -> None:
    assert command_in(want(attach=False, command=" bin/x\n")) == "bin/x"
    one, other = want(), want()
    first, second = command_in(one), command_in(other)
    assert first.startswith('bin/x ; echo "\uffff heroku-command-exit-status ')
    assert first == command_in(one)
    assert first != second  # so that it can be found in the list of dynos


def test_what_is_sent() -> None:
    made = planned(attach=False, env={"A": 1}, size="STANDARD-1x", time_to_live=9, type="job", wait=False)
    (action,) = made.actions
    assert action.request.body == {
        "attach": False,
        "command": "bin/x",
        "env": {"A": "1"},
        "size": "Standard-1X",
        "time_to_live": 9,
        "type": "job",
    }
    assert "bin/x" not in repr(action)
    assert "'A': '1'" not in repr(action)
    assert made.diff["after"] == {
        "attach": False,
        "command": "(hidden)",
        "env": ["A"],
        "size": "STANDARD-1x",
        "time_to_live": 9,
        "type": "job",
    }
    (attached,) = planned().actions
    assert attached.request.body["force_no_tty"] is True
    assert (attached.resend, action.resend) == (Resend.LOOK, Resend.NEVER)


def test_what_is_predicted() -> None:
    asked = want(show_command=True, type="job")
    made = plan(OneOff, {DYNOS.of("shop"): []}, **asked.options)
    known = {"command": "bin/x", "type": "job"}
    assert OneOff.result(asked, made.record) == {
        "dyno": {**dict.fromkeys(SHOWN, UNKNOWN), **known},
        "exit_code": UNKNOWN,
        "output": UNKNOWN,
    }
    assert OneOff.result(desired(OneOff, command="x"), planned(attach=False, wait=False).record)["exit_code"] is None


@pytest.mark.parametrize("size", [None, "eco", "ECO"])
def test_of_eco_dynos_an_app_has_one(size: str | None) -> None:
    with pytest.raises(InvalidInput, match=r"runs an Eco dyno already, run\.7"):
        planned(DYNO, ECO, size=size)
    assert planned(DYNO, {**ECO, "state": "crashed"}).actions
    assert planned(ECO, size="standard-1x").actions


def test_a_size_that_the_app_cannot_use() -> None:
    with pytest.raises(InvalidInput, match=r"cannot use the dyno size huge\. It can use Private-S, Standard-1X"):
        planned(size="huge")
    assert planned(size="Shield-S").actions[0].request.body["size"] == "Private-S"


def test_a_detached_command_is_followed_to_its_end() -> None:
    client, heard = Client([*SAID, EXIT, COMPLETE, "later"]), Heard()
    assert follow(client, heard, **ANY) == {
        "dyno": {**{name: DYNO[name] for name in SHOWN}, "command": None},
        "exit_code": 3,
        "output": ["one", "one"],
    }
    assert client.logs == [{"dyno_name": "run.1", "lines": 1500, "tail": True}]
    assert heard.said == ["Running on run.1 of shop", "one", "one"]


def test_an_exit_code_that_is_no_success() -> None:
    with pytest.raises(Failure, match=r"run\.1 of shop ended with exit code 3") as failed:
        follow(Client([*SAID, EXIT, COMPLETE]))
    assert str(failed.value).endswith("The end of the output:\none\none")
    assert failed.value.details["changed"] is True
    assert failed.value.details["exit_code"] == 3


def test_one_that_is_not_waited_for() -> None:
    assert follow(Client(), wait=False)["output"] is None


def test_a_session_that_breaks_is_followed_by_another(pauses: Any) -> None:
    silence = HerokuError("silence", id="silence")
    client = Client([*SAID, EXIT, silence], [*SAID, EXIT, SAID[0]], [*SAID, EXIT, SAID[0], COMPLETE], dynos=[DYNO])
    found = follow(client, **ANY)
    assert (found["output"], found["exit_code"]) == (["one", "one", "one"], 3)
    with pytest.raises(HerokuError, match="refused"):
        follow(Client([HerokuError("refused", id="forbidden")]))


def test_a_dyno_that_is_gone_without_a_word(pauses: Any) -> None:
    client = Client(SAID, SAID)
    with pytest.raises(Failure, match="does not say how it ended") as failed:
        follow(client)
    assert failed.value.details["output"] == ["one", "one"]
    assert [body["tail"] for body in client.logs] == [True, False]
    told = Client([*SAID, EXIT], [*SAID, EXIT])
    assert follow(told, **ANY)["exit_code"] == 3


def test_giving_up(pauses: Any) -> None:
    with pytest.raises(Timeout, match=r"Gave up waiting for run.1 of shop after 5 s: .*The command goes on") as gave_up:
        follow(Client(*[SAID] * 9, dynos=[DYNO]))
    assert "running the task again goes on waiting" not in str(gave_up.value)
    assert gave_up.value.details["output"] == ["one", "one"]


@pytest.mark.parametrize("url", [None, "https://example.com:22/"])
def test_dynos_that_cannot_be_met(url: str | None) -> None:
    with pytest.raises(Failure, match="attach=false"):
        run(Client(begun={**DYNO, "attach_url": url}))


def test_what_is_hidden() -> None:
    heard = Heard()
    with pytest.raises(Failure):
        run(Client(begun={**DYNO, "attach_url": "https://secret/1"}, dynos=[{**DYNO, "attach_url": "r"}]), heard)
    assert heard.hidden == ["r", "https://secret/1"]
    assert list(OneOff.secrets(want(command="login --password sesame-1234567890"))) == [
        "login --password sesame-1234567890",
        "sesame-1234567890",
    ]
    assert not OneOff.secrets(want(command="login"))
    assert not OneOff.secrets(want(command="login now", show_command=True))


# A lost answer

ATTACHED = {**DYNO, "command": None, "attach_url": "https://example.com:22/"}  # with the command that was sent


def test_an_attached_command_whose_answer_got_lost_is_found(pauses: Any) -> None:
    client, heard = Client(dynos=[DYNO], lost=[[DYNO, {**ATTACHED, "id": "new"}]]), Heard()
    with pytest.raises(Failure, match="apps in some spaces want ssh") as failed:
        run(client, heard)
    assert failed.value.details["dyno"]["id"] == "new"
    assert len(client.sent) == 1
    assert "it took effect" in heard.warnings[0]


def test_an_attached_command_that_was_not_begun_is_sent_again(pauses: Any) -> None:
    client = Client(dynos=[DYNO], lost=[[DYNO]], begun=ATTACHED)
    with pytest.raises(Failure, match="apps in some spaces want ssh"):
        run(client)
    assert len(client.sent) == 2
    assert client.sent[0] == client.sent[1]
    assert sum(pauses) > 34


def test_a_detached_command_is_found_if_it_is_the_only_new_one(pauses: Any) -> None:
    old, new = {**DYNO, "id": "old"}, {**DYNO, "id": "new"}
    client = Client([EXIT, COMPLETE], dynos=[old], lost=[[old, new]])
    assert follow(client, **ANY)["dyno"]["id"] == "new"
    assert len(client.sent) == 1


def test_the_only_eco_dyno_may_be_the_one_that_was_asked_for(pauses: Any) -> None:
    eco = {**ECO, "name": "run.1"}
    client = Client([EXIT, COMPLETE], lost=[[eco]])
    assert follow(client, **ANY)["dyno"]["id"] == eco["id"]


@pytest.mark.parametrize("others", [[], ["e", "f"]], ids=["none", "two"])
def test_a_detached_command_is_never_sent_again(others: list[str], pauses: Any) -> None:
    client = Client(dynos=[DYNO], lost=[[DYNO, *({**DYNO, "id": name} for name in others)]])
    with pytest.raises(OutcomeUnknown, match="the command may be running, or have run") as failed:
        follow(client)
    assert failed.value.details["changed"] is True
    assert len(client.sent) == 1
    assert sum(pauses) > 34


def test_a_command_of_somebody_else_is_not_taken_for_a_refused_one() -> None:
    client = Client(begun=HerokuError("Cannot run more than 50 dynos.", status=422, id="invalid_params"))
    client.dynos = []
    answers = iter([[], [DYNO]])
    client.list = lambda path, by: next(answers)  # type: ignore[method-assign]
    with pytest.raises(HerokuError, match="more than 50"):
        follow(client)


def test_a_result_is_data() -> None:
    found = OneOff.result(desired(OneOff, command="x"), planned().record)
    assert concealed(found)["dyno"]["type"] == "run"
