# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re

import pytest


def test_a_new_app(frozen):
    app = frozen.post("/apps", {})
    assert re.fullmatch(r"[a-z]+-[a-z]+-\d{5}", app["name"])
    assert re.fullmatch(rf"https://{app['name']}-[0-9a-f]{{12}}\.herokuapp\.com/", app["web_url"])
    assert app["git_url"] == f"https://git.heroku.com/{app['name']}.git"
    assert (app["region"]["name"], app["stack"]["name"], app["team"]) == ("us", "heroku-24", None)
    assert app["released_at"] == app["created_at"]
    assert frozen.descriptions(app["name"]) == ["Initial release"]
    frozen.clock(advance=0.2)
    assert frozen.descriptions(app["name"]) == ["Initial release", "Enable Logplex"]
    assert frozen.get(f"/apps/{app['name']}/formation") == []
    domains = frozen.get(f"/apps/{app['name']}/domains")
    assert [(item["kind"], f"https://{item['hostname']}/") for item in domains] == [("heroku", app["web_url"])]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Shop", "Name must start with a letter, end with a letter or digit and can only contain lowercase letters,"),
        ("shop-", "Name must start with a letter, end with"),
        ("a" * 31, "Name is too long (maximum is 30 characters)"),
        ("taken", "Name is already taken"),
    ],
)
def test_names_that_cannot_be(api, other, name, text):
    other.app("taken")
    error = api.post("/apps", {"name": name}, status=422)
    assert error["id"] == "invalid_params"
    assert error["message"].startswith(text)


def test_a_team_is_no_parameter_of_a_personal_app(api):
    assert api.post("/apps", {"team": "acme"}, status=422)["message"] == "Unknown params: team."


def test_rename(api):
    app = api.app()
    renamed = api.patch("/apps/shop", {"name": "store"})
    assert (renamed["id"], renamed["git_url"]) == (app["id"], "https://git.heroku.com/store.git")
    assert renamed["web_url"].startswith("https://store-")
    assert f"https://{api.get('/apps/store/domains')[0]['hostname']}/" == renamed["web_url"]
    api.get("/apps/shop", status=404)
    api.switch(old_app_name="found")
    assert api.get("/apps/shop")["id"] == app["id"]
    other_shop = api.app("shop")
    assert api.get("/apps/shop")["id"] == other_shop["id"]


def test_a_stack_is_in_force_at_once_before_the_first_deploy_only(api):
    api.app()
    app = api.patch("/apps/shop", {"build_stack": "heroku-22"})
    assert (app["stack"]["name"], app["build_stack"]["name"]) == ("heroku-22", "heroku-22")
    assert api.descriptions()[-1] == "Upgrade stack to heroku-22"
    api.build({"Procfile": "web: a"})
    app = api.patch("/apps/shop", {"build_stack": "heroku-24"})
    assert (app["stack"]["name"], app["build_stack"]["name"]) == ("heroku-22", "heroku-24")
    api.build({"Procfile": "web: a"})
    assert api.get("/apps/shop")["stack"]["name"] == "heroku-24"


def test_delete(api):
    app = api.app()
    api.post("/apps/shop/addons", {"plan": "heroku-redis"})
    assert api.delete("/apps/shop")["id"] == app["id"]
    for path in ("/apps/shop", f"/apps/{app['id']}", "/apps/shop/config-vars"):
        error = api.get(path, status=404)
        assert error == {"id": "not_found", "message": "Couldn't find that app.", "resource": "app"}
    assert api.get("/addons") == []
    tables = api.running.backdoor("GET", "state")["tables"]
    leftovers = {name for name, rows in tables.items() if any(row.get("app_id") == app["id"] for row in rows)}
    assert leftovers == set()


def test_the_limit_of_apps(make_api, tmp_path):
    world = tmp_path / "world.yml"
    world.write_text("accounts: [{email: a@example.com, app_limit: 1}]\nteams: []\nspaces: []\n")
    api = make_api(world=world)
    api.app()
    assert api.post("/apps", {}, status=422)["message"].startswith("You've reached your app limit of 1 apps.")


