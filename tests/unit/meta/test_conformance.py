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


@pytest.mark.parametrize("story", sorted(run.STORIES.glob("*.yml")), ids=lambda path: path.stem)
def test_steps_are_known(story):
    text = yaml.safe_load(story.read_text(encoding="utf-8"))
    assert set(text) <= {"about", "clock", "files", "steps"}
    for step in text["steps"]:
        kinds = [kind for kind in run.DOES if kind in step]
        assert len(kinds) == 1
        assert set(step) <= {kinds[0], *run.DOES[kinds[0]]}
