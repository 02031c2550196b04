# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Apps, and who may do what with them (behaviour.md 3.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .. import chance, errors
from ..clock import clock, transition
from ..hooks import emit
from ..operation import View, operation, resolver, writer
from ..params import anything, boolean, identity, identity_of, text
from ..settings import settings
from ..store import Record, Table
from ..switches import switches
from .account import Account, accounts, reference
from .dyno_size import first_size
from .generation import reference as generation_reference
from .region import reference as region_reference
from .region import regions
from .space import Space, spaces
from .space import reference as space_reference
from .stack import Stack, default_stack, stacks, wanted_stack
from .stack import reference as stack_reference
from .team import Team, manager_email, role_of, team_members, teams
from .team import reference as team_reference

if TYPE_CHECKING:
    from ..application import Call

NAME_PATTERN = r"[a-z][a-z0-9-]{1,28}[a-z0-9]"
LONGEST_NAME = 30

# What may be done with an app: the permissions that Heroku names, `share` (add and remove collaborators), and `own`
# (delete, rename, transfer), which a plain collaborator of a personal app may not (behaviour.md 3.9).
EVERYTHING = frozenset({"view", "deploy", "operate", "manage", "share", "own"})
PLAIN_COLLABORATOR = frozenset({"view", "deploy", "operate", "share"})
TEAM_MEMBER = frozenset({"view", "deploy", "operate"})
ADDONS = "addons"  # the access that looking at the add-ons of an app takes


@dataclass(kw_only=True)
class App(Record):
    """An app. Exactly one of ``owner_id`` (an account) and ``team_id`` is set."""

    name: str
    owner_id: str | None
    team_id: str | None = None
    space_id: str | None = None
    region_id: str
    stack_id: str
    build_stack_id: str
    generation: str = "cedar"
    acm: bool = False
    maintenance: bool = False
    locked: bool = False
    internal_routing: bool | None = None
    hostname_suffix: str = ""
    config: dict[str, str] = field(default_factory=dict)
    released_at: str | None = None
    archived_at: str | None = None
    slug_size: int | None = None
    repo_size: int | None = None
    buildpack_provided_description: str | None = None
    last_version: int = 0
    current_release_id: str | None = None
    current_version: int = 0
    old_names: list[str] = field(default_factory=list)
    ready: bool = True
    has_log_channel: bool = False
    two_factor: bool = False
    pre_authorized_until: dict[str, float] = field(default_factory=dict)


@dataclass(kw_only=True)
class Collaborator(Record):
    """Somebody else who may use an app. ``permissions`` is only used for team apps."""

    app_id: str
    account_id: str
    permissions: list[str] = field(default_factory=list)
    gone_at: float | None = None


apps = Table(
    "apps",
    App,
    unique=("name",),
    parents={"owner_id": accounts, "team_id": teams, "space_id": spaces},
    secrets=("config",),
)
collaborators = Table("collaborators", Collaborator, parents={"app_id": apps, "account_id": accounts})


# --- Access


def permissions_of(account: Account, app: App) -> frozenset[str]:
    """What the account may do with the app; empty when it has no access at all."""
    if app.owner_id == account.id:
        return EVERYTHING
    collaborator = next(
        (item for item in collaborators.where("app_id", app.id) if item.account_id == account.id and not item.gone_at),
        None,
    )
    if app.team_id is None:
        return PLAIN_COLLABORATOR if collaborator else frozenset()
    role = role_of(app.team_id, account)
    if role == "admin":
        return EVERYTHING
    allowed: set[str] = set()
    if role in ("member", "viewer") and not app.locked:
        allowed |= TEAM_MEMBER if role == "member" else {"view"}
    if collaborator:
        allowed |= set(collaborator.permissions) or TEAM_MEMBER
        if "manage" in allowed:
            allowed |= EVERYTHING
    return frozenset(allowed)


def may_see_addons(allowed: frozenset[str]) -> bool:
    """Whether permissions on an app are enough to see its add-ons; the recorded refusal names two."""
    return bool(allowed & ({"view"} if switches["see_addons"] == "view" else {"deploy", "operate"}))


def visible_apps(account: Account) -> list[App]:
    """Every app that the account may see: its own, those of its teams, those that it collaborates on."""
    found = {app.id: app for app in owned_and_collaborated_apps(account)}
    for member in team_members.where("account_id", account.id):
        for app in apps.where("team_id", member.team_id):
            if app.id not in found and (member.role == "admin" or "view" in permissions_of(account, app)):
                found[app.id] = app
    return list(found.values())


def owned_and_collaborated_apps(account: Account) -> list[App]:
    """The account's own apps, and those that it was added to as a collaborator."""
    shared = [apps[item.app_id] for item in collaborators.where("account_id", account.id) if not item.gone_at]
    return apps.where("owner_id", account.id) + shared


