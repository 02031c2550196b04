# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.offer import same_plan, service_of
from ansible_collections.community.heroku.plugins.module_utils.resource import Talk
from ansible_collections.community.heroku.plugins.module_utils.resources.addon import Addon, spell_option

ID = "01234567-89ab-cdef-0123-456789abcdef"
PLAN_ID = "11111111-89ab-cdef-0123-456789abcdef"


class Listening(Talk):
    def __init__(self) -> None:
        self.warnings: list[str] = []

    def warn(self, text: str) -> None:
        self.warnings.append(text)


def there(name: str, plan: str = "redis:mini", app: str = "example", state: str = "provisioned") -> dict[str, Any]:
    return {
        **Addon.blank,
        "id": ID,
        "name": name,
        "plan": {"id": PLAN_ID, "name": plan},
        "addon_service": {"id": ID, "name": service_of(plan)},
        "app": {"id": f"id-of-{app}", "name": app},
        "state": state,
        "billed_price": {"cents": 1},
        "updated_at": "2026-11-21T10:00:00Z",
    }


def addon(**options: Any) -> Addon:
    return Addon(None, {"app": "example", "state": "present", "wait": True, **options}, Listening())


@pytest.mark.parametrize(
    ("wanted", "have", "same"),
    [
        ("redis:mini", "redis:mini", True),
        ("redis:mini", "redis:maxi", False),
        ("redis", "redis:mini", True),
        ("redis", "redis-cloud:mini", False),
        ("redis:", "redis:mini", False),
        ("Redis:mini", "redis:mini", False),
        (PLAN_ID, "redis:mini", True),
        (ID, "redis:mini", False),
    ],
)
def test_plans(wanted: str, have: str, same: bool) -> None:
    assert same_plan(wanted, {"id": PLAN_ID, "name": have}) is same
    assert not same_plan(wanted, None)


@pytest.mark.parametrize(("value", "told"), [(True, True), (False, False), (17, "17"), (1.5, "1.5"), ("x", "x")])
def test_options_for_the_provider(value: Any, told: str | bool) -> None:
    assert spell_option(value) == told
    assert type(spell_option(value)) is type(told)


ONE = [there("a")]
TWO = [there("a"), there("b", "redis:maxi")]
TWINS = [there("a"), there("b")]
FOREIGN = [there("a", app="other")]
MIXED = [there("a"), there("c", "kafka:basic"), there("d", app="other")]


@pytest.mark.parametrize(
    ("addons", "options", "found"),
    [
        ([], {"plan": "redis:mini"}, []),
        (ONE, {"plan": "redis:mini"}, ["a"]),
        (ONE, {"plan": "redis"}, ["a"]),
        (ONE, {"plan": PLAN_ID}, ["a"]),
        (ONE, {"plan": "redis:maxi"}, ["a"]),
        (ONE, {"plan": "kafka"}, []),
        (ONE, {"plan": "redis:maxi", "name": "b"}, []),
        (ONE, {"plan": "redis:maxi", "name": "a"}, ["a"]),
        (ONE, {"plan": "redis:maxi", "name": ID}, ["a"]),
        (TWO, {"plan": "redis:mini"}, ["a"]),
        (TWO, {"plan": "redis:maxi"}, ["b"]),
        (TWO, {"plan": "redis:midi"}, ["a", "b"]),
        (TWO, {"plan": "redis"}, ["a", "b"]),
        (TWINS, {"plan": "redis:mini"}, ["a", "b"]),
        (FOREIGN, {"plan": "redis:mini"}, []),
        (FOREIGN, {"plan": "redis:mini", "app": "id-of-other"}, ["a"]),
        (FOREIGN, {"plan": "redis:mini", "name": "a"}, ["a"]),
        (MIXED, {"plan": "redis"}, ["a"]),
        (ONE, {"plan": "redis:mini", "state": "absent"}, ["a"]),
        (ONE, {"plan": "redis", "state": "absent"}, ["a"]),
        (ONE, {"plan": "redis:maxi", "state": "absent"}, []),
        (ONE, {"plan": ID, "state": "absent"}, []),
        (ONE, {"name": "b", "as": "REDIS", "state": "absent"}, []),
        (TWO, {"plan": "redis", "state": "absent"}, ["a", "b"]),
        (TWO, {"plan": "redis:midi", "state": "absent"}, []),
        (TWINS, {"plan": "redis:mini", "state": "absent"}, ["a", "b"]),
        (FOREIGN, {"plan": "redis", "state": "absent"}, []),
    ],
)
def test_which_is_meant(addons: list, options: dict, found: list[str]) -> None:
    assert [item["name"] for item in addon(**options).meant(addons)] == found
    if len(found) > 1:
        with pytest.raises(InvalidInput, match=r"could mean: a \(redis:mini\), b \(redis:\w+\)\. Say which one"):
            addon(**options).pick(addons)


