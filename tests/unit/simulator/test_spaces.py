# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

SPACE = "/spaces/acme-space"
FIR = "/spaces/fir-space"
OFFICE = {"name": "office", "public_ip": "192.0.2.1", "routable_cidrs": ["10.2.0.0/16"]}
PCX = "pcx-0123456789abcdef0"
LATE_PCX = "pcx-0123456789abcdef1"
MANAGED_PCX = "pcx-0123456789abcdef2"


@pytest.fixture
def member(api):
    """Somebody of the team who is no admin."""
    return api.as_("simulator-token-member")


@pytest.fixture
def fir(api):
    """There is a space of the fir generation."""
    api.post("/spaces", {"name": "fir-space", "team": "acme", "generation": "fir"})
    return api


def test_what_a_space_is_made_with(api):
    made = api.post("/spaces", {"name": "fresh", "team": "acme", "cidr": "172.20.0.0/16", "data_cidr": "172.21.0.0/20"})
    assert (made["cidr"], made["data_cidr"], made["shield"]) == ("172.20.0.0/16", "172.21.0.0/20", False)
    assert made["generation"]["name"] == "cedar"
    for wrong in (
        {"cidr": "172.20.0.0/17"},
        {"cidr": "8.8.0.0/16"},
        {"data_cidr": "10.1.0.0/24"},
        {"data_cidr": "8.8.0.0/16"},
        {"data_cidr": "nothing"},
        {"log_drain_url": "http://logs.example.com/"},
        {"generation": "fir", "shield": True},
        {"generation": "fir", "log_drain_url": "https://logs.example.com/"},
        {"generation": "oak"},
        {"region": "us"},
        {"name": "a--b"},
        {"name": "acme-space"},
    ):
        assert api.post("/spaces", {"name": "other", "team": "acme", **wrong}, status=422)["id"] == "invalid_params"
    assert {space["name"] for space in api.get("/teams/acme/spaces")} == {"acme-space", "fresh"}


def test_a_space_goes_over_time_and_only_when_it_is_empty(frozen):
    frozen.switch(deleted_spaces="deleting")
    frozen.post("/teams/apps", {"name": "inside", "space": "acme-space"})
    frozen.delete(SPACE, status=422)
    frozen.delete("/apps/inside")
    assert frozen.delete(SPACE)["state"] == "deleting"
    frozen.clock(advance=60)
    assert frozen.delete(SPACE)["state"] == "deleting"
    frozen.clock(advance=61)
    assert frozen.get(SPACE, status=404)["id"] == "not_found"


def test_a_space_that_is_never_allocated(api):
    api.fault(fault="fail", transition="space.allocate", count=1)
    api.post("/spaces", {"name": "fresh", "team": "acme"})
    assert api.get("/spaces/fresh")["state"] == "allocating"
    for method, path, body in (
        ("PUT", "inbound-ruleset", {"rules": []}),
        ("PUT", "log-drain", {"url": "https://logs.example.com/"}),
        ("POST", "vpn-connections", OFFICE),
        ("GET", "peering-info", None),
        ("POST", "transfer", {"new_owner": "acme"}),
    ):
        assert "not ready" in api.send(method, f"/spaces/fresh/{path}", body, status=422).json()["message"]


def test_what_fir_spaces_lack(fir):
    for path in ("inbound-ruleset", "inbound-rulesets", "peering-info", "peerings", "vpn-connections"):
        assert "fir generation" in fir.get(f"{FIR}/{path}", status=422)["message"]
    fir.get(f"{FIR}/log-drain", status=404)
    for method, path, body in (
        ("PUT", "inbound-ruleset", {"rules": []}),
        ("PUT", "log-drain", {"url": "https://logs.example.com/"}),
        ("POST", "peerings", {"pcx_id": PCX}),
        ("POST", "vpn-connections", OFFICE),
    ):
        fir.send(method, f"{FIR}/{path}", body, status=422)
    assert len(fir.get(f"{FIR}/nat")["sources"]) == 4


