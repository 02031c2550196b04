# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Interpreters are found by running them."""

from __future__ import annotations

import sys
from pathlib import Path

import matrix
import pytest


@pytest.fixture(autouse=True)
def _forget():
    matrix.find_python.cache_clear()
    yield
    matrix.find_python.cache_clear()


def program(folder: Path, name: str, text: str) -> Path:
    """An executable shell script."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    file.chmod(0o755)
    return file


def test_a_shim_that_does_not_run_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    program(tmp_path / "shims", "python3.77", "exit 127")
    real = program(tmp_path / "pyenv" / "versions" / "3.77.2" / "bin", "python", 'echo 3.77; echo "$0"')
    monkeypatch.setenv("PATH", str(tmp_path / "shims"))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    assert matrix.find_python("3.77") == real


def test_an_interpreter_of_another_version_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    program(tmp_path, "python3.77", "echo 3.76; echo x")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    assert matrix.find_python("3.77") is None


def test_the_newest_patch_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    program(tmp_path / "versions" / "3.77.9" / "bin", "python", 'echo 3.77; echo "$0"')
    newest = program(tmp_path / "versions" / "3.77.10" / "bin", "python", 'echo 3.77; echo "$0"')
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    assert matrix.find_python("3.77") == newest


def test_the_running_interpreter_is_found_beneath_its_virtual_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    found = matrix.find_python(matrix.running_python())
    assert found is not None
    assert not found.is_relative_to(sys.prefix)


def test_a_core_without_a_python_says_which_would_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    with pytest.raises(matrix.MissingPython, match=r"3\.77 or 3\.78"):
        matrix.python_for(matrix.Core("2.99", ("3.77", "3.78")))


def test_an_unknown_core_is_an_error_that_names_the_known():
    with pytest.raises(LookupError, match=matrix.CORES[0].version):
        matrix.core("2.9")
