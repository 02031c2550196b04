# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Let each write of each module meet each fault, and see that nothing is lost, nothing done twice, and all told.

    python tests/faults/run.py [--one-in 40] [--seed 1] [--jobs 2] [MODULE ...]

A task is run with the fault, again, and once more: it has to lead where it leads without one, the last run has to be
quiet, and C(changed) has to tell the writes. Ends with a line ``N cases, N fell``.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import math
import os
import sys
import time
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "inputs"))

import driven
from driver import Driver
from grid import NoChangeError, UnusableError, cases, managing, problems, subjects, undisturbed

driver: Driver


def begin(simulators: Any, source: str) -> None:
    """Make this worker's driver, with one of the simulators."""
    global driver  # noqa: PLW0603 - what a pool's worker has can only be global
    driver = Driver(simulators.get(), source)


def judged(module: str, one_in: int, seed: int) -> tuple[str, int, list[str], Counter[str]]:
    """All cases of a module: its name, how many, what fell, and its writes by method."""
    found, count, methods = [], 0, Counter[str]()
    few = math.isqrt(one_in)  # of the tasks, and of the cases of each: a task has to be run undisturbed for its cases
    for subject in subjects(driver, module):
        if chance(seed, subject) % few:
            continue
        try:
            usual = undisturbed(driver, subject)
        except NoChangeError as error:
            # Some of the other gate's tasks only look.
            found += [f"{subject}: {error}"] if subject.before or subject.alone else []
            continue
        except UnusableError as error:
            found.append(f"{subject}: {error}")
            continue
        for number, trouble in cases(usual):
            case = f"{subject} {trouble} at write {number} of {len(usual.writes)} ({usual.writes[number - 1]})"
            if chance(seed, subject, trouble, number) % (one_in // few):
                continue
            count += 1
            found += [f"{case}: {problem}" for problem in problems(driver, subject, usual, number, trouble)]
        methods.update(write.partition(" ")[0] for write in usual.writes)
    return module, count, found, methods


def chance(*what: object) -> int:
    """A number that is the same each time for the same."""
    return zlib.crc32(" ".join(map(str, what)).encode())


def main() -> int:
    """Run the cases that are asked for."""
    parser = argparse.ArgumentParser(description="Let each write of each module meet each fault.")
    parser.add_argument("--one-in", type=int, default=1, metavar="N", help="a sample: the same each time")
    parser.add_argument("--seed", type=int, default=0, help="another sample")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("modules", nargs="*", metavar="MODULE")
    options = parser.parse_args()
    begun, total, fell = time.monotonic(), 0, 0
    with driven.workers(options.jobs, begin) as pool:
        pending = [pool.submit(judged, name, options.one_in, options.seed) for name in options.modules or managing()]
        for future in concurrent.futures.as_completed(pending):
            module, count, found, methods = future.result()
            fallen = len({problem.partition("): ")[0] for problem in found})
            total, fell = total + count, fell + fallen
            written = ", ".join(f"{number} {method}" for method, number in sorted(methods.items()))
            print(
                f"{'FELL' if found else 'ok  '} {module}: {count} cases, {fallen} fell; writes: {written}", flush=True
            )
            for line in found:
                print(f"     {line}", flush=True)
    print(f"faults, {time.monotonic() - begun:.0f} s\n{total} cases, {fell} fell", flush=True)
    return 1 if fell else 0


if __name__ == "__main__":
    sys.exit(main())
