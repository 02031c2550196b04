# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What recorded answers of the real service say, fact by fact: each test names the number in recorded.md.

The table in docs/simulator/extending.md says which test holds which fact.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import queue
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from heroku_simulator import params
from heroku_simulator.operation import OPERATIONS
from heroku_simulator.resources import load_all

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


def test_a_config_var_that_a_provider_is_still_to_set_is_nobodys_own(frozen):
    frozen.app()
    frozen.clock(advance=5)
    frozen.post("/apps/shop/addons", {"plan": "heroku-redis"})
    error = frozen.patch("/apps/shop/config-vars", {"A": "1", "REDIS_URL": "redis://my-own"}, status=422)
    assert error["message"] == "Cannot overwrite attachment values REDIS_URL."
    assert frozen.patch("/apps/shop/config-vars", {"A": "1"}) == {"A": "1"}
    frozen.clock(advance=300)
    assert set(frozen.get("/apps/shop/config-vars")) == {"A", "REDIS_URL", "REDIS_TLS_URL"}


def test_a_provider_takes_no_config_var_of_the_user_later_either(shop):
    shop.post("/apps/shop/addons", {"plan": "papertrail", "name": "trail"})
    config = shop.patch("/apps/shop/config-vars", {"PAPERTRAIL_REGION": "my own"})
    partner = shop.as_("simulator-token-other")
    change = {"config": [{"name": "REGION", "value": "eu"}]}
    error = partner.patch("/addons/trail/config", change, status=422)
    assert error["message"] == "Adding PAPERTRAIL to app shop would overwrite existing vars PAPERTRAIL_REGION"
    assert shop.get("/apps/shop/config-vars") == config
    shop.patch("/apps/shop/config-vars", {"PAPERTRAIL_REGION": None})
    partner.patch("/addons/trail/config", change)
    assert shop.get("/apps/shop/config-vars")["PAPERTRAIL_REGION"] == "eu"


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
    api = make_api(clock="instant", switches={"optional_properties": "left_out"})
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


# --- A 2: domains


def test_a_new_domain_has_its_target_at_once(frozen):
    frozen.app()
    domain = frozen.post("/apps/shop/domains", {"hostname": "www.example.com", "sni_endpoint": None})
    assert re.fullmatch(r"[a-z]+-[a-z]+-[a-z0-9]{24}\.herokudns\.com", domain["cname"])
    assert domain["status"] == "pending"
    frozen.clock(advance=3)
    seen = frozen.get("/apps/shop/domains/www.example.com")
    assert (seen["status"], seen["cname"]) == ("succeeded", domain["cname"])


# --- A 3: releases of add-ons


def authors(api):
    """The description and the author of every release but the first two."""
    return [(item["description"], item["user"]["email"]) for item in api.get("/apps/shop/releases")[2:]]


def test_releases_of_an_addon_that_is_there_at_once(frozen):
    frozen.app()
    frozen.clock(advance=1)
    frozen.post("/apps/shop/addons", {"plan": "heroku-postgresql:essential-0", "name": "db"})
    assert authors(frozen) == [
        ("Attach DATABASE (@ref:db)", "owner@example.com"),
        ("@ref:db completed provisioning, setting DATABASE_URL.", "owner@example.com"),
    ]


def test_the_release_of_an_addon_that_takes_its_time(frozen):
    frozen.app()
    frozen.clock(advance=1)
    frozen.post("/apps/shop/addons", {"plan": "heroku-redis:mini", "name": "cache"})
    assert authors(frozen) == []
    frozen.clock(advance=5)
    assert authors(frozen) == [
        ("@ref:cache completed provisioning, setting REDIS_TLS_URL, REDIS_URL.", "heroku-redis@addons.heroku.com")
    ]


def test_the_release_of_a_provider_that_changes_its_config(shop):
    shop.post("/apps/shop/addons", {"plan": "papertrail:choklad", "name": "trail"})
    partner = shop.as_("simulator-token-other")
    partner.patch("/addons/trail/config", {"config": [{"name": "API_TOKEN", "value": "new"}]})
    assert authors(shop)[-1] == ("Update PAPERTRAIL by papertrail", "papertrail@addons.heroku.com")
    assert shop.get("/apps/shop/config-vars") == {"PAPERTRAIL_API_TOKEN": "new"}
    partner.patch("/addons/trail/config", {"config": [{"name": "API_TOKEN", "value": "new"}]})
    assert len(authors(shop)) == 3


