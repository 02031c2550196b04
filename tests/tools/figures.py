# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of the code under plugins/: how long, how tangled, how vague and how repetitive it is.

``python tests/tools/figures.py`` prints them; tests/unit/meta/test_figures.py holds what was reached.
"""

from __future__ import annotations

import ast
import os
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import tree

PLUGINS = tree.ROOT / "plugins"
UTILS = PLUGINS / "module_utils"
RESOURCES = UTILS / "_resources"
RUN = 8  # lines from which on a repetition counts
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.match_case)


def python_files(folder: Path) -> list[Path]:
    """All files with code below a folder, in order."""
    return sorted(file for file in folder.rglob("*.py") if file.name != "__init__.py")


def parsed(file: Path) -> ast.Module:
    """A file's syntax."""
    return ast.parse(file.read_text(encoding="utf-8"))


def documentation(module: ast.AST) -> set[int]:
    """The numbers of the lines that are docstrings."""
    lines: set[int] = set()
    for node in ast.walk(module):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            text = node.body[0]
            lines.update(range(text.lineno, (text.end_lineno or text.lineno) + 1))
    return lines


def code_lines(file: Path) -> int:
    """How many lines are code: neither blank, nor comments, nor docstrings."""
    text, described = file.read_text(encoding="utf-8"), documentation(parsed(file))
    return sum(
        1
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.strip().startswith("#") and number not in described
    )


def functions(files: Iterable[Path]) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Every function, with what to call it."""
    for file in files:
        for node in ast.walk(parsed(file)):
            if isinstance(node, FUNCTIONS):
                yield f"{os.path.relpath(file, PLUGINS)}:{node.name}", node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How many lines a function has, its docstring included."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def complexity(function: ast.AST) -> int:
    """How many ways lead through a function, those of the functions inside it included.

    As ruff's C901 counts.
    """
    ways = 1
    for node in ast.walk(function):
        if isinstance(node, BRANCHES):
            ways += 1
        elif isinstance(node, ast.Try):
            ways += bool(node.orelse)
    return ways


def vague_types(files: Iterable[Path]) -> int:
    """How often a type is Any."""
    return sum(
        (isinstance(node, ast.Attribute) and node.attr == "Any") or (isinstance(node, ast.Name) and node.id == "Any")
        for file in files
        for node in ast.walk(parsed(file))
    )


def own_plans(files: Iterable[Path]) -> list[str]:
    """The resource types that override how a plan is made."""
    return [
        node.name
        for file in files
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.ClassDef)
        and any(isinstance(member, ast.FunctionDef) and member.name == "plan" for member in node.body)
    ]


# Repetitions


@dataclass(frozen=True)
class Line:
    """A line of code: its number, and its text without what stands around it."""

    number: int
    text: str


def telling_lines(file: Path) -> list[Line]:
    """The lines that can be a repetition: not imports, docstrings, comments, and punctuation alone."""
    module = parsed(file)
    left_out = documentation(module)
    for node in ast.walk(module):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            left_out.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    lines = (
        Line(number, " ".join(line.split())) for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
    )
    return [
        line
        for line in lines
        if line.number not in left_out and not line.text.startswith("#") and any(map(str.isalnum, line.text))
    ]


def repetitions(files: Iterable[Path]) -> list[str]:
    """The pairs of places that share RUN lines or more, each run at its longest."""
    lines = {file: telling_lines(file) for file in files}
    starts: dict[tuple[str, ...], list[tuple[Path, int]]] = defaultdict(list)
    for file, found in lines.items():
        for index in range(len(found) - RUN + 1):
            starts[tuple(line.text for line in found[index : index + RUN])].append((file, index))
    pairs: dict[tuple[Path, Path, int], list[int]] = defaultdict(list)
    for places in starts.values():
        for position, (file, index) in enumerate(places):
            for other, other_index in places[position + 1 :]:
                if file != other or other_index - index >= RUN:
                    pairs[file, other, other_index - index].append(index)
    told = []
    for (file, other, distance), indexes in pairs.items():
        for index in (item for item in sorted(indexes) if item - 1 not in indexes):
            ours, theirs = lines[file][index].number, lines[other][index + distance].number
            told.append(f"{os.path.relpath(file, UTILS)}:{ours} and {os.path.relpath(other, UTILS)}:{theirs}")
    return sorted(told)


@dataclass(frozen=True)
class Figures:
    """What was counted; what is a list names each case."""

    resources: int
    median: float
    largest: list[tuple[int, str]]
    longest: list[tuple[int, str]]
    complex: list[tuple[int, str]]
    vague: int
    plans: list[str]
    repeated: list[str]


def figures() -> Figures:
    """The figures of the code as it is."""
    everything, utils, resources = map(python_files, (PLUGINS, UTILS, RESOURCES))
    sizes = sorted(((code_lines(file), file.name) for file in resources), reverse=True)
    found = list(functions(everything))
    return Figures(
        resources=len(sizes),
        median=statistics.median(size for size, _name in sizes),
        largest=sizes[:5],
        longest=sorted(((length(node), name) for name, node in found), reverse=True)[:5],
        complex=sorted(((complexity(node), name) for name, node in found), reverse=True)[:5],
        vague=vague_types(everything),
        plans=own_plans(resources),
        repeated=repetitions(utils),
    )


def main() -> None:
    """Print the figures."""
    now = figures()
    print(f"{now.resources} files of resources, with a median of {now.median:.0f} lines of code; the largest:")
    rows = {"": now.largest, "Longest functions:": now.longest, "Most complex functions:": now.complex}
    for title, cases in rows.items():
        print(*([title] if title else []), *(f"  {figure:4} {name}" for figure, name in cases), sep="\n")
    print(f"{now.vague} types are Any")
    print(f"{len(now.plans)} resource types plan by themselves: {', '.join(now.plans)}")
    print(f"{len(now.repeated)} pairs of places in module_utils share {RUN} lines or more:")
    print(*(f"  {pair}" for pair in now.repeated), sep="\n")


if __name__ == "__main__":
    main()
