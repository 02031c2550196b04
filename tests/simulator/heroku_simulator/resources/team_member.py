# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Members of teams (behaviour.md 3.10)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .. import errors
from ..chance import hexadecimal
from ..operation import Reply, View, operation, resolver, writer
from ..params import boolean, one_of, text
from ..store import TABLES
from ..switches import switches
from .account import Account, accounts
from .app import App, apps, collaborators, permissions_of
from .team import Team, TeamMember, feature_enabled, membership, role_of, team_members
from .team_app import write as write_team_app

if TYPE_CHECKING:
    from ..application import Call

INVITE = "team-invite-acceptance"


def accepts_first(team: Team) -> bool:
    """Whether people have to accept an invitation before they are in the team."""
    return team.type == "team" and feature_enabled(team.id, INVITE)


def person(email: str) -> Account:
    """The account of an address; whoever has none gets one that is not verified [I]. Raises the errors for others."""
    account = accounts.by("email", email.lower())
    if account is None:
        if "@" not in email:
            raise errors.invalid_params("Email is invalid")
        if switches["unknown_member"] == "not_found":
            raise errors.not_found("user", resource="account")
        account = accounts.add(Account(email=email.lower(), verified=False, password=hexadecimal(20)))
    return account


def check_room(team: Team) -> None:
    """Raises the error when the team has as many members and invitations as it may [I]."""
    count = team_members.count("team_id", team.id) + TABLES["team_invitations"].count("team_id", team.id)
    if team.membership_limit is not None and count >= team.membership_limit:
        raise errors.invalid_params(f"You've reached the limit of {team.membership_limit} members for this team.")


def check_admin_left(team: Team, leaving: TeamMember) -> None:
    """Raises the error when a team would be left without an admin; nobody recorded it [I]."""
    admins = [item for item in team_members.where("team_id", team.id) if item.role == "admin"]
    if admins == [leaving]:
        raise errors.invalid_params(f"The team {team.name} needs at least one admin.")


def everybody(team: Team) -> list[TeamMember]:
    """The members of a team, and who is only a collaborator of some of its apps: that is a role too (3.10)."""
    found = team_members.where("team_id", team.id)
    known = {member.account_id for member in found}
    for app in apps.where("team_id", team.id):
        for item in collaborators.where("app_id", app.id):
            if item.account_id not in known and not item.gone_at:
                known.add(item.account_id)
                found.append(
                    TeamMember(
                        id=item.id,
                        created_at=item.created_at,
                        updated_at=item.updated_at,
                        team_id=team.id,
                        account_id=item.account_id,
                        role="collaborator",
                    )
                )
    return found


@resolver("team_member")
def resolve_team_member(call: Call, identity: str) -> TeamMember:
    """By id, e-mail (in any case) or id of the user, within the team of the path."""
    for member in everybody(call.found["team"]):
        account = accounts[member.account_id]
        if identity in (member.id, account.id) or identity.lower() == account.email:
            return member
    raise errors.not_found("member", resource="team_member")


# Not `id` and `role`, without which nobody could do anything with a member: nothing that was recorded lacks them.
@writer(TeamMember, optional=("identity_provider", "two_factor_authentication", "user"))
def write(member: TeamMember, view: View) -> dict[str, Any]:
    """The resource ``team-member``."""
    account = accounts[member.account_id]
    return {
        "created_at": member.created_at,
        "email": account.email,
        "federated": member.federated,
        "id": member.id,
        "identity_provider": None,
        "role": member.role,
        "two_factor_authentication": account.two_factor_authentication,
        "updated_at": member.updated_at,
        "user": {"email": account.email, "id": account.id, "name": account.name},
    }


def _email(member: TeamMember) -> str:
    return accounts[member.account_id].email


@operation("GET", "/teams/{team}/members", ranges=("email",), order_by="email", range_keys={"email": _email})
def list_(call: Call, team: Team) -> list[TeamMember]:
    """Team Member List."""
    return everybody(team)


_PARAMS = MappingProxyType(
    {
        "email": text(required=True),
        "role": one_of("admin", "viewer", "member", required=True),
        "federated": boolean(),
    }
)


def _add(call: Call, team: Team) -> TeamMember:
    account = person(call.body["email"])
    if accepts_first(team) and switches["team_invitations"] == "enforced":
        raise errors.invalid_params(f"The team {team.name} requires you to invite members.")
    check_room(team)
    member = TeamMember(
        team_id=team.id,
        account_id=account.id,
        role=call.body["role"],
        federated=call.body.get("federated", False),
    )
    return team_members.add(member)


def _change(call: Call, team: Team, member: TeamMember) -> TeamMember:
    if call.body["role"] != "admin":
        check_admin_left(team, member)
    team_members.update(member, role=call.body["role"], federated=call.body.get("federated", member.federated))
    return member


def _known(call: Call, team: Team) -> TeamMember | None:
    account = accounts.by("email", call.body["email"].lower())
    return membership(team.id, account) if account else None


@operation("PUT", "/teams/{team}/members", params=_PARAMS, access="manage")
def create_or_update(call: Call, team: Team) -> Reply:
    """Team Member Create or Update."""
    member = _known(call, team)
    if member is not None:
        return Reply(_change(call, team, member))
    return Reply(_add(call, team), status=201)


@operation("POST", "/teams/{team}/members", params=_PARAMS, access="manage")
def create(call: Call, team: Team) -> TeamMember:
    """Team Member Create."""
    if _known(call, team) is not None:
        raise errors.invalid_params(f"User is already a member of the team {team.name}.")
    return _add(call, team)


@operation("PATCH", "/teams/{team}/members", params=_PARAMS, access="manage")
def update(call: Call, team: Team) -> TeamMember:
    """Team Member Update."""
    member = _known(call, team)
    if member is None:
        raise errors.not_found("member", resource="team_member")
    return _change(call, team, member)


@operation("DELETE", "/teams/{team}/members/{team_member}", access="view")
def delete(call: Call, team: Team, team_member: TeamMember) -> TeamMember:
    """Team Member Delete; everybody may leave."""
    if team_member.account_id != call.account.id and role_of(team.id, call.account) != "admin":
        raise errors.forbidden(f"You do not have permission to do that on the team {team.name}.")
    check_admin_left(team, team_member)
    if team_member.role == "collaborator":
        for app in apps.where("team_id", team.id):
            for item in collaborators.where("app_id", app.id):
                if item.account_id == team_member.account_id:
                    collaborators.remove(item)
    team_members.remove(team_member)
    return team_member


@operation(
    "GET",
    "/teams/{team}/members/{team_member}/apps",
    ranges=("name",),
    order_by="name",
    write_as=write_team_app,
)
def list_apps(call: Call, team: Team, team_member: TeamMember) -> list[App]:
    """Team Member List By Member: the team's apps that the member can see."""
    account = accounts[team_member.account_id]
    return [app for app in apps.where("team_id", team.id) if permissions_of(account, app)]
