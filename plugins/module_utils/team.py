# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What belongs to a team."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.resource import Resource

TEAM_OPTIONS: dict[str, t.Any] = {"team": {"type": "str", "required": True}}
TEAM_OWNER = "@herokumanager.com"  # behind a team's name, what its apps and pipelines belong to (behaviour.md 3.1)
NO_TEAM = "Check the team's name; community.heroku.heroku_team makes a team."
SDK = {"Accept": "application/vnd.heroku+json; version=3.sdk"}  # for what only this variant of the API has
INVITE = "team-invite-acceptance"  # the feature of teams that people have to accept an invitation to


class TeamResource(Resource):
    """A resource that belongs to a team: the option C(team) names it, by name or id."""

    parent = "team"
    no_parent = NO_TEAM

    def in_team(self, path: str = "", *values: str) -> str:
        """The path of something of this team."""
        return segments("/teams/{}" + path, self.params["team"], *values)

    def takes_by_invitation(self) -> bool:
        """Whether people have to accept an invitation before they are in the team (behaviour.md 3.10).

        The feature counts for self-service teams only. One GET where it is off, two where it is on.
        """
        features = self.client.list(self.in_team("/features"))
        if not any(feature["name"] == INVITE and feature["enabled"] for feature in features):
            return False
        return self.client.get(self.in_team())["type"] == "team"
