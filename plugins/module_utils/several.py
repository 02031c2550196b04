# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists of which a task is about one entry or several: collaborators, members, what is allowed.

Heroku takes one entry at a time, so each that changes is a write.
"""

from __future__ import annotations

import copy
import typing as t

from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import Plan, Step
from ansible_collections.community.heroku.plugins.module_utils.resource import Resource, remove

Record = dict[str, t.Any]


def entry_options(
    key: str, many: str, traits: t.Mapping[str, t.Any], needed: t.Collection[str] = ()
) -> dict[str, t.Any]:
    """The options for one entry, by its C(key) and with its C(traits), or for C(many).

    In a list of many, each entry has to have those traits that are C(needed).
    """
    each = {name: {**spec, "required": True} if name in needed else spec for name, spec in traits.items()}
    return {
        key: {"type": "str"},
        **traits,
        many: {"type": "list", "elements": "dict", "options": {key: {"type": "str", "required": True}, **each}},
        "exclusive": {"type": "bool", "default": False},
    }


def entry_constraints(key: str, many: str, traits: t.Iterable[str] = ()) -> dict[str, t.Any]:
    """What goes with what of these options; so traits can only be given with a C(key)."""
    return {
        "required_one_of": [(key, many)],
        "mutually_exclusive": [(key, many), *((trait, many) for trait in traits)],
        "required_if": [("state", "absent", (key,)), ("exclusive", True, (many,))],
    }


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
        raise NotImplementedError

    def name_of(self, record: Record) -> str:
        """The value of C(key) that means this entry."""
        raise NotImplementedError

    def in_order(self, records: t.Iterable[Record]) -> list[Record]:
        """The entries in an order that can be relied on."""
        raise NotImplementedError

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

    def check_names(self) -> None:
        """Raises InvalidInput for an entry without a name, and for one that is listed twice, however it is spelled."""
        if self.given("state") is None:  # an _info module, for which no name means all
            return
        names = [(item[self.key] or "").lower() for item in self.items]
        for name in names:
            if not name:
                raise InvalidInput(f"{self.key} is empty.", option=self.key)
            if names.count(name) > 1:
                raise InvalidInput(f"{name} is listed more than once.")

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