# --- A 7: Range


NO_START = "End range bounds without a start bound are currently not supported. Please specify a start bound. "
NO_FIELD = "Requested range order is not allowed, please try `version` or another specified in `Accept-Ranges`."


@pytest.mark.parametrize(
    ("header", "status", "name", "message"),
    [
        (
            "version ..; max=10; order=desc",
            400,
            "bad_request",
            "Invalid `Range` header. Please use format like `id ..; max=10, order=desc`. ",
        ),
        ("version .., order=desc", 416, "requested_range_not_satisfiable", NO_START),
        ("version ..5", 416, "requested_range_not_satisfiable", NO_START),
        ("max=1000", 416, "requested_range_not_satisfiable", NO_FIELD),
    ],
)
def test_ranges_that_are_refused(shop, header, status, name, message):
    assert shop.get("/apps/shop/releases", status=status, Range=header) == {"id": name, "message": message}
    if status == 400:
        shop.switch(malformed_range_status="416")
        shop.get("/apps/shop/releases", status=416, Range=header)


@pytest.mark.parametrize("header", ["domain ..; ;", "id ..; max=1000;", "", "id ..;"])
def test_ranges_that_are_taken(shop, header):
    assert len(shop.get("/apps/shop/domains", Range=header)) == 1


# --- A 8: the second factor


def test_the_texts_of_the_second_factor(api):
    careful = api.as_("simulator-token-careful")
    error = careful.post("/apps", {}, status=403)
    assert error.pop("url").startswith("https://")
    assert error == {
        "id": "two_factor",
        "message": "A second authentication factor or pre-authorization is required for this request. Your account has "
        "either two-factor or a YubiKey registered.",
    }
    assert careful.post("/apps", {}, status=403, Heroku_Two_Factor_Code="000000") == {
        "id": "invalid_two_factor_code",
        "message": "Supplied two-factor auth code is invalid.",
    }


def test_a_pre_authorization_is_good_for_what_follows(make_api):
    world = {"accounts": [{"email": "a@example.com", "two_factor_code": "654321"}], "teams": [], "spaces": []}
    api = make_api(world={**world, "apps": [{"name": "vault", "two_factor": True}]})
    path, change = "/apps/vault/config-vars", {"A": "1"}
    assert api.patch(path, change, status=403)["id"] == "two_factor"
    where = "/apps/vault/pre-authorizations"
    wrong = api.send("PUT", where, status=403, Heroku_Two_Factor_Code="000000").json()
    assert wrong["id"] == "invalid_two_factor_code"
    api.patch(path, change, status=403)
    api.send("PUT", where, Heroku_Two_Factor_Code="654321")
    assert api.patch(path, change) == change  # as the official command repeats it: without the code


# --- A 9, A 16: app.json


def set_up(api, manifest, **files):
    """Set an app up from a manifest, and return how that ended."""
    source = api.upload({"app.json": json.dumps(manifest), "Procfile": "web: x", **files})
    setup = api.post("/app-setups", {"source_blob": source, "app": {"name": "shop"}})
    return api.get(f"/app-setups/{setup['id']}")


def test_a_review_app_gets_default_plans(api):
    pipeline = api.post("/pipelines", {"name": "line", "owner": {"id": api.get("/account")["id"], "type": "user"}})
    manifest = {"addons": ["heroku-redis:premium-0", {"plan": "heroku-postgresql:standard-0"}]}
    source = api.upload({"app.json": json.dumps(manifest), "Procfile": "web: x"})
    api.post("/review-apps", {"branch": "topic", "pipeline": pipeline["id"], "source_blob": source})
    (app,) = api.get("/apps")
    plans = {addon["plan"]["name"] for addon in api.get(f"/apps/{app['name']}/addons")}
    assert plans == {"heroku-redis:mini", "heroku-postgresql:essential-0"}


@pytest.mark.parametrize(
    ("formation", "message"),
    [
        (
            {"web": {"size": "free"}},
            "Process tier is invalid. Available process tiers are Eco, Basic, Production, Private, and Shield.",
        ),
        ({"worker": {"quantity": 1}}, "Couldn't find that process type (worker)."),
    ],
)
def test_a_formation_that_an_app_setup_cannot_have(api, formation, message):
    done = set_up(api, {"formation": formation})
    assert (done["status"], done["failure_message"]) == ("failed", f"Error scaling dynos: {message}")
    assert done["build"]["status"] == "succeeded"


