# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Invitations to teams, for those that let people accept first (behaviour.md 3.10).

The token of an invitation is in the e-mail to whom it is for; here, in ``/_simulator/state?secrets=1``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .. import errors
from ..chance import hexadecimal
from ..operation import View, operation, resolver, writer
from ..params import one_of, text
from ..store import Record, Table
from ..switches import switches
from .account import Account, accounts
from .team import Team, TeamMember, membership, reference, team_members, teams
from .team_member import accepts_first, check_room, person

if TYPE_CHECKING:
    from ..application import Call


@dataclass(kw_only=True)
class TeamInvitation(Record):
    """An invitation that nobody has accepted yet."""

    team_id: str
    account_id: str
    role: str
    invited_by_id: str
    token: str = field(default_factory=lambda: hexadecimal(32))


team_invitations = Table(
    "team_invitations",
    TeamInvitation,
    unique=("token",),
    parents={"team_id": teams, "account_id": accounts},
    secrets=("token",),
)


@resolver("team_invitation")
def resolve_team_invitation(call: Call, identity: str) -> TeamInvitation:
    """By id, or by e-mail as the official command does, within the team of the path."""
    for invitation in team_invitations.where("team_id", call.found["team"].id):
        if identity == invitation.id or identity.lower() == accounts[invitation.account_id].email:
            return invitation
    raise errors.not_found("invitation", resource="team_invitation")


@resolver("invitation_token", secret=True)
def resolve_token(call: Call, token: str) -> TeamInvitation:
    """Only for the person who is invited [I]."""
    invitation = team_invitations.by("token", token)
    if invitation is None or invitation.account_id != call.account.id:
        raise errors.not_found("invitation", resource="team_invitation")
    return invitation


def _person(account: Account) -> dict[str, Any]:
    return {"email": account.email, "id": account.id, "name": account.name}


@writer(TeamInvitation)
def write(invitation: TeamInvitation, view: View) -> dict[str, Any]:
    """The resource ``team-invitation``."""
    return {
        "created_at": invitation.created_at,
        "id": invitation.id,
        "invited_by": _person(accounts[invitation.invited_by_id]),
        "team": reference(teams[invitation.team_id]),
        "role": invitation.role,
        "updated_at": invitation.updated_at,
        "user": _person(accounts[invitation.account_id]),
    }


@operation("GET", "/teams/{team}/invitations", ranges=("id",))
def list_(call: Call, team: Team) -> list[TeamInvitation]:
    """Team Invitation List."""
    return team_invitations.where("team_id", team.id)


@operation(
    "PUT",
    "/teams/{team}/invitations",
    params={"email": text(required=True), "role": one_of("admin", "viewer", "member", required=True)},
    access="manage",
)
def create(call: Call, team: Team) -> TeamInvitation:
    """Team Invitation Create; somebody who is invited already gets the other role [I]."""
    account = person(call.body["email"])
    if not accepts_first(team) and switches["team_invitations"] == "enforced":
        raise errors.invalid_params(f"The team {team.name} adds people without an invitation.")
    if membership(team.id, account):
        raise errors.invalid_params(f"User is already a member of the team {team.name}.")
    mine = team_invitations.where("account_id", account.id)
    invitation = next((item for item in mine if item.team_id == team.id), None)
    if invitation is not None:
        team_invitations.update(invitation, role=call.body["role"])
        return invitation
    check_room(team)
    return team_invitations.add(
        TeamInvitation(team_id=team.id, account_id=account.id, role=call.body["role"], invited_by_id=call.account.id)
    )


@operation("DELETE", "/teams/{team}/invitations/{team_invitation}", access="manage")
def revoke(call: Call, team: Team, team_invitation: TeamInvitation) -> TeamInvitation:
    """Team Invitation Revoke."""
    team_invitations.remove(team_invitation)
    return team_invitation


@operation("GET", "/teams/invitations/{invitation_token}")
def info(call: Call, invitation_token: TeamInvitation) -> TeamInvitation:
    """Team Invitation Get."""
    return invitation_token


@operation("POST", "/teams/invitations/{invitation_token}/accept")
def accept(call: Call, invitation_token: TeamInvitation) -> TeamMember:
    """Team Invitation Accept."""
    team_invitations.remove(invitation_token)
    return team_members.add(
        TeamMember(team_id=invitation_token.team_id, account_id=call.account.id, role=invitation_token.role)
    )
