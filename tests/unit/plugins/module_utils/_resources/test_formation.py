# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import View
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Change, Moment, Plan, Status
from ansible_collections.community.heroku.plugins.module_utils._engine.shadow import Shadow
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.common import FORMATION, TYPES_TO_COME
from ansible_collections.community.heroku.plugins.module_utils._resources.dyno_size import (
    AVAILABLE,
    DynoSize,
    plain_size,
)
from ansible_collections.community.heroku.plugins.module_utils._resources.formation import Formation, same_size
from hypothesis import given
from hypothesis import strategies as st
from planning import desired, plan

ID = "01234567-89ab-cdef-0123-456789abcdef"


def process(name: str, quantity: int = 1, size: str = "Standard-1X", **others: Any) -> dict[str, Any]:
    return {
        "type": name,
        "quantity": quantity,
        "size": size,
        "dyno_size": {"id": ID, "name": size},
        "updated_at": "2026-11-21T10:00:00Z",
        **others,
    }


THERE = FORMATION.of("example")
SIZES = [{"id": f"id of {name}", "name": name} for name in ("Eco", "Basic", "Standard-1X")]
USABLE = {AVAILABLE.of("example"): SIZES}


def formation(current: list[dict[str, Any]], *updates: dict[str, Any], if_missing: str = "fail") -> Plan:
    """The plan for an app with this formation."""
    complete = [{"quantity": None, "size": None, **update} for update in updates]
    facts = {THERE: current, **USABLE}
    return plan(Formation, facts, app="example", updates=complete, if_missing=if_missing)


def changes(made: Plan) -> Any:
    return [action.request.body["updates"] for action in made.actions]


@pytest.mark.parametrize(
    ("wanted", "have", "same"),
    [
        ("Standard-1X", "Standard-1X", True),
        ("standard-1x", "Standard-1X", True),
        ("STANDARD-1X", "Standard-1X", True),
        ("dyno-1c-0.5gb", "dyno-1c-0.5gb", True),
        ("Standard-2X", "Standard-1X", False),
        ("standard", "Standard-1X", False),
        ("shield-l", "Private-L", True),
        ("Private-L", "Shield-L", True),
        ("Shield-L", "Private-M", False),
        ("my-shield-l", "my-private-l", False),
        (ID, "Basic", True),
        ("01234567-89ab-cdef-0123-456789abcde0", "Basic", False),
    ],
)
def test_sizes(wanted: str, have: str, same: bool) -> None:
    assert same_size(wanted, process("web", size=have)) is same


def test_no_size_is_like_none() -> None:
    assert not same_size("Basic", TYPES_TO_COME)
    assert not same_size("Basic", {"size": None, "dyno_size": {"id": None, "name": None}})


@given(st.text())
def test_plain_size_is_stable(size: str) -> None:
    assert plain_size(plain_size(size)) == plain_size(size)


@pytest.mark.parametrize(
    ("update", "sent"),
    [
        ({"quantity": 1, "size": "standard-1x"}, []),
        ({"quantity": 1}, []),
        ({"size": "STANDARD-1X"}, []),
        ({"quantity": 0}, [[{"type": "web", "quantity": 0}]]),
        ({"size": "eco"}, [[{"type": "web", "dyno_size": {"name": "Eco"}}]]),
        ({"quantity": 0, "size": "ECO"}, [[{"type": "web", "quantity": 0, "dyno_size": {"name": "Eco"}}]]),
    ],
)
def test_only_what_differs_is_sent(update: dict[str, Any], sent: Any) -> None:
    assert changes(formation([process("web"), process("worker")], {"type": "web", **update})) == sent


def test_all_types_go_into_one_request() -> None:
    current = [process("web"), process("worker", 0)]
    made = formation(current, {"type": "worker", "quantity": 3}, {"type": "web", "quantity": 2})
    assert changes(made) == [[{"type": "worker", "quantity": 3}, {"type": "web", "quantity": 2}]]
    assert (made.actions[0].request.method, made.actions[0].request.path) == ("PATCH", "/apps/{}/formation")
    size = {"size": "Standard-1X"}
    assert made.before == {"web": {"quantity": 1, **size}, "worker": {"quantity": 0, **size}}
    assert made.after == {"web": {"quantity": 2, **size}, "worker": {"quantity": 3, **size}}


def test_the_prediction_leaves_alone_what_does_not_change() -> None:
    current = [process("web"), process("worker", 0)]
    made = formation(current, {"type": "web", "size": "eco"})
    web = process("web", size="Eco", dyno_size={"id": "id of Eco", "name": "Eco"}, updated_at=UNKNOWN)
    assert made.record == [web, process("worker", 0)]
    assert made.unknown == ["[0].updated_at"]
    assert current == [process("web"), process("worker", 0)]


def test_the_prediction_has_herokus_spelling() -> None:
    made = formation([process("web", size="Basic")], {"type": "web", "size": "STANDARD-1x"})
    assert changes(made) == [[{"type": "web", "dyno_size": {"name": "Standard-1X"}}]]
    assert made.record[0]["dyno_size"] == {"id": "id of Standard-1X", "name": "Standard-1X"}
    assert made.record[0]["size"] == "Standard-1X"


