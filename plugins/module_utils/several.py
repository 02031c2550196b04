# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists of which a task is about one entry or several: collaborators, members, what is allowed.

Heroku takes one entry at a time, so each that changes is a write. What people in such lists have in common is here too.
"""

from __future__ import annotations

import copy
import typing as t

from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import Plan, Step, is_uuid, same_ignoring_case
from ansible_collections.community.heroku.plugins.module_utils.resource import Resource, remove

Record = dict[str, t.Any]


def is_person(user: str, record: Record) -> bool:
    """Whether an e-mail address, in any case, or an id means the person of this record."""
    return same_ignoring_case(user, record["user"]["email"]) or user in (record["user"]["id"], record["id"])


def find_person(user: str, records: t.Iterable[Record]) -> Record | None:
    """The record of the person with this e-mail address or id, or None."""
    return next((record for record in records if is_person(user, record)), None)


def names_of(permissions: t.Iterable[Record] | None) -> list[str]:
    """Permissions by their names."""
    return sorted(permission["name"] for permission in permissions or ())


def with_names(permissions: t.Iterable[Record] | None, names: t.Iterable[str]) -> list[Record]:
    """Permissions of these names, as Heroku will show them as far as that is known."""
    known = {item["name"]: item for item in permissions or ()}
    return [known.get(name, {"name": name, "description": None}) for name in names]


def ordered(records: t.Iterable[Record]) -> list[Record]:
    """People by their e-mail addresses."""
    return sorted(records, key=lambda record: (record["user"]["email"] or record["user"]["id"] or "").lower())


class Several(Resource):
    """A list at Heroku. The option C(key) names one entry, C(many) holds several, each with its C(key).

    What is there, and what is predicted, is the whole list. C(traits) are the options that say how an entry is to be;
    None leaves that alone. A subclass fills in M(read) (which keeps what it returns in C(there)), M(add), M(alter),
    M(delete), and what stands under "What a subclass fills in" here.
    """

    key = ""
    many = ""
    traits: t.ClassVar[tuple[str, ...]] = ()

    there: t.Sequence[Record] = ()  # all entries, as of the last request
    adding = ""  # the entry that is just being added

    # What a subclass fills in

    def is_one(self, name: str, record: Record) -> bool:
        """Whether the value of C(key) means this entry."""
        return is_person(name, record)

    def name_of(self, record: Record) -> str:
        """The value of C(key) that means this entry."""
        return record["user"]["email"]

    def in_order(self, records: t.Iterable[Record]) -> list[Record]:
        """The entries in an order that can be relied on."""
        return ordered(records)

    def normal(self, item: Record) -> Record:
        """A wanted entry with what it implies."""
        return item

    def differs(self, item: Record, record: Record) -> bool:
        """Whether an entry that is there is to be another way."""
        raise NotImplementedError

    def foreseen(self, item: Record, current: t.Sequence[Record]) -> Record:
        """How Heroku will show a new entry, as far as that is known."""
        raise NotImplementedError

    def give(self, record: Record, item: Record) -> None:
        """Change a predicted entry to what is wanted."""
        raise NotImplementedError

    def view(self, record: Record) -> t.Any:
        """An entry in the words of the options, for the diff."""
        raise NotImplementedError

    def kept(self, record: Record) -> bool:  # noqa: ARG002 - for subclasses
        """Whether an entry stays even if it is not wanted and C(exclusive)."""
        return False

    def judge(self, current: t.Sequence[Record], predicted: t.Sequence[Record]) -> None:
        """Raises InvalidInput for a change that Heroku would refuse."""

    def add(self, item: Record) -> Record:
        """Make an entry and return Heroku's object."""
        raise NotImplementedError

    def alter(self, record: Record, item: Record) -> Record:
        """Change an entry in one write and return Heroku's object."""
        raise NotImplementedError

    # What is the same for all

    @property
    def items(self) -> list[Record]:
        """What is wanted."""
        wanted = self.given(self.many)
        if wanted is None:  # also in an _info module, where there may be no name either
            wanted = [{name: self.given(name) for name in (self.key, *self.traits)}]
        return [self.normal(item) for item in wanted]

    def check_once(self) -> None:
        """Raises InvalidInput for an entry that is listed twice, however its name is spelled."""
        names = [item[self.key].lower() for item in self.given(self.many) or ()]
        for name in names:
            if names.count(name) > 1:
                raise InvalidInput(f"{name} is listed more than once.")

    def check_people(self) -> None:
        """Raises InvalidInput for names that cannot mean anybody, and for those that are listed twice."""
        for item in self.items:
            name = item[self.key]
            if name and "@" not in name and not is_uuid(name.lower()):
                raise InvalidInput(f"{name!r} is neither an e-mail address nor the id of an account.")
        self.check_once()

    def one(self, name: str, records: t.Iterable[Record] | None) -> Record | None:
        """The entry of this name, or None."""
        return next((record for record in records or () if self.is_one(name, record)), None)

    def plan(self, current: list[Record]) -> Plan:
        """What to do about each entry: one write each, what is to go last."""
        if self.given("state") == "absent":
            return self.plan_removal(current)
        steps: list[Step] = []
        predicted = copy.deepcopy(current)
        for item in self.items:
            record = self.one(item[self.key], predicted)
            if record is None:
                steps.append(Step("create", item))
                predicted.append(self.foreseen(item, current))
            elif self.differs(item, record):
                steps.append(Step("update", item))
                self.give(record, item)
        others = self.others(predicted) if self.given("exclusive") else []
        predicted = self.in_order(record for record in predicted if record not in others)
        self.judge(current, predicted)
        return Plan(
            before=self.shown(current),
            after=self.shown(predicted),
            steps=(
                *self.sequence(steps),
                *(Step("withdraw", {self.key: self.name_of(record)}) for record in others),
            ),
            predicted=predicted,
        )

    def plan_removal(self, current: list[Record]) -> Plan:
        """The plan that takes one entry away."""
        record = self.one(self.params[self.key], current)
        if record is None:
            return Plan(before=self.shown([]), after=self.shown([]), steps=(), predicted=None)
        self.judge(current, [other for other in current if other is not record])
        step = Step("withdraw", {self.key: self.name_of(record)})
        return Plan(before=self.shown(current), after=self.shown([]), steps=(step,), predicted=None)

    def sequence(self, steps: list[Step]) -> list[Step]:
        """The writes in an order that Heroku accepts."""
        return steps

    def others(self, records: list[Record]) -> list[Record]:
        """Entries that are not wanted, and may go."""
        wanted = [item[self.key] for item in self.items]
        return [
            record
            for record in records
            if not self.kept(record) and not any(self.is_one(name, record) for name in wanted)
        ]

    def shown(self, records: t.Iterable[Record]) -> Record:
        """One side of the diff: what the task names, or all when nothing else is to stay."""
        wanted = [item[self.key] for item in self.items]
        return {
            self.many: [
                self.view(record)
                for record in records
                if self.given("exclusive") or any(self.is_one(name, record) for name in wanted)
            ]
        }

    def create(self, fields: Record) -> list[Record]:
        """Make one entry; returns the whole list, as all writes do."""
        self.adding = fields[self.key]
        return self.replace(fields[self.key], self.add(fields))

    def made(self) -> list[Record] | None:
        """The list, if what was just being made is in it."""
        found = self.read()
        return found if self.one(self.adding, found) else None

    def update(self, current: list[Record], fields: Record) -> list[Record]:
        """Change one entry."""
        record = self.one(fields[self.key], current) or {}
        return self.replace(fields[self.key], self.alter(record, fields))

    def withdraw(self, current: list[Record], fields: Record) -> list[Record]:
        """Take one entry away."""
        record = self.one(fields[self.key], current) or {}
        remove(self, record)
        return self.replace(fields[self.key], None)

    def replace(self, name: str, record: Record | None) -> list[Record]:
        """The list with the latest of one entry in it, or without it."""
        others = [item for item in self.there if not self.is_one(name, item)]
        self.there = self.in_order([*others, *([record] if record else [])])
        return list(self.there)

    def result(self, record: list[Record] | None) -> Record:
        """The one entry that the task is about, or the list."""
        if self.given(self.key) is not None:
            return {self.noun: self.one(self.params[self.key], record)}
        return {self.plural: record}

    def find(self) -> list[Record]:
        """The entries that an _info module's options select."""
        name = self.given(self.key)
        return [record for record in self.read() if name is None or self.is_one(name, record)]
