# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The latest deployment of each app of a pipeline: the release that brought its code."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ..operation import SATELLITE, operation
from .app import App
from .pipeline import Pipeline
from .pipeline_coupling import apps_of
from .release import Release, releases

if TYPE_CHECKING:
    from ..application import Call


def latest(app: App) -> Release | None:
    """The newest release with other code than the one before it [I: what counts as a deployment]."""
    history = releases.where("app_id", app.id)
    brought = [release for before, release in pairwise(history) if release.slug_id not in (None, before.slug_id)]
    return brought[-1] if brought else None


@operation("GET", "/pipelines/{pipeline}/latest-deployments", service=SATELLITE, ranges=("id",))
def list_(call: Call, pipeline: Pipeline) -> list[Release]:
    """Pipeline Deployment List."""
    found = (latest(app) for app in apps_of(pipeline))
    return [release for release in found if release is not None]
