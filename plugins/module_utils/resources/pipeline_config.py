# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Config vars of the stages of a pipeline that Heroku makes apps for: behaviour.md 3.12."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.resources.config import CONFIG_OPTIONS, ConfigVars
from ansible_collections.community.heroku.plugins.module_utils.resources.pipeline import (
    PIPELINE_OPTIONS,
    PipelineResource,
)

STAGE_OPTIONS: dict[str, t.Any] = {"stage": {"type": "str", "choices": ["test", "review"], "required": True}}


class PipelineConfig(ConfigVars, PipelineResource):
    """The config vars of one stage, changed in one PATCH. No app runs with them yet, so nothing is restarted."""

    options: t.ClassVar[dict[str, t.Any]] = {**PIPELINE_OPTIONS, **STAGE_OPTIONS, **CONFIG_OPTIONS}
    info_options: t.ClassVar[dict[str, t.Any]] = {
        **PIPELINE_OPTIONS,
        **STAGE_OPTIONS,
        "show": CONFIG_OPTIONS["show"],
    }

    identity = ("stage",)

    @property
    def path(self) -> str:
        """Where the config vars are."""
        return self.in_pipeline("/stage/{}/config-vars", self.params["stage"])

    def read(self) -> dict[str, str]:
        values = self.fetch(self.path)
        if values is None:
            raise self.no_pipeline()
        return self.usable(values)
