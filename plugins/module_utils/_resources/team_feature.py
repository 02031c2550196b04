# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Features of teams, which can only be looked at: behaviour.md 3.10 and 3.17."""

from __future__ import annotations

import typing as t

from .._engine.values import Spec
from .common import TEAM_FEATURES
from .feature import SELECTION, Feature
from .teams import TEAM_OPTIONS


class TeamFeature(Feature):
    """A feature of a team."""

    noun = "team_feature"
    plural = "team_features"
    kind = TEAM_FEATURES
    scope = ("team",)
    info_options: t.ClassVar[Spec] = {**TEAM_OPTIONS, **SELECTION}