def test_members_and_what_they_may(api, member):
    assert [access["user"]["email"] for access in api.get(f"{SPACE}/members")] == [
        "owner@example.com",
        "member@example.com",
        "viewer@example.com",
    ]
    path = f"{SPACE}/members/Member@example.com"
    access = api.get(path)
    assert (access["permissions"], access["id"]) == ([], api.get(SPACE)["id"])
    member.post("/teams/apps", {"name": "inside", "space": "acme-space"}, status=403)
    granted = api.patch(path, {"permissions": [{"name": "create_apps"}]})
    assert granted["permissions"] == [{"name": "create_apps", "description": "Create apps in the space"}]
    assert api.get(path) == granted == member.get(f"{SPACE}/members/~")
    member.post("/teams/apps", {"name": "inside", "space": "acme-space"})
    assert api.patch(path, {"permissions": []})["permissions"] == []
    member.patch(path, {"permissions": [{"name": "create_apps"}]}, status=403)
    api.patch(path, {"permissions": [{"name": "fly"}]}, status=422)
    api.patch(path, {}, status=422)
    mine = api.get(f"{SPACE}/members/~")
    assert api.patch(f"{SPACE}/members/~", {"permissions": []}) == mine == api.get(f"{SPACE}/members/~")
    assert [item["name"] for item in mine["permissions"]] == ["create_apps"]
    api.switch(space_access_of_admins="refused")
    api.patch(f"{SPACE}/members/~", {"permissions": []}, status=422)
    api.get(f"{SPACE}/members/other@example.com", status=404)
    api.switch(create_apps="open")
    member.post("/teams/apps", {"name": "more", "space": "acme-space"})


def test_the_id_of_an_access_is_the_space_s(api):
    """As the schema says: ``unique identifier of the space a user has permissions on``."""
    space = api.get("/spaces/acme-space")["id"]
    accesses = api.get("/spaces/acme-space/members")
    assert {access["id"] for access in accesses} == {space}
    assert len({access["user"]["id"] for access in accesses}) == len(accesses) == 3


def test_access_goes_with_the_membership(api):
    path = f"{SPACE}/members/member@example.com"
    api.patch(path, {"permissions": [{"name": "create_apps"}]})
    api.delete("/teams/acme/members/member@example.com")
    api.get(path, status=404)


def test_each_change_is_a_new_ruleset(frozen, member):
    first = frozen.get(f"{SPACE}/inbound-ruleset")
    assert first["rules"] == [{"action": "allow", "source": "0.0.0.0/0"}]
    assert (first["created_by"], "applied" in first) == ("owner@example.com", False)
    rules = [{"action": "allow", "source": "192.0.2.1/32"}, {"action": "deny", "source": "10.0.0.0/8"}]
    second = frozen.send("PUT", f"{SPACE}/inbound-ruleset", {**first, "rules": rules}).json()
    assert second["rules"] == rules
    assert second["id"] != first["id"]
    assert frozen.get(f"{SPACE}/inbound-ruleset") == second
    assert {item["id"] for item in frozen.get(f"{SPACE}/inbound-rulesets")} == {first["id"], second["id"]}
    assert frozen.get(f"{SPACE}/inbound-rulesets/{first['id']}") == first
    frozen.get(f"{SPACE}/inbound-rulesets/{frozen.get(SPACE)['id']}", status=404)
    for wrong in ("192.0.2.1", "192.0.2.1/33", "::/0", "localhost"):
        body = {"rules": [{"action": "allow", "source": wrong}]}
        frozen.send("PUT", f"{SPACE}/inbound-ruleset", body, status=422)
    frozen.send("PUT", f"{SPACE}/inbound-ruleset", {"rules": [{"action": "allow"}]}, status=422)
    frozen.send("PUT", f"{SPACE}/inbound-ruleset", {}, status=422)
    member.send("PUT", f"{SPACE}/inbound-ruleset", {"rules": []}, status=403)
    frozen.send("DELETE", f"{SPACE}/inbound-ruleset", status=404)


def test_a_ruleset_takes_a_while(frozen):
    frozen.switch(ruleset_applied="present")
    assert frozen.get(f"{SPACE}/inbound-ruleset")["applied"] is True
    assert frozen.send("PUT", f"{SPACE}/inbound-ruleset", {"rules": []}).json()["applied"] is False
    frozen.clock(advance=31)
    assert frozen.get(f"{SPACE}/inbound-ruleset")["applied"] is True
    frozen.fault(fault="fail", transition="inbound_ruleset.apply")
    frozen.send("PUT", f"{SPACE}/inbound-ruleset", {"rules": []})
    frozen.clock(advance=31)
    assert frozen.get(f"{SPACE}/inbound-ruleset")["applied"] is False


