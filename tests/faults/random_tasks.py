# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run random tasks in random worlds, and hold them against the promises of properties.py.

    python tests/faults/random_tasks.py [--cases 10000] [--seed 1] [--jobs 2] [MODULE ...]

A case is a task of a module with random options, after some others, where some of the open questions about Heroku are
answered otherwise. Ends with a line ``N cases, N fell``; each that
fell is as small as it could be made, and its seed brings it back.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import os
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "inputs"))
sys.path.append(str(Path(__file__).resolve().parents[1] / "integration"))

import driven
from driver import Driver
from grid import managing, subjects
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky
from properties import Judge, Tasks

# What Heroku shows nowhere cannot be found again.
HOPELESS = ("empty_pipelines", "not_listed")
# Nor can permissions that are in no answer be compared.
UNTOLD = ("optional_properties", "left_out")
PERMITTED = ("heroku_collaborator", "heroku_team_collaborator")

judge: Judge
tasks: Tasks


def begin(simulators: Any, source: str) -> None:
    """Make this worker's driver, with one of the simulators."""
    global judge, tasks  # noqa: PLW0603 - what a pool's worker has can only be global
    driver = Driver(simulators.get(), source)
    judge = Judge(driver)
    tasks = Tasks(
        {
            module: [subject.task[1] for subject in subjects(driver, module) if not subject.alone]
            for module in managing()
        }
    )


def worlds(module: str) -> st.SearchStrategy[list[tuple[str, str]]]:
    """Answers to a few open questions about Heroku, for a task of this module."""
    known = judge.driver.ask("GET", "switches")
    others = [(name, answer) for name, switch in known.items() for answer in switch["answers"][1:]]
    others.remove(HOPELESS)
    if module in PERMITTED:
        others.remove(UNTOLD)
    return st.lists(st.sampled_from(others), max_size=2, unique_by=lambda choice: choice[0])


class Fell(AssertionError):
    """A promise is broken."""


def judged(module: str, examples: int, number: int) -> tuple[str, int, int, int, str]:
    """The module, how many tasks were judged, changed something, and were refused by Heroku only, and what fell."""
    judge.judged = judge.changing = judge.refused = 0
    smallest: list[str] = []

    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
        report_multiple_bugs=False,
    )
    @given(worlds(module), st.lists(tasks.of(module) | tasks.any(), max_size=2), tasks.of(module))
    def promises(switches: list[tuple[str, str]], before: list[Any], task: Any) -> None:
        judge.driver.restore(judge.driver.start)
        judge.driver.ask("POST", "switches", dict(switches))
        for earlier in before:
            judge.driver.run(earlier)
        problems = list(judge.problems(task))
        if problems:
            smallest[:] = [f"with the switches {dict(switches)}"] if switches else []
            smallest.extend([*(f"after {name} {options}" for name, options in before), str(task), *problems])
            raise Fell

    try:
        promises()
    except (Fell, Flaky):
        return module, judge.judged, judge.changing, judge.refused, "\n       ".join(smallest)
    return module, judge.judged, judge.changing, judge.refused, ""


def main() -> int:
    """Run the cases that are asked for."""
    parser = argparse.ArgumentParser(description="Run random tasks in random worlds.")
    parser.add_argument("--cases", type=int, default=10000, help="how many, of all modules together")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="what chance begins with")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("modules", nargs="*", metavar="MODULE")
    options = parser.parse_args()
    begun, total, fell, changing, refused = time.monotonic(), 0, 0, 0, 0
    names = options.modules or managing()
    with driven.workers(options.jobs, begin) as pool:
        each = -(-options.cases // len(names))
        pending = [pool.submit(judged, name, each, options.seed) for name in names]
        for future in concurrent.futures.as_completed(pending):
            module, count, some, others, found = future.result()
            total, changing, refused, fell = total + count, changing + some, refused + others, fell + bool(found)
            print(f"{'FELL' if found else 'ok  '} {module}: {count} cases, {some} change something", flush=True)
            if found:
                print(f"     --seed {options.seed} {module}\n       {found}", flush=True)
    print(f"random tasks, seed {options.seed}, {time.monotonic() - begun:.0f} s; {changing} change something")
    print(f"{refused} only Heroku refused\n{total} cases, {fell} fell", flush=True)
    return 1 if fell else 0


if __name__ == "__main__":
    sys.exit(main())
