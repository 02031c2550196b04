# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fleets against the simulator: the plan is the truth, and whatever ends a run, the next one leads to the same end."""

from __future__ import annotations

import random
import re
import sys
from typing import Any

import fleets
import modules
import pytest
import tree
from ansible_collections.community.heroku.plugins.module_utils._fleet import document as documents
from fleets import WRITES

sys.path.insert(0, str(tree.ROOT / "tests" / "faults"))

import stories


def document(apps: int = 4) -> dict[str, Any]:
    """An organisation of some apps, with what depends on each other across them."""
    made = {
        f"shop-{number}": {
            "domains": [f"www{number}.example.com"],
            "addons": [{"plan": "heroku-postgresql:essential-0", "name": f"shop-{number}-database"}],
            "attachments": [{"addon": f"shop-{(number + 1) % apps}-database", "name": "NEXT"}],
        }
        for number in range(apps)
    }
    stages = {"staging": ["shop-0"], "production": ["shop-1"]}
    return {
        "defaults": {
            "team": "acme",
            "config": {"LOG": "info"},
            "features": {"http-session-affinity": True},
            "collaborators": ["other@example.com"],
        },
        "apps": made,
        "pipelines": {"line": {"owner": "acme", "stages": stages, "config": {"test": {"A": "b"}}}},
    }


@pytest.fixture
def fleet(simulator: Any) -> fleets.Task:
    return fleets.Task(simulator)


def test_from_nothing_the_plan_is_what_is_done(fleet: fleets.Task, simulator: Any) -> None:
    whole = document()
    predicted = fleet.done(whole, check_mode=True)
    assert [entry for entry in simulator.requests() if entry["method"] in WRITES] == []
    made = fleet.done(whole)
    assert made["summary"] == predicted["summary"]
    for group in ("apps", "pipelines"):
        assert {name: item["done"] for name, item in made[group].items()} == {
            name: item["done"] for name, item in predicted[group].items()
        }
    again = fleet.done(whole)
    assert again["changed"] is False
    assert again["summary"] == {"add": 0, "change": 0, "destroy": 0}


def test_the_plan_of_an_organisation_of_fifty_apps_is_what_is_done(fleet: fleets.Task, simulator: Any) -> None:
    """From an empty account, with two pipelines and a space: the plan tells of all, and the run does exactly that."""
    whole = stories.organisation()
    predicted = fleet.done(whole, check_mode=True)
    assert [entry for entry in simulator.requests() if entry["method"] in WRITES] == []
    printed = predicted["diff"]["prepared"]
    wanted = ["space yard\n  + space: ", "pipeline line\n  + pipeline: ", "pipeline track\n  + pipeline: "]
    for name, app in whole["apps"].items():
        wanted += [f"{name}\n  + app: ", f"  + domain {app['domains'][0]}: ", f"  + add-on {name}-database: "]
        wanted += [f"  + {name} pipeline coupling: "] if int(name[-2:]) % 10 not in (4, 8, 9) else []
    assert [text for text in wanted if text not in printed] == []
    before = len(simulator.requests())
    made = fleet.done(whole)
    assert without_tokens(made["diff"]["prepared"]) == without_tokens(printed)
    for key in ("summary", "cost", "unmanaged"):
        assert made[key] == predicted[key]
    for group in ("apps", "pipelines", "spaces"):
        assert list(made[group]) == list(predicted[group]) == list(whole[group])
        for name, item in made[group].items():
            assert (name, item["changed"], item["done"]) == (name, True, predicted[group][name]["done"])
    assert len(simulator.requests()) - before <= 700
    assert fleet.done(whole)["changed"] is False
    assert fleet.done(whole, check_mode=True)["summary"] == {"add": 0, "change": 0, "destroy": 0}


def without_tokens(printed: str) -> list[str]:
    """The lines of a plan, but for how many tokens the account has left by then."""
    return [re.sub(r"the account has \d+ tokens left", "", line) for line in printed.splitlines()]


def test_killed_at_random_points_it_leads_to_the_same_end(fleet: fleets.Task, simulator: Any) -> None:
    whole = document()
    fleet.done(whole)
    end, writes = fleet.there(), sum(entry["method"] in WRITES for entry in simulator.requests())
    assert writes > 20
    for number in random.Random(7).sample(range(1, writes), 8):
        simulator.backdoor("POST", "reset")
        fleet.killed(whole, number)
        fleet.done(whole)
        assert fleet.there() == end, f"killed after write {number} of {writes}"
        assert fleet.done(whole)["changed"] is False


