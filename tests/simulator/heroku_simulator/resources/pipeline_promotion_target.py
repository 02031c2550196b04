# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What becomes of a promotion on each of its targets (behaviour.md 3.12): pending, then succeeded or failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..clock import transition
from ..faults import faults
from ..hooks import on
from ..operation import SATELLITE, View, operation, writer
from .account import accounts
from .app import App, apps, permissions_of
from .pipeline_coupling import pipeline_couplings
from .pipeline_promotion import (
    COMPLETED,
    FAILED,
    PENDING,
    SUCCEEDED,
    PipelinePromotion,
    PipelinePromotionTarget,
    pipeline_promotion_targets,
    pipeline_promotions,
)
from .release import Release, code_of, create_release, releases

if TYPE_CHECKING:
    from ..application import Call

NO_ACCESS = "User does not have access to that app"  # the schema's own example


@writer(PipelinePromotionTarget)
def write(target: PipelinePromotionTarget, view: View) -> dict[str, Any]:
    """The resource ``pipeline-promotion-target``."""
    return {
        "app": {"id": target.app_id},
        "error_message": target.error_message,
        "id": target.id,
        "pipeline_promotion": {"id": target.pipeline_promotion_id},
        "release": {"id": target.release_id} if target.release_id else None,
        "status": target.status,
    }


def _obstacle(promotion: PipelinePromotion, app: App | None) -> str | None:
    """Why an app cannot be promoted to; all texts but the first are ours [I]."""
    user = accounts[promotion.user_id]
    if app is None or "deploy" not in permissions_of(user, app):
        return NO_ACCESS
    coupling = pipeline_couplings.by("app_id", app.id)
    if coupling is None or coupling.pipeline_id != promotion.pipeline_id:
        return "App is not in the pipeline"
    if releases.get(promotion.source_release_id) is None:
        return "Source app does not exist any more"
    if faults.transition_fails("promotion.target"):
        return "Internal error"
    return None


@transition("promotion.target", can_fail=True)
def _promote(target_id: str) -> None:
    """Release the code on one target."""
    target = pipeline_promotion_targets.get(target_id)
    if target is None or target.status != PENDING:
        return
    promotion = pipeline_promotions[target.pipeline_promotion_id]
    app = apps.get(target.app_id)
    obstacle = _obstacle(promotion, app)
    if obstacle is not None or app is None:
        _end(target, obstacle)
        return
    source = releases[promotion.source_release_id]
    code = code_of(source)
    description = f"Promote {apps[source.app_id].name} v{source.version}"
    if code is not None and code.commit:
        description += f" {code.commit[:8]}"
    release = create_release(app, accounts[promotion.user_id], description, slug=code)
    pipeline_promotion_targets.update(target, release_id=release.id)
    if release.status != PENDING:
        _released(release, app)


@on("release.succeeded")
@on("release.failed")
def _released(release: Release, app: App) -> None:
    """A release that a promotion made has ended its release phase."""
    target = pipeline_promotion_targets.by("release_id", release.id)
    if target is not None:
        _end(target, None if release.status == "succeeded" else "Release command failed")


def _end(target: PipelinePromotionTarget, problem: str | None) -> None:
    pipeline_promotion_targets.update(target, status=FAILED if problem else SUCCEEDED, error_message=problem)
    promotion = pipeline_promotions[target.pipeline_promotion_id]
    siblings = pipeline_promotion_targets.where("pipeline_promotion_id", promotion.id)
    if all(item.status != PENDING for item in siblings):
        pipeline_promotions.update(promotion, status=COMPLETED)


@operation("GET", "/pipeline-promotions/{pipeline_promotion}/promotion-targets", service=SATELLITE, ranges=("id",))
def list_(call: Call, pipeline_promotion: PipelinePromotion) -> list[PipelinePromotionTarget]:
    """Pipeline Promotion Target List."""
    return pipeline_promotion_targets.where("pipeline_promotion_id", pipeline_promotion.id)
