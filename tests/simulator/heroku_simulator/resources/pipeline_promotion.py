# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Promotions: the code of one app of a pipeline is released on others (behaviour.md 3.12).

Each target gets a release of its own, and waits for its release phase: see ``pipeline_promotion_target.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import errors
from ..clock import clock
from ..operation import SATELLITE, View, operation, resolver, writer
from ..params import list_of, structure, text
from ..settings import settings
from ..store import Record, Table
from ..switches import switches
from .account import accounts
from .app import App, apps, wanted_app
from .pipeline import Pipeline, pipelines, visible, wanted_pipeline
from .pipeline_coupling import pipeline_couplings
from .release import Release, code_of, find_release, releases
from .stack import CONTAINER, stacks

if TYPE_CHECKING:
    from ..application import Call

PENDING, COMPLETED = "pending", "completed"
SUCCEEDED, FAILED = "succeeded", "failed"
_app = structure({"id": text(required=True)}, required=True)


@dataclass(kw_only=True)
class PipelinePromotion(Record):
    """A promotion."""

    pipeline_id: str
    source_app_id: str
    source_release_id: str
    user_id: str
    status: str = PENDING


@dataclass(kw_only=True)
class PipelinePromotionTarget(Record):
    """What becomes of a promotion on one app."""

    pipeline_promotion_id: str
    app_id: str
    status: str = PENDING
    error_message: str | None = None
    release_id: str | None = None


pipeline_promotions = Table(
    "pipeline_promotions", PipelinePromotion, parents={"pipeline_id": pipelines, "user_id": accounts}
)
pipeline_promotion_targets = Table(
    "pipeline_promotion_targets",
    PipelinePromotionTarget,
    unique=("release_id",),
    parents={"pipeline_promotion_id": pipeline_promotions},
)


@resolver("pipeline_promotion")
def resolve_pipeline_promotion(call: Call, identity: str) -> PipelinePromotion:
    """By id, for whoever sees the pipeline."""
    promotion = pipeline_promotions.get(identity)
    if promotion is None or not visible(pipelines[promotion.pipeline_id], call.account):
        raise errors.satellite_not_found()
    return promotion


@writer(PipelinePromotion)
def write(promotion: PipelinePromotion, view: View) -> dict[str, Any]:
    """The resource ``pipeline-promotion``."""
    return {
        "created_at": promotion.created_at,
        "id": promotion.id,
        "pipeline": {"id": promotion.pipeline_id},
        "source": {"app": {"id": promotion.source_app_id}, "release": {"id": promotion.source_release_id}},
        "status": promotion.status,
        "updated_at": promotion.updated_at,
    }


def _source(call: Call, pipeline: Pipeline) -> Release:
    """The release to promote: the one that is named, or the current one. Raises when there is no code [I: texts]."""
    given = call.body["source"]
    app = wanted_app(given["app"]["id"], call.account)
    if not _coupled(pipeline, app):
        raise errors.invalid_params(f"{app.name} is not in this pipeline.")
    wanted = given.get("release")
    release = find_release(app, wanted["id"]) if wanted else releases.get(app.current_release_id)
    if release is None:
        raise errors.satellite_not_found()
    if stacks[app.stack_id].name == CONTAINER:
        raise errors.invalid_params(f"{app.name} is on the container stack, and its images cannot be promoted.")
    if code_of(release) is None:
        raise errors.invalid_params(f"{app.name} has no code to promote.")
    return release


def _coupled(pipeline: Pipeline, app: App) -> bool:
    coupling = pipeline_couplings.by("app_id", app.id)
    return coupling is not None and coupling.pipeline_id == pipeline.id


@operation(
    "POST",
    "/pipeline-promotions",
    service=SATELLITE,
    params={
        "pipeline": structure({"id": text(required=True)}, required=True),
        "source": structure({"app": _app, "release": structure({"id": text(required=True)})}, required=True),
        "targets": list_of(structure({"app": _app}), required=True),
    },
)
def create(call: Call) -> PipelinePromotion:
    """Pipeline Promotion Create: never idempotent, each makes a new release on every target."""
    pipeline = wanted_pipeline(call.body["pipeline"]["id"], call.account)
    source = _source(call, pipeline)
    targets = [item["app"]["id"] for item in call.body["targets"]]
    if not targets:
        raise errors.schema_violation("targets", "is empty.")
    if switches["promotion_outside_pipeline"] == "refused":
        for identity in targets:
            app = apps.get(identity)
            if app is not None and not _coupled(pipeline, app):
                raise errors.invalid_params(f"{app.name} is not in this pipeline.")
    promotion = pipeline_promotions.add(
        PipelinePromotion(
            pipeline_id=pipeline.id,
            source_app_id=source.app_id,
            source_release_id=source.id,
            user_id=call.account.id,
        )
    )
    for identity in dict.fromkeys(targets):
        target = PipelinePromotionTarget(pipeline_promotion_id=promotion.id, app_id=identity)
        pipeline_promotion_targets.add(target)
        clock.after(settings.timings.promotion, "promotion.target", target.id)
    return promotion


@operation("GET", "/pipeline-promotions/{pipeline_promotion}", service=SATELLITE)
def info(call: Call, pipeline_promotion: PipelinePromotion) -> PipelinePromotion:
    """Pipeline Promotion Info."""
    return pipeline_promotion
