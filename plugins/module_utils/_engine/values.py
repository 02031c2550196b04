# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values that a plan can hold beside those of JSON: what is unknown until applied, what comes from another action."""

from __future__ import annotations

import datetime as dt
import enum
import typing as t

# What the aliases of Any stand for. JSON is data that only whoever asked for it can know the form of.
Json = t.Any  # what JSON holds: a text, a number, a boolean, null, a list or an object
Value = t.Any  # the same, and a Mark, a Ref or a Secret in it
Record = dict[str, t.Any]  # an object of Heroku's, or one that is sent there
Values = t.Mapping[str, t.Any]  # values by their names, such as options, or answers by the ids of their actions
Spec = t.Mapping[str, t.Any]  # an argument spec, or what goes with it
Observed = t.Any  # what a resource type has for a record: an object, a list of them, or None where nothing is there


class Mark(enum.Enum):
    """Stands where there is no value. It has no truth value: ``value or default`` on a mark would be a bug."""

    UNKNOWN = "known after apply"
    UNSET = "not said"

    def __bool__(self) -> bool:
        raise TypeError(f"{self.name} has no truth value")

    def __repr__(self) -> str:
        return self.name


UNKNOWN = Mark.UNKNOWN  # Heroku chooses the value when the action is applied
UNSET = Mark.UNSET  # nobody said anything; None says null
KNOWN_LATER = f"({UNKNOWN.value})"  # what people, and templates, get in the place of UNKNOWN


class Ref(t.NamedTuple):
    """A part of the answer to an earlier action of the same plan, such as the id of what it creates.

    ``action`` is that action's id, ``path`` the keys that lead to the part.
    """

    action: str
    path: tuple[str, ...] = ("id",)


class Secret(str):
    """A text that a request needs and that nothing else may show: its repr and its form in a saved plan hide it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Secret(********)"


class Provisional(str):
    """A name in the place of an id that only Heroku can choose, where requests take nothing but ids: good for plans."""

    __slots__ = ()


# What a value is called where a message says what it is, in the words of YAML: a boolean is an int to Python, too.
KINDS: tuple[tuple[t.Any, str], ...] = (
    (bool, "boolean"),
    ((int, float), "number"),
    (str, "string"),
    (dt.date, "date"),
    (t.Mapping, "mapping"),
    ((list, tuple), "list"),
)


def kind_of(value: Value) -> str:
    """What a value is, for people: C(string), C(number), C(list), ...; Ansible may have given it a type of its own."""
    return next((name for kind, name in KINDS if isinstance(value, kind)), "null" if value is None else "value")


def known(value: Value) -> bool:
    """Whether no part of a value is unknown."""
    return not list(unknown_paths(value))


def holds_unknown(value: Value) -> bool:
    """Whether a value is UNKNOWN or has it, or what stands for it, in any of its parts.

    A reference to an earlier action is none.
    """
    if isinstance(value, (Ref, Provisional)):
        return isinstance(value, Provisional)
    if isinstance(value, dict):
        return any(map(holds_unknown, value.values()))
    return any(map(holds_unknown, value)) if isinstance(value, (list, tuple)) else value is UNKNOWN


def unknown_paths(value: Value, path: str = "") -> t.Iterator[str]:
    """The paths of the unknown parts of a value, such as ``addon.config_vars`` or ``members[0].user.id``."""
    if value is UNKNOWN or isinstance(value, Ref):
        yield path
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from unknown_paths(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from unknown_paths(item, f"{path}[{index}]")


def concealed(value: Value, stand_in: Value = None) -> Value:
    """The value with ``stand_in`` for each unknown part, in types that JSON has."""
    if value is UNKNOWN or isinstance(value, Ref):
        return stand_in
    if isinstance(value, dict):
        return {key: concealed(item, stand_in) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [concealed(item, stand_in) for item in value]
    return value


def without(value: Json, names: t.Collection[str]) -> Json:
    """The value without what objects in it, however deep, call by one of these names."""
    if isinstance(value, dict):
        return {key: without(item, names) for key, item in value.items() if key not in names}
    return [without(item, names) for item in value] if isinstance(value, list) else value


def to_json(value: Value) -> Value:
    """The value in types that JSON has, marks and references tagged, secrets left out.

    ``from_json`` reads all of it back but the secrets, which become UNKNOWN.
    """
    if value is UNKNOWN or isinstance(value, Secret):
        return {"$unknown": "secret" if isinstance(value, Secret) else True}
    if isinstance(value, Ref):
        return {"$ref": [value.action, *value.path]}
    if isinstance(value, dict):
        return {key: to_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_json(item) for item in value]
    return value


def from_json(value: Value) -> Value:
    """The value that ``to_json`` was given; lists for its tuples."""
    if isinstance(value, dict):
        if set(value) == {"$unknown"}:
            return UNKNOWN
        if set(value) == {"$ref"}:
            action, *path = value["$ref"]
            return Ref(action, tuple(path))
        return {key: from_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [from_json(item) for item in value]
    return value


def resolved(value: Value, answers: Values) -> Value:
    """The value with the answers of earlier actions in the place of references. Raises KeyError for a missing one."""
    if isinstance(value, Ref):
        found = answers[value.action]
        for key in value.path:
            found = found[key]
        return found
    if isinstance(value, dict):
        return {key: resolved(item, answers) for key, item in value.items()}
    if isinstance(value, list):
        return [resolved(item, answers) for item in value]
    return value


def merged(predicted: Value, answer: Json) -> Value:
    """A prediction with what an answer tells of its unknown parts. What the prediction knows stays."""
    if predicted is UNKNOWN or isinstance(predicted, Ref):
        return answer
    if isinstance(predicted, dict) and isinstance(answer, dict):
        return {key: merged(item, answer[key]) if key in answer else item for key, item in predicted.items()}
    return predicted
