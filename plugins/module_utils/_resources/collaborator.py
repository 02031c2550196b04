# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Collaborators of an app: behaviour.md 3.9."""

from __future__ import annotations

import typing as t

from .._api.errors import HerokuError, InvalidInput
from .._engine.execute import Run
from .._engine.facts import Kind, View
from .._engine.members import Steps, entry_constraints, entry_options
from .._engine.plan import Desired, Request, Status, Verdict, Wait
from .._engine.resource import Draft
from .._engine.values import UNKNOWN, Record, Spec
from .common import ACCESS_CONTROLS, APP_OPTIONS, APPS, NO_APP, TEAM_FEATURES, TEAM_OWNER, TEAMS, WAIT_OPTIONS
from .people import Permitted, called, find_person, foreseen_person, sorted_permissions

PERMISSIONS = ("view", "deploy", "operate", "manage")
TRAITS: Record = {"permissions": {"type": "list", "elements": "str", "choices": list(PERMISSIONS)}}
LEFT_ALONE = ("owner", "admin")
SHAPE: Record = {
    **dict.fromkeys(("app", "created_at", "id", "permissions", "role", "updated_at")),
    "user": {"email": None, "id": None, "federated": None},
}


def with_role(record: Record) -> Record:
    """A collaborator whose role is told or follows from its address, and whose permissions are in order.

    Heroku's schema does not require the role (recorded.md E).
    """
    if record["role"] is None and str(record["user"]["email"]).endswith(TEAM_OWNER):
        record = {**record, "role": "owner"}
    return sorted_permissions(record)


def team_of(records: t.Iterable[Record]) -> str | None:
    """The team that an app of these collaborators belongs to, which its owner is named after (behaviour.md 3.1)."""
    owners = [str(record["user"]["email"]) for record in records if record["role"] == "owner"]
    return next((email[: -len(TEAM_OWNER)] for email in owners if email.endswith(TEAM_OWNER)), None)


