# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pinned requirements are exact, and agree with each other."""

from __future__ import annotations

import re
from collections import defaultdict

import matrix
import pytest
import venvs

FILES = sorted(venvs.REQUIREMENTS.glob("*.txt"))


def pins(text: str) -> dict[str, str]:
    """Package to version of each requirement; asserts that all are exact."""
    found = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            match = re.fullmatch(r"([a-z0-9.-]+)==([0-9a-z.]+)(?: ; .+)?", line.strip())
            assert match, f"{line!r} is not exact"
            found[match.group(1)] = match.group(2)
    return found


@pytest.mark.parametrize("line", ["requests", "requests>=2", "requests==2.*", "-r other.txt"])
def test_what_is_not_exact_is_found(line: str):
    with pytest.raises(AssertionError, match="not exact"):
        pins(line)


def test_a_package_has_one_version_in_all_files():
    versions: dict[str, set[str]] = defaultdict(set)
    for file in FILES:
        for package, version in pins(file.read_text(encoding="utf-8")).items():
            if package != "ansible-core":
                versions[package].add(version)
    assert {package: found for package, found in versions.items() if len(found) > 1} == {}


@pytest.mark.parametrize("core", matrix.CORES)
def test_every_core_is_pinned_to_its_line(core: matrix.Core):
    text = (venvs.REQUIREMENTS / f"core-{core.version}.txt").read_text(encoding="utf-8")
    assert pins(text)["ansible-core"].startswith(f"{core.version}.")


def test_every_file_says_what_it_is_made_of():
    assert [file.name for file in FILES if not file.with_suffix(".in").is_file()] == []
