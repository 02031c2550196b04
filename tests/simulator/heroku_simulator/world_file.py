# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""World files: reading them, and saying what is wrong with one on which line.

A file may leave sections out: those are taken from ``default_world.yml``. What a file may say is in
``world_schema.yml``; docs/simulator/world.md describes every section.
"""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import yaml

from .errors import ApiError

if TYPE_CHECKING:
    import jsonschema

HERE = Path(__file__).parent
DEFAULT_WORLD = HERE / "default_world.yml"
SHIPPED = HERE / "worlds"
SCHEMA = HERE / "world_schema.yml"
# Stands for the path of a world that is in no file.
GIVEN = Path("the world")

# Sections of the default world that are made of those before them: no use once one of these is another.
CHAIN = ("accounts", "enterprise_accounts", "teams", "spaces")

# Ten times faster where libyaml is there.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


# The default world, for a fresh copy of it in a thousandth of a second: as YAML it takes ten.
_DEFAULT = orjson.dumps(yaml.load(DEFAULT_WORLD.read_text(encoding="utf-8"), Loader=_LOADER))  # noqa: S506 - as below


class WorldError(Exception):
    """The world file is wrong; the text names the file and the line."""


def shipped() -> dict[str, Path]:
    """The worlds that come with the simulator beside the default one, by the names that ``--world`` takes."""
    return {path.stem: path for path in sorted(SHIPPED.glob("*.yml"))}


def named(text: str) -> Path:
    """The world file that a word means: one that comes with the simulator, else the path of one."""
    return shipped().get(text) or Path(text)


def _lines(node: yaml.Node, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], int]]:
    """The line of everything in a YAML document, by its path."""
    yield path, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            for below, line in _lines(value, (*path, key.value)):
                # The line of a key is where one looks, even when its value begins further down.
                yield below, key.start_mark.line + 1 if below == (*path, key.value) else line
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _lines(value, (*path, index))


@dataclass(frozen=True)
class World:
    """What a world file says, completed by the default one, and on which lines it says it."""

    path: Path
    sections: dict[str, Any]
    lines: dict[tuple[Any, ...], int] = field(default_factory=dict)

    @contextlib.contextmanager
    def at(self, *place: Any) -> Iterator[None]:
        """While something is made of the part at that place: a mistake in it is raised as WorldError with its line."""
        try:
            yield
        except (ApiError, ValueError, WorldError) as error:
            where = ".".join(map(str, place))
            raise WorldError(f"{self.path}:{self.lines.get(place, 1)}: {where}: {error}") from error

    def each(self, section: str, make: Callable[[dict[str, Any]], Any]) -> None:
        """Make something of every entry of a section. Raises WorldError."""
        for index, entry in enumerate(self.sections.get(section, ())):
            with self.at(section, index):
                make(entry)


def default() -> World:
    """The default world, which a unit test checks."""
    return World(DEFAULT_WORLD, orjson.loads(_DEFAULT))


def read(path: Path) -> World:
    """A world file, checked, completed by the default world. Raises WorldError."""
    try:
        text = path.read_text(encoding="utf-8")
        loaded = yaml.load(text, Loader=_LOADER)  # noqa: S506 - one of the two safe loaders
    except OSError as error:
        raise WorldError(f"{path}: {error.strerror}{_instead(path)}") from error
    except UnicodeDecodeError as error:
        raise WorldError(f"{path}: it is not text in UTF-8, from byte {error.start} on") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise WorldError(f"{path}:{line}: {error.problem}") from error
    except yaml.YAMLError as error:
        raise WorldError(f"{path}: {str(error).splitlines()[0]}") from error
    given = {} if loaded is None else loaded
    node = yaml.compose(text, Loader=_LOADER)
    lines = dict(_lines(node)) if node is not None else {}
    check(path, given, lines)
    return World(path, _completed(given), lines)


def _instead(path: Path) -> str:
    """What a file that cannot be read may have been meant to be: a world that comes with the simulator."""
    named_like_one = path.name == str(path) and not path.suffix
    return f"; the worlds that come with the simulator are: {', '.join(shipped())}" if named_like_one else ""


def of(sections: Mapping[str, Any]) -> World:
    """The world of what a file would say, checked, completed by the default one. Raises WorldError."""
    given = copy.deepcopy(dict(sections))
    check(GIVEN, given, {})
    return World(GIVEN, _completed(given))


def _completed(given: dict[str, Any]) -> dict[str, Any]:
    """Sections with those of the default world that they leave out, and that do not rest on others."""
    sections = default().sections
    first = next((number for number, section in enumerate(CHAIN) if section in given), len(CHAIN))
    for section in CHAIN[first:]:
        del sections[section]
    return {**sections, **given}


def check(path: Path, given: Any, lines: dict[tuple[Any, ...], int]) -> None:
    """Hold the content of a world file against the schema. Raises WorldError with a line for each mistake."""
    import jsonschema  # noqa: PLC0415 - a tenth of a second, which a start with the default world does not need

    schema = yaml.load(SCHEMA.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506
    problems = sorted(jsonschema.Draft202012Validator(schema).iter_errors(given), key=lambda item: list(item.path))
    if problems:
        raise WorldError("\n".join(f"{path}:{_line(lines, item)}: {_describe(item)}" for item in problems))


def _line(lines: dict[tuple[Any, ...], int], problem: jsonschema.ValidationError) -> int:
    at = tuple(problem.absolute_path)
    while at not in lines and at:
        at = at[:-1]
    if problem.validator == "additionalProperties" and isinstance(problem.instance, dict):
        known = _subschema(problem).get("properties", {})
        for name in problem.instance:
            if name not in known and (*at, name) in lines:
                return lines[(*at, name)]
    return lines.get(at, 1)


def _subschema(problem: jsonschema.ValidationError) -> dict[str, Any]:
    """The part of the schema that something does not fit."""
    return problem.schema if isinstance(problem.schema, dict) else {}


def _describe(problem: jsonschema.ValidationError) -> str:
    """What is wrong where; never a value, for it may be a secret."""
    where = ".".join(str(part) for part in problem.absolute_path) or "the world"
    if problem.validator in ("additionalProperties", "required"):
        return f"{where}: {problem.message}"
    expected = _subschema(problem).get("description") or f"{problem.validator} {problem.validator_value}"
    return f"{where}: expected {expected}"
