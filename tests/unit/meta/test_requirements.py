# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pinned requirements are exact, and agree with each other."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

import matrix
import modules
import pytest
import tree
import venvs
from ansible_collections.community.heroku.plugins.module_utils._lib import certificate

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
            if package != "ansible-core" and file.stem not in venvs.ALONE:
                versions[package].add(version)
    assert {package: found for package, found in versions.items() if len(found) > 1} == {}


@pytest.mark.parametrize("core", [*matrix.CORES, *matrix.SMOKE_CORES])
def test_every_core_is_pinned_to_its_line(core: matrix.Core):
    text = (venvs.REQUIREMENTS / f"core-{core.version}.txt").read_text(encoding="utf-8")
    assert pins(text)["ansible-core"].startswith(f"{core.version}.")


def test_every_file_says_what_it_is_made_of():
    assert [file.name for file in FILES if not file.with_suffix(".in").is_file()] == []


def test_the_simulators_own_package_is_pinned_to_the_same():
    package = (tree.ROOT / "tests" / "simulator" / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.findall(r'^  "(.*)",$', package.partition("dependencies = [")[2].partition("]")[0], re.MULTILINE)
    asked = re.findall(r"^[a-z0-9.-]+", (venvs.REQUIREMENTS / "simulator.in").read_text("utf-8"), re.MULTILINE)
    pinned = pins((venvs.REQUIREMENTS / "simulator.txt").read_text(encoding="utf-8"))
    assert listed == [f"{name}=={pinned[name]}" for name in sorted(asked)]


def bounds() -> dict[str, str]:
    """Package to lower bound of what users need; asserts that each has one and nothing else."""
    text = (tree.ROOT / "meta" / "ee-requirements.txt").read_text(encoding="utf-8")
    asked = [line for line in text.splitlines() if not line.startswith("#")]
    found = [re.fullmatch(r"([a-z0-9-]+)>=([0-9.]+)", line) for line in asked]
    assert all(found), f"each of {asked} has to say the oldest version"
    return {match.group(1): match.group(2) for match in found if match}


def test_the_oldest_libraries_that_users_may_have_are_those_that_tests_run_with():
    used = pins((venvs.REQUIREMENTS / f"{venvs.OLDEST}.txt").read_text(encoding="utf-8"))
    assert {package: used.get(package) for package in bounds()} == bounds()
    assert used["ansible-core"].startswith(f"{matrix.CORES[0].version}.")


def test_each_library_has_one_lower_bound_wherever_it_is_told():
    readme = (tree.ROOT / "README.md").read_text(encoding="utf-8")
    assert [package for package, oldest in bounds().items() if f"`{package}` {oldest}" not in readme] == []
    told = {
        (file.stem, *match)
        for file in (tree.ROOT / "plugins").rglob("*.py")
        for match in re.findall(
            rf"^  - ({'|'.join(bounds())})\b(?: >= ([0-9.]+))?", file.read_text("utf-8"), re.MULTILINE
        )
    }
    assert {package for _file, package, _oldest in told} == set(bounds())
    assert {entry for entry in told if bounds()[entry[1]] != entry[2]} == set()


def test_the_message_asks_for_the_version_that_is_needed():
    assert bounds()["cryptography"].startswith(f"{certificate.OLDEST}.")


def test_modules_that_read_certificates_say_what_they_need(documentation: dict[str, dict[str, Any]]):
    files = (tree.ROOT / "plugins" / "module_utils" / "_resources").glob("*.py")
    readers = {file.stem for file in files if "from .._lib.certificate import" in file.read_text("utf-8")}
    assert readers
    for noun in readers:
        assert "cryptography" in str(documentation[f"heroku_{noun}"]["doc"]["requirements"]), noun
    assert {name for name in modules.names() if "cryptography" in str(documentation[name]["doc"]["requirements"])} == {
        f"heroku_{noun}" for noun in readers
    }
