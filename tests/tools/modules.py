# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collection's modules as their files have them."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path
from typing import Any

import yaml
from tree import ROOT

FOLDER = ROOT / "plugins" / "modules"
INFO = "_info"


def names(folder: Path = FOLDER) -> list[str]:
    """Names of all modules, sorted, without the collection's."""
    return sorted(file.stem for file in folder.glob("heroku_*.py"))


def block(source: str, name: str) -> str | None:
    """The text of a documentation block (``DOCUMENTATION``, ``EXAMPLES``, ``RETURN``) in a module's source, or None."""
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant):
            target, value = statement.targets[0], statement.value.value
            if isinstance(target, ast.Name) and target.id == name and isinstance(value, str):
                return value
    return None


def load(module: str, name: str) -> Any:
    """A documentation block of a module, parsed; None where it has none. Raises yaml.YAMLError."""
    return yaml.safe_load(block((FOLDER / f"{module}.py").read_text(encoding="utf-8"), name) or "")


def arguments(module: str) -> dict[str, Any]:
    """The keyword arguments with which a module makes its AnsibleModule.

    Needs ansible-core, and ``ansible_collections.community.heroku`` on the search path (tree.link()).
    """
    found: dict[str, Any] = _made(module).arguments
    return found


def module(name: str) -> Any:
    """What a module's file has made: its options, and what it does with them."""
    return _made(name)


def resource(module: str) -> Any:
    """The class of what a module is about."""
    return _made(module).resource


def empty_texts(module: str) -> dict[str, str]:
    """What an empty text means in the options of a module, but for those that refuse it: by the option's path."""
    found: dict[str, str] = _made(module).empty
    return found


def only_reads(module: str) -> bool:
    """Whether a module changes nothing: the _info modules, and what is like them by another name."""
    return type(_made(module)).__name__ == "InfoModule"


def _made(module: str) -> Any:
    return importlib.import_module(f"ansible_collections.community.heroku.plugins.modules.{module}").MODULE
