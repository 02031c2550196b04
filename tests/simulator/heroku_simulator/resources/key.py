# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SSH keys of an account (behaviour.md 3.8). Create and delete are not in today's schema, but clients use them."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_ssh_public_key

from .. import errors
from ..operation import View, operation, resolver, writer
from ..params import text
from ..store import Record, Table
from .account import accounts

if TYPE_CHECKING:
    from ..application import Call


@dataclass(kw_only=True)
class Key(Record):
    """A public key."""

    account_id: str
    public_key: str
    fingerprint: str
    comment: str


keys = Table("keys", Key, unique=("fingerprint",), parents={"account_id": accounts})


@resolver("key")
def resolve_key(call: Call, identity: str) -> Key:
    """By id or fingerprint, among the caller's."""
    key = keys.find(identity, "fingerprint")
    if key is None or key.account_id != call.account.id:
        raise errors.not_found("key")
    return key


@writer(Key)
def write(key: Key, view: View) -> dict[str, Any]:
    """The resource ``key``; ``email`` is an old name of the comment."""
    return {
        "comment": key.comment,
        "created_at": key.created_at,
        "email": key.comment,
        "fingerprint": key.fingerprint,
        "id": key.id,
        "public_key": key.public_key,
        "updated_at": key.updated_at,
    }


def fingerprint_of(public_key: str) -> str:
    """MD5 in hexadecimal pairs with colons. Raises the recorded 422 for what is no key."""
    invalid = errors.invalid_params("Contents Invalid public key / Fingerprint can't be blank")
    parts = public_key.split()
    try:
        load_ssh_public_key(" ".join(parts[:2]).encode())
        digest = hashlib.md5(base64.b64decode(parts[1]), usedforsecurity=False).hexdigest()
    except (ValueError, IndexError, binascii.Error, UnsupportedAlgorithm):
        raise invalid from None
    return ":".join(digest[index : index + 2] for index in range(0, len(digest), 2))


@operation("GET", "/account/keys", ranges=("fingerprint", "id"))
def list_(call: Call) -> list[Key]:
    """Key List."""
    return keys.where("account_id", call.account.id)


@operation("GET", "/account/keys/{key}")
def info(call: Call, key: Key) -> Key:
    """Key Info."""
    return key


@operation("POST", "/account/keys", params={"public_key": text(required=True)})
def create(call: Call) -> Key:
    """Key Create. A key belongs to one account only."""
    public_key: str = call.body["public_key"]
    fingerprint = fingerprint_of(public_key)
    if keys.by("fingerprint", fingerprint):
        raise errors.invalid_params("Fingerprint already exists. Please use one SSH key per Heroku account")
    comment = " ".join(public_key.split()[2:])
    return keys.add(Key(account_id=call.account.id, public_key=public_key, fingerprint=fingerprint, comment=comment))


@operation("DELETE", "/account/keys/{key}")
def delete(call: Call, key: Key) -> Key:
    """Key Delete."""
    keys.remove(key)
    return key
