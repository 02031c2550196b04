# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.clock import SYSTEM
from ansible_collections.community.heroku.plugins.module_utils._api.errors import Failure, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._api.transport import TokenAuth
from ansible_collections.community.heroku.plugins.module_utils._engine.execute import Run, Subject
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Plan, Resend
from ansible_collections.community.heroku.plugins.module_utils._engine.report import Reporter
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.common import FORMATION
from ansible_collections.community.heroku.plugins.module_utils._resources.dyno import (
    Dyno,
    describe,
    place,
    select,
    shown,
)
from planning import desired, plan


def dyno(name: str, state: str = "up", **others: Any) -> dict[str, Any]:
    return {
        "id": f"id of {name}",
        "name": name,
        "type": name.partition(".")[0],
        "state": state,
        "created_at": "2026-11-21T10:00:00Z",
        "updated_at": "2026-11-21T10:00:00Z",
        "release": {"id": "r", "version": 3},
        **others,
    }


THERE = Dyno.kind.of("example")


def planned(dynos: list[dict[str, Any]], **options: Any) -> Plan:
    """The plan for an app with these dynos."""
    return plan(Dyno, {THERE: dynos}, app="example", **{"state": "up", **options})


def names(dynos: Any) -> list[str]:
    return [item["name"] for item in dynos]


ALL = [dyno("web.1"), dyno("web.2", "down"), dyno("worker.1", "starting"), dyno("run.1"), dyno("release.1")]


@pytest.mark.parametrize(("wait", "state"), [(True, "up"), (False, "starting")])
def test_what_becomes_of_dynos_that_are_waited_for(wait: bool, state: str) -> None:
    there = [dyno("web.1"), dyno("worker.1", "starting")]
    foreseen = planned(there, wait=wait).record["dynos"]
    assert [item["state"] for item in foreseen] == ["up", state]
    assert foreseen[0] == there[0]
    assert (foreseen[1]["updated_at"] is UNKNOWN) is wait


def test_order() -> None:
    assert names(sorted([dyno("web.10"), dyno("web.9"), dyno("clock.1")], key=place)) == ["clock.1", "web.9", "web.10"]
    fir = [dyno("web-5fbc9f8b9-2xkqz"), dyno("web-5fbc9f8b9-abcde"), dyno("web.1"), dyno("1.2")]
    assert len(sorted(fir, key=place)) == 4


@pytest.mark.parametrize(
    ("options", "meant"),
    [
        ({}, ["web.1", "web.2", "worker.1"]),
        ({"type": "web"}, ["web.1", "web.2"]),
        ({"type": "run"}, ["run.1"]),
        ({"dyno": "run.1"}, ["run.1"]),
        ({"dyno": "id of web.2"}, ["web.2"]),
        ({"dyno": "web"}, []),
    ],
)
def test_which_are_meant(options: dict[str, Any], meant: list[str]) -> None:
    assert names(select(desired(Dyno, **options), ALL)) == meant


def test_waiting_plans_nothing() -> None:
    made = planned(ALL[:3])
    assert not made.actions
    assert made.before == made.after
    assert names(made.record["dynos"]) == names(ALL[:3])
    assert [wait.name for wait in made.waits] == ["up"]
    assert not planned(ALL[:3], wait=False).waits
    assert not planned([]).waits


@pytest.mark.parametrize(
    ("options", "method", "path"),
    [
        ({}, "DELETE", "/apps/{}/dynos"),
        ({"type": "web"}, "DELETE", "/apps/{}/formations/{}"),
        ({"dyno": "id of web.1"}, "DELETE", "/apps/{}/dynos/{}"),
    ],
)
def test_a_restart_is_always_planned(options: dict[str, Any], method: str, path: str) -> None:
    (action,) = planned(ALL[:3], state="restarted", **options).actions
    assert (action.verb, action.request.method, action.request.path) == ("restart", method, path)
    assert action.resend is Resend.SAFE
    assert action.request.values == ("example", *{"type": ("web",), "dyno": ("web.1",)}.get("".join(options), ()))


def test_what_a_restart_brings() -> None:
    made = planned(ALL[:3], state="restarted")
    assert made.before == {"web.1": "up", "web.2": "down", "worker.1": "starting"}
    assert set(made.after.values()) == {"restarted"}
    assert {item["state"] for item in made.record["dynos"]} == {"up"}
    assert [item["id"] for item in made.record["dynos"]] == [UNKNOWN] * 3
    assert names(made.record["dynos"]) == ["web.1", "web.2", "worker.1"]
    assert names(planned([dyno("web-5fbc9f8b9-2xkqz")], state="restarted").record["dynos"]) == [UNKNOWN]
    assert planned(ALL[:1], state="restarted", wait=False).record["dynos"][0]["state"] is UNKNOWN
    assert not planned([], state="restarted").actions


