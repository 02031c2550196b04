# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the index of modules by topic, docs/docsite/rst/by_topic.rst, from docs/docsite/topics.yml.

python tests/tools/topics.py [--check]
"""

from __future__ import annotations

import sys
from typing import Any

import modules
import yaml
from tree import ROOT

TOPICS = ROOT / "docs" / "docsite" / "topics.yml"
PAGE = ROOT / "docs" / "docsite" / "rst" / "by_topic.rst"
HEAD = """\
..
  Copyright: (c) 2026, community.heroku contributors
  GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
  SPDX-License-Identifier: GPL-3.0-or-later

.. Written by tests/tools/topics.py: change topics.yml, or a module's short_description.

.. _ansible_collections.community.heroku.docsite.by_topic:

Modules by topic
================

"""


def topics() -> list[dict[str, Any]]:
    """The topics: each with its title, a line about it, and its modules."""
    found: list[dict[str, Any]] = yaml.safe_load(TOPICS.read_text(encoding="utf-8"))
    return found


def page() -> str:
    """The page as it should be."""
    parts = [HEAD]
    for topic in topics():
        title = topic["topic"]
        parts.append(f"{title}\n{'-' * len(title)}\n\n{topic['about'][0].upper()}{topic['about'][1:]}.\n\n")
        for name in topic["modules"]:
            about = modules.load(name, "DOCUMENTATION")["short_description"]
            parts.append(f"* :ansplugin:`community.heroku.{name}#module` -- {about}\n")
        parts.append("\n")
    return "".join(parts).rstrip("\n") + "\n"


def main() -> int:
    """Write the page, or say whether it is as it should be."""
    if "--check" not in sys.argv[1:]:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page():
        return 0
    sys.stderr.write(f"{PAGE.relative_to(ROOT)} is out of date: make docs writes it\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