# --- A 10: refusals by providers

RETIRED = (
    "The heroku-postgresql:hobby-dev plan is no longer available. Choose a different plan. See all available plans in "
    "the Elements Marketplace at elements.heroku.com."
)


def test_a_provider_refuses_a_version(shop):
    body = {"plan": "heroku-postgresql:essential-0", "config": {"version": "14"}}
    assert shop.post("/apps/shop/addons", body, status=422) == {
        "id": "invalid_params",
        "message": "We tried to create heroku-postgresql:essential-0, but received an error from the add-on provider. "
        "Try the request again, or log a support ticket and include this message: Unsupported version: 14. We support "
        "the following versions: 15, 16, 17, 18",
    }
    assert shop.get("/apps/shop/addons") == []
    shop.post("/apps/shop/addons", {**body, "config": {"version": "17"}})


def test_a_retired_plan(shop):
    assert shop.post("/apps/shop/addons", {"plan": "heroku-postgresql:hobby-dev"}, status=422)["message"] == RETIRED


def test_a_retired_plan_in_an_app_setup(api):
    assert set_up(api, {"addons": ["heroku-postgresql:hobby-dev"]})["manifest_errors"] == [RETIRED]


# --- A 12, A 15, A 20, C: builds


def log_of(api, build):
    """The lines of a build."""
    return api.text(build["output_stream_url"]).splitlines()


def test_nothing_is_built_for_a_stack_after_its_end(api):
    api.app(stack="heroku-20")
    build = api.build({"Procfile": "web: x"})
    assert api.get(f"/apps/shop/builds/{build['id']}")["status"] == "failed"
    assert "no longer supported" in log_of(api, build)[-1]


@pytest.mark.parametrize(("answer", "pending"), [("null", None), ("empty", [])])
def test_the_buildpacks_of_a_build(frozen, answer, pending):
    frozen.switch(pending_buildpacks=answer)
    frozen.app()
    build = frozen.build({"requirements.txt": "", "Procfile": "web: x"})
    assert build["buildpacks"] == pending
    frozen.clock(advance=60)
    address = "https://buildpack-registry.s3.amazonaws.com/buildpacks/heroku/python.tgz"
    expected = [{"url": address, "name": "heroku/python"}]
    assert frozen.get(f"/apps/shop/builds/{build['id']}")["buildpacks"] == expected


def test_lines_of_a_procfile(api):
    api.app()
    api.build({"Procfile": "web: bin/web\n# a comment\nheroku local\nworker\n\nMy_Worker: x"})
    types = {item["type"]: item["command"] for item in api.get("/apps/shop/formation")}
    assert types == {"web": "bin/web", "heroku": "", "worker": "", "My_Worker": "x"}


def test_names_of_process_types_are_normalised_for_fir(api):
    api.post("/spaces", {"name": "fir-space", "team": "acme", "generation": "fir"})
    api.post("/teams/apps", {"name": "shop", "space": "fir-space"})
    api.build({"Procfile": "web: x\nMy_Worker: x"})
    assert {item["type"] for item in api.get("/apps/shop/formation")} == {"web", "my-worker"}


def test_a_build_says_what_it_detected_before_it_fails(api):
    api.app()
    build = api.build({"Gemfile": "", "Procfile": "web: x", ".heroku-simulator-fail": "Bundler failed"})
    assert log_of(api, build) == [
        "-----> Building on the Heroku-24 stack",
        "-----> Determining which buildpack to use for this app",
        "-----> Ruby app detected",
        " !     Bundler failed",
    ]
    api.send("PUT", "/apps/shop/buildpack-installations", {"updates": [{"buildpack": "heroku/ruby"}]})
    assert log_of(api, api.build({"Gemfile": "", "Procfile": "web: x"}))[1] == "-----> Using buildpack: heroku/ruby"


