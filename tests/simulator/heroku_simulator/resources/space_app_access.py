# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What members of a team may do in a space of the team (behaviour.md 3.11): ``create_apps``, or nothing of their own.

Nobody is added or removed here. Who is in the team is listed, admins with all permissions [I].
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .. import errors
from ..hooks import on
from ..operation import View, operation, resolver, writer
from ..params import list_of, structure, text
from ..store import Record, Table
from ..switches import switches
from .account import Account, accounts, find_account
from .space import Space, spaces
from .team import TeamMember, membership, team_members

if TYPE_CHECKING:
    from ..application import Call

PERMISSIONS = MappingProxyType({"create_apps": "Create apps in the space"})


@dataclass(kw_only=True)
class SpaceAppAccess(Record):
    """What somebody was given, and what has not been asked for yet; it goes with the space and the membership."""

    space_id: str
    member_id: str
    permissions: list[str] = field(default_factory=list)


space_app_accesses = Table(
    "space_app_accesses", SpaceAppAccess, parents={"space_id": spaces, "member_id": team_members}
)


def access_of(space: Space, member: TeamMember) -> SpaceAppAccess:
    """What a member of the team may do in the space."""
    for access in space_app_accesses.where("space_id", space.id):
        if access.member_id == member.id:
            return access
    granted = list(PERMISSIONS) if member.role == "admin" else []
    return SpaceAppAccess(
        space_id=space.id,
        member_id=member.id,
        permissions=granted,
        created_at=max(space.created_at, member.created_at),
        updated_at=max(space.created_at, member.created_at),
    )


def may_create_apps(space: Space, account: Account) -> bool:
    """Whether somebody of the team may make apps in the space."""
    member = membership(space.team_id, account)
    return member is not None and (member.role == "admin" or "create_apps" in access_of(space, member).permissions)


@on("space.transferred")
def _forget(space: Space) -> None:
    """The members of the old team have nothing to do with the space any more."""
    for access in space_app_accesses.where("space_id", space.id):
        space_app_accesses.remove(access)


@resolver("space_member")
def resolve_space_member(call: Call, identity: str) -> SpaceAppAccess:
    """By e-mail (in any case), id of the account, or ``~``, within the team of the space."""
    account = find_account(identity, call.account)
    member = membership(call.found["space"].team_id, account) if account else None
    if member is None:
        raise errors.not_found("member", resource="space_app_access")
    return access_of(call.found["space"], member)


@writer(SpaceAppAccess)
def write(access: SpaceAppAccess, view: View) -> dict[str, Any]:
    """The resource ``space-app-access``; its id is the space's, as the schema says."""
    space = spaces[access.space_id]
    account = accounts[team_members[access.member_id].account_id]
    return {
        "space": {"name": space.name, "id": space.id},
        "created_at": access.created_at,
        "id": space.id,
        "permissions": [{"description": PERMISSIONS[name], "name": name} for name in access.permissions],
        "updated_at": access.updated_at,
        "user": {"email": account.email, "id": account.id},
    }


@operation("GET", "/spaces/{space}/members")
def list_(call: Call, space: Space) -> list[SpaceAppAccess]:
    """Space App Access List."""
    return [access_of(space, member) for member in team_members.where("team_id", space.team_id)]


@operation("GET", "/spaces/{space}/members/{space_member}")
def info(call: Call, space: Space, space_member: SpaceAppAccess) -> SpaceAppAccess:
    """Space App Access Info."""
    return space_member


@operation(
    "PATCH",
    "/spaces/{space}/members/{space_member}",
    params={"permissions": list_of(structure({"name": text(required=True)}), required=True)},
    access="manage",
)
def update(call: Call, space: Space, space_member: SpaceAppAccess) -> SpaceAppAccess:
    """Space App Access Update: the list takes the place of what there was; an empty one clears it.

    Admins have everything, and to change that has no effect (the documentation of Terraform's provider), or is refused.
    """
    wanted = sorted({permission["name"] for permission in call.body["permissions"]})
    unknown = [name for name in wanted if name not in PERMISSIONS]
    if unknown:
        raise errors.invalid_params(f"Permissions {', '.join(unknown)} are not available for spaces.")
    if team_members[space_member.member_id].role == "admin":
        if switches["space_access_of_admins"] == "refused" and not set(PERMISSIONS) <= set(wanted):
            raise errors.invalid_params("Admins of the team have all permissions on its spaces.")
        return space_member
    if space_app_accesses.get(space_member.id) is None:
        space_app_accesses.add(space_member)
    space_app_accesses.update(space_member, permissions=wanted)
    return space_member
