# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people may do with the apps and spaces of a team: Heroku's schema."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.resource import Resource


class PermissionEntity(Resource):
    """An app or a space of a team, with those who may use it."""

    noun = "permission_entity"
    plural = "permission_entities"
    info_options: t.ClassVar[dict[str, t.Any]] = {
        "team": {"type": "str", "required": True},
        "type": {"type": "str", "choices": ["app", "space"]},
        "name": {"type": "str"},
    }

    def find(self) -> list[dict[str, t.Any]]:
        entities = self.client.list(segments("/teams/{}/permissions", self.params["team"]))
        chosen = (
            {**entity, "users": sorted(entity["users"], key=lambda user: user["email"])}
            for entity in entities
            if self.given("type") in (None, entity["type"]) and self.given("name") in (None, entity["name"])
        )
        return sorted(chosen, key=lambda entity: (entity["type"], entity["name"]))
