# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One declaration for each attribute of a resource: its option, and how it is compared, sent, shown and predicted."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from .._lib.references import is_uuid, same_reference
from .secrets import without_credentials
from .values import UNKNOWN, UNSET, Record, Value, Values

Equal = t.Callable[[t.Any, t.Any], bool]


def same(wanted: Value, have: Value) -> bool:
    """Equality as it is."""
    return bool(wanted == have)


def same_ignoring_case(wanted: Value, have: Value) -> bool:
    """Equality of texts without case: dyno sizes, e-mail addresses, hostnames (behaviour.md 6)."""
    return str(wanted).lower() == (have.lower() if isinstance(have, str) else "")


def same_set(wanted: t.Iterable[str], have: t.Iterable[str] | None) -> bool:
    """Whether two lists hold the same texts, in whatever order."""
    return set(wanted) == set(have or ())


@dataclass(frozen=True)
class Type:
    """What a value is: Ansible's word for it, when two values mean the same, and what of one a diff may show."""

    word: str
    equal: Equal = same
    elements: str = ""
    public: t.Callable[[str], str] | None = None


TEXT = Type("str")
CASELESS = Type("str", same_ignoring_case)  # e-mail addresses, dyno sizes
BOOL = Type("bool", lambda wanted, have: bool(wanted) == bool(have))
INT = Type("int")
TEXTS = Type("list", same_set, "str")  # in whatever order
ADDRESS = Type("str", public=without_credentials)
REFERENCE = Type("str", same_reference)  # the name or id of a thing that Heroku shows as {id, name}


@dataclass(frozen=True)
class Attribute:
    """One property of a resource.

    Parameters:
        name: The option's name, and the property's in Heroku's object.
        type: What its values are.
        at: The property, where it is not called as the option; with dots the way to it, such as ``exporter.type``.
        option: Whether users can give it; what they cannot give is computed by Heroku.
        spec: More for the argument spec: ``required``, ``choices``, ``aliases``, ``no_log``.
        create: Whether it can be sent when the thing is created.
        call: Which of the resource's calls changes it: attributes of one call go into one request.
        fixed: Why it cannot change once the thing exists, for the error; empty when it can.
        default: What stands after a creation without it; UNKNOWN when only Heroku knows.
        recomputed: Whether Heroku sets it anew on every change.
        secret: Whether values are kept out of diffs.
        write_only: Whether Heroku never shows it, so that it is in no record.
    """

    name: str
    type: Type = TEXT
    at: str = ""
    option: bool = True
    spec: Values = field(default_factory=dict)
    create: bool = True
    call: str = "update"
    fixed: str = ""
    default: Value = UNKNOWN
    recomputed: bool = False
    secret: bool = False
    write_only: bool = False

    @property
    def key(self) -> str:
        """The property's name in Heroku's object, or the way to it."""
        return self.at or self.name

    def read(self, record: Values) -> Value:
        """The value in Heroku's object; None where there is none, UNKNOWN within what is unknown."""
        value: Value = record
        for name in self.key.split("."):
            if value is UNKNOWN:
                return UNKNOWN
            value = (value or {}).get(name)
        return value

    def write(self, record: Record, value: Value) -> None:
        """Set the value in Heroku's object."""
        *way, last = self.key.split(".")
        for name in way:
            if not isinstance(record.get(name), dict):
                record[name] = {}
            record = record[name]
        record[last] = value

    @property
    def argument(self) -> Record:
        """The option in an argument spec."""
        elements = {"elements": self.type.elements} if self.type.elements else {}
        return {"type": self.type.word, **elements, **self.spec}

    def holds(self, wanted: Value, record: Values) -> bool:
        """Whether a record has the wanted value already; what is unknown may be anything else.

        An empty text wants nothing to be there.
        """
        have = self.read(record)
        if have is UNKNOWN:
            return False
        return not have if wanted == "" else self.type.equal(wanted, have)

    def put(self, record: Record, wanted: Value) -> None:
        """Set the value where Heroku would show it. The half of a reference that only Heroku knows is UNKNOWN."""
        if wanted == "":
            self.write(record, None)
        elif self.type is not REFERENCE:
            self.write(record, wanted)
        elif is_uuid(wanted):
            self.write(record, {"id": wanted, "name": UNKNOWN})
        else:
            self.write(record, {"id": UNKNOWN, "name": wanted})

    def shown(self, record: Values) -> Value:
        """The value in the option's words, for a diff."""
        value = self.read(record)
        if self.type is REFERENCE and isinstance(value, dict):
            return value["id"] if value["name"] is UNKNOWN else value["name"] or value["id"]
        return self.type.public(value) if self.type.public and isinstance(value, str) else value


def computed(*names: str, default: Value = UNKNOWN) -> tuple[Attribute, ...]:
    """Attributes that Heroku alone sets; ``updated_at`` on every change."""
    return tuple(Attribute(name, option=False, default=default, recomputed=name == "updated_at") for name in names)


def options_of(attributes: t.Iterable[Attribute]) -> Record:
    """The part of an argument spec that attributes make."""
    return {attribute.name: attribute.argument for attribute in attributes if attribute.option}


def blank_of(attributes: t.Iterable[Attribute]) -> Record:
    """A new record: defaults, and UNKNOWN where only Heroku knows."""
    record: Record = {}
    for item in attributes:
        if not item.write_only and item.default is not UNSET:
            item.write(record, item.default)
    return record
