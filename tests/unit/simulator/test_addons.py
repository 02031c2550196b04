# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re

import pytest


@pytest.fixture
def shop(api):
    api.app()
    return api


def test_provisioning_takes_its_time_and_makes_a_release(frozen):
    frozen.app()
    frozen.clock(advance=1)
    addon = frozen.post("/apps/shop/addons", {"plan": "heroku-postgresql:standard-0"})
    assert (addon["state"], addon["config_vars"]) == ("provisioning", [])
    assert re.fullmatch(r"postgresql-[a-z]+-\d{5}", addon["name"])
    assert addon["plan"]["name"] == "heroku-postgresql:standard-0"
    assert frozen.get("/apps/shop/config-vars") == {}
    frozen.clock(advance=180)
    addon = frozen.get(f"/addons/{addon['name']}")
    assert (addon["state"], addon["config_vars"]) == ("provisioned", ["DATABASE_URL"])
    assert frozen.get("/apps/shop/config-vars")["DATABASE_URL"].startswith("postgres://")
    assert frozen.descriptions()[2:] == [
        f"@ref:{addon['name']} completed provisioning, setting DATABASE_URL.",
    ]


def test_an_instantaneous_addon(shop):
    addon = shop.post("/apps/shop/addons", {"plan": {"name": "papertrail:choklad"}})
    assert (addon["state"], addon["config_vars"]) == ("provisioned", ["PAPERTRAIL_API_TOKEN"])
    assert shop.descriptions()[2:] == [
        f"Attach PAPERTRAIL (@ref:{addon['name']})",
        f"@ref:{addon['name']} completed provisioning, setting PAPERTRAIL_API_TOKEN.",
    ]


def test_the_message_of_a_provider_says_what_the_addon_is_attached_as(shop):
    legacy = {"X-Heroku-Legacy-Provider-Messages": "true"}
    body = {"plan": "papertrail:choklad", "name": "trail", "attachment": {"name": "LOGS"}}
    assert shop.post("/apps/shop/addons", body, **legacy)["provision_message"] == "Created trail as LOGS"
    body = {"plan": "heroku-redis:mini", "name": "quick", "attachment": {"name": "CACHE"}}
    assert "background" in shop.post("/apps/shop/addons", body, **legacy)["provision_message"]
    assert shop.get("/addons/quick", **legacy)["provision_message"] == "Created quick as CACHE"


def test_a_provider_that_fails(shop):
    assert shop.post("/apps/shop/addons", {"plan": "faulty:at-once"})["state"] == "deprovisioned"
    addon = shop.post("/apps/shop/addons", {"plan": "faulty:never"})
    assert addon["state"] == "provisioning"
    assert shop.get(f"/addons/{addon['id']}")["state"] == "deprovisioned"
    assert shop.get("/apps/shop/config-vars") == {}


@pytest.mark.parametrize(("answer", "left"), [("gone", []), ("kept", ["deprovisioned"])])
def test_what_could_not_be_provisioned_is_seen_for_a_while(frozen, answer, left):
    frozen.switch(failed_addons=answer)
    frozen.app()
    addon = frozen.post("/apps/shop/addons", {"plan": "faulty:never"})
    frozen.clock(advance=5)
    assert frozen.get(f"/apps/shop/addons/{addon['name']}")["state"] == "deprovisioned"
    frozen.clock(advance=60)
    assert [item["state"] for item in frozen.get("/apps/shop/addons")] == left
    frozen.get(f"/addons/{addon['id']}", status=200 if left else 404)


@pytest.mark.parametrize("plan", ["nope", "heroku-postgresql:nope", "bonsai", "Heroku-Redis:mini"])
def test_plans_that_are_not_there(shop, plan):
    error = shop.post("/apps/shop/addons", {"plan": plan}, status=422)
    expected = f'Couldn\'t find either the add-on service or the add-on plan of "{plan}".'
    assert error == {"id": "invalid_params", "message": expected}


def test_plans_that_are_not_for_everybody(shop):
    error = shop.post("/apps/shop/addons", {"plan": "rollbar:advanced"}, status=422)
    assert error["message"] == "That add-on plan is only available to select users."


def test_a_plain_collaborator_buys_nothing(shop, other):
    shop.post("/apps/shop/collaborators", {"user": "other@example.com"})
    other.post("/apps/shop/addons", {"plan": "heroku-postgresql"}, status=403)
    other.post("/apps/shop/addons", {"plan": "scheduler"})


