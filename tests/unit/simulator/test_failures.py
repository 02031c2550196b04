# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Everything that takes time can be made to fail, or never to end (behaviour.md 4)."""

from __future__ import annotations

import pytest
import requests

VPN = {"name": "office", "public_ip": "192.0.2.1", "routable_cidrs": ["192.168.0.0/24"]}
DOMAIN = {"hostname": "www.example.com", "sni_endpoint": None}


@pytest.fixture
def shop(api):
    """An app with a release phase, on a clock that stands still."""
    api.app()
    api.deploy(web="bin/web", release="bin/migrate")
    api.clock(mode="0")
    return api


def fail(api, transition, kind="fail"):
    api.fault(fault=kind, transition=transition, count=1)


def settle(api):
    """Let a day go by."""
    api.clock(advance=24 * 3600)


def test_an_addon(shop):
    fail(shop, "addon.provision")
    addon = shop.post("/apps/shop/addons", {"plan": "heroku-postgresql"})
    shop.clock(advance=3)
    assert shop.get(f"/addons/{addon['id']}")["state"] == "deprovisioned"
    assert shop.get(f"/addons/{addon['id']}/addon-attachments") == []
    assert "DATABASE_URL" not in shop.get("/apps/shop/config-vars")


def test_an_addon_that_never_goes(shop):
    shop.switch(addon_delete_answer="deferred")
    addon = shop.post("/apps/shop/addons", {"plan": "papertrail"})
    fail(shop, "addon.deprovision", "stall")
    shop.delete(f"/apps/shop/addons/{addon['id']}")
    settle(shop)
    assert shop.get(f"/addons/{addon['id']}")["state"] == "deprovisioning"


@pytest.mark.parametrize(("kind", "status"), [("fail", "failed"), ("stall", "pending")])
def test_a_release(shop, kind, status):
    fail(shop, "release.command", kind)
    shop.patch("/apps/shop/config-vars", {"A": "1"})
    settle(shop)
    newest = shop.get("/apps/shop/releases")[-1]
    assert (newest["status"], newest["current"]) == (status, False)


@pytest.mark.parametrize(("kind", "status"), [("fail", "failed"), ("stall", "pending")])
def test_a_build(shop, kind, status):
    fail(shop, "build.line", kind)
    build = shop.build({"Procfile": "web: bin/web"})
    settle(shop)
    assert shop.get(f"/apps/shop/builds/{build['id']}")["status"] == status


@pytest.mark.parametrize(("kind", "status"), [("fail", "failed"), ("stall", "pending")])
def test_a_promotion(shop, kind, status):
    shop.app("shop-two")
    pipeline = shop.post("/pipelines", {"name": "line"})
    for app, stage in (("shop", "staging"), ("shop-two", "production")):
        shop.post("/pipeline-couplings", {"app": app, "pipeline": pipeline["id"], "stage": stage})
    settle(shop)
    source, target = ({"app": {"id": shop.get(f"/apps/{name}")["id"]}} for name in ("shop", "shop-two"))
    fail(shop, "promotion.target", kind)
    body = {"pipeline": {"id": pipeline["id"]}, "source": source, "targets": [target]}
    promotion = shop.post("/pipeline-promotions", body)
    settle(shop)
    (ended,) = shop.get(f"/pipeline-promotions/{promotion['id']}/promotion-targets")
    assert (ended["status"], ended["error_message"] is None) == (status, kind == "stall")


def test_a_domain(api):
    api.switch(domain_target="later")
    api.post("/teams/apps", {"name": "inside", "space": "acme-space"})
    fail(api, "domain.status")
    fail(api, "domain.cname", "stall")
    api.post("/apps/inside/domains", DOMAIN)
    domain = api.get("/apps/inside/domains/www.example.com")
    assert (domain["status"], domain["cname"]) == ("failed", None)


@pytest.mark.parametrize(
    ("kind", "transition", "status"),
    [
        ("fail", "domain.acm_verify", "failing"),
        ("stall", "domain.acm_verify", "pending"),
        ("fail", "domain.acm_issue", "failed"),
        ("stall", "domain.acm_issue", "verified"),
    ],
)
def test_acm(shop, kind, transition, status):
    shop.post("/apps/shop/acm", {})
    fail(shop, transition, kind)
    shop.post("/apps/shop/domains", DOMAIN)
    settle(shop)
    domain = shop.get("/apps/shop/domains/www.example.com")
    assert (domain["acm_status"], domain["sni_endpoint"]) == (status, None)
    assert (domain["acm_status_reason"] is not None) == (kind == "fail")
    shop.patch("/apps/shop/acm", {"acm_refresh": True})
    settle(shop)
    assert shop.get("/apps/shop/domains/www.example.com")["acm_status"] == ("cert issued" if kind == "fail" else status)


