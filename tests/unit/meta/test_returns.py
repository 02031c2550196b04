# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""RETURN is copied where it has to stand twice, and the copies are fresh."""

from __future__ import annotations

from pathlib import Path

import modules
import pytest
import returns
import yaml

MANAGING = '''\
DOCUMENTATION = r"""
module: heroku_app
"""
RETURN = r"""
app:
  description: The app.
  type: dict
  contains:
    id:
      description: See O(name), RV(app.id) and O(community.heroku.other#module:x).
      type: str
    nested:
      type: dict
      contains:
        deep:
          type: int

requests:
  description: How many.
  type: int
  sample: 7
"""
'''
INFO = '''\
RETURN = r"""
apps:
  description: The apps.
  type: list
  elements: dict
  contains: {}
requests:
  description: Stale.
  type: int
"""
'''
OTHER = '''\
RETURN = r"""
names:
  description: Names.
  type: list
  elements: str
"""
'''


def write(folder: Path, **sources: str) -> Path:
    """Modules of these names and sources."""
    for name, source in sources.items():
        (folder / f"{name}.py").write_text(source, encoding="utf-8")
    return folder


def loaded(folder: Path, name: str) -> dict[str, dict[str, object]]:
    """RETURN of one of them."""
    block = modules.block((folder / f"{name}.py").read_text(encoding="utf-8"), "RETURN")
    assert block is not None
    return yaml.safe_load(block)


def test_the_record_of_an_info_module_is_that_of_its_twin(tmp_path: Path):
    folder = write(tmp_path, heroku_app=MANAGING, heroku_app_info=INFO)
    assert returns.main([], folder) == 0
    info, managing = loaded(folder, "heroku_app_info"), loaded(folder, "heroku_app")
    assert info["apps"]["type"] == "list"
    assert info["apps"]["contains"]["nested"] == managing["app"]["contains"]["nested"]
    assert (folder / "heroku_app.py").read_text(encoding="utf-8") == MANAGING


def test_references_in_a_copy_name_the_module_they_came_from(tmp_path: Path):
    folder = write(tmp_path, heroku_app=MANAGING, heroku_app_info=INFO)
    returns.main([], folder)
    assert loaded(folder, "heroku_app_info")["apps"]["contains"]["id"]["description"] == (
        "See O(community.heroku.heroku_app#module:name), RV(community.heroku.heroku_app#module:app.id)"
        " and O(community.heroku.other#module:x)."
    )


@pytest.mark.parametrize("before", ["    description: ", "    description:\n      - "])
def test_a_line_that_grows_too_long_is_folded(before: str):
    text = before + "Word " * 20 + "and O(one), 'two' or RV(three.four).\n    type: str\n"
    folded = returns.qualified(text, "heroku_app")
    assert max(map(len, folded.splitlines())) <= 120
    long = "O(community.heroku.heroku_app#module:one), 'two' or RV(community.heroku.heroku_app#module:three.four)."
    (said,) = (
        [yaml.safe_load(folded)["description"]] if before.endswith(": ") else yaml.safe_load(folded)["description"]
    )
    assert said == "Word " * 20 + "and " + long
    assert returns.qualified(folded, "heroku_app") == folded


def test_what_all_return_is_copied_to_all(tmp_path: Path):
    folder = write(tmp_path, heroku_app=MANAGING, heroku_app_info=INFO, heroku_config=OTHER)
    returns.main([], folder)
    common = loaded(folder, "heroku_app")["requests"]
    assert loaded(folder, "heroku_app_info")["requests"] == common
    assert list(loaded(folder, "heroku_config")) == ["names", "requests"]
    assert loaded(folder, "heroku_config")["requests"] == common


def test_a_second_run_changes_nothing(tmp_path: Path):
    folder = write(tmp_path, heroku_app=MANAGING, heroku_app_info=INFO, heroku_config=OTHER)
    returns.main([], folder)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert returns.main(["--check"], folder) == 0
    returns.main([], folder)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_check_names_what_is_stale_and_leaves_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    folder = write(tmp_path, heroku_app=MANAGING, heroku_app_info=INFO)
    assert returns.main(["--check"], folder) == 1
    assert "heroku_app_info" in capsys.readouterr().err
    assert (folder / "heroku_app_info.py").read_text(encoding="utf-8") == INFO


def test_a_record_that_cannot_be_told_is_an_error(tmp_path: Path):
    two = MANAGING.replace("\nrequests:", "\nother:\n  contains:\n    x:\n      type: str\nrequests:")
    folder = write(tmp_path, heroku_app=two, heroku_app_info=INFO.replace("apps:", "things:"))
    with pytest.raises(returns.ReturnError, match=r"heroku_app_info: .*app, other"):
        returns.main([], folder)


def test_the_singular_tells_one_record_of_several(tmp_path: Path):
    two = MANAGING.replace("\nrequests:", "\nother:\n  contains:\n    x:\n      type: str\nrequests:")
    folder = write(tmp_path, heroku_app=two, heroku_app_info=INFO)
    returns.main([], folder)
    assert "id" in loaded(folder, "heroku_app_info")["apps"]["contains"]


def test_return_of_the_modules_is_fresh(capsys: pytest.CaptureFixture[str]):
    assert returns.main(["--check"]) == 0, capsys.readouterr().err
