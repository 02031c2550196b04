# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re

import pytest
import tree
from ansible_collections.community.heroku.plugins.module_utils._api import rendezvous
from ansible_collections.community.heroku.plugins.module_utils._api.lines import LONGEST_LINE, split


@pytest.mark.parametrize(
    ("chunks", "lines"),
    [
        ([], []),
        ([b""], []),
        ([b"one\ntwo\n"], [b"one", b"two"]),
        ([b"on", b"e\nt", b"wo"], [b"one", b"two"]),
        ([b"one\r", b"\ntwo\r\n"], [b"one", b"two"]),
        ([b"10%\r20%\r", b"30%\n"], [b"10%", b"20%", b"30%"]),
        ([b"10%\r"], [b"10%"]),
        ([b"\n\n", b"x"], [b"", b"", b"x"]),
    ],
)
def test_lines_of_pieces(chunks, lines):
    assert list(split(chunks)) == lines


@pytest.mark.parametrize("splitting", [split, rendezvous.split])
def test_an_endless_line_comes_in_pieces_and_is_not_kept(splitting):
    pieces = splitting(b"x" * 1000 for _number in range(100))
    assert [len(piece) for piece in pieces] == [LONGEST_LINE] * (100_000 // LONGEST_LINE) + [100_000 % LONGEST_LINE]


def test_wait_timeout_is_counted_in_one_place():
    files = (tree.ROOT / "plugins" / "module_utils").rglob("*.py")
    counting = re.compile(r"""monotonic\(\) *\+ *[^\n]*wait_timeout|idle=[^\n]*params\["wait_timeout""")
    counted = {
        str(file.relative_to(tree.ROOT / "plugins" / "module_utils"))
        for file in files
        if counting.search(file.read_text(encoding="utf-8"))
    }
    assert counted == {"_engine/execute.py"}
