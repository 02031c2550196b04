# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The latest release of each app of a pipeline: nothing but the schema is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..operation import SATELLITE, operation
from .pipeline import Pipeline
from .pipeline_coupling import apps_of
from .release import Release, newest

if TYPE_CHECKING:
    from ..application import Call


@operation("GET", "/pipelines/{pipeline}/latest-releases", service=SATELLITE, ranges=("id",))
def list_(call: Call, pipeline: Pipeline) -> list[Release]:
    """Pipeline Release List: the newest of each app, whatever became of it [I]."""
    found = (newest(app) for app in apps_of(pipeline))
    return [release for release in found if release is not None]