def find_app(identity: str) -> App | None:
    """By id or name, or by the legacy address ``app12345@heroku.com`` of a name (behaviour.md 3.1)."""
    app = apps.find(identity.removesuffix("@heroku.com"), "name")
    if app is None and switches["old_app_name"] == "found":
        app = next((app for app in apps if identity in app.old_names), None)
    return app


def wanted_app(identity: str, account: Account, permission: str = "view") -> App:
    """The app that a path or a parameter names, if the caller may do that with it. Raises 404 or 403."""
    app = find_app(identity)
    if app is None:
        raise errors.not_found("app")
    allowed = permissions_of(account, app)
    if not allowed:
        raise errors.no_access_to_app(app.name)
    if permission == ADDONS:
        if not may_see_addons(allowed):
            raise errors.no_permission(app.name, "view addon resources", "deploy or operate")
    elif permission not in allowed:
        if permission == "own":
            raise errors.forbidden(f"You do not have permission to manage the app {app.name}.")
        raise errors.no_permission(app.name, "do that", permission)
    return app


def check_ready(app: App) -> None:
    """A fresh app of a space takes no writes for a while (behaviour.md 3.1, the race of private spaces)."""
    if not app.ready:
        raise errors.app_not_provisioned(app.name)


@resolver("app")
def resolve_app(call: Call, identity: str) -> App:
    """By id or name."""
    return wanted_app(identity, call.account, call.operation.access)


# --- Writing


def mention(app: App) -> dict[str, str]:
    """How other records mention an app."""
    return {"id": app.id, "name": app.name}


def owner_of(app: App) -> dict[str, str]:
    """The owner as Heroku shows it: an account, or the manager of a team."""
    if app.team_id is not None:
        team = teams[app.team_id]
        return {"email": manager_email(team), "id": team.manager_id}
    return reference(accounts[app.owner_id or ""])


def hostname(app: App) -> str:
    """The app's name under herokuapp.com, with the suffix that new apps have (behaviour.md 3.1)."""
    return f"{app.name}{app.hostname_suffix}.herokuapp.com"


def _process_tier(app: App, space: Space | None) -> str:
    """Eco, basic, production, private or shield: what the sizes of an app's dynos have in common."""
    if space is not None:
        return "shield" if space.shield else "private"
    return first_size(app).tier.lower()


@writer(App)
def write(app: App, view: View) -> dict[str, Any]:
    """The resource ``app``."""
    team = teams.get(app.team_id)
    space = spaces.get(app.space_id)
    body: dict[str, Any] = {
        "acm": app.acm,
        "archived_at": app.archived_at,
        "buildpack_provided_description": app.buildpack_provided_description,
        "build_stack": stack_reference(stacks[app.build_stack_id]),
        "created_at": app.created_at,
        "generation": app.generation if view.sdk else generation_reference(app.generation),
        "git_url": f"https://git.heroku.com/{app.name}.git",
        "id": app.id,
        "internal_routing": app.internal_routing,
        "maintenance": app.maintenance,
        "name": app.name,
        "owner": owner_of(app),
        "organization": team_reference(team) if team else None,
        "team": team_reference(team) if team else None,
        "region": region_reference(regions[app.region_id]),
        "released_at": app.released_at,
        "repo_size": app.repo_size,
        "slug_size": app.slug_size,
        "space": space_reference(space) if space else None,
        "stack": stack_reference(stacks[app.stack_id]),
        "updated_at": app.updated_at,
        "web_url": None if app.internal_routing else f"https://{hostname(app)}/",
    }
    if view.sdk:
        body |= {"base_image_name": None, "buildpacks": None, "current_build_architecture": ["amd64"]}
        body["process_tier"] = _process_tier(app, space)  # in no schema, but `heroku ps` reads it (behaviour.md 3.1)
    return body


# --- Creating and changing


def check_name(name: str) -> None:
    """Raises the 422 for a name that is taken or not allowed."""
    if len(name) > LONGEST_NAME:
        raise errors.app_name_too_long()
    if not re.fullmatch(NAME_PATTERN, name):
        raise errors.app_name_invalid()
    if apps.by("name", name):
        raise errors.name_taken()


