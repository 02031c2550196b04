# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Features of apps (behaviour.md 3.17)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..feature import Feature, Held, Setting, find, held, switch, write
from ..operation import operation, resolver, writer
from ..params import boolean
from ..store import Table
from ..switches import switches
from .app import App, apps
from .release import create_release

if TYPE_CHECKING:
    from ..application import Call


@dataclass(kw_only=True)
class AppFeature(Feature):
    """A feature that apps have."""


@dataclass(kw_only=True)
class AppFeatureSetting(Setting):
    """Whether an app has a feature switched on."""


@dataclass(kw_only=True)
class FeatureOfApp(Held):
    """A feature as an app has it."""


app_features = Table("app_features", AppFeature, unique=("name",))
app_feature_settings: Table[Setting] = Table("app_feature_settings", AppFeatureSetting, parents={"holder_id": apps})

writer(FeatureOfApp)(write)


def _of(app: App, feature: AppFeature) -> FeatureOfApp:
    return held(feature, app_feature_settings, app.id, FeatureOfApp)


@resolver("app_feature")
def resolve_app_feature(call: Call, identity: str) -> AppFeature:
    """By id or name."""
    return find(app_features, identity)


@operation("GET", "/apps/{app}/features", ranges=("id", "name"), range_keys={"name": lambda item: item.feature.name})
def list_(call: Call, app: App) -> list[FeatureOfApp]:
    """App Feature List."""
    return [_of(app, feature) for feature in app_features]


@operation("GET", "/apps/{app}/features/{app_feature}")
def info(call: Call, app: App, app_feature: AppFeature) -> FeatureOfApp:
    """App Feature Info."""
    return _of(app, app_feature)


@operation("PATCH", "/apps/{app}/features/{app_feature}", params={"enabled": boolean(required=True)})
def update(call: Call, app: App, app_feature: AppFeature) -> FeatureOfApp:
    """App Feature Update."""
    enabled: bool = call.body["enabled"]
    changed = switch(app_feature, app_feature_settings, app.id, enabled)
    if changed and switches["feature_release"] == "release":
        create_release(app, call.account, f"{'Enable' if enabled else 'Disable'} {app_feature.name} feature")
    return _of(app, app_feature)
