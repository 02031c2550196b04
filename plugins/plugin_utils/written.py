# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options that YAML made something else of than was written: C(0755) is 493, C(12:30) is 750, C(1.10) is 1.1.

A module cannot tell, since it is handed 493. The controller can, in most cases: it knows from which place of which file
a value comes, and looks there.

* ansible-core 2.19 and later know the place of each number, also when it came through templates and roles.
* Earlier ones know the places of names only. So that of the option itself counts, or that of an equal number under any
  name in the variables that the task mentions.
* The place of what comes from C(set_fact), a lookup, C(--extra-vars) on the command line or a computation is not known,
  or nothing is written there. Such a number is taken as it is.

What is found is read by YAML again, and only counts when the same comes out: so this never refuses by mistake.
"""

from __future__ import annotations

import datetime as dt
import re
import typing as t
from collections.abc import Mapping

import yaml
from ansible.errors import AnsibleError
from ansible_collections.community.heroku.plugins.module_utils._engine.texts import LONGEST_SHOWN
from ansible_collections.community.heroku.plugins.module_utils._engine.values import Value, kind_of

try:
    from ansible._internal._datatag._tags import Origin  # ansible-core 2.19 and later
except ImportError:
    Origin = None

Position = tuple[str, int, int]  # file, line, column, both from 1

# A scalar without quotes, behind an anchor or a tag; and a key with the scalar that follows it in the same line.
PLAIN = re.compile(r"(?:[&!]\S*\s+)*([^\s,\[\]{}#\"'|>&*!%@`]+)")
ENTRY = re.compile(r"(?:\"[^\"]*\"|'[^']*'|[^\s:#\"'][^:#]*?)\s*:\s+" + PLAIN.pattern)
WORD = re.compile(r"[A-Za-z_]\w*")
RELATIVE = re.compile(r"\s*\+\s*\d+\s*")
TEXTS = ("str", "path")


class Place(t.NamedTuple):
    """One value among a task's options: C(option) says where, C(name) is the key that it stands under."""

    option: str
    name: Value
    value: Value
    kind: str  # "str" or "int"


def places(
    args: Mapping[str, t.Any], spec: Mapping[str, t.Any], text_maps: t.Collection[str], above: str = ""
) -> t.Iterator[Place]:
    """Every value that has to be a text or a whole number.

    C(spec) is the argument spec, C(text_maps) the dotted names of options that are dicts of texts.
    """
    known = {name: (option, item) for option, item in spec.items() for name in (option, *item.get("aliases", ()))}
    for name, value in args.items():
        option, item = known.get(name, ("", {}))
        kind = item.get("type", "str") if item else ""
        if above + option in text_maps and isinstance(value, Mapping):
            yield from (
                Place(f"{above}{name}.{str(key)[:LONGEST_SHOWN]}", key, part, "str") for key, part in value.items()
            )
        elif item.get("options"):
            for part in value if isinstance(value, (list, tuple)) else [value]:
                if isinstance(part, Mapping):
                    yield from places(part, item["options"], text_maps, f"{above}{option}.")
        elif kind == "list" and item.get("elements") in (*TEXTS, "int") and isinstance(value, (list, tuple)):
            kind = "int" if item["elements"] == "int" else "str"
            yield from (Place(f"{above}{name}", name, part, kind) for part in value)
        elif kind in (*TEXTS, "int"):
            yield Place(f"{above}{name}", name, value, "int" if kind == "int" else "str")


def position(value: Value) -> Position | None:
    """Where a value or a key was written, as far as this ansible-core knows."""
    if Origin is None:
        found = getattr(value, "ansible_pos", None)
    else:
        tag = Origin.get_tag(value)
        found = tag and (tag.path, tag.line_num, tag.col_num)
    return found if found and all(found) else None


