# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Handing a space, with the apps in it, to another team: behaviour.md 3.11."""

from __future__ import annotations

import typing as t

from .._api.errors import InvalidInput
from .._engine.attributes import REFERENCE, Attribute
from .._engine.facts import View
from .._engine.plan import Action, Desired, Request
from .._engine.resource import Draft, Resource
from .._engine.values import Record, Spec
from .common import SPACE_OPTIONS, SPACES, TEAMS, space_of


class SpaceTransfer(Resource):
    """The team of a space. What is there is the space."""

    noun = "space"
    plural = "spaces"
    kind = SPACES
    attributes = (
        Attribute("new_owner", REFERENCE, at="team", call="transfer", spec={"required": True}),
        *(Attribute(name, option=False, recomputed=True) for name in ("organization", "updated_at")),
    )
    controls: t.ClassVar[Spec] = SPACE_OPTIONS

    @classmethod
    def title(cls, want: Desired) -> str:
        return f"{want['space']} owner"

    @classmethod
    def observe(cls, want: Desired, view: View) -> Record:
        return space_of(view, want["space"])

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        """Both teams have to belong to one Enterprise Account."""
        team = draft.current["team"]
        new, old = view.get_all(TEAMS.named(want["new_owner"]), TEAMS.named(team["id"]))
        if new is None:
            raise InvalidInput(f"There is no team {want['new_owner']}, or the token's account is not in it.")
        accounts = {((owner or {}).get("enterprise_account") or {}).get("id") for owner in (new, old)}
        if None in accounts or len(accounts) > 1:
            raise InvalidInput(
                f"The space {draft.current['name']} of the team {team['name']} can only be given to a team of the same "
                f"Enterprise Account; {want['new_owner']} is not one."
            )
        draft.record["team"] = {name: new[name] for name in ("id", "name")}

    @classmethod
    def actions(cls, want: Desired, draft: Draft) -> list[Action]:
        body = {"new_owner": draft.updates["transfer"]["new_owner"]}
        request = Request("POST", "/spaces/{}/transfer", (draft.current["id"],), body)
        return [Action(cls.id_of(want, "transfer"), "transfer", request, stale=("app",))]
