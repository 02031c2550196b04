# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which certificates stay, come and go."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import Need
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Plan
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.common import TEAMS
from ansible_collections.community.heroku.plugins.module_utils._resources.identity_provider import IdentityProvider
from ansible_collections.community.heroku.plugins.module_utils._resources.teams import ENTERPRISE_ACCOUNTS
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from planning import desired, plan, verbs


def certificate() -> str:
    """A certificate in PEM format."""
    key = Ed25519PrivateKey.generate()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "idp.example.com")])
    start = dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(start).not_valid_after(start + dt.timedelta(days=30))
    return builder.sign(key, None).public_bytes(Encoding.PEM).decode()


ONE, TWO, THREE = certificate(), certificate(), certificate()
PROVIDER: dict[str, Any] = {
    "certificate": TWO,
    "certificates": [
        {"body": ONE, "created_at": "c", "expires_at": "e", "id": "id-1", "name": "one"},
        {"body": TWO, "created_at": "c", "expires_at": "e", "id": "id-2", "name": None},
    ],
    "enabled": True,
    "entity_id": "idp",
    "id": "id-of-provider",
    "slo_target_url": "",
    "sso_target_url": "https://idp.example.com/",
    "updated_at": "u",
}


LISTED = {key: PROVIDER[key] for key in PROVIDER if key not in ("certificates", "enabled")}


# pylint: disable-next=dangerous-default-value
def planned(provider: dict[str, Any] | None = PROVIDER, **options: Any) -> Plan:
    """The plan for a team, or an enterprise account, with this provider."""
    facts: dict[Need, Any] = {
        IdentityProvider.kind.of("acme"): [LISTED] if provider else [],
        IdentityProvider.full.named("id-of-provider"): provider,
        TEAMS.named("acme"): {"id": "id-of-team"},
        ENTERPRISE_ACCOUNTS.named("ours"): {
            "id": "id-of-account",
            "identity_provider": {"id": "id-of-provider"} if provider else None,
        },
    }
    team = {} if "enterprise_account" in options else {"team": "acme"}
    return plan(IdentityProvider, facts, **{"entity_id": "idp", **team, **options})


@pytest.mark.parametrize(
    ("wanted", "sent"),
    [
        ([{"body": TWO}, {"body": ONE}], None),
        ([{"body": ONE.replace("\n", "\r\n"), "name": "one"}, {"body": TWO, "name": None}], None),
        (
            [{"body": ONE, "name": "1"}, {"body": TWO}],
            [{"id": "id-1", "name": "1"}, {"id": "id-2", "name": None}],
        ),
        ([{"body": ONE}], [{"id": "id-1", "name": "one"}]),
        (
            [{"body": ONE}, {"body": THREE, "name": "three"}],
            [{"id": "id-1", "name": "one"}, {"body": THREE, "name": "three"}],
        ),
        ([{"body": ONE}, {"body": TWO}, {"body": ONE}], "more"),
    ],
)
def test_certificates_are_compared_by_what_they_are(wanted: list[dict[str, Any]], sent: Any):
    made = planned(certificates=wanted)
    assert bool(made.actions) == (sent is not None) == (made.before != made.after)
    if isinstance(sent, list):
        assert verbs(made) == [("update", {"certificates": sent})]


def test_one_certificate_beside_what_only_the_newer_api_knows_takes_the_place_of_all():
    ((_verb, body),) = verbs(planned(certificate=TWO, enabled=False))
    assert body == {"enabled": False, "certificates": [{"id": "id-2", "name": None}]}


def test_a_new_certificate_is_predicted_but_for_what_heroku_chooses():
    made = planned(certificates=[{"body": ONE}, {"body": THREE, "name": "three"}])
    (new,) = [item for item in made.record["certificates"] if item["body"] == THREE]
    assert new == {"body": THREE, "created_at": UNKNOWN, "expires_at": UNKNOWN, "id": UNKNOWN, "name": "three"}
    assert made.record["certificate"] is UNKNOWN


@pytest.mark.parametrize(
    ("options", "path", "owner"),
    [
        ({}, "/teams/{}/identity-providers", None),
        ({"enabled": True}, "/identity-providers", {"id": "id-of-team", "type": "team"}),
        (
            {"enterprise_account": "ours"},
            "/identity-providers",
            {"id": "id-of-account", "type": "enterprise-account"},
        ),
    ],
)
def test_where_a_new_one_is_made(options: dict[str, Any], path: str, owner: dict[str, Any] | None):
    made = planned(None, sso_target_url="https://idp.example.com/", certificate=ONE, **options)
    (action,) = made.actions
    assert (action.request.method, action.request.path) == ("POST", path)
    assert action.request.body.get("owner") == owner
    assert ("organization" in made.record) == ("certificates" not in made.record) == (owner is None)


@pytest.mark.parametrize(
    ("url", "there"), [("", ""), ("https://idp.example.com/logout", ""), ("", "https://idp.example.com/logout")]
)
def test_no_address_to_log_out_at_is_an_empty_one(url: str, there: str):
    made = planned({**PROVIDER, "slo_target_url": there}, slo_target_url=url, enabled=True)
    assert verbs(made) == ([("update", {"slo_target_url": url})] if url != there else [])
    assert made.record["slo_target_url"] == url


def test_the_one_of_an_enterprise_account_stays():
    with pytest.raises(InvalidInput, match="cannot remove the identity provider of an enterprise account"):
        planned(enterprise_account="ours", state="absent")


def test_what_is_no_certificate_may_be_a_key_and_is_hidden():
    want = desired(
        IdentityProvider, team="acme", certificate="-----BEGIN PRIVATE KEY-----", certificates=[{"body": ONE}]
    )
    assert IdentityProvider.hidden_options(want) == ["certificate"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "A new identity provider needs sso_target_url and certificate too."),
        ({"sso_target_url": "https://idp.example.com/"}, "A new identity provider needs certificate too."),
        ({"id": "no-such-id", "certificate": ONE}, "The team acme has no identity provider no-such-id."),
    ],
)
def test_what_a_new_one_needs(options: dict[str, Any], message: str):
    with pytest.raises(InvalidInput, match=message):
        planned(None, **options)