def test_the_log_drain_of_a_space(api, member):
    path = f"{SPACE}/log-drain"
    assert api.get(path, status=404)["resource"] == "log_drain"
    first = api.send("PUT", path, {"url": "https://one.example.com/"}).json()
    assert (first["addon"], first["app"], first["url"]) == (None, None, "https://one.example.com/")
    second = api.send("PUT", path, {"url": "https://two.example.com/"}).json()
    assert (second["id"], second["token"], second["url"]) == (first["id"], first["token"], "https://two.example.com/")
    assert api.get(path, variant="dogwood") == second
    api.send("PUT", path, {"url": "syslog://logs.example.com"}, status=422)
    member.send("PUT", path, {"url": "https://two.example.com/"}, status=403)
    api.switch(space_log_drain_removal="refused")
    api.send("PUT", path, {"url": ""}, status=422)
    api.switch(space_log_drain_removal="empty_url")
    assert api.send("PUT", path, {"url": ""}).json()["url"] == ""
    api.get(path, status=404)
    api.send("PUT", path, {"url": ""}, status=422)
    api.switch(space_log_drain_later="refused")
    api.send("PUT", path, {"url": "https://one.example.com/"}, status=422)
    api.post("/spaces", {"name": "fresh", "team": "acme", "log_drain_url": "https://three.example.com/"})
    assert api.get("/spaces/fresh/log-drain")["url"] == "https://three.example.com/"


def test_peering(frozen, member):
    info = frozen.get(f"{SPACE}/peering-info")
    assert (info["aws_region"], info["vpc_cidr"]) == ("us-east-1", "10.0.0.0/16")
    assert {item["pcx_id"]: item["status"] for item in frozen.get(f"{SPACE}/peerings")} == {
        PCX: "pending-acceptance",
        MANAGED_PCX: "active",
    }
    member.post(f"{SPACE}/peerings/{PCX}/actions/accept", status=403)
    assert frozen.send("POST", f"{SPACE}/peerings/{PCX}/actions/accept").status_code == 202
    assert frozen.get(f"{SPACE}/peerings/{PCX}")["status"] == "provisioning"
    frozen.post(f"{SPACE}/peerings/{PCX}/actions/accept", status=422)
    frozen.clock(advance=61)
    assert frozen.get(f"{SPACE}/peerings/{PCX}", variant="sdk")["cidr_block"] == "10.200.0.0/16"
    assert frozen.get(f"{SPACE}/peerings/{PCX}")["status"] == "active"
    frozen.delete(f"{SPACE}/peerings/{MANAGED_PCX}", status=403)
    assert frozen.send("DELETE", f"{SPACE}/peerings/{PCX}").status_code == 202
    assert frozen.get(f"{SPACE}/peerings/{PCX}", status=404)["resource"] == "peering"


def test_a_request_from_aws_takes_a_while_and_does_not_wait_for_ever(frozen):
    frozen.post(f"{SPACE}/peerings", {"pcx_id": LATE_PCX}, status=404)
    frozen.clock(advance=121)
    frozen.fault(fault="fail", transition="peering.provision")
    frozen.post(f"{SPACE}/peerings", {"pcx_id": LATE_PCX})
    frozen.clock(advance=61)
    assert frozen.get(f"{SPACE}/peerings/{LATE_PCX}")["status"] == "failed"
    frozen.clock(advance=7 * 24 * 3600)
    assert frozen.get(f"{SPACE}/peerings/{PCX}")["status"] == "expired"
    frozen.switch(deleted_peerings="kept")
    frozen.delete(f"{SPACE}/peerings/{PCX}")
    assert frozen.get(f"{SPACE}/peerings/{PCX}")["status"] == "deleted"


def test_a_vpn_connection(frozen, member):
    path = f"{SPACE}/vpn-connections"
    member.post(path, OFFICE, status=403)
    made = frozen.post(path, OFFICE)
    assert (made["status"], made["tunnels"], made["space_cidr_block"]) == ("pending", [], "10.0.0.0/16")
    assert "VPN is not found" in frozen.get(f"{path}/office", status=404)["message"]
    assert frozen.get(path) == []
    frozen.post(path, OFFICE, status=422)
    frozen.clock(advance=2)
    assert frozen.get(f"{path}/{made['id']}") == frozen.get(f"{path}/office")
    frozen.patch(f"{path}/office", {"routable_cidrs": ["10.3.0.0/16"]}, status=422)
    frozen.clock(advance=30)
    assert frozen.get(f"{path}/office")["status"] == "provisioning"
    frozen.clock(advance=601)
    active = frozen.get(f"{path}/office")
    assert active["status"] == "active"
    assert [tunnel["customer_ip"] for tunnel in active["tunnels"]] == ["192.0.2.1"] * 2
    assert frozen.patch(f"{path}/office", {"routable_cidrs": ["10.3.0.0/16"]})["status"] == "provisioning"
    frozen.clock(advance=601)
    assert frozen.get(path)[0]["tunnels"] == active["tunnels"]
    frozen.switch(vpn_update="at_once")
    assert frozen.patch(f"{path}/office", {"routable_cidrs": ["10.2.0.0/16"]})["status"] == "active"
    assert frozen.send("DELETE", f"{path}/office").status_code == 202
    assert frozen.get(f"{path}/office")["status"] == "deprovisioning"
    frozen.clock(advance=301)
    frozen.get(f"{path}/office", status=404)


