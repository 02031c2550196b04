# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fleet is ended by a signal to ansible-playbook, or by its death: it begins nothing more, and says what was done."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import fleets
import pytest
import tree
from ansible.release import __version__

WRITES = ("POST", "PUT", "PATCH", "DELETE")
FORKS = 3
# Before 2.19, ansible-core leaves its workers alone when it gets SIGTERM, and when it is killed, all of them do.
FORWARDED = {signal.SIGINT, *([signal.SIGTERM] if tuple(map(int, __version__.split(".")[:2])) >= (2, 19) else [])}
PATIENCE = 60.0  # seconds for what takes a few
DOCUMENT = {
    "defaults": {"config": {"A": "b"}, "features": {"preboot": True}},
    "apps": {f"shop-{number}": {"domains": [f"www{number}.example.com"]} for number in range(12)},
}


def play(folder: Path, simulator: Any) -> subprocess.Popen[str]:
    """Start a playbook with the document, in a session of its own, as a CI does."""
    task = {"community.heroku.heroku_fleet": {"document": DOCUMENT, "forks": FORKS}}
    plays = [{"hosts": "localhost", "connection": "local", "gather_facts": False, "tasks": [task]}]
    (folder / "play.yml").write_text(json.dumps(plays), encoding="utf-8")
    (folder / "ansible.cfg").touch()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "HEROKU_"))},
        "ANSIBLE_COLLECTIONS_PATH": str(tree.link()),
        "ANSIBLE_CONFIG": str(folder / "ansible.cfg"),
        "ANSIBLE_HOME": str(folder),
        "HEROKU_API_KEY": simulator.token,
        "HEROKU_API_URL": simulator.url,
        "HOME": str(folder),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "ansible", "playbook", "-i", "localhost,", str(folder / "play.yml")],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def written(simulator: Any) -> list[Any]:
    """The writes so far."""
    return [entry for entry in simulator.requests() if entry["method"] in WRITES]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_nothing_more_is_begun_and_what_was_done_is_told(number: int, simulator: Any, tmp_path: Path) -> None:
    simulator.backdoor("POST", "faults", {"fault": "latency", "seconds": 0.3, "method": "*"})
    process = play(tmp_path, simulator)
    deadline = time.monotonic() + PATIENCE
    while len(written(simulator)) < 6:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)
    before = len(written(simulator))
    process.send_signal(number)
    _printed, said = process.communicate(timeout=PATIENCE)  # until the last of its processes has closed it too
    assert process.returncode
    simulator.backdoor("DELETE", "faults")
    after = written(simulator)
    if number in FORWARDED:
        assert len(after) - before <= FORKS, "what was under way, and no more"
    assert len(after) < len(DOCUMENT["apps"]) * 4
    assert "The run was ended with " in said, said
    assert "running it again goes on from there. Done until then:" in said
    told = dict(re.findall(r"^(shop-\d+): (.+)$", said, re.MULTILINE))
    assert sum(len(deeds.split(", ")) for deeds in told.values()) == len(after), (told, after)
    again = play(tmp_path, simulator)
    printed, said = again.communicate(timeout=PATIENCE)
    assert again.returncode == 0, (printed, said)
    assert len(written(simulator)) == 12 * 4, "nothing is done twice"


def test_of_a_thing_that_takes_several_writes_none_is_begun_any_more(simulator: Any) -> None:
    people = ["member@example.com", "other@example.com", "viewer@example.com"]
    whole = {"apps": {"shop": {"collaborators": people}, "another": {"collaborators": people[:1]}}}
    task = fleets.Task(simulator)
    result = task.run(whole, forks=1, after=lambda done: task.reporter.end(signal.SIGTERM) if done == 2 else None)
    assert result["failed"]
    assert result["changed"]
    assert [entry["path"] for entry in written(simulator)] == ["/apps", "/apps/shop/collaborators"]
    (left,) = result["apps"]["shop"]["left"]
    assert left["what"] == "shop collaborators"
    assert len(left["done"]) == 1
    assert f"shop: add app, {left['done'][0]} of shop collaborators" in result["msg"]
    assert task.done(whole)["apps"]["shop"]["done"] == ["change collaborators"]
    assert task.done(whole)["changed"] is False
