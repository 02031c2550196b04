# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import Plan
from ansible_collections.community.heroku.plugins.module_utils.resources.formation import (
    Formation,
    plain_size,
    same_size,
)
from hypothesis import given
from hypothesis import strategies as st

ID = "01234567-89ab-cdef-0123-456789abcdef"


def process(name: str, quantity: int = 1, size: str = "Basic", **others: Any) -> dict[str, Any]:
    return {
        "type": name,
        "quantity": quantity,
        "size": size,
        "dyno_size": {"id": ID, "name": size},
        "updated_at": "2026-11-21T10:00:00Z",
        **others,
    }


def formation(*updates: dict[str, Any], if_missing: str = "fail") -> Formation:
    complete = [{"quantity": None, "size": None, **update} for update in updates]
    return Formation(None, {"app": "example", "updates": complete, "if_missing": if_missing})


def changes(plan: Plan) -> Any:
    return [step.fields["updates"] for step in plan.steps]


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
    assert not same_size("Basic", Formation.blank)


@given(st.text())
def test_plain_size_is_stable(size: str) -> None:
    assert plain_size(plain_size(size)) == plain_size(size)


@pytest.mark.parametrize(
    ("update", "sent"),
    [
        ({"quantity": 1, "size": "basic"}, []),
        ({"quantity": 1}, []),
        ({"size": "BASIC"}, []),
        ({"quantity": 0}, [[{"type": "web", "quantity": 0}]]),
        ({"size": "eco"}, [[{"type": "web", "dyno_size": {"name": "eco"}}]]),
        ({"quantity": 2, "size": "Eco"}, [[{"type": "web", "quantity": 2, "dyno_size": {"name": "Eco"}}]]),
    ],
)
def test_only_what_differs_is_sent(update: dict[str, Any], sent: Any) -> None:
    assert changes(formation({"type": "web", **update}).plan([process("web"), process("worker")])) == sent


def test_all_types_go_into_one_step() -> None:
    current = [process("web"), process("worker", 0)]
    plan = formation({"type": "worker", "quantity": 3}, {"type": "web", "quantity": 2}).plan(current)
    assert changes(plan) == [[{"type": "worker", "quantity": 3}, {"type": "web", "quantity": 2}]]
    assert plan.before == {"web": {"quantity": 1, "size": "Basic"}, "worker": {"quantity": 0, "size": "Basic"}}
    assert plan.after == {"web": {"quantity": 2, "size": "Basic"}, "worker": {"quantity": 3, "size": "Basic"}}


def test_the_prediction_leaves_alone_what_does_not_change() -> None:
    current = [process("web"), process("worker", 0)]
    plan = formation({"type": "web", "size": "eco"}).plan(current)
    web = process("web", size="eco", dyno_size={"id": None, "name": "eco"}, updated_at=None)
    assert plan.predicted == [web, process("worker", 0)]
    assert current == [process("web"), process("worker", 0)]


def test_the_prediction_has_herokus_spelling_once_it_is_known() -> None:
    resource = formation({"type": "web", "size": "STANDARD-1x"})
    resource.sizes = {"standard-1x": {"id": "size-id", "name": "Standard-1X"}}
    plan = resource.plan([process("web")])
    assert changes(plan) == [[{"type": "web", "dyno_size": {"name": "Standard-1X"}}]]
    assert plan.predicted[0]["dyno_size"] == {"id": "size-id", "name": "Standard-1X"}
    assert plan.predicted[0]["size"] == "Standard-1X"


@pytest.mark.parametrize(
    ("current", "message"),
    [
        ([], "example has no process type clock. It has none at all before its first release"),
        ([process("web"), process("worker")], "Its current release has web, worker: see the Procfile."),
    ],
)
def test_a_missing_type_fails_with_what_there_is(current: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        formation({"type": "clock", "quantity": 1}).plan(current)
    assert message in str(raised.value)


def test_a_type_is_told_apart_by_case() -> None:
    with pytest.raises(InvalidInput):
        formation({"type": "Web", "quantity": 1}).plan([process("web")])


def test_missing_types_are_left_out_when_they_are_ignored() -> None:
    wanted = [{"type": "web", "quantity": 2}, {"type": "clock", "quantity": 1}]
    plan = formation(*wanted, if_missing="ignore").plan([process("web")])
    assert changes(plan) == [[{"type": "web", "quantity": 2}]]
    assert [item["type"] for item in plan.predicted] == ["web"]


def test_missing_types_are_predicted_when_they_are_waited_for() -> None:
    wanted = [{"type": "web", "quantity": 1}, {"type": "clock", "quantity": 1}]
    plan = formation(*wanted, if_missing="wait").plan([process("web")])
    assert plan.changes
    assert plan.predicted == [{**Formation.blank, "type": "clock", "quantity": 1}, process("web")]
    assert plan.before == {"web": {"quantity": 1, "size": "Basic"}}


@pytest.mark.parametrize(
    "updates",
    [
        [{"type": "web", "quantity": 1}, {"type": "web", "size": "Basic"}],
        [{"type": "web", "quantity": -1}],
    ],
)
def test_bad_input(updates: list[dict[str, Any]]) -> None:
    with pytest.raises(InvalidInput):
        formation(*updates).check()
