# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Coverage finds plugins/ wherever it runs, and maps it to the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import coverage
import matrix
import measure
import pytest
import venvs

SHARED = """\
def answer(where):
    if where == "module":
        return 1
    return 2
"""
MODULE = """\
DOCUMENTATION = "module: probe"
from ansible.module_utils.basic import AnsibleModule
from ansible_collections.community.heroku.plugins.module_utils.shared import answer
module = AnsibleModule({})
module.exit_json(answer=answer("module"))
"""
ACTION = """\
from ansible.plugins.action import ActionBase
from ansible_collections.community.heroku.plugins.module_utils.shared import answer
class ActionModule(ActionBase):
    def run(self, tmp=None, task_vars=None):
        return {"answer": answer("worker")}
"""
# The last worker of a run may be ended while it still writes, so the last task is not what is measured.
PLAYBOOK = """\
- hosts: localhost
  gather_facts: false
  tasks:
    - community.heroku.{task}:
    - ansible.builtin.debug:
"""
LINES = {"probe": [1, 2, 3], "in_worker": [1, 2, 4]}  # of SHARED
FILES = {"probe": "plugins/modules/probe.py", "in_worker": "plugins/action/in_worker.py"}


def checkout(folder: Path) -> Path:
    """A collection with a module and an action plugin, linked to where Ansible looks for it."""
    texts = {"module_utils/shared.py": SHARED, "modules/probe.py": MODULE, "action/in_worker.py": ACTION}
    for name, text in texts.items():
        file = folder / "checkout" / "plugins" / name
        file.parent.mkdir(parents=True)
        file.write_text(text, encoding="utf-8")
    namespace = folder / "collections" / "ansible_collections" / "community"
    namespace.mkdir(parents=True)
    (namespace / "heroku").symlink_to(folder / "checkout")
    return folder / "checkout"


@pytest.mark.parametrize("core", [core.version for core in matrix.CORES])
@pytest.mark.parametrize("task", ["probe", "in_worker"])
def test_a_task_is_measured(core: str, task: str, tmp_path: Path):
    try:
        python = venvs.ensure(core)
    except matrix.MissingPython as problem:
        pytest.skip(str(problem))
    root = checkout(tmp_path)
    (tmp_path / "play.yml").write_text(PLAYBOOK.format(task=task), encoding="utf-8")
    environment = {
        **os.environ,
        **measure.environment("unused"),
        "COVERAGE_FILE": str(tmp_path / "data" / "x"),
        "COVERAGE_CHECKOUT": str(root),
        "ANSIBLE_COLLECTIONS_PATH": str(tmp_path / "collections"),
        "ANSIBLE_HOME": str(tmp_path / "home"),
        "ANSIBLE_LOCALHOST_WARNING": "0",
    }
    (tmp_path / "data").mkdir()
    play = [str(python), "-m", "ansible", "playbook", "--forks", "1", "-i", "localhost,", "-c", "local"]
    play += ["-e", f"ansible_python_interpreter={python}", str(tmp_path / "play.yml")]
    subprocess.run(play, env=environment, cwd=tmp_path, check=True, capture_output=True)

    recorded = [str(file) for file in (tmp_path / "data").glob("*.X*.H*")]
    combined = tmp_path / "combined"
    combine = ["combine", "--quiet", f"--rcfile={measure.CONFIG}", f"--data-file={combined}", *recorded]
    subprocess.run([sys.executable, "-m", "coverage", *combine], env=environment, cwd=root, check=True)
    data = coverage.CoverageData(str(combined))
    data.read()
    assert str(root / FILES[task]) in data.measured_files()
    assert sorted(data.lines(str(root / "plugins/module_utils/shared.py")) or []) == LINES[task]
