# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Collaborators of apps of teams: behaviour.md 3.9."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.people import presented
from ansible_collections.community.heroku.plugins.module_utils.resources.collaborator import Collaborator, team_of


class TeamCollaborator(Collaborator):
    """Collaborators by the team's view of an app, which is only for apps of teams."""

    base = "/teams/apps/{}"

    def judge(self, current: t.Sequence[dict[str, t.Any]], predicted: t.Sequence[dict[str, t.Any]]) -> None:
        if current and team_of(current) is None:
            raise InvalidInput(
                f"{self.params['app']} belongs to a person, not to a team: community.heroku.heroku_collaborator is for "
                "such apps, and for those of teams too."
            )
        super().judge(current, predicted)

    def find(self) -> list[dict[str, t.Any]]:
        if "@" not in (self.given("user") or ""):  # one is found by the address only
            return super().find()
        found = self.fetch(self.collaborators("/{}", self.params["user"]))
        return [presented(found)] if found else []
