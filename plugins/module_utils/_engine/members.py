# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists of which a task is about one entry or many: collaborators, members, what is allowed.

Heroku takes one entry at a time, so each that changes is a write.
"""

from __future__ import annotations

import copy
import typing as t
from dataclasses import dataclass, field

from .._api.errors import InvalidInput
from .facts import View
from .plan import Action, Change, Desired, Plan, Request, Resend
from .resource import Draft, Resource
from .values import Json, Observed, Record, Value, Values


def entry_options(key: str, many: str, traits: Values, needed: t.Collection[str] = ()) -> Record:
    """The options for one entry, by its ``key`` and with its ``traits``, or for ``many``.

    In a list of many, each entry has to have those traits that are ``needed``.
    """
    each = {name: {**spec, "required": True} if name in needed else spec for name, spec in traits.items()}
    return {
        key: {"type": "str"},
        **traits,
        many: {"type": "list", "elements": "dict", "options": {key: {"type": "str", "required": True}, **each}},
        "exclusive": {"type": "bool", "default": False},
    }


def entry_constraints(key: str, many: str, traits: t.Iterable[str] = ()) -> Record:
    """What goes with what of these options; so traits can only be given with a ``key``."""
    return {
        "required_one_of": [(key, many)],
        "mutually_exclusive": [(key, many), *((trait, many) for trait in traits)],
        "required_if": [("state", "absent", (key,)), ("exclusive", True, (many,))],
    }


class Step(t.NamedTuple):
    """What happens to one entry: ``record`` is the one that is there, ``item`` what is desired of it."""

    verb: str
    item: Record
    record: Record


@dataclass
class Steps(Draft):
    """The draft for a list of entries."""

    steps: list[Step] = field(default_factory=list)

    @property
    def writes(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.steps)


class Members(Resource):
    """A list at Heroku. The option ``key`` names one entry, ``many`` holds many of them, each with its key.

    What is observed, and what is predicted, is the whole list. ``traits`` are the options that say how an entry should
    be; None leaves that alone. A subclass fills in the methods under "What a subclass fills in".
    """

    many = ""
    traits: t.ClassVar[tuple[str, ...]] = ()

    # What a subclass fills in

    @classmethod
    def is_one(cls, name: str, record: Record) -> bool:
        """Whether the value of the key means this entry."""
        raise NotImplementedError

    @classmethod
    def name_of(cls, record: Record) -> str:
        """The value of the key that means this entry."""
        raise NotImplementedError

    @classmethod
    def differs(cls, item: Record, record: Record) -> bool:
        """Whether an entry that is there should be another way."""
        raise NotImplementedError

    @classmethod
    def foreseen(cls, want: Desired, item: Record, current: t.Sequence[Record]) -> Record:
        """How Heroku will show a new entry, with UNKNOWN for what only Heroku can choose."""
        raise NotImplementedError

    @classmethod
    def give(cls, record: Record, item: Record) -> None:
        """Change a predicted entry to what is desired."""
        raise NotImplementedError

    @classmethod
    def shown(cls, record: Record) -> Value:
        """An entry in the words of the options, for the diff."""
        raise NotImplementedError

    @classmethod
    def adding(cls, want: Desired, item: Record) -> Request:
        """The request that adds an entry."""
        raise NotImplementedError

    @classmethod
    def altering(cls, want: Desired, record: Record, item: Record) -> Request:
        """The request that changes an entry."""
        raise NotImplementedError

    @classmethod
    def removing(cls, want: Desired, record: Record) -> Request:
        """The request that removes an entry."""
        raise NotImplementedError

    @classmethod
    def normal(cls, item: Record) -> Record:
        """A desired entry with what it implies."""
        return item

    @classmethod
    def kept(cls, record: Record) -> bool:
        """Whether an entry stays even if it is not desired and ``exclusive``."""
        return False

    @classmethod
    def refuse(cls, want: Desired, current: t.Sequence[Record], predicted: t.Sequence[Record]) -> None:
        """Raises InvalidInput for a change that Heroku would refuse."""

    @classmethod
    def in_sequence(cls, steps: list[Step]) -> list[Step]:
        """The writes in an order that Heroku accepts."""
        return steps

    @classmethod
    def in_order(cls, records: t.Iterable[Record]) -> list[Record]:
        """The entries in an order that can be relied on."""
        return sorted(records, key=lambda record: cls.name_of(record).lower())

    @classmethod
    def answered(cls, want: Desired, step_name: str, answer: Json) -> Record:
        """The entry that an answer holds."""
        return cls.kind.normal(answer)

    # What is the same for all

    @classmethod
    def items(cls, want: Desired) -> list[Record]:
        """The desired entries."""
        entries = want.get(cls.many)
        if entries is None:  # also in an _info module, where there may be no name either
            entries = [{name: want.get(name) for name in (cls.key, *cls.traits)}]
        return [cls.normal(item) for item in entries]

    @classmethod
    def check_names(cls, want: Desired) -> None:
        """Raises InvalidInput for an entry without a name, and for one that is listed twice, however it is spelled."""
        if want.get("state") is None:  # an _info module, for which no name means all
            return
        names = [(item[cls.key] or "").lower() for item in cls.items(want)]
        for name in names:
            if not name:
                raise InvalidInput(f"{cls.key} is empty.", option=cls.key)
            if names.count(name) > 1:
                raise InvalidInput(f"{name} is listed more than once.")

    @classmethod
    def title(cls, want: Desired) -> str:
        """What a task is about: one entry, or the list."""
        if want.get(cls.key) is not None:
            return super().title(want)
        return " ".join([*map(str, cls.scope_of(want)), cls.called or cls.plural.replace("_", " ")])

    @classmethod
    def one(cls, name: str, records: t.Iterable[Record] | None) -> Record | None:
        """The entry of this name, or None."""
        return next((record for record in records or () if cls.is_one(name, record)), None)

    @classmethod
    def observe(cls, want: Desired, view: View) -> list[Record]:
        return cls.in_order(cls.look(want, view, cls.kind.of(*cls.scope_of(want))) or ())

    @classmethod
    def draft(cls, want: Desired, current: list[Record]) -> Steps:
        """What to do about each entry: one write each, what goes last."""
        if want.absent:
            record = cls.one(want[cls.key], current)
            left = [item for item in current if item is not record]
            cls.refuse(want, current, left)
            return Steps(current, left, steps=[Step("remove", {}, record)] if record else [])
        predicted, steps = copy.deepcopy(current), []
        for item in cls.items(want):
            record = cls.one(item[cls.key], predicted)
            if record is None:
                steps.append(Step("add", item, {}))
                predicted.append(cls.foreseen(want, item, current))
            elif cls.differs(item, record):
                steps.append(Step("change", item, cls.one(item[cls.key], current) or {}))
                cls.give(record, item)
        others = cls.others(want, predicted) if want.get("exclusive") else []
        predicted = cls.in_order(record for record in predicted if record not in others)
        cls.refuse(want, current, predicted)
        removals = [Step("remove", {}, record) for record in others]
        return Steps(current, predicted, steps=[*cls.in_sequence(steps), *removals])

    @classmethod
    def others(cls, want: Desired, records: list[Record]) -> list[Record]:
        """Entries that are not desired, and may go."""
        names = [item[cls.key] for item in cls.items(want)]
        return [
            record for record in records if not cls.kept(record) and not any(cls.is_one(name, record) for name in names)
        ]

    @classmethod
    def side(cls, want: Desired, draft: Draft, record: Observed) -> Record:
        """One side of the diff: what the task names, or all when nothing else should stay."""
        names = [want[cls.key]] if want.absent else [item[cls.key] for item in cls.items(want)]
        chosen = (item for item in record if want.get("exclusive") or any(cls.is_one(name, item) for name in names))
        return {cls.many: [cls.shown(item) for item in chosen]}

    @classmethod
    def step_name(cls, step: Step) -> str:
        """The name of the entry that a step is about."""
        return str(step.item[cls.key] if step.item else cls.name_of(step.record))

    @classmethod
    def actions(cls, want: Desired, draft: Draft) -> list[Action]:
        actions = []
        for step in t.cast(Steps, draft).steps:
            if step.verb == "add":
                request, resend = cls.adding(want, step.item), cls.resend
            elif step.verb == "change":
                request, resend = cls.altering(want, step.record, step.item), Resend.SAFE
            else:
                request, resend = cls.removing(want, step.record), Resend.SAFE
            name = f"{step.verb} {cls.step_name(step)}"
            answers = step.verb != "remove"
            actions.append(
                Action(
                    cls.id_of(want, name), name, request, resend, answers, stale=cls.stale, creates=step.verb == "add"
                )
            )
        return actions

    @classmethod
    def changes(cls, want: Desired, draft: Draft) -> list[Change]:
        scope = cls.scope_of(want)
        found = []
        for step in t.cast(Steps, draft).steps:
            after = cls.one(cls.step_name(step), draft.record)
            found.append(Change(cls.kind.name, scope, step.record or None, after))
        return found

    @classmethod
    def entry_name(cls, action: Action) -> str:
        """The name of the entry that an action is about."""
        return action.verb.partition(" ")[2]

    @classmethod
    def adopted(cls, want: Desired, action: Action, observed: Plan) -> Observed:
        return cls.one(cls.entry_name(action), observed.current)

    @classmethod
    def outcome(cls, want: Desired, plan: Plan, answers: Values) -> list[Record]:
        """The list as predicted, with the answers to what was added or changed in their places."""
        records = list(plan.record)
        for action in plan.actions:
            answer, name = answers.get(action.id), cls.entry_name(action)
            if action.answers and answer:
                records = [item for item in records if not cls.is_one(name, item)]
                records.append(cls.answered(want, name, answer))
        return cls.in_order(records)

    @classmethod
    def result(cls, want: Desired, record: list[Record] | None) -> Record:
        """The one entry that the task is about, or the list."""
        if want.get(cls.key) is not None:
            return {cls.noun: cls.one(want[cls.key], record)}
        return {cls.plural: record}

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        """The entries that an _info module's options select."""
        name = want.get(cls.key)
        return [record for record in cls.observe(want, view) if name is None or cls.is_one(name, record)]
