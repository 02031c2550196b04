# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Collaborators of an app, and what they may do: behaviour.md 3.9."""

from __future__ import annotations

import copy
import typing as t

from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import Plan, Step, is_uuid, same_ignoring_case
from ansible_collections.community.heroku.plugins.module_utils.resource import (
    APP_OPTIONS,
    WAIT_OPTIONS,
    AppResource,
    remove,
)

PERMISSIONS = ("view", "deploy", "operate", "manage")
TEAM_SUFFIX = "@herokumanager.com"
ACCESS_CONTROLS = "org-access-controls"
LEFT_ALONE = ("owner", "admin")
RACE_PATIENCE = 15.0  # seconds until somebody who was just removed can be added again (behaviour.md 3.9: 10)


def is_person(user: str, record: dict[str, t.Any]) -> bool:
    """Whether an e-mail address, in any case, or an id means this collaborator."""
    return same_ignoring_case(user, record["user"]["email"]) or user in (record["user"]["id"], record["id"])


def find_person(user: str, records: t.Iterable[dict[str, t.Any]]) -> dict[str, t.Any] | None:
    """The collaborator of this e-mail address or id, or None."""
    return next((record for record in records if is_person(user, record)), None)


def names_of(permissions: t.Iterable[dict[str, t.Any]] | None) -> list[str]:
    """Permissions by their names."""
    return sorted(permission["name"] for permission in permissions or ())


def presented(record: dict[str, t.Any]) -> dict[str, t.Any]:
    """Heroku's object with the permissions in an order that can be relied on."""
    return {**record, "permissions": sorted(record["permissions"] or (), key=lambda item: item["name"])}


def team_of(records: t.Iterable[dict[str, t.Any]]) -> str | None:
    """The team that an app of these collaborators belongs to, which its owner is named after (behaviour.md 3.1)."""
    owners = [record["user"]["email"] for record in records if record["role"] == "owner"]
    return next((email[: -len(TEAM_SUFFIX)] for email in owners if email.endswith(TEAM_SUFFIX)), None)


def ordered(records: t.Iterable[dict[str, t.Any]]) -> list[dict[str, t.Any]]:
    """Collaborators by their e-mail addresses."""
    return sorted(records, key=lambda record: (record["user"]["email"] or record["user"]["id"] or "").lower())


