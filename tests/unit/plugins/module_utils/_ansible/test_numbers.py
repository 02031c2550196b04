# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What no number is, given to every numeric option of every module: refused before any request, by its name."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.community.heroku.plugins.module_utils._ansible.module import (
    ModuleReporter,
    without_endless_numbers,
)

PLUGINS = Path(__file__).parents[5] / "plugins"
MODULES = sorted(path.stem for path in (PLUGINS / "modules").glob("heroku_*.py"))
NONE = {
    "int": (-1, -(10**30), 10**30),
    "float": (0.0, -1.0, float("nan"), float("inf"), float("-inf"), 1e300),
}


def numbers(spec: dict[str, Any], where: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """The names of the numeric options, with those that they are in, and their types."""
    for name, item in spec.items():
        kind = item["elements"] if item.get("type") == "list" else item.get("type")
        if item.get("options"):
            yield from numbers(item["options"], (*where, name))
        elif kind in NONE:
            yield (*where, name), kind


def given(spec: dict[str, Any], path: tuple[str, ...], value: Any) -> Any:
    """The value inside whatever holds it."""
    inner = value if len(path) == 1 else {path[1]: given(spec[path[0]]["options"], path[1:], value)}
    return [inner] if spec[path[0]].get("type") == "list" else inner


def test_every_numeric_option(loopback: Any) -> None:
    server = loopback()
    tried = 0
    for name in MODULES:
        module = importlib.import_module(f"ansible_collections.community.heroku.plugins.modules.{name}").MODULE
        spec = module.arguments["argument_spec"]
        needed = {"str": "x", "path": "x", "list": [], "dict": {}}
        usual = {
            option: needed[item["type"]] if item.get("required") else item.get("default")
            for option, item in spec.items()
        }
        usual.update(api_key="token", api_url=server.url)
        for path, kind in numbers(spec):
            for value in NONE[kind]:
                if path[0] == "status_code" and value == 10**30:
                    continue
                params = {**usual, path[0]: given(spec, path, value)}
                reporter = ModuleReporter(lambda _text: None, lambda _text: None)
                result = module.execute(params, check_mode=False, diff=False, reporter=reporter)
                assert result.get("failed"), (name, path, value)
                assert f"{'.'.join(path)} must be" in result["msg"], (name, path, value, result["msg"])
                assert len(result["msg"]) < 300
                tried += 1
    assert server.seen == []
    assert tried > 1200


@pytest.mark.parametrize("value", [float("inf"), float("nan"), "inf", "-Infinity", "nan", "1e999999999", "9" * 5000])
@pytest.mark.parametrize("nested", [False, True])
def test_what_python_cannot_write_out(value: Any, nested: bool) -> None:
    """Ansible's own validation ends in a traceback with some of these, and with one it does not end."""
    spec = {"updates": {"type": "list", "elements": "dict", "options": {"n": {"type": "int"}}}, "n": {"type": "int"}}
    options: dict[str, Any] = {"updates": [{"n": value}]} if nested else {"n": value}
    validation = ArgumentSpecValidator(spec).validate(without_endless_numbers(options, spec))
    assert len(validation.error_messages) == 1
    assert "no integer" in validation.error_messages[0] or "convert" in validation.error_messages[0]
    assert len(validation.error_messages[0]) < 300


@pytest.mark.parametrize("value", [5, "5", " 5", True, None, "five", [5], {"n": 5}])
def test_all_else_is_left_to_ansible(value: Any) -> None:
    assert without_endless_numbers({"n": value}, {"n": {"type": "int"}}) == {"n": value}
    assert without_endless_numbers({"n": float("inf")}, {"n": {"type": "raw"}}) == {"n": float("inf")}
