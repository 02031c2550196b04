# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the code under plugins/ calls things, and when it compiles its patterns."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import tree

PLUGINS = tree.ROOT / "plugins"
FILES = sorted(PLUGINS.rglob("*.py"))
# Words that say nothing to who searches: the field has a term for each of these.
EVERYDAY = re.compile(
    r"(?:^|_)(?:take|takes|took|talk|talks|settle|settles|settled|made|given|offer|offers|offered|several|lots?|stuff)"
    r"(?:_|$)|Talk",
    re.IGNORECASE,
)
USES = ("compile", "findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")


def name(file: Path) -> str:
    """A file's path below plugins/."""
    return str(file.relative_to(PLUGINS))


def identifiers(module: ast.Module) -> set[str]:
    """Every name that code gives something, or calls it by."""
    found = (
        getattr(node, field, None) for node in ast.walk(module) for field in ("name", "id", "attr", "arg", "asname")
    )
    return {word for word in found if isinstance(word, str)}


@pytest.mark.parametrize("file", FILES, ids=name)
def test_no_name_is_an_everyday_word(file: Path) -> None:
    words = {file.stem, *identifiers(ast.parse(file.read_text(encoding="utf-8")))}
    assert not sorted(word for word in words if EVERYDAY.search(word))


@pytest.mark.parametrize("file", FILES, ids=name)
def test_no_worker_compiles_a_pattern(file: Path) -> None:
    """Ansible forks a worker for each task: what one compiles, the next one compiles again, in a millisecond."""
    functions = [
        node
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    found = {
        f"line {call.lineno}: {ast.unparse(call.func)}"
        for function in functions
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and ast.unparse(call.func.value) == "re"
        and call.func.attr in USES
        and call.args
        and isinstance(call.args[0], (ast.Constant, ast.JoinedStr))
    }
    assert not found
