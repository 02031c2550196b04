# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Print the body of a request that adds a self-signed certificate for the hostnames given as arguments to an app."""

from __future__ import annotations

import datetime as dt
import json
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

key = ec.generate_private_key(ec.SECP256R1())
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, sys.argv[1])])
now = dt.datetime.now(dt.timezone.utc)
certificate = (
    x509.CertificateBuilder()
    .subject_name(name)
    .issuer_name(name)
    .public_key(key.public_key())
    .serial_number(x509.random_serial_number())
    .not_valid_before(now)
    .not_valid_after(now + dt.timedelta(days=30))
    .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in sys.argv[1:]]), critical=False)
    .sign(key, hashes.SHA256())
)
body = {
    "certificate_chain": certificate.public_bytes(Encoding.PEM).decode(),
    "private_key": key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
}
sys.stdout.write(json.dumps(body))
