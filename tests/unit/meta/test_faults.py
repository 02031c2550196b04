# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The matrix of faults has tasks of every module that changes something."""

from __future__ import annotations

import sys
from typing import Any

import modules
import tree
import yaml

sys.path.insert(0, str(tree.ROOT / "tests" / "faults"))

import stories


def tasks() -> dict[str, list[dict[str, Any]]]:
    """The options of all tasks, by module."""
    found: dict[str, list[dict[str, Any]]] = {}
    texts = [
        (tree.ROOT / "tests" / folder / "tasks.yml").read_text(encoding="utf-8") for folder in ("inputs", "faults")
    ]
    for module, listed in yaml.safe_load(texts[0])["tasks"].items():
        found.setdefault(module, []).extend(listed)
    for module, entries in yaml.safe_load(texts[1]).items():
        found.setdefault(module, []).extend(entry["task"] for entry in entries)
    for noun, options in (
        story[1] for told in (stories.SEVERAL_WRITES, stories.RACES, stories.REMOVALS) for story in told.values()
    ):
        found.setdefault(f"heroku_{noun}", []).append(options)
    return found


def test_each_module_that_changes_something_is_in_it_in_each_of_its_states() -> None:
    driven, missing = tasks(), []
    for name in modules.names():
        if not modules.only_reads(name):
            state = modules.arguments(name)["argument_spec"].get("state", {})
            states = {options.get("state", state.get("default")) for options in driven.get(name, ())}
            missing += [f"{name} {wanted}" for wanted in state.get("choices", [None]) if wanted not in states]
    # The token of an invitation comes by e-mail.
    assert missing == ["heroku_team_invitation accepted"]
