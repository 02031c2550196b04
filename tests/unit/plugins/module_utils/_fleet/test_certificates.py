# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates in documents, and the domains that use them by the names that the document gives them."""

from __future__ import annotations

from typing import Any

import fleets
import pytest

HOST, OTHER = "www.shop.example", "api.shop.example"
CODE = {
    "build": {"path": fleets.SOURCE},
    "formation": {"web": {"size": "basic"}},
}


def certificate(hostname: str, **more: Any) -> dict[str, Any]:
    return {**dict(zip(("certificate_chain", "private_key"), fleets.certificate(hostname))), **more}


MAIN, SECOND = certificate(HOST, name="main"), certificate(OTHER, name="second")


@pytest.fixture
def fleet(simulator: Any) -> fleets.Task:
    return fleets.Task(simulator)


def uses(client: Any) -> dict[str, str | None]:
    """By hostname, the names that the certificate is for that a domain uses."""
    endpoints = {item["id"]: item["ssl_cert"]["cert_domains"][0] for item in client.list("/apps/shop/sni-endpoints")}
    own = [item for item in client.list("/apps/shop/domains") if item["kind"] == "custom"]
    return {item["hostname"]: item["sni_endpoint"] and endpoints[item["sni_endpoint"]["id"]] for item in own}


def document(certificates: list[Any], *domains: Any) -> dict[str, Any]:
    return {"apps": {"shop": {**CODE, "certificates": certificates, "domains": list(domains)}}}


def test_from_nothing_a_domain_uses_the_certificate_that_it_names(fleet: fleets.Task, connect: Any) -> None:
    whole = document(
        [MAIN, SECOND], {"hostname": HOST, "sni_endpoint": "main"}, {"hostname": OTHER, "sni_endpoint": "second"}
    )
    predicted = fleet.done(whole, check_mode=True)
    assert f"+ domain {HOST}: hostname {HOST}, sni_endpoint main" in predicted["diff"]["prepared"]
    made = fleet.done(whole)
    assert made["apps"]["shop"]["done"] == predicted["apps"]["shop"]["done"]
    assert uses(connect(fleet.simulator)) == {HOST: HOST, OTHER: OTHER}
    before = connect(fleet.simulator)
    assert before
    again = fleet.done(whole)
    assert (again["changed"], again["summary"]["change"]) == (False, 0)
    without_names = document([{**item, "name": None} for item in (MAIN, SECOND)], HOST, OTHER)
    assert fleet.done(without_names)["requests"] == again["requests"], "to know a certificate by its name costs nothing"


def test_a_domain_goes_over_to_another_certificate_and_a_renewed_one_keeps_its_place(
    fleet: fleets.Task, connect: Any
) -> None:
    wide = certificate(f"*.{HOST.partition('.')[2]}", name="wide")
    fleet.done(document([MAIN], {"hostname": HOST, "sni_endpoint": "main"}))
    moved = document([MAIN, wide], {"hostname": HOST, "sni_endpoint": "wide"})
    predicted = fleet.done(moved, check_mode=True)
    assert fleet.done(moved)["apps"]["shop"]["done"] == predicted["apps"]["shop"]["done"]
    assert uses(connect(fleet.simulator)) == {HOST: "*.shop.example"}
    renewed = document([MAIN, certificate("*.shop.example", name="wide")], {"hostname": HOST, "sni_endpoint": "wide"})
    assert fleet.done(renewed)["apps"]["shop"]["done"] == ["change certificate wide"]
    assert fleet.done(renewed)["changed"] is False


def test_what_heroku_calls_a_certificate_is_its_name_too(fleet: fleets.Task, connect: Any) -> None:
    fleet.done(document([MAIN], HOST))
    (there,) = connect(fleet.simulator).list("/apps/shop/sni-endpoints")
    whole = document(
        [{**MAIN, "name": there["name"], "domains": [HOST]}], {"hostname": HOST, "sni_endpoint": there["name"]}
    )
    assert fleet.done(whole)["apps"]["shop"]["done"] == [f"change domain {HOST}"]
    assert fleet.done(whole)["changed"] is False
    gone = document([{"name": there["name"], "state": "absent"}], {"hostname": HOST, "sni_endpoint": ""})
    assert len(fleet.done(gone)["apps"]["shop"]["done"]) == 2
    assert fleet.done(gone)["changed"] is False


@pytest.mark.parametrize(
    ("certificates", "domain", "message"),
    [
        ([MAIN, {**MAIN, "name": "more"}], HOST, "are certificates for the same names, www.shop.example, and would"),
        (
            [{**MAIN, "domains": [HOST]}, {**certificate("*.shop.example"), "domains": [HOST]}],
            HOST,
            "apps.shop.certificates[1] and apps.shop.certificates[0] are both for www.shop.example",
        ),
        (
            [{**MAIN, "domains": [HOST]}, SECOND],
            {"hostname": HOST, "sni_endpoint": "second"},
            "apps.shop.domains[0] should use second, but apps.shop.certificates[0] lists it",
        ),
        (
            [{**MAIN, "domains": [HOST]}],
            {"hostname": HOST, "sni_endpoint": ""},
            "apps.shop.domains[0] should use no certificate, but apps.shop.certificates[0] lists it",
        ),
    ],
)
def test_what_contradicts_itself_is_refused_before_any_request(
    fleet: fleets.Task, certificates: Any, domain: Any, message: str
) -> None:
    result = fleet.run(document(certificates, domain))
    assert message in result["msg"]
    assert fleet.simulator.requests() == []


def test_a_name_that_no_certificate_has_is_told(fleet: fleets.Task) -> None:
    for check_mode in (True, False):
        result = fleet.run(document([MAIN], {"hostname": HOST, "sni_endpoint": "mian"}), check_mode=check_mode)
        (failure,) = result["apps"]["shop"]["failed"]
        assert failure["msg"].startswith("shop has no SNI endpoint mian; it has ")
