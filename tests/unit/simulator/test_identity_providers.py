# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

TEAM = "/teams/acme/identity-providers"


PROVIDER = {
    "entity_id": "https://idp.example.com/entity",
    "sso_target_url": "https://idp.example.com/login",
    "slo_target_url": "https://idp.example.com/logout",
}


def test_the_provider_of_a_team(api, other):
    first, second = api.certificate(), api.certificate()
    assert api.get(TEAM) == []
    made = api.post(TEAM, {**PROVIDER, "certificate": first})
    assert (made["certificate"], made["organization"], made["owner"]["type"]) == (first, {"name": "acme"}, "team")
    assert api.get(TEAM) == [made]
    assert api.get("/teams/acme")["identity_provider"]["id"] == made["id"]
    changed = api.patch(f"{TEAM}/{made['id']}", {"certificate": second, "entity_id": "other"})
    assert (changed["id"], changed["certificate"], changed["entity_id"]) == (made["id"], second, "other")
    other.get(TEAM, status=403)
    api.as_("simulator-token-member").get(TEAM, status=403)
    api.as_("simulator-token-member").get(f"/identity-providers/{made['id']}", status=403)
    assert api.delete(f"{TEAM}/{made['id']}") == changed
    api.delete(f"{TEAM}/{made['id']}", status=404)
    assert api.get("/teams/acme")["identity_provider"] is None


@pytest.mark.parametrize(("answer", "type_"), [("unchanged", "team"), ("to_enterprise_account", "enterprise-account")])
def test_migration(api, other, answer, type_):
    """The schema: ``POST /identity-providers/{}/migrate`` answers a provider; whose it is then, nobody says."""
    api.switch(identity_provider_migration=answer)
    made = api.post(TEAM, {**PROVIDER, "certificate": api.certificate()})
    path = f"/identity-providers/{made['id']}"
    migrated = api.post(f"{path}/migrate", variant="sdk", status=200)
    assert (migrated["id"], migrated["owner"]["type"]) == (made["id"], type_)
    assert api.get(path, variant="sdk") == migrated
    assert len(api.get(TEAM)) == (1 if type_ == "team" else 0)
    other.post(f"{path}/migrate", status=403)


def test_migration_to_an_enterprise_account_that_has_a_provider(api):
    api.switch(identity_provider_migration="to_enterprise_account")
    owner = {"id": api.get("/enterprise-accounts/acme-enterprise")["id"], "type": "enterprise-account"}
    api.post("/identity-providers", {**PROVIDER, "owner": owner})
    made = api.post(TEAM, {**PROVIDER, "certificate": api.certificate()})
    api.post(f"/identity-providers/{made['id']}/migrate", status=422)
    assert api.get(TEAM) == [made]


@pytest.mark.parametrize(
    ("slip", "message"),
    [
        ({"certificate": "none"}, "Certificate is not a valid X509 certificate"),
        ({"sso_target_url": "none"}, "Sso target url is not a valid URL"),
        ({"slo_target_url": "none"}, "Slo target url is not a valid URL"),
    ],
)
def test_what_is_refused(api, slip, message):
    first = api.certificate()
    assert api.post(TEAM, {**PROVIDER, "certificate": first, **slip}, status=422)["message"] == message
    assert api.get(TEAM) == []
    made = api.post(TEAM, {**PROVIDER, "certificate": first})
    assert api.patch(f"{TEAM}/{made['id']}", slip, status=422)["message"] == message
    assert api.get(TEAM) == [made]


@pytest.mark.parametrize(("answer", "status"), [("refused", 422), ("allowed", 201)])
def test_whether_there_can_be_two_is_a_switch(api, answer, status):
    first = api.certificate()
    api.switch(second_identity_provider=answer)
    api.post(TEAM, {**PROVIDER, "certificate": first})
    api.post(TEAM, {**PROVIDER, "entity_id": "another", "certificate": first}, status=status)


def test_a_provider_goes_with_its_team(api):
    first = api.certificate()
    api.post("/teams", {"name": "fresh"})
    made = api.post("/teams/fresh/identity-providers", {**PROVIDER, "certificate": first})
    api.delete("/teams/fresh")
    api.get(f"/identity-providers/{made['id']}", variant="sdk", status=404)


def test_several_certificates(api):
    first, second = api.certificate(), api.certificate()
    enterprise = api.get("/enterprise-accounts")[0]
    owner = {"id": enterprise["id"], "type": "enterprise-account"}
    body = {**PROVIDER, "owner": owner, "certificates": [{"body": first, "name": "first"}]}
    made = api.post("/identity-providers", body, variant="sdk")
    assert (made["name"], made["enabled"], made["owner"]["name"]) == ("acme-enterprise-sso", True, "acme-enterprise")
    assert made["heroku_acs_url"] == "https://sso.heroku.com/saml/acme-enterprise-sso/finalize"
    assert api.get("/enterprise-accounts/acme-enterprise")["identity_provider"]["id"] == made["id"]
    path = f"/identity-providers/{made['name']}"
    added = api.post(f"{path}/certificates", {"body": second}, variant="sdk")
    assert (added["name"], added["identity_provider_id"]) == (None, made["id"])
    assert added["expires_at"] == "2027-01-01T00:00:00Z"
    where = f"{path}/certificates/{added['id']}"
    assert api.patch(where, {"name": "second"}, variant="sdk")["name"] == "second"
    assert api.get(where, variant="sdk")["name"] == "second"
    assert [item["name"] for item in api.get(path, variant="sdk")["certificates"]] == ["first", "second"]
    only = [{"id": added["id"], "name": "renamed"}, {"body": first}]
    changed = api.patch(path, {"certificates": only, "enabled": False}, variant="sdk")
    assert [(item["name"], item["body"]) for item in changed["certificates"]] == [("renamed", second), (None, first)]
    assert not changed["enabled"]
    assert api.delete(where, variant="sdk")["id"] == added["id"]
    api.get(where, variant="sdk", status=404)
    api.patch(path, {"certificates": [{"id": added["id"], "name": "x"}]}, variant="sdk", status=404)


@pytest.mark.parametrize(
    ("owner", "status"), [({"id": "no-such-id", "type": "team"}, 404), ({"type": "team"}, 422), (None, 422)]
)
def test_a_provider_needs_an_owner(api, owner, status):
    api.post("/identity-providers", {**PROVIDER, "owner": owner}, variant="sdk", status=status)