class Collaborator(Permitted):
    """One collaborator, or many, of an app. The owner of the app and the admins of its team stay as they are.

    What is there is the whole list, the owner included: it also tells whether the app belongs to a team.
    """

    noun = "collaborator"
    plural = "collaborators"
    kind = Kind(
        "collaborator",
        "/apps/{}/collaborators",
        by="email",
        parent="app",
        no_parent=NO_APP,
        shape=SHAPE,
        canonical=with_role,
    )
    scope = ("app",)
    many = "collaborators"
    traits = tuple(TRAITS)
    controls: t.ClassVar[Spec] = {
        **entry_options("user", "collaborators", TRAITS),
        "silent": {"type": "bool", "default": True},
        **WAIT_OPTIONS,
    }
    constraints: t.ClassVar[Spec] = entry_constraints("user", "collaborators", TRAITS)
    info_options: t.ClassVar[Spec] = {**APP_OPTIONS, "user": {"type": "str"}}

    # What is there

    @classmethod
    def observe(cls, want: Desired, view: View) -> list[Record]:
        """All collaborators. Where no role tells who owns the app, the app does, for one GET more."""
        records = super().observe(want, view)
        roles = {record["role"] for record in records}
        if None not in roles or "owner" in roles:
            return records
        owner = view.get(APPS.named(want["app"]))["owner"]
        return [
            {**record, "role": "owner"} if record["user"]["email"] == owner["email"] else record for record in records
        ]

    # What has to be done

    @classmethod
    def refuse(cls, want: Desired, current: t.Sequence[Record], predicted: t.Sequence[Record]) -> None:
        for record in current:
            if record["role"] == "owner" and not find_person(called(record), predicted):
                raise InvalidInput(
                    f"{called(record)} owns {want['app']}. community.heroku.heroku_app with the option owner hands an "
                    "app over."
                )
        if want.absent or team_of(current):
            return
        if any(item["permissions"] is not None for item in cls.items(want)):
            raise InvalidInput(
                f"{want['app']} belongs to a person, not to a team: collaborators of such an app have no permissions "
                "of their own. Leave permissions out."
            )

    @classmethod
    def kept(cls, record: Record) -> bool:
        return record["role"] in LEFT_ALONE

    @classmethod
    def differs(cls, item: Record, record: Record) -> bool:
        """Whether somebody should have other permissions; the owner has them all."""
        return record["role"] != "owner" and super().differs(item, record)

    @classmethod
    def foreseen(cls, want: Desired, item: Record, current: t.Sequence[Record]) -> Record:
        record = {
            **dict.fromkeys(SHAPE, UNKNOWN),
            "app": current[0]["app"] if current else UNKNOWN,
            "user": {**foreseen_person(item["user"]), "federated": UNKNOWN},
        }
        if item["permissions"] is not None:
            record["permissions"] = None
            cls.give(record, item)
        return record

    @classmethod
    def give(cls, record: Record, item: Record) -> None:
        super().give(record, item)
        record["updated_at"] = UNKNOWN

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        """Permissions can only be chosen where the team has the feature for it (behaviour.md 3.9)."""
        team = team_of(draft.current)
        steps = t.cast(Steps, draft).steps
        if not team or all(step.item.get("permissions") is None for step in steps):
            return
        try:
            features = view.get(TEAM_FEATURES.of(team))
        except HerokuError as error:
            if error.status not in (403, 404):
                raise
            return  # somebody from outside the team: Heroku will judge
        planned = view.foreseen(TEAMS.named(team))
        self_service = planned is not None and planned["type"] == "team"  # only enterprise teams have the feature
        if self_service or not any(feature["name"] == ACCESS_CONTROLS and feature["enabled"] for feature in features):
            raise InvalidInput(
                f"The team {team} has no app permissions (its feature {ACCESS_CONTROLS} is not enabled). "
                "Leave permissions out."
            )

    @classmethod
    def foresee(cls, want: Desired, view: View, draft: Draft) -> None:
        leaving = [step.record for step in t.cast(Steps, draft).steps if step.verb == "remove"]
        if leaving and want["wait"]:
            names = ", ".join(map(called, leaving))
            ids = tuple(record["id"] for record in leaving)
            draft.waits.append(Wait("gone", f"{names} to leave {want['app']}", ids, aside=True))

    # The requests

    @classmethod
    def adding(cls, want: Desired, item: Record) -> Request:
        body = {"user": item["user"], "silent": want["silent"]}
        if item["permissions"] is None:
            return Request("POST", cls.kind.path, cls.scope_of(want), body)
        return Request(
            "POST", "/teams/apps/{}/collaborators", cls.scope_of(want), {**body, "permissions": item["permissions"]}
        )

    @classmethod
    def altering(cls, want: Desired, record: Record, item: Record) -> Request:
        values = (*cls.scope_of(want), called(record))
        return Request("PATCH", "/teams/apps/{}/collaborators/{}", values, {"permissions": item["permissions"]})

    # Waiting until who was removed is gone

    @classmethod
    def watch(cls, want: Desired, wait: Wait, record: list[Record], run: Run) -> list[Record]:
        """All collaborators; nobody for an account that has just removed itself."""
        try:
            return cls.in_order(run.facts.refresh(cls.kind.of(*cls.scope_of(want))))
        except HerokuError as error:
            if error.status not in (403, 404):
                raise
            return []

    @classmethod
    def judge(cls, want: Desired, wait: Wait, record: list[Record]) -> Verdict:
        there = any(item["id"] in wait.about for item in record)
        return Verdict(Status.PENDING, "there") if there else Verdict(Status.READY)

    @classmethod
    def result(cls, want: Desired, record: list[Record] | None) -> Record:
        if want.get("user") is None:
            record = [item for item in record or () if item["role"] != "owner"]
        return super().result(want, record)