def test_names(shop):
    first = shop.post(
        "/apps/shop/addons", {"plan": "heroku-redis", "name": "my-redis", "attachment": {"name": "cache"}}
    )
    assert (first["name"], shop.get("/addons/my-redis")["config_vars"]) == ("my-redis", ["CACHE_TLS_URL", "CACHE_URL"])
    body = {"plan": "heroku-redis", "name": "my-redis"}
    assert shop.post("/apps/shop/addons", body, status=422)["message"] == "Name is already taken"
    second = shop.post("/apps/shop/addons", {"plan": "heroku-redis"})
    third = shop.post("/apps/shop/addons", {"plan": "heroku-redis"})
    names = {item["addon"]["id"]: item["name"] for item in shop.get("/apps/shop/addon-attachments")}
    assert names[second["id"]] == "REDIS"
    assert re.fullmatch(r"HEROKU_REDIS_[A-Z]+", names[third["id"]])
    renamed = shop.patch("/apps/shop/addons/my-redis", {"name": "your-redis"})
    assert renamed["id"] == first["id"]


def test_a_name_in_use_must_be_confirmed(shop):
    first = shop.post("/apps/shop/addons", {"plan": "heroku-redis", "attachment": {"name": "CACHE"}})
    shop.post("/addon-attachments", {"addon": first["id"], "app": "shop", "name": "SPARE"})
    body = {"plan": "memcachier", "attachment": {"name": "CACHE"}}
    refused = shop.send("POST", "/apps/shop/addons", body, status=423)
    assert refused.json()["id"] == "confirmation_required"
    assert refused.headers["X-Confirmation-Required"] == "shop"
    shop.post("/apps/shop/addons", {**body, "confirm": "shop"})
    attached = {item["name"]: item["addon"]["name"] for item in shop.get("/apps/shop/addon-attachments")}
    assert attached["CACHE"] != first["name"]


def test_change_of_plan(shop):
    shop.post("/apps/shop/addons", {"plan": "heroku-redis", "name": "cache"})
    changed = shop.patch("/apps/shop/addons/cache", {"plan": "heroku-redis:premium-0"})
    assert changed["plan"]["name"] == "heroku-redis:premium-0"
    shop.patch("/apps/shop/addons/cache", {"plan": "heroku-postgresql:standard-0"}, status=422)
    shop.post("/apps/shop/addons", {"plan": "heroku-postgresql", "name": "db"})
    shop.patch("/apps/shop/addons/db", {"plan": "heroku-postgresql:standard-0"}, status=422)
    error = shop.patch("/apps/shop/addons/db", {"plan": "heroku-postgresql", "attachment": {"name": "X"}}, status=422)
    assert error["message"] == "Unknown params: attachment."


def test_delete(shop):
    addon = shop.post("/apps/shop/addons", {"plan": "heroku-postgresql"})
    assert shop.delete(f"/apps/shop/addons/{addon['name']}", {"force": False})["state"] == "deprovisioned"
    assert shop.get("/apps/shop/config-vars") == {}
    assert shop.descriptions()[-1] == f"Detach DATABASE (@ref:{addon['name']})"
    error = shop.get(f"/apps/shop/addons/{addon['name']}", status=404)
    assert (error["message"], error["resource"]) == ("Couldn't find that add-on.", "addon")


def test_delete_over_time(frozen):
    frozen.switch(addon_delete_answer="deferred")
    frozen.app()
    addon = frozen.post("/apps/shop/addons", {"plan": "scheduler"})
    answer = frozen.send("DELETE", f"/apps/shop/addons/{addon['name']}", status=202)
    assert answer.json()["state"] == "deprovisioning"
    assert frozen.get(f"/addons/{addon['name']}")["state"] == "deprovisioning"
    frozen.clock(advance=5)
    frozen.get(f"/addons/{addon['name']}", status=404)


def test_attachments_to_other_apps(shop):
    shop.app("blog")
    addon = shop.post("/apps/shop/addons", {"plan": "heroku-postgresql", "name": "db"})
    body = {"addon": {"name": "db"}, "app": {"name": "blog"}, "name": "shared"}
    attachment = shop.post("/addon-attachments", body)
    assert (attachment["name"], attachment["addon"]["app"]["name"], attachment["app"]["name"]) == (
        "SHARED",
        "shop",
        "blog",
    )
    assert shop.get("/apps/blog/config-vars")["SHARED_URL"] == shop.get("/apps/shop/config-vars")["DATABASE_URL"]
    assert [item["id"] for item in shop.get("/apps/blog/addons")] == [addon["id"]]
    shop.switch(app_addons="billed")
    assert shop.get("/apps/blog/addons") == []
    shop.delete("/apps/shop/addons/db", {"force": False}, status=422)
    own = shop.get("/apps/shop/addon-attachments/DATABASE")
    text = shop.delete(f"/addon-attachments/{own['id']}", status=422)["message"]
    assert text.startswith("Cannot destroy last attachment to billing app")
    shop.delete(f"/addon-attachments/{attachment['id']}")
    assert shop.get("/apps/blog/config-vars") == {}
    assert shop.descriptions("blog")[2:] == ["Attach SHARED (@ref:db)", "Detach SHARED (@ref:db)"]
    shop.get(f"/addon-attachments/{attachment['id']}", status=404)


