# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What features of apps and of accounts have in common (behaviour.md 3.17): all have them, some switch them on.

A feature is a record of the world; that somebody ever switched it is a ``Setting``. So the id of a feature is the same
for everybody [I].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from . import errors
from .operation import View
from .store import Record, Table


@dataclass(kw_only=True)
class Feature(Record):
    """A feature. Its state is ``general``, or ``public``, ``beta`` and the like for those of ``heroku labs``."""

    name: str
    description: str
    display_name: str = ""
    state: str = "general"


@dataclass(kw_only=True)
class Setting(Record):
    """Whether somebody has a feature switched on: ``holder_id`` is an app's or an account's id."""

    holder_id: str
    feature_id: str
    enabled: bool


@dataclass(kw_only=True)
class Held(Record):
    """A feature as its holder has it, which is how the API shows it; made anew whenever it is asked for."""

    feature: Feature
    enabled: bool


F = TypeVar("F", bound=Feature)
H = TypeVar("H", bound=Held)


def held(feature: Feature, settings: Table[Setting], holder_id: str, as_type: type[H]) -> H:
    """A feature as an app or an account has it."""
    setting = _setting(feature, settings, holder_id)
    return as_type(
        id=feature.id,
        created_at=feature.created_at,
        updated_at=setting.updated_at if setting else feature.updated_at,
        feature=feature,
        enabled=setting is not None and setting.enabled,
    )


def find(features: Table[F], identity: str) -> F:
    """By id or name. Raises the 404."""
    feature = features.find(identity, "name")
    if feature is None:
        raise errors.not_found("feature")
    return feature


def switch(feature: Feature, settings: Table[Setting], holder_id: str, enabled: bool) -> bool:
    """Switch a feature on or off. True when that changed anything."""
    setting = _setting(feature, settings, holder_id)
    if setting is not None:
        return settings.update(setting, enabled=enabled)
    if enabled:
        settings.add(Setting(holder_id=holder_id, feature_id=feature.id, enabled=True))
    return enabled


def _setting(feature: Feature, settings: Table[Setting], holder_id: str) -> Setting | None:
    found = settings.where("holder_id", holder_id)
    return next((setting for setting in found if setting.feature_id == feature.id), None)


def write(item: Held, view: View) -> dict[str, Any]:
    """The resources ``app-feature`` and ``account-feature``."""
    feature = item.feature
    return {
        "created_at": item.created_at,
        "description": feature.description,
        "doc_url": f"https://devcenter.heroku.com/articles/{feature.name}",
        "enabled": item.enabled,
        "id": item.id,
        "name": feature.name,
        "state": feature.state,
        "updated_at": item.updated_at,
        "display_name": feature.display_name or feature.name,
        "feedback_email": "feedback@heroku.com",
    }
