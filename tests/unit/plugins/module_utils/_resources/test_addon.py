# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re
from typing import Any

import planning
import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.execute import Run, Subject
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Plan
from ansible_collections.community.heroku.plugins.module_utils._engine.report import Reporter
from ansible_collections.community.heroku.plugins.module_utils._engine.shadow import Changes
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources import addon_name
from ansible_collections.community.heroku.plugins.module_utils._resources.addon import Addon, spell_option
from ansible_collections.community.heroku.plugins.module_utils._resources.addon_plan import (
    ANY_ADDON,
    PLANS,
    PLANS_OF,
    SERVICES,
    same_plan,
    service_of,
)
from ansible_collections.community.heroku.plugins.module_utils._resources.attached import ATTACHMENTS, CONFIG_NAMES
from ansible_collections.community.heroku.plugins.module_utils._resources.common import (
    ACCOUNT,
    ADDONS,
    APPS,
    ATTACHMENTS_OF,
    RELEASES,
)

ID = "01234567-89ab-cdef-0123-456789abcdef"
NAMED = addon_name.first_name("id-of-example", "redis", "")
PLAN_ID = "11111111-89ab-cdef-0123-456789abcdef"


def there(name: str, plan: str = "redis:mini", app: str = "example", state: str = "provisioned") -> dict[str, Any]:
    return {
        **ADDONS.shape,
        "id": ID,
        "name": name,
        "plan": {"id": PLAN_ID, "name": plan},
        "addon_service": {"id": ID, "name": service_of(plan)},
        "app": {"id": f"id-of-{app}", "name": app},
        "state": state,
        "billed_price": {"cents": 1},
        "updated_at": "2026-11-21T10:00:00Z",
    }


APP = {"id": "id-of-example", "name": "example", "space": None, "team": None, "owner": {"id": "me"}}


def sold(name: str, plan_id: str = "") -> dict[str, Any]:
    """A plan as it is offered."""
    service = {"id": ID, "name": service_of(name)}
    return PLANS.normal({"id": plan_id or f"id-of-{name}", "name": name, "addon_service": service, "default": True})


def facts(addons: list[dict[str, Any]], app: str = "example", **attached: Any) -> dict[Any, Any]:
    """What Heroku says; ``attached`` are the names of the add-ons by those of attachments."""
    attachments = [
        ATTACHMENTS.normal(
            {
                "id": f"id-of-{name}",
                "name": name,
                "addon": {"id": ID, "name": addon, "app": {"id": "id-of-example", "name": "example"}},
                "app": {"id": "id-of-example", "name": "example"},
            }
        )
        for name, addon in attached.items()
    ]
    offers = [sold("redis:mini", PLAN_ID), sold("redis:midi"), sold("redis:maxi"), sold("kafka:basic")]
    return {
        ADDONS.of(app): addons,
        APPS.named(app): APP,
        ACCOUNT.of(): {"id": "me", "email": "me@example.com", "verified": True},
        ATTACHMENTS.of(app): attachments,
        CONFIG_NAMES.of(app): {"REDIS_URL": ""},
        RELEASES.newest(1, app): [{"status": "succeeded"}],
        **{ATTACHMENTS.named(name, app): None for name in ("CACHE", "REDIS")},
        **{ATTACHMENTS.named(item["name"], app): item for item in attachments},
        **{ANY_ADDON.named(name): None for name in ("a", "b")},
        **{PLANS.named(key): item for item in offers for key in (item["id"], item["name"])},
        PLANS.named(ID): None,
        **{PLANS_OF.of(service): [item] for service, item in (("redis", offers[0]), ("kafka", offers[3]))},
        **{SERVICES.named(name): {"supports_multiple_installations": True} for name in ("redis", "kafka")},
        ATTACHMENTS_OF.of(ID): attachments,
    }


def plan(addons: list[dict[str, Any]], known: Any = None, **options: Any) -> Plan:
    given = {"app": "example", **options}
    return planning.plan(Addon, {**facts(addons, given["app"]), **(known or {})}, **given)


def meant(addons: list[dict[str, Any]], **options: Any) -> list[str]:
    given = {"app": "example", **options}
    view = planning.View(facts(addons, given["app"]))
    return [item["name"] for item in Addon.meant(planning.desired(Addon, **given), view, addons)]


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
    assert isinstance(spell_option(value), bool) is isinstance(told, bool)


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
    assert meant(addons, **options) == found
    if len(found) > 1:
        with pytest.raises(InvalidInput, match=r"could mean: a \(redis:mini\), b \(redis:\w+\)\. Set name or as"):
            plan(addons, **options)


