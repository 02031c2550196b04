# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the inventory's cache keeps of what the token may not read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
import tree

FILE = """
plugin: community.heroku.heroku
include: [domains]
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: {folder}
strict: {strict}
"""
FORBIDDEN = {"fault": "forbidden", "path": "/apps/*/domains"}


@pytest.fixture
def listed(simulator: Any, connect: Any, tmp_path: Any) -> Callable[..., tuple[dict[str, Any], str]]:
    """List the inventory, with C(strict) or not; returns the variables of the host C(example), and what was said."""
    connect(simulator).post("/apps", {"name": "example"})
    file, settings = tmp_path / "x.heroku.yml", tmp_path / "ansible.cfg"
    settings.touch()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "HEROKU_"))},
        "ANSIBLE_COLLECTIONS_PATH": str(tree.link()),
        "ANSIBLE_CONFIG": str(settings),
        "ANSIBLE_HOME": str(tmp_path / "home"),
        "HEROKU_API_KEY": simulator.token,
        "HEROKU_API_URL": simulator.url,
    }

    def read(*, strict: bool = False) -> tuple[dict[str, Any], str]:
        file.write_text(FILE.format(folder=tmp_path / "cache", strict=strict), encoding="utf-8")
        made = subprocess.run(
            [sys.executable, "-m", "ansible", "inventory", "--list", "-i", str(file)],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert made.stdout, made.stderr
        return json.loads(made.stdout)["_meta"]["hostvars"].get("example", {}), " ".join(made.stderr.split())

    return read


def test_a_refusal_is_kept_and_told_each_time(listed: Any, simulator: Any) -> None:
    simulator.backdoor("POST", "faults", {**FORBIDDEN, "count": 1})
    variables, said = listed()
    assert "heroku_domains" not in variables
    assert "HTTP 403" in said
    asked = len(simulator.requests())
    variables, said = listed()
    assert "heroku_domains" not in variables
    assert "as was found when the cache was made" in said
    assert len(simulator.requests()) == asked


def test_with_strict_a_refusal_in_the_cache_does_not_count(listed: Any, simulator: Any) -> None:
    simulator.backdoor("POST", "faults", {**FORBIDDEN, "count": 2})
    listed()
    variables, said = listed(strict=True)
    assert variables == {}
    assert "HTTP 403" in said
    variables, said = listed(strict=True)
    assert len(variables["heroku_domains"]) == 1
    assert "HTTP 403" not in said
