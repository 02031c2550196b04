# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Features of apps: behaviour.md 3.17."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.resource import APP_OPTIONS, AppResource
from ansible_collections.community.heroku.plugins.module_utils.resources.feature import INFO_OPTIONS, OPTIONS, Feature


class AppFeature(Feature, AppResource):
    """A feature of an app."""

    noun = "app_feature"
    plural = "app_features"
    options: t.ClassVar[dict[str, t.Any]] = {**APP_OPTIONS, **OPTIONS}
    info_options: t.ClassVar[dict[str, t.Any]] = {**APP_OPTIONS, **INFO_OPTIONS}

    @property
    def features(self) -> str:
        """The path of the list of features."""
        return self.in_app("/features")
