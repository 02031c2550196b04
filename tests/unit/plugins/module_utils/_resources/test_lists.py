# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where many single things are asked for at once, their list is asked for instead: it has to be one that Heroku has."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import simulated
from ansible_collections.community.heroku.plugins.module_utils import _resources
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import Kind


def kinds() -> Iterator[tuple[str, Kind]]:
    """Every kind of thing that a resource reads, by where it is declared."""
    for info in pkgutil.iter_modules(_resources.__path__):
        module = importlib.import_module(f"{_resources.__name__}.{info.name}")
        for name, value in vars(module).items():
            held: dict[str, Any] = {"": value}
            if isinstance(value, (dict, type)):
                held = dict(value if isinstance(value, dict) else vars(value))
            yield from ((f"{info.name}.{name} {key}", kind) for key, kind in held.items() if isinstance(kind, Kind))


def test_no_list_is_asked_for_that_heroku_does_not_have(simulator: simulated.Simulator) -> None:
    operations = simulator.backdoor("GET", "operations")
    there = {re.sub(r"{[^}]*}", "{}", item["path"]) for item in operations if item["method"] == "GET"}
    listed = [(name, kind) for name, kind in kinds() if not (kind.document or kind.ask or kind.partial)]
    assert len(listed) > 50
    assert [(name, kind.path) for name, kind in listed if kind.path.partition("?")[0] not in there] == []