def test_where_several_pipelines_have_a_name_the_owner_tells_whose_is_meant(fleet: fleets.Task, connect: Any) -> None:
    client = connect(fleet.simulator)
    mine = {"owner": "self", "stages": {"staging": ["shop-0"]}}
    fleet.done({"apps": {"shop-0": {}}, "pipelines": {"line": mine}})
    team = client.get("/teams/acme")["id"]
    theirs = client.post("/pipelines", {"name": "line", "owner": {"id": team, "type": "team"}})
    config = {"owner": "acme", "config": {"test": {"A": "b"}}}
    for whole, changed in (({"owner": "self"}, False), (config, True), (config, False), (mine, False)):
        result = fleet.done({"pipelines": {"line": whole}})
        assert result["changed"] is changed
    assert result["pipelines"]["line"]["pipeline"]["id"] != theirs["id"]
    assert client.get(f"/pipelines/{theirs['id']}/stage/test/config-vars") == {"A": "b"}
    assert "2 pipelines are called line" in fleet.run({"pipelines": {"line": {"config": {"test": {}}}}})["msg"]


def test_one_that_is_broken_stops_only_what_depends_on_it(fleet: fleets.Task) -> None:
    whole = document(5)
    whole["apps"]["shop-2"]["addons"][0]["plan"] = "heroku-postgresql:no-such-plan"
    result = fleet.run(whole)
    assert result["failed"]
    assert result["changed"]
    broken = {name: item for name, item in result["apps"].items() if item["failed"] or item["left"]}
    assert set(broken) == {"shop-1", "shop-2"}
    assert [item["path"] for item in broken["shop-2"]["failed"]] == ["apps.shop-2.addons[0]"]
    assert [item["path"] for item in broken["shop-1"]["left"]] == ["apps.shop-1.attachments[0]"]
    assert "shop-2 add-on shop-2-database" in broken["shop-1"]["left"][0]["why"]
    assert result["msg"].startswith("2 of 6 could not be brought in line; the other 4 had no errors. Not attempted, ")
    assert "because of what failed: 2 things." in result["msg"]
    whole["apps"]["shop-2"]["addons"][0]["plan"] = "heroku-postgresql:essential-0"
    assert set(fleet.done(whole)["apps"]["shop-2"]["done"]) >= {"add add-on shop-2-database"}


def test_what_heroku_refuses_midway_stops_only_what_depends_on_it(fleet: fleets.Task, simulator: Any) -> None:
    refusal = {"fault": "error", "status": 422, "id": "invalid_params", "message": "Not today."}
    simulator.backdoor("POST", "faults", {**refusal, "method": "POST", "path": "/apps/shop-2/addons"})
    result = fleet.run(document(5))
    apps = result["apps"]
    assert [item["msg"].partition(" [")[0] for item in apps["shop-2"]["failed"]] == ["Not today."]
    assert [item["path"] for item in apps["shop-1"]["left"]] == ["apps.shop-1.attachments[0]"]
    assert {name for name, item in apps.items() if not item["failed"] and not item["left"]} == {
        "shop-0", "shop-3", "shop-4",
    }  # fmt: skip
    simulator.backdoor("DELETE", "faults")
    assert set(fleet.done(document(5))["apps"]["shop-1"]["done"]) == {"add add-on attachment NEXT"}


def test_one_error_of_all_is_told_once(fleet: fleets.Task, simulator: Any) -> None:
    simulator.backdoor("POST", "faults", {"fault": "forbidden", "path": "/apps"})
    result = fleet.run({"apps": {f"shop-{number}": {} for number in range(8)}})
    assert result["failed"]
    lines = result["msg"].splitlines()
    assert lines[0].startswith("8 of 8 could not be brought in line.")
    assert len(lines) == 2
    assert "app shop-0, app shop-1, app shop-2 and 5 more: " in lines[1]


@pytest.mark.parametrize("forks", [1, 10])
def test_few_tokens_are_told_of_before_anything_is_written(
    fleet: fleets.Task, simulator: Any, pauses: Any, forks: int
) -> None:
    """Of the usual pool there are 60 left. The time of the simulator goes on with every pause, and only then.

    The pauses of ten threads add up; with one thread, time passes just as it would.
    """
    state = simulator.backdoor("GET", "state?secrets=1")
    for account in state["tables"]["accounts"]:
        account.update(rate_limit_tokens=60, rate_limit_at=state["clock"]["now"])
    simulator.backdoor("PUT", "state", state)
    simulator.backdoor("POST", "clock", {"mode": "events"})
    pauses.meanwhile.append(lambda seconds: simulator.backdoor("POST", "clock", {"advance": seconds}))
    first: list[list[str]] = []

    def remember(number: int) -> None:
        if number == 1:
            first.append(list(fleet.reporter.heard))

    result = fleet.run(document(12), forks=forks, after=remember)
    assert not result.get("failed"), result["msg"]
    told = [text for text in first[0] if "requests are needed" in text]
    assert told
    assert "tokens left" in told[0]
    assert [entry["status"] for entry in simulator.requests() if entry["status"] == 429] == []


