# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cases of the gate of hostile inputs: tasks that are right, with one hostile value in one option."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

CANARY = "canary-hostile-3b8e51d7a0"  # what stands in the hostile value of an option that is a secret
HUGE = 100_000  # characters
EMPTY, NEVER, HUGE_TEXT, DOTS, SHAPE = "empty", "never", "huge", "dots", "shape"
# What no hostile value is put into one after the other: they are the same in all modules.
SHARED = ("api_key", "api_url", "two_factor_code", "connect_timeout", "read_timeout")
WHERE_SHARED = "heroku_account_info"  # the module in which they meet every value
NUMBERS = ("connect_timeout", "read_timeout")  # which of them these can be is for the tests of the client
# Stands for a required part of a task that `tasks.yml` does not have.
FILLER = {"str": "example", "bool": True, "int": 1, "float": 1.0, "list": [], "dict": {}, "path": "."}


@dataclass(frozen=True)
class Case:
    """One task with one hostile value in it.

    ``path`` is where the value stands: names of options, 0 for the one entry of a list; ``kind`` is what is hostile
    about it; ``options`` is the task.
    """

    module: str
    path: tuple[str | int, ...]
    kind: str
    value: Any
    options: dict[str, Any]
    base: int

    def __str__(self) -> str:
        shown = repr(self.value)
        where = ".".join(map(str, self.path))
        return f"{self.module}[{self.base}] {where}={shown if len(shown) < 60 else shown[:57] + '...'}"


def hostile(item: dict[str, Any], secret: bool) -> Iterator[tuple[str, Any]]:
    """Values that an option of this spec should never get, with what is hostile about each."""
    word = CANARY if secret else "hostile"
    if item.get("type", "str") in ("str", "path", "raw"):
        yield from ((SHAPE if item.get("type") == "raw" else EMPTY, text) for text in ("", " ", "\t \n"))
        yield from ((DOTS, text) for text in (".", "..", f"../{word}", f"{word}/.."))
        yield from ((NEVER, text) for text in ("\0", f"{word}\0{word}", "\ud800", f"{word}\udfff"))
        yield HUGE_TEXT, (word * HUGE)[:HUGE]
    else:
        yield from ((SHAPE, text) for text in ("", " ", word, f"{word}\0", (word * HUGE)[:HUGE]))
    shapes = [word, [word], [[word]], {"b": word}, {"a": [word]}, [{"a": {"b": word}}], 7, -1.5, True, [], {}]
    yield from ((SHAPE, shape) for shape in shapes)


def options_of(spec: dict[str, Any], above: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Every option of a spec, with those inside others and the entries of lists, and what the spec says of each."""
    for name, item in spec.items():
        path = (*above, name)
        yield path, item
        inner = path
        if item.get("type") == "list":
            inner = (*path, 0)
            element = {"type": item.get("elements", "str"), "no_log": item.get("no_log"), "required": True}
            yield inner, element
        if "options" in item:
            yield from options_of(item["options"], inner)
        elif item.get("type") == "dict":
            yield (*path, "HOSTILE"), {"type": "raw", "no_log": item.get("no_log")}


def filled(spec: dict[str, Any]) -> dict[str, Any]:
    """The least that a dict of this spec can hold."""
    return {
        name: item.get("choices", [FILLER[item.get("type", "str")]])[0]
        for name, item in spec.items()
        if item.get("required")
    }


def planted(options: dict[str, Any], path: tuple[str | int, ...], value: Any, spec: dict[str, Any]) -> dict[str, Any]:
    """The task with the value at the path, and with what has to be around it there."""
    options = copy.deepcopy(options)
    place: Any = options
    for step in path[:-1]:
        item = spec.get(step, {}) if isinstance(step, str) else {"type": "dict"}
        if isinstance(step, str):
            inner = item.get("options", {})
            if step not in place:
                place[step] = [filled(inner) if inner else ""] if item.get("type") == "list" else filled(inner)
            spec = inner
        elif step >= len(place):
            place.append(filled(spec))
        place = place[step]
    if path[-1] == 0:
        place[:1] = [value]
    else:
        place[path[-1]] = value
    return options


def excluders(name: str, options: dict[str, Any], arguments: dict[str, Any]) -> set[str]:
    """The options of a task that the one of this name cannot stand beside."""
    groups = [group for group in arguments.get("mutually_exclusive", ()) if name in group]
    return {other for group in groups for other in group if other != name and other in options}


def cases(module: str, arguments: dict[str, Any], tasks: list[dict[str, Any]], every: bool) -> Iterator[Case]:
    """The cases of one module. Unless ``every`` is true, only empty texts and dots are put into each task."""
    spec = {name: item for name, item in arguments["argument_spec"].items() if name not in SHARED}
    if module == WHERE_SHARED:
        spec = arguments["argument_spec"]
    for path, item in options_of(spec):
        secret = hidden(path, arguments["argument_spec"])
        numbers = range(len(tasks))
        bases = [number for number in numbers if not excluders(path[0], tasks[number], arguments)] or [0]
        bases.sort(key=lambda number: path[0] not in tasks[number])
        for number in bases:
            for kind, value in hostile(item, secret):
                if path[-1] in NUMBERS and isinstance(value, (int, float)):
                    continue
                if kind not in (EMPTY, DOTS) and not every and number != bases[0]:
                    continue
                left_out = excluders(path[0], tasks[number], arguments)
                options = {name: option for name, option in tasks[number].items() if name not in left_out}
                yield Case(module, path, kind, value, planted(options, path, value, spec), number)


def hidden(path: tuple[str | int, ...], spec: dict[str, Any]) -> bool:
    """Whether the option at the path is a secret, or is inside of one."""
    for step in path:
        if isinstance(step, int):
            continue
        item = spec.get(step, {})
        if item.get("no_log"):
            return True
        spec = item.get("options", {})
    return False
