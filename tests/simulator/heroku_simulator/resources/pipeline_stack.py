# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The stack of CI and review apps of a pipeline when nothing else names one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..operation import SATELLITE, operation
from .app import apps
from .pipeline import Pipeline
from .pipeline_coupling import STAGES, pipeline_couplings
from .stack import reference, stacks

if TYPE_CHECKING:
    from ..application import Call


@operation("GET", "/pipelines/{pipeline}/pipeline-stack", service=SATELLITE)
def default_stack(call: Call, pipeline: Pipeline) -> dict[str, Any]:
    """Pipeline Stack Default Stack: that of the app furthest down the pipeline; none of an empty one [I]."""
    couplings = pipeline_couplings.where("pipeline_id", pipeline.id)
    if not couplings:
        return {"stack": None}
    last = max(couplings, key=lambda coupling: STAGES.index(coupling.stage))
    return {"stack": reference(stacks[apps[last.app_id].build_stack_id])}
