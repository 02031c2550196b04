# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether and how a pipeline has review apps (behaviour.md 3.13).

A pipeline must be connected with GitHub for them, which only the dashboard does; here, the world file's ``repo_id``.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .. import errors
from ..operation import SATELLITE, View, operation, writer
from ..params import boolean, integer, one_of, structure, text
from ..store import Record, Table
from ..switches import switches
from .pipeline import Pipeline, pipelines
from .region import regions
from .space import spaces

if TYPE_CHECKING:
    from ..application import Call

MOST_STALE_DAYS = 30


@dataclass(kw_only=True)
class ReviewAppConfig(Record):
    """The settings. ``target_id`` is the id of a region or of a space."""

    pipeline_id: str
    repo_id: int
    automatic_review_apps: bool = False
    destroy_stale_apps: bool = False
    stale_days: int = 5
    wait_for_ci: bool = False
    base_name: str | None = None
    target_id: str | None = None
    target_type: str | None = None


review_app_configs = Table(
    "review_app_configs", ReviewAppConfig, unique=("pipeline_id",), parents={"pipeline_id": pipelines}
)


@writer(ReviewAppConfig)
def write(config: ReviewAppConfig, view: View) -> dict[str, Any]:
    """The resource ``review-app-config``."""
    target: dict[str, str | None] | None = None
    if config.target_id is not None:
        region = regions.get(config.target_id)
        named = region is not None and switches["review_app_region"] == "name"
        target = {"id": region.name if region and named else config.target_id, "type": config.target_type}
    return {
        "repo": {"id": config.repo_id},
        "automatic_review_apps": config.automatic_review_apps,
        "deploy_target": target,
        "destroy_stale_apps": config.destroy_stale_apps,
        "stale_days": config.stale_days,
        "pipeline_id": config.pipeline_id,
        "wait_for_ci": config.wait_for_ci,
        "base_name": config.base_name,
    }


SETTINGS = MappingProxyType(
    {
        "automatic_review_apps": boolean(),
        "destroy_stale_apps": boolean(),
        "stale_days": integer(),
        "deploy_target": structure(
            {"id": text(required=True), "type": one_of("region", "space", required=True)}, nullable=True
        ),
        "wait_for_ci": boolean(),
        "base_name": text(nullable=True),
    }
)


def _settings(body: dict[str, Any]) -> dict[str, Any]:
    """The fields that a body sets. Raises for what cannot be [I: texts]."""
    fields = {name: value for name, value in body.items() if name in SETTINGS and name != "deploy_target"}
    if not 1 <= fields.get("stale_days", 1) <= MOST_STALE_DAYS:
        raise errors.schema_violation("stale_days", f"is not between 1 and {MOST_STALE_DAYS}.")
    if "deploy_target" in body:
        target = body["deploy_target"] or {"id": None, "type": None}
        found = regions.find(target["id"], "name") if target["type"] == "region" else spaces.get(target["id"])
        if target["id"] is not None and found is None:
            raise errors.satellite_not_found()
        fields |= {"target_id": found.id if found else None, "target_type": target["type"]}
    return fields


def _wanted(pipeline: Pipeline) -> ReviewAppConfig:
    config = review_app_configs.by("pipeline_id", pipeline.id)
    if config is None:
        raise errors.satellite_not_found()
    return config


@operation("GET", "/pipelines/{pipeline}/review-app-config", service=SATELLITE)
def info(call: Call, pipeline: Pipeline) -> ReviewAppConfig:
    """Review App Config Info; 404 without one [I]."""
    return _wanted(pipeline)


@operation(
    "POST",
    "/pipelines/{pipeline}/review-app-config",
    service=SATELLITE,
    params={"repo": text(required=True), **SETTINGS},
)
def create(call: Call, pipeline: Pipeline) -> ReviewAppConfig:
    """Review App Config Enable: the errors of behaviour.md 2.2."""
    if pipeline.repo_id is None:
        raise errors.satellite_not_found()
    if review_app_configs.by("pipeline_id", pipeline.id):
        status = switches.status("review_apps_enabled_status")
        raise errors.ApiError(
            status,
            "conflict" if status == 409 else "invalid_params",
            "Review Apps is already enabled for this pipeline",
        )
    fields = _settings(call.body)
    return review_app_configs.add(ReviewAppConfig(pipeline_id=pipeline.id, repo_id=pipeline.repo_id, **fields))


@operation("PATCH", "/pipelines/{pipeline}/review-app-config", service=SATELLITE, params=SETTINGS)
def update(call: Call, pipeline: Pipeline) -> ReviewAppConfig:
    """Review App Config Update."""
    config = _wanted(pipeline)
    review_app_configs.update(config, **_settings(call.body))
    return config


@operation("DELETE", "/pipelines/{pipeline}/review-app-config", service=SATELLITE)
def delete(call: Call, pipeline: Pipeline) -> ReviewAppConfig:
    """Review App Config Delete."""
    config = _wanted(pipeline)
    review_app_configs.remove(config)
    return config
