# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the page shows, read from the state: plain data without a value of a config var or any other secret."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..resources.account import accounts
from ..resources.add_on import AddOn, addons_of_app, attachments
from ..resources.app import App, apps, collaborators, owner_of
from ..resources.app_webhook import webhooks
from ..resources.domain import CUSTOM, domains
from ..resources.dyno import dynos
from ..resources.dyno_size import dyno_sizes
from ..resources.enterprise_account import enterprise_accounts
from ..resources.formation import formations
from ..resources.inbound_ruleset import inbound_rulesets
from ..resources.log_drain import log_drains
from ..resources.peering import peerings
from ..resources.pipeline import Pipeline, pipelines
from ..resources.pipeline_coupling import STAGES, pipeline_couplings
from ..resources.plan import plans
from ..resources.region import regions
from ..resources.release import Release, author_of, releases
from ..resources.review_app import review_apps
from ..resources.sni_endpoint import sni_endpoints
from ..resources.space import Space, spaces
from ..resources.stack import stacks
from ..resources.team import Team, team_members, teams
from ..resources.telemetry_drain import telemetry_drains
from ..resources.vpn_connection import vpn_connections
from ..store import Table

# What Heroku puts before names of add-ons in the descriptions of releases, for its own tools.
_REFERENCE = "@ref:"


@dataclass(frozen=True)
class Process:
    """A process type: how many dynos of which size, how many of them are in which state, and the image they run."""

    type: str
    quantity: int
    size: str
    states: dict[str, int]
    image: str


@dataclass(frozen=True)
class OneRelease:
    """A release."""

    version: int
    description: str
    status: str
    by: str
    at: str
    current: bool


@dataclass(frozen=True)
class OneAddOn:
    """An add-on that an app has; ``of`` is the app that pays for it."""

    name: str
    plan: str
    state: str
    attached_as: list[str]
    of: str


@dataclass(frozen=True)
class OneDomain:
    """A hostname of an app; ``own`` is one that the user brought."""

    hostname: str
    target: str
    acm: str
    own: bool


@dataclass(frozen=True)
class OneApp:
    """An app with all that it has; of its releases the newest."""

    name: str
    owner: str
    region: str
    space: str
    stack: str
    pipeline: str
    stage: str
    marks: list[str]
    version: int
    changed: str
    processes: list[Process]
    one_off: int
    releases: list[OneRelease]
    config: list[str]
    addons: list[OneAddOn]
    domains: list[OneDomain]
    people: list[str]
    more: dict[str, int]


@dataclass(frozen=True)
class OnePipeline:
    """A pipeline: the apps of each of its stages, and the branches of review apps that are still to come."""

    name: str
    owner: str
    connected: bool
    stages: dict[str, list[str]]
    to_come: list[str]


@dataclass(frozen=True)
class OneTeam:
    """A team: its people with their roles, what it owns."""

    name: str
    type: str
    enterprise: str
    members: list[tuple[str, str]]
    apps: list[str]
    spaces: list[str]
    pipelines: list[str]


@dataclass(frozen=True)
class OneSpace:
    """A space and its network; ``rules`` are those that let somebody in."""

    name: str
    team: str
    state: str
    region: str
    marks: list[str]
    networks: dict[str, str]
    outbound: list[str]
    rules: list[str]
    peerings: list[str]
    vpns: list[str]
    apps: list[str]


def totals() -> dict[str, int]:
    """How many there are of what has a view of its own."""
    return {"apps": len(apps), "pipelines": len(pipelines), "teams": len(teams), "spaces": len(spaces)}


def app_names(words: str, *, newest_first: bool) -> list[str]:
    """The apps that have each of some words in what is told of them on top, by name, or by what changed last."""
    wanted = words.lower().split()
    found = [app for app in apps if not wanted or all(word in _told_on_top(app) for word in wanted)]
    if newest_first:
        newest = {app.id: max(app.updated_at, app.released_at or "") for app in found}
        return [app.name for app in sorted(found, key=lambda app: (newest[app.id], app.last_version), reverse=True)]
    return sorted(app.name for app in found)


def one_app(name: str, *, most_releases: int) -> OneApp | None:
    """All that an app has, None when there is no such app."""
    app = apps.by("name", name)
    if app is None:
        return None
    coupling = pipeline_couplings.by("app_id", app.id)
    return OneApp(
        name=app.name,
        owner=_owner(app),
        region=regions[app.region_id].name,
        space=_space_of(app),
        stack=stacks[app.build_stack_id].name,
        pipeline=pipelines[coupling.pipeline_id].name if coupling else "",
        stage=coupling.stage if coupling else "",
        marks=list(_marks(app)),
        version=app.current_version,
        changed=max(app.updated_at, app.released_at or ""),
        processes=_processes(app),
        one_off=sum(dyno.one_off for dyno in dynos.where("app_id", app.id)),
        releases=[_release(app, item) for item in releases.where("app_id", app.id)[: -most_releases - 1 : -1]],
        config=sorted(app.config),
        addons=sorted((_addon(app, item) for item in addons_of_app(app, attached=True)), key=lambda item: item.plan),
        domains=_domains(app),
        people=sorted(accounts[item.account_id].email for item in collaborators.where("app_id", app.id)),
        more=_more(app),
    )


def all_pipelines() -> list[OnePipeline]:
    """The pipelines, by name."""
    return [_pipeline(item) for item in sorted(pipelines, key=lambda item: (item.name, item.id))]