def test_the_log_of_a_deploy(api):
    api.app()
    api.build({"Procfile": "web: bin/web\nrelease: exit 1"})
    api.build({"Procfile": "web: bin/web\nrelease: bin/migrate"})
    api.delete("/apps/shop/dynos")
    failing = api.build({"README": ""})
    address = f"https://dashboard.heroku.com/apps/{api.get('/apps/shop')['id']}/activity/builds/{failing['id']}"
    session = api.post("/apps/shop/log-sessions", {"lines": 1500})
    texts = [line.partition(" ")[2] for line in api.text(session["logplex_url"]).splitlines()]
    for text in (
        "app[api]: Build started by user owner@example.com",
        "app[api]: Running release v3 commands by user owner@example.com",
        "app[api]: Release v3 command failed by user owner@example.com",
        "app[api]: Scaled to web@1:Basic release@0:Basic by user owner@example.com",
        "heroku[web.1]: Restarting",
        "heroku[web.1]: State changed from up to starting",
        f"app[api]: Build failed -- check your build output: {address}",
    ):
        assert text in texts
    released = [text for text in texts if re.match(r"heroku\[release\.\d{4}\]: ", text)]
    assert [text.partition(": ")[2] for text in released[:4]] == [
        "Starting process with command `exit 1`",
        "State changed from starting to up",
        "Process exited with status 1",
        "State changed from up to complete",
    ]


# --- A 13, A 14, A 22: pipelines


@pytest.fixture
def pipeline(api):
    """A pipeline with an app, whose code was built."""
    found = api.post("/pipelines", {"name": "line", "owner": {"id": api.get("/account")["id"], "type": "user"}})
    for name, stage in (("shop", "staging"), ("prod", "production")):
        api.app(name)
        api.post("/pipeline-couplings", {"app": name, "pipeline": found["id"], "stage": stage})
    return found


def test_container_apps_are_not_promoted(api, pipeline):
    api.deploy(web="x")
    ids = {name: api.get(f"/apps/{name}")["id"] for name in ("shop", "prod")}
    body = {
        "pipeline": {"id": pipeline["id"]},
        "source": {"app": {"id": ids["shop"]}},
        "targets": [{"app": {"id": ids["prod"]}}],
    }
    api.post("/pipeline-promotions", body)
    api.patch("/apps/shop", {"build_stack": "container"})
    api.deploy(web="x")
    assert "container" in api.post("/pipeline-promotions", body, status=422)["message"]


def test_a_coupling_names_its_pipeline(api, pipeline):
    coupling = api.get("/apps/shop/pipeline-couplings")
    assert coupling["pipeline"] == {"id": pipeline["id"], "name": "line"}


@pytest.mark.parametrize("method", ["GET", "PATCH"])
def test_config_vars_of_other_stages(api, pipeline, method):
    path = f"/pipelines/{pipeline['id']}/stage/staging/config-vars"
    error = api.send(method, path, {} if method == "PATCH" else None, status=422).json()
    assert error["message"] == "Pipeline config vars are only supported for the 'test' stage."


# --- D: small ones


def test_the_web_url_of_an_addon_ends_in_its_id(shop):
    addon = shop.post("/apps/shop/addons", {"plan": "scheduler"})
    assert addon["web_url"].endswith(f"/addons/{addon['id']}")


def test_reasons_of_acm(shop):
    shop.deploy(web="x")
    shop.post("/apps/shop/acm")
    shop.fault(fault="fail", transition="domain.acm_verify")
    for name, reason in (
        ("www.shop.invalid", "Unable to resolve DNS for www.shop.invalid"),
        ("www.example.com", "CDN not returning HTTP challenge"),
    ):
        shop.post("/apps/shop/domains", {"hostname": name, "sni_endpoint": None})
        domain = shop.get(f"/apps/shop/domains/{name}")
        assert (domain["acm_status"], domain["acm_status_reason"]) == ("failing", reason)


def test_names_of_certificates(shop):
    shop.deploy(web="x")
    shop.post("/apps/shop/domains", {"hostname": "www.example.com", "sni_endpoint": None})
    shop.post("/apps/shop/acm")
    (endpoint,) = shop.get("/apps/shop/sni-endpoints")
    assert endpoint["ssl_cert"]["subject"] == "/CN=www.example.com"
    assert endpoint["ssl_cert"]["issuer"].startswith("/C=US/O=Let's Encrypt/CN=")


def test_a_read_token_does_not_see_the_account(api):
    assert api.send("GET", "/account").headers["Oauth-Scope-Accepted"] == "global identity"
    assert api.as_("simulator-token-owner-identity").get("/account")["email"] == "owner@example.com"
    api.as_("simulator-token-owner-read").get("/account", status=403)


