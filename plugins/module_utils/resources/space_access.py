# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What members of a team may do in a space of the team: behaviour.md 3.11."""

from __future__ import annotations

import copy
import typing as t

from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.errors import Failure, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.people import (
    check_person,
    names_of,
    ordered,
    presented,
    with_names,
)
from ansible_collections.community.heroku.plugins.module_utils.plan import Field, Plan, same_ignoring_case, same_set
from ansible_collections.community.heroku.plugins.module_utils.preflight import look
from ansible_collections.community.heroku.plugins.module_utils.resources.space import SPACE_OPTIONS, SpaceResource

NOT_IN_TEAM = "Only members of the space's team have access to it: add them to the team first."


class PermissionsField(Field):
    """The permissions are C({name, description}) objects, and a set."""

    def shown(self, record: t.Mapping[str, t.Any]) -> t.Any:
        return names_of(record["permissions"])

    def holds(self, wanted: t.Any, record: t.Mapping[str, t.Any]) -> bool:
        return same_set(wanted, names_of(record["permissions"]))

    def set(self, record: dict[str, t.Any], wanted: t.Any) -> None:
        record["permissions"] = with_names(record["permissions"], sorted(set(wanted)))


class SpaceAccess(SpaceResource):
    """What one member of the team may do in a space. Who is a member is the team's affair."""

    noun = "space_access"
    plural = "space_accesses"
    identity = ("user",)
    options: t.ClassVar[dict[str, t.Any]] = {
        **SPACE_OPTIONS,
        "user": {"type": "str", "required": True},
        "permissions": {"type": "list", "elements": "str", "required": True, "choices": ["create_apps"]},
    }
    info_options: t.ClassVar[dict[str, t.Any]] = {**SPACE_OPTIONS, "user": {"type": "str"}}
    fields: t.ClassVar[tuple[Field, ...]] = (PermissionsField("permissions"),)

    def check(self) -> None:
        if self.given("user") is not None:
            check_person(self.params["user"])

    def member(self) -> str:
        """The path of the member."""
        user = self.params["user"]
        return self.in_space("/members/{}", user.lower() if "@" in user else user)

    def read(self) -> dict[str, t.Any]:
        return presented(self.of_space(lambda: self.client.get(self.member()), NOT_IN_TEAM))

    def plan(self, current: dict[str, t.Any]) -> Plan:
        return super().plan(copy.deepcopy(current))

    def examine(self, current: dict[str, t.Any], plan: Plan) -> dict[str, t.Any]:
        """Admins of the team have all permissions, and keep them (behaviour.md 3.11): two GETs when one is to go."""
        if set(names_of(current["permissions"])).issubset(self.params["permissions"]):
            return current
        space = self.client.get(self.in_space())
        members = look(lambda: self.client.list(segments("/teams/{}/members", space["team"]["id"]), by="email"))
        email = current["user"]["email"]
        admins = (item["email"] for item in members or () if item["role"] == "admin")
        if any(same_ignoring_case(admin, email) for admin in admins):
            raise InvalidInput(
                f"{self.params['user']} is an admin of the team {space['team']['name']}, and admins have all "
                "permissions on its spaces: make them members of the team first."
            )
        return current

    def update(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        body = {"permissions": [{"name": name} for name in sorted(set(fields["permissions"]))]}
        answer = presented(self.client.patch(self.member(), body))
        if not self.fields[0].holds(fields["permissions"], answer):
            kept = ", ".join(names_of(answer["permissions"])) or "none"
            raise Failure(
                f"Heroku left the permissions of {self.params['user']} as they are: {kept}. Admins of the team have "
                "all permissions on its spaces; make them members of the team first."
            )
        return answer

    def find(self) -> list[dict[str, t.Any]]:
        if self.given("user"):
            one = self.or_none(lambda: self.client.get(self.member()))
            found = [one] if one else []
        else:
            found = self.of_space(lambda: self.client.list(self.in_space("/members")))
        return ordered(map(presented, found))
