# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What people may do with the apps and spaces of a team (the schema; which permissions count is ours [I])."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..operation import operation
from .account import accounts, reference
from .app import App, apps, collaborators, permissions_of
from .space import spaces
from .team import Team, team_members

if TYPE_CHECKING:
    from ..application import Call

# The four that can be given; an owner's others follow from manage.
PERMISSIONS = ("deploy", "manage", "operate", "view")


def _users_of_app(app: App) -> list[dict[str, Any]]:
    involved = [member.account_id for member in team_members.where("team_id", app.team_id)]
    involved += [item.account_id for item in collaborators.where("app_id", app.id)]
    users = []
    for account_id in dict.fromkeys(involved):
        account = accounts[account_id]
        allowed = permissions_of(account, app)
        if allowed:
            permissions = [name for name in PERMISSIONS if name in allowed]
            users.append({**reference(account), "permissions": permissions})
    return users


def _users_of_space(team: Team) -> list[dict[str, Any]]:
    admins = [member.account_id for member in team_members.where("team_id", team.id) if member.role == "admin"]
    return [{**reference(accounts[account_id]), "permissions": ["create_apps"]} for account_id in admins]


@operation("GET", "/teams/{team}/permissions")
def list_(call: Call, team: Team) -> list[dict[str, Any]]:
    """Permission Entity List."""
    entities: list[dict[str, Any]] = [
        {"id": app.id, "name": app.name, "team_id": team.id, "type": "app", "users": _users_of_app(app)}
        for app in apps.where("team_id", team.id)
    ]
    entities += [
        {"id": space.id, "name": space.name, "team_id": team.id, "type": "space", "users": _users_of_space(team)}
        for space in spaces.where("team_id", team.id)
    ]
    return entities
