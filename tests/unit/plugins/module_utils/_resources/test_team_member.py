# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is added, invited, changed and removed, and that a team keeps an admin."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import Need, View
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Plan
from ansible_collections.community.heroku.plugins.module_utils._engine.shadow import Changes
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.common import INVITE, TEAM_FEATURES, TEAMS
from ansible_collections.community.heroku.plugins.module_utils._resources.team import Team
from ansible_collections.community.heroku.plugins.module_utils._resources.team_member import TeamMember, invited, member
from ansible_collections.community.heroku.plugins.module_utils._resources.teams import (
    ENTERPRISE_ACCOUNTS,
    TEAM_INVITATIONS,
    TEAM_MEMBERS,
)
from planning import desired, plan

ID = "01234567-89ab-cdef-0123-456789abcde"


def person(email: str, role: str, number: int, **more: Any) -> dict[str, Any]:
    """What Heroku shows of members and of those who are invited."""
    return {
        "created_at": "2026-11-21T10:00:00Z",
        "id": f"record-{number}",
        "role": role,
        "updated_at": "2026-11-21T10:00:00Z",
        "user": {"email": email, "id": f"{ID}{number}", "name": None},
        **more,
    }


def somebody(email: str, role: str, number: int) -> dict[str, Any]:
    """A member as Heroku shows them."""
    more = {"federated": False, "identity_provider": None, "two_factor_authentication": True}
    return {**person(email, role, number), "email": email, **more}


MEMBERS = [somebody("a@example.com", "member", 1), somebody("boss@example.com", "admin", 2)]
INVITED = [person("new@example.com", "admin", 3, invited_by={"email": "boss@example.com"}, team={"name": "acme"})]
TEAM = [*map(member, MEMBERS), *map(invited, INVITED)]


def planned(*, by_invitation: bool = False, team_type: str = "team", **options: Any) -> Plan:
    """The plan for a team with these people, into which others come by invitation or not."""
    facts: dict[Need, Any] = {
        TEAM_MEMBERS.of("acme"): [*MEMBERS, somebody("guest@example.com", "collaborator", 4)],
        TEAM_INVITATIONS.of("acme"): INVITED,
        TEAM_FEATURES.of("acme"): [{"name": INVITE, "enabled": by_invitation}],
        TEAMS.named("acme"): {"type": team_type},
    }
    return plan(TeamMember, facts, team="acme", **options)


def entry(email: str, role: str, federated: bool | None = None) -> dict[str, Any]:
    """One item of the option members."""
    return {"email": email, "role": role, "federated": federated}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"email": "A@example.com"}, []),
        ({"email": "A@example.com", "role": "member"}, []),
        ({"email": "a@example.com", "role": "viewer"}, ["change a@example.com"]),
        ({"email": "a@example.com", "federated": True}, ["change a@example.com"]),
        ({"email": "b@example.com", "role": "viewer"}, ["add b@example.com"]),
        ({"email": "NEW@example.com", "role": "admin", "federated": True}, []),
        ({"email": "new@example.com", "role": "viewer"}, ["change new@example.com"]),
        ({"email": "new@example.com", "state": "absent"}, ["remove new@example.com"]),
        ({"email": "b@example.com", "state": "absent"}, []),
        (
            {"members": [entry("boss@example.com", "admin")], "exclusive": True},
            ["remove a@example.com", "remove new@example.com"],
        ),
        (
            {"members": [entry("boss@example.com", "viewer"), entry("a@example.com", "admin")]},
            ["change a@example.com", "change boss@example.com"],
        ),
    ],
)
def test_what_is_planned(options: dict[str, Any], expected: list[str]):
    made = planned(**options)
    assert [action.verb for action in made.actions] == expected
    assert bool(made.actions) == (made.before != made.after)


@pytest.mark.parametrize(
    "options",
    [
        {"email": "boss@example.com", "role": "member"},
        {"email": "boss@example.com", "state": "absent"},
        {"members": [entry("boss@example.com", "member"), entry("new@example.com", "admin")]},
        {"members": [entry("new@example.com", "admin")], "exclusive": True},
    ],
)
def test_the_last_admin_stays(options: dict[str, Any]):
    with pytest.raises(InvalidInput, match=r"left without an admin: boss@example\.com"):
        planned(**options)


def test_somebody_new_needs_a_role():
    with pytest.raises(InvalidInput, match="is not in the team acme yet: give role too"):
        planned(email="b@example.com")


def test_who_has_to_accept_is_predicted_as_invited():
    made = planned(by_invitation=True, email="B@example.com", role="admin", federated=True)
    (predicted,) = [record for record in made.record if record["email"] == "b@example.com"]
    assert predicted["pending"]
    assert predicted["federated"] is None
    assert predicted["invited_by"] is UNKNOWN
    assert set(predicted) == set(TEAM[0]) == set(TEAM[2])
    (action,) = made.actions
    assert (action.request.method, action.request.path) == ("PUT", TEAM_INVITATIONS.path)
    assert action.request.body == {"email": "B@example.com", "role": "admin"}
    assert [change.kind for change in made.changes] == [TEAM_INVITATIONS.name]


@pytest.mark.parametrize(("by_invitation", "team_type"), [(False, "team"), (True, "enterprise")])
def test_who_need_not_accept_is_predicted_as_a_member(by_invitation: bool, team_type: str):
    made = planned(by_invitation=by_invitation, team_type=team_type, email="b@example.com", role="viewer")
    (predicted,) = [record for record in made.record if record["email"] == "b@example.com"]
    assert (predicted["pending"], predicted["invited_by"], predicted["federated"]) == (False, None, UNKNOWN)
    assert [(action.request.method, action.request.path) for action in made.actions] == [("PUT", TEAM_MEMBERS.path)]
    assert [change.kind for change in made.changes] == [TEAM_MEMBERS.name]


@pytest.mark.parametrize(("options", "pending"), [({}, True), ({"enterprise_account": "ours"}, False)])
def test_whether_people_are_invited_to_a_team_that_an_earlier_task_would_make(options: dict[str, Any], pending: bool):
    known = {TEAMS.named("acme"): None, ENTERPRISE_ACCOUNTS.named("ours"): {"id": "id-of-ours", "name": "ours"}}
    made = plan(Team, known, name="acme", **options)
    view = Changes(made.changes).over(View({}))
    (record,) = TeamMember.plan(desired(TeamMember, team="acme", email="b@example.com", role="member"), view).record
    assert record["pending"] is pending


def test_an_invitation_is_no_admin():
    with pytest.raises(InvalidInput, match=r"left without an admin: boss@example\.com"):
        planned(by_invitation=True, members=[entry("boss@example.com", "member"), entry("b@example.com", "admin")])


def test_heroku_may_leave_out_who_a_member_is():
    record = TEAM_MEMBERS.normal({key: value for key, value in MEMBERS[0].items() if key in ("email", "id", "role")})
    assert member(record)["user"] == {"email": "a@example.com", "id": None, "name": None}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"email": "somebody"}, "'somebody' is not an e-mail address."),
        ({"email": None}, "email is empty."),
        ({"members": [entry("a@b.c", "admin"), entry("", "viewer")]}, "email is empty."),
        ({"members": [entry("a@b.c", "admin"), entry("A@b.c", "viewer")]}, "a@b.c is listed more than once."),
    ],
)
def test_what_cannot_be_meant(options: dict[str, Any], message: str):
    with pytest.raises(InvalidInput, match=message):
        TeamMember.check(desired(TeamMember, team="acme", **options))
