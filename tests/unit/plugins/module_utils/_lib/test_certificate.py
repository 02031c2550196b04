# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import datetime as dt
import importlib.util
import sys

import pytest
from ansible_collections.community.heroku.plugins.module_utils._lib import certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat

START = dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc)


def name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common)])


def make(subject: str, key, issuer: str, signer, hosts: tuple[str, ...] = ()) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name(issuer))
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(START)
        .not_valid_after(START + dt.timedelta(days=90))
    )
    if hosts:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), False)
    return builder.sign(signer, hashes.SHA256())


def pem(*certificates: x509.Certificate) -> str:
    return "".join(item.public_bytes(Encoding.PEM).decode() for item in certificates)


def key_text(key, form=PrivateFormat.PKCS8, encryption=None) -> str:
    return key.private_bytes(Encoding.PEM, form, encryption or NoEncryption()).decode()


ROOT_KEY, LEAF_KEY = ec.generate_private_key(ec.SECP256R1()), rsa.generate_private_key(65537, 2048)
ROOT = make("Root", ROOT_KEY, "Root", ROOT_KEY)
LEAF = make("example.com", LEAF_KEY, "Root", ROOT_KEY, ("example.com", "*.Example.com"))
IMPOSTOR = make("Root", LEAF_KEY, "Root", LEAF_KEY)  # of the same name as the root, but not the one that signed


@pytest.mark.parametrize(
    "text",
    [
        pem(LEAF, ROOT),
        pem(LEAF, ROOT).replace("\n", "\r\n"),
        pem(LEAF, ROOT).rstrip(),
        f"subject=CN = example.com\n{pem(LEAF)}\n\nissuer=CN = Root\n{pem(ROOT)}",
    ],
)
def test_spellings_of_a_chain(text):
    assert certificate.parse_chain(text) == [LEAF, ROOT]
    assert certificate.stored_fingerprints(text) == certificate.fingerprints([LEAF, ROOT])


def test_fingerprints_are_those_of_openssl():
    (shown,) = certificate.fingerprints([ROOT])
    assert bytes.fromhex(shown.replace(":", "")) == ROOT.fingerprint(hashes.SHA256())
    assert len(shown) == 95
    assert shown == shown.upper()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (key_text(LEAF_KEY), "There is a private key"),
        (pem(LEAF) + key_text(LEAF_KEY, PrivateFormat.TraditionalOpenSSL), "There is a private key"),
        ("", "no certificate"),
        ("MIIB", "no certificate"),
        (pem(LEAF)[:200], "no certificate"),
        (pem(LEAF).replace("A", "B"), "no certificate"),
        ("/etc/ssl/example.pem", "the path of a file"),
        ("example.crt\n", "the path of a file"),
    ],
)
def test_what_is_no_chain(text, problem):
    with pytest.raises(ValueError, match=problem) as raised:
        certificate.parse_chain(text)
    assert not any(line and line in str(raised.value) for line in text.splitlines())


@pytest.mark.parametrize("form", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL])
def test_a_key_that_fits(form):
    certificate.check_key([LEAF, ROOT], key_text(LEAF_KEY, form))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (key_text(ec.generate_private_key(ec.SECP256R1())), "is not the key"),
        (key_text(ROOT_KEY), "is the key of certificate 2"),
        (key_text(LEAF_KEY, encryption=BestAvailableEncryption(b"x")), "is encrypted"),
        (key_text(LEAF_KEY)[:300], "is not a private key"),
        (pem(LEAF), "is not a private key"),
        ("", "is not a private key"),
        ("./example.key", "is the path of a file"),
    ],
)
def test_a_key_that_does_not_fit(text, problem):
    with pytest.raises(ValueError, match=problem) as raised:
        certificate.check_key([LEAF, ROOT], text)
    assert not any(line and line in str(raised.value) for line in text.splitlines())


def test_the_order_of_a_chain():
    certificate.check_order([LEAF])
    certificate.check_order([LEAF, ROOT])
    for wrong in ([ROOT, LEAF], [LEAF, LEAF], [LEAF, IMPOSTOR]):
        with pytest.raises(ValueError, match="Certificate 2 of the chain did not issue certificate 1"):
            certificate.check_order(wrong)


def test_what_a_certificate_is_for():
    assert certificate.hostnames(LEAF) == ["example.com", "*.example.com"]
    assert certificate.hostnames(ROOT) == ["root"]


@pytest.mark.parametrize(
    ("hostname", "fits"),
    [
        ("example.com", True),
        ("www.example.com", True),
        ("*.example.com", True),
        ("a.b.example.com", False),
        ("example.net", False),
        ("wwwexample.com", False),
        ("com", False),
    ],
)
def test_hostnames_that_fit(hostname, fits):
    assert certificate.fits(["example.com", "*.example.com"], hostname) is fits


def test_without_the_library(monkeypatch):
    monkeypatch.setitem(sys.modules, "cryptography", None)
    spec = importlib.util.spec_from_file_location("certificate_without_library", certificate.__file__)
    assert spec is not None
    assert spec.loader is not None
    crippled = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(crippled)
    assert "pip install 'cryptography>=42'" in crippled.library_problem()
    assert crippled.stored_fingerprints(pem(LEAF)) == []
    assert certificate.library_problem() == ""