def test_stopping_leaves_alone_what_is_down_and_ends_one_off_dynos() -> None:
    made = planned(ALL[:3], state="stopped")
    assert [action.request.values for action in made.actions] == [("example", "web"), ("example", "worker")]
    assert {action.request.path for action in made.actions} == {"/apps/{}/formations/{}/actions/stop"}
    assert made.after == {"web.1": "stopped", "web.2": "down", "worker.1": "stopped"}
    assert made.record["dynos"][1] == ALL[1]
    assert not planned([ALL[1]], state="stopped").actions
    one_off = planned(ALL, state="stopped", dyno="run.1")
    assert one_off.record["dynos"] == []
    assert [action.request.path for action in one_off.actions] == ["/apps/{}/dynos/{}/actions/stop"]
    with pytest.raises(InvalidInput, match="can be stopped but not restarted"):
        planned(ALL, state="restarted", dyno="run.1")


def test_a_slip_is_told_from_what_is_scaled_to_none() -> None:
    with pytest.raises(InvalidInput, match=r"no dyno web\.9; it has release\.1, run\.1, web\.1, web\.2, worker\.1"):
        planned(ALL, dyno="web.9")
    facts = {THERE: [], FORMATION.of("example"): [{"type": "web"}]}
    assert not plan(Dyno, facts, app="example", state="restarted", type="web").actions
    with pytest.raises(InvalidInput, match="no process type wbe; it has web"):
        plan(Dyno, facts, app="example", state="restarted", type="wbe")


class Client:
    """Answers lists of dynos, one after the other, and releases."""

    auth = TokenAuth("token")
    clock = SYSTEM

    def __init__(self, releases: list[Any], *dynos: Any) -> None:
        self.releases = releases
        self.dynos = list(dynos)

    def newest(self, path: str, by: str, count: int) -> Any:
        assert (path, by) == ("/apps/example/releases", "version")
        return self.releases[:count]

    def list(self, path: str, by: str) -> Any:
        assert (path, by) == ("/apps/example/dynos", "id")
        return self.dynos.pop(0)


class Heard(Reporter):
    """Keeps what was said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str) -> None:
        self.said.append(text)


def settled(state: str, before: Any, releases: Any, *answers: Any) -> Any:
    """The dynos once they were waited for, after the writes if there were any, and what was said."""
    made = planned(before, state=state)
    heard = Heard()
    run = Run.of(Client(releases, *answers), heard)
    subject = Subject(Dyno, desired(Dyno, app="example", state=state, wait_timeout=5))
    for action in made.actions:
        run.journal.intent(action, made.title).outcome = "done"
    return run.drive(run.finish_steps(subject, made))["dynos"], heard.said


def release(version: int, status: str = "succeeded") -> dict[str, Any]:
    return {"version": version, "status": status, "id": str(version), "output_stream_url": None}


def test_waiting_for_the_newest_release(pauses: Any) -> None:
    old, starting = [dyno("web.1")], [dyno("web.1", "starting", id="2", release={"id": "x", "version": 4})]
    up = [dyno("web.1", "idle", id="2", release={"id": "x", "version": 4})]
    found, said = settled("up", old, [release(5, "failed"), release(4)], starting, up)
    assert found == up
    assert said == [
        "Waiting for the dynos of example to be up on v4: web.1 up",
        "Waiting for the dynos of example to be up on v4: web.1 starting",
    ]
    assert settled("up", up, [release(4)]) == (up, [])


def test_after_a_restart_what_was_there_before_does_not_count(pauses: Any) -> None:
    old, new = [dyno("web.1")], [dyno("web.1", updated_at="2026-11-21T10:00:09Z")]
    assert settled("restarted", old, [release(3)], old, [], new)[0] == new


def test_what_was_stopped_is_waited_for(pauses: Any) -> None:
    old, new = [dyno("web.1")], [dyno("web.1", "starting", id="2")]
    found, said = settled("stopped", old, [], old, new)
    assert found == new
    assert said == ["Waiting for web.1 of example to stop: web.1 up"]


def test_a_crash_ends_the_waiting(pauses: Any) -> None:
    crashed = [dyno("web.1", "crashed")]
    with pytest.raises(Failure, match="example crashed") as failure:
        settled("up", crashed, [release(3)])
    assert failure.value.details["dynos"] == crashed
    # One that crashed on an older release is about to be replaced.
    up = [dyno("web.1", release={"id": "x", "version": 4})]
    assert settled("up", crashed, [release(4)], crashed, up)[0] == up


def test_what_is_said() -> None:
    assert describe(ALL[:2]) == "web.1 up, web.2 down"
    assert describe([]) == "none is there"


def test_addresses_are_secrets() -> None:
    there = [dyno("run.1", attach_url="rendezvous://x/secret"), dyno("run.2", attach_url=None)]
    assert list(Dyno.kind.secrets(there)) == ["rendezvous://x/secret"]
    assert "attach_url" not in shown(there)[0]
