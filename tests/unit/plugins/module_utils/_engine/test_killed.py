# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever takes several writes can be killed after each of them, and the same task then leads to the same end.

A task that loses a race goes on with what the winner made, and the diff of one that takes something away shows what.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import modules
import pytest
import states
import tree
from ansible_collections.community.heroku.plugins.module_utils._ansible.module import ModuleReporter
from ansible_collections.community.heroku.plugins.module_utils._api.transport import new_session
from ansible_collections.community.heroku.plugins.module_utils._engine.members import Members

sys.path.insert(0, str(tree.ROOT / "tests" / "faults"))

from stories import APP, RACES, REMOVALS, SEVERAL_WRITES, Task

WRITES = ("POST", "PUT", "PATCH", "DELETE")
KILLED = 9
# A slug that was made, but not filled: Heroku lists no slugs and deletes none, so it stays, and nothing runs it.
FORGOTTEN = "slugs"


class Session:
    """The connections of one task, with something that happens before or after its writes.

    C(before) is called before the first POST, C(after) with the number of each write once it was answered.
    """

    def __init__(
        self, before: Callable[[], Any] = lambda: None, after: Callable[[int], Any] = lambda number: None
    ) -> None:
        self.session = new_session()
        self.ask, self.session.request = self.session.request, self.request
        self.before, self.after, self.writes = before, after, 0

    def request(self, method: str, *arguments: Any, **options: Any) -> Any:
        if method == "POST":
            before, self.before = self.before, lambda: None
            before()
        answer = self.ask(method, *arguments, **options)
        if method in WRITES:
            self.writes += 1
            self.after(self.writes)
        return answer

    def __enter__(self) -> Any:
        return self.session

    def __exit__(self, *_error: object) -> None:
        self.session.close()


class World:
    """The simulator, and tasks against it."""

    def __init__(self, simulator: Any, source: Path) -> None:
        self.simulator = simulator
        self.source = source

    def run(self, task: Task, *, check_mode: bool = False, **session: Any) -> dict[str, Any]:
        """The result of a task."""
        name, options = task
        module = modules._made(f"heroku_{name}")
        given = {option: str(self.source) if value == "<source>" else value for option, value in options.items()}
        spec = module.arguments["argument_spec"]
        params = {option: item.get("default") for option, item in spec.items()}
        params.update({"api_key": self.simulator.token, "api_url": self.simulator.url, **given})
        for option, item in spec.items():
            if item.get("options") and isinstance(params[option], dict):
                params[option] = {**dict.fromkeys(item["options"]), **params[option]}
            elif item.get("options") and params[option]:
                params[option] = [{**dict.fromkeys(item["options"]), **part} for part in params[option]]
        reporter = ModuleReporter(lambda text: None, lambda text: None)
        with Session(**session) as connections:
            return module.execute(
                params, check_mode=check_mode, diff=True, reporter=reporter, session=lambda url, token: connections
            )

    def done(self, task: Task, **session: Any) -> dict[str, Any]:
        """The result of a task that does not fail."""
        result = self.run(task, **session)
        assert not result.get("failed"), (task[0], result["msg"], result.get("traceback"))
        return result

    def begin(self, before: list[Task]) -> None:
        """Start anew, with what is there before."""
        self.simulator.backdoor("POST", "reset")
        for task in before:
            self.done(task)
        self.simulator.backdoor("DELETE", "requests")

    def killed(self, task: Task, number: int) -> None:
        """Run a task in a process of its own, which dies once its write of that number has been answered."""
        child = os.fork()
        if not child:
            try:
                self.run(task, after=lambda done: os._exit(KILLED) if done == number else None)
            finally:
                os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED

    def end(self) -> Any:
        """What is there."""
        return states.facts(self.simulator.backdoor("GET", "state?secrets=1")["tables"])

    def writes(self) -> int:
        """How many writes there were since the beginning."""
        return sum(entry["method"] in WRITES for entry in self.simulator.requests())


@pytest.fixture
def world(simulator, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "Procfile").write_text("web: bin/web\n", encoding="utf-8")
    (source / "app.json").write_text('{"name": "shop"}\n', encoding="utf-8")
    return World(simulator, source)


