# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Apps of teams (behaviour.md 3.1 and 3.10): creating them, locking them, giving them away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import errors
from ..operation import View, operation
from ..params import anything, boolean, identity, identity_of, text
from ..switches import switches
from .account import find_account
from .app import App, apps, check_may_create, collaborators, create_app, permissions_of, transfer, visible_apps
from .app import write as write_app
from .space import Space, check_allocated, wanted_space
from .space_app_access import may_create_apps
from .stack import wanted_stack
from .team import ROLE_ACCESS, Team, role_of, teams, wanted_team

if TYPE_CHECKING:
    from ..application import Call

_APP_ONLY = ("acm", "organization", "process_tier")

MOST_APPS_OF_TEAM, MOST_APPS_OF_ENTERPRISE, MOST_APPS_OF_SPACE = 100, 200, 25


def write(app: App, view: View) -> dict[str, Any]:
    """The resource ``team-app``: an app with ``joined`` and ``locked``, and less about its team and space."""
    body = {name: value for name, value in write_app(app, view).items() if name not in _APP_ONLY}
    if not view.sdk:
        del body["generation"]
    joined = view.account is not None and any(
        item.account_id == view.account.id for item in collaborators.where("app_id", app.id)
    )
    return {
        **body,
        "joined": joined or (view.account is not None and app.owner_id == view.account.id),
        "locked": app.locked,
        "team": {"name": body["team"]["name"]} if body["team"] else None,
        "space": {name: body["space"][name] for name in ("id", "name")} if body["space"] else None,
    }


@operation("GET", "/teams/apps", ranges=("name",), order_by="name", write_as=write)
def list_(call: Call) -> list[App]:
    """Team App List: of all of the caller's teams."""
    return [app for app in visible_apps(call.account) if app.team_id is not None]


@operation("GET", "/teams/{team}/apps", ranges=("name",), order_by="name", write_as=write)
def list_by_team(call: Call, team: Team) -> list[App]:
    """Team App List By Team."""
    return [app for app in apps.where("team_id", team.id) if permissions_of(call.account, app)]


@operation("GET", "/teams/apps/{app}", write_as=write)
def info(call: Call, app: App) -> App:
    """Team App Info."""
    return app


@operation(
    "POST",
    "/teams/apps",
    params={
        "locked": boolean(),
        "name": text(),
        "team": identity(),
        "personal": boolean(),
        "region": identity(),
        "space": identity(),
        "stack": identity(),
        "internal_routing": boolean(nullable=True),
        "kernel": text(),
        "feature_flags": anything(),
    },
    write_as=write,
)
def create(call: Call) -> App:
    """Team App Create. The official command may send a kernel and feature flags too; nothing comes of them here."""
    return make(call, call.body)


def make(call: Call, body: dict[str, Any]) -> App:
    """Make an app for the named team, that of the space, the default one, or (``personal``) for oneself."""
    account = call.account
    space = wanted_space(identity_of(body["space"]) or "", account) if body.get("space") else None
    team = _team(call, body, space)
    if team is None:
        check_may_create(account)
    elif "operate" not in ROLE_ACCESS[role_of(team.id, account) or "collaborator"]:
        raise errors.forbidden(f"You do not have permission to create apps on the team {team.name}.")
    _check_limits(team, space)
    if space is not None:
        if switches["create_apps"] == "enforced" and not may_create_apps(space, account):
            raise errors.forbidden(f"You do not have permission to create apps in the space {space.name}.")
        check_allocated(space)
    if body.get("internal_routing") and space is None:
        raise errors.invalid_params("Internal routing is only available for apps in Private Spaces.")
    stack = identity_of(body.get("stack"))
    return create_app(
        actor=account,
        name=body.get("name"),
        team=team,
        space=space,
        region=identity_of(body.get("region")),
        stack=wanted_stack(stack) if stack else None,
        locked=bool(body.get("locked")),
        internal_routing=bool(body.get("internal_routing")) if space else None,
    )


def _check_limits(team: Team | None, space: Space | None) -> None:
    """Raises the 422 for one app more than a team or a space may have (recorded.md F) [I: texts]."""
    if team is not None:
        limit = MOST_APPS_OF_ENTERPRISE if team.type == "enterprise" else MOST_APPS_OF_TEAM
        if apps.count("team_id", team.id) >= limit:
            raise errors.app_limit(limit)
    if space is not None and apps.count("space_id", space.id) >= MOST_APPS_OF_SPACE:
        raise errors.invalid_params(f"The space {space.name} has reached its limit of {MOST_APPS_OF_SPACE} apps.")


def _team(call: Call, body: dict[str, Any], space: Space | None) -> Team | None:
    if body.get("team"):
        team = wanted_team(identity_of(body["team"]) or "", call.account)
        if space is not None and space.team_id != team.id:
            raise errors.invalid_params(f"The space {space.name} does not belong to the team {team.name}.")
        return team
    if space is not None:
        return teams[space.team_id]
    return None if body.get("personal") else teams.get(call.account.default_team_id)


@operation(
    "PATCH",
    "/teams/apps/{app}",
    params={"locked": boolean(), "owner": identity()},
    access="own",
    write_as=write,
)
def update(call: Call, app: App) -> App:
    """Team App Update Locked, Transfer to Account, Transfer to Team: transfers happen at once."""
    if "locked" not in call.body and "owner" not in call.body:
        raise errors.required_params(["locked"])
    if "locked" in call.body:
        if app.team_id is None:
            raise errors.invalid_params("Only apps of a team can be locked.")
        apps.update(app, locked=call.body["locked"])
    if "owner" in call.body:
        _transfer(call, app, identity_of(call.body["owner"]) or "")
    return app


def _transfer(call: Call, app: App, identity: str) -> None:
    team = teams.find(identity, "name")
    if team is not None:
        wanted_team(team.id, call.account)
        transfer(app, team=team)
        return
    recipient = find_account(identity, call.account)
    if recipient is None:
        raise errors.not_found("user", resource="account")
    if app.space_id is not None:
        raise errors.invalid_params("Apps in a Private Space cannot be transferred to an account.")
    if app.team_id is not None and role_of(app.team_id, recipient) is None and recipient.id != call.account.id:
        raise errors.invalid_params("The new owner must be a member of the team.")
    transfer(app, owner=recipient)
