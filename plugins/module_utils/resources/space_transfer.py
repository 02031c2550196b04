# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Handing a space, with the apps in it, to another team: behaviour.md 3.11."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import Field, Plan
from ansible_collections.community.heroku.plugins.module_utils.resources.space import SPACE_OPTIONS, SpaceResource


class SpaceTransfer(SpaceResource):
    """The team of a space. What is there is the space."""

    noun = "space"
    plural = "spaces"
    title = "owner"
    options: t.ClassVar[dict[str, t.Any]] = {**SPACE_OPTIONS, "new_owner": {"type": "str", "required": True}}
    fields: t.ClassVar[tuple[Field, ...]] = (Field("new_owner", at="team", reference=True, update="transfer"),)
    unpredictable: t.ClassVar[tuple[str, ...]] = ("organization", "updated_at")

    def read(self) -> dict[str, t.Any]:
        return self.of_space(lambda: self.client.get(self.in_space()))

    def examine(self, current: dict[str, t.Any], plan: Plan) -> dict[str, t.Any]:
        """Both teams have to belong to one Enterprise Account."""
        owners = [self.team(name)["enterprise_account"] for name in (self.params["new_owner"], current["team"]["id"])]
        if None in owners or owners[0]["id"] != owners[1]["id"]:
            raise InvalidInput(
                f"The space {current['name']} of the team {current['team']['name']} can only be given to a team of the "
                f"same Enterprise Account; {self.params['new_owner']} is not one."
            )
        return current

    def team(self, name: str) -> dict[str, t.Any]:
        """A team. Raises InvalidInput for one that does not exist."""
        try:
            return self.client.get(segments("/teams/{}", name))
        except HerokuError as error:
            if error.not_found:
                raise InvalidInput(f"There is no team {name}, or the token's account is not in it.") from None
            raise

    def transfer(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        """Hand the space over."""
        path = segments("/spaces/{}/transfer", current["id"])
        return self.client.post(path, {"new_owner": fields["new_owner"]})
