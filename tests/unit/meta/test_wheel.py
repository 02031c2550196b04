# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator's own package: what is missing in its wheel is noticed; what it says of itself agrees."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
import tree
import wheel

FOLDER = tree.ROOT / "tests" / "simulator"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A wheel with what it needs, of a package with two files."""
    for name in ("__init__.py", "page/style.css"):
        (tmp_path / wheel.PACKAGE / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / wheel.PACKAGE / name).touch()
    path = tmp_path / "x.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("entry_points.txt", "licenses/LICENSE", "METADATA"):
            archive.writestr(f"x.dist-info/{name}", "")
        for name in ("__init__.py", "page/style.css"):
            archive.writestr(f"{wheel.PACKAGE}/{name}", "")
    return path


def test_nothing_to_complain_of(built: Path):
    assert list(wheel.complaints(built, built.parent)) == []


def test_what_is_missing_or_too_much_is_noticed(built: Path):
    (built.parent / wheel.PACKAGE / "new.yml").touch()
    (built.parent / wheel.PACKAGE / "__init__.py").unlink()
    found = list(wheel.complaints(built, built.parent))
    assert found == ["x.whl lacks heroku_simulator/new.yml", "x.whl has heroku_simulator/__init__.py"]


def test_a_wheel_without_command_and_license_is_noticed(tmp_path: Path):
    zipfile.ZipFile(tmp_path / "x.whl", "w").close()
    found = list(wheel.complaints(tmp_path / "x.whl", tmp_path))
    assert found == ["x.whl lacks its entry_points.txt", "x.whl lacks its licenses/LICENSE"]


def test_its_license_is_that_of_the_collection():
    assert (FOLDER / "LICENSE").read_bytes() == (tree.ROOT / "LICENSE").read_bytes()


def test_its_changelog_begins_with_its_version():
    (version,) = re.findall(r'^__version__ = "(.*)"', (FOLDER / wheel.PACKAGE / "version.py").read_text(), re.MULTILINE)
    assert re.findall(r"^## (.*)", (FOLDER / "CHANGELOG.md").read_text(), re.MULTILINE)[0] == version
