# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is invited, who need not be, and who accepts."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import Need
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Plan, Resend
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN, Secret
from ansible_collections.community.heroku.plugins.module_utils._resources.common import INVITE, TEAM_FEATURES, TEAMS
from ansible_collections.community.heroku.plugins.module_utils._resources.team_invitation import OWN, TeamInvitation
from ansible_collections.community.heroku.plugins.module_utils._resources.teams import (
    TEAM_INVITATIONS,
    TEAM_MEMBERS,
)
from planning import plan, verbs, written

BOSS = {"email": "boss@example.com", "id": "id-of-boss", "name": None}
INVITATION: dict[str, Any] = {
    "created_at": "2026-11-21T10:00:00Z",
    "id": "id-1",
    "invited_by": BOSS,
    "role": "member",
    "team": {"id": "id-of-acme", "name": "acme"},
    "updated_at": "2026-11-21T10:00:00Z",
    "user": {"email": "new@example.com", "id": "id-of-new", "name": None},
}
MEMBERS = [
    {"email": "boss@example.com", "role": "admin"},
    {"email": "guest@example.com", "role": "collaborator"},
]
TOKEN = "canary-token"


def planned(*, invites: bool = True, **options: Any) -> Plan:
    """The plan for a team with one invitation, two members and a guest."""
    facts: dict[Need, Any] = {
        TEAM_INVITATIONS.of("acme"): [INVITATION],
        TEAM_MEMBERS.of("acme"): MEMBERS,
        TEAM_FEATURES.of("acme"): [{"name": INVITE, "enabled": invites}],
        TEAMS.named("acme"): {"type": "team", "role": None},
    }
    return plan(TeamInvitation, facts, team="acme", **options)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"email": "NEW@example.com", "role": "member"}, []),
        ({"email": "NEW@example.com", "role": "admin"}, [("update", {"email": "new@example.com", "role": "admin"})]),
        ({"email": "A@example.com", "role": "viewer"}, [("create", {"email": "a@example.com", "role": "viewer"})]),
        (
            {"email": "guest@example.com", "role": "viewer"},
            [("create", {"email": "guest@example.com", "role": "viewer"})],
        ),
        ({"email": "BOSS@example.com", "role": "viewer"}, []),
        ({"email": "new@example.com", "state": "absent"}, [("delete", None)]),
        ({"email": "a@example.com", "state": "absent"}, []),
    ],
)
def test_what_is_planned(options: dict[str, Any], expected: list[tuple[str, Any]]):
    made = planned(**options)
    assert verbs(made) == expected
    assert bool(expected) == (made.before != made.after) == bool(made.changes)


def test_who_is_a_member_has_no_invitation():
    made = planned(email="boss@example.com", role="viewer")
    assert (made.record, made.after) == (None, {})


def test_the_prediction_says_what_only_heroku_knows():
    made = planned(email="A@example.com", role="viewer")
    assert made.record == {
        **dict.fromkeys(("created_at", "id", "invited_by", "team", "updated_at"), UNKNOWN),
        "email": "a@example.com",
        "role": "viewer",
        "user": {"email": "a@example.com", "id": UNKNOWN, "name": UNKNOWN},
    }


def test_a_team_that_does_not_invite():
    with pytest.raises(InvalidInput, match="takes people without an invitation"):
        planned(invites=False, email="a@example.com", role="viewer")


# pylint: disable-next=dangerous-default-value
def accepting(team: Any, own: Any = INVITATION, name: str = "acme") -> Plan:
    """The plan to accept an invitation, by what the token's account sees of the team."""
    facts: dict[Need, Any] = {TEAMS.named(name): team, OWN.of(Secret(TOKEN)): own}
    return plan(TeamInvitation, facts, team=name, token=TOKEN, state="accepted", email=None)


@pytest.mark.parametrize(
    "team", [None, {"role": None}, {"role": "collaborator"}, HerokuError("No.", status=403, id="forbidden")]
)
def test_who_is_no_member_accepts(team: Any):
    made = accepting(team)
    (action,) = made.actions
    assert (action.request.method, action.request.path) == ("POST", "/teams/invitations/{}/accept")
    assert action.resend is Resend.LOOK
    assert (made.before["email"], made.after, made.record) == ("new@example.com", {}, None)


def test_the_token_is_in_no_saved_plan():
    assert TOKEN not in written(accepting(None))


def test_a_member_has_accepted():
    assert accepting({"role": "viewer"}).actions == ()


@pytest.mark.parametrize(
    ("own", "name", "message"),
    [(None, "acme", "There is no such invitation to acme"), (INVITATION, "other", "one to acme, not to other")],
)
def test_what_is_no_invitation_to_the_team(own: Any, name: str, message: str):
    with pytest.raises(InvalidInput, match=message):
        accepting(None, own, name)
