# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

PATH = "/enterprise-accounts/acme-enterprise"


@pytest.fixture
def member(api):
    return api.as_("simulator-token-member")


def test_an_enterprise_account_is_seen_by_its_members(api, member, other):
    (account,) = api.get("/enterprise-accounts")
    assert (account["name"], account["trial"], account["identity_provider"]) == ("acme-enterprise", False, None)
    assert account["permissions"] == ["view", "create", "manage", "billing"]
    assert api.get(PATH) == api.get(f"/enterprise-accounts/{account['id']}") == account
    assert member.get(PATH)["permissions"] == ["view"]
    assert other.get("/enterprise-accounts") == []
    other.get(PATH, status=403)
    assert api.get("/enterprise-accounts/none", status=404)["message"] == "Couldn't find that enterprise account."
    assert api.get("/teams/acme")["enterprise_account"] == {"id": account["id"], "name": "acme-enterprise"}
    member.patch(PATH, {"name": "mine"}, status=403)
    assert api.patch(PATH, {"name": "renamed"})["id"] == account["id"]


def test_teams_of_an_enterprise_account(api, member):
    assert [team["name"] for team in api.get(f"{PATH}/teams")] == ["acme"]
    team = api.post(f"{PATH}/teams", {"name": "fresh"})
    assert (team["type"], team["role"], team["enterprise_account"]["name"]) == (
        "enterprise",
        "admin",
        "acme-enterprise",
    )
    assert {item["name"] for item in api.get("/teams/fresh/features") if item["enabled"]} == {
        "org-access-controls",
        "spaces",
    }
    assert api.post(f"{PATH}/teams", {"name": "acme"}, status=422)["message"] == "Name is already taken"
    assert "the create permission" in member.post(f"{PATH}/teams", {"name": "mine"}, status=403)["message"]


def test_members_and_their_permissions(api, member):
    assert len(api.get(f"{PATH}/members")) == 2
    added = api.post(f"{PATH}/members", {"user": "Other@example.com", "permissions": ["manage", "view"]})
    assert added["enterprise_account"]["name"] == "acme-enterprise"
    assert [item["name"] for item in added["permissions"]] == ["view", "manage"]
    changed = api.patch(f"{PATH}/members/other@example.com", {"permissions": ["billing"]})
    assert (changed["id"], changed["permissions"][0]["name"]) == (added["id"], "billing")
    again = {"user": added["user"]["id"], "permissions": ["view"]}
    assert "already a member" in api.post(f"{PATH}/members", again, status=422)["message"]
    api.post(f"{PATH}/members", {"user": "nobody@example.com", "permissions": ["view"]}, status=404)
    api.post(f"{PATH}/members", {"user": "viewer@example.com", "permissions": ["own"]}, status=422)
    member.delete(f"{PATH}/members/other@example.com", status=403)
    assert api.delete(f"{PATH}/members/{added['user']['id']}")["id"] == added["id"]
    api.delete(f"{PATH}/members/other@example.com", status=404)
    assert member.delete(f"{PATH}/members/member@example.com")["user"]["email"] == "member@example.com"


def test_somebody_who_can_manage_stays(api):
    api.delete(f"{PATH}/members/owner@example.com", status=422)
    message = api.patch(f"{PATH}/members/owner@example.com", {"permissions": ["view"]}, status=422)["message"]
    assert message == "The enterprise account acme-enterprise needs a member who can manage it."


def test_usage(api, other):
    api.post("/teams/apps", {"team": "acme", "name": "team-shop"})
    api.deploy("team-shop", web="bin/web")
    (day,) = api.get(f"{PATH}/usage/daily?start=2026-01-31&end=2026-01-31")
    assert (day["date"], day["dynos"], day["teams"][0]["name"]) == ("2026-01-31", 1.0, "acme")
    (month,) = api.get(f"{PATH}/usage/monthly?start=2026-01&end=2026-01")
    assert (month["month"], month["dynos"], month["connect"]) == ("2026-01", 30.0, 0)
    other.get(f"{PATH}/usage/daily?start=2026-01-31", status=403)
