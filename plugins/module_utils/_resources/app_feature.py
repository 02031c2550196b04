# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Features of an app: behaviour.md 3.17."""

from __future__ import annotations

import typing as t

from .._engine.facts import Kind, View
from .._engine.plan import Desired
from .._engine.resource import Draft
from .._engine.values import UNKNOWN, Spec
from .common import APP_OPTIONS, APPS, NO_APP
from .feature import SELECTION, Feature, of_newborn
from .preflight import allowed

FEATURES = ("http-session-affinity", "log-runtime-metrics", "preboot", "runtime-dyno-metadata")  # behaviour.md 3.17


class AppFeature(Feature):
    """A feature of an app."""

    noun = "app_feature"
    plural = "app_features"
    kind = Kind("app_feature", "/apps/{}/features", parent="app", no_parent=NO_APP, newborn=of_newborn)
    scope = ("app",)
    info_options: t.ClassVar[Spec] = {**APP_OPTIONS, **SELECTION}

    @classmethod
    def foresee(cls, want: Desired, view: View, draft: Draft) -> None:
        """Of an app to come, another one that is there tells which features there may be."""
        if draft.current["id"] is not UNKNOWN or want["name"] in FEATURES:
            return
        there = [app for app in view.get(APPS.of()) if isinstance(app["id"], str)]
        other = min(there, key=lambda app: str(app["name"]), default=None)
        found = allowed(view, cls.kind.of(other["name"])) if other else None
        names = sorted(item["name"] for item in found or ())
        if other and names and want["name"] not in names:
            draft.warnings.append(
                f"It is not known whether {want['app']} has an app feature {want['name']} once it is there: "
                f"{other['name']} has none of that name. It has {', '.join(names)}."
            )
