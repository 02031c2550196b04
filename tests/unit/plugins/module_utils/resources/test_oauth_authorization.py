# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.resources.oauth_authorization import (
    OauthAuthorization,
    secrets_of,
    without_secrets,
)

RECORD: dict[str, t.Any] = {
    **OauthAuthorization.blank,
    "access_token": {"expires_in": 60, "id": "1", "token": None},
    "description": "mine",
    "id": "2",
    "scope": ["read"],
}


def plan(record: dict[str, t.Any] | None, **options: t.Any) -> t.Any:
    params = {"state": "present", "description": "mine", **options}
    return OauthAuthorization(t.cast("t.Any", None), params).plan(record)


def lives(seconds: int | None) -> dict[str, t.Any]:
    return {**RECORD, "access_token": {**RECORD["access_token"], "expires_in": seconds}}


@pytest.mark.parametrize(
    ("left", "within", "renewed"),
    [(60, 60, True), (60, 59, False), (0, 0, True), (1, 0, False), (None, 10**9, False), (60, None, False)],
)
def test_when_a_token_is_renewed(left: int | None, within: int | None, renewed: bool) -> None:
    steps = plan(lives(left), regenerate_within=within).steps
    assert [step.action for step in steps] == (["regenerate"] if renewed else [])


@pytest.mark.parametrize(
    ("left", "wanted", "fits"), [(60, 60, True), (1, 60, True), (61, 60, False), (None, 60, False)]
)
def test_a_token_that_lives_too_long(left: int | None, wanted: int, fits: bool) -> None:
    if fits:
        assert not plan(lives(left), expires_in=wanted).changes
        return
    with pytest.raises(InvalidInput, match="expires_in cannot be changed"):
        plan(lives(left), expires_in=wanted)


def test_a_revoked_token_has_no_lifetime() -> None:
    assert not plan({**RECORD, "access_token": None}, expires_in=60, regenerate_within=60).changes


def test_what_is_sent_for_a_new_one() -> None:
    (step,) = plan(None, scope=["read"], expires_in=60, regenerate=True).steps
    assert (step.action, step.fields) == ("create", {"description": "mine", "scope": ["read"], "expires_in": 60})


def test_a_record_without_its_secrets() -> None:
    record = {
        **RECORD,
        "access_token": {"expires_in": 60, "id": "1", "token": "abc"},
        "grant": {"code": "def", "expires_in": 300, "id": "3"},
    }
    assert secrets_of(record) == {"access_token": "abc", "grant": "def"}
    shown = without_secrets(record)
    assert shown == {**record, "access_token": RECORD["access_token"], "grant": {**record["grant"], "code": None}}
    assert secrets_of(shown) == {}
