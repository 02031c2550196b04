# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils.errors import Failure, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.resource import Talk
from ansible_collections.community.heroku.plugins.module_utils.resources.dyno import Dyno, describe, listed, place


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


def resource(**params: Any) -> Dyno:
    given = {"app": "example", "dyno": None, "type": None, "state": "up", "wait": True, "wait_timeout": 5, **params}
    return Dyno(None, given)


def names(dynos: Any) -> list[str]:
    return [item["name"] for item in dynos]


ALL = [dyno("web.1"), dyno("web.2", "down"), dyno("worker.1", "starting"), dyno("run.1"), dyno("release.1")]


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
    assert names(resource(**options).select(ALL)) == meant


def test_waiting_plans_nothing() -> None:
    plan = resource().plan(ALL[:3])
    assert not plan.changes
    assert plan.before == plan.after
    assert plan.predicted == ALL[:3]


def test_a_restart_is_always_planned() -> None:
    plan = resource(state="restarted").plan(ALL[:3])
    assert [step.action for step in plan.steps] == ["restart"]
    assert plan.before == {"web.1": "up", "web.2": "down", "worker.1": "starting"}
    assert set(plan.after.values()) == {"restarted"}
    assert {item["state"] for item in plan.predicted} == {"up"}
    assert {item["id"] for item in plan.predicted} == {None}
    assert {item["state"] for item in resource(state="restarted", wait=False).plan(ALL[:1]).predicted} == {None}
    assert not resource(state="restarted").plan([]).changes


def test_stopping_leaves_alone_what_is_down_and_ends_one_off_dynos() -> None:
    plan = resource(state="stopped").plan(ALL[:2])
    assert plan.after == {"web.1": "stopped", "web.2": "down"}
    assert plan.predicted[1] == ALL[1]
    assert not resource(state="stopped").plan([ALL[1]]).changes
    assert resource(state="stopped", dyno="run.1").plan([ALL[3]]).predicted == []
    with pytest.raises(InvalidInput, match="can be stopped but not restarted"):
        resource(state="restarted", dyno="run.1").plan([ALL[3]])


class Client:
    """Answers lists of dynos, one after the other, and releases."""

    def __init__(self, releases: list[Any], *dynos: Any) -> None:
        self.releases = releases
        self.dynos = list(dynos)

    def newest(self, path: str, by: str, count: int) -> Any:
        return self.releases[:count]

    def list(self, path: str) -> Any:
        answer = self.dynos.pop(0)
        return [{"attach_url": None, **item} for item in answer]


def settled(state: str, before: Any, releases: Any, *answers: Any) -> Any:
    waiting = resource(state=state)
    waiting.client = Client(releases, *answers)
    if state == "restarted":
        waiting.remember(before)
    said: list[str] = []
    waiting.talk.say = said.append
    return waiting.settle(before), said


def release(version: int, status: str = "succeeded") -> dict[str, Any]:
    return {"version": version, "status": status, "id": str(version), "output_stream_url": None}


def test_waiting_for_the_newest_release(pauses: Any) -> None:
    old, starting = [dyno("web.1")], [dyno("web.1", "starting", id="2", release={"id": "x", "version": 4})]
    up = [dyno("web.1", "idle", id="2", release={"id": "x", "version": 4})]
    found, said = settled("up", old, [release(5, "failed"), release(4)], old, starting, up)
    assert found == up
    assert said == [
        "Waiting for the dynos of example to be up on v4: web.1 up",
        "Waiting for the dynos of example to be up on v4: web.1 starting",
    ]
    assert settled("up", up, [release(4)]) == (up, [])


def test_after_a_restart_what_was_there_before_does_not_count(pauses: Any) -> None:
    old, new = [dyno("web.1")], [dyno("web.1", updated_at="2026-11-21T10:00:09Z")]
    assert settled("restarted", old, [release(3)], old, [], new)[0] == new


def test_a_crash_ends_the_waiting(pauses: Any) -> None:
    crashed = [dyno("web.1", "crashed")]
    with pytest.raises(Failure, match="example crashed"):
        settled("up", crashed, [release(3)])
    # One that crashed on an older release is about to be replaced.
    up = [dyno("web.1", release={"id": "x", "version": 4})]
    assert settled("up", crashed, [release(4)], crashed, up)[0] == up


def test_what_is_said() -> None:
    assert describe(ALL[:2]) == "web.1 up, web.2 down"
    assert describe([]) == "none is there"


def test_addresses_are_secrets() -> None:
    hidden: list[str] = []
    talk = Talk()
    talk.hide = hidden.extend
    asking = Dyno(Client([], [dyno("run.1", attach_url="rendezvous://x/secret")]), {"app": "example"}, talk)
    assert "attach_url" not in listed(asking)[0]
    assert hidden == ["rendezvous://x/secret"]
