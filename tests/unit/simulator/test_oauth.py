# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""OAuth: what may act for an account (behaviour.md 3.21)."""

from __future__ import annotations

import base64
import json

import pytest

CALLBACK = "https://example.com/callback"


def client(api, **more):
    return api.post("/oauth/clients", {"name": "example", "redirect_uri": CALLBACK, **more})


def authorize(api, **more):
    return api.post("/oauth/authorizations", {"scope": ["global"], "description": "mine", **more})


def exchange(api, secret, **grant):
    return {"client": {"secret": secret}, "grant": {"type": "authorization_code", **grant}}


def test_a_direct_authorization_has_a_token_that_works(api):
    made = authorize(api)
    assert made["client"] is made["grant"] is made["refresh_token"] is made["session"] is None
    assert made["access_token"]["expires_in"] is None
    assert made["user"]["email"] == "owner@example.com"
    assert api.as_(made["access_token"]["token"]).get("/account")["email"] == "owner@example.com"
    assert api.get(f"/oauth/authorizations/{made['id']}") == made
    assert made in api.get("/oauth/authorizations")


def test_every_token_of_the_world_belongs_to_an_authorization(api):
    tokens = {item["access_token"]["token"] for item in api.get("/oauth/authorizations")}
    assert {api.running.token, "simulator-token-owner-read"} <= tokens
    assert "simulator-token-other" not in tokens


def test_what_a_token_may_do_is_its_scope(api):
    reader = api.as_(authorize(api, scope=["read"])["access_token"]["token"])
    reader.get("/apps")
    reader.post("/apps", {}, status=403)
    reader.get("/oauth/authorizations", status=403)
    reader.post("/oauth/authorizations", {"scope": ["global"]}, status=403)
    assert api.post("/oauth/authorizations", {"scope": ["all"]}, status=422)["id"] == "invalid_params"
    api.post("/oauth/authorizations", {"scope": []}, status=422)


def test_the_official_command_gives_no_scope_for_everything(api):
    made = api.post("/oauth/authorizations", {"description": "mine"})
    assert made["scope"] == ["global"]
    api.as_(made["access_token"]["token"]).get("/apps")


def test_a_token_expires(frozen):
    made = authorize(frozen, expires_in="60")
    assert made["access_token"]["expires_in"] == 60
    bearer = frozen.as_(made["access_token"]["token"])
    frozen.clock(advance=59)
    bearer.get("/account")
    assert frozen.get(f"/oauth/authorizations/{made['id']}")["access_token"]["expires_in"] == 1
    frozen.clock(advance=1)
    bearer.get("/account", status=401)
    assert frozen.get(f"/oauth/authorizations/{made['id']}")["access_token"]["expires_in"] == 0
    for wrong in (0, -1, True, "soon"):
        frozen.post("/oauth/authorizations", {"scope": ["read"], "expires_in": wrong}, status=422)


def test_regenerating_ends_the_old_token(frozen):
    made = authorize(frozen, expires_in=60, scope=["read"])
    frozen.clock(advance=30)
    renewed = frozen.post(f"/oauth/authorizations/{made['id']}/actions/regenerate-tokens", status=200)
    assert renewed["access_token"]["expires_in"] == 60
    assert renewed["updated_at"] > made["updated_at"]
    frozen.as_(made["access_token"]["token"]).get("/apps", status=401)
    bearer = frozen.as_(renewed["access_token"]["token"])
    bearer.get("/apps")
    bearer.post("/apps", {}, status=403)


def test_describing_and_revoking(api, other):
    made = authorize(api)
    path = f"/oauth/authorizations/{made['id']}"
    assert api.patch(path, {"description": "ours"})["description"] == "ours"
    for method in ("GET", "PATCH", "DELETE"):
        assert other.send(method, path, {}, status=404).json()["resource"] == "authorization"
    assert api.delete(path)["access_token"] == made["access_token"]
    api.get(path, status=404)
    api.as_(made["access_token"]["token"]).get("/account", status=401)
    assert authorize(api, description="")["description"] == "Long-lived user authorization"