def test_access(api, other):
    api.app()
    assert other.get("/apps/shop", status=403)["message"] == "You do not have access to the app shop."
    assert other.get("/apps") == []
    api.post("/apps/shop/collaborators", {"user": "other@example.com"})
    assert [app["name"] for app in other.get("/apps")] == ["shop"]
    other.patch("/apps/shop/config-vars", {"A": "1"})
    for method, body in (("DELETE", None), ("PATCH", {"name": "mine"})):
        assert other.send(method, "/apps/shop", body, status=403).json()["id"] == "forbidden"
    api.delete("/apps/shop/collaborators/Other%40Example.com")
    other.get("/apps/shop", status=403)


def test_the_owner_is_a_collaborator_too(api):
    api.app()
    (owner,) = api.get("/apps/shop/collaborators")
    assert (owner["role"], owner["user"]["email"]) == ("owner", "owner@example.com")
    body = {"user": "other@example.com", "permissions": ["view"]}
    assert api.post("/apps/shop/collaborators", body, status=422)["message"] == "Unknown params: permissions."
    api.post("/apps/shop/collaborators", {"user": "other@example.com"})
    again = api.post("/apps/shop/collaborators", {"user": "other@example.com"}, status=422)
    assert "is already a collaborator on app" in again["message"]


def test_a_removed_collaborator_is_seen_for_a_moment(frozen):
    frozen.app()
    frozen.post("/apps/shop/collaborators", {"user": "other@example.com"})
    frozen.delete("/apps/shop/collaborators/other@example.com")
    frozen.get("/apps/shop/collaborators/other@example.com")
    frozen.post("/apps/shop/collaborators", {"user": "other@example.com"}, status=422)
    frozen.clock(advance=5)
    frozen.get("/apps/shop/collaborators/other@example.com", status=404)


def test_apps_of_teams(api, other):
    app = api.post("/teams/apps", {"name": "team-shop", "team": "acme", "locked": True})
    assert app["owner"]["email"] == "acme@herokumanager.com"
    assert (app["team"], app["locked"], app["joined"]) == ({"name": "acme"}, True, False)
    member, viewer = api.as_("simulator-token-member"), api.as_("simulator-token-viewer")
    member.get("/apps/team-shop", status=403)
    api.patch("/teams/apps/team-shop", {"locked": False})
    member.patch("/apps/team-shop/config-vars", {"A": "1"})
    member.delete("/apps/team-shop", status=403)
    viewer.get("/apps/team-shop")
    viewer.patch("/apps/team-shop", {"maintenance": True}, status=403)
    other.get("/apps/team-shop", status=403)
    full = api.get("/apps/team-shop")
    assert full["team"] == full["organization"] != None  # noqa: E711 - both are filled
    assert "locked" not in full
    assert [item["name"] for item in api.get("/teams/acme/apps")] == ["team-shop"]
    other.post("/teams/apps", {"team": "acme"}, status=403)


def test_what_the_official_command_may_add(api):
    api.post("/teams/apps", {"name": "team-shop", "team": "acme", "kernel": "one", "feature_flags": "preboot"})
    api.post("/apps", {"name": "shop", "feature_flags": "preboot"})
    error = api.post("/apps", {"name": "shop-two", "locked": True, "space": "acme-space"}, status=422)
    assert error["message"] == "Unknown params: locked, space."


def test_permissions_within_a_team(api, other):
    api.post("/teams/apps", {"name": "team-shop", "team": "acme"})
    path = "/teams/apps/team-shop/collaborators"
    assert "view" in api.post(path, {"user": "other@example.com", "permissions": ["deploy"]}, status=422)["message"]
    added = api.post(path, {"user": "other@example.com", "permissions": ["view"]})
    assert [item["name"] for item in added["permissions"]] == ["view"]
    other.get("/apps/team-shop")
    other.get("/apps/team-shop/config-vars", status=403)
    api.patch(f"{path}/other@example.com", {"permissions": ["view", "deploy"]})
    other.get("/apps/team-shop/config-vars")


