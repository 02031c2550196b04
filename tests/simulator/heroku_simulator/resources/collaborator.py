# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Collaborators of an app (behaviour.md 3.9), below ``/apps`` and, with permissions, below ``/teams/apps``."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .. import errors
from ..chance import hexadecimal
from ..clock import clock, transition
from ..hooks import emit
from ..operation import View, operation, resolver, writer
from ..params import boolean, identity, identity_of, list_of, one_of
from ..settings import settings
from ..store import Record
from ..switches import switches
from .account import Account, accounts, find_account
from .app import App, Collaborator, apps, collaborators, mention, owner_of, wanted_app
from .team import Team, feature_enabled, teams

if TYPE_CHECKING:
    from ..application import Call

PERMISSIONS = MappingProxyType(
    {
        "view": "Can manage config vars and view the app",
        "deploy": "Can deploy code to the app",
        "operate": "Can scale the app and manage its add-ons",
        "manage": "Can manage the app and its collaborators",
    }
)


@dataclass(kw_only=True)
class Owner(Record):
    """The owner of an app, who is listed among its collaborators; made anew whenever it is asked for."""

    app: App


def _owner_record(app: App) -> Owner:
    return Owner(id=owner_of(app)["id"], created_at=app.created_at, updated_at=app.created_at, app=app)


def _permissions(names: list[str]) -> list[dict[str, str]]:
    return [{"name": name, "description": PERMISSIONS[name]} for name in sorted(names)]


@writer(Owner, optional=("permissions", "role"))
def write_owner(owner: Owner, view: View) -> dict[str, Any]:
    """The resource ``collaborator`` for the owner."""
    return {
        "app": mention(owner.app),
        "created_at": owner.created_at,
        "id": owner.id,
        "permissions": _permissions(list(PERMISSIONS)),
        "role": "owner",
        "updated_at": owner.updated_at,
        "user": {**owner_of(owner.app), "federated": False},
    }


@writer(Collaborator, optional=("permissions", "role"))
def write(item: Collaborator, view: View) -> dict[str, Any]:
    """The resources ``collaborator`` and ``team-app-collaborator``."""
    account = accounts[item.account_id]
    return {
        "app": mention(apps[item.app_id]),
        "created_at": item.created_at,
        "id": item.id,
        "permissions": _permissions(item.permissions),
        "role": "collaborator",
        "updated_at": item.updated_at,
        "user": {"email": account.email, "id": account.id, "federated": account.federated},
    }


def _email(item: Owner | Collaborator) -> str:
    return owner_of(item.app)["email"] if isinstance(item, Owner) else accounts[item.account_id].email


@resolver("collaborator")
def resolve_collaborator(call: Call, identity: str) -> Owner | Collaborator:
    """By id, e-mail (in any case) or id of the user, within the app of the path; the owner too."""
    app: App = call.found["app"]
    for item in collaborators.where("app_id", app.id):
        if identity in (item.id, item.account_id) or identity.lower() == accounts[item.account_id].email:
            return item
    if identity.lower() == owner_of(app)["email"] or identity == owner_of(app)["id"]:
        return _owner_record(app)
    raise errors.not_found("user", resource="collaborator")


def _add(call: Call, app: App, permissions: list[str]) -> Collaborator:
    wanted = identity_of(call.body["user"]) or ""
    account = find_account(wanted, call.account)
    if account is None:
        if switches["unknown_collaborator"] == "not_found" or "@" not in wanted:
            raise errors.not_found("user", resource="account")
        account = accounts.add(Account(email=wanted.lower(), verified=False, password=hexadecimal(20)))
    known = any(item.account_id == account.id for item in collaborators.where("app_id", app.id))
    if known or account.id == app.owner_id:
        raise errors.invalid_params(f"User is already a collaborator on app {app.name}.")
    item = collaborators.add(Collaborator(app_id=app.id, account_id=account.id, permissions=permissions))
    emit("record.changed", app, "collaborator", "create", item, call.account)
    return item


def _check_permissions(app: App, names: list[str]) -> None:
    """Raises the errors for permissions that this app does not have, or that lack ``view``."""
    if app.team_id is None or not feature_enabled(app.team_id, "org-access-controls"):
        raise errors.invalid_params("App permissions are not available for this app.")
    if "view" not in names:
        raise errors.invalid_params("Permissions must include view.")


@transition("collaborator.gone")
def _gone(collaborator_id: str) -> None:
    item = collaborators.get(collaborator_id)
    if item is not None:
        collaborators.remove(item)


