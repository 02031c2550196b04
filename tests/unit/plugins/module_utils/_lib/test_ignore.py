# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Patterns of many stars take no longer than others, and match the same. What git ignores: test_source.py."""

from __future__ import annotations

import re
import time

import pytest
from ansible_collections.community.heroku.plugins.module_utils._lib.ignore import _Automaton, _parse_line, _translate
from hypothesis import given
from hypothesis import strategies as st

MANY = 30
NAME = b"a" * 200


@pytest.mark.parametrize(
    ("pattern", "name", "matches"),
    [
        (b"*a" * MANY + b"b", NAME, False),
        (b"*a" * MANY + b"b", NAME + b"b", True),
        (b"**/a" * MANY, b"a/" * 60 + b"b", False),
        (b"**/a" * MANY, b"a/" * 60 + b"a", True),
        (b"x*[ab]" * MANY, b"xa" * 100, True),
        (b"x*[ab]" * MANY, b"xa" * 100 + b"c", False),
        (b"a/**" * MANY, b"a/" * 100 + b"b", True),
    ],
)
def test_thirty_stars_do_not_hang(pattern, name, matches):
    begun = time.perf_counter()
    (rule,) = _parse_line(pattern)
    assert bool(rule.pattern.fullmatch(name)) is matches
    assert time.perf_counter() - begun < 5


@given(
    pattern=st.lists(st.sampled_from([b"a", b"b", b"/", b"*", b"**", b"**/", b"/**", b"?", b"[ab]"]), max_size=7),
    name=st.lists(st.sampled_from([b"a", b"b", b"/", b"ab"]), max_size=7),
)
def test_both_ways_to_match_agree(pattern, name):
    parts = _translate(b"".join(pattern))
    text = b"".join(name)
    expected = bool(re.compile(b"".join(parts), re.DOTALL).fullmatch(text))
    assert _Automaton(parts).fullmatch(text) is expected
