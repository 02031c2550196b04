# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Print a list of self-signed certificates, one for each name given as an argument: the same in each run."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sys

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding


def certificate(common_name: str) -> str:
    """A certificate in PEM format."""
    key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(common_name.encode()).digest())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common_name)])
    start, end = (dt.datetime(year, 1, 1, tzinfo=dt.timezone.utc) for year in (2026, 2046))
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(start).not_valid_after(end)
    return builder.sign(key, None).public_bytes(Encoding.PEM).decode()


sys.stdout.write(json.dumps([certificate(name) for name in sys.argv[1:]]))