def all_teams() -> list[OneTeam]:
    """The teams, by name."""
    return [_team(item) for item in sorted(teams, key=lambda item: item.name)]


def all_spaces() -> list[OneSpace]:
    """The private spaces, by name."""
    return [_space(item) for item in sorted(spaces, key=lambda item: item.name)]


def _owner(app: App) -> str:
    """Who owns an app: a team by its name, or a person by the e-mail address."""
    return teams[app.team_id].name if app.team_id is not None else owner_of(app)["email"]


def _space_of(app: App) -> str:
    space = spaces.get(app.space_id)
    return space.name if space else ""


def _told_on_top(app: App) -> str:
    coupling = pipeline_couplings.by("app_id", app.id)
    pipeline = f"{pipelines[coupling.pipeline_id].name} {coupling.stage}" if coupling else ""
    place = f"{regions[app.region_id].name} {_space_of(app)} {stacks[app.build_stack_id].name}"
    return " ".join((app.name, _owner(app), place, pipeline, *_marks(app))).lower()


def _marks(app: App) -> Iterator[str]:
    """What is special about an app."""
    if app.maintenance:
        yield "maintenance"
    if app.locked:
        yield "locked"
    if app.internal_routing:
        yield "internal"
    if app.generation != "cedar":
        yield app.generation
    if app.acm:
        yield "acm"


def _processes(app: App) -> list[Process]:
    running = [dyno for dyno in dynos.where("app_id", app.id) if not dyno.one_off]
    found = []
    for item in sorted(formations.where("app_id", app.id), key=lambda item: item.type):
        states: dict[str, int] = {}
        for dyno in running:
            if dyno.type == item.type:
                states[dyno.state] = states.get(dyno.state, 0) + 1
        size = dyno_sizes[item.dyno_size_id].name
        found.append(Process(item.type, item.quantity, size, states, item.docker_image or ""))
    return found


def _release(app: App, release: Release) -> OneRelease:
    return OneRelease(
        version=release.version,
        description=release.description.replace(_REFERENCE, ""),
        status=release.status,
        by=release.provider or author_of(release)["email"],
        at=release.created_at,
        current=release.id == app.current_release_id,
    )


def _addon(app: App, addon: AddOn) -> OneAddOn:
    names = [item.name for item in attachments.where("addon_id", addon.id) if item.app_id == app.id]
    return OneAddOn(addon.name, plans[addon.plan_id].name, addon.state, sorted(names), apps[addon.app_id].name)


def _domains(app: App) -> list[OneDomain]:
    """The domains, those of the user first."""
    found = [
        OneDomain(item.hostname, item.cname or "", item.acm_status or "", item.kind == CUSTOM)
        for item in domains.where("app_id", app.id)
    ]
    return sorted(found, key=lambda item: (not item.own, item.hostname))


def _more(app: App) -> dict[str, int]:
    """How many there are of what else an app can have."""
    tables: dict[str, Table[Any]] = {
        "certificates": sni_endpoints,
        "log drains": log_drains,
        "telemetry drains": telemetry_drains,
        "webhooks": webhooks,
    }
    counted = {name: table.count("app_id", app.id) for name, table in tables.items()}
    return {name: number for name, number in counted.items() if number}


def _pipeline(pipeline: Pipeline) -> OnePipeline:
    couplings = pipeline_couplings.where("pipeline_id", pipeline.id)
    stages = {stage: sorted(apps[item.app_id].name for item in couplings if item.stage == stage) for stage in STAGES}
    to_come = [item.branch for item in review_apps.where("pipeline_id", pipeline.id) if item.app_id is None]
    team, person = teams.get(pipeline.owner_id), accounts.get(pipeline.owner_id)
    owner = team.name if team else person.email if person else ""
    return OnePipeline(pipeline.name, owner, pipeline.repo_id is not None, stages, to_come)


def _team(team: Team) -> OneTeam:
    enterprise = enterprise_accounts.get(team.enterprise_account_id)
    members = team_members.where("team_id", team.id)
    return OneTeam(
        name=team.name,
        type=team.type,
        enterprise=enterprise.name if enterprise else "",
        members=sorted((accounts[member.account_id].email, member.role) for member in members),
        apps=sorted(app.name for app in apps.where("team_id", team.id)),
        spaces=sorted(space.name for space in spaces.where("team_id", team.id)),
        pipelines=sorted(item.name for item in pipelines.where("owner_id", team.id)),
    )


def _space(space: Space) -> OneSpace:
    rulesets = inbound_rulesets.where("space_id", space.id)
    rules = rulesets[-1].rules if rulesets else []
    return OneSpace(
        name=space.name,
        team=teams[space.team_id].name,
        state=space.state,
        region=regions[space.region_id].name,
        marks=[*(["shield"] if space.shield else []), *([space.generation] if space.generation != "cedar" else [])],
        networks={"apps": space.cidr, "data": space.data_cidr},
        outbound=list(space.nat_sources),
        rules=[f"{rule['action']} {rule['source']}" for rule in rules],
        peerings=[f"{item.pcx_id} {item.status}" for item in peerings.where("space_id", space.id) if item.seen],
        vpns=[f"{item.name} {item.status}" for item in vpn_connections.where("space_id", space.id) if item.visible],
        apps=sorted(app.name for app in apps.where("space_id", space.id)),
    )