def test_secrets_of_a_document_show_nowhere(fleet: fleets.Task) -> None:
    secret = "canary-3f9a1c77d2"
    whole = {
        "apps": {
            "shop": {
                "config": {"KEY": secret},
                "drains": [f"https://user:{secret}@logs.example.com/in"],
                "webhooks": [{"url": "https://a.b/c", "include": ["api:release"], "level": "notify", "secret": secret}],
                "addons": [{"plan": "heroku-redis:mini", "config": {"password": secret}}],
            }
        }
    }
    for result in (fleet.run(whole, check_mode=True), fleet.run(whole), fleet.run(whole)):
        assert not result.get("failed"), result["msg"]
        assert secret not in str(result)
        assert secret not in str(fleet.reporter.heard)
    new = "canary-of-a-refusal-77"
    refusal = {"fault": "error", "status": 422, "id": "invalid_params", "message": f"{new} is no value."}
    fleet.simulator.backdoor("POST", "faults", {**refusal, "path": "/apps/*/config-vars", "method": "PATCH"})
    whole["apps"]["shop"]["config"] = {"KEY": new}
    result = fleet.run(whole)
    assert "is no value" in result["msg"]
    assert new not in str(result)
    module = modules.module("heroku_fleet")
    assert secret not in str(module.shown({"document": whole, "src": None}))


def test_what_belongs_to_the_account_alone_is_told_as_a_change(fleet: fleets.Task) -> None:
    whole = {"oauth_clients": [{"name": "dashboard", "redirect_uri": "https://dashboard.example.com/back"}]}
    for check_mode, changed in ((True, True), (False, True), (False, False), (True, False)):
        result = fleet.done(whole, check_mode=check_mode)
        assert (result["changed"], result["account"]["changed"]) == (changed, changed)


def test_what_only_heroku_can_choose_is_listed_in_check_mode(fleet: fleets.Task) -> None:
    whole = {"apps": {"shop": {}}}
    predicted = fleet.done(whole, check_mode=True)
    made = fleet.done(whole)
    assert {"apps.shop.app.id", "apps.shop.app.created_at"} <= set(predicted["unknown"])
    for path in predicted["unknown"]:
        value = predicted
        for name in path.split("."):
            value = value[name]
        assert value is None, path
    assert "unknown" not in made
    assert fleet.done(whole, check_mode=True)["unknown"] == []


def test_what_is_protected_is_not_deleted(fleet: fleets.Task) -> None:
    fleet.done({"apps": {"shop": {}}})
    result = fleet.run({"apps": {"shop": {"state": "absent", "protected": True}}})
    assert "The app shop is protected: apps.shop.protected is true." in result["msg"]
    assert fleet.done({"apps": {"shop": {"state": "absent"}}})["apps"]["shop"]["app"] is None


def test_the_cost_of_what_comes_and_goes_is_exact(fleet: fleets.Task) -> None:
    """A new app costs nothing before; one that goes, declared absent or pruned, takes its add-ons and dynos along."""
    shop = {
        "addons": ["heroku-postgresql:standard-0"],
        "build": {"path": fleets.SOURCE},
        "formation": {"web": {"quantity": 1, "size": "basic"}},
    }
    nothing = {"cents": 0, "at_least": False, "unpriced": []}
    made = fleet.done({"apps": {"shop": shop, "other": {}}}, check_mode=True)["cost"]
    assert made["before"] == nothing
    assert made["after"] == {"cents": 5000 + 700, "at_least": False, "unpriced": []}
    fleet.done({"apps": {"shop": shop, "other": {}}})
    absent = fleet.done({"apps": {"shop": {"state": "absent"}}}, check_mode=True)["cost"]
    assert absent == {"before": made["after"], "after": nothing, "difference": -5700}
    pruned = fleet.done({"apps": {"other": {}}}, check_mode=True, prune=["apps"], prune_scope={"name": "shop"})["cost"]
    assert pruned == absent


def test_a_hostname_and_a_name_move_from_one_app_to_another(fleet: fleets.Task) -> None:
    addon = {"plan": "heroku-redis:mini", "name": "moving-redis"}
    fleet.done({"apps": {"one": {"domains": ["www.example.com"], "addons": [addon]}, "another": {}}})
    gone = {
        "domains": [{"hostname": "www.example.com", "state": "absent"}],
        "addons": [{"name": "moving-redis", "state": "absent"}],
    }
    moved = {"apps": {"another": {"domains": ["WWW.example.com"], "addons": [addon]}, "one": gone}}
    predicted = fleet.done(moved, check_mode=True)
    assert predicted["summary"] == {"add": 2, "change": 0, "destroy": 2}
    assert fleet.done(moved)["summary"] == predicted["summary"]
    assert fleet.done(moved)["changed"] is False


