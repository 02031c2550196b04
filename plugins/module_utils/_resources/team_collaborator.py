# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Collaborators of a team's app, by the team's view of it: behaviour.md 3.9."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import InvalidInput
from .._engine.facts import View
from .._engine.plan import Desired
from .._engine.values import Record
from .collaborator import Collaborator, team_of


class TeamCollaborator(Collaborator):
    """Collaborators by the team's view of an app, which is only for apps of teams."""

    kind = dataclasses.replace(Collaborator.kind, path="/teams/apps/{}/collaborators")

    @classmethod
    def refuse(cls, want: Desired, current: t.Sequence[Record], predicted: t.Sequence[Record]) -> None:
        if current and team_of(current) is None:
            raise InvalidInput(
                f"{want['app']} belongs to a person, not to a team: community.heroku.heroku_collaborator is for "
                "such apps, and for those of teams too."
            )
        super().refuse(want, current, predicted)

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        if "@" not in want.get("user", ""):  # one is found by the address only
            return super().find(want, view)
        found = view.get(cls.kind.named(want["user"], want["app"]))
        return [found] if found else []
