# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What docs/architecture.md says of who imports what, and of resource types without state."""

from __future__ import annotations

import ast
import copy
import importlib
import inspect
import textwrap
from pathlib import Path
from typing import Any

import pytest
import tree
from ansible_collections.community.heroku.plugins.module_utils._engine.resource import Resource

UTILS = tree.ROOT / "plugins" / "module_utils"
PREFIX = "ansible_collections.community.heroku.plugins.module_utils."
API = sorted((UTILS / "_api").glob("*.py"))
LIBRARY = sorted((UTILS / "_lib").glob("*.py"))
ENGINE = sorted((UTILS / "_engine").glob("*.py"))
RESOURCES = sorted((UTILS / "_resources").glob("*.py"))
FLEET = sorted((UTILS / "_fleet").glob("*.py"))
FOREIGN = ("ansible", "requests", "urllib3")


def imported(file: Path) -> set[str]:
    """The modules that a file imports, without what only types need, and without our prefix."""
    tops = ast.parse(file.read_text(encoding="utf-8")).body
    guarded = [node for node in tops if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)]
    left_out = {id(inner) for node in guarded for inner in ast.walk(node)}
    found = set()
    for node in (inner for top in tops for inner in ast.walk(top)):
        if id(node) in left_out:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(absolute(file, node).removeprefix(PREFIX))
    return found


def absolute(file: Path, node: ast.ImportFrom) -> str:
    """The module that is imported from; module_utils import each other by relative names."""
    if not node.level:
        return node.module or ""
    folders = file.relative_to(UTILS).parts[: -node.level]
    return ".".join([*folders, *([node.module] if node.module else [])])


def types() -> list[type[Resource]]:
    """Every resource type."""
    for file in RESOURCES:
        importlib.import_module(f"{PREFIX}_resources.{file.stem}")
    pending, found = [Resource], []
    while pending:
        kind = pending.pop()
        pending += kind.__subclasses__()
        if kind.__module__.startswith(f"{PREFIX}_resources."):
            found.append(kind)
    return sorted(found, key=lambda kind: kind.__qualname__)


@pytest.mark.parametrize("file", [*ENGINE, *RESOURCES, *FLEET], ids=lambda file: f"{file.parent.name}/{file.name}")
def test_engine_fleet_and_resources_know_neither_ansible_nor_http(file: Path) -> None:
    assert not [name for name in imported(file) if name.split(".")[0] in FOREIGN]


@pytest.mark.parametrize("file", ENGINE, ids=lambda file: file.name)
def test_the_engine_knows_no_resource(file: Path) -> None:
    assert not [name for name in imported(file) if name.startswith(("_resources", "_fleet", "resources"))]


@pytest.mark.parametrize("file", RESOURCES, ids=lambda file: file.name)
def test_resources_know_no_fleet(file: Path) -> None:
    assert not [name for name in imported(file) if name.startswith("_fleet")]


@pytest.mark.parametrize("file", [*API, *LIBRARY], ids=lambda file: f"{file.parent.name}/{file.name}")
def test_the_api_and_the_library_know_nothing_above_them(file: Path) -> None:
    """C(_api) imports only itself, C(_lib) only itself and the exceptions of C(_api), and neither knows Ansible."""
    allowed = ("_api.",) if file.parent.name == "_api" else ("_lib.", "_api.errors")
    ours = [name for name in imported(file) if name.startswith("_") and name != "__future__"]
    assert not [name for name in ours if not name.startswith(allowed) and name != allowed[0].rstrip(".")]
    assert not [name for name in imported(file) if name.split(".")[0] == "ansible"]


def test_relative_imports_are_understood() -> None:
    assert {"_engine.plan", "_resources.common", "_api"} <= imported(UTILS / "_resources" / "run.py")
    assert "_api.errors" in imported(UTILS / "_api" / "client.py")


@pytest.mark.parametrize("kind", types(), ids=lambda kind: kind.__qualname__)
def test_a_resource_type_has_no_state(kind: type[Resource]) -> None:
    """It is never instantiated: all it has are class attributes, and methods of the class."""
    instance_methods = [
        name for name, member in vars(kind).items() if inspect.isfunction(member) or isinstance(member, property)
    ]
    assert not instance_methods
    source = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    assigned = [
        ast.unparse(target)
        for node in ast.walk(source)
        if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign))
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Attribute) and ast.unparse(target.value) in ("cls", "self", kind.__name__)
    ]
    assert not assigned


@pytest.mark.parametrize("kind", types(), ids=lambda kind: kind.__qualname__)
def test_a_declaration_holds_no_contradiction(kind: type[Resource]) -> None:
    """What an attribute says of itself fits together, and nobody changes what is declared."""
    before: Any = copy.deepcopy(kind.options)
    names = [item.name for item in kind.attributes]
    assert len(names) == len(set(names))
    for item in kind.attributes:
        assert item.option or not item.spec, f"{item.name} is no option, and has a spec"
        assert not (item.fixed and item.call != "update"), f"{item.name} cannot change, and has a call that changes it"
        assert not (item.write_only and item.recomputed), f"{item.name} is never shown, and set anew"
    assert kind.options == before