@pytest.mark.parametrize(
    ("addons", "wanted", "warnings"),
    [
        (TWO, "redis:midi", ["Nothing has the plan redis:midi, so a (redis:mini), b (redis:maxi) stays."]),
        (TWO, "redis:mini", []),
        (TWO, "kafka:basic", []),
        ([there("a", state="deprovisioning")], "redis:maxi", []),
    ],
)
def test_what_stays_is_said(addons: list, wanted: str, warnings: list[str]) -> None:
    assert list(plan(addons, plan=wanted, state="absent").warnings) == warnings


def test_another_service_is_no_change_of_plan() -> None:
    with pytest.raises(InvalidInput, match="a is an add-on of redis, not of kafka"):
        plan(ONE, plan="kafka:basic", name="a")


@pytest.mark.parametrize("state", ["present", "absent"])
def test_what_belongs_to_another_app_is_left_alone(state: str) -> None:
    with pytest.raises(InvalidInput, match="only attached to example: it belongs to other"):
        plan(FOREIGN, plan="redis:maxi", name="a", state=state)
    assert not plan(FOREIGN, plan="redis", name="a").actions


def test_an_id_makes_no_addon() -> None:
    with pytest.raises(InvalidInput, match="has no add-on with the id"):
        plan([], plan="redis", name=ID)
    assert not plan([], name=ID, state="absent").actions


