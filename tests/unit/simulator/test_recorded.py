# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What recorded answers of the real service say, fact by fact: each test names the number in recorded.md.

The table in docs/simulator.md says which test holds which fact.
"""

from __future__ import annotations

import json
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
