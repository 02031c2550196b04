# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/certification.md names checks that there are, and what it names the README for is there."""

from __future__ import annotations

import re

import importer
import pytest
import steps
import tree
import yaml

TABLES = (tree.ROOT / "docs" / "certification.md").read_text(encoding="utf-8")
CHECKS = [row for row in re.findall(r"^\| .+ \| (.+) \|$", TABLES, flags=re.MULTILINE) if row != "enforced by"]
STEPS = {step.name for step in steps.STEPS}
TARGETS = {path.name for path in steps.TARGETS.iterdir()}
TESTS = {
    name
    for file in (tree.ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
}
FILES = {part for file in tree.files() for part in (str(file), file.name)}
COMMANDS = ("make ", "reuse lint", "--validate-collection-refs=all", "CHECK_REQUIRED_TAGS")


def is_there(name: str) -> bool:
    """Whether there is a test, a step, a target, a file or a command of that name."""
    return name in TESTS | STEPS | TARGETS | FILES or name.startswith(COMMANDS)


@pytest.mark.parametrize("check", CHECKS)
def test_a_row_names_checks_that_there_are(check: str):
    assert [name for name in re.findall(r"`([^`]+)`", check) if not is_there(name)] == []


@pytest.mark.parametrize("name", ["test_what_nobody_wrote", "sanity-2.9", "tests/none.py"])
def test_a_check_that_is_not_there_is_found(name: str):
    assert not is_there(name)


def test_most_rows_are_held_by_something_that_runs():
    runs = [row for row in CHECKS if any(name in TESTS | STEPS for name in re.findall(r"`([^`]+)`", row))]
    assert len(runs) > 20


def test_the_readme_has_the_sections_of_automation_hub():
    asked = ["Description", "Requirements", "Installation", "Use Cases", "Testing", "Support"]
    asked += ["Release Notes and Roadmap", "Related Information", "License Information"]
    found = re.findall(r"^## (.+)$", (tree.ROOT / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert [heading for heading in found if heading in asked] == asked


def test_what_the_importer_complains_of_is_found():
    printed = (
        "Importing with galaxy-importer 0.4.44\nWARNING: No changelog found.\n"
        "WARNING: plugins/modules/x.py:3:9: W503 line break before binary operator\n"
        "WARNING: plugins/modules/x.py:3:9: F401 'os' imported but unused\nERROR: invalid tags\n"
        "Importer processing completed successfully\n"
    )
    assert importer.complaints(printed) == [
        "No changelog found.",
        "plugins/modules/x.py:3:9: F401 'os' imported but unused",
        "invalid tags",
    ]


def test_ansible_lint_works_in_a_plain_clone():
    """Offline, it would not install this collection from the clone, and know none of its modules."""
    settings = yaml.safe_load((tree.ROOT / ".ansible-lint").read_text(encoding="utf-8"))
    assert not settings.get("offline")
    assert {".venv/", "tests/"} <= set(settings["exclude_paths"])
