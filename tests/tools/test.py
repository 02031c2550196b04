# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the gates: all of them, or those that are named.

    python tests/tools/test.py [--list] [STEP...]

One step more runs at a time than there are processors. Each says in one line how it ended; of one that failed the
output follows, and once more, shortened, at the end, since a log of such a length is often cut in its middle. The last
lines are ``FAILED: STEP ...`` and ``N passed, N failed``, and the exit code says the same. Everything a step printed is
in tests/output/steps/STEP.log.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shlex
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import IO

import matrix
import tree
from steps import STEPS, Command, Step

AT_A_TIME = 1 + max(2, os.cpu_count() or 0)  # a step waits a good part of its time for other processes
LONGEST_COMMAND = 3600  # seconds; what hangs, not what is slow on a busy machine
LOGS = tree.ROOT / "tests" / "output" / "steps"
# What tells, in the output of a step that failed, why it did: of ours, of pytest, of ansible-test and of the linters.
TELLING = re.compile(r"^\s*(FAILED|ERROR|E  |fatal:)|: error:|wrong:|^Found \d+ error|\bfailed\b", re.IGNORECASE)
TOLD_AGAIN, WIDTH = 25, 300  # lines of a step, characters of a line


@dataclass(frozen=True)
class Outcome:
    """How a step ended: ``verdict`` is ok, FAILED or MISSING; ``text`` is what to print beside it."""

    verdict: str
    seconds: float
    text: str = ""


class Runner:
    """Runs commands, each the leader of its own process group, so that it can be ended with all it started."""

    def __init__(self) -> None:
        self._running: set[int] = set()
        self._ended = False
        self._lock = threading.Lock()

    def run(self, command: Command, log: IO[str]) -> bool:
        """Run one command in the checkout, its output into ``log``; True when it exits with 0."""
        # The line can be copied to a shell; the search path in it would hide the rest.
        variables = [f"{name}={value}" for name, value in command.environment.items() if name != "PATH"]
        log.write(f"$ {' '.join(variables)} {shlex.join(command.arguments)}\n")
        log.flush()
        environment = {**os.environ, "NO_COLOR": "1", **command.environment}
        with self._lock:
            if self._ended:
                return False
            process = subprocess.Popen(
                command.arguments,
                cwd=tree.ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            self._running.add(process.pid)
        try:
            return process.wait(timeout=LONGEST_COMMAND) == 0
        except subprocess.TimeoutExpired:
            log.write(f"\nended after {LONGEST_COMMAND} s\n")
            self._end(process.pid)
            process.wait()
            return False
        finally:
            with self._lock:
                self._running.discard(process.pid)

    @staticmethod
    def _end(group: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGTERM)

    def end_all(self) -> None:
        """End whatever runs, and start nothing more."""
        with self._lock:
            self._ended = True
            for group in self._running:
                self._end(group)


def run_step(step: Step, runner: Runner) -> Outcome:
    """Run one step to its end."""
    started = time.monotonic()
    LOGS.mkdir(parents=True, exist_ok=True)
    path = LOGS / f"{step.name}.log"
    with open(path, "w", encoding="utf-8") as log:
        try:
            results = [runner.run(command, log) for command in step.commands()]
        except matrix.MissingPython as problem:
            # Somebody's machine need not have every Python; where the gates are the law it must.
            verdict = "FAILED" if os.environ.get("CI") == "true" else "MISSING"
            return Outcome(verdict, time.monotonic() - started, f"{problem}; see tests/tools/matrix.py")
        except (OSError, subprocess.CalledProcessError) as problem:
            return Outcome("FAILED", time.monotonic() - started, f"it could not be set up: {problem}")
    passed = all(results)
    text = "" if passed and not step.show else path.read_text(encoding="utf-8", errors="replace")
    return Outcome("ok" if passed else "FAILED", time.monotonic() - started, text)


def run_steps(steps: list[Step], runner: Runner) -> dict[str, Outcome]:
    """Run steps, some at a time, each after those it waits for, printing how each ends."""
    waiting, running = list(steps), dict[Future[Outcome], Step]()
    outcomes: dict[str, Outcome] = {}
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        try:
            while waiting or running:
                unfinished = {step.name for step in (*waiting, *running.values())}
                ready = [step for step in waiting if not unfinished.intersection(step.after)]
                for step in ready[: AT_A_TIME - len(running)]:
                    waiting.remove(step)
                    running[pool.submit(run_step, step, runner)] = step
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    step, outcome = running.pop(future), future.result()
                    outcomes[step.name] = outcome
                    say(step, outcome)
        except KeyboardInterrupt:
            runner.end_all()
            raise
    return outcomes


def say(step: Step, outcome: Outcome) -> None:
    """Print the line of a step that has ended, and its output when there is some to show."""
    print(f"{outcome.verdict:8}{step.name:20}{outcome.seconds:7.1f} s", flush=True)
    if outcome.text:
        print("".join(f"    {line}\n" for line in outcome.text.splitlines()), flush=True)


def say_again(outcomes: dict[str, Outcome]) -> None:
    """Print of each step that failed the last lines that tell why."""
    failed = {name: outcome for name, outcome in outcomes.items() if outcome.verdict == "FAILED"}
    for name, outcome in failed.items():
        lines = [line[:WIDTH] for line in outcome.text.splitlines() if TELLING.search(line)]
        print(f"\n{name}:", *(f"    {line}" for line in lines[-TOLD_AGAIN:]), sep="\n")
    if failed:
        print(f"FAILED: {' '.join(failed)}")


def main() -> int:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description="Run the gates.")
    parser.add_argument("steps", nargs="*", metavar="STEP", help="only these (default: all)")
    parser.add_argument("--list", action="store_true", help="list the steps")
    arguments = parser.parse_args()
    if arguments.list:
        print("".join(f"{step.name:20}{step.about}\n" for step in STEPS), end="")
        return 0
    unknown = set(arguments.steps) - {step.name for step in STEPS}
    if unknown:
        parser.error(f"no step {', '.join(sorted(unknown))}; there are {', '.join(step.name for step in STEPS)}")
    chosen = [step for step in STEPS if not arguments.steps or step.name in arguments.steps]
    started = time.monotonic()
    # An interrupt ends what runs, and so does being terminated. What a shell starts in its background, and all that is
    # started there, ignores interrupts otherwise.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        outcomes = run_steps(chosen, Runner())
    except KeyboardInterrupt:
        return 130
    verdicts = [outcome.verdict for outcome in outcomes.values()]
    missing = [name for name, outcome in outcomes.items() if outcome.verdict == "MISSING"]
    say_again(outcomes)
    print(f"in {time.monotonic() - started:.0f} s")
    if missing:
        print(f"NOT RUN, for want of a Python: {', '.join(missing)}")
    print(f"{verdicts.count('ok')} passed, {verdicts.count('FAILED')} failed")
    return 1 if "FAILED" in verdicts else 0


if __name__ == "__main__":
    sys.exit(main())