def test_headers_of_core_and_satellites(shop):
    core, satellite = (shop.send("GET", path).headers for path in ("/apps/shop", "/pipelines"))
    assert all(name in core for name in ("X-Runtime", "Traceparent"))
    assert re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-01", core["Traceparent"])
    assert not any(name in satellite for name in ("X-Runtime", "Traceparent"))
    for headers in (core, satellite):
        assert (headers["Vary"], headers["X-Content-Type-Options"]) == ("Authorization,Accept-Encoding", "nosniff")


def test_a_slash_at_the_end_of_a_satellite(shop):
    shop.get("/pipelines/", status=404)
    shop.get("/apps/")


def test_the_schema_is_an_answer(api):
    schema = api.get("/schema", Authorization=None)
    links = {(link["method"], link["href"]) for link in schema["definitions"]["apps"]["links"]}
    assert ("PATCH", "/apps/{app}/config-vars") in links


# --- B: faults of real lists


def test_an_etag_that_does_not_follow_the_content(shop):
    shop.switch(list_etags="stale")
    etag = shop.send("GET", "/apps").headers["Etag"]
    shop.app("next")
    shop.send("GET", "/apps", status=304, If_None_Match=etag)
    shop.switch(list_etags="true")
    shop.send("GET", "/apps", status=200, If_None_Match=etag)


@pytest.mark.parametrize(("field", "pages"), [("name", 3), ("id", 5)])
def test_pages_by_name_that_end_early(api, field, pages):
    api.switch(range_by_name="ends_early")
    for number in range(5):
        api.app(f"shop-{number}")
    wanted: str | None = f"{field} ..; max=1"
    statuses = []
    while wanted:
        answer = api.send("GET", "/apps", Range=wanted)
        statuses.append(answer.status_code)
        wanted = answer.headers.get("Next-Range")
    assert statuses == [206] * pages if field == "name" else [206] * 4 + [200]


# --- F: both answers


def test_what_nobody_knows_has_both_answers(api):
    api.app()
    assert api.patch("/apps/shop/config-vars", {"A": ""}) == {"A": ""}
    api.post("/apps/shop/log-drains", {"url": "logs.example.com:514"}, status=422)
    assert "Etag" in api.send("PATCH", "/apps/shop", {"maintenance": True}).headers
    source = api.upload({"app.json": "{}", "Procfile": "web: x"})
    assert api.post("/app-setups", {"source_blob": source})["build"] is None
    api.post("/teams/apps", {"name": "team-shop", "team": "acme"})
    api.deploy("team-shop", web="x")
    api.patch("/apps/team-shop/formation/web", {"size": "basic"}, status=422)
    api.switch(
        empty_config_value="refused",
        drain_without_scheme="taken",
        write_validators="absent",
        app_setup_parts="objects",
        enterprise_basic="allowed",
    )
    api.patch("/apps/shop/config-vars", {"B": ""}, status=422)
    api.post("/apps/shop/log-drains", {"url": "logs.example.com:514"})
    headers = api.send("PATCH", "/apps/shop", {"maintenance": False}).headers
    assert not any(name in headers for name in ("Etag", "Last-Modified"))
    assert api.post("/app-setups", {"source_blob": source})["postdeploy"] == {"output": None, "exit_code": None}
    assert api.patch("/apps/team-shop/formation/web", {"size": "basic"})["size"] == "Basic"


@pytest.mark.parametrize(
    ("where", "limit"), [({"team": "acme-apps"}, 100), ({"team": "acme"}, 200), ({"space": "acme-space"}, 25)]
)
def test_limits_of_apps(api, where, limit):
    for number in range(limit):
        api.post("/teams/apps", {"name": f"one-{number}", **where})
    assert str(limit) in api.post("/teams/apps", {"name": "one-more", **where}, status=422)["message"]


# --- What other clients ran into


def optional(declared, path):
    """Every optional parameter that an operation declares, nested ones too: where it is, its name and itself."""
    for name, param in declared.items():
        if not param.required:
            yield f"{path} {name}", name, param
        yield from optional(param.fields or (param.items.fields if param.items else {}), f"{path} {name}")


