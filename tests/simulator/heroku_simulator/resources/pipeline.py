# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pipelines and the couplings of apps to them (behaviour.md 3.12): a satellite service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import errors
from ..operation import SATELLITE, View, operation, resolver, writer
from ..params import anything, identity, identity_of, one_of, structure, text
from ..store import Record, Table
from .account import Account, accounts
from .app import App, apps, permissions_of, visible_apps, wanted_app
from .generation import reference as generation_reference
from .team import Team, role_of, teams

if TYPE_CHECKING:
    from ..application import Call

NAME_PATTERN = r"[a-z][a-z0-9-]{2,29}"
STAGES = ("test", "review", "development", "staging", "production")


@dataclass(kw_only=True)
class Pipeline(Record):
    """A pipeline. Names are not unique; ``owner_type`` is ``user`` or ``team``."""

    name: str
    creator_id: str
    owner_id: str | None = None
    owner_type: str = "user"
    generation: str = "cedar"


@dataclass(kw_only=True)
class PipelineCoupling(Record):
    """An app in a stage of a pipeline; an app has at most one."""

    pipeline_id: str
    app_id: str
    stage: str


pipelines = Table("pipelines", Pipeline, groups=("name", "owner_id"))
pipeline_couplings = Table(
    "pipeline_couplings", PipelineCoupling, unique=("app_id",), parents={"pipeline_id": pipelines, "app_id": apps}
)


def _visible(pipeline: Pipeline, account: Account) -> bool:
    """Its owner and creator, the owner's team, and whoever sees one of its apps, see a pipeline."""
    if account.id in (pipeline.owner_id, pipeline.creator_id):
        return True
    if pipeline.owner_type == "team" and role_of(pipeline.owner_id, account) is not None:
        return True
    coupled = pipeline_couplings.where("pipeline_id", pipeline.id)
    return any(permissions_of(account, apps[item.app_id]) for item in coupled)


@resolver("pipeline")
def resolve_pipeline(call: Call, identity: str) -> Pipeline:
    """By id, or by name when it has apps: an empty pipeline is not found by name.

    To DELETE what is not there is 403 (behaviour.md 2.2).
    """
    pipeline = pipelines.get(identity)
    if pipeline is None:
        named = [
            item
            for item in pipelines.where("name", identity)
            if pipeline_couplings.count("pipeline_id", item.id) and _visible(item, call.account)
        ]
        pipeline = named[0] if named else None
    if pipeline is None or not _visible(pipeline, call.account):
        if call.method == "DELETE":
            raise errors.forbidden("You do not have access to this pipeline.")
        raise errors.satellite_not_found()
    return pipeline


@resolver("pipeline_coupling")
def resolve_pipeline_coupling(call: Call, identity: str) -> PipelineCoupling:
    """By id, when the caller sees its app."""
    coupling = pipeline_couplings.get(identity)
    if coupling is None or not permissions_of(call.account, apps[coupling.app_id]):
        raise errors.satellite_not_found()
    return coupling


@writer(Pipeline)
def write(pipeline: Pipeline, view: View) -> dict[str, Any]:
    """The resource ``pipeline``."""
    return {
        "created_at": pipeline.created_at,
        "id": pipeline.id,
        "name": pipeline.name,
        "owner": {"id": pipeline.owner_id, "type": pipeline.owner_type} if pipeline.owner_id else None,
        "updated_at": pipeline.updated_at,
        "generation": generation_reference(pipeline.generation),
    }


@writer(PipelineCoupling)
def write_coupling(coupling: PipelineCoupling, view: View) -> dict[str, Any]:
    """The resource ``pipeline-coupling``."""
    return {
        "app": {"id": coupling.app_id},
        "created_at": coupling.created_at,
        "id": coupling.id,
        "pipeline": {"id": coupling.pipeline_id},
        "stage": coupling.stage,
        "updated_at": coupling.updated_at,
    }


# --- Pipelines


@operation("GET", "/pipelines", service=SATELLITE, ranges=("id", "name"), order_by="name")
def list_(call: Call) -> list[Pipeline]:
    """Pipeline List; ``?eq[name]=`` selects by name (behaviour.md 1.4)."""
    name = call.query.get("eq[name]")
    candidates = list(pipelines) if name is None else pipelines.where("name", name)
    return [item for item in candidates if _visible(item, call.account)]


@operation("GET", "/pipelines/{pipeline}", service=SATELLITE)
def info(call: Call, pipeline: Pipeline) -> Pipeline:
    """Pipeline Info."""
    return pipeline


def _owner(account: Account, owner: dict[str, str] | None) -> tuple[str | None, str]:
    """Who is to own a pipeline. Raises 404 when there is nobody of that id."""
    if owner is None:
        return None, "user"
    team: Team | None = teams.get(owner["id"])
    if owner["type"] == "team":
        if team is None or role_of(team.id, account) is None:
            raise errors.satellite_not_found()
    elif accounts.get(owner["id"]) is None:
        raise errors.satellite_not_found()
    return owner["id"], owner["type"]


