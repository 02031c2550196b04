# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists of people: collaborators, members, who is invited; and what they may do."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import Step, is_uuid, same_ignoring_case
from ansible_collections.community.heroku.plugins.module_utils.several import Record, Several


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
    return {"email": None, "id": user} if is_uuid(user) else {"email": user.lower(), "id": None}


def called(record: Record) -> str:
    """What to call the person of this record."""
    return record["user"]["email"] or record["user"]["id"] or ""


def ordered(records: t.Iterable[Record]) -> list[Record]:
    """People by their e-mail addresses."""
    return sorted(records, key=lambda record: called(record).lower())


def names_of(permissions: t.Iterable[Record] | None) -> list[str]:
    """Permissions by their names."""
    return sorted(permission["name"] for permission in permissions or ())


def with_names(permissions: t.Iterable[Record] | None, names: t.Iterable[str]) -> list[Record]:
    """Permissions of these names, as Heroku will show them as far as that is known."""
    known = {item["name"]: item for item in permissions or ()}
    return [known.get(name, {"name": name, "description": None}) for name in names]


def presented(record: Record) -> Record:
    """Heroku's object with the permissions in an order that can be relied on."""
    return {**record, "permissions": sorted(record["permissions"] or (), key=lambda item: item["name"])}


class People(Several):
    """A list of people, each named by e-mail address or id."""

    def is_one(self, name: str, record: Record) -> bool:
        """Whether the name means this person."""
        return is_person(name, record)

    def name_of(self, record: Record) -> str:
        """The e-mail address."""
        return record["user"]["email"]

    def in_order(self, records: t.Iterable[Record]) -> list[Record]:
        """By e-mail addresses."""
        return ordered(records)


class Permitted(People):
    """People with permissions of their own, the trait C(permissions): to view is part of any."""

    key = "user"

    def check(self) -> None:
        """Raises InvalidInput for names that cannot mean anybody, and for those that are listed twice."""
        for item in self.items:
            if item["user"]:
                check_person(item["user"])
        self.check_names()

    def normal(self, item: Record) -> Record:
        """Somebody who is wanted, with the permission that is implied."""
        permissions = item["permissions"]
        return {**item, "permissions": None if permissions is None else sorted({"view", *permissions})}

    def differs(self, item: Record, record: Record) -> bool:
        """Whether somebody is to have other permissions."""
        return item["permissions"] is not None and item["permissions"] != names_of(record["permissions"])

    def give(self, record: Record, item: Record) -> None:
        """Put the wanted permissions in."""
        record["permissions"] = with_names(record["permissions"], item["permissions"])

    def view(self, record: Record) -> Record:
        """Somebody in the words of the options, for the diff."""
        permissions = record["permissions"]
        return {"user": called(record), "permissions": None if permissions is None else names_of(permissions)}


class Members(People):
    """The members of a team or an enterprise account, which always keeps somebody who can manage it.

    A subclass says which trait makes a manager, and what the messages need: C(manager), such as C(an admin), and
    C(way_out), what the last one has to do first.
    """

    right = ""  # the trait that says what a member may do
    manager = ""
    way_out = ""

    @property
    def home(self) -> str:
        """What they are members of, for messages."""
        raise NotImplementedError

    def manages(self, record: Record) -> bool:
        """Whether a member can manage it."""
        raise NotImplementedError

    def to_manage(self, item: Record) -> bool:
        """Whether a wanted member is to manage it."""
        raise NotImplementedError

    def judge(self, current: t.Sequence[Record], predicted: t.Sequence[Record]) -> None:
        """Somebody can manage it afterwards, and nobody is added without being allowed anything."""
        if self.given("state") != "absent":
            for item in self.items:
                if item[self.right] is None and not self.one(item[self.key], current):
                    raise InvalidInput(f"{item[self.key]} is not in the {self.home} yet: give {self.right} too.")
        managers = [called(record) for record in current if self.manages(record)]
        if managers and not any(map(self.manages, predicted)):
            raise InvalidInput(
                f"The {self.home} would be left without {self.manager}: {', '.join(managers)} {self.way_out}"
            )

    def sequence(self, steps: list[Step]) -> list[Step]:
        """Who becomes a manager comes before who ceases to be one."""
        return sorted(steps, key=lambda step: not self.to_manage(step.fields))
