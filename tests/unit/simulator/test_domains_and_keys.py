# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from urllib.parse import quote

import pytest

DRAIN = "syslog+tls://user:pass@logs.example.com:6514"


@pytest.fixture
def shop(api):
    api.app()
    return api


def add(api, hostname, status=None, app="shop"):
    return api.post(f"/apps/{app}/domains", {"hostname": hostname, "sni_endpoint": None}, status=status)


def test_the_dns_target_comes_later(frozen):
    frozen.switch(domain_target="later")
    frozen.app()
    domain = add(frozen, "WWW.Example.com")
    assert (domain["hostname"], domain["kind"], domain["cname"]) == ("www.example.com", "custom", None)
    frozen.clock(advance=1)
    domain = frozen.get("/apps/shop/domains/www.example.com")
    assert domain["cname"].endswith(".herokudns.com")
    assert domain["status"] == "none"
    assert len(frozen.descriptions()) == 2


def test_hostnames_in_use(shop, other):
    add(shop, "www.example.com")
    assert add(shop, "www.example.com", 422)["message"] == "Domain already added to this app."
    other.app("foreign")
    text = "www.example.com is currently in use by another app."
    assert add(other, "www.example.com", 422, "foreign")["message"] == text
    add(shop, "*.example.org")
    assert "conflicts with a wildcard" in add(other, "a.example.org", 422, "foreign")["message"]
    for wrong in ("no dots", "nodot", "https://www.example.com", "shop.herokuapp.com"):
        add(shop, wrong, 422)


def test_domains_by_name_and_the_one_that_stays(shop):
    domain = add(shop, "*.example.com")
    assert shop.get("/apps/shop/domains/*.example.com") == shop.get(f"/apps/shop/domains/{domain['id']}")
    shop.delete("/apps/shop/domains/*.example.com")
    error = shop.get("/apps/shop/domains/*.example.com", status=404)
    assert error["message"] == "Couldn't find that domain name."
    (own,) = shop.get("/apps/shop/domains")
    shop.delete(f"/apps/shop/domains/{own['hostname']}", status=403)


def test_acm(frozen):
    frozen.app()
    add(frozen, "www.example.com")
    add(frozen, "*.example.com")
    assert frozen.post("/apps/shop/acm", {}, status=200)["acm"] is True

    def status(name):
        return frozen.get(f"/apps/shop/domains/{name}")["acm_status"]

    assert (status("www.example.com"), status("*.example.com")) == ("pending", None)
    frozen.fault(fault="fail", transition="domain.acm_verify", count=1)
    frozen.clock(advance=60)
    assert status("www.example.com") == "failing"
    frozen.patch("/apps/shop/acm", {"acm_refresh": True})
    frozen.clock(advance=60)
    assert status("www.example.com") == "verified"
    frozen.clock(advance=300)
    domain = frozen.get("/apps/shop/domains/www.example.com")
    assert domain["acm_status"] == "cert issued"
    frozen.post("/apps/shop/acm", {}, status=200)
    assert status("www.example.com") == "cert issued"
    assert frozen.get(f"/apps/shop/sni-endpoints/{domain['sni_endpoint']['name']}")["ssl_cert"]["acm"] is True
    frozen.delete("/apps/shop/acm")
    assert frozen.get("/apps/shop/domains/www.example.com")["sni_endpoint"] is None


def test_certificates(shop):
    pair, another = shop.pair("www.example.com"), shop.pair("other.example.com")
    assert "Basic or Professional" in shop.post("/apps/shop/sni-endpoints", pair, status=422)["message"]
    shop.deploy()
    for missing, text in ((("private_key",), "private_key"), (tuple(pair), "certificate_chain, private_key")):
        body = {name: value for name, value in pair.items() if name not in missing}
        assert shop.post("/apps/shop/sni-endpoints", body, status=422)["message"] == f"Require params: {text}."
    mismatch = {**pair, "private_key": another["private_key"]}
    shop.post("/apps/shop/sni-endpoints", mismatch, status=422)
    shop.post("/apps/shop/sni-endpoints", {**pair, "certificate_chain": "no"}, status=422)
    endpoint = shop.post("/apps/shop/sni-endpoints", pair)
    assert "private_key" not in endpoint
    assert endpoint["ssl_cert"]["cert_domains"] == ["www.example.com"]
    assert endpoint["ssl_cert"]["expires_at"] == "2027-01-01T00:00:00Z"
    domain = shop.post("/apps/shop/domains", {"hostname": "www.example.com", "sni_endpoint": endpoint["name"]})
    assert shop.get(f"/apps/shop/sni-endpoints/{endpoint['id']}")["domains"] == [domain["id"]]
    shop.patch("/apps/shop/domains/www.example.com", {"sni_endpoint": None})
    assert shop.get(f"/apps/shop/sni-endpoints/{endpoint['name']}")["domains"] == []
    changed = shop.patch(f"/apps/shop/sni-endpoints/{endpoint['name']}", another)
    assert changed["ssl_cert"]["cert_domains"] == ["other.example.com"]


def test_ssh_keys(api, other):
    public = api.public_key()
    text = f"{public} me@example.com"
    key = api.post("/account/keys", {"public_key": text})
    assert (key["comment"], key["public_key"]) == ("me@example.com", text)
    assert api.get(f"/account/keys/{key['fingerprint']}")["id"] == key["id"]
    for user in (api, other):
        error = user.post("/account/keys", {"public_key": public}, status=422)
        assert error["message"] == "Fingerprint already exists. Please use one SSH key per Heroku account"
    for wrong in ("", "ssh-rsa", "ssh-rsa AAAA", "nonsense"):
        api.post("/account/keys", {"public_key": wrong}, status=422)
    api.delete(f"/account/keys/{quote(key['fingerprint'])}")
    assert api.get("/account/keys") == []


def test_log_drains(frozen):
    frozen.app()
    text = "App hasn't yet been assigned a log channel. Please try again momentarily."
    assert frozen.post("/apps/shop/log-drains", {"url": DRAIN}, status=422)["message"] == text
    frozen.switch(log_channel_status="503")
    frozen.post("/apps/shop/log-drains", {"url": DRAIN}, status=503)
    frozen.clock(advance=2)
    drain = frozen.post("/apps/shop/log-drains", {"url": DRAIN})
    assert (drain["url"], drain["addon"]) == (DRAIN, None)
    for identity in (drain["id"], drain["token"], quote(DRAIN, safe="")):
        assert frozen.get(f"/apps/shop/log-drains/{identity}") == drain
    frozen.post("/apps/shop/log-drains", {"url": DRAIN}, status=422)
    for number in range(4):
        frozen.post("/apps/shop/log-drains", {"url": f"https://logs{number}.example.com"})
    frozen.post("/apps/shop/log-drains", {"url": "https://logs9.example.com"}, status=422)
    frozen.delete(f"/apps/shop/log-drains/{quote(DRAIN, safe='')}")
    assert len(frozen.get("/apps/shop/log-drains")) == 4
