# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The audit trail of enterprise accounts, who may do what, and what was used."""

from __future__ import annotations

import gzip
import hashlib

import pytest

ACCOUNT = "/enterprise-accounts/acme-enterprise"


@pytest.fixture
def team_app(frozen):
    """An app of a team of the enterprise account."""
    return frozen.post("/teams/apps", {"team": "acme", "name": "shop"})


def test_events_of_today(frozen, team_app):
    events = frozen.get(f"{ACCOUNT}/events")
    assert {(event["type"], event["action"]) for event in events} == {("app", "create"), ("release", "create")}
    event = events[0]
    assert event["app"] == {"id": team_app["id"], "name": "shop"}
    assert event["actor"]["email"] == "owner@example.com"
    assert event["team"]["name"] == "acme"
    assert event["enterprise_account"]["name"] == "acme-enterprise"
    assert frozen.get(f"{ACCOUNT}/events?order=desc") == events[::-1]


def test_choosing_events(frozen, team_app):
    today = team_app["created_at"][:10]
    events = frozen.get(f"{ACCOUNT}/events")
    assert frozen.get(f"{ACCOUNT}/events?day={today}&actor=Owner@example.com") == events
    assert [event["type"] for event in frozen.get(f"{ACCOUNT}/events?type=app&action=create")] == ["app"]
    for nothing in ("day=2020-01-01", "actor=other@example.com", "action=destroy", "type=domain"):
        assert frozen.get(f"{ACCOUNT}/events?{nothing}") == []
    for wrong in ("day=yesterday", "order=random"):
        frozen.get(f"{ACCOUNT}/events?{wrong}", status=422)
    frozen.clock(advance=86400)
    assert frozen.get(f"{ACCOUNT}/events") == []


def test_what_is_not_of_an_enterprise_account_is_not_in_its_trail(frozen):
    frozen.app("own")
    frozen.post("/teams/apps", {"team": "acme-apps", "name": "of-a-team"})
    assert frozen.get(f"{ACCOUNT}/events") == []


def test_archives(api):
    first, second = api.get(f"{ACCOUNT}/archives")
    assert (first["year"], first["month"], second["month"]) == (2026, "01", "02")
    assert api.get(f"{ACCOUNT}/archives/2026/02") == second
    api.get(f"{ACCOUNT}/archives/2026/03", status=404)
    content = api._session.get(first["url"], timeout=30).content
    assert gzip.decompress(content) == b"[]"
    assert first["size"] == len(content)
    assert first["checksum"] == f"SHA256:{hashlib.sha256(content).hexdigest()}"


def test_who_may_look(api, other):
    member = api.as_("simulator-token-member")
    for path in ("events", "archives", "archives/2026/01"):
        member.get(f"{ACCOUNT}/{path}", status=403)
        other.get(f"{ACCOUNT}/{path}", status=403)
    api.get("/enterprise-accounts/nothing/events", status=404)


def test_what_people_may_do(api, team_app):
    api.post("/teams/apps/shop/collaborators", {"user": "other@example.com", "permissions": ["view", "deploy"]})
    entities = api.get("/teams/acme/permissions")
    by_name = {entity["name"]: entity for entity in entities}
    assert by_name["acme-space"]["type"] == "space"
    assert by_name["shop"]["id"] == team_app["id"]
    users = {user["email"]: user["permissions"] for user in by_name["shop"]["users"]}
    assert users["owner@example.com"] == ["deploy", "manage", "operate", "view"]
    assert users["viewer@example.com"] == ["view"]
    assert users["other@example.com"] == ["deploy", "view"]


def test_usage(api, other):
    api.post("/teams/apps", {"team": "acme", "name": "shop"})
    api.post("/apps/shop/addons", {"plan": "scheduler"})
    addon = api.post("/apps/shop/addons", {"plan": "papertrail:fixa"})
    used = [{"id": addon["id"], "meters": {"storage": {"quantity": 0}}}]
    assert api.get("/apps/shop/usage", variant="sdk") == {"addons": used}
    assert api.get("/teams/acme/apps/shop/usage", variant="sdk") == {"addons": used}
    (of_team,) = api.get("/teams/acme/usage", variant="sdk")["apps"]
    assert of_team["addons"] == used
    api.get("/teams/acme-apps/apps/shop/usage", status=404)
    other.get("/apps/shop/usage", status=403)


def test_usage_history(frozen, other):
    frozen.app()
    addon = frozen.post("/apps/shop/addons", {"plan": "papertrail:fixa"})
    path = f"/resource/{addon['id']}/usage-history"
    history = frozen.get(path)
    assert (history["bucket_resolution"], len(history["usage_timestamps"])) == ("PT6H", 120)
    history = frozen.get(f"{path}?duration=P3D&start=2026-01-01")
    assert history["usage_timestamps"][:2] == ["2026-01-01T00:00:00Z", "2026-01-01T01:00:00Z"]
    assert len(history["usage"][0]["usage_data_points"]) == len(history["usage_timestamps"]) == 72
    for wrong in ("duration=P1Y", "start=yesterday"):
        frozen.get(f"{path}?{wrong}", status=422)
    other.get(path, status=403)
    frozen.get("/resource/shop/usage-history", status=404)