class Collaborator(AppResource):
    """One collaborator, or several, of an app. The owner of the app and the admins of its team stay as they are.

    What is there is the whole list, the owner included: it also tells whether the app belongs to a team.
    """

    noun = "collaborator"
    plural = "collaborators"
    options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        "user": {"type": "str"},
        "permissions": {"type": "list", "elements": "str", "choices": list(PERMISSIONS)},
        "collaborators": {
            "type": "list",
            "elements": "dict",
            "options": {
                "user": {"type": "str", "required": True},
                "permissions": {"type": "list", "elements": "str", "choices": list(PERMISSIONS)},
            },
        },
        "exclusive": {"type": "bool", "default": False},
        "silent": {"type": "bool", "default": True},
        **WAIT_OPTIONS,
    }
    constraints: t.ClassVar[dict[str, t.Any]] = {
        "required_one_of": [("user", "collaborators")],
        "mutually_exclusive": [("user", "collaborators"), ("permissions", "collaborators")],
        "required_if": [("state", "absent", ("user",)), ("exclusive", True, ("collaborators",))],
    }
    info_options: t.ClassVar[dict[str, t.Any]] = {**APP_OPTIONS, "user": {"type": "str"}}
    blank: t.ClassVar[dict[str, t.Any]] = dict.fromkeys(
        ("app", "created_at", "id", "permissions", "role", "updated_at", "user")
    )

    there: t.Sequence[dict[str, t.Any]] = ()  # all collaborators, as of the last request
    adding = ""  # who is just being added
    leaving: t.Sequence[dict[str, t.Any]] = ()  # who was removed, and can still be seen for a moment

    @property
    def people(self) -> list[dict[str, t.Any]]:
        """Who is wanted: C(user), and C(permissions) with what they imply, or None for whatever there is."""
        wanted = self.given("collaborators")
        if wanted is None:
            wanted = [{"user": self.params["user"], "permissions": self.given("permissions")}]
        return [
            {
                "user": person["user"],
                "permissions": None if person["permissions"] is None else sorted({"view", *person["permissions"]}),
            }
            for person in wanted
        ]

    def check(self) -> None:
        users = [person["user"].lower() for person in self.given("collaborators") or ()]
        for user in users or [self.given("user") or ""]:
            if user and "@" not in user and not is_uuid(user):
                raise InvalidInput(f"{user!r} is neither an e-mail address nor the id of an account.")
            if users.count(user) > 1:
                raise InvalidInput(f"{user} is listed more than once.")

    def read(self) -> list[dict[str, t.Any]]:
        self.there = ordered(presented(record) for record in self.fetch_list(self.in_app("/collaborators")) or ())
        return list(self.there)

    # What is to be done

    def plan(self, current: list[dict[str, t.Any]]) -> Plan:
        if self.given("state") == "absent":
            return self.plan_removal(current)
        if team_of(current) is None and any(person["permissions"] is not None for person in self.people):
            raise InvalidInput(
                f"{self.params['app']} belongs to a person, not to a team: collaborators of such an app have no "
                "permissions of their own. Leave permissions out."
            )
        steps: list[Step] = []
        predicted = copy.deepcopy(current)
        for person in self.people:
            record = find_person(person["user"], predicted)
            if record is None:
                steps.append(Step("create", person))
                predicted.append(self.foreseen(person, current))
            elif self.differs(person, record):
                steps.append(Step("update", person))
                self.give(record, person["permissions"])
        others = self.others(predicted) if self.params["exclusive"] else []
        steps += [Step("withdraw", {"user": record["user"]["email"]}) for record in others]
        predicted = ordered(record for record in predicted if record not in others)
        return Plan(
            before=self.shown(current),
            after=self.shown(predicted),
            steps=tuple(steps),
            predicted=predicted,
        )

    def plan_removal(self, current: list[dict[str, t.Any]]) -> Plan:
        """The plan that removes one person."""
        record = find_person(self.params["user"], current)
        if record is None:
            return Plan(before=self.shown([]), after=self.shown([]), steps=(), predicted=None)
        if record["role"] == "owner":
            raise InvalidInput(
                f"{record['user']['email']} owns {self.params['app']}. community.heroku.heroku_app with the option "
                "owner hands an app over."
            )
        step = Step("withdraw", {"user": record["user"]["email"]})
        return Plan(before=self.shown(current), after=self.shown([]), steps=(step,), predicted=None)

    def others(self, records: list[dict[str, t.Any]]) -> list[dict[str, t.Any]]:
        """Who is not wanted, and may be removed."""
        return [
            record
            for record in records
            if record["role"] not in LEFT_ALONE and not any(is_person(person["user"], record) for person in self.people)
        ]

    @staticmethod
    def differs(person: dict[str, t.Any], record: dict[str, t.Any]) -> bool:
        """Whether somebody is to have other permissions; the owner has them all."""
        return (
            person["permissions"] is not None
            and record["role"] != "owner"
            and person["permissions"] != names_of(record["permissions"])
        )

    def foreseen(self, person: dict[str, t.Any], current: list[dict[str, t.Any]]) -> dict[str, t.Any]:
        """How Heroku will show somebody new, as far as that is known."""
        user = person["user"]
        by_id = is_uuid(user)
        record = {
            **self.blank,
            "app": current[0]["app"] if current else None,
            "user": {"email": None if by_id else user.lower(), "federated": None, "id": user if by_id else None},
        }
        if person["permissions"] is not None:
            self.give(record, person["permissions"])
        return record

    @staticmethod
    def give(record: dict[str, t.Any], names: list[str]) -> None:
        """Change the permissions in a record."""
        known = {item["name"]: item for item in record["permissions"] or ()}
        record["permissions"] = [known.get(name, {"name": name, "description": None}) for name in names]
        record["updated_at"] = None

    def shown(self, records: list[dict[str, t.Any]]) -> dict[str, t.Any]:
        """One side of the diff, in the words of the options: who is wanted, or all when nobody else is to stay."""
        people = [
            {
                "user": record["user"]["email"] or record["user"]["id"],
                "permissions": None if record["permissions"] is None else names_of(record["permissions"]),
            }
            for record in records
            if self.params["exclusive"] or any(is_person(person["user"], record) for person in self.people)
        ]
        return {"collaborators": people}

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

    def create(self, fields: dict[str, t.Any]) -> list[dict[str, t.Any]]:
        self.adding = fields["user"]
        body = {"user": fields["user"], "silent": self.params["silent"]}
        path = self.in_app("/collaborators")
        if fields["permissions"] is not None:
            body["permissions"] = fields["permissions"]
            path = f"/teams{path}"
        try:
            record = self.client.post(path, body, again_if=still_known, patience=RACE_PATIENCE)
        except HerokuError as error:
            if error.not_found and error.resource != "app":
                raise error.with_hint("Only people who have an account at Heroku can be added.") from None
            raise
        return self.replace(record)

    def made(self) -> list[dict[str, t.Any]] | None:
        found = self.read()
        return found if find_person(self.adding, found) else None

    def update(self, current: list[dict[str, t.Any]], fields: dict[str, t.Any]) -> list[dict[str, t.Any]]:
        person = find_person(fields["user"], current) or {}
        path = "/teams" + self.in_app("/collaborators/{}", person["user"]["email"])
        return self.replace(self.client.patch(path, {"permissions": fields["permissions"]}))

    def withdraw(self, current: list[dict[str, t.Any]], fields: dict[str, t.Any]) -> list[dict[str, t.Any]]:
        """Remove one person."""
        person = find_person(fields["user"], current) or {}
        remove(self, person)
        self.leaving = [*self.leaving, person]
        self.there = [record for record in current if record["id"] != person["id"]]
        return list(self.there)

    def delete(self, current: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.delete(self.in_app("/collaborators/{}", current["user"]["email"]))

    def replace(self, record: dict[str, t.Any]) -> list[dict[str, t.Any]]:
        """The list with the latest of one person in it."""
        others = (item for item in self.there if item["user"]["id"] != record["user"]["id"])
        self.there = ordered([*others, presented(record)])
        return list(self.there)

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
            return self.client.list(self.in_app("/collaborators"))
        except HerokuError as error:
            if error.status not in (403, 404):
                raise
            return []

    # Results

    def result(self, record: list[dict[str, t.Any]] | None) -> dict[str, t.Any]:
        if self.given("user") is not None:
            return {"collaborator": find_person(self.params["user"], record or ())}
        return {"collaborators": [item for item in record or () if item["role"] != "owner"]}

    def find(self) -> list[dict[str, t.Any]]:
        user = self.given("user")
        return [record for record in self.read() if user is None or is_person(user, record)]


def still_known(error: HerokuError) -> bool:
    """Whether somebody who was just removed cannot be added yet (behaviour.md 3.9)."""
    return "already a collaborator" in error.message.lower()
