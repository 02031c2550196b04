# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every task in EXAMPLES is one that Ansible would run: its options are given to the validator of the module itself."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import modules
import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.playbook.task import Task

OURS = "community.heroku."
BLOCKS = ("tasks", "pre_tasks", "post_tasks", "handlers", "block", "rescue", "always")
KEYWORDS = {*Task.fattributes, "action", "local_action"}
CONSTRAINTS = ("mutually_exclusive", "required_together", "required_one_of", "required_if", "required_by")


def tasks(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """All tasks in a list of tasks, blocks or plays."""
    for item in items:
        nested = [item[key] for key in BLOCKS if key in item]
        for block in nested:
            yield from tasks(block)
        if not nested and "hosts" not in item:
            yield item


def action(task: dict[str, Any]) -> tuple[str, Any]:
    """The name of a task's module and its options; asserts that there is just one, fully qualified."""
    actions = [key for key in task if key not in KEYWORDS and not key.startswith("with_")]
    assert len(actions) == 1, f"one module, and keywords, are wanted among {sorted(task)}"
    assert actions[0].count(".") >= 2, f"{actions[0]} lacks its collection"
    return actions[0], task[actions[0]] or {}


def templated(value: Any) -> bool:
    """Whether a value, or one in it, is only known when the task runs."""
    if isinstance(value, dict):
        return any(map(templated, value.values()))
    if isinstance(value, list):
        return any(map(templated, value))
    return isinstance(value, str) and ("{{" in value or "{%" in value)


def lenient(spec: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """The argument spec, taking anything for options whose value is templated."""
    spec = copy.deepcopy(spec)
    for name, entry in spec.items():
        for given in (name, *entry.get("aliases", ())):
            if templated(options.get(given)):
                for key in ("choices", "elements", "options", "apply_defaults"):
                    entry.pop(key, None)
                entry["type"] = "raw"
    return spec


def complaints(name: str, options: dict[str, Any]) -> list[str]:
    """What a module would say against its options."""
    keywords = modules.arguments(name)
    constraints = {key: keywords[key] for key in CONSTRAINTS if key in keywords}
    spec = lenient(keywords["argument_spec"], options)
    return ArgumentSpecValidator(spec, **constraints).validate(options).error_messages


@pytest.mark.parametrize("name", modules.names())
def test_examples_would_run(name: str):
    examples = modules.load(name, "EXAMPLES")
    used = [action(task) for task in tasks(examples)]
    wrong = {
        f"{module}: {complaint}"
        for module, options in used
        if module.startswith(OURS)
        for complaint in complaints(module.removeprefix(OURS), options)
    }
    assert wrong == set()
    assert OURS + name in [module for module, options in used]


@pytest.mark.parametrize("name", modules.names())
def test_every_task_of_examples_has_a_name(name: str):
    assert all(task.get("name") for task in tasks(modules.load(name, "EXAMPLES")))


def test_a_wrong_option_is_found():
    play = yaml.safe_load("""
    - hosts: all
      tasks:
        - name: In a block
          block:
            - name: The task
              community.heroku.heroku_app:
                nmae: example
                state: gone
                maintenance: "{{ yes }}"
    """)
    ((module, options),) = [action(task) for task in tasks(play)]
    said = " ".join(complaints(module.removeprefix(OURS), options))
    assert "nmae" in said
    assert "name" in said
    assert "gone" in said
    assert "maintenance" not in said.partition("Supported parameters")[0]


@pytest.mark.parametrize("task", [{"name": "x", "heroku_app": {}}, {"name": "x"}, {"a.b.c": {}, "d.e.f": {}}])
def test_a_task_names_one_module_in_full(task: dict[str, Any]):
    with pytest.raises(AssertionError):
        action(task)
