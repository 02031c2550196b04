# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import base64
import hashlib

import pytest
import requests


def basic(user, password):
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def test_a_version_must_be_asked_for(api):
    for accept in ("*/*", "application/json", "text/html", "application/vnd.heroku+json"):
        body = api.get("/account", status=400, Accept=accept)
        assert body["id"] == "missing_version"
        assert body["error"].startswith("Please specify a version along with Heroku's API MIME type.")
    assert api.get("/account", status=406, Accept="application/vnd.heroku+json; version=2")["id"] == "not_acceptable"


@pytest.mark.parametrize("suffix", ["", ".sdk", ".pipelines", ".webhooks", ".fir", ".never-heard-of"])
def test_variants_of_version_3_are_taken(api, suffix):
    api.get("/account", Accept=f"application/vnd.heroku+json; version=3{suffix}")


def test_an_unknown_path_and_an_unknown_verb(api):
    for method, path in (("GET", "/nothing"), ("PUT", "/apps"), ("POST", "/apps/x/dynos/actions/restart-all")):
        body = api.send(method, path, status=404).json()
        assert body["id"] == "not_found"
        assert body["message"].startswith("The requested API endpoint was not found.")


def test_credentials(api, running):
    token = running.token
    assert api.get("/account", status=401, Authorization=None)["message"].startswith("There were no credentials")
    for wrong in ("Bearer nope", "Bearer", "Digest x", "Basic ???", basic("", "nope"), basic("owner@example.com", "x")):
        assert api.get("/account", status=401, Authorization=wrong) == {
            "id": "unauthorized",
            "message": "Invalid credentials provided.",
        }
    for right in (f"Bearer {token}", f"bearer {token}", basic("", token), basic("anybody", token)):
        assert api.get("/account", Authorization=right)["email"] == "owner@example.com"
    api.as_("simulator-token-owner-expired").get("/account", status=401)


def test_a_password_does_not_do_with_two_factor_authentication(api):
    credentials = basic("careful@example.com", "correct horse")
    assert api.get("/account", status=401, Authorization=credentials)["id"] == "vaas_enrolled"
    api.switch(basic_auth_status="403")
    api.get("/account", status=403, Authorization=credentials)


def test_scopes(api):
    api.app()
    reader, identity = api.as_("simulator-token-owner-read"), api.as_("simulator-token-owner-identity")
    reader.get("/apps/shop")
    reader.get("/apps/shop/config-vars", status=403)
    reader.patch("/apps/shop", {"maintenance": True}, status=403)
    reader.post("/filters/apps", {"in": {"id": []}})
    identity.get("/account")
    identity.get("/apps", status=403)
    assert api.get("/apps/shop")["maintenance"] is False


def test_headers_of_the_core(api):
    response = api.send("GET", "/account", Request_Id="first,second")
    digest = hashlib.md5(response.content, usedforsecurity=False).hexdigest()
    assert response.headers["ETag"] == f'"{digest}"'
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["Oauth-Scope"] == "global"
    assert response.headers["Vary"] == "Authorization,Accept-Encoding"
    assert response.headers["RateLimit-Multiplier"] == "1"
    assert response.headers["Request-Id"].endswith(",first,second")
    assert "Last-Modified" in response.headers
    error = api.send("GET", "/apps/nope", status=404)
    assert len(error.headers["ETag"]) == 34
    assert error.headers["Content-Type"] == "application/json"


def test_headers_of_a_satellite(api):
    response = api.send("POST", "/pipelines", {"name": "pipe"})
    assert response.headers["ETag"].startswith('W/"')
    assert response.headers["Content-Type"] == "application/json;charset=utf-8"
    assert "RateLimit-Remaining" not in response.headers
    assert "Last-Modified" not in response.headers


def test_bodies_that_are_no_objects(api):
    api.app()
    headers = {"Accept": "application/vnd.heroku+json; version=3", "Authorization": f"Bearer {api.running.token}"}
    for data in ('"text"', "[]", "1", "{"):
        response = requests.patch(f"{api.url}/apps/shop", data=data, headers=headers, timeout=30)
        assert (response.status_code, response.json()["id"]) == (400, "bad_request")
    assert requests.post(f"{api.url}/apps", data="", headers=headers, timeout=30).status_code == 201


def test_missing_parameters_are_judged_before_unknown_ones(api):
    api.app()
    for body, text in (
        ({"foo": 1}, "Require params: hostname, sni_endpoint."),
        ({"hostname": "www.example.com", "foo": 1}, "Require params: sni_endpoint."),
        ({"hostname": "www.example.com", "sni_endpoint": None, "foo": 1, "bar": 2}, "Unknown params: foo, bar."),
    ):
        assert api.post("/apps/shop/domains", body, status=422) == {"id": "invalid_params", "message": text}
    nested = {"plan": "heroku-redis", "attachment": {"nome": "X"}}
    assert api.post("/apps/shop/addons", nested, status=422)["message"] == "Unknown params: attachment:nome."
    assert api.post("/apps", {"name": 7}, status=422)["message"] == "Name must be a string."


