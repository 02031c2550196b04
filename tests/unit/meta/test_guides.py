# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What follows the guides writes and types all of them, and notices what does not work."""

from __future__ import annotations

import os
import re
from pathlib import Path

import guides
import pytest
import yaml

HEAD = "Title\n=====\n\n"
PLAY = """
- hosts: localhost
  gather_facts: false
  tasks:
    - ansible.builtin.debug: {msg: hello}
"""


def rst(language: str, text: str, caption: str = "", comment: str = "") -> str:
    """A code block of a guide."""
    lines = "".join(f"   {line}\n" if line else "\n" for line in text.strip("\n").split("\n"))
    option = f"   :caption: {caption}\n" if caption else ""
    return f"{comment}.. code-block:: {language}\n{option}\n{lines}\nText.\n\n"


@pytest.mark.parametrize("guide", guides.guides(), ids=lambda guide: guide.stem)
def test_no_block_is_overlooked(guide: Path) -> None:
    """Each block is written, typed, or said to be neither; and none is there that nothing reads."""
    text = guide.read_text(encoding="utf-8")
    found = guides.blocks(text)
    unseen, untyped = (len(re.findall(rf"^\.\. {words}: ", text, re.MULTILINE)) for words in ("typed", "not typed"))
    assert len(found) - unseen + untyped == text.count(".. code-block::")
    assert all(block.name or guides.commands(block) for block in found)
    listed = yaml.safe_load((guides.GUIDES.parent / "extra-docs.yml").read_text(encoding="utf-8"))
    assert guide.stem in [page for section in listed["sections"] for page in section["toctree"]]


def test_a_guide_that_works(tmp_path: Path) -> None:
    guide = tmp_path / "guide_x.rst"
    typed = "$ ansible-playbook play.yml\n$ test -e play.yml\n$ false # exits with 1"
    skipped = rst("console", "$ false", comment=".. not typed: it fails\n\n")
    guide.write_text(HEAD + rst("yaml+jinja", PLAY, "play.yml") + skipped + rst("console", typed), encoding="utf-8")
    assert guides.follow(guide) == []


@pytest.mark.parametrize(
    ("play", "typed", "problem"),
    [
        (PLAY, "$ false", "ended with 1"),
        (PLAY, "$ true # exits with 2", "ended with 0"),
        (
            PLAY + "      changed_when: true\n",
            "$ ansible-playbook play.yml\n$ ansible-playbook play.yml",
            "second time",
        ),
    ],
)
def test_a_guide_that_does_not_work_is_noticed(tmp_path: Path, play: str, typed: str, problem: str) -> None:
    guide = tmp_path / "guide_x.rst"
    guide.write_text(HEAD + rst("yaml+jinja", play, "play.yml") + rst("console", typed), encoding="utf-8")
    (found,) = guides.follow(guide)
    assert problem in found


def test_what_is_exported_stays_so(tmp_path: Path) -> None:
    guide = tmp_path / "guide_x.rst"
    typed = '$ export GREETING=$(echo hello there)\n$ test "$GREETING" = "hello there"'
    guide.write_text(HEAD + rst("console", typed), encoding="utf-8")
    assert guides.follow(guide) == []


def test_what_goes_on_in_another_terminal_is_ended_with_the_guide(tmp_path: Path) -> None:
    guide = tmp_path / "guide_x.rst"
    apart = rst("console", "$ echo $$; echo begun; sleep 600", comment=".. in a terminal of its own\n\n")
    unseen = ".. typed: timeout 60 sh -c 'until grep -q begun terminal.log; do sleep 0.1; done'\n\n"
    unseen += f".. typed: head -n 1 terminal.log > {tmp_path}/process\n\n"
    guide.write_text(HEAD + apart + unseen + rst("console", "$ false"), encoding="utf-8")
    (found,) = guides.follow(guide)
    assert "In the other terminal:" in found
    assert "begun" in found
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "process").read_text(encoding="utf-8")), 0)