@pytest.mark.parametrize(
    ("options", "current", "steps", "after", "state"),
    [
        ({}, None, [("create", {"plan": "redis:maxi", "name": NAMED})], {"plan": "redis:maxi"}, "provisioned"),
        ({"wait": False}, None, [("create", {"plan": "redis:maxi", "name": NAMED})], {"plan": "redis:maxi"}, None),
        (
            {"name": "b", "as": "cache"},
            None,
            [("create", {"plan": "redis:maxi", "name": "b", "attachment": {"name": "CACHE"}})],
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
            {"plan": "redis", "name": "b", "as": "redis"},
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
    attached = {key: facts([], REDIS="a")[key] for key in [ATTACHMENTS.named("REDIS", "example")]}
    made = plan([current] if current else [], attached, **{"plan": "redis:maxi", **options})
    assert planning.verbs(made) == steps
    assert made.after == after
    assert made.record["state"] == (UNKNOWN if state is None else state)
    if made.actions:
        new_plan = any("plan" in action.request.body for action in made.actions)
        assert made.record["updated_at"] is UNKNOWN
        assert (made.record["billed_price"] is UNKNOWN) is new_plan


ONE_EACH = {SERVICES.named(name): {"supports_multiple_installations": False} for name in ("redis", "kafka")}


def test_a_second_one_of_a_service_that_an_app_can_have_once_is_refused() -> None:
    message = r"example has a \(redis:mini\) already, and no app can have two add-ons of redis"
    with pytest.raises(InvalidInput, match=message):
        plan([there("a")], ONE_EACH, plan="redis:maxi", name="b")


@pytest.mark.parametrize(
    "other", [there("a", "kafka:basic"), there("a", app="other"), there("a", state="deprovisioning")]
)
def test_only_its_own_of_that_service_that_stay_count(other: dict) -> None:
    assert [verb for verb, _body in planning.verbs(plan([other], ONE_EACH, plan="redis:maxi", name="b"))] == ["create"]


@pytest.mark.parametrize(("told", "lost"), [(True, "SOME_ADDRESS"), (False, "LOST_URL")])
def test_what_lost_its_config_vars_is_attached_again_where_it_set_them(told: bool, lost: str) -> None:
    """As after a rollback to a release before it was attached; attachments may not tell their config vars."""
    addon = {**there("a"), "config_vars": ["CACHE_URL", lost]}
    attachments = facts([], CACHE="a", LOST="a", LOST_TOO="another")[ATTACHMENTS.of("example")]
    attachments[2]["addon"] = {**attachments[2]["addon"], "id": PLAN_ID}
    for attachment, name in zip(attachments, ["CACHE_URL", lost, lost]):  # the last one had that before
        attachment["config_vars"] = [name] if told else None
    known = {CONFIG_NAMES.of("example"): {"CACHE_URL": ""}, ATTACHMENTS.of("example"): attachments}
    made = plan([addon], known, plan="redis:mini")
    body = {"addon": ID, "app": "id-of-example", "name": "LOST", "confirm": "example"}
    assert planning.verbs(made) == [("restore LOST", body)]
    assert (made.before["config_vars"], made.after["config_vars"]) == (["CACHE_URL"], ["CACHE_URL", lost])
    assert made.warnings[0].startswith(f"example lacks {lost} although a is attached")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"name": "1st"}, "is not a valid add-on name"),
        ({"name": "a"}, "is not a valid add-on name"),
        ({"name": "a b"}, "is not a valid add-on name"),
        ({"name": "ab\n"}, "is not a valid add-on name"),
        ({"name": "a" * 257}, "is not a valid add-on name"),
        ({"as": "my-cache"}, "is not a valid attachment name"),
        ({"as": "1ST"}, "is not a valid attachment name"),
        ({"as": "CACHE\n"}, "is not a valid attachment name"),
        ({"config": {"a": None}}, "The value of config.a is"),
        ({"config": {"a": {"b": "c"}}}, "The value of config.a is"),
    ],
)
def test_wrong_options(options: dict, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        Addon.check(planning.desired(Addon, app="example", plan="redis", **options))


@pytest.mark.parametrize(
    "options",
    [{"name": "ab"}, {"name": "A-b_1"}, {"name": ID}, {"as": "cache_2"}, {"config": {"a": "", "b": 0, "c": False}}],
)
def test_right_options(options: dict) -> None:
    Addon.check(planning.desired(Addon, app="example", plan="redis", **options))


# What only Heroku chooses


def test_what_is_bought_is_predicted_as_far_as_it_is_known() -> None:
    made = plan([], plan="redis:maxi")
    assert made.record["plan"] == {"id": "id-of-redis:maxi", "name": "redis:maxi"}
    assert made.record["app"] == {"id": "id-of-example", "name": "example"}
    assert made.record["name"] is UNKNOWN, "a stranger may have the name that is chosen"


def test_what_is_bought_is_attached_in_check_mode() -> None:
    bought = plan([], plan="redis:maxi", **{"as": "cache"})
    view = Changes(bought.changes).over(planning.View({**facts([]), ADDONS.of("example"): []}))
    again = Addon.plan(planning.desired(Addon, app="example", plan="redis:maxi", **{"as": "CACHE"}), view)
    assert not again.actions
    assert again.record["plan"]["name"] == "redis:maxi"
    other = Addon.plan(planning.desired(Addon, app="example", plan="kafka:basic"), view)
    assert [action.verb for action in other.actions] == ["create"]


def test_what_goes_takes_its_config_vars_along_in_check_mode() -> None:
    going = plan([{**there("a"), "config_vars": ["REDIS_URL"]}], name="a", state="absent")
    view = Changes(going.changes).over(planning.View({CONFIG_NAMES.of("example"): {"REDIS_URL": "", "OWN": ""}}))
    assert view.get(CONFIG_NAMES.of("example")) == {"OWN": ""}


def test_an_app_that_would_be_made_has_no_id_to_choose_a_name_by() -> None:
    made = plan([], plan="redis:maxi", known={APPS.named("example"): {**APP, "id": UNKNOWN}})
    assert made.actions[0].request.body["name"] is UNKNOWN


# A name that follows from what is bought, and where


def test_names_are_those_of_herokus_style_and_differ_by_place() -> None:
    found = addon_name.names("id-of-app", "heroku-postgresql", "")
    places = [
        ("other-app", "heroku-postgresql", ""),
        ("id-of-app", "heroku-redis", ""),
        ("id-of-app", "heroku-postgresql", "B"),
    ]
    found += [addon_name.first_name(*place) for place in places]
    assert all(re.fullmatch(r"(postgresql|redis)-[a-z]+-[1-9][0-9]{4}", name) for name in found)
    assert len(set(found)) == len(found) == addon_name.MOST_NAMES + 3
    assert addon_name.first_name("id", "redis", "cache") == addon_name.first_name("id", "redis", "CACHE")
    assert len(addon_name.WORDS) == len(set(addon_name.WORDS))


def test_the_name_of_one_that_was_bought_before_is_not_taken_again() -> None:
    """Such as one that is attached under another name now."""
    first, second, *_rest = addon_name.names("id-of-example", "redis", "CACHE")
    made = plan([there(first)], plan="redis:maxi", **{"as": "CACHE"})
    assert made.actions[0].request.body["name"] == second


@pytest.mark.parametrize(("state", "found"), [("provisioning", True), ("provisioned", False)])
def test_one_that_is_not_attached_before_it_is_provisioned_is_found_by_its_name(state: str, found: bool) -> None:
    bought = there(addon_name.names("id-of-example", "redis", "CACHE")[1], state=state)
    made = plan([bought], plan="redis", **{"as": "CACHE"})
    assert bool(made.actions) is not found


# Nothing is bought twice

PAID: dict[str, Any] = {"plan": "heroku-redis:mini"}


@pytest.fixture
def run(connect: Any, simulator: Any) -> Run:
    client = connect(simulator)
    client.post("/apps", {"name": "example"})
    return Run.of(client, Reporter())


def fresh(run: Run) -> Run:
    """Another run, which knows nothing of this one."""
    return Run.of(run.client, Reporter())


def subject(**options: Any) -> Subject:
    return Subject(Addon, planning.desired(Addon, app="example", **{**PAID, "wait": False, **options}))


def buy(run: Run, **options: Any) -> Any:
    wanted = subject(**options)
    return run.apply(wanted, run.plan(wanted))


def bought(run: Run) -> list[str]:
    return [item["name"] for item in run.client.list("/apps/example/addons")]


def fault(simulator: Any, kind: str, **details: Any) -> None:
    where = {"method": "POST", "path": "/apps/*/addons", "count": 1}
    simulator.backdoor("POST", "faults", {"fault": kind, **where, **details})


def test_what_is_waited_for_is_the_add_on_with_its_config_vars(run: Run) -> None:
    _plan, record = run.converge(subject(wait=True, wait_timeout=60), check_mode=False)
    assert record["state"] == "provisioned"
    assert record["config_vars"]
    assert set(record["config_vars"]) <= set(run.client.get("/apps/example/config-vars"))


def test_a_service_that_heroku_takes_for_a_name_is_none(run: Run) -> None:
    """Within an app it finds an add-on by its service too (peers.md c 4)."""
    name = buy(run)["name"]
    for wanted, found in ((name, [name]), ("heroku-redis", []), ("no-such-thing", [])):
        given = {**dict.fromkeys(Addon.info_options), "app": "example", "addon": wanted}
        assert [item["name"] for item in fresh(run).find(Subject(Addon, planning.Desired(given)))] == found


@pytest.mark.parametrize("options", [{}, {"as": "CACHE"}, {"name": "example-cache"}], ids=str)
@pytest.mark.parametrize("seconds", [0.3, 1.5, 8])
@pytest.mark.parametrize("lost", [False, True])
def test_a_late_purchase_is_made_once(
    run: Run, simulator: Any, pauses: Any, seconds: float, lost: bool, options: dict[str, Any]
) -> None:
    simulator.backdoor("POST", "clock", {"mode": "0"})
    pauses.meanwhile.append(lambda paused: simulator.backdoor("POST", "clock", {"advance": paused}))
    fault(simulator, "late_commit", seconds=seconds, lost=lost)
    record = buy(run, **options)
    simulator.backdoor("POST", "clock", {"advance": 60})
    assert bought(run) == [record["name"]]
    assert run.journal.changed
    assert not fresh(run).plan(subject(**options)).actions


@pytest.mark.parametrize("options", [{}, {"as": "CACHE"}], ids=str)
@pytest.mark.parametrize("seconds", [0.3, 1.5, 8])
@pytest.mark.parametrize("lost", [False, True])
def test_a_run_that_died_and_its_successor_buy_one(
    run: Run, simulator: Any, pauses: Any, seconds: float, lost: bool, options: dict[str, Any]
) -> None:
    """The first one ends before it could look; the second one begins before the purchase is committed."""
    simulator.backdoor("POST", "clock", {"mode": "0"})
    fault(simulator, "late_commit", seconds=seconds, lost=lost)
    with pytest.raises(HerokuError):
        run.send(run.plan(subject(**options)).actions[0])
    record = buy(fresh(run), **options)
    simulator.backdoor("POST", "clock", {"advance": 60})
    assert bought(run) == [record["name"]]
    assert not fresh(run).plan(subject(**options)).actions


@pytest.mark.parametrize("options", [{}, {"as": "CACHE"}], ids=str)
def test_of_two_runs_at_once_one_buys(run: Run, options: dict[str, Any]) -> None:
    other, plans = fresh(run), [run.plan(subject(**options)) for _time in (1, 2)]
    first = run.apply(subject(**options), plans[0])
    second = other.apply(subject(**options), plans[1])
    assert first["id"] == second["id"]
    assert bought(run) == [first["name"]]
    assert not other.journal.changed


@pytest.mark.parametrize("strangers", [1, 2])
def test_a_name_that_a_stranger_has_is_passed_over(run: Run, connect: Any, simulator: Any, strangers: int) -> None:
    stranger = connect(simulator, token="simulator-token-other")
    stranger.post("/apps", {"name": "strange"})
    app = run.client.get("/apps/example")["id"]
    chosen = addon_name.names(app, "heroku-redis", "")
    for name in chosen[:strangers]:
        stranger.post("/apps/strange/addons", {**PAID, "name": name})
    assert buy(run)["name"] == chosen[strangers]
    assert not fresh(run).plan(subject()).actions


def test_a_name_that_was_taken_by_the_lost_purchase_is_not_passed_over(run: Run, simulator: Any, pauses: Any) -> None:
    """Where the list does not show it yet, the task fails rather than buy a second one."""
    made = run.plan(subject())
    fault(simulator, "unavailable", when="after")
    hidden = {"fault": "forbidden", "method": "GET", "path": "/apps/example/addons", "count": 30}
    simulator.backdoor("POST", "faults", hidden)
    with pytest.raises(HerokuError, match="taken"):
        run.apply(subject(), made)
    simulator.backdoor("DELETE", "faults")
    assert len(bought(run)) == 1
