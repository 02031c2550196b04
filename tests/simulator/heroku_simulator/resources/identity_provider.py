# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Identity providers for single sign-on, of teams and enterprise accounts, and their certificates (the schema).

Version 3 has them below teams, with one certificate; version 3.sdk by themselves, with several.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from cryptography import x509

from .. import errors
from ..clock import clock
from ..operation import View, operation, resolver, writer
from ..params import anything, boolean, list_of, one_of, structure, text
from ..store import Record, Table
from ..switches import switches
from .enterprise_account import EnterpriseAccount, check_permission, enterprise_accounts
from .team import Team, role_of, teams

if TYPE_CHECKING:
    from ..application import Call


@dataclass(kw_only=True)
class IdentityProvider(Record):
    """A provider. ``owner_type`` is ``team`` or ``enterprise-account``."""

    owner_id: str
    owner_type: str
    entity_id: str
    sso_target_url: str
    slo_target_url: str = ""
    enabled: bool = True

    @property
    def owner(self) -> Team | EnterpriseAccount:
        """Whose it is."""
        return teams[self.owner_id] if self.owner_type == "team" else enterprise_accounts[self.owner_id]

    @property
    def name(self) -> str:
        """What its addresses at Heroku hold [I, after the schema's example]."""
        return f"{self.owner.name}-sso"

    def reference(self) -> dict[str, Any]:
        """How its owner mentions it."""
        owner = {"id": self.owner_id, "name": self.owner.name, "type": self.owner_type}
        return {"id": self.id, "name": self.name, "owner": owner}


@dataclass(kw_only=True)
class IdentityProviderCertificate(Record):
    """A public certificate that a provider signs with."""

    provider_id: str
    body: str
    expires_at: str
    name: str | None = None


identity_providers = Table("identity_providers", IdentityProvider, groups=("owner_id",))
identity_provider_certificates = Table(
    "identity_provider_certificates", IdentityProviderCertificate, parents={"provider_id": identity_providers}
)


def _team_goes(team: Team) -> None:
    for provider in identity_providers.where("owner_id", team.id):
        identity_providers.remove(provider)


teams.before_remove(_team_goes)


def _certificates(provider: IdentityProvider) -> list[IdentityProviderCertificate]:
    return identity_provider_certificates.where("provider_id", provider.id)


def _check_owner(call: Call, provider: IdentityProvider) -> None:
    """Raises the 403 for somebody who may not manage what the provider belongs to."""
    if isinstance(provider.owner, EnterpriseAccount):
        check_permission(call.account, provider.owner, "manage")
    elif role_of(provider.owner_id, call.account) != "admin":
        raise errors.forbidden("You do not have access to that identity provider.")


@resolver("identity_provider")
def resolve_identity_provider(call: Call, identity: str) -> IdentityProvider:
    """By id or name; within the team of the path, if there is one."""
    found = [item for item in identity_providers if identity in (item.id, item.name)]
    team = call.found.get("team")
    if team is not None:
        found = [item for item in found if item.owner_id == team.id]
    if not found:
        raise errors.not_found("identity provider", resource="identity_provider")
    _check_owner(call, found[0])
    return found[0]


@resolver("identity_provider_certificate")
def resolve_certificate(call: Call, identity: str) -> IdentityProviderCertificate:
    """By id, within the provider of the path."""
    found: IdentityProviderCertificate | None = identity_provider_certificates.get(identity)
    if found is None or found.provider_id != call.found["identity_provider"].id:
        raise errors.not_found("certificate", resource="identity_provider_certificate")
    return found


def _nested(certificate: IdentityProviderCertificate) -> dict[str, Any]:
    return {
        "created_at": certificate.created_at,
        "id": certificate.id,
        "expires_at": certificate.expires_at,
        "body": certificate.body,
        "name": certificate.name,
    }


def _common(provider: IdentityProvider) -> dict[str, Any]:
    return {
        "created_at": provider.created_at,
        "entity_id": provider.entity_id,
        "id": provider.id,
        "slo_target_url": provider.slo_target_url,
        "sso_target_url": provider.sso_target_url,
        "updated_at": provider.updated_at,
        "owner": provider.reference()["owner"],
    }


def write_by_team(provider: IdentityProvider, view: View) -> dict[str, Any]:
    """The resource ``identity-provider`` of version 3, with the newest certificate."""
    certificates = _certificates(provider)
    return {
        **_common(provider),
        "certificate": certificates[-1].body if certificates else "",
        "organization": {"name": provider.owner.name} if provider.owner_type == "team" else None,
    }


@writer(IdentityProvider)
def write(provider: IdentityProvider, view: View) -> dict[str, Any]:
    """The resource ``identity-provider`` of version 3.sdk, with all certificates."""
    certificates = _certificates(provider)
    address = f"https://sso.heroku.com/saml/{provider.name}"
    return {
        **_common(provider),
        "certificate": certificates[-1].body if certificates else None,
        "certificates": [_nested(item) for item in certificates],
        "name": provider.name,
        "enabled": provider.enabled,
        "heroku_start_url": f"{address}/init",
        "heroku_entity_id": address,
        "heroku_acs_url": f"{address}/finalize",
    }


