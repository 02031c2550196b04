# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people may do with the apps and spaces of a team: Heroku's schema."""

from __future__ import annotations

import typing as t

from .._engine.facts import Kind, View
from .._engine.plan import Desired
from .._engine.resource import Resource
from .._engine.values import Record, Spec
from .common import NO_TEAM
from .teams import TEAM_OPTIONS


class PermissionEntity(Resource):
    """An app or a space of a team, with those who may use it."""

    noun = "permission_entity"
    plural = "permission_entities"
    kind = Kind("permission_entity", "/teams/{}/permissions", parent="team", no_parent=NO_TEAM, shape={"users": None})
    info_options: t.ClassVar[Spec] = {
        **TEAM_OPTIONS,
        "type": {"type": "str", "choices": ["app", "space"]},
        "name": {"type": "str"},
    }

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        chosen = (
            {**entity, "users": sorted(entity["users"] or (), key=lambda user: user.get("email") or "")}
            for entity in view.get(cls.kind.of(want["team"]))
            if want.get("type") in (None, entity["type"]) and want.get("name") in (None, entity["name"])
        )
        return sorted(chosen, key=lambda entity: (entity["type"], entity["name"]))
