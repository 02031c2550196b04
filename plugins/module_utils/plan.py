# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What would have to change, as data.

Diff and check mode are read off a plan, so they cannot disagree with what is applied.
"""

from __future__ import annotations

import copy
import typing as t
from dataclasses import dataclass, field

from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.secrets import without_credentials
from ansible_collections.community.heroku.plugins.module_utils._lib.references import is_uuid, same_reference


def same(wanted: t.Any, have: t.Any) -> bool:
    """Equality as it is."""
    return bool(wanted == have)


@dataclass(frozen=True)
class Field:
    """One option that stands for one property of a resource.

    C(option) is the option's name; C(at) the property's, where it differs; C(reference) says that the property is an
    C({id, name}) object; C(update) names the resource's method that changes it: all fields of one method go into one
    call; None means that it cannot change once the thing exists, for the reason given in C(fixed); C(create) says
    whether it can be given at creation, C(initial) what it is after a creation without it; C(equal) compares the wanted
    value with the one that is there; C(secret) keeps both out of the diff; C(address) the credentials in them.
    """

    option: str
    at: str = ""
    reference: bool = False
    update: str | None = "update"
    fixed: str = ""
    create: bool = True
    initial: t.Any = None
    equal: t.Callable[[t.Any, t.Any], bool] | None = None
    secret: bool = False
    address: bool = False

    @property
    def key(self) -> str:
        """The property's name in Heroku's object."""
        return self.at or self.option

    def read(self, record: t.Mapping[str, t.Any]) -> t.Any:
        """What is there, in Heroku's form."""
        return record.get(self.key, self.initial)

    def shown(self, record: t.Mapping[str, t.Any]) -> t.Any:
        """What is there, in the option's form, for the diff."""
        value = self.read(record)
        if self.reference and isinstance(value, dict):
            return value.get("name") or value.get("id")
        return without_credentials(value) if self.address and value else value

    def holds(self, wanted: t.Any, record: t.Mapping[str, t.Any]) -> bool:
        """Whether the wanted value stands already."""
        equal = self.equal or (same_reference if self.reference else same)
        return equal(wanted, self.read(record))

    def set(self, record: dict[str, t.Any], wanted: t.Any) -> None:
        """Put the wanted value where Heroku would show it. The half of a reference that only Heroku knows is None."""
        if not self.reference:
            record[self.key] = wanted
        elif not wanted:
            record[self.key] = None
        else:
            record[self.key] = {"id": wanted, "name": None} if is_uuid(wanted) else {"id": None, "name": wanted}


@dataclass(frozen=True)
class Step:
    """One write: the name of the resource's method, and what it is given."""

    action: str
    fields: dict[str, t.Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """What is there, what is to be there, and the writes between them.

    C(before) and C(after) are for the diff, in the words of the options and without secrets; the C(steps) lead from one
    to the other; C(predicted) is what Heroku will then show, with None where only Heroku can choose.
    """

    before: t.Any
    after: t.Any
    steps: tuple[Step, ...]
    predicted: t.Any

    @property
    def changes(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.steps)


def hidden(changes: bool) -> str:
    """What a diff shows in place of a secret."""
    return "(hidden, new value)" if changes else "(hidden)"


def plan_fields(
    fields: t.Sequence[Field],
    wanted: t.Mapping[str, t.Any],
    current: t.Mapping[str, t.Any] | None,
    blank: t.Mapping[str, t.Any],
    unpredictable: t.Collection[str] = ("updated_at",),
) -> Plan:
    """The plan that brings one object in line with its options: a pure function.

    C(wanted) holds the options that were given, identity included; C(current) is Heroku's object or None; C(blank) what
    a new one looks like, with None for what only Heroku can choose; C(unpredictable) names the properties that Heroku
    sets anew on a change. Raises InvalidInput for a property that cannot change any more.
    """
    steps = []
    predicted = copy.deepcopy(dict(blank if current is None else current))
    if current is None:
        creation = {
            item.option: wanted[item.option]
            for item in fields
            if item.create and item.option in wanted and (wanted[item.option] or not item.reference)
        }
        steps.append(Step("create", creation))
        for item in fields:
            if item.option in creation:
                item.set(predicted, creation[item.option])
    updates: dict[str, dict[str, t.Any]] = {}
    for item in fields:
        if item.option not in wanted or item.holds(wanted[item.option], predicted):
            continue
        if item.update is None:
            values = "" if item.secret else f" from {item.shown(predicted)!r} to {wanted[item.option]!r}"
            raise InvalidInput(f"{item.option} cannot be changed{values}. {item.fixed}".strip(), option=item.option)
        updates.setdefault(item.update, {})[item.option] = wanted[item.option]
        item.set(predicted, wanted[item.option])
    steps += [Step(action, values) for action, values in updates.items()]
    if steps:
        predicted.update({name: None for name in unpredictable if name in predicted})
    changed = {name for step in steps for name in step.fields}
    before = {} if current is None else show(fields, current, ())
    after = show(fields, predicted, changed, only=None if current is not None else set(wanted))
    for item in fields:
        if item.address and item.option in changed and before.get(item.option) == after[item.option]:
            after[item.option] += f" {hidden(changes=True)}"  # only its credentials are new
    return Plan(
        before=before,
        after=after,
        steps=tuple(steps),
        predicted=predicted,
    )


def show(
    fields: t.Sequence[Field],
    record: t.Mapping[str, t.Any],
    changed: t.Collection[str],
    only: t.Collection[str] | None = None,
) -> dict[str, t.Any]:
    """One side of a diff: every field in the option's words.

    C(only) limits it to what is known, for a thing that does not exist yet.
    """
    view = {}
    for item in fields:
        if only is not None and item.option not in only:
            continue
        view[item.option] = hidden(item.option in changed) if item.secret else item.shown(record)
    return view


def plan_absence(fields: t.Sequence[Field], current: t.Mapping[str, t.Any] | None) -> Plan:
    """The plan that makes one object go away: a pure function."""
    if current is None:
        return Plan(before={}, after={}, steps=(), predicted=None)
    return Plan(before=show(fields, current, ()), after={}, steps=(Step("delete"),), predicted=None)
