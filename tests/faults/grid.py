# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The matrix of faults: each write of each task meets each trouble, and the task is run again, twice."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import driven
import modules
import states
import stories
import yaml
from driver import LATER, NOBODYS, TROUBLES, Driver, Killed, Task, Trouble

HERE = Path(__file__).resolve().parent
# Heroku lists no promotions: one that goes on while the next run looks is not seen.
UNSEEN = ("heroku_pipeline_promotion",)
SIDE_BY_SIDE = ("heroku_fleet",)


@dataclass(frozen=True)
class Subject:
    """A task that changes something, with the tasks before it.

    ``alone`` is whether these are all that is there; ``busy`` whether what they began still goes on.
    """

    name: str
    before: tuple[Task, ...]
    task: Task
    alone: bool = False
    busy: bool = False

    def __str__(self) -> str:
        return self.name

    @property
    def anew(self) -> bool:
        """Whether the task does it again each time."""
        name, options = self.task
        if any(options.get(option) for option in ("compare", "creates")) or options.get("state") == "absent":
            return False
        return name in driven.ALWAYS_CHANGE or any(options.get(option) for option in driven.CHANGE_WITH)


def facts_of(driver: Driver, subject: Subject, base: states.Tables, *aside: Collection[str]) -> states.Facts:
    """What is there and not in the base; of what is done side by side, in whatever order it came."""
    return (driver.things if subject.task[0] in SIDE_BY_SIDE else driver.facts)(base, *aside)


def as_task(entry: dict[str, Any]) -> Task:
    """A task of a YAML file."""
    ((name, options),) = entry.items()
    return name, options


def of_story(task: Task) -> Task:
    """A task of stories.py as a playbook would have it: without what says nothing."""

    def view(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: view(item) for name, item in value.items() if item is not None}
        if isinstance(value, list):
            return [view(item) for item in value]
        return f"{driven.FIXED['@here']}/set-up" if value == "<source>" else value

    noun, options = task
    return f"heroku_{noun}", view(options)


def subjects(driver: Driver, module: str) -> list[Subject]:
    """The tasks of a module that change something."""
    resolved = driver.world.resolved
    listed = enumerate(driver.world.tasks[module])
    found = [Subject(f"{module} {number}", (), (module, options)) for number, options in listed]
    for entry in yaml.safe_load((HERE / "tasks.yml").read_text(encoding="utf-8")).get(module, []):
        before = tuple(as_task(resolved(task)) for task in entry.get("before", []))
        task = (module, resolved(entry["task"]))
        found.append(Subject(f"{module} {entry['name']}", before, task, busy=entry.get("busy", False)))
    for name, (before, task, *_gone) in [
        *stories.SEVERAL_WRITES.items(),
        *stories.RACES.items(),
        *stories.REMOVALS.items(),
    ]:
        if module == f"heroku_{task[0]}":
            *earlier, last = map(of_story, (*before, task))
            found.append(Subject(f"{module} {name}", tuple(earlier), last, alone=True))
    return found


def managing() -> list[str]:
    """The modules that can change something."""
    return [name for name in modules.names() if not modules.only_reads(name)]


@dataclass(frozen=True)
class Undisturbed:
    """What a task does where nothing comes in its way.

    ``aside`` are the facts that come out otherwise each time: names and addresses that Heroku makes up.
    """

    start: bytes
    base: states.Tables
    after: states.Facts
    writes: tuple[str, ...]
    aside: frozenset[tuple[str, ...]]


class UnusableError(Exception):
    """A task has no place in the matrix."""


class NoChangeError(UnusableError):
    """It changes nothing."""


