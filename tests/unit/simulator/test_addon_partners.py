# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What partners do with their add-ons, and what customers see of meters and dashboards."""

from __future__ import annotations

import pytest

WEBHOOK = {"include": ["api:addon"], "level": "notify", "url": "https://hooks.example.com/"}


@pytest.fixture
def addon(api):
    """An add-on of the service whose partner is the other account."""
    api.app()
    return api.post("/apps/shop/addons", {"plan": "papertrail:fixa"})


def test_config(api, other, addon):
    path = f"/addons/{addon['id']}/config"
    (seen,) = api.get(path)
    assert seen["name"] == "API_TOKEN"
    assert other.get(path) == [seen]
    api.patch(path, {"config": []}, status=403)
    changed = other.patch(path, {"config": [{"name": "API_TOKEN", "value": None}, {"name": "URL", "value": "x"}]})
    assert changed == [{"name": "URL", "value": "x"}] == api.get(path)
    api.as_("simulator-token-member").get(path, status=404)
    api.as_("simulator-token-member").patch(path, {}, status=404)


def test_state(frozen, other):
    frozen.app()
    addon = frozen.post("/apps/shop/addons", {"plan": "heroku-redis:mini"})
    frozen.post(f"/addons/{addon['id']}/actions/provision", status=403)
    mine = frozen.post("/apps/shop/addons", {"plan": "papertrail:forta"})
    path = f"/addons/{mine['name']}/actions"
    assert mine["state"] == "provisioning"
    assert other.post(f"{path}/provision", status=200)["state"] == "provisioned"
    other.post(f"{path}/provision", status=422)
    other.post(f"{path}/deprovision", status=422)
    frozen.switch(addon_delete_answer="deferred")
    frozen.delete(f"/apps/shop/addons/{mine['id']}")
    assert other.post(f"{path}/deprovision", status=200)["state"] == "deprovisioned"
    other.post(f"{path}/deprovision", status=404)


def test_peering(api, other, addon):
    """The schema: both answer an empty object, and no resource shows the peering."""
    path = f"/addons/{addon['id']}/actions"

    def peering():
        (record,) = api.running.backdoor("GET", "state")["tables"]["add_ons"]
        return record["pcx_id"]

    assert other.send("POST", f"{path}/peer", {"pcx_id": "pcx-123456789012"}, status=202).json() == {}
    assert peering() == "pcx-123456789012"
    assert other.send("POST", f"{path}/unpeer", status=202).json() == {}
    assert peering() is None
    assert other.post(f"{path}/peer", {}, status=422)["message"] == "Require params: pcx_id."
    api.post(f"{path}/peer", {"pcx_id": "pcx-123456789012"}, status=403)
    api.post(f"{path}/unpeer", status=403)


def test_where_an_addon_writes_to_the_log_of_a_fir_app(api, other):
    """The schema: Telemetry Ingress Info is for partners, and about Fir."""
    api.post("/spaces", {"name": "fir-space", "team": "acme", "generation": "fir"})
    api.post("/teams/apps", {"name": "fir-app", "team": "acme", "space": "fir-space"})
    api.app()
    for app in ("fir-app", "shop"):
        api.post(f"/apps/{app}/addons", {"plan": "papertrail:fixa"})
    fir, cedar = (api.get(f"/apps/{app}/addon-attachments")[0]["id"] for app in ("fir-app", "shop"))
    told = other.get(f"/addon-attachments/{fir}/telemetry-ingress-info", variant="sdk")
    assert told["token_type"] == "Bearer"
    assert set(told) == {"id_token", "token_type", "transports", "expires_at"}
    assert set(told["transports"]) == {"http", "logpex"}
    other.get(f"/addon-attachments/{cedar}/telemetry-ingress-info", status=422)
    api.get(f"/addon-attachments/{fir}/telemetry-ingress-info", status=404)