@pytest.mark.parametrize(
    ("addons", "plan", "warnings"),
    [
        (TWO, "redis:midi", ["Nothing has the plan redis:midi, so a (redis:mini), b (redis:maxi) stays."]),
        (TWO, "redis:mini", []),
        (TWO, "kafka:basic", []),
        ([there("a", state="deprovisioning")], "redis:maxi", []),
    ],
)
def test_what_stays_is_said(addons: list, plan: str, warnings: list[str]) -> None:
    wanted = addon(plan=plan, state="absent")
    wanted.meant(addons)
    assert wanted.talk.warnings == warnings


def test_another_service_is_no_change_of_plan() -> None:
    with pytest.raises(InvalidInput, match="a is an add-on of redis, not of kafka"):
        addon(plan="kafka:basic", name="a").pick(ONE)


@pytest.mark.parametrize("state", ["present", "absent"])
def test_what_belongs_to_another_app_is_left_alone(state: str) -> None:
    with pytest.raises(InvalidInput, match="only attached to example: it belongs to other"):
        addon(plan="redis:maxi", name="a", state=state).plan(FOREIGN[0])
    assert not addon(plan="redis", name="a").plan(FOREIGN[0]).changes


def test_an_id_makes_no_addon() -> None:
    with pytest.raises(InvalidInput, match="has no add-on with the id"):
        addon(plan="redis", name=ID).plan(None)
    assert not addon(name=ID, state="absent").plan(None).changes


@pytest.mark.parametrize(
    ("options", "current", "steps", "after", "state"),
    [
        ({}, None, [("create", {"plan": "redis:maxi"})], {"plan": "redis:maxi"}, "provisioned"),
        ({"wait": False}, None, [("create", {"plan": "redis:maxi"})], {"plan": "redis:maxi"}, None),
        (
            {"name": "b", "as": "cache"},
            None,
            [("create", {"plan": "redis:maxi", "name": "b"})],
            {"plan": "redis:maxi", "name": "b", "as": "CACHE"},
            "provisioned",
        ),
        (
            {},
            there("a"),
            [("update", {"plan": "redis:maxi"})],
            {"plan": "redis:maxi", "name": "a"},
            "provisioned",
        ),
        (
            {"wait": False},
            there("a"),
            [("update", {"plan": "redis:maxi"})],
            {"plan": "redis:maxi", "name": "a"},
            None,
        ),
        (
            {"plan": "redis", "name": "b"},
            there("a"),
            [("update", {"name": "b"})],
            {"plan": "redis:mini", "name": "b"},
            "provisioned",
        ),
        ({"plan": "redis"}, there("a", state="provisioning"), [], {"plan": "redis:mini", "name": "a"}, "provisioned"),
        (
            {"plan": "redis", "wait": False},
            there("a", state="provisioning"),
            [],
            {"plan": "redis:mini", "name": "a"},
            "provisioning",
        ),
        ({"plan": "redis", "name": ID}, there("a"), [], {"plan": "redis:mini", "name": "a"}, "provisioned"),
    ],
)
def test_plans_for_an_addon(options: dict, current: dict | None, steps: list, after: dict, state: str | None) -> None:
    plan = addon(**{"plan": "redis:maxi", **options}).plan(current)
    assert [(step.action, step.fields) for step in plan.steps] == steps
    assert plan.after == after
    assert plan.predicted["state"] == state
    if plan.steps:
        assert plan.predicted["updated_at"] is None
        assert (plan.predicted["billed_price"] is None) is any("plan" in step.fields for step in plan.steps)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"name": "1st"}, "is no add-on name"),
        ({"name": "a"}, "is no add-on name"),
        ({"name": "a b"}, "is no add-on name"),
        ({"name": "ab\n"}, "is no add-on name"),
        ({"name": "a" * 257}, "is no add-on name"),
        ({"as": "my-cache"}, "is no attachment name"),
        ({"as": "1ST"}, "is no attachment name"),
        ({"as": "CACHE\n"}, "is no attachment name"),
        ({"config": {"a": None}}, "The value of config.a is"),
        ({"config": {"a": {"b": "c"}}}, "The value of config.a is"),
    ],
)
def test_wrong_options(options: dict, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        addon(plan="redis", **options).check()


@pytest.mark.parametrize(
    "options",
    [{"name": "ab"}, {"name": "A-b_1"}, {"name": ID}, {"as": "cache_2"}, {"config": {"a": "", "b": 0, "c": False}}],
)
def test_right_options(options: dict) -> None:
    addon(plan="redis", **options).check()
