# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Config vars of the stages of a pipeline that Heroku makes apps for: behaviour.md 3.12."""

from __future__ import annotations

import typing as t

from .._engine.facts import Kind
from .._engine.plan import Desired
from .._engine.values import Spec
from .config_vars import CONFIG_OPTIONS, ConfigVars, values_of
from .in_pipeline import PIPELINE_OPTIONS, InPipeline

STAGE_OPTIONS: Spec = {"stage": {"type": "str", "choices": ["test", "review"], "required": True}}


class PipelineConfig(InPipeline, ConfigVars):
    """The config vars of one stage, changed in one PATCH. No app runs with them yet, so nothing is restarted."""

    kind = Kind(
        "pipeline_config", "/pipelines/{}/stage/{}/config-vars", document=True, parent="pipeline", secrets=values_of
    )
    scope = ("pipeline", "stage")
    options: t.ClassVar[Spec] = {**PIPELINE_OPTIONS, **STAGE_OPTIONS, **CONFIG_OPTIONS}
    info_options: t.ClassVar[Spec] = {
        **PIPELINE_OPTIONS,
        **STAGE_OPTIONS,
        "show": CONFIG_OPTIONS["show"],
    }

    @classmethod
    def title(cls, want: Desired) -> str:
        return f"{want['pipeline']} config vars {want['stage']}"