def test_a_space(api):
    fail(api, "space.allocate")
    api.post("/spaces", {"name": "new-space", "team": "acme"})
    assert api.get("/spaces/new-space")["state"] == "allocating"
    fail(api, "space.delete", "stall")
    api.delete("/spaces/new-space")
    assert api.get("/spaces/new-space")["state"] == "deleting"


@pytest.mark.parametrize(("kind", "status"), [("fail", "failed"), ("stall", "provisioning")])
def test_peering_and_vpn(api, kind, status):
    fail(api, "peering.provision", kind)
    fail(api, "vpn_connection.provision", kind)
    api.post("/spaces/acme-space/peerings", {"pcx_id": "pcx-0123456789abcdef0"})
    api.post("/spaces/acme-space/vpn-connections", VPN)
    assert api.get("/spaces/acme-space/peerings/pcx-0123456789abcdef0")["status"] == status
    assert api.get("/spaces/acme-space/vpn-connections/office")["status"] == status


def test_a_vpn_connection_that_is_never_seen(api):
    fail(api, "vpn_connection.appear", "stall")
    api.post("/spaces/acme-space/vpn-connections", VPN)
    assert api.get("/spaces/acme-space/vpn-connections/office", status=404)["message"] == "VPN is not found"


@pytest.mark.parametrize("transition", ["app_setup.manifest", "app_setup.postdeploy", "build.line"])
def test_an_app_setup(api, transition):
    fail(api, transition)
    source = api.upload({"app.json": '{"scripts": {"postdeploy": "bin/seed"}}', "Procfile": "web: bin/web"})
    setup = api.post("/app-setups", {"source_blob": source})
    ended = api.get(f"/app-setups/{setup['id']}")
    assert ended["status"] == "failed"
    assert ended["failure_message"]


def test_an_app_setup_that_never_ends(api):
    fail(api, "app_setup.manifest", "stall")
    setup = api.post("/app-setups", {"source_blob": api.upload({"app.json": "{}"})})
    assert api.get(f"/app-setups/{setup['id']}")["status"] == "pending"


def test_a_transfer_is_declined(api, other):
    api.app()
    offer = api.post("/account/app-transfers", {"app": "shop", "recipient": "other@example.com"})
    other.patch(f"/account/app-transfers/{offer['id']}", {"state": "declined"})
    assert api.get(f"/account/app-transfers/{offer['id']}")["state"] == "declined"
    assert api.get("/apps/shop")["owner"]["email"] == "owner@example.com"


@pytest.mark.parametrize(("kind", "state"), [("fail", "crashed"), ("stall", "starting")])
def test_a_dyno(shop, kind, state):
    settle(shop)
    fail(shop, "dyno.start", kind)
    shop.delete("/apps/shop/dynos")
    settle(shop)
    assert [dyno["state"] for dyno in shop.get("/apps/shop/dynos")] == [state]


def test_the_log_channel_of_a_new_app(api):
    fail(api, "app.log_channel", "stall")
    api.app()
    drain = {"url": "syslog://logs.example.com:514"}
    error = api.post("/apps/shop/log-drains", drain, status=422)
    assert error["message"] == "App hasn't yet been assigned a log channel. Please try again momentarily."
    api.app("shop-two")
    api.post("/apps/shop-two/log-drains", drain)


def test_an_app_in_a_space_that_is_never_ready(api):
    fail(api, "app.ready", "stall")
    api.post("/teams/apps", {"name": "inside", "space": "acme-space"})
    assert api.post("/apps/inside/domains", DOMAIN, status=422)["id"] == "app_not_provisioned"


@pytest.mark.parametrize(
    ("fault", "transition"),
    [("fail", "app.log_channel"), ("stall", "nothing"), ("stall", ""), ("reset", "app.log_channel")],
)
def test_what_has_no_failed_state_can_only_stall(api, fault, transition):
    body = {"fault": fault, "transition": transition}
    assert requests.post(f"{api.url}/_simulator/faults", json=body, timeout=10).status_code == 422