def test_a_size_that_the_app_cannot_use_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"cannot use the dyno size 4X\. It can use Basic, Eco, Standard-1X"):
        formation([process("web")], {"type": "web", "size": "4X"})


def test_of_an_app_that_would_just_be_made_all_sizes_count() -> None:
    facts = {THERE: [process("web")], AVAILABLE.of("example"): [], DynoSize.kind.of(): SIZES}
    updates = [{"type": "web", "quantity": None, "size": "eco"}]
    assert changes(plan(Formation, facts, app="example", updates=updates)) == [
        [{"type": "web", "dyno_size": {"name": "Eco"}}]
    ]


@pytest.mark.parametrize(
    ("current", "message"),
    [
        ([], "example has no process type clock. It has none at all before its first release"),
        ([process("web"), process("worker")], "Its current release has web, worker: see the Procfile."),
    ],
)
def test_a_missing_type_fails_with_what_there_is(current: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        formation(current, {"type": "clock", "quantity": 1})
    assert message in str(raised.value)


def test_a_type_is_told_apart_by_case() -> None:
    with pytest.raises(InvalidInput):
        formation([process("web")], {"type": "Web", "quantity": 1})


def test_missing_types_are_left_out_when_they_are_ignored() -> None:
    wanted = [{"type": "web", "quantity": 2}, {"type": "clock", "quantity": 1}]
    made = formation([process("web")], *wanted, if_missing="ignore")
    assert changes(made) == [[{"type": "web", "quantity": 2}]]
    assert [item["type"] for item in made.record] == ["web"]
    assert not made.waits


def test_missing_types_are_predicted_when_they_are_waited_for() -> None:
    wanted = [{"type": "web", "quantity": 1}, {"type": "clock", "quantity": 1}]
    made = formation([process("web")], *wanted, if_missing="wait")
    assert changes(made) == [[{"type": "clock", "quantity": 1}]]
    assert made.record == [{**TYPES_TO_COME, "type": "clock", "quantity": 1}, process("web")]
    assert made.before == {"web": {"quantity": 1, "size": "Standard-1X"}}
    (wait,) = made.waits
    assert wait.moment is Moment.WRITE, "they are there before anything is written"
    want = desired(Formation, app="example", updates=[{"quantity": None, "size": None, **item} for item in wanted])
    assert Formation.judge(want, wait, [process("web")]) == (Status.PENDING, "without clock", "", {})
    assert Formation.judge(want, wait, [process("web"), process("clock")]).status is Status.READY


@pytest.mark.parametrize(
    ("before", "predicted"),
    [
        ([], [0, 1]),  # the first release with code: one web, and none of the others
        ([process("clock", id=UNKNOWN)], [0, 1]),  # which a task before this one would have scaled
        ([process("clock")], [UNKNOWN, UNKNOWN]),
    ],
)
def test_the_dynos_of_a_release_to_come(before: list[dict[str, Any]], predicted: list[Any]) -> None:
    wanted = [{"type": name, "quantity": 1} for name in ("worker", "web")]
    made = formation([*before, TYPES_TO_COME], *wanted)
    current = {item["type"]: item["quantity"] for item in made.current}
    assert [current["worker"], current["web"]] == predicted
    assert changes(made) == [[item for item, have in zip(wanted, predicted) if have != 1]]


def test_what_heroku_answers_may_be_all_or_only_what_changed() -> None:
    made = formation([process("web"), process("worker")], {"type": "web", "quantity": 2})
    answer = [{**process("web", 2), "updated_at": "2026-11-21T10:00:01Z"}]
    for more in ([], [process("worker")]):
        found = Formation.outcome(desired(Formation), made, {made.actions[0].id: answer + more})
        assert [Formation.kind.normal(item) for item in found] == [
            Formation.kind.normal(item) for item in (*answer, process("worker"))
        ]


def test_a_shadow_holds_the_new_formation(tmp_path: Any) -> None:
    made = formation([process("web"), process("worker")], {"type": "web", "quantity": 2})
    shadow = Shadow(str(tmp_path), "account")
    shadow.record(made.changes, set())
    view = shadow.over(View({THERE: [process("web"), process("worker")]}))
    updates = [{"type": "web", "quantity": 2, "size": None}]
    assert not Formation.plan(desired(Formation, app="example", updates=updates), view).actions
    assert len(view.get(THERE)) == 2


def test_before_the_app_exists(tmp_path: Any) -> None:
    shadow = Shadow(str(tmp_path), "account")
    shadow.record([Change("app", (), None, {"id": UNKNOWN, "name": "example"})], set())
    view = shadow.over(View({}))
    updates = [{"type": "web", "quantity": 1, "size": None}]
    want = desired(Formation, app="example", updates=updates)
    with pytest.raises(InvalidInput, match="It has none at all before its first release"):
        Formation.plan(want, view)
    waiting = Formation.plan(desired(Formation, app="example", updates=updates, if_missing="wait"), view)
    assert waiting.after == {"web": {"quantity": 1, "size": UNKNOWN}}


def test_no_type_is_listed_twice() -> None:
    updates = [{"type": "web", "quantity": 1, "size": None}, {"type": "web", "quantity": None, "size": "Basic"}]
    with pytest.raises(InvalidInput, match="listed more than once"):
        Formation.check(desired(Formation, app="example", updates=updates))
