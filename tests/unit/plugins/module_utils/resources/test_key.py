# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.resource import Talk
from ansible_collections.community.heroku.plugins.module_utils.resources.key import Key, parse_stored

# Made by ssh-keygen, which printed these fingerprints.
TEXT = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMOp8yB23tY/BunYwhOJc1LdURitz1FYessJ/gtnKsy4"
MD5 = "ab:53:a6:fd:51:3a:ce:70:23:92:ff:bd:39:17:d8:6d"
SHA256 = "SHA256:ewEs2XnIfgIUuLk7bYEUbmrUZYKDRtS4aGRGqCeH5tg"
OTHER = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKIjIrRy/xJ93ASpJEtzGjTeKgLkRSuib7MHiFa+S6t8"


def record(public_key: str = f"{TEXT} username@host", comment: str = "username@host", fingerprint: str = MD5) -> dict:
    return {**Key.blank, "public_key": public_key, "comment": comment, "fingerprint": fingerprint}


@pytest.mark.parametrize(
    ("options", "there", "matches"),
    [
        ({}, record(), True),
        ({"public_key": TEXT}, record(), True),
        ({"public_key": f"  {TEXT}\tsomebody else\r\n"}, record(), True),
        ({"public_key": OTHER}, record(), False),
        ({"public_key": TEXT}, record(public_key="not readable any more"), False),
        ({"fingerprint": MD5}, record(), True),
        ({"fingerprint": f"MD5:{MD5.upper()}"}, record(), True),
        ({"fingerprint": MD5}, record(fingerprint=MD5.upper()), True),
        ({"fingerprint": SHA256}, record(), True),
        ({"fingerprint": SHA256}, record(public_key=OTHER), False),
        ({"fingerprint": MD5}, record(public_key="not readable any more"), True),
        ({"fingerprint": SHA256}, record(public_key="not readable any more"), False),
        ({"comment": "username@host"}, record(), True),
        ({"comment": "Username@host"}, record(), False),
        ({"comment": ""}, record(), False),
        ({"comment": ""}, record(comment=""), True),
    ],
)
def test_which_key_is_meant(options: dict, there: dict, matches: bool) -> None:
    key = Key(None, options)
    key.check()
    assert key.matches(there) is matches


def test_a_stored_key_need_not_be_readable() -> None:
    assert parse_stored("ssh-dss old") is None
    assert parse_stored(TEXT) == parse_stored(f"{TEXT} comment")


@pytest.mark.parametrize(("comment", "shown"), [("username@host", "username@host"), ("", None)])
def test_what_is_foreseen(comment: str, shown: str | None) -> None:
    key = Key(None, {"public_key": f"{TEXT} {comment}\n", "state": "present"})
    key.check()
    plan = key.plan(None)
    assert [step.action for step in plan.steps] == ["create"]
    assert plan.after == {"comment": shown, "fingerprint": MD5}
    assert plan.predicted == {
        **Key.blank,
        "comment": shown,
        "email": shown,
        "fingerprint": MD5,
        "public_key": f"{TEXT} {comment}".strip(),
    }
    assert not key.plan(record()).changes


def test_a_refused_key_is_not_repeated() -> None:
    class Listening(Talk):
        hidden: list[str]

        def hide_option(self, name: str) -> None:
            self.hidden = [name]

    talk = Listening()
    secret = "-----BEGIN OPENSSH PRIVATE KEY-----\nbase64ofthesecret"
    with pytest.raises(InvalidInput) as raised:
        Key(None, {"public_key": secret}, talk).check()
    assert talk.hidden == ["public_key"]
    assert "base64ofthesecret" not in str(raised.value)