def test_transfers_between_people_are_accepted(api, other):
    api.app()
    offer = api.post("/account/app-transfers", {"app": "shop", "recipient": "other@example.com"})
    assert offer["state"] == "pending"
    api.post("/account/app-transfers", {"app": "shop", "recipient": "other@example.com"}, status=422)
    other.get("/apps/shop", status=403)
    api.patch(f"/account/app-transfers/{offer['id']}", {"state": "accepted"}, status=403)
    other.patch(f"/account/app-transfers/{offer['id']}", {"state": "accepted"})
    assert other.get("/apps/shop")["owner"]["email"] == "other@example.com"
    api.get("/apps/shop", status=403)


def test_transfers_are_declined_and_taken_back(api, other):
    api.app()
    path = "/account/app-transfers"
    first = api.post(path, {"app": "shop", "recipient": "other@example.com", "silent": True})
    assert other.get(f"{path}/shop")["id"] == first["id"], "the app's name will do"
    api.as_("simulator-token-member").get(f"{path}/{first['id']}", status=404)
    assert other.patch(f"{path}/{first['id']}", {"state": "declined"})["state"] == "declined"
    other.patch(f"{path}/{first['id']}", {"state": "accepted"}, status=422)
    assert api.get("/apps/shop")["owner"]["email"] == "owner@example.com"
    second = api.post(path, {"app": "shop", "recipient": "other@example.com"})
    assert {item["id"] for item in api.get(path)} == {first["id"], second["id"]}, "what was declined is still listed"
    other.delete(f"{path}/{second['id']}", status=403)
    assert api.delete(f"{path}/{second['id']}")["state"] == "pending"
    other.get(f"{path}/{second['id']}", status=404)
    api.post(path, {"app": "shop", "recipient": "nobody@example.com"}, status=404)
    api.post(path, {"app": "shop", "recipient": "owner@example.com"}, status=422)


def test_transfers_with_a_team_are_immediate(api):
    api.app()
    assert api.patch("/teams/apps/shop", {"owner": "acme"})["owner"]["email"] == "acme@herokumanager.com"
    back = api.patch("/teams/apps/shop", {"owner": "owner@example.com"})
    assert (back["owner"]["email"], back["team"]) == ("owner@example.com", None)


def test_an_app_in_a_space_takes_no_writes_at_first(frozen):
    app = frozen.post("/teams/apps", {"name": "inside", "space": "acme-space"})
    assert (app["region"]["name"], app["internal_routing"], app["space"]["name"]) == ("virginia", False, "acme-space")
    body = {"hostname": "www.example.com", "sni_endpoint": None}
    error = frozen.post("/apps/inside/domains", body, status=422)
    assert error["id"] == "app_not_provisioned"
    assert error["message"] == "App inside is being provisioned. Please try again later."
    frozen.clock(advance=10)
    frozen.post("/apps/inside/domains", body)


def test_a_space_is_allocated_over_time(frozen):
    space = frozen.post("/spaces", {"name": "fresh", "team": "acme"})
    assert (space["state"], space["region"]["name"], space["cidr"]) == ("allocating", "virginia", "10.0.0.0/16")
    frozen.get("/spaces/fresh/nat", status=404)
    frozen.post("/teams/apps", {"space": "fresh"}, status=422)
    frozen.clock(advance=480)
    assert frozen.get("/spaces/fresh")["state"] == "allocated"
    assert len(frozen.get("/spaces/fresh/nat")["sources"]) == 4
    forbidden = frozen.post("/spaces", {"name": "another", "team": "acme-apps"}, status=403)
    assert forbidden["message"] == "Space management is not enabled for this team."


def test_many_apps_by_their_ids(api, other):
    wanted = [api.app(f"shop-{number}")["id"] for number in range(3)]
    foreign = other.app("foreign")["id"]
    found = api.post("/filters/apps", {"in": {"id": [*wanted[:2], foreign]}}, status=200, Range="id ..; max=1000;")
    assert {app["id"] for app in found} == set(wanted[:2])
