# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What commands say and how they end, since none is really run: the section ``commands`` of the world file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .context import Local

_FAILS = re.compile(r"\bexit ([1-9]\d*)|(?:^|[;&|]\s*)false\s*(?:$|[;&|])")
# What is said after a command with the status that it left, as in ``bin/task ; echo "done: $?"``.
_THEN_ECHO = re.compile(r'(.*\S)\s*;\s*echo "([^"$]*)\$\?([^"$]*)"\s*', re.DOTALL)
_ENDS_THE_SHELL = re.compile(r"\s*exit(?: \d+)?\s*")
_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")


@dataclass(frozen=True)
class Command:
    r"""One entry: what a command that matches as a whole puts out, its exit code, and how long it takes.

    In ``output``, ``\1`` stands for what the first group of the pattern matched, and ``$NAME`` for a variable of the
    dyno's environment.
    """

    pattern: str
    output: str = ""
    exit_code: int | None = None
    seconds: float | None = None


@dataclass(frozen=True)
class Outcome:
    """What a command does; ``seconds`` is None when nothing says how long it takes."""

    lines: list[str]
    exit_code: int
    seconds: float | None


# What the official command puts before commands for apps of Fir: it sets up their environment.
_LAUNCHER = "launcher "

_table: Local[list[Command]] = Local(list)


def set_table(entries: list[dict[str, Any]]) -> None:
    """Take the entries of a world file; the first that matches counts. Raises ValueError for a bad pattern."""
    for entry in entries:
        try:
            re.compile(entry["pattern"])
        except re.error as error:
            raise ValueError(f"{entry['pattern']} is not a regular expression: {error}") from error
    _table.get()[:] = [Command(**entry) for entry in entries]


def exit_code_of(command: str) -> int:
    """How a command ends that no entry is about: ``exit N`` and ``false`` in it fail, everything else goes well."""
    failure = _FAILS.search(command)
    return int(failure[1] or 1) if failure else 0


def command_fails(command: str) -> bool:
    """Whether a command ends with an error."""
    return _simple(command, {}).exit_code != 0


def outcome_of(command: str, variables: Mapping[str, str]) -> Outcome:
    """What the shell of a dyno with these variables would do with a command."""
    match = _THEN_ECHO.fullmatch(command)
    if match is None:
        return _simple(command, variables)
    first = _simple(match[1], variables)
    if _ENDS_THE_SHELL.fullmatch(match[1]):
        return first
    return Outcome([*first.lines, f"{match[2]}{first.exit_code}{match[3]}"], 0, first.seconds)


def _simple(command: str, variables: Mapping[str, str]) -> Outcome:
    for entry in _table.get():
        match = re.fullmatch(entry.pattern, command.strip().removeprefix(_LAUNCHER), re.DOTALL)
        if match:
            code = exit_code_of(command) if entry.exit_code is None else entry.exit_code
            return Outcome(_text(entry.output, match, variables).splitlines(), code, entry.seconds)
    return Outcome([], exit_code_of(command), None)


def _text(template: str, match: re.Match[str], variables: Mapping[str, str]) -> str:
    text = re.sub(r"\\(\d)", lambda group: match[int(group[1])] or "", template)
    return _VARIABLE.sub(lambda name: variables.get(name[1] or name[2], ""), text)
