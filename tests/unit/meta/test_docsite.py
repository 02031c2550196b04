# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation site: every module has its topic, and a link that leads nowhere is found."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import docsite
import modules
import pytest
import topics


def test_every_module_is_in_exactly_one_topic() -> None:
    listed = Counter(name for topic in topics.topics() for name in topic["modules"])
    assert listed == Counter(modules.names())


@pytest.mark.parametrize(
    ("link", "dead"),
    [
        ("other.html", False),
        ("other.html#there", False),
        ("#here", False),
        ("https://example.com/nowhere", False),
        ("nowhere.html", True),
        ("other.html#nowhere", True),
        ("#nowhere", True),
    ],
)
def test_dead_links_are_found(tmp_path: Path, link: str, dead: bool) -> None:
    (tmp_path / "page.html").write_text(f'<h1 id="here"></h1><a href="{link}">x</a>', encoding="utf-8")
    (tmp_path / "other.html").write_text('<h1 id="there"></h1>', encoding="utf-8")
    assert docsite.dead_links(tmp_path) == ([f"page.html: {link}"] if dead else [])
