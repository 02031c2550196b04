# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Features of an account, an app or a team: behaviour.md 3.17."""

from __future__ import annotations

import typing as t

from .._api.errors import InvalidInput
from .._engine.attributes import BOOL, Attribute, computed
from .._engine.facts import Need, View
from .._engine.plan import Desired
from .._engine.resource import Resource
from .._engine.values import UNKNOWN, Observed, Record, Spec, Value
from .common import handle

SELECTION: Record = {"name": {"type": "str"}, "enabled": {"type": "bool"}}


def of_newborn(need: Need) -> Observed:
    """A feature of what was just made: none is enabled, and only Heroku knows which there are (behaviour.md 3.17)."""
    if need.key is None:
        return []
    unknown = dict.fromkeys((item.name for item in Feature.attributes), UNKNOWN)
    return {**unknown, "name": need.key, "enabled": False}


class Feature(Resource):
    """A feature, by name or id. All of them exist always; what changes is whether one is enabled."""

    key = "name"
    attributes = (
        Attribute("enabled", BOOL, spec={"default": True}),
        *computed("created_at", "description", "display_name", "doc_url", "feedback_email", "id", "name", "state"),
        *computed("updated_at"),
    )
    controls: t.ClassVar[Spec] = {"name": {"type": "str", "required": True}}

    @classmethod
    def observe(cls, want: Desired, view: View) -> Record:
        found = view.get(cls.kind.named(want["name"], *cls.scope_of(want)))
        if found is None:
            names = sorted(feature["name"] for feature in view.get(cls.kind.of(*cls.scope_of(want))))
            raise InvalidInput(
                f"There is no {cls.noun.replace('_', ' ')} {want['name']}; choose one of {', '.join(names)}."
            )
        return found

    @classmethod
    def record_id(cls, record: Observed) -> Value:
        """The id, or the name of one that is to be read when what it belongs to is there."""
        return handle(record)

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        if want.get("name"):
            one = view.get(cls.kind.named(want["name"], *cls.scope_of(want)))
            found = [one] if one else []
        else:
            found = view.get(cls.kind.of(*cls.scope_of(want)))
        chosen = (feature for feature in found if want.get("enabled") in (None, feature["enabled"]))
        return sorted(chosen, key=lambda feature: feature["name"])
