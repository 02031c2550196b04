# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What members of a team may do in a space of the team: behaviour.md 3.11."""

from __future__ import annotations

import typing as t

from .._api.errors import Failure, InvalidInput
from .._engine.attributes import Attribute, Type, computed, same_ignoring_case, same_set
from .._engine.facts import Kind, Need, View
from .._engine.plan import Desired, Plan
from .._engine.resource import Draft, Resource
from .._engine.values import UNKNOWN, Observed, Record, Spec, Value, Values
from .common import NO_SPACE, SPACE_OPTIONS, SPACES, existing, space_of
from .people import called, check_person, foreseen_person, names_of, with_names
from .preflight import allowed
from .teams import TEAM_MEMBERS

NOT_IN_TEAM = "Only members of the space's team have access to it: add them to the team first."


class PermissionsAttribute(Attribute):
    """Permissions, which are ``{name, description}`` objects, and a set."""

    def shown(self, record: Values) -> Value:
        permissions = record["permissions"]
        return permissions if permissions is UNKNOWN else names_of(permissions)

    def holds(self, wanted: Value, record: Values) -> bool:
        return record["permissions"] is not UNKNOWN and same_set(wanted, names_of(record["permissions"]))

    def put(self, record: Record, wanted: Value) -> None:
        have = record["permissions"]
        record["permissions"] = with_names(() if have is UNKNOWN else have, sorted(set(wanted)))


def in_order(access: Record) -> Record:
    """The access with its permissions in an order that can be relied on."""
    return {**access, "permissions": sorted(access["permissions"] or (), key=lambda item: item["name"])}


def unseen(need: Need) -> Record | None:
    """What somebody may do in a space that was just made, which depends on the role in the team."""
    person = foreseen_person(need.key or "")
    names = ("created_at", "id", "permissions", "space", "updated_at")
    return {**dict.fromkeys(names, UNKNOWN), "user": person} if need.key else None


class SpaceAccess(Resource):
    """What one member of the team may do in a space. Who is a member is the team's affair."""

    noun = "space_access"
    plural = "space_accesses"
    kind = Kind(
        "space_access",
        "/spaces/{}/members",
        keys=("user.email", "user.id"),
        parent="space",
        no_parent=NO_SPACE,
        shape={"permissions": (), "user": {"email": None, "id": None}},
        canonical=in_order,
        newborn=unseen,
    )
    scope = ("space",)
    key = "user"
    permissions = PermissionsAttribute(
        "permissions", Type("list", elements="str"), spec={"required": True, "choices": ["create_apps"]}
    )
    attributes = (permissions, *computed("created_at", "id", "space", "updated_at", "user"))
    controls: t.ClassVar[Spec] = {"user": {"type": "str", "required": True}}
    info_options: t.ClassVar[Spec] = {**SPACE_OPTIONS, "user": {"type": "str"}}

    @classmethod
    def check(cls, want: Desired) -> None:
        if want.get("user") is not None:
            check_person(want["user"])

    @classmethod
    def need(cls, want: Desired) -> Need:
        user = want["user"]
        return cls.kind.named(user.lower() if "@" in user else user, want["space"])

    @classmethod
    def observe(cls, want: Desired, view: View) -> Record:
        return existing(view, cls.need(want), NOT_IN_TEAM)

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        """Admins of the team have all permissions, and keep them (behaviour.md 3.11): two GETs when one is to go."""
        have = draft.current["permissions"]
        if view.foreseen(SPACES.named(want["space"])):
            cls.check_member(want, view)
        if have is not UNKNOWN and set(names_of(have)).issubset(want["permissions"]):
            return
        team = space_of(view, want["space"])["team"]
        members = allowed(view, TEAM_MEMBERS.of(team["name"])) or ()
        admins = (item["email"] for item in members if item["role"] == "admin")
        if any(same_ignoring_case(admin, called(draft.current)) for admin in admins):
            raise InvalidInput(
                f"{want['user']} is an admin of the team {team['name']}, and admins have all permissions on its "
                "spaces: make them members of the team first."
            )

    @classmethod
    def check_member(cls, want: Desired, view: View) -> None:
        """Raises InvalidInput for somebody who is not in the team of a space that is only foreseen."""
        team = space_of(view, want["space"])["team"]
        members = allowed(view, TEAM_MEMBERS.of(team["name"]))
        known = [item for item in members or () if isinstance(item["email"], str)]
        found = any(same_ignoring_case(want["user"], item["email"]) for item in known)
        if "@" in want["user"] and members is not None and not found:
            raise InvalidInput(f"{want['user']} is not in the team {team['name']}. {NOT_IN_TEAM}")

    @classmethod
    def record_id(cls, record: Observed) -> str:
        return called(record)

    @classmethod
    def body(cls, want: Desired, call: str, fields: Values) -> Record:
        return {"permissions": [{"name": name} for name in sorted(set(fields["permissions"]))]}

    @classmethod
    def outcome(cls, want: Desired, plan: Plan, answers: Values) -> Record:
        """The answer, which may show that nothing came of the write."""
        record: Record = super().outcome(want, plan, answers)
        if not cls.permissions.holds(want["permissions"], record):
            kept = ", ".join(names_of(record["permissions"])) or "none"
            raise Failure(
                f"Heroku left the permissions of {want['user']} as they are: {kept}. Admins of the team have all "
                "permissions on its spaces; make them members of the team first."
            )
        return record

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        if want.get("user"):
            one = view.get(cls.need(want))
            return [one] if one else []
        return sorted(view.get(cls.kind.of(want["space"])), key=lambda record: called(record).lower())