def undisturbed(driver: Driver, subject: Subject) -> Undisturbed:
    """Run a task twice from the same start. Raises UnusableError for one that fails or changes something twice."""
    driver.restore(driver.nothing if subject.alone else driver.start)
    for task in subject.before:
        result = driver.run(task)
        if result.get("failed"):
            raise UnusableError(f"what is done before fails: {result['msg']}")
    driver.advance(0 if subject.busy else LATER)
    start, base = driver.snapshot(), driver.tables()
    ends = []
    for _time in (1, 2):
        driver.restore(start)
        driver.sent()
        result = driver.run(subject.task)
        if result.get("failed"):
            raise UnusableError(f"it fails with nothing in its way: {result['msg']} {result.get('traceback', '')}")
        done = driver.sent()
        if not subject.anew:
            again = driver.run(subject.task)
            if again.get("failed") or again["changed"] or driven.writes(driver.sent()):
                raise UnusableError(f"the second run is not quiet: {again.get('msg')}")
        driver.advance(LATER)
        ends.append(facts_of(driver, subject, base))
    if not result["changed"]:
        raise NoChangeError("it changes nothing")
    written = tuple(f"{method} {path}" for method, path in driven.writes(done))
    return Undisturbed(start, base, ends[1], written, frozenset(states.differences(*ends)))


def problems(driver: Driver, subject: Subject, usual: Undisturbed, number: int, trouble: Trouble) -> Iterator[str]:
    """What is wrong with a task whose write of that number meets a trouble."""
    random.seed(f"{subject} {number} {trouble}")
    driver.restore(usual.start)
    try:
        first: dict[str, Any] = driver.run(subject.task, number=number, trouble=trouble)
    except Killed:
        first = {}
    moved = sorted(facts_of(driver, subject, usual.base, NOBODYS))
    if trouble.fault and not all(fault["hits"] for fault in driver.ask("GET", "faults")):
        yield "the fault met no request"
    driver.sent()
    if first:
        yield from told_wrongly(first, moved, trouble, visible=bool(usual.after))
    if subject.anew:
        if first and not first.get("failed"):
            driver.advance(LATER)
            yield from elsewhere(usual, driver, subject, "after it")
        return
    if subject.task[0] in UNSEEN:
        driver.advance(LATER)
    second = driver.run(subject.task)
    sent = driven.writes(driver.sent())
    if second.get("failed"):
        yield f"the rerun fails: {second['msg']} {short(second)} (first: {first.get('msg', 'did not fail')})"
        return
    yield from mistakes(second)
    if not sent and second["changed"]:
        yield "the rerun says that it changed something, and wrote nothing"
    driver.advance(LATER)
    third = driver.run(subject.task)
    again = driven.writes(driver.sent())
    if third.get("failed"):
        yield f"the second rerun fails: {third['msg']}"
    elif third["changed"] or again:
        yield f"the second rerun is not quiet: changed={third['changed']}, {again} {third.get('diff')}"
    yield from elsewhere(usual, driver, subject, "in the end")


def elsewhere(usual: Undisturbed, driver: Driver, subject: Subject, when: str) -> Iterator[str]:
    """How the state differs from where an undisturbed run leads."""
    found = facts_of(driver, subject, usual.base)
    differing = states.differences(usual.after, found, set(usual.aside))
    if differing:
        shown = [f"{' '.join(path)}: {usual.after.get(path)!r}, not {found.get(path)!r}" for path in differing[:6]]
        yield f"{when} it is not as usual ({len(differing)}): " + "; ".join(shown)


def told_wrongly(result: dict[str, Any], moved: list[Any], trouble: Trouble, *, visible: bool) -> Iterator[str]:
    """What is wrong with what a disturbed run says of itself; ``visible`` is whether one can see what it does."""
    yield from mistakes(result)
    if moved and not result["changed"]:
        yield f"it changed something and says that it did not: {result.get('msg')} {[' '.join(p) for p in moved[:4]]}"
    if visible and not moved and result["changed"] and not (result.get("failed") and trouble.doubt):
        yield f"it changed nothing and says that it did: {result.get('msg')}"


def mistakes(result: dict[str, Any]) -> Iterator[str]:
    """Whether a result tells of a mistake of ours."""
    if "traceback" in result:
        yield f"a mistake: {result['msg'][:300]} {short(result)}"


def short(result: dict[str, Any]) -> str:
    """Where in our code a mistake is."""
    return " | ".join(line.strip() for line in result.get("traceback", [])[-3:])


def cases(usual: Undisturbed) -> Iterator[tuple[int, Trouble]]:
    """The cases of a task: each of its writes with each trouble."""
    for number in range(1, len(usual.writes) + 1):
        for trouble in TROUBLES:
            yield number, trouble
