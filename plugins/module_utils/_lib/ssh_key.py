# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SSH public keys and the fingerprints that name them (behaviour.md 3.8).

What is not a public key may well be a private one, so no message here repeats any of the text it is about.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import struct
from dataclasses import dataclass, field

_ADVICE = "Give one line, `TYPE BASE64 COMMENT`, as a file such as ~/.ssh/id_ed25519.pub has it."

# What the data of each type holds behind its name, each piece with its length before it. Only of these types can one
# tell that the data is complete; others are left for Heroku to judge.
_PIECES = {
    "ssh-rsa": 2,
    "ssh-dss": 4,
    "ssh-ed25519": 1,
    "ecdsa-sha2-nistp256": 2,
    "ecdsa-sha2-nistp384": 2,
    "ecdsa-sha2-nistp521": 2,
    "sk-ssh-ed25519@openssh.com": 2,
    "sk-ecdsa-sha2-nistp256@openssh.com": 3,
}

# RFC 4251, 6: printable ASCII without commas, at most 64 characters.
_LINE_END = re.compile(r"\r\n|\r|\n")
_TYPE = re.compile(r"[!-+\--~]{1,64}")

# The base64 of OpenSSH's own format for private keys, should its first line be missing.
_PRIVATE = re.compile(r"BEGIN [A-Z0-9 ]*PRIVATE KEY|PuTTY-User-Key-File|b3BlbnNzaC1rZXktdjE")
_PATH = re.compile(r"(?:~|\.{0,2}/).*|\S+\.pub")
# Every type's name is followed by data that begins with the high bytes of that name's length, which are zero.
_KEY_BEHIND_OPTIONS = re.compile(r"[\s\"](?:ssh|ecdsa|sk)-\S+\s+AAAA")

_MD5 = re.compile(r"(?:MD5:)?((?:[0-9a-f]{2}:){15}[0-9a-f]{2})", re.IGNORECASE)
_SHA256 = re.compile(r"SHA256:([A-Za-z0-9+/]{43})=?", re.IGNORECASE)


@dataclass(frozen=True)
class SshKey:
    """An SSH public key. Two are equal when type and data are: the comment is no part of the key.

    Attributes:
        type: such as `ssh-ed25519`.
        blob: the key's data, base64.
        comment: what stands behind it, or an empty string.
    """

    type: str
    blob: str
    comment: str = field(default="", compare=False)

    @property
    def fingerprint(self) -> str:
        """The MD5 fingerprint as Heroku shows it: 16 pairs of lower-case hex digits with colons (behaviour.md 3.8)."""
        return hashlib.md5(self._data, usedforsecurity=False).digest().hex(":")

    @property
    def sha256(self) -> str:
        """The fingerprint that OpenSSH shows: `SHA256:` and 43 characters of base64, without padding."""
        return "SHA256:" + _encode(hashlib.sha256(self._data).digest()).rstrip("=")

    @property
    def _data(self) -> bytes:
        return base64.b64decode(self.blob)


def parse(text: str) -> SshKey:
    """Parse a public key in OpenSSH's one-line form; white space and line ends around it do not matter.

    Types that are not known here are accepted as long as the data agrees with the name.

    Raises ValueError with what is wrong and what to do. The message holds nothing of the text but names of types.
    """
    text = text.strip()
    _refuse_what_is_no_key_line(text)
    declared, blob, *comment = text.split(None, 2)
    data = _decode(blob)
    kind, pieces = _inspect(data)
    if kind != declared:
        named = f"says that it is {declared}" if declared in _PIECES else "begins with another word"
        raise ValueError(f"The data of the SSH key is of type {kind}, but the line {named}. {_ADVICE}")
    if kind in _PIECES and pieces != _PIECES[kind]:
        raise ValueError(
            f"The data of the {kind} key is cut short or has something added. Copy the whole line. {_ADVICE}"
        )
    return SshKey(kind, _encode(data), comment[0] if comment else "")


def normalise_fingerprint(text: str) -> str:
    """Bring a fingerprint into the form of `SshKey.fingerprint` or of `SshKey.sha256`, whichever it is.

    Taken are 16 pairs of hex digits with colons in any case, with or without `MD5:`, and `SHA256:` with base64, with or
    without padding.

    Raises ValueError for anything else.
    """
    text = text.strip()
    if match := _MD5.fullmatch(text):
        return match[1].lower()
    # 43 characters hold two bits more than the hash, which are zero unless something was mistyped.
    if (match := _SHA256.fullmatch(text)) and _encode(base64.b64decode(match[1] + "=")) == match[1] + "=":
        return f"SHA256:{match[1]}"
    raise ValueError(
        "This is not the fingerprint of an SSH key. Give 16 pairs of hex digits with colons, as"
        " `ssh-keygen -l -E md5 -f FILE` prints them, or `SHA256:` and 43 characters, as `ssh-keygen -l -f FILE` does."
    )


def _refuse_what_is_no_key_line(text: str) -> None:
    """Raise ValueError for what people give instead of a key, saying what it is."""
    lines = _LINE_END.split(text)
    if not text:
        problem = "The SSH public key is empty."
    elif _PRIVATE.search(text):
        problem = (
            "This is a private SSH key, which nobody but its owner should have. It was not sent to Heroku."
            " `ssh-keygen -y -f FILE` prints its public key."
        )
    elif text.startswith("---- BEGIN SSH2"):
        problem = "This is a public key in the format of RFC 4716. `ssh-keygen -i -f FILE` converts it."
    elif text.startswith("-----BEGIN RSA PUBLIC"):
        problem = "This is a public key in PEM format. `ssh-keygen -i -m PEM -f FILE` converts it."
    elif text.startswith("-----BEGIN PUBLIC"):
        problem = "This is a public key in PEM format. `ssh-keygen -i -m PKCS8 -f FILE` converts it."
    elif text.startswith("-----BEGIN"):
        problem = "This is PEM, but not of an SSH public key."
    elif len(lines) > 1:
        problem = f"An SSH public key is one line, and these are {len(lines)}."
    elif _PATH.fullmatch(text):
        problem = "This is the path of a file, not its content: use `lookup('ansible.builtin.file', PATH)`."
    elif _KEY_BEHIND_OPTIONS.search(text) and not text.split()[1].startswith("AAAA"):
        problem = "There are options of authorized_keys before the SSH public key. Leave them out."
    elif text.startswith("AAAA"):
        problem = "The type is missing before the data of the SSH public key."
    elif len(text.split()) == 1:
        problem = "This is not an SSH public key: there is only one word."
    else:
        return
    raise ValueError(f"{problem} {_ADVICE}")


def _decode(blob: str) -> bytes:
    try:
        return base64.b64decode(blob, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError(
            f"The data of the SSH public key is not base64: it was cut short or altered. Copy the whole line. {_ADVICE}"
        ) from error


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _inspect(data: bytes) -> tuple[str, int | None]:
    """Read the type that the data names, and count the pieces behind it; None if they do not fill it exactly.

    Raises ValueError when the data does not begin with the name of a type or has nothing behind it.
    """
    pieces = []
    at = 0
    while at + 4 <= len(data):
        (length,) = struct.unpack_from(">L", data, at)
        pieces.append(data[at + 4 : at + 4 + length])
        at += 4 + length
    kind = pieces[0].decode("ascii", "replace") if pieces else ""
    if not _TYPE.fullmatch(kind) or len(data) == 4 + len(kind):
        raise ValueError(
            f"The data of the SSH public key is cut short, or of something else. Copy the whole line. {_ADVICE}"
        )
    return kind, len(pieces) - 1 if at == len(data) else None
