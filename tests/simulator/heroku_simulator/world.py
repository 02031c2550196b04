# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The world: accounts, teams, plans, apps that are there when the simulator starts, as a world file says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from . import chance, commands, store
from .clock import clock
from .context import Local
from .hooks import emit
from .oauth import authorize, oauth_tokens
from .resources.account import Account, accounts
from .resources.account_feature import AccountFeature, account_features
from .resources.add_on import add_credential, buy, default_attachment_name, fold_name
from .resources.add_on_service import AddOnService, add_on_services
from .resources.app import App, Collaborator, apps, collaborators, create_app
from .resources.app_feature import AppFeature, app_features
from .resources.audit_trail import add_archive
from .resources.credit import Credit, credits_
from .resources.domain import add_domain
from .resources.dyno_size import DynoSize, dyno_sizes
from .resources.enterprise_account import (
    EnterpriseAccount,
    EnterpriseAccountMember,
    enterprise_account_members,
    enterprise_accounts,
)
from .resources.formation import scale
from .resources.generation import Generation, generations
from .resources.invoice import Invoice, invoices
from .resources.key import Key, fingerprint_of, keys
from .resources.oauth_authorization import DEFAULT_DESCRIPTION
from .resources.peering import add_peering
from .resources.pipeline import Pipeline, pipelines
from .resources.pipeline_coupling import couple
from .resources.plan import Plan, plans, wanted_plan
from .resources.region import Region, regions
from .resources.release import create_release
from .resources.slug import Slug, slugs
from .resources.space import Space, spaces
from .resources.space_host import SpaceHost, space_hosts
from .resources.stack import Stack, stacks
from .resources.team import Team, TeamMember, add_features, team_members, teams
from .settings import RATE_LIMIT, Timings, settings
from .switches import switches
from .world_file import World, WorldError


@dataclass(frozen=True)
class Start:
    """How a simulator starts, and starts again when it is reset. ``latency`` is in seconds."""

    world: World
    clock: str = "real"
    switches: Mapping[str, str] = field(default_factory=dict)
    rate_limit: int = RATE_LIMIT
    latency: float = 0.0
    seed: int | None = None
    token: str | None = None


_started: Local[list[Start]] = Local(list)


def start(how: Start) -> None:
    """Make the world, and remember how, for ``start_again``. Raises WorldError, and ValueError for a switch."""
    _started.get()[:] = [how]
    start_again()


def start_again() -> None:
    """Forget everything and make the world anew."""
    (how,) = _started.get()
    chance.seed(how.seed)
    store.clear()
    clock.reset()
    clock.set_mode("instant")
    settings.token = how.token
    settings.rate_limit = how.rate_limit
    settings.latency = how.latency
    switches.reset()
    world = how.world
    with world.at("switches"):
        for name, answer in world.sections.get("switches", {}).items():
            switches.set(name, str(answer))
    for name, answer in how.switches.items():
        switches.set(name, answer)
    with world.at("commands"):
        commands.set_table(world.sections["commands"])
    settings.timings = Timings(**world.sections.get("timings", {}))
    settings.building = True
    try:
        _build(world)
        clock.settle()
    finally:
        settings.building = False
    clock.set_mode(how.clock)


def first_token() -> str:
    """The token of the first account."""
    return next(iter(oauth_tokens)).token


def _of(record_type: type, data: dict[str, Any], **more: Any) -> Any:
    """A record from the properties of a section that are named like its fields."""
    known = {item.name for item in fields(record_type)}
    return record_type(**{name: value for name, value in data.items() if name in known}, **more)