def test_what_is_no_vpn_connection(api):
    for wrong in (
        {"public_ip": "somewhere"},
        {"routable_cidrs": []},
        {"routable_cidrs": ["10.0.0.1"]},
        {"routable_cidrs": ["here/16"]},
        {"name": ""},
    ):
        api.post(f"{SPACE}/vpn-connections", {**OFFICE, **wrong}, status=422)
    api.fault(fault="fail", transition="vpn_connection.provision", count=1)
    api.post(f"{SPACE}/vpn-connections", OFFICE)
    failed = api.get(f"{SPACE}/vpn-connections/office")
    assert (failed["status"], failed["status_message"]) == ("failed", "supplied CIDR block already in use")


def test_the_keys_of_tunnels_are_not_in_the_state(api):
    api.post(f"{SPACE}/vpn-connections", OFFICE)
    tunnel = api.get(f"{SPACE}/vpn-connections/office")["tunnels"][0]
    assert tunnel["pre_shared_key"] not in str(api.running.backdoor("GET", "state"))


def test_a_space_is_handed_over_with_its_apps(api):
    api.post("/enterprise-accounts/acme-enterprise/teams", {"name": "acme-new"})
    api.post("/teams/apps", {"name": "inside", "space": "acme-space"})
    api.patch(f"{SPACE}/members/member@example.com", {"permissions": [{"name": "create_apps"}]})
    assert api.post(f"{SPACE}/transfer", {"new_owner": "acme-new"})["team"]["name"] == "acme-new"
    assert api.get("/apps/inside")["team"]["name"] == "acme-new"
    assert [access["user"]["email"] for access in api.get(f"{SPACE}/members")] == ["owner@example.com"]
    assert api.get("/teams/acme/spaces") == []
    api.post(f"{SPACE}/transfer", {"new_owner": "acme"})
    assert api.get(f"{SPACE}/members/member@example.com")["permissions"] == []
    api.post(f"{SPACE}/transfer", {"new_owner": "acme-apps"}, status=422)
    api.post(f"{SPACE}/transfer", {"new_owner": "elsewhere"}, status=403)
    api.post(f"{SPACE}/transfer", {"new_owner": "nobody"}, status=404)


def test_what_runs_in_a_space(api, make_api, tmp_path):
    api.post("/teams/apps", {"name": "inside", "space": "acme-space"})
    api.deploy("inside", web="bin/web")
    app = api.get(f"{SPACE}/topology")["apps"][0]
    assert app["id"] == api.get("/apps/inside")["id"]
    assert app["domains"] == [api.get("/apps/inside/domains")[0]["hostname"]]
    dyno = app["formation"][0]["dynos"][0]
    assert (dyno["number"], dyno["hostname"]) == (1, "1.web.inside.app.localspace")
    assert dyno["private_ip"].startswith("10.0.")
    listed = api.get(f"{SPACE}/dynos")
    assert [(item["app_name"], item["dynos"][0]["name"]) for item in listed] == [("inside", "web.1")]
    assert api.get(f"{SPACE}/hosts") == []
    world = tmp_path / "world.yml"
    world.write_text(
        "spaces: [{name: acme-space, team: acme, hosts: [{host_id: h-1, available_capacity_percentage: 67}]}]"
    )
    host = make_api(world=world).get(f"{SPACE}/hosts")[0]
    assert (host["host_id"], host["state"], host["released_at"]) == ("h-1", "available", None)


def test_a_space_is_its_teams_own(api, other):
    assert other.get("/spaces") == []
    for path in ("", "/members", "/inbound-ruleset", "/peerings", "/vpn-connections", "/topology", "/dynos"):
        other.get(f"{SPACE}{path}", status=403)
