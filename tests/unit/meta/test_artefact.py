# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The artefact holds what users need, and what it must not hold is noticed."""

from __future__ import annotations

from pathlib import Path

import artefact
import pytest


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """An installed collection with one module, as it ought to be."""
    for name in (*artefact.NEEDED, *artefact.NEEDED_SIMULATOR, "plugins/modules/heroku_app.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def test_nothing_to_complain_of(installed: Path):
    assert artefact.complaints(installed, ["heroku_app"]) == []


@pytest.mark.parametrize(
    "name", ["tests/unit/test_x.py", "Makefile", ".gitignore", "requirements/dev.txt", "plugins/__pycache__/x.pyc"]
)
def test_what_users_do_not_need_is_noticed(installed: Path, name: str):
    (installed / name).parent.mkdir(parents=True, exist_ok=True)
    (installed / name).touch()
    assert artefact.complaints(installed, ["heroku_app"]) == [f"{name} is shipped"]


def test_what_is_missing_is_noticed(installed: Path):
    (installed / "LICENSE").unlink()
    assert artefact.complaints(installed, ["heroku_app", "heroku_key"]) == [
        "LICENSE is missing",
        "plugins/modules/heroku_key.py is missing",
    ]


def test_a_link_to_what_is_not_shipped_is_noticed(installed: Path):
    text = "[a](LICENSE), [b](docs/b.md), [c](https://example.com), [d](#d), `[e](e.md)`\n```\n[f](f.md)\n```\n"
    (installed / "README.md").write_text(text, encoding="utf-8")
    assert artefact.complaints(installed, ["heroku_app"]) == ["README.md links to docs/b.md, which is not shipped"]
