# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Plan
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN, Ref, Secret
from ansible_collections.community.heroku.plugins.module_utils._resources.certificate import NOW, Certificate
from ansible_collections.community.heroku.plugins.module_utils._resources.common import FORMATION
from ansible_collections.community.heroku.plugins.module_utils._resources.domain import ENDPOINTS, Domain
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from planning import desired, plan, verbs, written

MOMENT = dt.datetime(2026, 11, 21, 10, tzinfo=dt.timezone.utc)
DAY = dt.timedelta(days=1)


def pair(*names: str) -> dict[str, str]:
    """Options for a certificate of these names, valid 90 days from the moment, that its own key has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, names[0])])
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(MOMENT)
    builder = builder.not_valid_after(MOMENT + 90 * DAY)
    alternatives = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
    signed = builder.add_extension(alternatives, critical=False).sign(key, hashes.SHA256())
    return {
        "certificate_chain": signed.public_bytes(Encoding.PEM).decode(),
        "private_key": key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
    }


WWW, RENEWED, OTHER = pair("www.example.com"), pair("www.example.com"), pair("example.net")


def endpoint(made: dict[str, str], number: int = 1, names: tuple[str, ...] = ("www.example.com",)) -> dict[str, Any]:
    """An endpoint as Heroku shows it."""
    return ENDPOINTS.normal(
        {
            "certificate_chain": made["certificate_chain"],
            "id": f"id-{number}",
            "name": f"tokyo-{number}",
            "ssl_cert": {"acm": False, "cert_domains": list(names), "expires_at": "2027-02-19T10:00:00Z"},
            "updated_at": "2026-11-21T10:00:00Z",
        }
    )


def domain(hostname: str, used: str | None = None) -> dict[str, Any]:
    return {
        "hostname": hostname,
        "id": f"id-of-{hostname}",
        "sni_endpoint": used and {"id": used, "name": "any"},
        "updated_at": "2026-11-21T10:00:00Z",
    }


def planned(*there: dict[str, Any], hosts: tuple[dict[str, Any], ...] = (), **options: Any) -> Plan:
    facts = {
        ENDPOINTS.of("shop"): list(there),
        Domain.kind.of("shop"): list(hosts),
        FORMATION.of("shop"): [{"type": "web", "size": "Basic"}],
    }
    return plan(Certificate, facts, **{"app": "shop", NOW: MOMENT + DAY, **options})


def test_a_new_certificate_is_sent_with_its_key() -> None:
    made = planned(endpoint(OTHER, names=("example.net",)), **WWW)
    assert verbs(made) == [("create", WWW)]
    assert isinstance(made.actions[0].request.body["private_key"], Secret)
    assert made.record["ssl_cert"]["cert_domains"] == ["www.example.com"]
    assert made.record["ssl_cert"]["expires_at"] == "2027-02-19T10:00:00Z"
    assert made.record["ssl_cert"]["issuer"] is UNKNOWN
    assert WWW["private_key"] not in written(made)


def test_a_renewed_certificate_takes_the_place_of_the_old_one() -> None:
    made = planned(endpoint(WWW), **RENEWED)
    assert verbs(made) == [("update", RENEWED)]
    assert made.actions[0].request.values == ("shop", "id-1")
    assert made.before["fingerprints"] != made.after["fingerprints"]
    assert not planned(endpoint(RENEWED), **RENEWED).actions


def test_the_very_certificate_outweighs_one_for_the_same_names() -> None:
    made = planned(endpoint(WWW, 1), endpoint(RENEWED, 2), **RENEWED)
    assert not made.actions
    assert made.record["id"] == "id-2"


def test_what_is_not_there_any_more_need_not_be_taken_away() -> None:
    assert not planned(endpoint(RENEWED), **WWW, state="absent").actions


@pytest.mark.parametrize(
    ("there", "options", "message"),
    [
        ([endpoint(WWW, 2), endpoint(WWW, 1)], RENEWED, "Give the name of one: tokyo-1, tokyo-2"),
        ([], {**WWW, "name": "tokyo-1"}, "shop has no certificate tokyo-1"),
        ([], {**WWW, NOW: MOMENT - DAY}, "not valid before 2026-11-21T10:00:00Z"),
        ([], {**WWW, NOW: MOMENT + 91 * DAY}, "expired at 2027-02-19T10:00:00Z"),
        ([], {**WWW, "domains": ["www.example.com"]}, "shop has no domain www.example.com"),
    ],
)
def test_what_is_refused(there: list[dict[str, Any]], options: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        planned(*there, **options)


def test_certificates_of_heroku_are_left_alone() -> None:
    managed = endpoint(WWW)
    managed["ssl_cert"] = {**managed["ssl_cert"], "acm": True}
    assert [action.verb for action in planned(managed, **WWW).actions] == ["create"]
    with pytest.raises(InvalidInput, match="tokyo-1 belongs to automated certificate management"):
        planned(managed, **WWW, name="tokyo-1")


@pytest.mark.parametrize(("days", "warned"), [(75, False), (77, True), (91, True)])
def test_a_certificate_that_expires_is_told_in_good_time(days: int, warned: bool) -> None:
    made = planned(endpoint(WWW), **{**WWW, NOW: MOMENT + days * DAY})
    assert not made.actions
    assert bool(made.warnings) is warned
    assert not warned or made.warnings == ("The certificate for www.example.com expires at 2027-02-19T10:00:00Z.",)


def test_domains_use_it_once_it_is_there() -> None:
    hosts = (domain("www.example.com", "id-9"), domain("example.net"))
    made = planned(**WWW, domains=["WWW.Example.com."], hosts=hosts)
    create, bind = made.actions
    assert bind.verb == "bind www.example.com"
    assert bind.request.body == {"sni_endpoint": Ref(create.id)}
    assert bind.request.values == ("shop", "id-of-www.example.com")
    assert bind.after == (create.id,)
    assert made.record["domains"] == ["id-of-www.example.com"]
    assert made.after["domains"] == ["www.example.com"]
    kinds = [(change.kind, change.after.get("hostname")) for change in made.changes]
    assert kinds == [("sni_endpoint", None), ("domain", "www.example.com")]


def test_a_domain_that_uses_it_is_no_change() -> None:
    there = {**endpoint(WWW), "domains": ["id-of-www.example.com"]}
    made = planned(there, **WWW, domains=["www.example.com"], hosts=(domain("www.example.com", "id-1"),))
    assert not made.actions
    assert made.before == made.after
    assert made.record == there


@pytest.mark.parametrize("chain", ["-----BEGIN EC PRIVATE KEY-----\nc2VjcmV0\n", "/etc/ssl/example.pem", "x"])
def test_what_is_no_certificate_is_not_repeated(chain: str) -> None:
    want = desired(Certificate, app="shop", certificate_chain=chain, private_key=WWW["private_key"])
    assert list(Certificate.hidden_options(want)) == ["certificate_chain"]
    with pytest.raises(InvalidInput) as raised:
        Certificate.check(want)
    assert "c2VjcmV0" not in str(raised.value)
    assert not list(Certificate.hidden_options(desired(Certificate, app="shop", **WWW)))
