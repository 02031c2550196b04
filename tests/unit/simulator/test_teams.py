# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

BILLING = {
    "address_1": "1 Example Street",
    "card_number": "4242424242424242",
    "city": "Example",
    "country": "US",
    "cvv": "123",
    "expiration_month": "12",
    "expiration_year": "2030",
    "first_name": "Olivia",
    "last_name": "Owner",
    "postal_code": "12345",
    "state": "CA",
}


@pytest.fixture
def member(api):
    return api.as_("simulator-token-member")


@pytest.fixture
def viewer(api):
    return api.as_("simulator-token-viewer")


def emails(people):
    return [item["user"]["email"] for item in people]


def token_of(api, email):
    """What only the e-mail to the invited person says."""
    tables = api.running.backdoor("GET", "state?secrets=1")["tables"]
    account = next(item for item in tables["accounts"] if item["email"] == email)
    return next(item["token"] for item in tables["team_invitations"] if item["account_id"] == account["id"])


def test_a_team_from_first_to_last(api, other):
    team = api.post("/teams", {"name": "fresh", **BILLING})
    assert (team["type"], team["role"], team["default"]) == ("team", "admin", False)
    assert (team["enterprise_account"], team["identity_provider"], team["membership_limit"]) == (None, None, 25)
    assert api.get("/teams/fresh") == api.get(f"/teams/{team['id']}") == team
    assert api.patch("/teams/fresh", {"default": True})["default"]
    assert api.get("/account")["default_team"]["name"] == "fresh"
    assert api.patch("/teams/fresh", {"name": "renamed"})["name"] == "renamed"
    api.get("/teams/fresh", status=404)
    other.get("/teams/renamed", status=403)
    assert api.delete("/teams/renamed")["id"] == team["id"]
    assert api.get("/teams/renamed", status=404)["message"] == "Couldn't find that team."
    assert api.get("/account")["default_team"] is None


def test_teams_that_cannot_be(api, member):
    assert api.post("/teams", {}, status=422)["message"] == "Require params: name."
    assert api.post("/teams", {"name": "acme"}, status=422)["message"] == "Name is already taken"
    assert api.post("/teams", {"name": ""}, status=422)["id"] == "invalid_params"
    assert api.patch("/teams/acme", {"name": "elsewhere"}, status=422)["message"] == "Name is already taken"
    assert api.patch("/teams/acme", {"name": ""}, status=422)["id"] == "invalid_params"
    member.patch("/teams/acme", {"name": "mine"}, status=403)
    unverified = api.as_("simulator-token-unverified")
    assert unverified.post("/teams", {"name": "fresh"}, status=402)["id"] == "verification_required"
    unverified.post("/teams", {"name": "fresh", **BILLING})
    api.post("/teams/apps", {"team": "acme", "name": "team-shop"})
    assert "still owns apps" in api.delete("/teams/acme", status=422)["message"]


def test_billing_data_is_not_in_the_log(api):
    api.post("/teams", {"name": "fresh", **BILLING})
    entry = api.running.backdoor("GET", "requests")[-1]
    assert "4242" not in str(entry)
    assert "card_number" in entry["body"]


def test_members(api, member):
    team = "/teams/acme"
    assert emails(api.get(f"{team}/members")) == ["member@example.com", "owner@example.com", "viewer@example.com"]
    added = api.send("PUT", f"{team}/members", {"email": "Other@Example.com", "role": "viewer"}, status=201).json()
    assert (added["email"], added["role"], added["federated"]) == ("other@example.com", "viewer", False)
    changed = api.send("PUT", f"{team}/members", {"email": "other@example.com", "role": "member"}, status=200).json()
    assert (changed["id"], changed["role"]) == (added["id"], "member")
    patched = api.patch(f"{team}/members", {"email": "other@example.com", "role": "admin", "federated": True})
    assert (patched["role"], patched["federated"]) == ("admin", True)
    body = {"email": "other@example.com", "role": "member"}
    assert "already a member" in api.post(f"{team}/members", body, status=422)["message"]
    member.send("PUT", f"{team}/members", body, status=403)
    for identity in (added["id"], "OTHER@example.com"):
        assert api.delete(f"{team}/members/{identity}")["email"] == "other@example.com"
        api.post(f"{team}/members", body)
    api.patch(f"{team}/members", {"email": "nobody@example.com", "role": "member"}, status=404)
    assert api.send("PUT", f"{team}/members", {"email": "a@b.c", "role": "owner"}, status=422).json()["id"]


