# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Features of an app: behaviour.md 3.17."""

from __future__ import annotations

import typing as t

from .._engine.facts import Kind
from .._engine.values import Spec
from .common import APP_OPTIONS, NO_APP
from .feature import SELECTION, Feature, of_newborn


class AppFeature(Feature):
    """A feature of an app."""

    noun = "app_feature"
    plural = "app_features"
    kind = Kind("app_feature", "/apps/{}/features", parent="app", no_parent=NO_APP, newborn=of_newborn)
    scope = ("app",)
    info_options: t.ClassVar[Spec] = {**APP_OPTIONS, **SELECTION}