def test_null_is_absent_for_every_optional_parameter():
    load_all()
    seen = 0
    for item in OPERATIONS.values():
        clears = item.method in ("PATCH", "PUT")
        for where, name, param in optional(item.params or {}, f"{item.method} {item.path}"):
            found = params.check({name: None}, {name: param}, satellite=item.satellite, null_clears=clears)
            assert found == ({name: None} if clears and param.nullable else {}), where
            seen += 1
    assert seen > 200


def test_null_over_http(shop):
    shop.post("/apps", {"name": "blank", "region": None, "stack": None})
    shop.deploy(web="x", worker="y")
    assert shop.post("/apps/shop/dynos", {"command": "ls", "size": None, "env": None})["size"] == "Basic"
    update = {"type": "worker", "quantity": 1, "size": None, "dyno_size": None}
    shop.patch("/apps/shop/formation", {"updates": [update, {"type": "web", "quantity": None, "size": "Basic"}]})
    addon = shop.post("/apps/shop/addons", {"plan": "scheduler", "attachment": None, "config": None, "confirm": None})
    assert shop.patch("/apps/shop", {"name": None, "maintenance": None})["name"] == "shop"
    assert "config" in shop.running.requests()[-2]["body"]
    assert shop.delete(f"/apps/shop/addons/{addon['id']}", {"force": None})["state"] == "deprovisioned"


def test_numbers_for_booleans(shop):
    shop.patch("/apps/shop", {"maintenance": 1}, status=422)
    shop.switch(numeric_booleans="taken")
    assert shop.patch("/apps/shop", {"maintenance": 1})["maintenance"] is True
    assert shop.patch("/apps/shop", {"maintenance": 0})["maintenance"] is False
    shop.patch("/apps/shop", {"maintenance": 2}, status=422)


@pytest.mark.parametrize("answer", ["gone", "deleting"])
def test_a_deleted_space_is_gone(frozen, answer):
    frozen.switch(deleted_spaces=answer)
    frozen.post("/teams/apps", {"name": "inside", "space": "acme-space"})
    frozen.delete("/spaces/acme-space", status=422)
    frozen.delete("/apps/inside")
    frozen.delete("/spaces/acme-space")
    frozen.get("/spaces/acme-space", status=404 if answer == "gone" else 200)
    frozen.clock(advance=120)
    frozen.get("/spaces/acme-space", status=404)


def test_one_directory_around_a_source_is_stripped(api):
    manifest = {"env": {"A": "1"}}
    done = set_up(api, manifest)
    assert done["status"] == "succeeded"
    api.delete("/apps/shop")
    files = {"shop-1.0/app.json": json.dumps(manifest), "shop-1.0/Procfile": "web: x", "shop-1.0/lib/a.py": ""}
    setup = api.post("/app-setups", {"source_blob": api.upload(files), "app": {"name": "shop"}})
    assert api.get(f"/app-setups/{setup['id']}")["status"] == "succeeded"
    assert api.get("/apps/shop/config-vars") == {"A": "1"}
    assert [item["type"] for item in api.get("/apps/shop/formation")] == ["web"]


# --- A 6, A 17: webhooks