def test_who_sees_addons(shop):
    shop.post("/teams/apps", {"name": "team-shop", "team": "acme"})
    addon = shop.post("/apps/team-shop/addons", {"plan": "papertrail"})
    viewer = shop.as_("simulator-token-viewer")
    viewer.get("/apps/team-shop")
    for path in ("/apps/team-shop/addons", f"/apps/team-shop/addons/{addon['name']}"):
        assert viewer.get(path, status=403) == {
            "id": "forbidden",
            "message": "You do not have permission to view addon resources on team-shop. "
            "You need to have the deploy or operate permission on this app.",
        }
    viewer.get(f"/addons/{addon['name']}", status=404)
    assert viewer.get("/addons") == []
    assert len(shop.as_("simulator-token-member").get("/apps/team-shop/addons")) == 1
    shop.switch(see_addons="view")
    assert viewer.get("/addons") == viewer.get("/apps/team-shop/addons")
    viewer.get(f"/addons/{addon['name']}")


def test_resolution(shop):
    addon = shop.post("/apps/shop/addons", {"plan": "heroku-postgresql", "name": "db"})
    for body in (
        {"addon": "db"},
        {"addon": addon["id"], "app": "shop"},
        {"addon": "DATABASE", "app": "shop"},
        {"addon": "shop::DATABASE"},
        {"addon": "heroku-postgresql", "app": "shop"},
    ):
        assert [item["id"] for item in shop.post("/actions/addons/resolve", body, status=200)] == [addon["id"]]
    assert shop.post("/actions/addons/resolve", {"addon": "none", "app": "shop"}, status=404)["resource"] == "add_on"
    assert shop.post("/actions/addons/resolve", {"addon": "db", "app": "none"}, status=404)["resource"] == "app"
    shop.post("/apps/shop/addons", {"plan": "heroku-postgresql"})
    body = {"addon": "heroku-postgresql", "app": "shop"}
    assert shop.post("/actions/addons/resolve", body, status=422)["id"] == "multiple_matches"
    shop.switch(resolve_several="list")
    assert len(shop.post("/actions/addons/resolve", body, status=200)) == 2
    found = shop.post("/actions/addon-attachments/resolve", {"addon_attachment": "DATABASE", "app": "shop"}, status=200)
    assert found[0]["addon"]["name"] == "db"


def test_expansion_and_provider_messages(shop):
    addon = shop.post("/apps/shop/addons", {"plan": "heroku-redis"}, Accept_Expansion="addon_service,plan")
    assert addon["plan"]["price"] == {"cents": 300, "contract": False, "unit": "month"}
    assert addon["addon_service"]["human_name"] == "Heroku Key-Value Store"
    assert set(shop.get(f"/addons/{addon['id']}")["plan"]) == {"id", "name"}


def test_services_and_plans_need_no_credentials(api):
    services = api.get("/addon-services", Authorization=None)
    assert "heroku-postgresql" in {service["name"] for service in services}
    plans = api.get("/addon-services/heroku-postgresql/plans", Authorization=None)
    assert [plan["name"] for plan in plans if plan["default"]] == ["heroku-postgresql:essential-0"]
    assert "heroku-postgresql:hobby-dev" not in {plan["name"] for plan in plans}
    by_id = api.get(f"/plans/{plans[0]['id']}", Authorization=None)
    assert by_id == api.get(f"/addon-services/heroku-postgresql/plans/{by_id['name'].split(':')[1]}")


def test_an_addon_in_a_space_must_be_confirmed(api):
    api.post("/teams/apps", {"name": "inside", "space": "acme-space"})
    error = api.post("/apps/inside/addons", {"plan": "heroku-redis:mini"}, status=423)
    assert error["message"].startswith("This add-on is not automatically networked with this Private Space.")
    api.post("/apps/inside/addons", {"plan": "heroku-redis:mini", "confirm": "inside"})
    api.post("/apps/inside/addons", {"plan": "heroku-postgresql:private-0"})


def test_a_service_has_a_default_plan_of_its_own_in_spaces(shop):
    shop.post("/teams/apps", {"name": "inside", "space": "acme-space"})
    plans = {app: shop.post(f"/apps/{app}/addons", {"plan": "heroku-redis"})["plan"] for app in ("inside", "shop")}
    assert {app: plan["name"] for app, plan in plans.items()} == {
        "inside": "heroku-redis:private-7",
        "shop": "heroku-redis:mini",
    }
    assert shop.get(f"/plans/{plans['inside']['id']}")["space_default"] is True
    error = shop.post("/apps/shop/addons", {"plan": "heroku-redis:private-7"}, status=422)
    assert "Private Spaces" in error["message"]