class Writing:
    """Looks up what stands in files in place of the values of one task.

    C(loader) reads files, vaulted ones too; C(task) is the task as it was written, C(variables) those that it may use;
    C(boolean_maps) are the options that are dicts in which booleans stay booleans.
    """

    def __init__(
        self, loader: t.Any, task: t.Any, variables: Mapping[str, t.Any], boolean_maps: t.Collection[str] = ()
    ) -> None:
        self.loader = loader
        self.boolean_maps = boolean_maps
        self.task = task
        self.variables = variables
        self._lines: dict[str, list[str]] = {}
        self._entries: list[tuple[t.Any, t.Any]] | None = None

    def complaint(self, args: Mapping[str, t.Any], spec: Mapping[str, t.Any], text_maps: t.Collection[str]) -> str:
        """What is wrong with the first option that is not what was written, or an empty text. It shows no value."""
        for place in places(args, spec, text_maps):
            wrong = self.wrong_name(place) or (self.wrong_number if place.kind == "int" else self.wrong_text)(place)
            if wrong:
                return wrong
        return ""

    @staticmethod
    def wrong_name(place: Place) -> str:
        """A name that is none, in a dict of texts."""
        if isinstance(place.name, str):
            return ""
        return (
            f"{place.option} has a name that YAML reads as a {kind_of(place.name)}, as it does with an unquoted yes, "
            "no, on, off or number: write the name in quotes."
        )

    def wrong_number(self, place: Place) -> str:
        """A whole number with a plus, which Python would take as it is without one."""
        written = place.value if isinstance(place.value, str) else self.written(place)[0]
        if not RELATIVE.fullmatch(written):
            return ""
        return (
            f"{place.option} has a plus, as if it were to be added to what there is. A task declares the final number, "
            "and a second run would add once more: write the number that is wanted, without the plus. What there is "
            "now, an _info module tells."
        )

    def wrong_text(self, place: Place) -> str:
        """A text that YAML has read as something else, and that would arrive as another text."""
        if isinstance(place.value, dt.datetime):
            return f"{place.option} is a date with a time, which YAML formats in its own way: write it in quotes."
        if not isinstance(place.value, (bool, int, float)):
            return ""
        if isinstance(place.value, bool) and place.option.startswith(
            tuple(f"{option}." for option in self.boolean_maps)
        ):
            return ""
        written, where = self.written(place)
        if written in ("", str(place.value)):
            return ""
        return (
            f"{place.option} is written without quotes{where}, and YAML reads something else: 0755 is 493, 0x1F is 31, "
            "1_000 is 1000, 12:30 is 750, 1.10 is 1.1, yes is True. Write it in quotes."
        )

    def written(self, place: Place) -> tuple[str, str]:
        """How a value is written and where, for a message; two empty texts where that is not known."""
        if place.value is None or isinstance(place.value, str):
            return "", ""
        for found, pattern in self.candidates(place):
            written = self.text_at(found, pattern)
            if written and same(read(written), place.value):
                return written, f" ({found[0]}, line {found[1]})"
        return "", ""

    def candidates(self, place: Place) -> t.Iterator[tuple[Position, re.Pattern[str]]]:
        """Where the value may stand, the most likely place first, and how to read what stands there."""
        exact = position(place.value)
        if exact:
            yield exact, PLAIN
            return
        at_name = position(place.name)
        if at_name:
            yield at_name, ENTRY
        if Origin is None or isinstance(place.value, bool):  # which carry no place themselves
            alike = [key for key, value in self.entries() if same(value, place.value)]
            if isinstance(place.value, bool):  # there are too many of them to go by the value alone
                alike = [key for key in alike if key == place.name]
            for key in sorted(alike, key=lambda key: key != place.name):
                found = position(key)
                if found:
                    yield found, ENTRY

    def text_at(self, found: Position, pattern: re.Pattern[str]) -> str:
        """The scalar at a place of a file, or an empty text."""
        path, line, column = found
        if path not in self._lines:
            try:
                content = self.loader._get_file_contents(path)[0].decode()
            except (AnsibleError, OSError, ValueError):  # nothing to read: YAML from the command line
                content = ""
            self._lines[path] = content.splitlines()
        lines = self._lines[path]
        match = pattern.match(lines[line - 1], column - 1) if line <= len(lines) else None
        return match[1] if match else ""

    def entries(self) -> list[tuple[t.Any, t.Any]]:
        """Keys and values of all dicts in the task, and in the variables that it mentions, and that these mention."""
        if self._entries is None:
            self._entries = []
            names = {str(name): name for name in self.variables}
            pending = [self.task]
            while pending:
                value = pending.pop()
                if isinstance(value, dict):
                    self._entries += value.items()
                    pending += value.values()
                elif isinstance(value, list):
                    pending += value
                elif isinstance(value, str) and "{{" in value:
                    for word in WORD.findall(value):
                        name = names.pop(word, None)
                        if name is not None:
                            self._entries.append((name, self.variables[name]))
                            pending.append(self.variables[name])
        return self._entries


def read(text: str) -> Value:
    """What YAML makes of a scalar."""
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):
        return None


def same(one: Value, other: Value) -> bool:
    """Whether two are the same number or boolean, and of one kind."""
    kinds = (bool, float, int)
    return type_name(one) == type_name(other) and isinstance(one, kinds) and bool(one == other)


def type_name(value: Value) -> str:
    """The plain type of a value that Ansible may have tagged."""
    return next((kind.__name__ for kind in (bool, int, float) if isinstance(value, kind)), type(value).__name__)
