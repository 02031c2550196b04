# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""TLS certificates, their chains and keys, and what has to fit between them.

What is no certificate may well be a private key, so no message here repeats any of the text it is about.
"""

from __future__ import annotations

import re
import typing as t

try:
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

    MISSING = "" if hasattr(x509.Certificate, "not_valid_after_utc") else "the one that is there is older than 42"
except ImportError as error:
    MISSING = str(error)

if t.TYPE_CHECKING:
    import datetime as dt

OLDEST = "42"  # of cryptography: the first whose times have a zone
_PRIVATE = re.compile(r"BEGIN [A-Z0-9 ]*PRIVATE KEY")
_PATH = re.compile(r"(?:~|\.{0,2}/)\S*|\S+\.(?:pem|crt|cer|key)")
_ADVICE = "Give its content in PEM format, as lookup('ansible.builtin.file', PATH) does."


def library_problem() -> str:
    """What keeps this file from working where it runs, with what to do about it; an empty text when nothing does."""
    if not MISSING:
        return ""
    return (
        f"The Python library 'cryptography', {OLDEST} or newer, is needed where this task runs: "
        f"pip install 'cryptography>={OLDEST}'. ({MISSING})"
    )


def parse_chain(text: str) -> list[x509.Certificate]:
    """The certificates of a chain, the server's own first; line ends and text between them do not matter.

    Raises ValueError with what is wrong and what to do.
    """
    if _PRIVATE.search(text):
        raise ValueError(
            "There is a private key in certificate_chain. It was not sent to Heroku. Give it as private_key."
        )
    if _PATH.fullmatch(text.strip()):
        raise ValueError(f"certificate_chain is the path of a file, not its content. {_ADVICE}")
    try:
        return x509.load_pem_x509_certificates(text.encode())
    except ValueError:
        raise ValueError(f"certificate_chain holds no certificate, or one that was cut short. {_ADVICE}") from None


def check_key(chain: t.Sequence[x509.Certificate], text: str) -> None:
    """Raises ValueError unless the text is the private key, unencrypted, of the first certificate."""
    if _PATH.fullmatch(text.strip()):
        raise ValueError(f"private_key is the path of a file, not its content. {_ADVICE}")
    try:
        public = _public(load_pem_private_key(text.encode(), password=None).public_key())
    except TypeError:
        raise ValueError("private_key is encrypted, and Heroku needs it as it is: openssl pkey -in FILE.") from None
    except (ValueError, UnsupportedAlgorithm):
        raise ValueError(f"private_key is not a private key, or was cut short. {_ADVICE}") from None
    fitting = [number for number, item in enumerate(chain, 1) if _public(item.public_key()) == public]
    if not fitting:
        raise ValueError("private_key is not the key of the certificate.")
    if fitting[0] != 1:
        raise ValueError(f"private_key is the key of certificate {fitting[0]} of the chain, which has to come first.")


def check_order(chain: t.Sequence[x509.Certificate]) -> None:
    """Raises ValueError unless each certificate is signed by the one that follows it."""
    for number, (issued, issuer) in enumerate(zip(chain, chain[1:]), 1):
        try:
            issued.verify_directly_issued_by(issuer)
        except (ValueError, TypeError, InvalidSignature):
            raise ValueError(
                f"Certificate {number + 1} of the chain did not issue certificate {number}. The server's own comes "
                "first, then the one that issued it, and so on."
            ) from None


def fingerprints(chain: t.Iterable[x509.Certificate]) -> list[str]:
    """The SHA-256 fingerprints: upper-case pairs of hex digits with colons, as openssl prints them."""
    return [item.fingerprint(hashes.SHA256()).hex(":").upper() for item in chain]


def stored_fingerprints(text: str) -> list[str]:
    """The fingerprints of a chain that stands at Heroku; none when it cannot be read."""
    try:
        return fingerprints(parse_chain(text))
    except (ValueError, NameError):  # NameError: without the library
        return []


def hostnames(certificate: x509.Certificate) -> list[str]:
    """The names that a certificate is for, lower-case; without any, its common name, as long as that was read."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        found = names.get_values_for_type(x509.DNSName)
    except x509.ExtensionNotFound:
        found = [str(item.value) for item in certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)]
    return [name.lower() for name in found]


def fits(names: t.Iterable[str], hostname: str) -> bool:
    """Whether one of a certificate's names is this hostname; a star stands for one label (RFC 9525, 6.3)."""
    return any(
        name == hostname or (name.startswith("*.") and name[1:] == "." + hostname.partition(".")[2]) for name in names
    )


def timestamp(moment: dt.datetime) -> str:
    """A time as Heroku writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _public(key: t.Any) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
