# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""docs/simulator.md names everything that one can set."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
import yaml
from heroku_simulator import backdoor, cli, faults, switches, world_file
from heroku_simulator.settings import Timings
from tree import ROOT

PAGE = (ROOT / "docs" / "simulator.md").read_text(encoding="utf-8")
SCHEMA = yaml.safe_load(world_file.SCHEMA.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", switches.SWITCHES)
def test_each_switch_has_its_row(name):
    switch = switches.SWITCHES[name]
    answers = ", ".join(f"`{answer}`" for answer in switch.answers)
    assert f"| `{name}` | {answers} | {switch.decides} |" in PAGE


def test_every_timing_is_explained_and_can_be_set():
    names = [item.name for item in fields(Timings)]
    assert [name for name in names if f"`{name}`" not in PAGE] == []
    assert sorted(SCHEMA["properties"]["timings"]["properties"]) == sorted(names)


@pytest.mark.parametrize("words", [faults.KINDS, SCHEMA["properties"]], ids=["faults", "sections"])
def test_what_else_there_is(words):
    assert [word for word in words if f"`{word}`" not in PAGE] == []


def test_options_and_back_door():
    options = {name for action in cli.parser()._actions for name in action.option_strings if name.startswith("--")}
    assert {name for name in options - {"--help"} if f"`{name}" not in PAGE} == set()
    assert {path for _method, path in backdoor._HANDLERS if f"/_simulator/{path}`" not in PAGE} == set()


def test_the_example_of_a_world_is_one(make_api, tmp_path):
    example = next(text for text in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if text.startswith("accounts:"))
    path = tmp_path / "world.yml"
    path.write_text(example.replace("count: 10000", "count: 3"))
    api = make_api(world=path)
    assert len(api.get("/apps")) == 4
    assert api.get("/apps/fleet-3/addons")[0]["plan"]["name"] == "heroku-postgresql:essential-0"


def test_every_recorded_fact_names_tests_that_exist():
    section = PAGE[PAGE.index("## Recorded facts") :].split("\n## ")[0]
    named = set(re.findall(r"`(test_\w+)`", section))
    folder = ROOT / "tests" / "unit" / "simulator"
    there = {file: re.findall(r"^def (test_\w+)", file.read_text(), re.MULTILINE) for file in folder.glob("test_*.py")}
    assert named - {name for found in there.values() for name in found} == set()
    assert set(there[folder / "test_recorded.py"]) - named == set()


def test_every_property_of_the_world_file_is_described():
    section = PAGE[PAGE.index("## The world file") :]
    items = [part["items"] for part in SCHEMA["properties"].values() if "items" in part]
    names = {name for item in items for name in item.get("properties", {})}
    assert sorted(name for name in names if f"`{name}`" not in section) == []
