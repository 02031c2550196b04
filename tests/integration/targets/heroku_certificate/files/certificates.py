# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Print certificates with their keys, by what they are for, as JSON.

They are the same all day, since results of two runs are compared.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

NOW = dt.datetime.now(dt.timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)
NAMES = ("example.com", "*.example.com")


def name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common)])


def pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode()


def key_text(key: ec.EllipticCurvePrivateKey, password: bytes | None = None) -> str:
    how = BestAvailableEncryption(password) if password else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how).decode()


def signed(
    subject: str, key: ec.EllipticCurvePrivateKey, hosts: tuple[str, ...] = (), days: tuple[int, int] = (-1, 90)
) -> x509.Certificate:
    """A certificate from the authority, or the authority's own."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name("Example CA"))
        .public_key(key.public_key())
        .serial_number(next(NUMBERS))
        .not_valid_before(NOW + dt.timedelta(days=days[0]))
        .not_valid_after(NOW + dt.timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=not hosts, path_length=None), critical=True)
    )
    if hosts:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), False)
    try:
        return builder.sign(AUTHORITY_KEY, hashes.SHA256(), ecdsa_deterministic=True)
    except TypeError:  # before cryptography 43 each signature is another one
        return builder.sign(AUTHORITY_KEY, hashes.SHA256())


NUMBERS = itertools.count(1)
AUTHORITY_KEY = ec.derive_private_key(next(NUMBERS), ec.SECP256R1())
AUTHORITY = pem(signed("Example CA", AUTHORITY_KEY))


def pair(hosts: tuple[str, ...] = NAMES, days: tuple[int, int] = (-1, 90)) -> dict[str, str]:
    """A certificate followed by its authority's, and its key."""
    key = ec.derive_private_key(next(NUMBERS), ec.SECP256R1())
    certificate = signed(hosts[0], key, hosts, days)
    return {
        "alone": pem(certificate),
        "certificate_chain": pem(certificate) + AUTHORITY,
        "reversed": AUTHORITY + pem(certificate),
        "twice": pem(certificate) * 2,
        "private_key": key_text(key),
        "encrypted": key_text(key, b"password"),
    }


certificates = {
    "first": pair(),
    "renewed": pair(),
    "soon": pair(days=(-80, 10)),
    "other": pair(("example.net",)),
    "managed": pair(("acm.example.com",)),
    "expired": pair(("expired.example.com",), days=(-90, -1)),
    "early": pair(("early.example.com",), days=(1, 90)),
}
sys.stdout.write(json.dumps(certificates))
