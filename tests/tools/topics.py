# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the index of modules by topic, of the site and in the README, from docs/docsite/topics.yml.

python tests/tools/topics.py [--check]
"""

from __future__ import annotations

import re
import sys
from typing import Any

import modules
import yaml
from tree import ROOT

TOPICS = ROOT / "docs" / "docsite" / "topics.yml"
PAGE = ROOT / "docs" / "docsite" / "rst" / "by_topic.rst"
README = ROOT / "README.md"
MARKS = ("<!-- modules by topic, written by tests/tools/topics.py -->", "<!-- end of the modules by topic -->")
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


def table() -> str:
    """The table of the README: short, with a plus where the same name with _info looks up."""
    rows = ["| topic | modules |", "|---|---|"]
    for topic in topics():
        names = topic["modules"]
        lookups = {f"{name}{modules.INFO}" for name in names} & set(names)
        told = [
            f"`{name}`{' +' if f'{name}{modules.INFO}' in lookups else ''}" for name in names if name not in lookups
        ]
        rows.append(f"| {topic['topic']}: {topic['about']} | {', '.join(told)} |")
    return "\n".join(rows)


def readme() -> str:
    """The README as it should be. Raises ValueError where it has no place for the table."""
    text = README.read_text(encoding="utf-8")
    begin, end = MARKS
    if text.count(begin) != 1 or text.count(end) != 1:
        raise ValueError(f"the README needs a line {begin!r}, and one {end!r} below it")
    place = re.compile(f"{re.escape(begin)}.*{re.escape(end)}", re.DOTALL)
    return place.sub(lambda _match: f"{begin}\n{table()}\n{end}", text)


def main() -> int:
    """Write both, or say whether they are as they should be."""
    stale = 0
    for file, text in ((PAGE, page()), (README, readme())):
        if "--check" not in sys.argv[1:]:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        elif not file.is_file() or file.read_text(encoding="utf-8") != text:
            sys.stderr.write(f"{file.relative_to(ROOT)} is out of date: make docs writes it\n")
            stale += 1
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