def test_one_add_on_name_of_two_apps_is_told_in_check_mode(fleet: fleets.Task, monkeypatch: Any) -> None:
    """As of two tasks of one run, since a document with it is refused."""
    monkeypatch.setattr(documents, "check_once", lambda entries: None)
    addon = {"plan": "heroku-redis:mini", "name": "some-redis"}
    result = fleet.run({"apps": {"one": {"addons": [addon]}, "two": {"addons": [addon]}}}, check_mode=True)
    (failure,) = result["apps"]["two"]["failed"]
    assert failure["msg"].startswith("There is an add-on some-redis already, which belongs to one. Give another name;")


def test_a_document_with_one_name_twice_is_refused_before_any_request(fleet: fleets.Task, simulator: Any) -> None:
    result = fleet.run({"apps": {"one": {"new_name": "three"}, "three": {"config": {"A": "b"}}}})
    assert result["msg"] == "apps.three is about the same thing as apps.one.new_name: leave one out."
    assert simulator.requests() == []


def test_a_failure_is_readable(fleet: fleets.Task) -> None:
    """No record of an app around the errors, and of a secret address only what is secret is masked."""
    drain = "https://user:canary-41d0@logs.example.com/in?token=canary-77aa&format=json"
    whole = {"apps": {"shop": {"formation": {"web": 2}, "drains": [drain]}, "other": {}}}
    for check_mode in (True, False):
        result = fleet.run(whole, check_mode=check_mode)
        assert result["failed"]
        assert [sorted(item) for item in result["apps"].values()] == [["changed", "done", "failed", "left"]] * 2
        assert "scheme https, host logs.example.com" in result["diff"]["prepared"]
        assert "canary" not in str(result)
    del whole["apps"]["shop"]["formation"]
    assert fleet.done(whole)["apps"]["shop"]["app"]["git_url"] == "https://git.heroku.com/shop.git"
    detailed = fleet.run({"apps": {"shop": {"formation": {"web": 2}, "drains": [drain]}}}, details=True)
    assert detailed["failed"]
    assert detailed["apps"]["shop"]["details"]["apps.shop"]["app"]["git_url"] == "https://git.heroku.com/shop.git"


@pytest.mark.parametrize("options", [{"limit": ["store"]}, {"slice": "2/2"}, {}], ids=str)
@pytest.mark.parametrize("owners", [{"owner": "acme"}, {"owner": "acme-apps", "new_owner": "acme"}], ids=str)
def test_the_owner_tells_which_pipeline_is_meant_whatever_is_chosen_of_the_document(
    fleet: fleets.Task, connect: Any, simulator: Any, owners: dict[str, str], options: dict[str, Any]
) -> None:
    """That of the same name belongs to somebody else; the one that is handed over was that of its owner before."""
    client = connect(simulator)
    teams = {team["name"]: team["id"] for team in client.list("/teams")}
    lines = {}
    for owner in (owners["owner"], "self"):
        who = (
            {"id": teams[owner], "type": "team"}
            if owner in teams
            else {"id": client.get("/account")["id"], "type": "user"}
        )
        lines[owner] = client.post("/pipelines", {"name": "line", "owner": who})["id"]
    assert documents.part_of("store", 2) == 2
    fleet.done({"apps": {"store": {}, "other": {}}})
    whole = {
        "apps": {"store": {}, "other": {}},
        "pipelines": {"line": {**owners, "stages": {"staging": ["store"]}, "config": {"test": {"A": "b"}}}},
    }
    for changed in (True, False):
        predicted, made = fleet.done(whole, check_mode=True, **options), fleet.done(whole, **options)
        assert (predicted["changed"], made["changed"]) == (changed, changed)
        assert predicted["summary"] == made["summary"]
    assert client.get("/apps/store/pipeline-couplings")["pipeline"]["id"] == lines[owners["owner"]]


def test_the_pipeline_of_a_limited_app_has_to_be_there(fleet: fleets.Task) -> None:
    whole = {"apps": {"shop": {}}, "pipelines": {"line": {"stages": {"staging": ["shop"]}}}}
    for check_mode in (True, False):
        result = fleet.run(whole, check_mode=check_mode, limit=["shop"])
        assert "There is no pipeline line that the token sees." in result["msg"]
        assert result["apps"]["shop"]["done"] == ["add app"] or not check_mode