def _build(world: World) -> None:
    for name in ("cedar", "fir"):
        generations.add(Generation(name=name))
    world.each("regions", lambda data: regions.add(_of(Region, data)))
    world.each("stacks", lambda data: stacks.add(_of(Stack, data)))
    world.each("dyno_sizes", lambda data: dyno_sizes.add(_of(DynoSize, data)))
    world.each("app_features", lambda data: app_features.add(_of(AppFeature, data)))
    world.each("account_features", lambda data: account_features.add(_of(AccountFeature, data)))
    world.each("addon_services", _build_service)
    world.each("accounts", _build_account)
    world.each("enterprise_accounts", _build_enterprise_account)
    world.each("teams", _build_team)
    for index, account in enumerate(list(accounts)):
        if account.default_team_id is not None:
            with world.at("accounts", index):
                account.default_team_id = _named(teams, account.default_team_id).id
    world.each("spaces", _build_space)
    patterns: dict[str, dict[str, Any]] = {}
    world.each("apps", lambda data: _build_apps(data, patterns))
    world.each("pipelines", _build_pipeline)


def _build_service(data: dict[str, Any]) -> None:
    service = add_on_services.add(_of(AddOnService, {**data, "attachment": data.get("attachment", "")}))
    if not service.attachment:
        service.attachment = service.name.removeprefix("heroku-").replace("-", "_").upper()
    for plan in data["plans"]:
        more = {name: value for name, value in plan.items() if name != "name"}
        human_name = plan.get("human_name", plan["name"].replace("-", " ").title())
        plans.add(
            _of(
                Plan,
                {**more, "name": f"{service.name}:{plan['name']}", "human_name": human_name},
                service_id=service.id,
            )
        )


def _build_account(data: dict[str, Any]) -> None:
    account = accounts.add(_of(Account, {**data, "email": data["email"].lower()}))
    first = len(accounts) == 1
    for index, token in enumerate(data.get("tokens") or [{}]):
        own = settings.token if first and index == 0 else None
        text = own or token.get("token") or f"HRKU-{chance.new_id()}"
        description = token.get("description", DEFAULT_DESCRIPTION)
        authorize(account, text, description, token.get("scope", ["global"]), token.get("expires_at"))
    for credit in data.get("credits", []):
        credits_.add(_of(Credit, credit, account_id=account.id))
    for invoice in data.get("invoices", []):
        invoices.add(_of(Invoice, invoice, owner_id=account.id))
    for public_key in data.get("keys", []):
        comment = " ".join(public_key.split()[2:])
        fingerprint = fingerprint_of(public_key)
        keys.add(Key(account_id=account.id, public_key=public_key, fingerprint=fingerprint, comment=comment))


def _build_enterprise_account(data: dict[str, Any]) -> None:
    enterprise = enterprise_accounts.add(_of(EnterpriseAccount, data))
    for month in data.get("archives", []):
        add_archive(enterprise, month)
    for email, permissions in data.get("members", {}).items():
        enterprise_account_members.add(
            EnterpriseAccountMember(
                enterprise_account_id=enterprise.id, account_id=_account(email).id, permissions=permissions
            )
        )


def _account(email: str) -> Account:
    account = accounts.by("email", email.lower())
    if account is None:
        raise WorldError(f"there is no account {email}")
    return account


def _named(table: store.Table[Any], name: str) -> Any:
    record = table.by("name", name)
    if record is None:
        raise WorldError(f"there is no {name} among the {table.name}")
    return record


def _build_team(data: dict[str, Any]) -> None:
    enterprise = data.get("enterprise_account")
    owner = _named(enterprise_accounts, enterprise).id if enterprise else None
    team = teams.add(_of(Team, data, enterprise_account_id=owner))
    for email, role in data.get("members", {}).items():
        team_members.add(TeamMember(team_id=team.id, account_id=_account(email).id, role=role))
    for invoice in data.get("invoices", []):
        invoices.add(_of(Invoice, invoice, owner_id=team.id))
    add_features(team, data.get("features", []))


