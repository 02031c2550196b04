# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Config vars of a pipeline's stages ``test`` (for Heroku CI) and ``review`` (for review apps): behaviour.md 3.12."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .. import errors
from ..operation import SATELLITE, operation
from ..store import Record, Table
from .pipeline import Pipeline, pipelines

if TYPE_CHECKING:
    from ..application import Call

STAGES = ("test", "review")
KEY_PATTERN = r"[\w.:\[\]]+"


@dataclass(kw_only=True)
class PipelineConfig(Record):
    """The config vars of one stage."""

    pipeline_id: str
    stage: str
    config: dict[str, str] = field(default_factory=dict)


pipeline_configs = Table("pipeline_configs", PipelineConfig, parents={"pipeline_id": pipelines}, secrets=("config",))


def _find(pipeline: Pipeline, stage: str) -> PipelineConfig | None:
    if stage not in STAGES:
        raise errors.invalid_params("Pipeline config vars are only supported for the 'test' stage.")
    return next((item for item in pipeline_configs.where("pipeline_id", pipeline.id) if item.stage == stage), None)


def config_of(pipeline: Pipeline, stage: str) -> dict[str, str]:
    """The config vars of a stage. Raises the error for stages that carry none (recorded.md A 22) [I: status]."""
    found = _find(pipeline, stage)
    return found.config if found else {}


def clean(body: dict[str, Any], where: str = "") -> dict[str, str | None]:
    """Config vars as they may be given. Raises the error for keys and values that the schema refuses."""
    for key, value in body.items():
        if not re.fullmatch(KEY_PATTERN, key, re.ASCII):
            raise errors.schema_violation(f"{where}{key}", "is not a permitted key.")
        if value is not None and not isinstance(value, str):
            raise errors.schema_violation(f"{where}{key}", "is not a string.")
    return body


@operation(
    "GET",
    "/pipelines/{pipeline}/stage/{stage:text}/config-vars",
    service=SATELLITE,
    scope="protected",
    secret_body=True,
)
def info_for_app(call: Call, pipeline: Pipeline, stage: str) -> dict[str, str]:
    """Pipeline Config Vars Info for App."""
    return config_of(pipeline, stage)


@operation(
    "PATCH",
    "/pipelines/{pipeline}/stage/{stage:text}/config-vars",
    service=SATELLITE,
    scope="protected",
    secret_body=True,
)
def update(call: Call, pipeline: Pipeline, stage: str) -> dict[str, str]:
    """Pipeline Config Vars Update: merged, null removes."""
    changes = clean(call.body)
    found = _find(pipeline, stage) or pipeline_configs.add(PipelineConfig(pipeline_id=pipeline.id, stage=stage))
    merged = {**found.config, **changes}
    pipeline_configs.update(found, config={key: value for key, value in merged.items() if value is not None})
    return found.config
