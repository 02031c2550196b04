# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents as people write them: check mode says what the run then does of each app, failures too; again, nothing."""

from __future__ import annotations

import contextlib
import copy
from typing import Any

import fleets
import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError
from ansible_collections.community.heroku.plugins.module_utils._fleet.prune import SCOPE

FIR: dict[str, Any] = {"team": "acme", "generation": "fir"}
CEDAR: dict[str, Any] = {"team": "acme"}
CODE = {"build": {"path": fleets.SOURCE}}
TELEMETRY = [{"endpoint": "https://a.example.com", "exporter_type": "otlphttp", "signals": ["logs"]}]
REDIS = {"plan": "heroku-redis:mini", "name": "held-redis"}
PERMITTED = [{"user": "other@example.com", "permissions": ["deploy"]}]
PREMIUM = {"plan": "heroku-redis:premium-0", "as": "SECOND"}


def space(space: dict[str, Any], **sections: Any) -> dict[str, Any]:
    return {"spaces": {"new-space": {**space, **sections}}}


def app(**sections: Any) -> dict[str, Any]:
    return {"apps": {"shop": sections}}


def inside(where: dict[str, Any], **sections: Any) -> dict[str, Any]:
    return {**space(where), **app(space="new-space", **sections)}


def team(settings: dict[str, Any], **sections: Any) -> dict[str, Any]:
    return {"teams": {"new-team": settings}, **app(team="new-team", **sections)}


def sized(size: str, quantity: int = 1) -> dict[str, Any]:
    return {**CODE, "formation": {"web": {"quantity": quantity, "size": size}}}