def _build_space(data: dict[str, Any]) -> None:
    space = spaces.add(
        _of(
            Space,
            {**data, "state": "allocated", "nat_sources": [f"192.0.2.{number}" for number in range(1, 5)]},
            team_id=_named(teams, data["team"]).id,
            region_id=_named(regions, data.get("region", "virginia")).id,
        )
    )
    space.created_at = space.updated_at = clock.timestamp()
    admins = (item for item in team_members.where("team_id", space.team_id) if item.role == "admin")
    creator = next((accounts[item.account_id] for item in admins), next(iter(accounts)))
    emit("space.created", space, creator=creator)
    for peering in data.get("peerings", []):
        add_peering(space, **peering)
    for host in data.get("hosts", []):
        space_hosts.add(_of(SpaceHost, host, space_id=space.id))


def _build_apps(given: dict[str, Any], patterns: dict[str, dict[str, Any]]) -> None:
    """The app of an entry, or as many as its ``count`` says; ``patterns`` are the entries so far, by name."""
    data = given
    if "like" in given:
        if given["like"] not in patterns:
            raise WorldError(f"there is no app {given['like']} above, that this one could be like")
        data = {**patterns[given["like"]], "domains": [], **given}
    patterns[data["name"]] = data
    for number in range(1, data.get("count", 1) + 1):
        _build_app(data, data["name"].replace("{n}", str(number)))


def _build_app(data: dict[str, Any], name: str) -> App:
    team = _named(teams, data["team"]) if "team" in data else None
    space = _named(spaces, data["space"]) if "space" in data else None
    if team is None and space is not None:
        team = teams[space.team_id]
    actor = _account(data["owner"]) if "owner" in data else next(iter(accounts))
    app = create_app(
        actor=actor,
        name=name,
        team=team,
        space=space,
        region=data.get("region"),
        stack=_named(stacks, data["stack"]) if "stack" in data else None,
        locked=data.get("locked", False),
        internal_routing=data.get("internal_routing", False) if space else None,
    )
    apps.update(
        app,
        touch=False,
        maintenance=data.get("maintenance", False),
        two_factor=data.get("two_factor", False),
    )
    clock.settle()
    for addon in data.get("addons", []):
        plan = wanted_plan(addon["plan"], in_space=app.space_id is not None)
        asked = addon.get("attachment")
        attachment = fold_name(asked) if asked else default_attachment_name(app, add_on_services[plan.service_id])
        # The name of an add-on is unique everywhere, so copies of an app get names of their own.
        addon_name = addon.get("name") if "count" not in data else None
        bought = buy(app, actor, plan, name=addon_name, attachment=attachment, config={})
        clock.settle()
        for credential in addon.get("credentials", []):
            add_credential(bought, credential)
    if data.get("config"):
        config = {**app.config, **data["config"]}
        create_release(app, actor, f"Set {', '.join(sorted(data['config']))} config vars", config=config)
    if data.get("process_types"):
        commit = chance.hexadecimal(40)
        slug = slugs.add(
            Slug(
                app_id=app.id,
                stack_id=app.build_stack_id,
                process_types=data["process_types"],
                commit=commit,
                size=1048576,
            )
        )
        create_release(app, actor, f"Deploy {commit[:8]}", slug=slug)
        clock.settle()
    if data.get("formation"):
        scale(app, [{"type": process_type, **wanted} for process_type, wanted in data["formation"].items()])
    for host in data.get("domains", []):
        add_domain(app, host)
    for email, permissions in data.get("collaborators", {}).items():
        collaborators.add(
            Collaborator(app_id=app.id, account_id=_account(email).id, permissions=sorted(permissions or []))
        )
    return app


def _build_pipeline(data: dict[str, Any]) -> None:
    owner = data.get("owner")
    team = teams.by("name", owner) if owner else None
    account = None if team else _account(owner) if owner else next(iter(accounts))
    pipeline = pipelines.add(
        Pipeline(
            name=data["name"],
            owner_id=team.id if team else account.id if account else None,
            owner_type="team" if team else "user",
            creator_id=(account or next(iter(accounts))).id,
            repo_id=data.get("repo_id"),
        )
    )
    for stage, names in data.get("apps", {}).items():
        for name in names:
            couple(pipeline, _named(apps, name), stage)
