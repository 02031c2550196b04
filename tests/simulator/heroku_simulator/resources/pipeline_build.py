# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The latest build of each app of a pipeline: nothing but the schema is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..operation import SATELLITE, View, operation
from .build import Build, builds
from .build import write as write_build
from .pipeline import Pipeline
from .pipeline_coupling import apps_of

if TYPE_CHECKING:
    from ..application import Call

FIELDS = (
    "app",
    "buildpacks",
    "created_at",
    "id",
    "output_stream_url",
    "source_blob",
    "release",
    "slug",
    "stack",
    "status",
    "updated_at",
    "user",
)


def write(build: Build, view: View) -> dict[str, Any]:
    """The resource ``pipeline-build``."""
    body = write_build(build, view)
    return {name: body[name] for name in FIELDS}


@operation("GET", "/pipelines/{pipeline}/latest-builds", service=SATELLITE, ranges=("id",), write_as=write)
def list_(call: Call, pipeline: Pipeline) -> list[Build]:
    """Pipeline Build List."""
    found = (builds.where("app_id", app.id) for app in apps_of(pipeline))
    return [of_app[-1] for of_app in found if of_app]