def line(stages: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A pipeline with apps, of which that called fir is in a Fir space."""
    apps = {name: {"space": "new-space"} if name == "fir" else {} for some in stages.values() for name in some}
    return {**space(FIR), "apps": apps, "pipelines": {"line": {"stages": stages, **more}}}


# A document for an account that has nothing of it, and the place that fails, if one does.
FROM_NOTHING = {
    "rules of a Fir space": (space(FIR, inbound_ruleset=[{"source": "192.0.2.0/24"}]), "inbound_ruleset"),
    "no rules of a Fir space": (space(FIR, inbound_ruleset=[{"source": "0.0.0.0/0"}]), "inbound_ruleset"),
    "log drain of a Fir space": (space(FIR, log_drain="https://a.example.com"), "log_drain"),
    "peering of a Fir space": (space(FIR, peerings=["pcx-0123456789abcdef0"]), "peerings[0]"),
    "VPN of a Fir space": (space(FIR, vpns={"office": fleets.VPN}), "vpns.office"),
    "VPN": (space(CEDAR, vpns={"office": fleets.VPN}), ""),
    "telemetry of a Fir space": (space(FIR, telemetry_drains=TELEMETRY), ""),
    "telemetry of a Cedar space": (space(CEDAR, telemetry_drains=TELEMETRY), "telemetry_drains[0]"),
    "access of a stranger": (space(CEDAR, access={"other@example.com": ["create_apps"]}), "access.other@example.com"),
    "telemetry of a Cedar app": (app(telemetry_drains=TELEMETRY), "telemetry_drains[0]"),
    "telemetry in a Cedar space": (inside(CEDAR, telemetry_drains=TELEMETRY), "telemetry_drains[0]"),
    "telemetry in a space that is there": (
        app(space="acme-space", telemetry_drains=TELEMETRY),
        "telemetry_drains[0]",
    ),
    "telemetry in a Fir space": (inside(FIR, telemetry_drains=TELEMETRY), ""),
    "log drain in a Fir space": (inside(FIR, drains=["https://a.example.com"]), "drains[0]"),
    "buildpacks in a Fir space": (inside(FIR, buildpacks=["heroku/nodejs"]), "buildpacks"),
    "build with buildpacks in a Fir space": (
        inside(FIR, build={"path": fleets.SOURCE, "buildpacks": ["heroku/python"]}),
        "build",
    ),
    "region in a space": (inside(CEDAR, region="eu"), "shop"),
    "the dynos of a first deploy": (app(**CODE, formation={"web": 1, "worker": 0}), ""),
    "one dyno more": (app(**CODE, formation={"web": 1, "worker": 1}), ""),
    "no dyno": (app(**CODE, formation={"web": 0}), ""),
    "size in a Fir space": (inside(FIR, **sized("dyno-1c-0.5gb")), ""),
    "Cedar size in a Fir space": (inside(FIR, **sized("standard-1x")), "formation"),
    "common size in a space": (inside(CEDAR, **sized("standard-1x")), "formation"),
    "size in a space": (inside(CEDAR, **sized("private-s")), ""),
    "size of a space": (app(**sized("private-s")), "formation"),
    "size of Fir": (app(**sized("dyno-1c-0.5gb")), "formation"),
    "Eco size of a team": (app(team="acme", **sized("eco")), "formation"),
    "two Basic dynos": (app(**sized("basic", 2)), "formation"),
    "permissions in a new team": (team({}, collaborators=PERMITTED), "collaborators"),
    "permissions in a new enterprise team": (
        team({"enterprise_account": "acme-enterprise"}, collaborators=PERMITTED),
        "",
    ),
    "a name of Heroku's": (app(domains=["shop.herokuapp.com"]), "domains[0]"),
    "too many drains": (app(drains=[f"https://a.example.com/{number}" for number in range(6)]), "drains[5]"),
    "add-ons of one plan": (app(addons=["heroku-redis:mini", {"plan": "heroku-redis:mini", "as": "SECOND"}]), ""),
    "the one without a name last": (app(addons=[PREMIUM, "heroku-redis:mini"]), ""),
    "a service without a plan": (app(addons=["heroku-redis", PREMIUM]), ""),
    "command without code": (app(run="migrate"), ""),
    "a pipeline of a new team": (
        {**team({}), "pipelines": {"line": {"owner": "new-team", "stages": {"staging": ["shop"]}}}},
        "",
    ),
    "review apps of a new pipeline": (
        {"pipelines": {"line": {"review_apps": {"repo": "acme/shop"}}}},
        "line.review_apps",
    ),
    "a Fir app after one that is not": (line({"staging": ["one", "fir"]}), "stages.staging[1]"),
    "an app beside one of Fir": (line({"staging": ["fir"], "production": ["one"]}), "0]"),  # either of them
    "apps of Fir alone": (line({"staging": ["fir"]}), ""),
}

# What is there at first, then the document.
CHANGES = {
    "from an app that goes": (
        {"old": {"addons": [REDIS], "domains": ["www.held.example"]}},
        {"new": {"addons": [REDIS], "domains": ["www.held.example"]}, "old": {"state": "absent"}},
        {"new": {"add app", "add add-on held-redis", "add domain www.held.example"}, "old": {"destroy app"}},
    ),
    "one more add-on of a service": (
        {"shop": {"addons": [PREMIUM]}},
        {"shop": {"addons": [PREMIUM, "heroku-redis:mini"]}},
        {"shop": {"add add-on heroku-redis:mini"}},
    ),
    "another plan beside one of the old one": (
        {"shop": {"addons": ["heroku-redis:mini", {"plan": "heroku-redis:mini", "as": "SECOND"}]}},
        {"shop": {"addons": ["heroku-redis:premium-0", {"plan": "heroku-redis:mini", "as": "SECOND"}]}},
        {"shop": {"change add-on heroku-redis:premium-0"}},
    ),
    "to another team": (
        {"shop": {"team": "acme", "config": {"A": "b"}}},
        {"shop": {"team": "acme-apps", "config": {"A": "c"}}},
        {"shop": {"change app", "change config vars"}},
    ),
    "another name": (
        {"shop": {"config": {"A": "b"}, "domains": ["www.shop.example"]}},
        {"shop": {"new_name": "store", "config": {"A": "c"}, "domains": ["www.shop.example", "b.shop.example"]}},
        {"shop": {"change app", "change config vars", "add domain b.shop.example"}},
    ),
}


@pytest.fixture
def task(simulator: Any) -> fleets.Task:
    return fleets.Task(simulator)


def told(result: Any) -> dict[str, Any]:
    """What a result says that has to be the same before and after."""
    assert "mistake" not in result.get("msg", ""), result
    groups = {group: result.get(group, {}) for group in ("teams", "spaces", "apps", "pipelines")}
    things = {f"{group}.{name}": item for group, items in groups.items() for name, item in items.items()}
    said = {
        name: (sorted(item["done"]), [entry["path"] for entry in item["failed"]], [e["path"] for e in item["left"]])
        for name, item in things.items()
    }
    return {"said": said, **{name: result[name] for name in ("changed", "summary", "cost", "unmanaged")}}


def failures(result: Any) -> list[str]:
    """The places that fail."""
    return [path for _done, failed, _left in told(result)["said"].values() for path in failed]


@pytest.mark.parametrize("name", FROM_NOTHING)
def test_from_nothing(task: fleets.Task, name: str) -> None:
    whole, place = FROM_NOTHING[name]
    predicted, made = task.run(whole, check_mode=True), task.run(whole)
    assert told(made) == told(predicted)
    assert [path.endswith(place) for path in failures(made)] == [True] * bool(place), made.get("msg")
    again = task.run(whole)
    assert (again["changed"], failures(again)) == (False, failures(made))


def test_the_dynos_of_a_first_deploy_are_scaled_where_it_was_not_as_predicted(
    task: fleets.Task, simulator: Any, connect: Any
) -> None:
    client = connect(simulator)
    whole = app(**CODE, run={"command": "true"}, formation={"web": 1})

    def scale_down(_writes: int) -> None:
        with contextlib.suppress(HerokuError):  # before there is a release
            client.patch("/apps/shop/formation/web", {"quantity": 0})

    assert task.done(whole, check_mode=True)["summary"] == {"add": 3, "change": 0, "destroy": 0}
    made = task.done(whole, after=scale_down)
    assert "change formation" in made["apps"]["shop"]["done"]
    assert task.done(whole)["changed"] is True, "since it was scaled down once more"
    assert task.done(whole)["changed"] is False


@pytest.mark.parametrize("name", CHANGES)
def test_changes(task: fleets.Task, name: str) -> None:
    before, after, expected = CHANGES[name]
    task.done({"apps": copy.deepcopy(before)})
    whole = {"apps": after}
    predicted, made = task.done(whole, check_mode=True), task.done(whole)
    assert told(made) == told(predicted)
    assert {name: set(item["done"]) for name, item in made["apps"].items()} == expected
    assert task.done(whole)["changed"] is False


def test_two_add_ons_that_nothing_tells_apart_are_refused(task: fleets.Task, simulator: Any) -> None:
    result = task.run(app(addons=["heroku-redis:mini", "heroku-redis:premium-0"]))
    assert "apps.shop.addons[1] and apps.shop.addons[0] are add-ons of heroku-redis, and nothing tells" in result["msg"]
    assert simulator.requests() == []


def test_what_cannot_be_known_is_warned_of(task: fleets.Task) -> None:
    """Features of an app to come are no certain thing: another app tells which there may be."""
    task.done({"apps": {"other": {}}})
    whole = {"apps": {"other": {}, **app(features={"no-such-feature": True, "preboot": True})["apps"]}}
    for check_mode in (True, False):
        result = task.run(whole, check_mode=check_mode)
        assert bool(result.get("failed")) is not check_mode
        (warning,) = [text for text in task.reporter.heard if "no-such-feature once" in text]
        assert "other has none of that name. It has http-session-affinity, " in warning


def test_the_waits_of_the_task_are_those_of_all_things_that_say_nothing(task: fleets.Task, simulator: Any) -> None:
    simulator.backdoor("POST", "clock", {"mode": "0"})
    try:
        addon = {"plan": "heroku-postgresql:standard-0", "as": "MAIN"}
        assert not task.run(app(addons=[addon]), wait=False).get("failed")
        result = task.run(app(addons=[addon]), wait_timeout=1)
        assert "Gave up waiting for heroku-postgresql:standard-0" in result["msg"]
        assert " after 1 s: " in result["msg"]
        result = task.run(app(addons=[{**addon, "wait_timeout": 2}]), wait_timeout=1)
        assert " after 2 s: " in result["msg"]
    finally:
        simulator.backdoor("POST", "clock", {"mode": "instant"})


@pytest.mark.parametrize(
    ("limit", "says"),
    [
        (["shop-stagin"], "limit has shop-stagin, which matches no app of the document: did you mean shop-staging?"),
        (["shop-*", "api"], "limit has api, which matches no app of the document. Its apps: shop-prod, shop-staging."),
    ],
)
@pytest.mark.parametrize("scope", [None, {}, dict.fromkeys(SCOPE)], ids=["none", "empty", "of-nulls"])
def test_a_limit_that_fits_nothing_is_a_mistake(
    task: fleets.Task, simulator: Any, limit: list[str], says: str, scope: Any
) -> None:
    """Ansible makes a dict of nulls of an empty one, such as that of the playbooks apply and drift."""
    result = task.run({"apps": {"shop-staging": {}, "shop-prod": {}}}, limit=limit, prune_scope=scope)
    assert result["msg"] == says
    assert simulator.requests() == []


def test_a_document_without_anything_in_it_is_warned_of(task: fleets.Task) -> None:
    for whole in ({}, {"defaults": {"region": "eu"}}, {"apps": {}}):
        assert task.done(whole)["changed"] is False
        assert task.reporter.heard == ["The document names nothing to manage: it has no apps, pipelines, ..."]
    assert task.done({"apps": {"shop": {}}}, slice="2/1000", check_mode=True)["apps"] == {}
    assert task.reporter.heard == []


def test_a_slice_may_be_empty(task: fleets.Task) -> None:
    parts = [task.done({"apps": {"shop": {}}}, slice=f"{part}/3", check_mode=True)["apps"] for part in (1, 2, 3)]
    assert sorted(len(apps) for apps in parts) == [0, 0, 1]


def test_what_was_done_is_told_with_what_it_is_about(task: fleets.Task) -> None:
    whole = {
        "apps": {
            "shop": {"drains": ["https://a.example.com/1", "https://a.example.com/2"], "run": "true"},
            "other": {"webhooks": [{"url": "https://a.b/c", "include": ["api:release"], "level": "notify"}]},
        },
        "pipelines": {"line": {"stages": {"staging": ["shop"], "production": ["other"]}}},
    }
    result = task.done(whole)
    assert result["apps"]["shop"]["done"] == [
        "add app",
        "add log drain (apps.shop.drains[0])",
        "add log drain (apps.shop.drains[1])",
    ]
    assert result["pipelines"]["line"]["done"] == [
        "add pipeline",
        "add shop pipeline coupling",
        "add other pipeline coupling",
    ]
    assert "null" not in result["diff"]["prepared"]
    assert "      + level: notify\n" in result["diff"]["prepared"]


def test_a_command_of_one_word_is_no_secret_all_over_the_plan(task: fleets.Task) -> None:
    whole = app(run="true", maintenance=True, **CODE)
    assert "maintenance true" in task.done(whole)["diff"]["prepared"]