def _remove(call: Call, item: Owner | Collaborator) -> Owner | Collaborator:
    """Access ends at once; the record can be seen for a moment longer (behaviour.md 3.9)."""
    if isinstance(item, Owner):
        raise errors.forbidden(f"The owner of the app {item.app.name} cannot be removed.")
    app = apps[item.app_id]
    if item.account_id != call.account.id:
        wanted_app(app.id, call.account, "share")
    emit("record.changed", app, "collaborator", "destroy", item, call.account)
    collaborators.update(item, touch=False, gone_at=clock.now())
    clock.after(settings.timings.collaborator_gone, "collaborator.gone", item.id)
    return item


_RANGES = ("email", "id")


@operation("GET", "/apps/{app}/collaborators", ranges=_RANGES, range_keys={"email": _email})
def list_(call: Call, app: App) -> list[Any]:
    """Collaborator List: the owner included."""
    return [_owner_record(app), *collaborators.where("app_id", app.id)]


@operation("GET", "/apps/{app}/collaborators/{collaborator}")
def info(call: Call, app: App, collaborator: Owner | Collaborator) -> Owner | Collaborator:
    """Collaborator Info."""
    return collaborator


@operation(
    "POST",
    "/apps/{app}/collaborators",
    params={"user": identity(required=True), "silent": boolean()},
    access="share",
)
def create(call: Call, app: App) -> Collaborator:
    """Collaborator Create."""
    return _add(call, app, [])


@operation("DELETE", "/apps/{app}/collaborators/{collaborator}", access="view")
def delete(call: Call, app: App, collaborator: Owner | Collaborator) -> Owner | Collaborator:
    """Collaborator Delete; everybody may leave."""
    return _remove(call, collaborator)


# --- Apps of teams


@operation("GET", "/teams/permissions")
def list_permissions(call: Call) -> list[dict[str, str]]:
    """Team App Permission List."""
    return _permissions(list(PERMISSIONS))


@operation("GET", "/teams/apps/{app}/collaborators", ranges=("email",), order_by="email", range_keys={"email": _email})
def list_by_team_app(call: Call, app: App) -> list[Any]:
    """Team App Collaborator List."""
    return [_owner_record(app), *collaborators.where("app_id", app.id)]


@operation("GET", "/teams/apps/{app}/collaborators/{collaborator}")
def info_by_team_app(call: Call, app: App, collaborator: Owner | Collaborator) -> Owner | Collaborator:
    """Team App Collaborator Info."""
    return collaborator


_PERMISSION_LIST = list_of(one_of(*PERMISSIONS))


@operation(
    "POST",
    "/teams/apps/{app}/collaborators",
    params={"user": identity(required=True), "silent": boolean(), "permissions": _PERMISSION_LIST},
    access="view",
)
def create_by_team_app(call: Call, app: App) -> Collaborator:
    """Team App Collaborator Create. A member of the team may join an unlocked app alone (``heroku apps:join``)."""
    joins = find_account(identity_of(call.body["user"]) or "", call.account) is call.account
    team: Team | None = teams.get(app.team_id)
    if joins and team is not None and app.locked:
        raise errors.no_access_to_team(team.name)
    if not joins:
        wanted_app(app.id, call.account, "share")
    permissions = call.body.get("permissions", [])
    if permissions:
        _check_permissions(app, permissions)
    return _add(call, app, sorted(set(permissions)))


@operation(
    "PATCH",
    "/teams/apps/{app}/collaborators/{collaborator}",
    params={"permissions": list_of(one_of(*PERMISSIONS), required=True)},
    access="share",
)
def update_by_team_app(call: Call, app: App, collaborator: Owner | Collaborator) -> Owner | Collaborator:
    """Team App Collaborator Update."""
    _check_permissions(app, call.body["permissions"])
    if isinstance(collaborator, Owner):
        raise errors.forbidden(f"The permissions of the owner of the app {app.name} cannot be changed.")
    collaborators.update(collaborator, permissions=sorted(set(call.body["permissions"])))
    emit("record.changed", app, "collaborator", "update", collaborator, call.account)
    return collaborator


@operation("DELETE", "/teams/apps/{app}/collaborators/{collaborator}", access="view")
def delete_by_team_app(call: Call, app: App, collaborator: Owner | Collaborator) -> Owner | Collaborator:
    """Team App Collaborator Delete."""
    return _remove(call, collaborator)
