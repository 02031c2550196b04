# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The manual, docs/simulator, names everything that one can set, and its links lead somewhere."""

from __future__ import annotations

import inspect
import re
from dataclasses import fields

import pytest
import yaml
from heroku_simulator import Simulator, backdoor, cli, faults, switches, world_file
from heroku_simulator.settings import Timings
from tree import ROOT

FOLDER = ROOT / "docs" / "simulator"
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.md"))}
PAGE = "\n".join(PAGES.values())
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
    page = PAGES["extending.md"]
    section = page[page.index("## Recorded facts") :].split("\n## ")[0]
    named = set(re.findall(r"`(test_\w+)`", section))
    folder = ROOT / "tests" / "unit" / "simulator"
    there = {file: re.findall(r"^def (test_\w+)", file.read_text(), re.MULTILINE) for file in folder.glob("test_*.py")}
    assert named - {name for found in there.values() for name in found} == set()
    assert set(there[folder / "test_recorded.py"]) - named == set()


def facts():
    """The numbers of all facts in recorded.md: of section A its own, of the others the place of each item."""
    page = (ROOT / "docs" / "heroku" / "recorded.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## ([A-F])\. [^\n]*\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    yield from (f"A {number}" for number in re.findall(r"^(\d+)\. ", sections["A"], re.MULTILINE))
    yield "E"
    items = {
        "B": re.findall(r"^\* ", sections["B"], re.MULTILINE),
        "C": re.findall(r"^\* ", sections["C"], re.MULTILINE),
        "D": re.findall(r"^\| (?!real )", sections["D"], re.MULTILINE),
        "F": sections["F"].strip().split("; "),
    }
    yield from (f"{letter} {place}" for letter, found in items.items() for place in range(1, len(found) + 1))


def rows_of_facts():
    """The table of recorded facts: the numbers of each row with the tests that it names."""
    section = PAGES["extending.md"].split("\n## Recorded facts")[1].split("\n## ")[0]
    for line in re.findall(r"^\| (?!fact ).*$", section, re.MULTILINE):
        numbers, _about, tests = line.strip("| ").split(" | ")
        yield numbers.split(", "), re.findall(r"`(test_\w+)`", tests)


def test_every_recorded_fact_is_in_the_table():
    there = [number for numbers, _tests in rows_of_facts() for number in numbers if re.match(r"[A-F]\b", number)]
    wanted = list(facts())
    assert len(wanted) > 35
    assert sorted(there) == sorted(wanted)


def test_the_test_of_a_recorded_fact_says_which_it_is():
    source = (ROOT / "tests" / "unit" / "simulator" / "test_recorded.py").read_text(encoding="utf-8")
    below = {}
    for heading, body in re.findall(r"^# --- (.*)\n(.*?)(?=^# --- |\Z)", source, re.MULTILINE | re.DOTALL):
        names = re.findall(r"\b[A-F](?: \d+)?(?=[,:])", heading)
        below |= dict.fromkeys(re.findall(r"^def (test_\w+)", body, re.MULTILINE), names)
    wrong = [
        (number, test)
        for numbers, tests in rows_of_facts()
        for number in numbers
        for test in tests
        if re.match(r"[A-F]\b", number) and test in below and not {number, number[0]} & set(below[test])
    ]
    assert wrong == []


def test_every_property_of_the_world_file_is_described():
    items = [part["items"] for part in SCHEMA["properties"].values() if "items" in part]
    names = {name for item in items for name in item.get("properties", {})}
    assert sorted(name for name in names if f"`{name}`" not in PAGES["world.md"]) == []


def test_what_simulator_takes_and_has():
    takes = set(inspect.signature(Simulator.__init__).parameters) - {"self"}
    has = {name for name in (*vars(Simulator), *Simulator.__annotations__) if not name.startswith("_")}
    page = PAGES["README.md"]
    section = page[page.index("## In a test suite") :].split("\n## ")[0]
    assert {name for name in takes if f"`{name}`" not in section} == set()
    assert {name for name in has if not re.search(rf"`(simulator\.)?{name}[`(]", section)} == {"exchange", "run"}


def anchors(page):
    """What links to a page can end in: its headings, as GitHub writes them."""
    headings = re.findall(r"^#+ (.*)", page, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", PAGES)
def test_links_within_the_manual_lead_to_headings(name):
    links = re.findall(r"\]\(([\w.]*)#([^)]+)\)", PAGES[name])
    assert {(page, anchor) for page, anchor in links if anchor not in anchors(PAGES[page or name])} == set()


@pytest.mark.parametrize("name", PAGES)
def test_each_page_leads_to_the_others(name):
    assert set(re.findall(r"\]\((\w+\.md)\)", PAGES[name].split("\n## ")[0])) == set(PAGES) - {name}
