# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The couplings of apps to the stages of pipelines (behaviour.md 3.12): a satellite service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import errors
from ..operation import SATELLITE, View, operation, resolver, writer
from ..params import identity, identity_of, one_of
from ..store import Record, Table
from .app import App, apps, permissions_of, visible_apps, wanted_app
from .pipeline import Pipeline, pipelines, wanted_pipeline
from .team import Team

if TYPE_CHECKING:
    from ..application import Call

STAGES = ("test", "review", "development", "staging", "production")


@dataclass(kw_only=True)
class PipelineCoupling(Record):
    """An app in a stage of a pipeline; an app has at most one."""

    pipeline_id: str
    app_id: str
    stage: str


pipeline_couplings = Table(
    "pipeline_couplings", PipelineCoupling, unique=("app_id",), parents={"pipeline_id": pipelines, "app_id": apps}
)


def apps_of(pipeline: Pipeline) -> list[App]:
    """The apps of a pipeline, in the order in which they came."""
    return [apps[item.app_id] for item in pipeline_couplings.where("pipeline_id", pipeline.id)]


@resolver("pipeline_coupling")
def resolve_pipeline_coupling(call: Call, identity: str) -> PipelineCoupling:
    """By id, when the caller sees its app."""
    coupling = pipeline_couplings.get(identity)
    if coupling is None or not permissions_of(call.account, apps[coupling.app_id]):
        raise errors.satellite_not_found()
    return coupling


@writer(PipelineCoupling)
def write(coupling: PipelineCoupling, view: View) -> dict[str, Any]:
    """The resource ``pipeline-coupling``."""
    return {
        "app": {"id": coupling.app_id},
        "created_at": coupling.created_at,
        "id": coupling.id,
        "pipeline": {"id": coupling.pipeline_id, "name": pipelines[coupling.pipeline_id].name},
        "stage": coupling.stage,
        "updated_at": coupling.updated_at,
    }


def couple(pipeline: Pipeline, app: App, stage: str) -> PipelineCoupling:
    """Put an app into a stage."""
    pipelines.update(pipeline, touch=False, generation=app.generation)
    return pipeline_couplings.add(PipelineCoupling(pipeline_id=pipeline.id, app_id=app.id, stage=stage))


def _couplings_of(found: list[App]) -> list[PipelineCoupling]:
    couplings = [pipeline_couplings.by("app_id", app.id) for app in found]
    return [coupling for coupling in couplings if coupling is not None]


@operation("GET", "/pipeline-couplings", service=SATELLITE, ranges=("id",))
def list_(call: Call) -> list[PipelineCoupling]:
    """Pipeline Coupling List."""
    return _couplings_of(visible_apps(call.account))


@operation("GET", "/users/~/pipeline-couplings", service=SATELLITE, ranges=("id",))
def list_by_user(call: Call) -> list[PipelineCoupling]:
    """Pipeline Coupling List By Current User: of nobody else (the schema has no other path)."""
    return _couplings_of(apps.where("owner_id", call.account.id))


@operation("GET", "/teams/{team}/pipeline-couplings", service=SATELLITE, ranges=("id",))
def list_by_team(call: Call, team: Team) -> list[PipelineCoupling]:
    """Pipeline Coupling List By Team."""
    return _couplings_of(apps.where("team_id", team.id))


@operation("GET", "/pipelines/{pipeline}/pipeline-couplings", service=SATELLITE, ranges=("id",))
def list_by_pipeline(call: Call, pipeline: Pipeline) -> list[PipelineCoupling]:
    """Pipeline Coupling List By Pipeline."""
    return pipeline_couplings.where("pipeline_id", pipeline.id)


@operation("GET", "/pipeline-couplings/{pipeline_coupling}", service=SATELLITE)
def info(call: Call, pipeline_coupling: PipelineCoupling) -> PipelineCoupling:
    """Pipeline Coupling Info."""
    return pipeline_coupling


@operation("GET", "/apps/{app}/pipeline-couplings", service=SATELLITE)
def info_by_app(call: Call, app: App) -> PipelineCoupling:
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
def create(call: Call) -> PipelineCoupling:
    """Pipeline Coupling Create: one per app, all apps of one generation (behaviour.md 3.12)."""
    app = wanted_app(identity_of(call.body["app"]) or "", call.account, "operate")
    pipeline = wanted_pipeline(identity_of(call.body["pipeline"]), call.account)
    if pipeline_couplings.by("app_id", app.id):
        raise errors.invalid_params(f"{app.name} is already in a pipeline.")
    if any(other.generation != app.generation for other in apps_of(pipeline)):
        raise errors.invalid_params("All apps of a pipeline must be of the same generation.")
    return couple(pipeline, app, call.body["stage"])


@operation(
    "PATCH",
    "/pipeline-couplings/{pipeline_coupling}",
    service=SATELLITE,
    params={"stage": one_of(*STAGES)},
)
def update(call: Call, pipeline_coupling: PipelineCoupling) -> PipelineCoupling:
    """Pipeline Coupling Update: the stage."""
    pipeline_couplings.update(pipeline_coupling, **call.body)
    return pipeline_coupling


@operation("DELETE", "/pipeline-couplings/{pipeline_coupling}", service=SATELLITE)
def delete(call: Call, pipeline_coupling: PipelineCoupling) -> PipelineCoupling:
    """Pipeline Coupling Delete."""
    pipeline_couplings.remove(pipeline_coupling)
    return pipeline_coupling