def test_a_satellite_refuses_by_schema(api):
    body = api.post("/pipelines", {"name": "UPPER"}, status=400)
    assert body["id"] == "bad_request"
    assert body["message"].startswith("Invalid request.\n\n#/name: ")


def test_a_satellite_does_not_care_about_what_it_does_not_know(api, other):
    stranger = other.get("/account")["id"]
    pipeline = api.post("/pipelines", {"name": "line", "creator_id": stranger, "nonsense": 1})
    path = f"/pipelines/{pipeline['id']}"
    changed = api.patch(path, {"name": "line-two", "owner_id": stranger, "id": stranger, "nonsense": 1})
    assert {**changed, "name": "line", "updated_at": None} == {**pipeline, "updated_at": None}
    assert api.get(path) == changed
    other.get(path, status=404)


def test_paths_are_tolerated(api):
    app = api.app()
    for path in ("//apps//shop", "/apps/shop/", f"/apps/{app['id']}", "/apps/%73hop"):
        assert api.get(path)["id"] == app["id"]
    api.get("/users/owner@example.com/apps")
    api.get("/users/owner%40example.com/apps")


def test_method_override(api):
    api.app()
    answer = api.post("/apps/shop", {"maintenance": True}, status=200, X_HTTP_Method_Override="PATCH")
    assert answer["maintenance"] is True


def test_conditional_requests(api):
    api.app()
    tag = api.send("GET", "/apps/shop").headers["ETag"]
    unchanged = api.send("GET", "/apps/shop", status=304, If_None_Match=tag)
    assert unchanged.content == b""
    assert unchanged.headers["ETag"] == tag
    api.patch("/apps/shop", {"maintenance": True}, If_Match=tag)
    api.send("GET", "/apps/shop", status=200, If_None_Match=tag)
    error = api.patch("/apps/shop", {"maintenance": False}, status=412, If_Match=tag)
    assert error == {"id": "precondition_failed", "message": "Precondition failed."}
    assert api.get("/apps/shop")["maintenance"] is True
    api.switch(if_match="ignored")
    api.patch("/apps/shop", {"maintenance": False}, If_Match=tag)


def test_the_two_variants_differ(api):
    app = api.app()
    assert app["generation"]["name"] == "cedar"
    sdk = api.get("/apps/shop", variant="sdk")
    assert sdk["generation"] == "cedar"
    more = {"base_image_name", "buildpacks", "current_build_architecture", "process_tier"}
    assert set(sdk) - set(app) == more


def test_accounts_that_may_not(api):
    assert api.as_("simulator-token-suspended").get("/account", status=403)["id"] == "suspended"
    delinquent = api.as_("simulator-token-delinquent")
    assert delinquent.get("/apps", status=402)["id"] == "delinquent"
    delinquent.get("/account")
    unverified = api.as_("simulator-token-unverified")
    assert unverified.post("/apps", {}, status=402)["id"] == "verification_required"
    api.switch(verification_status="422", verification_id="verification_needed")
    assert unverified.post("/apps", {}, status=422)["id"] == "verification_needed"


def test_old_errors_may_have_another_key(api):
    api.switch(old_error_key="error")
    suspended = api.as_("simulator-token-suspended").get("/account", status=403)
    for body, start in ((api.get("/apps", status=401, Authorization=None), "There were"), (suspended, "The account")):
        assert body["error"].startswith(start)
        assert "message" not in body


def test_a_second_factor_of_the_account(api):
    careful = api.as_("simulator-token-careful")
    careful.get("/apps")
    assert careful.post("/apps", {}, status=403)["id"] == "two_factor"
    careful.post("/apps", {}, status=403, Heroku_Two_Factor_Code="000000")
    careful.post("/apps", {}, Heroku_Two_Factor_Code="123456")


def test_a_second_factor_of_an_app(make_api, tmp_path):
    world = tmp_path / "world.yml"
    world.write_text(
        "accounts: [{email: a@example.com, two_factor_code: '654321', tokens: [{token: t}]}]\n"
        "teams: []\nspaces: []\napps: [{name: vault, two_factor: true}]\n"
    )
    api = make_api(world=world)
    api.get("/apps")
    error = api.get("/apps/vault", status=403)
    assert (error["id"], error["app"]["name"]) == ("two_factor", "vault")
    api.get("/apps/vault", Heroku_Two_Factor_Code="654321")
    api.send("PUT", "/apps/vault/pre-authorizations", status=403)
    api.send("PUT", "/apps/vault/pre-authorizations", Heroku_Two_Factor_Code="654321")
    api.get("/apps/vault")


def test_head_is_get_without_the_body(api):
    api.app()
    response = api.send("HEAD", "/apps/shop")
    assert (response.content, response.headers["Etag"]) == (b"", api.send("GET", "/apps/shop").headers["Etag"])
    api.send("HEAD", "/apps/no-such-app", status=404)
