# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Handing a space, and the apps in it, to another team of the same enterprise account (behaviour.md 3.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import forbidden, invalid_params
from ..hooks import emit
from ..operation import operation
from ..params import identity, identity_of
from .app import apps, transfer
from .space import Space, check_allocated, spaces
from .team import role_of, teams, wanted_team

if TYPE_CHECKING:
    from ..application import Call


@operation(
    "POST",
    "/spaces/{space}/transfer",
    params={"new_owner": identity(required=True)},
    status=200,
    access="manage",
)
def create(call: Call, space: Space) -> Space:
    """Space Transfer: at once, by an admin of both teams; all texts are ours [I]."""
    team = wanted_team(identity_of(call.body["new_owner"]) or "", call.account)
    if role_of(team.id, call.account) != "admin":
        raise forbidden(f"You do not have permission to do that on the team {team.name}.")
    enterprise = teams[space.team_id].enterprise_account_id
    if enterprise is None or enterprise != team.enterprise_account_id:
        raise invalid_params("Spaces can only be transferred between teams of the same Enterprise Account.")
    check_allocated(space)
    if space.team_id != team.id:
        spaces.update(space, team_id=team.id)
        for app in apps.where("space_id", space.id):
            transfer(app, team=team)
        emit("space.transferred", space)
    return space