@operation(
    "POST",
    "/pipelines",
    service=SATELLITE,
    params={
        "name": text(
            required=True,
            pattern=NAME_PATTERN,
            invalid=lambda: errors.schema_violation("name", f"does not match /^{NAME_PATTERN}$/."),
        ),
        "owner": structure({"id": text(required=True), "type": one_of("user", "team", required=True)}, nullable=True),
        "generation": anything(),
    },
)
def create(call: Call) -> Pipeline:
    """Pipeline Create; the same name again makes another one."""
    owner_id, owner_type = _owner(call.account, call.body.get("owner"))
    return pipelines.add(
        Pipeline(
            name=call.body["name"],
            creator_id=call.account.id,
            owner_id=owner_id,
            owner_type=owner_type,
            generation=identity_of(call.body.get("generation")) or "cedar",
        )
    )


@operation("PATCH", "/pipelines/{pipeline}", service=SATELLITE, params={"name": text()})
def update(call: Call, pipeline: Pipeline) -> Pipeline:
    """Pipeline Update."""
    pipelines.update(pipeline, **call.body)
    return pipeline


@operation("DELETE", "/pipelines/{pipeline}", service=SATELLITE)
def delete(call: Call, pipeline: Pipeline) -> Pipeline:
    """Pipeline Delete: its apps stay."""
    pipelines.remove(pipeline)
    return pipeline


# --- Couplings


def _couplings_of(found: list[App]) -> list[PipelineCoupling]:
    couplings = [pipeline_couplings.by("app_id", app.id) for app in found]
    return [coupling for coupling in couplings if coupling is not None]


@operation("GET", "/pipeline-couplings", service=SATELLITE, ranges=("id",))
def list_couplings(call: Call) -> list[PipelineCoupling]:
    """Pipeline Coupling List."""
    return _couplings_of(visible_apps(call.account))


@operation("GET", "/users/{account}/pipeline-couplings", service=SATELLITE, ranges=("id",))
def list_couplings_by_user(call: Call, account: Account) -> list[PipelineCoupling]:
    """Pipeline Coupling List By Current User."""
    return _couplings_of(apps.where("owner_id", account.id))


@operation("GET", "/teams/{team}/pipeline-couplings", service=SATELLITE, ranges=("id",))
def list_couplings_by_team(call: Call, team: Team) -> list[PipelineCoupling]:
    """Pipeline Coupling List By Team."""
    return _couplings_of(apps.where("team_id", team.id))


@operation("GET", "/pipelines/{pipeline}/pipeline-couplings", service=SATELLITE, ranges=("id",))
def list_couplings_by_pipeline(call: Call, pipeline: Pipeline) -> list[PipelineCoupling]:
    """Pipeline Coupling List By Pipeline."""
    return pipeline_couplings.where("pipeline_id", pipeline.id)


@operation("GET", "/pipeline-couplings/{pipeline_coupling}", service=SATELLITE)
def info_coupling(call: Call, pipeline_coupling: PipelineCoupling) -> PipelineCoupling:
    """Pipeline Coupling Info."""
    return pipeline_coupling


@operation("GET", "/apps/{app}/pipeline-couplings", service=SATELLITE)
def info_coupling_by_app(call: Call, app: App) -> PipelineCoupling:
    """Pipeline Coupling Info By App: one object, or 404 when the app is in no pipeline."""
    coupling = pipeline_couplings.by("app_id", app.id)
    if coupling is None:
        raise errors.satellite_not_found()
    return coupling


@operation(
    "POST",
    "/pipeline-couplings",
    service=SATELLITE,
    params={
        "app": identity(required=True),
        "pipeline": identity(required=True),
        "stage": one_of(*STAGES, required=True),
    },
)
def create_coupling(call: Call) -> PipelineCoupling:
    """Pipeline Coupling Create: one per app, all apps of one generation (behaviour.md 3.12)."""
    app = wanted_app(identity_of(call.body["app"]) or "", call.account, "operate")
    pipeline = pipelines.get(identity_of(call.body["pipeline"]))
    if pipeline is None or not _visible(pipeline, call.account):
        raise errors.satellite_not_found()
    if pipeline_couplings.by("app_id", app.id):
        raise errors.invalid_params(f"{app.name} is already in a pipeline.")
    coupled = [apps[item.app_id] for item in pipeline_couplings.where("pipeline_id", pipeline.id)]
    if any(other.generation != app.generation for other in coupled):
        raise errors.invalid_params("All apps of a pipeline must be of the same generation.")
    pipelines.update(pipeline, touch=False, generation=app.generation)
    return pipeline_couplings.add(PipelineCoupling(pipeline_id=pipeline.id, app_id=app.id, stage=call.body["stage"]))


@operation(
    "PATCH",
    "/pipeline-couplings/{pipeline_coupling}",
    service=SATELLITE,
    params={"stage": one_of(*STAGES)},
)
def update_coupling(call: Call, pipeline_coupling: PipelineCoupling) -> PipelineCoupling:
    """Pipeline Coupling Update: the stage."""
    pipeline_couplings.update(pipeline_coupling, **call.body)
    return pipeline_coupling


@operation("DELETE", "/pipeline-couplings/{pipeline_coupling}", service=SATELLITE)
def delete_coupling(call: Call, pipeline_coupling: PipelineCoupling) -> PipelineCoupling:
    """Pipeline Coupling Delete."""
    pipeline_couplings.remove(pipeline_coupling)
    return pipeline_coupling