def test_webhooks(api, other, addon):
    path = f"/addons/{addon['id']}/webhooks"
    made = other.post(path, {**WEBHOOK, "secret": "canary"})
    assert made["addon"] == {"id": addon["id"], "name": addon["name"]}
    assert "secret" not in made
    assert other.get(path) == [made] == [other.get(f"{path}/{made['id']}")]
    assert other.patch(f"{path}/{made['id']}", {"level": "sync"})["level"] == "sync"
    other.post(path, {**WEBHOOK, "include": ["api:nothing"]}, status=422)
    api.get(path, status=403)
    other.delete(f"{path}/{made['id']}")
    other.get(f"{path}/{made['id']}", status=404)
    for kind in ("webhook-events", "webhook-deliveries"):
        assert other.get(f"/addons/{addon['id']}/{kind}") == []
        other.get(f"/addons/{addon['id']}/{kind}/{made['id']}", status=404)


def test_single_sign_on(api, other, addon):
    ours = api.get(f"/addons/{addon['id']}/sso", variant="sdk")
    assert ours["params"]["email"] == "owner@example.com"
    assert ours["params"]["resource_id"] == addon["id"]
    assert api.get("/apps/shop/addons/papertrail/sso", variant="sdk")["params"]["attached_app"] == "shop"
    api.as_("simulator-token-member").get(f"/addons/{addon['id']}/sso", status=404)


def test_meters(api):
    (meter,) = api.get("/plans/papertrail:fixa/meters", variant="sdk")
    for identity in (meter["id"], meter["name"]):
        assert api.get(f"/plans/papertrail:fixa/meters/{identity}", variant="sdk") == meter
    assert api.get("/plans/heroku-redis:mini/meters", variant="sdk") == []
    api.get("/plans/heroku-redis:mini/meters/storage", status=404)


def test_config_vars_that_are_masked(api, addon):
    path = "/apps/shop/config-vars-settings"
    api.patch("/apps/shop/config-vars", {"A": "1"})
    (own, owned) = api.get(path, variant="sdk")
    assert (own["key"], own["value"], own["masked"], own["attachment"]) == ("A", "1", False, None)
    assert owned["attachment"]
    assert not owned["masking_supported"]
    before = len(api.descriptions())
    body = {"config": [{"key": "A", "masked": True}, {"key": "B", "value": "2"}, {"key": "C", "value": "3"}]}
    changed = {item["key"]: item for item in api.patch(path, body, variant="sdk")}
    assert (changed["A"]["masked"], changed["A"]["value"], changed["B"]["value"]) == (True, None, "2")
    assert len(api.descriptions()) == before + 1
    api.patch(path, {"config": [{"key": "A", "masked": False}]}, status=422)
    api.patch(path, {"config": [{"key": "A", "value": None}]})
    assert [item["key"] for item in api.get(path)] == ["B", "C", owned["key"]]
    api.patch(path, {"config": [{"key": "A", "value": "4"}]})
    assert api.get(path)[0]["masked"] is False


def test_capabilities_and_quota(api, other):
    api.app()
    asked = {"capability": "manage_dynos", "resource_id": "shop", "resource_type": "app"}
    body = {"capabilities": [asked, {**asked, "resource_id": None}, {**asked, "resource_type": "team"}]}
    answers = api.send("PUT", "/users/~/capabilities", body, variant="sdk").json()["capabilities"]
    assert [answer["capable"] for answer in answers] == [True, False, False]
    answers = other.send("PUT", "/users/~/capabilities", body, variant="sdk").json()["capabilities"]
    assert not any(answer["capable"] for answer in answers)
    account = other.get("/account")
    quota = other.get(f"/accounts/{account['id']}/actions/get-quota", variant="account-quotas")
    assert quota["quota_used"] == 0
    api.get(f"/accounts/{api.get('/account')['id']}/actions/get-quota", status=404)


def test_generations_of_a_team(api, other):
    assert api.get("/teams/acme/available-generations") == api.get("/generations")
    other.get("/teams/acme/available-generations", status=403)
