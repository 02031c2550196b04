# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists of people: collaborators, members, who is invited; and what they may do."""

from __future__ import annotations

import typing as t

from .._api.errors import HerokuError, InvalidInput
from .._engine.attributes import same_ignoring_case
from .._engine.members import Members, Step
from .._engine.plan import Action, Desired, Request
from .._engine.values import UNKNOWN, Record
from .._lib.references import is_uuid


def check_person(user: str) -> None:
    """Raises InvalidInput for what can mean nobody."""
    if "@" not in user and not is_uuid(user):
        raise InvalidInput(f"{user!r} is neither an e-mail address nor the id of an account.")


def is_person(user: str, record: Record) -> bool:
    """Whether an e-mail address, in any case, or an id means the person of this record."""
    return same_ignoring_case(user, record["user"]["email"]) or user in (record["user"]["id"], record["id"])


def find_person(user: str, records: t.Iterable[Record]) -> Record | None:
    """The record of the person with this e-mail address or id, or None."""
    return next((record for record in records if is_person(user, record)), None)


def foreseen_person(user: str) -> Record:
    """Who has this e-mail address or id, as far as that is known."""
    return {"email": UNKNOWN, "id": user} if is_uuid(user) else {"email": user.lower(), "id": UNKNOWN}


def called(record: Record) -> str:
    """What to call the person of this record."""
    return next((text for text in (record["user"]["email"], record["user"]["id"]) if isinstance(text, str)), "")


def names_of(permissions: t.Iterable[Record] | None) -> list[str]:
    """Permissions by their names."""
    return sorted(permission["name"] for permission in permissions or ())


def with_names(permissions: t.Iterable[Record] | None, names: t.Iterable[str]) -> list[Record]:
    """Permissions of these names, as Heroku will show them as far as that is known."""
    known = {item["name"]: item for item in permissions or ()}
    return [known.get(name, {"name": name, "description": UNKNOWN}) for name in names]


def sorted_permissions(record: Record) -> Record:
    """Heroku's object with the permissions in an order that can be relied on."""
    return {**record, "permissions": sorted(record["permissions"] or (), key=lambda item: item["name"])}


class People(Members):
    """A list of people, each named by e-mail address or id."""

    @classmethod
    def is_one(cls, name: str, record: Record) -> bool:
        return is_person(name, record)

    @classmethod
    def name_of(cls, record: Record) -> str:
        return called(record)


class Permitted(People):
    """People with permissions of their own, the trait ``permissions``: to view is part of any."""

    key = "user"

    @classmethod
    def check(cls, want: Desired) -> None:
        for item in cls.items(want):
            if item["user"]:
                check_person(item["user"])
        cls.check_names(want)

    @classmethod
    def normal(cls, item: Record) -> Record:
        permissions = item["permissions"]
        return {**item, "permissions": None if permissions is None else sorted({"view", *permissions})}

    @classmethod
    def differs(cls, item: Record, record: Record) -> bool:
        return item["permissions"] is not None and item["permissions"] != names_of(record["permissions"])

    @classmethod
    def give(cls, record: Record, item: Record) -> None:
        record["permissions"] = with_names(record["permissions"], item["permissions"])

    @classmethod
    def shown(cls, record: Record) -> Record:
        permissions = record["permissions"]
        if isinstance(permissions, list):
            permissions = names_of(permissions)
        return {"user": called(record), "permissions": permissions}

    @classmethod
    def removing(cls, want: Desired, record: Record) -> Request:
        return Request("DELETE", cls.kind.path + "/{}", (*cls.scope_of(want), called(record)))

    @classmethod
    def explain(cls, want: Desired, action: Action, error: HerokuError) -> str:
        if action.verb.startswith("add") and error.not_found and error.resource != cls.kind.parent:
            return "Only people who have an account at Heroku can be added."
        return ""


class Managed(People):
    """The members of a team or an enterprise account, which always keeps somebody who can manage it.

    A subclass says which trait makes a manager, and what the messages need: ``manager``, such as "an admin", and
    ``way_out``, what the last one has to do first.
    """

    right = ""  # the trait that says what a member may do
    manager = ""
    way_out = ""

    @classmethod
    def home(cls, want: Desired) -> str:
        """What they are members of, for messages."""
        raise NotImplementedError

    @classmethod
    def manages(cls, record: Record) -> bool:
        """Whether a member can manage it."""
        raise NotImplementedError

    @classmethod
    def should_manage(cls, item: Record) -> bool:
        """Whether a desired member should manage it."""
        raise NotImplementedError

    @classmethod
    def refuse(cls, want: Desired, current: t.Sequence[Record], predicted: t.Sequence[Record]) -> None:
        """Somebody can manage it afterwards, and nobody is added without being allowed anything."""
        if not want.absent:
            for item in cls.items(want):
                if item[cls.right] is None and not cls.one(item[cls.key], current):
                    raise InvalidInput(f"{item[cls.key]} is not in the {cls.home(want)} yet: give {cls.right} too.")
        managers = [cls.name_of(record) for record in current if cls.manages(record)]
        if managers and not any(map(cls.manages, predicted)):
            raise InvalidInput(
                f"The {cls.home(want)} would be left without {cls.manager}: {', '.join(managers)} {cls.way_out}"
            )

    @classmethod
    def in_sequence(cls, steps: list[Step]) -> list[Step]:
        """Who becomes a manager comes before who ceases to be one."""
        return sorted(steps, key=lambda step: not cls.should_manage(step.item))
