# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which certificates stay, come and go."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.resources.identity_provider import IdentityProvider
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding


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


def resource(**options: Any) -> IdentityProvider:
    """The resource with these options; it is never asked to send anything."""
    return IdentityProvider(None, {"team": "acme", "state": "present", "entity_id": "idp", **options})  # type: ignore[arg-type]


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
    provider = resource(certificates=wanted)
    plan = provider.plan(PROVIDER)
    assert plan.changes == (sent is not None) == (plan.before != plan.after)
    if isinstance(sent, list):
        assert provider.body(plan.steps[0].fields, PROVIDER["certificates"]) == {"certificates": sent}


def test_one_certificate_beside_what_only_the_newer_api_knows_takes_the_place_of_all():
    provider = resource(certificate=TWO, enabled=False)
    (step,) = provider.plan(PROVIDER).steps
    assert provider.body(step.fields, PROVIDER["certificates"]) == {
        "enabled": False,
        "certificates": [{"id": "id-2", "name": None}],
    }


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
        resource(**options).plan(None)
