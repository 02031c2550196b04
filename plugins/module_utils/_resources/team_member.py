# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Members of teams, and those who are invited to become members: behaviour.md 3.10."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import InvalidInput
from .._engine.attributes import same_ignoring_case
from .._engine.facts import Kind, View
from .._engine.members import Steps, entry_constraints, entry_options
from .._engine.plan import Change, Desired, Request, Resend
from .._engine.resource import Draft
from .._engine.values import UNKNOWN, Json, Record, Spec
from .people import Managed
from .teams import INVITATIONS, PERSON, ROLES, TEAM_INVITATIONS, TEAM_MEMBERS, TEAM_OPTIONS, invites_members

TRAITS: Record = {"role": {"type": "str", "choices": list(ROLES)}, "federated": {"type": "bool"}}
APPS_OF_MEMBER = Kind("team_member_app", "/teams/{}/members/{}/apps", by="name")
OF_BOTH = ("created_at", "id", "role", "updated_at", "user")
ONLY_OF_MEMBERS = ("federated", "identity_provider", "two_factor_authentication")


def member(record: Record) -> Record:
    """A member as this collection shows them."""
    person = {**record["user"], "email": record["email"]}
    return {**record, "user": person, "invited_by": None, "pending": False}


def invited(record: Record) -> Record:
    """Somebody who is invited, in the same form: what only members have is null."""
    shown = {name: record[name] for name in (*OF_BOTH, "invited_by")}
    return {**shown, **dict.fromkeys(ONLY_OF_MEMBERS), "email": record["user"]["email"], "pending": True}