def test_a_client_exchanges_a_grant_once(frozen, other):
    app = client(frozen)
    made = authorize(other, client=app["id"], scope=["read"])
    assert made["access_token"] is made["refresh_token"] is None
    assert made["client"] == {"id": app["id"], "name": "example", "redirect_uri": CALLBACK}
    assert made["grant"]["expires_in"] == 300
    assert other.get(f"/oauth/authorizations/{made['id']}")["grant"] is None
    body = exchange(frozen, app["secret"], code=made["grant"]["code"])
    tokens = frozen.post("/oauth/tokens", body, Authorization=None)
    assert tokens["access_token"]["expires_in"] == 28800
    assert tokens["refresh_token"]["expires_in"] is None
    assert tokens["authorization"] == {"id": made["id"]}
    assert tokens["grant"]["code"] == made["grant"]["code"]
    bearer = frozen.as_(tokens["access_token"]["token"])
    assert bearer.get("/apps") == []
    bearer.post("/apps", {}, status=403)
    assert frozen.post("/oauth/tokens", body, status=422)["message"] == "Grant code is invalid."
    assert [item["id"] for item in other.get("/oauth/sessions")] == [tokens["session"]["id"]]
    listed = next(item for item in other.get("/oauth/authorizations") if item["id"] == made["id"])
    assert listed["access_token"] is listed["refresh_token"] is None
    other.post(f"/oauth/authorizations/{made['id']}/actions/regenerate-tokens", status=403)


def test_a_refresh_token_gets_another_access_token(frozen):
    app = client(frozen)
    grant = authorize(frozen, client=app["id"])["grant"]
    first = frozen.post("/oauth/tokens", exchange(frozen, app["secret"], code=grant["code"]))
    frozen.clock(advance=28800)
    frozen.as_(first["access_token"]["token"]).get("/account", status=401)
    refresh = {
        "client": {"secret": app["secret"]},
        "grant": {"type": "refresh_token"},
        "refresh_token": {"token": first["refresh_token"]["token"]},
    }
    second = frozen.post("/oauth/tokens", refresh)
    assert second["refresh_token"] == first["refresh_token"]
    assert second["access_token"]["expires_in"] == 28800
    bearer = frozen.as_(second["access_token"]["token"])
    bearer.get("/account")
    frozen.as_(first["refresh_token"]["token"]).get("/account", status=401)
    bearer.delete(f"/oauth/tokens/{second['id']}")
    bearer.get("/account", status=401)
    third = frozen.post("/oauth/tokens", refresh)
    frozen.delete(f"/oauth/sessions/{third['session']['id']}")
    frozen.post("/oauth/tokens", refresh, status=422)
    frozen.delete(f"/oauth/sessions/{third['session']['id']}", status=404)


def test_a_token_that_is_not_of_a_client_can_be_revoked(api):
    made = authorize(api)
    gone = api.delete(f"/oauth/tokens/{made['access_token']['id']}")
    assert gone["refresh_token"] is gone["session"] is gone["grant"] is gone["client"] is None
    api.as_(made["access_token"]["token"]).get("/account", status=401)
    assert api.get(f"/oauth/authorizations/{made['id']}")["access_token"] is None
    api.delete(f"/oauth/tokens/{made['access_token']['id']}", status=404)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"client": {"secret": "wrong"}}, "Client secret is invalid."),
        ({"client": {}}, "Require params: client:secret."),
        ({"grant": {"type": "authorization_code"}}, "Require params: grant:code."),
        ({"grant": {"type": "authorization_code", "code": "wrong"}}, "Grant code is invalid."),
        ({"grant": {"type": "password"}}, "Grant:type must be one of authorization_code, refresh_token."),
        ({"grant": {"type": "refresh_token"}}, "Require params: refresh_token."),
        ({"grant": {"type": "refresh_token"}, "refresh_token": {"token": "wrong"}}, "Refresh token is invalid."),
        (
            {"grant": {"type": "refresh_token"}, "refresh_token": {"token": "simulator-token-owner"}},
            "Refresh token is invalid.",
        ),
    ],
)
def test_what_is_no_exchange(api, change, message):
    app = client(api)
    grant = authorize(api, client=app["id"])["grant"]
    body = {**exchange(api, app["secret"], code=grant["code"]), **change}
    assert api.post("/oauth/tokens", body, status=422)["message"] == message