def test_the_last_admin_stays(api):
    team = "/teams/acme"
    demotion = {"email": "owner@example.com", "role": "member"}
    assert api.patch(f"{team}/members", demotion, status=422)["message"] == "The team acme needs at least one admin."
    api.delete(f"{team}/members/owner@example.com", status=422)
    api.patch(f"{team}/members", {"email": "member@example.com", "role": "admin"})
    api.patch(f"{team}/members", demotion)


def test_members_may_leave_but_not_send_others_away(api, member, viewer):
    viewer.delete("/teams/acme/members/member@example.com", status=403)
    viewer.delete("/teams/acme/members/viewer@example.com")
    viewer.get("/teams/acme", status=403)


def test_who_is_only_a_collaborator_is_listed_too(api, other):
    api.post("/teams/apps", {"team": "acme", "name": "team-shop"})
    api.post("/teams/apps/team-shop/collaborators", {"user": "other@example.com"})
    (found,) = [item for item in api.get("/teams/acme/members") if item["role"] == "collaborator"]
    assert found["email"] == "other@example.com"
    assert [app["name"] for app in api.get("/teams/acme/members/other@example.com/apps")] == ["team-shop"]
    added = api.send("PUT", "/teams/acme/members", {"email": "other@example.com", "role": "viewer"}, status=201).json()
    api.delete("/teams/acme/members/other@example.com")
    assert [item["role"] for item in api.get("/teams/acme/members") if item["id"] != added["id"]].count(
        "collaborator"
    ) == 1
    assert api.delete("/teams/acme/members/other@example.com")["role"] == "collaborator"
    other.get("/apps/team-shop", status=403)


def test_apps_of_a_member(api):
    api.post("/teams/apps", {"team": "acme", "name": "open-shop"})
    api.post("/teams/apps", {"team": "acme", "name": "locked-shop", "locked": True})
    path = "/teams/acme/members/{}/apps"
    assert [app["name"] for app in api.get(path.format("member@example.com"))] == ["open-shop"]
    assert [app["name"] for app in api.get(path.format("owner@example.com"))] == ["locked-shop", "open-shop"]


@pytest.mark.parametrize(("answer", "status"), [("invited", 201), ("not_found", 404)])
def test_whether_people_without_an_account_are_taken_is_a_switch(api, answer, status):
    api.switch(unknown_member=answer)
    api.send("PUT", "/teams/acme/members", {"email": "nobody@example.com", "role": "member"}, status=status)


def test_an_invitation_is_accepted_by_whom_it_is_for(api, other):
    team = "/teams/acme-apps"
    body = {"email": "Other@example.com", "role": "member"}
    invitation = api.send("PUT", f"{team}/invitations", body, variant="team-invitations", status=200).json()
    assert (invitation["user"]["email"], invitation["role"]) == ("other@example.com", "member")
    assert invitation["invited_by"]["name"] == "Olivia Owner"
    again = api.send("PUT", f"{team}/invitations", {**body, "role": "admin"}).json()
    assert (again["id"], again["role"]) == (invitation["id"], "admin")
    assert api.get(f"{team}/invitations") == [again]
    assert "other@example.com" not in emails(api.get(f"{team}/members"))
    token = token_of(api, "other@example.com")
    api.get(f"/teams/invitations/{token}", status=404)
    assert other.get(f"/teams/invitations/{token}") == again
    joined = other.send("POST", f"/teams/invitations/{token}/accept", status=201).json()
    assert (joined["email"], joined["role"]) == ("other@example.com", "admin")
    assert api.get(f"{team}/invitations") == []
    other.get(f"/teams/invitations/{token}", status=404)
    assert "already a member" in api.send("PUT", f"{team}/invitations", body, status=422).json()["message"]
    assert token not in str(api.running.backdoor("GET", "requests"))


@pytest.mark.parametrize("by", ["id", "email"])
def test_an_invitation_is_revoked(api, member, by):
    made = api.send("PUT", "/teams/acme-apps/invitations", {"email": "other@example.com", "role": "member"}).json()
    identity = {"id": made["id"], "email": "Other@example.com"}[by]
    member.delete(f"/teams/acme-apps/invitations/{identity}", status=403)
    assert api.delete(f"/teams/acme-apps/invitations/{identity}") == made
    api.delete(f"/teams/acme-apps/invitations/{identity}", status=404)


def test_whether_a_team_takes_people_only_in_its_own_way_is_a_switch(api):
    body = {"email": "other@example.com", "role": "member"}
    assert (
        "requires you to invite members"
        in api.send("PUT", "/teams/acme-apps/members", body, status=422).json()["message"]
    )
    assert "without an" in api.send("PUT", "/teams/acme/invitations", body, status=422).json()["message"]
    api.switch(team_invitations="lenient")
    api.send("PUT", "/teams/acme-apps/members", body, status=201)
    api.send("PUT", "/teams/acme/invitations", body, status=200)


