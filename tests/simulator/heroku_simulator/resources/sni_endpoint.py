# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SNI endpoints: TLS certificates of an app (behaviour.md 3.7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from .. import chance, errors
from ..clock import clock, iso
from ..hooks import emit
from ..operation import View, operation, resolver, writer
from ..params import text
from ..store import TABLES, Record, Table
from .app import App, apps, check_ready, mention
from .dyno_size import dyno_sizes
from .formation import formations

if TYPE_CHECKING:
    from ..application import Call
    from .account import Account


@dataclass(kw_only=True)
class SniEndpoint(Record):
    """A certificate with its key; the key is never shown."""

    app_id: str
    name: str
    certificate_chain: str
    private_key: str
    display_name: str | None = None
    acm: bool = False
    certificate_id: str = field(default_factory=chance.new_id)


sni_endpoints = Table(
    "sni_endpoints", SniEndpoint, unique=("name",), parents={"app_id": apps}, secrets=("private_key",)
)


def reference(endpoint: SniEndpoint) -> dict[str, str]:
    """How domains mention their endpoint."""
    return {"name": endpoint.name, "id": endpoint.id}


def find_endpoint(app: App, identity: str) -> SniEndpoint | None:
    """By id or name, within an app."""
    endpoint = sni_endpoints.find(identity, "name")
    return endpoint if endpoint is not None and endpoint.app_id == app.id else None


@resolver("sni_endpoint")
def resolve_sni_endpoint(call: Call, identity: str) -> SniEndpoint:
    """By id or name, within the app of the path."""
    endpoint = find_endpoint(call.found["app"], identity)
    if endpoint is None:
        raise errors.not_found("SNI endpoint", resource="sni_endpoint")
    return endpoint


def check_pair(certificate_chain: str, private_key: str) -> None:
    """Raises the 422 for what is no certificate, no key, or no pair [I: texts]."""
    try:
        certificate = x509.load_pem_x509_certificates(certificate_chain.encode())[0]
    except (ValueError, IndexError):
        raise errors.invalid_params("Certificate chain is invalid.") from None
    try:
        key = load_pem_private_key(private_key.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise errors.invalid_params("Private key is invalid.") from None
    public = (Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    if certificate.public_key().public_bytes(*public) != key.public_key().public_bytes(*public):
        raise errors.invalid_params("Private key does not match the certificate.")


def _ssl_cert(endpoint: SniEndpoint) -> dict[str, Any]:
    """What is in the certificate, with the question marks that Heroku puts into the names."""
    certificate = x509.load_pem_x509_certificates(endpoint.certificate_chain.encode())[0]
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        domains = names.get_values_for_type(x509.DNSName)
    except x509.ExtensionNotFound:
        domains = []
    common_names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    self_signed = certificate.issuer == certificate.subject
    body: dict[str, Any] = {
        "ca_signed?": not self_signed,
        "cert_domains": domains or [str(item.value) for item in common_names],
        "expires_at": iso(certificate.not_valid_after_utc.timestamp()),
        "issuer": _one_line(certificate.issuer),
        "self_signed?": self_signed,
        "starts_at": iso(certificate.not_valid_before_utc.timestamp()),
        "subject": _one_line(certificate.subject),
        "id": endpoint.certificate_id,
    }
    # The public schema does not name it, but the CLI reads it (behaviour.md 3.7).
    body["acm"] = endpoint.acm
    return body


def _one_line(name: x509.Name) -> str:
    """A name as OpenSSL writes it: ``/C=US/O=Let's Encrypt/CN=R3`` (recorded.md D)."""
    return "".join(f"/{item.rfc4514_attribute_name}={item.value!s}" for item in name)


@writer(SniEndpoint)
def write(endpoint: SniEndpoint, view: View) -> dict[str, Any]:
    """The resource ``sni-endpoint``."""
    return {
        "certificate_chain": endpoint.certificate_chain,
        "created_at": endpoint.created_at,
        "id": endpoint.id,
        "name": endpoint.name,
        "updated_at": endpoint.updated_at,
        "display_name": endpoint.display_name,
        "domains": [item.id for item in TABLES["domains"].where("sni_endpoint_id", endpoint.id)],
        "app": mention(apps[endpoint.app_id]),
        "ssl_cert": _ssl_cert(endpoint),
    }


def issue(app: App, hostname: str) -> SniEndpoint:
    """What ACM does: a certificate for a hostname, from a made-up authority, that renews itself at Heroku."""
    key = ec.generate_private_key(ec.SECP256R1())
    start = datetime.fromtimestamp(clock.now(), timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hostname)]))
        .issuer_name(
            x509.Name(
                [
                    x509.NameAttribute(NameOID.COUNTRY_NAME, "US"),
                    x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Let's Encrypt"),
                    x509.NameAttribute(NameOID.COMMON_NAME, "R10"),
                ]
            )
        )
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=90))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(hostname)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private_key = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return _add(
        app,
        SniEndpoint(
            app_id=app.id,
            name=sni_endpoints.unused("name", chance.sni_endpoint_name),
            certificate_chain=certificate.public_bytes(Encoding.PEM).decode(),
            private_key=private_key,
            acm=True,
        ),
    )


