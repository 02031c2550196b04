# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the stories of the conformance run are made of. That they come true, `make conformance` shows."""

from __future__ import annotations

import importlib.util
import re
import sys

import pytest
import yaml
from tree import ROOT

SPEC = importlib.util.spec_from_file_location("conformance_run", ROOT / "tests" / "conformance" / "run.py")
assert SPEC is not None
assert SPEC.loader is not None
run = sys.modules[SPEC.name] = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(run)


@pytest.mark.parametrize(
    ("wanted", "found", "problems"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, []),
        ({"a": {"b": "x"}}, {"a": {"b": "y"}}, ["it.a.b is 'y', not 'x'"]),
        ({"a": 1}, {}, ["it has no a"]),
        ([{"a": 1}], [{"a": 1}, {"a": 2}], ["it has 2 items, not 1"]),
        ([{"a": True}], [{"a": False}], ["it[0].a is False, not True"]),
        ("/v[0-9]/", "v3", []),
        ("v3", "v33", ["it is 'v33', not 'v3'"]),
        (None, "", ["it is '', not None"]),
    ],
)
def test_what_is_missing(wanted, found, problems):
    assert run.missing(wanted, found, "it") == problems


def test_texts_are_taken_as_they_stand_and_expressions_as_expressions():
    assert re.search(run.pattern("a (b) c."), "so a (b) c. is")
    assert not re.search(run.pattern("a.c"), "abc")
    assert re.search(run.pattern("/a.c/"), "abc")


def test_what_is_shown_is_found_whatever_the_command_did_to_its_lines():
    angle = "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
    printed = f" {angle}   Error: Name is\n {angle}   already taken\n"
    wanted = ["Name is already taken", "/^Error: Name/", "/^Name/", "Error ID"]
    assert run.not_shown(wanted, printed) == ["/^Name/", "Error ID"]


def test_a_failure_says_what_was_expected_what_came_and_what_was_printed():
    text = str(run.Unexpected("exit code 0", "exit code 2", "one\ntwo\n"))
    assert text == "  expected: exit code 0\n  found:    exit code 2\n  printed:\n    one\n    two"
    assert str(run.Unexpected("x", "y")).splitlines() == ["  expected: x", "  found:    y"]
    long = str(run.Unexpected("x", "y", "line\n" * 100))
    assert long.endswith(f"... and {100 - run.MOST_PRINTED} lines more")


def told(tmp_path, step):
    """Tell one step that runs a command, with a simulator that nothing is asked of."""
    simulator = run.simulated.Simulator("http://127.0.0.1:9", "token", 0)
    with open(tmp_path / "printed.txt", "w", encoding="utf-8") as log:
        story = run.Story("one", simulator, tmp_path, log, {"name": "there"})
        story.tell(step)
    return story


def test_a_command_is_judged(tmp_path):
    story = told(
        tmp_path,
        {"run": "sh -c 'echo hello $name; exit 3'", "exit": 3, "shows": "hello $name", "keep": {"it": "(hel)"}},
    )
    assert (story.commands, story.kept["it"]) == (1, "hel")
    with pytest.raises(run.Unexpected, match=r"expected: exit code 0\n  found:    exit code 3\n  printed:\n    hello"):
        told(tmp_path, {"run": "sh -c 'echo hello; exit 3'"})
    with pytest.raises(run.Unexpected, match="expected: not to show 'hello'"):
        told(tmp_path, {"run": "echo hello", "hides": "hello"})
    assert "hello" in (tmp_path / "printed.txt").read_text(encoding="utf-8")


def test_a_command_that_goes_on_is_ended_when_it_has_shown_everything(tmp_path):
    step = {
        "run": "sh -c 'echo first; exec tail -n 99 -f notes'",
        "shows": ["first", "later"],
        "meanwhile": [{"run": "sh -c 'echo later >> notes'"}],
    }
    (tmp_path / "notes").touch()
    assert told(tmp_path, step).commands == 2
    with pytest.raises(run.Unexpected, match=r"to show 'first'\n  found:    it ended with exit code 0"):
        told(tmp_path, {**step, "run": "echo nothing"})


@pytest.mark.parametrize("story", sorted(run.STORIES.glob("*.yml")), ids=lambda path: path.stem)
def test_steps_are_known(story):
    text = yaml.safe_load(story.read_text(encoding="utf-8"))
    assert set(text) <= {"about", "clock", "files", "steps", "world"}
    for step in text["steps"]:
        kinds = [kind for kind in run.DOES if kind in step]
        assert len(kinds) == 1
        assert set(step) <= {kinds[0], *run.DOES[kinds[0]]}


def test_each_story_is_documented():
    page = (ROOT / "docs" / "simulator" / "extending.md").read_text(encoding="utf-8")
    table = page[page.index("| story |") : page.index("What no story has")]
    stories = [name for row in table.splitlines()[2:] if row for name in re.findall("`([a-z]+)`", row.split("|")[1])]
    assert sorted(stories) == sorted(path.stem for path in run.STORIES.glob("*.yml"))