def create_app(
    *,
    actor: Account,
    name: str | None = None,
    team: Team | None = None,
    space: Space | None = None,
    region: str | None = None,
    stack: Stack | None = None,
    locked: bool = False,
    internal_routing: bool | None = None,
    generation: str = "cedar",
) -> App:
    """Make an app with everything that a new one has. Raises the errors of the catalogue."""
    if name is None:
        name = apps.unused("name", chance.app_name)
    else:
        check_name(name)
    if space is not None:
        region_id = space.region_id
        generation = space.generation
    else:
        found = regions.find(region or "us", "name")
        if found is None or found.private_capable:
            raise errors.invalid_params(f"Couldn't find that region: {region}.")
        region_id = found.id
    stack = stack or default_stack(generation)
    app = App(
        name=name,
        owner_id=None if team else actor.id,
        team_id=team.id if team else None,
        space_id=space.id if space else None,
        region_id=region_id,
        stack_id=stack.id,
        build_stack_id=stack.id,
        generation=generation,
        locked=locked,
        internal_routing=internal_routing,
        hostname_suffix=f"-{chance.hexadecimal(12)}",
        released_at=clock.timestamp(),
        ready=space is None,
    )
    apps.add(app)
    clock.after(settings.timings.log_channel, "app.log_channel", app.id)
    if space is not None:
        clock.after(settings.timings.app_in_space, "app.ready", app.id)
    emit("app.created", app, actor=actor)
    return app


@transition("app.log_channel")
def _assign_log_channel(app_id: str) -> None:
    app = apps.get(app_id)
    if app is not None:
        apps.update(app, touch=False, has_log_channel=True)


@transition("app.ready")
def _become_ready(app_id: str) -> None:
    app = apps.get(app_id)
    if app is not None:
        apps.update(app, touch=False, ready=True)


def rename(app: App, name: str) -> None:
    """Give an app another name; its git url and herokuapp domain follow, its ids stay (behaviour.md 3.1)."""
    if name == app.name:
        return
    check_name(name)
    old = app.name
    apps.update(app, name=name, old_names=[*app.old_names, old])
    emit("app.renamed", app, old_name=old)


def transfer(app: App, *, owner: Account | None = None, team: Team | None = None) -> None:
    """Give an app to an account or a team."""
    apps.update(app, owner_id=owner.id if owner else None, team_id=team.id if team else None)
    for collaborator in collaborators.where("app_id", app.id):
        if owner and collaborator.account_id == owner.id:
            collaborators.remove(collaborator)


# --- Operations


@operation("GET", "/apps", ranges=("id", "name", "updated_at"))
def list_(call: Call) -> list[App]:
    """App List."""
    if switches["unjoined_apps"] == "left_out":
        return owned_and_collaborated_apps(call.account)
    return visible_apps(call.account)


@operation("GET", "/users/{account}/apps", ranges=("id", "name", "updated_at"))
def list_owned_and_collaborated(call: Call, account: Account) -> list[App]:
    """App List Owned and Collaborated."""
    return owned_and_collaborated_apps(account)


@operation(
    "POST",
    "/apps",
    params={"name": text(), "region": identity(), "stack": identity(), "feature_flags": anything()},
)
def create(call: Call) -> App:
    """App Create: a personal app. Team and space belong to ``POST /teams/apps``."""
    account, body = call.account, call.body
    check_may_create(account)
    return create_app(actor=account, name=body.get("name"), region=identity_of(body.get("region")), stack=_stack(body))


def check_may_create(account: Account) -> None:
    """Raises the errors for accounts that may not have one more personal app."""
    if not account.verified:
        raise errors.verify_to_create_app()
    if apps.count("owner_id", account.id) >= account.app_limit:
        raise errors.app_limit(account.app_limit)


def _stack(body: dict[str, Any], name: str = "stack") -> Stack | None:
    wanted = identity_of(body.get(name))
    return wanted_stack(wanted) if wanted else None


@operation("GET", "/apps/{app}")
def info(call: Call, app: App) -> App:
    """App Info."""
    return app


@operation("PATCH", "/apps/{app}", params={"name": text(), "maintenance": boolean(), "build_stack": identity()})
def update(call: Call, app: App) -> App:
    """App Update. A build stack takes effect at once on an app that was never deployed (behaviour.md 3.1)."""
    body = call.body
    stack = _stack(body, "build_stack")
    before = write(app, call.view)
    if "name" in body and body["name"] != app.name:
        wanted_app(app.id, call.account, "own")
        check_ready(app)
        rename(app, body["name"])
    if "maintenance" in body:
        apps.update(app, maintenance=body["maintenance"])
    if stack is not None and stack.id != app.build_stack_id:
        old = stacks[app.build_stack_id]
        apps.update(app, build_stack_id=stack.id)
        emit("app.build_stack_changed", app, actor=call.account, stack=stack, old=old)
    after = write(app, call.view)
    previous = {name: before[name] for name in ("name", "maintenance", "build_stack") if before[name] != after[name]}
    if previous:
        emit("app.updated", app, actor=call.account, previous=previous)
    return app


@operation("DELETE", "/apps/{app}", access="own")
def delete(call: Call, app: App) -> App:
    """App Delete: answers the app as it was; everything of it goes too."""
    delete_app(app)
    return app


def delete_app(app: App) -> None:
    """Delete an app and all that belongs to it."""
    emit("app.deleted", app)
    apps.remove(app)