class TeamMember(Managed):
    """One member, or many, of a team; people who are invited count, with ``pending``.

    People who are only collaborators of some of the team's apps are listed among the members at Heroku. Here they are
    none, and are left alone.
    """

    noun = "member"
    plural = "members"
    kind = TEAM_MEMBERS
    scope = ("team",)
    key = "email"
    many = "members"
    traits = tuple(TRAITS)
    controls: t.ClassVar[Spec] = entry_options("email", "members", TRAITS, needed=("role",))
    constraints: t.ClassVar[Spec] = entry_constraints("email", "members", TRAITS)
    info_options: t.ClassVar[Spec] = {
        **TEAM_OPTIONS,
        "email": {"type": "str"},
        "role": {"type": "str", "choices": [*ROLES, "collaborator"]},
        "apps": {"type": "bool", "default": False},
    }
    resend = Resend.SAFE  # members and invitations are put
    stale = (TEAM_INVITATIONS.name,)

    right = "role"
    manager = "an admin"
    way_out = "has to stay one until another member is. People who are only invited do not count."

    @classmethod
    def check(cls, want: Desired) -> None:
        for item in cls.items(want):
            if item["email"] and "@" not in item["email"]:
                raise InvalidInput(f"{item['email']!r} is not an e-mail address.")
        cls.check_names(want)

    @classmethod
    def is_one(cls, name: str, record: Record) -> bool:
        return same_ignoring_case(name, record["email"])

    @classmethod
    def name_of(cls, record: Record) -> str:
        return str(record["email"])

    # What is there

    @classmethod
    def observe(cls, want: Desired, view: View) -> list[Record]:
        """The members; who is invited too, unless all that is asked for are members."""
        found = [
            member(item) for item in cls.look(want, view, cls.kind.of(want["team"])) or () if item["role"] in ROLES
        ]
        if want.get("exclusive") or not all(cls.one(item["email"], found) for item in cls.items(want)):
            found += map(invited, cls.look(want, view, TEAM_INVITATIONS.of(want["team"])) or ())
        return cls.in_order(found)

    # What has to be done

    @classmethod
    def home(cls, want: Desired) -> str:
        return f"team {want['team']}"

    @classmethod
    def manages(cls, record: Record) -> bool:
        return record["role"] == "admin" and not record["pending"]

    @classmethod
    def should_manage(cls, item: Record) -> bool:
        return bool(item["role"] == "admin")

    @classmethod
    def differs(cls, item: Record, record: Record) -> bool:
        """Whether somebody should be another way. An invitation says nothing of ``federated``."""
        federated = None if record["pending"] else item["federated"]
        return item["role"] not in (None, record["role"]) or federated not in (None, record["federated"])

    @classmethod
    def foreseen(cls, want: Desired, item: Record, current: t.Sequence[Record]) -> Record:
        email = item["email"].lower()
        record = {**dict.fromkeys((*OF_BOTH, *ONLY_OF_MEMBERS), UNKNOWN), "email": email, "role": item["role"]}
        if item["federated"] is not None:
            record["federated"] = item["federated"]
        return member({**record, "user": dict.fromkeys(PERSON, UNKNOWN)})

    @classmethod
    def give(cls, record: Record, item: Record) -> None:
        record["role"] = item["role"] or record["role"]
        if item["federated"] is not None and not record["pending"]:
            record["federated"] = item["federated"]
        record["updated_at"] = UNKNOWN

    @classmethod
    def shown(cls, record: Record) -> Record:
        return {name: record[name] for name in ("email", "role", "pending", "federated")}

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        """Whether new people become members at once, or have to accept an invitation first."""
        steps = t.cast(Steps, draft)
        added = [step.item["email"] for step in steps.steps if step.verb == "add"]
        if not added or not invites_members(view, want["team"]):
            return
        for index, step in enumerate(steps.steps):
            if step.verb == "add":
                steps.steps[index] = step._replace(item={**step.item, "pending": True})
        for index, record in enumerate(draft.record):
            if any(cls.is_one(name, record) for name in added):
                draft.record[index] = invited({**record, "invited_by": UNKNOWN})
        cls.refuse(want, draft.current, draft.record)

    @classmethod
    def changes(cls, want: Desired, draft: Draft) -> list[Change]:
        """Who is invited is listed among the invitations."""
        return [
            dataclasses.replace(change, kind=TEAM_INVITATIONS.name)
            if (change.after or change.before or {})["pending"]
            else change
            for change in super().changes(want, draft)
        ]

    # The requests

    @classmethod
    def putting(cls, want: Desired, method: str, item: Record) -> Request:
        """The request that makes somebody a member, or changes one; by ``item["pending"]``, an invitation."""
        if item.get("pending"):
            body = {name: item[name] for name in ("email", "role")}
            return Request("PUT", TEAM_INVITATIONS.path, cls.scope_of(want), body, INVITATIONS)
        body = {name: item[name] for name in ("email", *TRAITS) if item[name] is not None}
        return Request(method, cls.kind.path, cls.scope_of(want), body)

    @classmethod
    def adding(cls, want: Desired, item: Record) -> Request:
        return cls.putting(want, "PUT", item)

    @classmethod
    def altering(cls, want: Desired, record: Record, item: Record) -> Request:
        there = {name: record[name] for name in ("email", "pending")}
        return cls.putting(want, "PATCH", {**item, **there, "role": item["role"] or record["role"]})

    @classmethod
    def removing(cls, want: Desired, record: Record) -> Request:
        kind = TEAM_INVITATIONS if record["pending"] else cls.kind
        return Request("DELETE", kind.path + "/{}", (*cls.scope_of(want), record["email"]))

    @classmethod
    def answered(cls, want: Desired, step_name: str, answer: Json) -> Record:
        """Invitations tell who invited; what was found again after a lost answer has its form already."""
        if "pending" in answer:
            return t.cast(Record, answer)
        return invited(TEAM_INVITATIONS.normal(answer)) if "invited_by" in answer else member(cls.kind.normal(answer))

    # The _info module

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        """Everybody, people who are only collaborators of apps included."""
        email, role = want.get("email"), want.get("role")
        people = [member(record) for record in view.get(cls.kind.of(want["team"]))]
        if not email or not cls.one(email, people):
            people += map(invited, view.get(TEAM_INVITATIONS.of(want["team"])))
        chosen = [
            record
            for record in cls.in_order(people)
            if (not email or cls.is_one(email, record)) and role in (None, record["role"])
        ]
        return cls.with_apps(want, view, chosen) if want["apps"] else chosen

    @classmethod
    def with_apps(cls, want: Desired, view: View, people: list[Record]) -> list[Record]:
        """People with the names of the team's apps that they can see, which are none for those who are invited."""
        members = [record["email"] for record in people if not record["pending"]]
        apps = view.get_all(*(APPS_OF_MEMBER.of(want["team"], email) for email in members))
        names = {email: sorted(app["name"] for app in its) for email, its in zip(members, apps)}
        return [{**record, "apps": names.get(record["email"], [])} for record in people]