def test_a_grant_is_for_its_client_and_for_some_minutes(frozen):
    app, another = client(frozen), client(frozen)
    grant = authorize(frozen, client=app["id"])["grant"]
    frozen.post("/oauth/tokens", exchange(frozen, another["secret"], code=grant["code"]), status=422)
    frozen.clock(advance=300)
    late = frozen.post("/oauth/tokens", exchange(frozen, app["secret"], code=grant["code"]), status=422)
    assert late["message"] == "Grant code has expired."


def test_clients(api, other):
    app = client(api)
    path = f"/oauth/clients/{app['id']}"
    assert api.get("/oauth/clients") == [app] == [api.get(path)]
    public = {name: value for name, value in app.items() if name != "secret"}
    assert other.get(path) == public == api.get(path, Authorization=None)
    assert other.get("/oauth/clients") == []
    for method in ("PATCH", "DELETE"):
        other.send(method, path, {"name": "theirs"}, status=404)
    assert api.patch(path, {"name": "renamed"})["name"] == "renamed"
    rotated = api.post(f"{path}/actions/rotate-credentials", status=200)
    assert rotated["secret"] != app["secret"]
    api.delete(path)
    api.get(path, status=404)
    for wrong in ({"name": ""}, {"redirect_uri": "example.com"}, {"redirect_uri": "ftp://example.com"}):
        api.post("/oauth/clients", {"name": "x", "redirect_uri": CALLBACK, **wrong}, status=422)


def test_deleting_a_client_ends_what_it_may_do(api, other):
    app = client(api)
    made = authorize(other, client=app["id"])
    tokens = api.post("/oauth/tokens", exchange(api, app["secret"], code=made["grant"]["code"]))
    api.delete(f"/oauth/clients/{app['id']}")
    api.as_(tokens["access_token"]["token"]).get("/account", status=401)
    other.get(f"/oauth/authorizations/{made['id']}", status=404)
    other.post("/oauth/authorizations", {"scope": ["read"], "client": app["id"]}, status=404)


def test_a_client_changes_its_authorization(api, other):
    app = client(api)
    made = authorize(other, client=app["id"])
    path = f"/oauth/authorizations/{made['id']}"
    body = {"description": "changed", "client": {"id": app["id"], "secret": app["secret"]}}
    assert other.patch(path, body)["description"] == "changed"
    other.patch(path, {**body, "client": {"id": app["id"], "secret": "wrong"}}, status=422)
    other.patch(path, {**body, "client": {"id": made["id"], "secret": "wrong"}}, status=422)


def test_authorizations_of_teams(api):
    member = api.as_("simulator-token-member")
    made = api.post("/teams/acme/oauth/authorizations", {"description": "ours"}, variant="sdk")
    assert made["access_token"]["version"] == 1
    assert api.get("/teams/acme/oauth/authorizations", variant="sdk") == [made]
    assert made["id"] not in [item["id"] for item in api.get("/oauth/authorizations")]
    api.as_(made["access_token"]["token"]).get("/teams/acme")
    member.get("/teams/acme/oauth/authorizations", status=403)
    member.post("/teams/acme/oauth/authorizations", {}, status=403)


def test_gateway_tokens(api):
    """The schema: what a gateway token says is in the body, the token itself in ``Heroku-Gateway-Token``."""
    response = api.send("POST", "/users/~/gateway-tokens", variant="sdk", status=200)
    said = response.json()
    account = api.get("/account")
    assert (said["sub"], said["user_id"], said["user_email"]) == (account["id"], account["id"], account["email"])
    assert said["authorization_id"] in [item["id"] for item in api.get("/oauth/authorizations")]
    assert said["iat"] < said["exp"]
    claims = response.headers["Heroku-Gateway-Token"].split(".")[1]
    assert json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4))) == said
    api.as_("simulator-token-owner-read").post("/users/~/gateway-tokens", status=403)


def test_the_proxy_of_a_gateway_token(frozen):
    made = frozen.post("/users/~/gateway-tokens/oauth-authorization", variant="sdk", status=200)
    proxy = frozen.as_(made["access_token"]["token"])
    assert proxy.get("/account")["email"] == "owner@example.com"
    frozen.clock(advance=made["access_token"]["expires_in"])
    proxy.get("/account", status=401)