@pytest.mark.parametrize("name", SEVERAL_WRITES)
def test_killed_after_each_write(world, name):
    before, task = SEVERAL_WRITES[name]
    ends = []
    for _time in range(2):
        world.begin(before)
        assert world.done(task)["changed"] is True
        ends.append(world.end())
    writes = world.writes()
    assert writes > 1, "this task takes one write only"
    aside = set(states.differences(*ends))
    for number in range(1, writes + 1):
        world.begin(before)
        world.killed(task, number)
        world.done(task)
        moved = states.differences(ends[0], world.end(), aside)
        left = [path for path in moved if path[0] != FORGOTTEN]
        assert left == [], f"killed after write {number} of {writes}"


def test_a_move_that_could_not_be_repeated_is_not_begun(world):
    """Between its two writes, nothing at Heroku says which stage the app was in."""
    before, (name, options) = SEVERAL_WRITES["app moved to another pipeline"]
    world.begin(before)
    result = world.run((name, {**options, "stage": None}))
    assert "is in the stage production of line. To move it, give stage" in result["msg"]
    assert world.writes() == 0


def several_actions(resource: Any) -> bool:
    """Whether a task can take several writes, as far as the resource's declarations tell."""
    changing = [item for item in resource.attributes if item.option and not item.fixed]
    late = any(not item.create for item in changing)
    return issubclass(resource, Members) or len({item.call for item in changing}) > 1 or late


def test_each_resource_of_several_writes_is_driven():
    found = {
        name.removeprefix("heroku_")
        for name in modules.names()
        if not modules.only_reads(name) and several_actions(modules._made(name).resource)
    }
    driven = {task[0] for _before, task in SEVERAL_WRITES.values()}
    assert found <= driven
    assert {"certificate", "pipeline_coupling", "app_transfer", "build", "app_setup", "slug"} <= driven


@pytest.mark.usefixtures("pauses")  # who is a collaborator already may just have been removed
@pytest.mark.parametrize("name", RACES)
def test_the_loser_of_a_race_goes_on_with_what_the_winner_made(world, name):
    before, task = RACES[name]
    world.begin(before)
    won = world.done(task)
    alone = world.end()
    world.begin(before)
    lost = world.done(task, before=lambda: world.done(task))
    assert won["changed"] is True
    assert lost["changed"] is False
    assert lost["diff"]["before"] == lost["diff"]["after"]
    assert {path[:2] for path in world.end()} == {path[:2] for path in alone}, "there is one more of something"


def test_a_name_that_a_stranger_takes_meanwhile_stays_refused(world):
    """What was made is not ours to go on with, and Heroku's words are the message."""
    stranger = {"api_key": "simulator-token-other"}
    world.begin([])
    result = world.run(APP, before=lambda: world.done(("app", {**APP[1], **stranger})))
    assert result["failed"]
    assert "already taken" in result["msg"]


# What only a world of its own has; the module's integration target asserts its diff.
IN_TARGETS = {"key", "review_app", "review_app_config", "space_log_drain", "space_peering", "team_invitation"}


@pytest.mark.parametrize("name", REMOVALS)
def test_what_goes_is_in_the_diff(world, name):
    before, task, gone = REMOVALS[name]
    world.begin(before)
    foreseen = world.run(task, check_mode=True)
    assert world.writes() == 0
    done = world.done(task)
    assert foreseen["diff"] == done["diff"]
    assert gone in str(done["diff"]["before"])
    assert gone not in str(done["diff"]["after"])
    assert "secret-header" not in str(done["diff"])
    assert "-value" not in str(done["diff"])


def test_each_module_that_takes_something_away_is_driven():
    found = set()
    for name in modules.names():
        spec = modules.arguments(name)["argument_spec"]
        removes = "absent" in spec.get("state", {}).get("choices", ()) or "purge" in spec or "exclusive" in spec
        if removes and not modules.only_reads(name):
            found.add(name.removeprefix("heroku_"))
            found.update(f"{name.removeprefix('heroku_')} exclusive" for option in spec if option == "exclusive")
    assert found - set(REMOVALS) - IN_TARGETS <= {"team_collaborator exclusive"}, "which heroku_collaborator has too"