@pytest.fixture
def receiver():
    """A server that takes webhooks: what it got, and the statuses that it is still to answer before 200."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.server.got.put((self.headers, body))
            self.send_response(self.server.answers.pop(0) if self.server.answers else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.got, server.answers = queue.Queue(), []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def subscribe(api, receiver, **more):
    address = f"http://127.0.0.1:{receiver.server_port}/hook"
    return api.post("/apps/shop/webhooks", {"url": address, "include": ["api:release"], "level": "notify", **more})


def delivered(api, status):
    """The deliveries, once one of them has this status."""
    until = time.monotonic() + 30
    while True:
        found = api.get("/apps/shop/webhook-deliveries", Range="seq ..")
        if any(item["status"] == status for item in found):
            return found
        assert time.monotonic() < until, found


def test_a_webhook_is_delivered_signed_and_authorized(api, receiver):
    api.app()
    hook = subscribe(api, receiver, secret="s3cret", authorization="Bearer mine")
    api.patch("/apps/shop/config-vars", {"A": "1"})
    headers, body = receiver.got.get(timeout=30)
    expected = base64.b64encode(hmac.new(b"s3cret", body, hashlib.sha256).digest()).decode()
    assert (headers["Heroku-Webhook-Hmac-SHA256"], headers["Authorization"]) == (expected, "Bearer mine")
    told = json.loads(body)
    delivery = delivered(api, "succeeded")[0]
    assert told["webhook_metadata"]["webhook"] == {"id": hook["id"]}
    assert told["webhook_metadata"]["event"]["include"] == "api:release"
    assert {"id", "created_at", "updated_at", "published_at", "sequence"} <= set(told)
    events = {item["id"]: item["payload"] for item in api.get("/apps/shop/webhook-events")}
    assert sorted(item["action"] for item in events.values()) == ["create", "update"]
    assert all(item["data"]["current"] for item in events.values())
    assert (delivery["num_attempts"], delivery["last_attempt"]["code"]) == (1, 200)


def test_a_webhook_that_fails_is_sent_again(frozen, receiver):
    frozen.app()
    frozen.clock(advance=5)
    receiver.answers = [500, 200]
    subscribe(frozen, receiver, level="sync", include=["api:app"])
    frozen.patch("/apps/shop", {"maintenance": True})
    frozen.patch("/apps/shop", {"name": "market"})
    frozen.patch("/apps/market", {"name": "shop"})
    frozen.clock(advance=1)
    receiver.got.get(timeout=30)
    failed = next(item for item in delivered(frozen, "retrying") if item["status"] == "retrying")
    assert (failed["num_attempts"], failed["last_attempt"]["code"]) == (1, 500)
    frozen.clock(advance=60)
    done = {item["id"]: item for item in delivered(frozen, "succeeded")}
    until = time.monotonic() + 30
    while done[failed["id"]]["status"] != "succeeded":
        assert time.monotonic() < until
        done = {item["id"]: item for item in delivered(frozen, "succeeded")}
    assert done[failed["id"]]["num_attempts"] == 2


def test_webhooks_are_told_of_dynos(api):
    api.app()
    api.deploy(web="x")
    body = {"include": ["api:dyno"], "level": "notify", "url": "https://example.com"}
    api.post("/apps/shop/webhooks", body)
    api.post("/apps/shop/dynos", {"command": "exit 3"})
    told = [event["payload"] for event in api.get("/apps/shop/webhook-events")]
    assert {item["resource"] for item in told} == {"dyno"}
    assert {item["data"]["management"] for item in told} == {"run:detached"}
    assert sorted(item["action"] for item in told) == ["create", "destroy", "update", "update"]
    assert next(item for item in told if item["action"] == "destroy")["data"]["exit_status"] == 3


# --- A 21: images

DIGESTS = {"web": f"sha256:{'a' * 64}", "worker": f"sha256:{'b' * 64}"}


@pytest.fixture
def container(api):
    """An app on the container stack, for which images were pushed."""
    api.app(stack="container")
    for name, digest in DIGESTS.items():
        api.running.backdoor(
            "POST", "images", {"app": "shop", "type": name, "digest": digest, "command": f"bin/{name}"}
        )
    return api


def release_images(api, status=None, variant="docker-releases", **images):
    updates = [{"type": name, "docker_image": digest} for name, digest in images.items()]
    return api.patch("/apps/shop/formation", {"updates": updates}, status=status, variant=variant)


def test_an_image_is_released_by_the_formation(container):
    before = len(container.descriptions())
    release_images(container, **DIGESTS)
    assert container.descriptions()[before:] == ["Deployed web, worker (aaaaaaaaaaaa, bbbbbbbbbbbb)"]
    types = container.get("/apps/shop/formation", variant="docker-releases")
    assert {item["type"]: item["docker_image"] for item in types} == {
        name: {"id": digest} for name, digest in DIGESTS.items()
    }
    assert {item["type"]: item["command"] for item in types} == {"web": "bin/web", "worker": "bin/worker"}
    assert "docker_image" not in container.get("/apps/shop/formation")[0]


def test_images_that_cannot_be_released(container):
    error = release_images(container, status=422, variant="", **DIGESTS)
    assert error["message"] == "Unknown params: updates:docker_image."
    release_images(container, status=422, web=f"sha256:{'c' * 64}")
    container.app("plain")
    body = {"updates": [{"type": "web", "docker_image": DIGESTS["web"]}]}
    container.patch("/apps/plain/formation", body, status=422, variant="docker-releases")
    assert container.get("/apps/shop/formation") == []
