# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What recorded answers of the real service say, fact by fact: each test names the number in recorded.md.

The table in docs/simulator.md says which test holds which fact.
"""

from __future__ import annotations

import re

import pytest

MINE = {"DATABASE_URL": "postgres://my-own"}


@pytest.fixture
def shop(api):
    api.app()
    return api


def names(api, app="shop"):
    """The names of an app's attachments."""
    return [item["name"] for item in api.get(f"/apps/{app}/addon-attachments")]


# --- A 1: an add-on never takes a config var that the user has set himself


@pytest.mark.parametrize(
    ("plan", "mine", "expected"),
    [
        ("heroku-postgresql", "DATABASE_URL", r"HEROKU_POSTGRESQL_[A-Z]+"),
        ("heroku-redis", "REDIS_TLS_URL", r"HEROKU_REDIS_[A-Z]+"),
        ("sendgrid", "SENDGRID_USERNAME", r"SENDGRID_[A-Z]+"),
        ("sendgrid", "SENDGRID", "SENDGRID"),
    ],
)
def test_a_default_name_gives_way_to_a_config_var_of_the_user(shop, plan, mine, expected):
    shop.patch("/apps/shop/config-vars", {mine: "my own"})
    shop.post("/apps/shop/addons", {"plan": plan})
    (name,) = names(shop)
    assert re.fullmatch(expected, name)
    assert shop.get("/apps/shop/config-vars")[mine] == "my own"


def test_a_default_name_of_an_attachment_gives_way_to_a_config_var_of_the_user(shop):
    shop.post("/apps/shop/addons", {"plan": "heroku-postgresql", "name": "db"})
    shop.app("blog")
    shop.patch("/apps/blog/config-vars", MINE)
    attachment = shop.post("/addon-attachments", {"addon": "db", "app": "blog"})
    assert re.fullmatch(r"HEROKU_POSTGRESQL_[A-Z]+", attachment["name"])
    assert shop.get("/apps/blog/config-vars")["DATABASE_URL"] == "postgres://my-own"


@pytest.mark.parametrize("how", ["addon", "attachment"])
def test_a_name_that_would_overwrite_a_config_var_of_the_user_must_be_confirmed(shop, how):
    shop.app("lender")
    shop.post("/apps/lender/addons", {"plan": "heroku-postgresql", "name": "db"})
    shop.patch("/apps/shop/config-vars", MINE)
    path, body = {
        "addon": ("/apps/shop/addons", {"plan": "heroku-postgresql", "attachment": {"name": "DATABASE"}}),
        "attachment": ("/addon-attachments", {"addon": "db", "app": "shop", "name": "DATABASE"}),
    }[how]
    refused = shop.send("POST", path, body, status=423)
    assert refused.json() == {
        "id": "confirmation_required",
        "message": "Adding DATABASE to app shop would overwrite existing vars DATABASE_URL",
    }
    assert refused.headers["X-Confirmation-Required"] == "shop"
    shop.post(path, {**body, "confirm": "lender"}, status=423)
    assert (names(shop), shop.get("/apps/shop/config-vars")) == ([], MINE)
    shop.post(path, {**body, "confirm": "shop"})
    assert names(shop) == ["DATABASE"]
    assert shop.get("/apps/shop/config-vars") != MINE


def test_what_an_attachment_sets_itself_is_nobodys_own(shop):
    shop.post("/apps/shop/addons", {"plan": "heroku-postgresql", "attachment": {"name": "CACHE"}})
    body = {"plan": "heroku-postgresql", "attachment": {"name": "CACHE"}}
    message = shop.post("/apps/shop/addons", body, status=423)["message"]
    assert message.startswith("CACHE is already attached to shop")


# --- A 4: the last attachment of an add-on to the app that pays for it stays


@pytest.mark.parametrize("how", ["addon", "attachment"])
def test_the_last_billing_attachment_is_not_replaced(shop, how):
    shop.post("/apps/shop/addons", {"plan": "heroku-postgresql", "name": "old", "attachment": {"name": "MAIN"}})
    shop.post("/apps/shop/addons", {"plan": "heroku-postgresql", "name": "new", "attachment": {"name": "NEXT"}})
    path, body = {
        "addon": ("/apps/shop/addons", {"plan": "heroku-postgresql", "attachment": {"name": "MAIN"}}),
        "attachment": ("/addon-attachments", {"addon": "new", "app": "shop", "name": "MAIN"}),
    }[how]
    before = shop.get("/apps/shop/config-vars")
    assert shop.post(path, body, status=423)["id"] == "confirmation_required"
    error = shop.post(path, {**body, "confirm": "shop"}, status=422)
    assert error == {
        "id": "invalid_params",
        "message": "MAIN on shop is the last billing attachment to old; either remove the add-on entirely or add a "
        "new attachment to it before replacing its config vars.",
    }
    assert shop.get("/apps/shop/config-vars") == before
    shop.post("/addon-attachments", {"addon": "old", "app": "shop", "name": "SPARE"})
    shop.post(path, {**body, "confirm": "shop"})
    assert shop.get("/apps/shop/config-vars")["MAIN_URL"] != before["MAIN_URL"]


