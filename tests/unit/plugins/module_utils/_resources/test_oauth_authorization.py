# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import View
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Plan
from ansible_collections.community.heroku.plugins.module_utils._engine.resource import HIDDEN, NEWLY_HIDDEN
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.oauth_authorization import (
    OauthAuthorization,
    secrets_of,
    texts_of,
    without_secrets,
)
from ansible_collections.community.heroku.plugins.module_utils._resources.oauth_client import OauthClient
from planning import desired, plan, verbs

CLIENT = "01234567-89ab-cdef-0123-456789abcdef"
ALL = OauthAuthorization.kind.of()
RECORD: dict[str, Any] = OauthAuthorization.kind.normal(
    {
        "access_token": {"expires_in": 60, "id": "1", "token": "abc"},
        "created_at": "2026-11-21T10:00:00Z",
        "description": "mine",
        "id": "2",
        "scope": ["read"],
        "updated_at": "2026-11-21T10:00:00Z",
    }
)


def planned(record: dict[str, Any] | None, **options: Any) -> Plan:
    return plan(OauthAuthorization, {ALL: [record] if record else []}, description="mine", **options)


def lives(seconds: int | None) -> dict[str, Any]:
    return {**RECORD, "access_token": {**RECORD["access_token"], "expires_in": seconds}}


@pytest.mark.parametrize(
    ("left", "within", "renewed"),
    [(60, 60, True), (60, 59, False), (0, 0, True), (1, 0, False), (None, 10**9, False), (60, None, False)],
)
def test_when_a_token_is_renewed(left: int | None, within: int | None, renewed: bool) -> None:
    made = planned(lives(left), regenerate_within=within)
    assert verbs(made) == ([("regenerate", None)] if renewed else [])
    if renewed:
        (action,) = made.actions
        assert (action.request.method, action.request.values) == ("POST", ("2",))
        assert action.request.path == "/oauth/authorizations/{}/actions/regenerate-tokens"
        assert (made.before["token"], made.after["token"]) == (HIDDEN, NEWLY_HIDDEN)
        assert made.record["access_token"] == {"expires_in": UNKNOWN, "id": UNKNOWN, "token": UNKNOWN}


@pytest.mark.parametrize(
    ("left", "wanted", "fits"), [(60, 60, True), (1, 60, True), (61, 60, False), (None, 60, False)]
)
def test_a_token_that_lives_too_long(left: int | None, wanted: int, fits: bool) -> None:
    if fits:
        assert not planned(lives(left), expires_in=wanted).actions
        return
    with pytest.raises(InvalidInput, match="expires_in cannot be changed"):
        planned(lives(left), expires_in=wanted)


def test_a_revoked_token_has_no_lifetime() -> None:
    assert not planned({**RECORD, "access_token": None}, expires_in=60, regenerate_within=60).actions


def test_what_is_sent_for_a_new_one() -> None:
    made = planned(None, scope=["read"], expires_in=60, regenerate=True)
    assert verbs(made) == [("create", {"description": "mine", "scope": ["read"], "expires_in": 60})]
    assert made.after == {"description": "mine", "scope": ["read"], "expires_in": 60, "token": NEWLY_HIDDEN}
    assert made.record["access_token"] == {"expires_in": 60, "id": UNKNOWN, "token": UNKNOWN}
    assert made.record["grant"] is None


@pytest.mark.parametrize("allowed", [True, False])
def test_what_is_foreseen_for_a_client(allowed: bool) -> None:
    client = {"id": CLIENT, "name": "dashboard", "redirect_uri": "https://example.com", "secret": None}
    facts = {ALL: [RECORD], OauthClient.kind.named(CLIENT): client if allowed else None}
    options = {"description": "mine", "scope": ["identity"], "client": CLIENT}
    if not allowed:
        with pytest.raises(InvalidInput, match=f"There is no OAuth client {CLIENT}"):
            plan(OauthAuthorization, facts, **options)
        return
    made = plan(OauthAuthorization, facts, **options)
    assert made.record["client"] == {"id": CLIENT, "name": "dashboard", "redirect_uri": "https://example.com"}
    assert made.record["access_token"] is None
    assert made.record["grant"] == {"code": UNKNOWN, "expires_in": UNKNOWN, "id": UNKNOWN}
    assert "token" not in made.after


@pytest.mark.parametrize("options", [{"state": "absent"}, {"regenerate": True}, {"scope": ["read"]}])
@pytest.mark.parametrize("token", ["abc", "another"])
def test_a_warning_before_the_token_in_use_ends(options: dict[str, Any], token: str) -> None:
    want = desired(OauthAuthorization, description="mine", **options)
    warnings = OauthAuthorization.plan(want, View({ALL: [RECORD]}, token)).warnings
    ends = token == "abc" and "scope" not in options
    assert bool(warnings) is ends
    assert not ends or "the API token in use" in warnings[0]


@pytest.mark.parametrize(("left", "within", "warned"), [(0, None, True), (1, None, False), (0, 0, False)])
def test_a_token_that_has_expired(left: int, within: int | None, warned: bool) -> None:
    assert bool(planned(lives(left), regenerate_within=within).warnings) is warned


@pytest.mark.parametrize("show_token", [True, False])
@pytest.mark.parametrize("options", [{"regenerate": True}, {"scope": ["read"]}, {"scope": ["read"], "new": True}])
def test_only_what_the_task_had_made_is_told(options: dict[str, Any], show_token: bool) -> None:
    record = None if options.pop("new", False) else RECORD
    made = planned(record, show_token=show_token, **options)
    want = desired(OauthAuthorization, description="mine", show_token=show_token, **options)
    answer = {**RECORD, "access_token": {"expires_in": None, "id": "3", "token": "def"}}
    outcome = OauthAuthorization.outcome(want, made, {action.id: answer for action in made.actions})
    result = OauthAuthorization.result(want, outcome)
    assert result["token"] == ("def" if show_token and made.actions else None)
    assert result["oauth_authorization"]["access_token"]["token"] is None
    assert set(result["oauth_authorization"]) == set(RECORD)
    foretold = OauthAuthorization.result(want, made.record)
    assert (foretold["token"] is UNKNOWN) is (show_token and bool(made.actions))


def test_a_record_without_its_secrets() -> None:
    record = {**RECORD, "grant": {"code": "def", "expires_in": 300, "id": "3"}}
    assert secrets_of(record) == {"access_token": "abc", "grant": "def"}
    assert texts_of([record]) == ["abc", "def"]
    shown = without_secrets(record)
    assert shown == {
        **record,
        "access_token": {**RECORD["access_token"], "token": None},
        "grant": {**record["grant"], "code": None},
    }
    assert secrets_of(shown) == {}


def test_what_heroku_leaves_out_is_no_mistake() -> None:
    bare = OauthAuthorization.kind.normal({"id": "2", "description": "mine"})
    assert not planned(bare, expires_in=60, regenerate_within=60).actions
    assert without_secrets(bare) == bare
