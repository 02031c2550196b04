# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.key import Key, parse_stored
from planning import desired, plan, verbs

# Made by ssh-keygen, which printed these fingerprints.
TEXT = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMOp8yB23tY/BunYwhOJc1LdURitz1FYessJ/gtnKsy4"
MD5 = "ab:53:a6:fd:51:3a:ce:70:23:92:ff:bd:39:17:d8:6d"
SHA256 = "SHA256:ewEs2XnIfgIUuLk7bYEUbmrUZYKDRtS4aGRGqCeH5tg"
OTHER = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKIjIrRy/xJ93ASpJEtzGjTeKgLkRSuib7MHiFa+S6t8"


def record(public_key: str = f"{TEXT} username@host", comment: str = "username@host", fingerprint: str = MD5) -> dict:
    return {"id": "1", "public_key": public_key, "comment": comment, "email": comment, "fingerprint": fingerprint}


def planned(*records: dict, **options: Any) -> Any:
    return plan(Key, {Key.kind.of(): list(records)}, **options)


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
    want = desired(Key, **options)
    Key.check(want)
    assert Key.matches(want, there) is matches


def test_a_stored_key_need_not_be_readable() -> None:
    assert parse_stored("ssh-dss old") is None
    assert parse_stored(TEXT) == parse_stored(f"{TEXT} comment")


@pytest.mark.parametrize(("comment", "shown"), [("username@host", "username@host"), ("", UNKNOWN)])
def test_what_is_foreseen(comment: str, shown: Any) -> None:
    text = f"{TEXT} {comment}".strip()
    made = planned(public_key=f"{TEXT} {comment}\n")
    assert verbs(made) == [("create", {"public_key": text})]
    assert made.after == {"comment": shown, "fingerprint": MD5}
    assert made.record == {
        **dict.fromkeys(("created_at", "id", "updated_at"), UNKNOWN),
        "comment": shown,
        "email": shown,
        "fingerprint": MD5,
        "public_key": text,
    }


def test_a_key_that_is_there_stays_whatever_its_comment() -> None:
    made = planned(record(), public_key=f"{TEXT} somebody else")
    assert not made.actions
    assert made.record == record()


def test_a_key_is_taken_away_by_its_id() -> None:
    (action,) = planned(record(), record(public_key=OTHER, fingerprint="x"), fingerprint=SHA256, state="absent").actions
    assert (action.request.method, action.request.values) == ("DELETE", ("1",))


def test_a_comment_may_mean_several_keys() -> None:
    with pytest.raises(InvalidInput, match=f"There are 2 SSH keys with the comment 'username@host'.*: {MD5}, x"):
        planned(record(), record(fingerprint="x"), comment="username@host", state="absent")


def test_a_refused_key_is_not_repeated() -> None:
    want = desired(Key, public_key="-----BEGIN OPENSSH PRIVATE KEY-----\nbase64ofthesecret")
    with pytest.raises(InvalidInput) as raised:
        Key.check(want)
    assert list(Key.hidden_options(want)) == ["public_key"]
    assert "base64ofthesecret" not in str(raised.value)
    assert not list(Key.hidden_options(desired(Key, public_key=TEXT)))