# --- A 5: Eco dynos


def test_an_eco_one_off_dyno_does_not_run_beside_another_eco_dyno(frozen):
    other = frozen.as_("simulator-token-other")
    other.app("eco")
    other.deploy("eco", web="x")
    error = other.post("/apps/eco/dynos", {"command": "ls"}, status=422)
    assert (error["id"], error["message"]) == ("cannot_run_above_limit", "Cannot run more than 1 Eco size dynos.")
    other.patch("/apps/eco/formation/web", {"quantity": 0})
    other.post("/apps/eco/dynos", {"command": "ls"})
    other.post("/apps/eco/dynos", {"command": "ls"}, status=422)


def test_eco_dynos_are_for_people_who_subscribed(shop):
    shop.deploy(web="x")
    assert "subscribe" in shop.patch("/apps/shop/formation/web", {"size": "eco"}, status=422)["message"]
    assert "subscribe" in shop.post("/apps/shop/dynos", {"command": "ls", "size": "eco"}, status=422)["message"]
    shop.post("/teams/apps", {"name": "team-shop", "team": "acme-apps"})
    shop.deploy("team-shop", web="x")
    for method, path, body in (
        ("PATCH", "/apps/team-shop/formation/web", {"size": "eco"}),
        ("POST", "/apps/team-shop/dynos", {"command": "ls", "size": "eco"}),
    ):
        error = shop.send(method, path, body, status=422).json()
        assert error["message"] == "Heroku Teams only support Basic and Professional dynos."


# --- A 11: plans of Postgres change within their tier


def test_postgres_changes_its_plan_within_a_tier(shop):
    shop.post("/apps/shop/addons", {"plan": "heroku-postgresql:essential-0", "name": "small"})
    shop.post("/apps/shop/addons", {"plan": "heroku-postgresql:standard-0", "name": "large"})
    for name, plan in (("small", "essential-2"), ("large", "premium-0"), ("large", "standard-2")):
        changed = shop.patch(f"/apps/shop/addons/{name}", {"plan": f"heroku-postgresql:{plan}"})
        assert changed["plan"]["name"] == f"heroku-postgresql:{plan}"
    for name, plan in (("small", "standard-0"), ("large", "essential-0")):
        error = shop.patch(f"/apps/shop/addons/{name}", {"plan": f"heroku-postgresql:{plan}"}, status=422)
        assert "cannot be changed" in error["message"]


# --- A 18: with an app its add-ons go, also from others


def test_deleting_an_app_takes_its_addons_from_other_apps(shop):
    shop.post("/apps/shop/addons", {"plan": "heroku-postgresql", "name": "db"})
    shop.app("blog")
    shop.patch("/apps/blog/config-vars", {"KEPT": "1"})
    shop.post("/addon-attachments", {"addon": "db", "app": "blog"})
    assert "DATABASE_URL" in shop.get("/apps/blog/config-vars")
    shop.delete("/apps/shop")
    assert shop.get("/apps/blog/config-vars") == {"KEPT": "1"}
    assert shop.descriptions("blog")[-1] == "Detach DATABASE (@ref:db)"
    assert shop.get("/apps/blog/addon-attachments") == []


# --- A 19: names of config vars


@pytest.mark.parametrize("name", ["my.var", "my-var", "lower", "with space", "ÄÖÜ", "1"])
def test_nearly_everything_can_be_the_name_of_a_config_var(shop, name):
    assert shop.patch("/apps/shop/config-vars", {name: "1"}) == {name: "1"}


@pytest.mark.parametrize("name", ["", "A=B", "A\0B"])
def test_what_the_environment_cannot_hold_is_no_name(shop, name):
    assert shop.patch("/apps/shop/config-vars", {name: "1"}, status=422)["id"] == "invalid_params"


# --- E: optional properties


def test_what_the_schema_does_not_require_can_be_left_out(make_api):
    api = make_api("--clock", "instant", "--switch", "optional_properties=left_out")
    app = api.app()
    assert {"space", "team", "archived_at"} & set(app) == set()
    assert {"id", "name", "region", "stack"} <= set(app)
    assert None not in app.values()
    added = api.post("/apps/shop/collaborators", {"user": "other@example.com"})
    assert set(added) == {"app", "created_at", "id", "updated_at", "user"}
    assert set(api.get("/apps/shop/collaborators")[0]) == set(added)
    build = api.build({"Procfile": "web: x"})
    assert set(build) == {"created_at", "id", "source_blob", "status", "updated_at", "user"}
    members = api.get("/teams/acme/members")
    assert {name for member in members for name in member} == {
        "created_at",
        "email",
        "federated",
        "id",
        "role",
        "updated_at",
    }
    addon = api.post("/apps/shop/addons", {"plan": "scheduler"})
    assert set(addon) == {
        "actions",
        "addon_service",
        "billing_entity",
        "app",
        "billed_price",
        "config_vars",
        "created_at",
        "id",
        "name",
        "plan",
        "provider_id",
        "state",
        "updated_at",
        "web_url",
    }
