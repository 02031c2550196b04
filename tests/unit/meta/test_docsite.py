# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation site: every module has its topic, and a link that leads nowhere is found."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import docsite
import guides
import modules
import pytest
import topics
import tree
from ansible_collections.community.heroku.plugins.module_utils._api import errors


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


def test_the_navigation_has_short_names() -> None:
    index = ".. toctree::\n    :hidden:\n\n    heroku_app_module\n    app_lookup\n    docsite/by_topic\n"
    assert docsite.with_short_names(index) == (
        ".. toctree::\n    :hidden:\n\n    heroku_app <heroku_app_module>\n    app (lookup) <app_lookup>\n"
        "    docsite/by_topic\n"
    )


# How variables of the environment are named where they are read, in Python and in playbooks.
READ = re.compile(
    r"""(?:["']env["'], ?|environ(?:ment)?\.get\(|environ\[|\.env', )["'](\w+)|"(ANSIBLE_HEROKU_\w+|\w+_CA_BUNDLE)\""""
)
# Of the shell, and what the sample app of the demo reads at Heroku.
NOT_OURS = {"PWD", "PORT", "GREETING"}


def test_every_variable_of_the_environment_that_is_read_is_in_the_guide() -> None:
    files = [file for folder in ("plugins", "playbooks") for file in (tree.ROOT / folder).rglob("*.*")]
    # The variables in a module's examples are its reader's.
    read_here = [file for file in files if file.suffix in (".py", ".yml") and file.parent.name != "modules"]
    texts = [file.read_text(encoding="utf-8") for file in read_here]
    read = {first or second for text in texts for first, second in READ.findall(text)} - NOT_OURS
    assert {"ANSIBLE_HEROKU_PROTECT", "CURL_CA_BUNDLE", "HEROKU_API_KEY", "HEROKU_DEMO_APP", "NETRC"} <= read
    shown = (guides.GUIDES / "guide_settings.rst").read_text(encoding="utf-8")
    assert [name for name in sorted(read) if f"``{name}``" not in shown] == []


@pytest.mark.parametrize(("guide", "rows"), [("guide_from_terraform", 2), ("guide_many_apps", 4)])
def test_the_figures_of_guides_are_those_that_were_measured(guide: str, rows: int) -> None:
    text = (guides.GUIDES / f"{guide}.rst").read_text(encoding="utf-8")
    [table] = re.findall(r"create: requests.*?(   \* - .*?)\n\n", text, flags=re.DOTALL)
    figures = re.findall(r"^     - ([\d.,]+)$", table, flags=re.MULTILINE)
    assert len(figures) == 4 * rows
    measured = (tree.ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    assert [figure for figure in figures if not re.search(rf"(?<![\d.]){re.escape(figure)}(?![\d])", measured)] == []


def test_every_error_that_we_name_or_explain_is_in_the_guide() -> None:
    api = tree.ROOT / "plugins" / "module_utils" / "_api"
    named = {found for file in api.glob("*.py") for found in re.findall(r'\bid="(\w+)"', file.read_text("utf-8"))}
    # What a build's log, an upload or a wait meets is told by their own tasks, in their own words.
    named = (named | set(errors.HINTS)) - {"deadline", "stream", "upload"}
    assert {"connection", "unauthorized", "invalid_response"} <= named
    shown = (guides.GUIDES / "guide_errors.rst").read_text(encoding="utf-8")
    assert [name for name in sorted(named) if f"``{name}``" not in shown] == []
