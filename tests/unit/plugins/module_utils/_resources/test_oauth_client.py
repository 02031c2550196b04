# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Plan
from ansible_collections.community.heroku.plugins.module_utils._engine.resource import HIDDEN, NEWLY_HIDDEN
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.oauth_client import OauthClient, secrets_of
from planning import desired, plan, verbs

ID = "01234567-89ab-cdef-0123-456789abcdef"
THERE = {
    "created_at": "2026-11-21T10:00:00Z",
    "id": ID,
    "ignores_delinquent": None,
    "name": "dashboard",
    "redirect_uri": "https://example.com/callback",
    "secret": "abc",
    "updated_at": "2026-11-21T10:00:00Z",
}


def planned(*records: dict[str, Any], **options: Any) -> Plan:
    facts: dict[Any, Any] = {OauthClient.kind.of(): list(records)}
    facts[OauthClient.kind.named(ID)] = records[0] if records else None
    return plan(OauthClient, facts, **options)


def test_a_new_client() -> None:
    made = planned(name="dashboard", redirect_uri="https://example.com")
    assert verbs(made) == [("create", {"name": "dashboard", "redirect_uri": "https://example.com"})]
    assert made.after == {"name": "dashboard", "redirect_uri": "https://example.com", "secret": NEWLY_HIDDEN}


def test_another_name_by_the_id_and_another_secret_are_two_writes() -> None:
    made = planned(THERE, id=ID, name="the dashboard", rotate_credentials=True)
    assert verbs(made) == [("update", {"name": "the dashboard"}), ("rotate", None)]
    assert [action.request.path for action in made.actions] == [
        "/oauth/clients/{}",
        "/oauth/clients/{}/actions/rotate-credentials",
    ]
    assert (made.before["secret"], made.after["secret"]) == (HIDDEN, NEWLY_HIDDEN)
    assert (made.record["secret"], made.record["updated_at"]) == (UNKNOWN, UNKNOWN)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"name": "twice", "state": "absent"},
            "There are 2 OAuth clients with the name 'twice'. Give the id of one: 1, 2",
        ),
        ({"name": "new"}, "A new OAuth client needs a redirect_uri"),
        ({"id": ID, "name": "new"}, f"The account has no OAuth client with the id {ID}"),
    ],
)
def test_what_is_refused(options: dict[str, Any], message: str) -> None:
    twice = [{**THERE, "name": "twice", "id": number} for number in "21"]
    facts: dict[Any, Any] = {OauthClient.kind.of(): twice, OauthClient.kind.named(ID): None}
    with pytest.raises(InvalidInput, match=message):
        plan(OauthClient, facts, **options)


@pytest.mark.parametrize("show_secret", [True, False])
@pytest.mark.parametrize("rotates", [True, False])
def test_only_a_secret_that_the_task_had_made_is_told(rotates: bool, show_secret: bool) -> None:
    options = {"name": "dashboard", "rotate_credentials": rotates, "show_secret": show_secret}
    made, want = planned(THERE, **options), desired(OauthClient, **options)
    answers = {action.id: {**THERE, "secret": "def"} for action in made.actions}
    result = OauthClient.result(want, OauthClient.outcome(want, made, answers))
    assert result == {
        "oauth_client": {**THERE, "secret": None},
        "secret": "def" if rotates and show_secret else None,
    }


def test_the_shadow_of_a_run_gets_no_mark() -> None:
    (change,) = planned(name="dashboard", redirect_uri="https://example.com").changes
    assert set(change.after) == set(THERE)


def test_secrets_are_known_as_such() -> None:
    assert secrets_of([THERE, {**THERE, "secret": None}, {**THERE, "secret": UNKNOWN}]) == ["abc"]
    assert secrets_of(None) == []