def test_a_team_can_be_full(api):
    api.post("/teams", {"name": "fresh"})
    for number in range(24):
        body = {"email": f"person{number}@example.com", "role": "member"}
        api.send("PUT", "/teams/fresh/invitations", body)
    body = {"email": "one-more@example.com", "role": "member"}
    assert "limit of 25" in api.send("PUT", "/teams/fresh/invitations", body, status=422).json()["message"]


def test_preferences_and_delinquency(api, member):
    assert api.get("/teams/acme/preferences") == {"default-permission": None, "addons-controls": False}
    assert api.patch("/teams/acme/preferences", {"addons-controls": True})["addons-controls"]
    assert api.get("/teams/acme/preferences")["addons-controls"]
    member.patch("/teams/acme/preferences", {"addons-controls": False}, status=403)
    nothing = {"scheduled_suspension_time": None, "scheduled_deletion_time": None}
    assert api.get("/teams/acme/delinquency") == nothing


@pytest.mark.parametrize("answer", ["created", "all"])
def test_allowed_add_on_services(api, member, answer):
    api.switch(allowed_service_body=answer)
    path = "/teams/acme/allowed-addon-services"
    assert api.get(path) == []
    (first,) = api.post(path, {"addon_service": "heroku-postgresql"})
    assert first["addon_service"]["name"] == "heroku-postgresql"
    assert first["added_by"]["email"] == "owner@example.com"
    papertrail = api.get("/addon-services/papertrail")["id"]
    answered = api.post(path, {"addon_service": papertrail})
    assert len(answered) == {"created": 1, "all": 2}[answer]
    assert "already allowed" in api.post(path, {"addon_service": "papertrail"}, status=422)["message"]
    assert "no-such" in api.post(path, {"addon_service": "no-such"}, status=422)["message"]
    assert api.post(path, {}, status=422)["message"] == "Require params: addon_service."
    member.post(path, {"addon_service": "heroku-redis"}, status=403)
    assert api.delete(f"{path}/heroku-postgresql") == first
    api.delete(f"{path}/{first['id']}", status=404)


def test_members_install_what_the_team_allows(api, member):
    api.post("/teams/apps", {"team": "acme", "name": "team-shop"})
    api.post(
        "/teams/apps/team-shop/collaborators",
        {"user": "member@example.com", "permissions": ["view", "operate", "deploy"]},
    )
    plan = {"plan": "heroku-redis:mini"}
    member.delete(f"/apps/team-shop/addons/{member.post('/apps/team-shop/addons', plan)['name']}")
    api.patch("/teams/acme/preferences", {"addons-controls": True})
    message = member.post("/apps/team-shop/addons", plan, status=403)["message"]
    assert message.startswith("The team acme does not allow")
    api.post("/teams/acme/allowed-addon-services", {"addon_service": "heroku-redis"})
    member.post("/apps/team-shop/addons", plan)
    api.post("/apps/team-shop/addons", {"plan": "papertrail"})


def test_usage(api):
    api.post("/teams/apps", {"team": "acme", "name": "team-shop"})
    api.deploy("team-shop", web="bin/web")
    api.post("/apps/team-shop/addons", {"plan": "heroku-postgresql:standard-0"})
    first, second = api.get("/teams/acme/usage/daily?start=2026-01-31&end=2026-02-01")
    assert (first["date"], second["date"]) == ("2026-01-31", "2026-02-01")
    assert (first["name"], first["dynos"], first["partner"], first["space"]) == ("acme", 1.0, 0, 1.0)
    assert first["data"] == first["addons"] == first["apps"][0]["addons"] > 0
    assert [item["month"] for item in api.get("/teams/acme/usage/monthly?start=2025-11&end=2026-02")] == [
        "2025-11",
        "2025-12",
        "2026-01",
        "2026-02",
    ]
    assert api.get("/teams/acme/usage/daily", status=422)["message"] == "Require params: start."
    for query in ("start=2026-01", "start=yesterday", "start=2026-02-02&end=2026-02-01"):
        assert api.get(f"/teams/acme/usage/daily?{query}", status=422)["id"] == "invalid_params"


def test_licenses(api):
    (license_,) = api.get("/teams/acme/licenses", variant="sdk")
    assert license_["qty"] == 100
    assert api.get("/teams/acme/license-collections", variant="sdk")[0]["licenses"] == [license_]
    assert api.get("/teams/acme-apps/licenses", variant="sdk") == []
    assert api.get("/teams/acme-apps/license-collections", variant="sdk") == []
