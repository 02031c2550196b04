# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Collaborators of an app, and what they may do: behaviour.md 3.9."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.people import (
    Permitted,
    find_person,
    foreseen_person,
    ordered,
    presented,
)
from ansible_collections.community.heroku.plugins.module_utils.plan import Plan
from ansible_collections.community.heroku.plugins.module_utils.resource import APP_OPTIONS, WAIT_OPTIONS, AppResource
from ansible_collections.community.heroku.plugins.module_utils.several import entry_constraints, entry_options
from ansible_collections.community.heroku.plugins.module_utils.team import TEAM_OWNER

PERMISSIONS = ("view", "deploy", "operate", "manage")
TRAITS: dict[str, t.Any] = {"permissions": {"type": "list", "elements": "str", "choices": list(PERMISSIONS)}}
ACCESS_CONTROLS = "org-access-controls"
LEFT_ALONE = ("owner", "admin")
RACE_PATIENCE = 15.0  # seconds until somebody who was just removed can be added again (behaviour.md 3.9: 10)


def team_of(records: t.Iterable[dict[str, t.Any]]) -> str | None:
    """The team that an app of these collaborators belongs to, which its owner is named after (behaviour.md 3.1)."""
    owners = [record["user"]["email"] for record in records if record["role"] == "owner"]
    return next((email.removesuffix(TEAM_OWNER) for email in owners if email.endswith(TEAM_OWNER)), None)


class Collaborator(Permitted, AppResource):
    """One collaborator, or several, of an app. The owner of the app and the admins of its team stay as they are.

    What is there is the whole list, the owner included: it also tells whether the app belongs to a team.
    """

    noun = "collaborator"
    plural = "collaborators"
    identity = ("user",)
    many = "collaborators"
    traits = tuple(TRAITS)
    options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        **entry_options("user", "collaborators", TRAITS),
        "silent": {"type": "bool", "default": True},
        **WAIT_OPTIONS,
    }
    constraints: t.ClassVar[dict[str, t.Any]] = entry_constraints("user", "collaborators", TRAITS)
    info_options: t.ClassVar[dict[str, t.Any]] = {**APP_OPTIONS, "user": {"type": "str"}}
    blank: t.ClassVar[dict[str, t.Any]] = dict.fromkeys(
        ("app", "created_at", "id", "permissions", "role", "updated_at", "user")
    )

    base = "/apps/{}"  # of the paths; those of permissions are below the team's view of the app
    leaving: t.Sequence[dict[str, t.Any]] = ()  # who was removed, and can still be seen for a moment

    def collaborators(self, path: str = "", *values: str) -> str:
        """The path of the collaborators of this app, or of one."""
        return segments(self.base + "/collaborators" + path, self.params["app"], *values)

    def read(self) -> list[dict[str, t.Any]]:
        self.there = ordered(presented(record) for record in self.fetch_list(self.collaborators(), by="email") or ())
        return list(self.there)

    # What is to be done

    def judge(self, current: t.Sequence[dict[str, t.Any]], predicted: t.Sequence[dict[str, t.Any]]) -> None:
        for record in current:
            if record["role"] == "owner" and not find_person(record["user"]["email"], predicted):
                raise InvalidInput(
                    f"{record['user']['email']} owns {self.params['app']}. community.heroku.heroku_app with the option "
                    "owner hands an app over."
                )
        if self.given("state") == "absent" or team_of(current):
            return
        if any(item["permissions"] is not None for item in self.items):
            raise InvalidInput(
                f"{self.params['app']} belongs to a person, not to a team: collaborators of such an app have no "
                "permissions of their own. Leave permissions out."
            )

    def kept(self, record: dict[str, t.Any]) -> bool:
        return record["role"] in LEFT_ALONE

    def differs(self, item: dict[str, t.Any], record: dict[str, t.Any]) -> bool:
        """Whether somebody is to have other permissions; the owner has them all."""
        return record["role"] != "owner" and super().differs(item, record)

    def foreseen(self, item: dict[str, t.Any], current: t.Sequence[dict[str, t.Any]]) -> dict[str, t.Any]:
        record = {
            **self.blank,
            "app": current[0]["app"] if current else None,
            "user": {**foreseen_person(item["user"]), "federated": None},
        }
        if item["permissions"] is not None:
            self.give(record, item)
        return record

    def give(self, record: dict[str, t.Any], item: dict[str, t.Any]) -> None:
        super().give(record, item)
        record["updated_at"] = None

    def examine(self, current: list[dict[str, t.Any]], plan: Plan) -> list[dict[str, t.Any]]:
        """Permissions can only be chosen where the team has the feature for it (behaviour.md 3.9)."""
        team = team_of(current)
        if team and any(step.fields.get("permissions") is not None for step in plan.steps):
            try:
                features = self.client.list(segments("/teams/{}/features", team))
            except HerokuError as error:
                if error.status not in (403, 404):
                    raise
                return current  # somebody from outside the team: Heroku will judge
            if not any(feature["name"] == ACCESS_CONTROLS and feature["enabled"] for feature in features):
                raise InvalidInput(
                    f"The team {team} has no app permissions (its feature {ACCESS_CONTROLS} is not enabled). "
                    "Leave permissions out."
                )
        return current

    # Writing

    def add(self, item: dict[str, t.Any]) -> dict[str, t.Any]:
        body = {"user": item["user"], "silent": self.params["silent"]}
        path = self.collaborators()
        if item["permissions"] is not None:
            body["permissions"] = item["permissions"]
            path = "/teams" + self.in_app("/collaborators")
        try:
            return presented(self.client.post(path, body, again_if=still_known, patience=RACE_PATIENCE))
        except HerokuError as error:
            if error.not_found and error.resource != "app":
                raise error.with_hint("Only people who have an account at Heroku can be added.") from None
            raise

    def alter(self, record: dict[str, t.Any], item: dict[str, t.Any]) -> dict[str, t.Any]:
        path = "/teams" + self.in_app("/collaborators/{}", record["user"]["email"])
        return presented(self.client.patch(path, {"permissions": item["permissions"]}))

    def withdraw(self, current: list[dict[str, t.Any]], fields: dict[str, t.Any]) -> list[dict[str, t.Any]]:
        self.leaving = [*self.leaving, *filter(None, [self.one(fields["user"], current)])]
        return super().withdraw(current, fields)

    def delete(self, current: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.delete(self.collaborators("/{}", current["user"]["email"]))

    def settle(self, record: list[dict[str, t.Any]]) -> list[dict[str, t.Any]]:
        if self.leaving and self.params["wait"]:
            going = {person["id"]: person["user"]["email"] for person in self.leaving}
            self.wait_until(
                ask=lambda: [item for item in self.visible() if item["id"] in going],
                done=lambda left: not left,
                waiting_for=f"{', '.join(going.values())} to leave {self.params['app']}",
                state=lambda left: "there",
            )
        return record

    def visible(self) -> list[dict[str, t.Any]]:
        """All collaborators; nobody for an account that has just removed itself."""
        try:
            return self.client.list(self.collaborators(), by="email")
        except HerokuError as error:
            if error.status not in (403, 404):
                raise
            return []

    # Results

    def result(self, record: list[dict[str, t.Any]] | None) -> dict[str, t.Any]:
        if self.given("user") is None:
            record = [item for item in record or () if item["role"] != "owner"]
        return super().result(record)


def still_known(error: HerokuError) -> bool:
    """Whether somebody who was just removed cannot be added yet (behaviour.md 3.9)."""
    return "already a collaborator" in error.message.lower()
