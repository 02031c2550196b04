# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Members of teams, and those who are invited to become members: behaviour.md 3.10."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.people import Members, find_person, ordered
from ansible_collections.community.heroku.plugins.module_utils.plan import Plan, same_ignoring_case
from ansible_collections.community.heroku.plugins.module_utils.several import entry_constraints, entry_options
from ansible_collections.community.heroku.plugins.module_utils.team import TEAM_OPTIONS, TeamResource

ROLES = ("admin", "member", "viewer")
ROLE: dict[str, t.Any] = {"type": "str", "choices": list(ROLES)}
TRAITS: dict[str, t.Any] = {"role": ROLE, "federated": {"type": "bool"}}
INVITATIONS = {"Accept": "application/vnd.heroku+json; version=3.team-invitations"}
BLANK = dict.fromkeys(
    (
        "created_at",
        "email",
        "federated",
        "id",
        "identity_provider",
        "invited_by",
        "pending",
        "role",
        "two_factor_authentication",
        "updated_at",
        "user",
    )
)


def member(record: dict[str, t.Any]) -> dict[str, t.Any]:
    """A member as this collection shows them."""
    return {**record, "invited_by": None, "pending": False}


def invited(record: dict[str, t.Any]) -> dict[str, t.Any]:
    """Somebody who is invited, in the same form: what only members have is null."""
    known = {name: record[name] for name in ("created_at", "id", "invited_by", "role", "updated_at", "user")}
    return {**BLANK, **known, "email": record["user"]["email"], "pending": True}


class TeamMember(Members, TeamResource):
    """One member, or several, of a team; people who are invited count, with C(pending).

    People who are only collaborators of some of the team's apps are listed among the members at Heroku. Here they are
    none, and are left alone.
    """

    noun = "member"
    plural = "members"
    identity = ("email",)
    key = "email"
    many = "members"
    traits = tuple(TRAITS)
    options: t.ClassVar[dict[str, t.Any]] = {
        **TEAM_OPTIONS,
        **entry_options("email", "members", TRAITS, needed=("role",)),
    }
    constraints: t.ClassVar[dict[str, t.Any]] = entry_constraints("email", "members", TRAITS)
    info_options: t.ClassVar[dict[str, t.Any]] = {
        **TEAM_OPTIONS,
        "email": {"type": "str"},
        "role": {"type": "str", "choices": [*ROLES, "collaborator"]},
        "apps": {"type": "bool", "default": False},
    }

    right = "role"
    manager = "an admin"
    way_out = "has to stay one until another member is. People who are only invited do not count."

    by_invitation = False  # whether who is added has to accept first, as far as that was asked
    all_read = False  # whether invitations are among what is there

    def check(self) -> None:
        for item in self.items:
            if item["email"] and "@" not in item["email"]:
                raise InvalidInput(f"{item['email']!r} is not an e-mail address.")
        self.check_names()

    # What is there

    def read(self) -> list[dict[str, t.Any]]:
        members = self.fetch_list(self.in_team("/members"), by="email") or ()
        found = [member(record) for record in members if record["role"] in ROLES]
        self.all_read = False
        self.there = ordered(found)
        if self.given("exclusive") or not all(find_person(item["email"], found) for item in self.items):
            self.read_invitations()
        return list(self.there)

    def read_invitations(self) -> None:
        """Add who is invited to what is there."""
        invitations = self.fetch_list(self.in_team("/invitations")) or ()
        self.there = ordered([*self.there, *(invited(record) for record in invitations)])
        self.all_read = True

    # What is to be done

    @property
    def home(self) -> str:
        return f"team {self.params['team']}"

    def manages(self, record: dict[str, t.Any]) -> bool:
        return record["role"] == "admin" and not record["pending"]

    def to_manage(self, item: dict[str, t.Any]) -> bool:
        return item["role"] == "admin"

    def differs(self, item: dict[str, t.Any], record: dict[str, t.Any]) -> bool:
        """Whether somebody is to be another way. An invitation says nothing of C(federated)."""
        federated = None if record["pending"] else item["federated"]
        return (item["role"] or record["role"]) != record["role"] or federated not in (None, record["federated"])

    def foreseen(self, item: dict[str, t.Any], current: t.Sequence[dict[str, t.Any]]) -> dict[str, t.Any]:
        email = item["email"].lower()
        return {
            **BLANK,
            "email": email,
            "federated": None if self.by_invitation else item["federated"],
            "pending": self.by_invitation,
            "role": item["role"],
            "user": {"email": email, "id": None, "name": None},
        }

    def give(self, record: dict[str, t.Any], item: dict[str, t.Any]) -> None:
        record["role"] = item["role"] or record["role"]
        if item["federated"] is not None and not record["pending"]:
            record["federated"] = item["federated"]
        record["updated_at"] = None

    def view(self, record: dict[str, t.Any]) -> dict[str, t.Any]:
        return {name: record[name] for name in ("email", "role", "pending", "federated")}

    def examine(self, current: list[dict[str, t.Any]], plan: Plan) -> list[dict[str, t.Any]]:
        """Whether new people become members at once."""
        if any(step.action == "create" for step in plan.steps):
            self.by_invitation = self.takes_by_invitation()
        return current

    # Writing

    def add(self, item: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.invite(item) if self.by_invitation else self.put(item)

    def invite(self, item: dict[str, t.Any]) -> dict[str, t.Any]:
        """Invite somebody, or change the role that they are invited to."""
        body = {"email": item["email"], "role": item["role"]}
        return invited(self.client.put(self.in_team("/invitations"), body, headers=INVITATIONS))

    def put(self, item: dict[str, t.Any]) -> dict[str, t.Any]:
        """Make somebody a member; a PUT, so that doing it twice does no harm."""
        body = {name: item[name] for name in ("email", "role", "federated") if item[name] is not None}
        return member(self.client.put(self.in_team("/members"), body))

    def alter(self, record: dict[str, t.Any], item: dict[str, t.Any]) -> dict[str, t.Any]:
        wanted = {**item, "email": record["email"], "role": item["role"] or record["role"]}
        if record["pending"]:
            return self.invite(wanted)
        body = {name: wanted[name] for name in ("email", "role", "federated") if wanted[name] is not None}
        return member(self.client.patch(self.in_team("/members"), body))

    def delete(self, current: dict[str, t.Any]) -> dict[str, t.Any]:
        path = "/invitations/{}" if current["pending"] else "/members/{}"
        return self.client.delete(self.in_team(path, current["email"]))

    # Results

    def find(self) -> list[dict[str, t.Any]]:
        """Everybody, people who are only collaborators of apps included."""
        members = self.fetch_list(self.in_team("/members"), by="email") or ()
        self.there = [member(record) for record in members]
        email, role = self.given("email"), self.given("role")
        if not email or not any(same_ignoring_case(email, record["email"]) for record in self.there):
            self.read_invitations()
        return [
            self.with_apps(record)
            for record in ordered(self.there)
            if (not email or same_ignoring_case(email, record["email"])) and role in (None, record["role"])
        ]

    def with_apps(self, record: dict[str, t.Any]) -> dict[str, t.Any]:
        """Somebody with the names of the team's apps that they can see, if that is asked for."""
        if not self.params["apps"]:
            return record
        apps = []
        if not record["pending"]:
            apps = self.client.list(self.in_team("/members/{}/apps", record["email"]), by="name")
        return {**record, "apps": sorted(app["name"] for app in apps)}
