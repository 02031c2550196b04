# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Features of teams, which can only be looked at: behaviour.md 3.10 and 3.17."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.resources.feature import INFO_OPTIONS, Feature
from ansible_collections.community.heroku.plugins.module_utils.team import TEAM_OPTIONS, TeamResource


class TeamFeature(Feature, TeamResource):
    """A feature of a team."""

    noun = "team_feature"
    plural = "team_features"
    info_options: t.ClassVar[dict[str, t.Any]] = {**TEAM_OPTIONS, **INFO_OPTIONS}

    @property
    def features(self) -> str:
        """The path of the list of features."""
        return self.in_team("/features")
