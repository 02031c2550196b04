# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The facts that code and documentation refer to stand in docs/heroku."""

from __future__ import annotations

import re

import pytest
import tree

FACTS = tree.ROOT / "docs" / "heroku"
PAGES = sorted(path.stem for path in FACTS.glob("*.md") if path.stem != "README")
# Sections have numbers in behaviour.md, and letters in the other pages that have any.
REFERENCE = re.compile(r"\b(?:(behaviour)\.md (\d+(?:\.\d+)?)|(recorded)\.md ([A-F])\b|(peers)\.md ([a-e])\b)")
HEADING = re.compile(r"^#{2,3} (\d+\.\d+|[A-Fa-f](?=\.)|\d+(?=\.))", re.MULTILINE)
WITH_ITEMS = "5"  # its items are referred to as 5.1 and so on
ELSEWHERE = re.compile(r"\b(?:models|design|examples|data-api)\.md\b")
SECTIONS = {name: set(HEADING.findall((FACTS / f"{name}.md").read_text(encoding="utf-8"))) for name in PAGES}


def references() -> list[tuple[str, str, str]]:
    """Each file that refers to a page of facts, with the page and the section."""
    found = set()
    for file in tree.files():
        if file.suffix in (".py", ".md", ".yml", ".rst", ".j2") and file.parts[:2] != ("docs", "heroku"):
            text = (tree.ROOT / file).read_text(encoding="utf-8")
            for parts in REFERENCE.findall(text):
                page, section = (part for part in parts if part)
                found.add((str(file), page, WITH_ITEMS if section.startswith(f"{WITH_ITEMS}.") else section))
    return sorted(found)


def test_there_are_references() -> None:
    assert len(references()) > 100


@pytest.mark.parametrize("page", ["behaviour", "peers", "recorded"])
def test_each_section_that_is_referred_to_exists(page: str) -> None:
    missing = [
        (file, section) for file, named, section in references() if named == page and section not in SECTIONS[page]
    ]
    assert not missing


def test_nothing_refers_to_a_page_that_is_not_here() -> None:
    found = [
        str(file)
        for file in tree.files()
        if file.suffix in (".py", ".md", ".yml", ".rst")
        and file.name != "test_facts.py"
        and ELSEWHERE.search((tree.ROOT / file).read_text(encoding="utf-8"))
    ]
    assert not found