@writer(IdentityProviderCertificate)
def write_certificate(certificate: IdentityProviderCertificate, view: View) -> dict[str, Any]:
    """The resource ``identity-provider-certificate``."""
    return {**_nested(certificate), "identity_provider_id": certificate.provider_id}


def _expiry(body: str) -> str:
    """When a certificate ends. Raises the 422 for what is none; the text is ours [I]."""
    try:
        return x509.load_pem_x509_certificate(body.encode()).not_valid_after_utc.strftime("%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        raise errors.invalid_params("Certificate is not a valid X509 certificate") from None


def _check_address(name: str, value: str) -> None:
    if not re.fullmatch(r"https?://\S+", value):
        raise errors.invalid_params(f"{name} is not a valid URL")


def _check_addresses(body: dict[str, Any]) -> None:
    for name in ("sso_target_url", "slo_target_url"):
        if body.get(name):
            _check_address(name.replace("_", " ").capitalize(), body[name])


def _add(owner: Team | EnterpriseAccount, body: dict[str, Any], certificates: list[dict[str, Any]]) -> IdentityProvider:
    """A new provider. Raises the 422s for what is not right; one per owner [I]."""
    _check_addresses(body)
    for certificate in certificates:
        _expiry(certificate["body"])
    there = identity_providers.where("owner_id", owner.id)
    if there and switches["second_identity_provider"] == "refused":
        raise errors.invalid_params(f"{owner.name} already has an identity provider.")
    provider = identity_providers.add(
        IdentityProvider(
            owner_id=owner.id,
            owner_type="team" if isinstance(owner, Team) else "enterprise-account",
            entity_id=body["entity_id"],
            sso_target_url=body["sso_target_url"],
            slo_target_url=body.get("slo_target_url", ""),
            enabled=body.get("enabled", True),
        )
    )
    for certificate in certificates:
        _add_certificate(provider, certificate)
    return provider


def _add_certificate(provider: IdentityProvider, body: dict[str, Any]) -> IdentityProviderCertificate:
    return identity_provider_certificates.add(
        IdentityProviderCertificate(
            provider_id=provider.id, body=body["body"], expires_at=_expiry(body["body"]), name=body.get("name")
        )
    )


def _change(provider: IdentityProvider, body: dict[str, Any]) -> None:
    names = ("entity_id", "sso_target_url", "slo_target_url", "enabled")
    identity_providers.update(provider, **{name: body[name] for name in names if name in body})


# --- Version 3: of teams


@operation("GET", "/teams/{team}/identity-providers", access="manage", write_as=write_by_team)
def list_by_team(call: Call, team: Team) -> list[IdentityProvider]:
    """Identity Provider List By Team."""
    return identity_providers.where("owner_id", team.id)


@operation(
    "POST",
    "/teams/{team}/identity-providers",
    params={
        "certificate": text(required=True),
        "entity_id": text(required=True),
        "slo_target_url": text(),
        "sso_target_url": text(required=True),
    },
    access="manage",
    write_as=write_by_team,
)
def create_by_team(call: Call, team: Team) -> IdentityProvider:
    """Identity Provider Create By Team."""
    return _add(team, call.body, [{"body": call.body["certificate"]}])


@operation(
    "PATCH",
    "/teams/{team}/identity-providers/{identity_provider}",
    params={"certificate": text(), "entity_id": text(), "slo_target_url": text(), "sso_target_url": text()},
    access="manage",
    write_as=write_by_team,
)
def update_by_team(call: Call, team: Team, identity_provider: IdentityProvider) -> IdentityProvider:
    """Identity Provider Update By Team: the certificate takes the place of those that are there [I]."""
    _check_addresses(call.body)
    certificate = call.body.get("certificate")
    if certificate is not None:
        _expiry(certificate)
        for old in _certificates(identity_provider):
            identity_provider_certificates.remove(old)
        _add_certificate(identity_provider, {"body": certificate})
        identity_providers.update(identity_provider, updated_at=clock.timestamp())
    _change(identity_provider, call.body)
    return identity_provider


@operation("DELETE", "/teams/{team}/identity-providers/{identity_provider}", access="manage")
def delete_by_team(call: Call, team: Team, identity_provider: IdentityProvider) -> dict[str, Any]:
    """Identity Provider Delete By Team."""
    body = write_by_team(identity_provider, call.view)
    identity_providers.remove(identity_provider)
    return body


# --- Version 3.sdk: by themselves


@operation("GET", "/identity-providers/{identity_provider}")
def info(call: Call, identity_provider: IdentityProvider) -> IdentityProvider:
    """Identity Provider Info."""
    return identity_provider


_CERTIFICATE_FIELDS = MappingProxyType(
    {
        "body": text(),
        "name": text(nullable=True),
        "id": text(),
        "created_at": anything(),
        "expires_at": anything(),
    }
)


@operation(
    "POST",
    "/identity-providers",
    params={
        "certificates": list_of(structure(_CERTIFICATE_FIELDS)),
        "certificate": text(nullable=True),
        "entity_id": text(required=True),
        "slo_target_url": text(),
        "sso_target_url": text(required=True),
        "owner": structure(
            {"id": text(required=True), "name": text(), "type": one_of("team", "enterprise-account", required=True)},
            required=True,
        ),
        "enabled": boolean(),
    },
)
def create(call: Call) -> IdentityProvider:
    """Identity Provider Create."""
    given = call.body["owner"]
    owner = (teams if given["type"] == "team" else enterprise_accounts).get(given["id"])
    if owner is None:
        raise errors.not_found("owner")
    if isinstance(owner, EnterpriseAccount):
        check_permission(call.account, owner, "manage")
    elif role_of(owner.id, call.account) != "admin":
        raise errors.no_access_to_team(owner.name)
    certificates = list(call.body.get("certificates", []))
    if call.body.get("certificate"):
        certificates.append({"body": call.body["certificate"]})
    if any("body" not in item for item in certificates):
        raise errors.required_params(["certificates:body"])
    return _add(owner, call.body, certificates)


@operation(
    "PATCH",
    "/identity-providers/{identity_provider}",
    params={
        "entity_id": text(),
        "slo_target_url": text(),
        "sso_target_url": text(),
        "enabled": boolean(),
        "certificates": list_of(structure(_CERTIFICATE_FIELDS)),
    },
)
def update(call: Call, identity_provider: IdentityProvider) -> IdentityProvider:
    """Identity Provider Update: with ``certificates``, those that are not named by their id go [I]."""
    _check_addresses(call.body)
    wanted = call.body.get("certificates")
    if wanted is not None:
        there = {item.id: item for item in _certificates(identity_provider)}
        for item in wanted:
            if "id" in item and item["id"] not in there:
                raise errors.not_found("certificate", resource="identity_provider_certificate")
            if "id" not in item:
                _expiry(item.get("body", ""))
        kept = {item["id"]: item for item in wanted if "id" in item}
        for certificate_id, certificate in there.items():
            if certificate_id in kept:
                identity_provider_certificates.update(certificate, name=kept[certificate_id].get("name"))
            else:
                identity_provider_certificates.remove(certificate)
        for item in wanted:
            if "id" not in item:
                _add_certificate(identity_provider, item)
        identity_providers.update(identity_provider, updated_at=clock.timestamp())
    _change(identity_provider, call.body)
    return identity_provider


@operation("POST", "/identity-providers/{identity_provider}/migrate", status=200)
def migrate(call: Call, identity_provider: IdentityProvider) -> IdentityProvider:
    """Identity Provider Actions Update: what it migrates to is said nowhere.

    The schema has owners of two types, and nothing is sent: so either to the enterprise account of its team, whoever
    manages both may do that, or to the same. One that has nowhere to go stays as it is [I].
    """
    owner = identity_provider.owner
    enterprise = enterprise_accounts.get(owner.enterprise_account_id) if isinstance(owner, Team) else None
    if enterprise is not None and switches["identity_provider_migration"] == "to_enterprise_account":
        check_permission(call.account, enterprise, "manage")
        if identity_providers.where("owner_id", enterprise.id) and switches["second_identity_provider"] == "refused":
            raise errors.invalid_params(f"{enterprise.name} already has an identity provider.")
        identity_providers.update(identity_provider, owner_id=enterprise.id, owner_type="enterprise-account")
    return identity_provider


_CERTIFICATES = "/identity-providers/{identity_provider}/certificates"


@operation("POST", _CERTIFICATES, params={"body": text(required=True), "name": text(nullable=True)})
def create_certificate(call: Call, identity_provider: IdentityProvider) -> IdentityProviderCertificate:
    """Identity Provider Certificate Create."""
    _expiry(call.body["body"])
    return _add_certificate(identity_provider, call.body)


@operation("GET", _CERTIFICATES + "/{identity_provider_certificate}")
def info_certificate(
    call: Call, identity_provider: IdentityProvider, identity_provider_certificate: IdentityProviderCertificate
) -> IdentityProviderCertificate:
    """Identity Provider Certificate Info."""
    return identity_provider_certificate


@operation("PATCH", _CERTIFICATES + "/{identity_provider_certificate}", params={"name": text(nullable=True)})
def update_certificate(
    call: Call, identity_provider: IdentityProvider, identity_provider_certificate: IdentityProviderCertificate
) -> IdentityProviderCertificate:
    """Identity Provider Certificate Update."""
    identity_provider_certificates.update(identity_provider_certificate, name=call.body.get("name"))
    return identity_provider_certificate


@operation("DELETE", _CERTIFICATES + "/{identity_provider_certificate}")
def delete_certificate(
    call: Call, identity_provider: IdentityProvider, identity_provider_certificate: IdentityProviderCertificate
) -> IdentityProviderCertificate:
    """Identity Provider Certificate Delete."""
    identity_provider_certificates.remove(identity_provider_certificate)
    return identity_provider_certificate