def _add(app: App, endpoint: SniEndpoint, actor: Account | None = None) -> SniEndpoint:
    sni_endpoints.add(endpoint)
    emit("record.changed", app, "sni-endpoint", "create", endpoint, actor)
    return endpoint


def withdraw_issued(app: App) -> None:
    """Remove what ACM issued."""
    for endpoint in sni_endpoints.where("app_id", app.id):
        if endpoint.acm:
            emit("sni_endpoint.deleted", endpoint)
            sni_endpoints.remove(endpoint)


_PAIR = MappingProxyType({"certificate_chain": text(required=True), "private_key": text(required=True)})


@operation("GET", "/apps/{app}/sni-endpoints", ranges=("id", "name"))
def list_(call: Call, app: App) -> list[SniEndpoint]:
    """SNI Endpoint List."""
    return sni_endpoints.where("app_id", app.id)


@operation("GET", "/apps/{app}/sni-endpoints/{sni_endpoint}")
def info(call: Call, app: App, sni_endpoint: SniEndpoint) -> SniEndpoint:
    """SNI Endpoint Info."""
    return sni_endpoint


@operation("POST", "/apps/{app}/sni-endpoints", params=_PAIR)
def create(call: Call, app: App) -> SniEndpoint:
    """SNI Endpoint Create; needs dynos that are paid for by the month (behaviour.md 2.2)."""
    check_ready(app)
    sizes = [dyno_sizes[item.dyno_size_id] for item in formations.where("app_id", app.id)]
    if app.space_id is None and (not sizes or any(size.tier == "Eco" for size in sizes)):
        raise errors.paid_dynos_for_tls()
    check_pair(call.body["certificate_chain"], call.body["private_key"])
    endpoint = SniEndpoint(
        app_id=app.id,
        name=sni_endpoints.unused("name", chance.sni_endpoint_name),
        certificate_chain=call.body["certificate_chain"],
        private_key=call.body["private_key"],
    )
    return _add(app, endpoint, call.account)


@operation("PATCH", "/apps/{app}/sni-endpoints/{sni_endpoint}", params=_PAIR)
def update(call: Call, app: App, sni_endpoint: SniEndpoint) -> SniEndpoint:
    """SNI Endpoint Update: another certificate and its key."""
    check_pair(call.body["certificate_chain"], call.body["private_key"])
    sni_endpoints.update(sni_endpoint, **call.body)
    emit("record.changed", app, "sni-endpoint", "update", sni_endpoint, call.account)
    return sni_endpoint


@operation("DELETE", "/apps/{app}/sni-endpoints/{sni_endpoint}")
def delete(call: Call, app: App, sni_endpoint: SniEndpoint) -> SniEndpoint:
    """SNI Endpoint Delete; domains that used it use none from now on [I]."""
    emit("sni_endpoint.deleted", sni_endpoint)
    sni_endpoints.remove(sni_endpoint)
    return sni_endpoint
