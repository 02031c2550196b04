# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `make figures` prints stays at least as good as it is; that the figures are counted rightly."""

from __future__ import annotations

from pathlib import Path

import figures
import pytest

LONGEST_FUNCTION = 40
MOST_COMPLEX = 12
MOST_ANY = 200
LARGEST_RESOURCE = 330
MEDIAN_RESOURCE = 90
MOST_PLANS = 12


@pytest.fixture(scope="module")
def now() -> figures.Figures:
    return figures.figures()


def test_functions_are_short_and_simple(now: figures.Figures) -> None:
    assert [case for case in now.longest if case[0] > LONGEST_FUNCTION] == []
    assert [case for case in now.complex if case[0] > MOST_COMPLEX] == []


def test_resources_are_declarations(now: figures.Figures) -> None:
    assert now.resources > 60
    assert now.median <= MEDIAN_RESOURCE
    assert [case for case in now.largest if case[0] > LARGEST_RESOURCE] == []
    assert len(now.plans) <= MOST_PLANS


def test_types_say_something(now: figures.Figures) -> None:
    assert now.vague <= MOST_ANY


def test_nothing_stands_twice(now: figures.Figures) -> None:
    assert now.repeated == []


SAMPLE = '"""About."""\nimport typing as t\n\n\n# Why.\ndef add(one: t.Any, two: int) -> t.Any:\n    """Sum."""\n'
BODY = "".join(f"    if two == {number}:\n        return one\n" for number in range(4))


def sample(folder: Path, name: str, end: str) -> Path:
    """A file with a function of nine lines and five ways."""
    file = folder / name
    file.write_text(SAMPLE + BODY + end, encoding="utf-8")
    return file


def test_what_is_counted(tmp_path: Path) -> None:
    file = sample(tmp_path, "a.py", "")
    assert figures.code_lines(file) == 10  # the import, the def and its body
    ((name, function),) = figures.functions([file])
    assert name.endswith("a.py:add")
    assert figures.length(function) == 10  # with its docstring
    assert figures.complexity(function) == 5
    assert figures.vague_types([file]) == 2


def test_what_stands_twice(tmp_path: Path) -> None:
    one, other = sample(tmp_path, "a.py", "    return 1\n"), sample(tmp_path, "b.py", "    return 2\n")
    (pair,) = figures.repetitions([one, other])
    assert pair.split(" and ")[0].endswith("a.py:6")
    other.write_text(other.read_text(encoding="utf-8").replace("two == 2", "two == 20"), encoding="utf-8")
    assert figures.repetitions([one, other]) == []
