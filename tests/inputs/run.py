# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Put hostile values into every option of every module, and check what must always hold.

    python tests/inputs/run.py [--every] [--one-in 4] [--jobs 2] [MODULE ...]

Each case is a task that is right, with one hostile value in it. It is run in check mode, really, and once more, against
a simulator. Ends with a line ``N cases, N failed``.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import json
import os
import sys
import time
import zlib
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

import modules
import requests
import simulated
from cases import CANARY, EMPTY, HUGE_TEXT, NEVER, Case, cases
from driven import (
    ALWAYS_CHANGE,
    CHANGE_WITH,
    STANDING,
    Controller,
    World,
    is_write,
    uploads,
    workers,
    writes,
)

LONGEST_MESSAGE = 4000  # characters
# The requests that a task may send beside those of the same task with nothing hostile in it.
SLACK = 2
LONGEST_RUN = 5  # seconds of real time


class Judge:
    """Runs cases and says what is wrong with each."""

    def __init__(self, simulator: simulated.Simulator, source: str) -> None:
        self.controller = Controller(simulator)
        self.backdoor = requests.Session()
        self.url = f"{simulator.url}/_simulator"
        self.world = World(self.controller, simulator, source)
        self.secrets = (STANDING, simulator.token, CANARY)
        self.number = 0
        self.only_heroku_knew = 0  # how many cases failed by what Heroku said of a write
        self.sent()

    def sent(self) -> list[dict[str, Any]]:
        """The requests to the API since the last call."""
        log = self.backdoor.get(f"{self.url}/requests", params={"since": self.number}, timeout=60).json()
        self.number = max([self.number, *(request["number"] for request in log)])
        return log

    def restore(self) -> None:
        """Make the world as it was."""
        self.backdoor.put(f"{self.url}/state", data=self.world.state, timeout=60).raise_for_status()

    def bases(self, module: str) -> list[int]:
        """How many requests the tasks take that are right. Raises ValueError for one that fails."""
        counts = []
        if module not in self.world.tasks:
            raise ValueError(f"{module} has no task in tests/inputs/tasks.yml")
        for options in self.world.tasks[module]:
            result = self.controller.run(module, options)
            if result.get("failed"):
                raise ValueError(f"{module} {options} fails with nothing hostile in it: {result['msg']}")
            counts.append(len(self.sent()))
            self.restore()
        return counts

    def problems(self, case: Case, usual: int) -> list[str]:
        """What is wrong with a case."""
        check, asked = self.one(case, check_mode=True)
        told = any(name.startswith("show_") and value is True for name, value in case.options.items())
        found = self.faults(check, told)
        found += [f"check mode sends {method} {path}" for method, path in writes(asked)]
        done, sent = self.one(case)
        found += self.faults(done, told)
        if len(sent) > usual + SLACK:
            found.append(f"it takes {len(sent)} requests")
        written = writes(sent)
        if done.get("failed"):
            found += self.failed_wrongly(case, check, done, sent)
            if sent and refused_by_itself(case):
                found.append(f"it is refused after {len(sent)} requests: {done['msg']}")
        else:
            if refused_by_itself(case):
                found.append("it is not refused")
            if check.get("failed"):
                found.append(f"check mode fails, the run does not: {check['msg']}")
            elif check["changed"] is not done["changed"]:
                found.append(f"check mode says changed={check['changed']}, the run says {done['changed']}")
            again, more = self.one(case)
            anew = case.module in ALWAYS_CHANGE or any(case.options.get(option) for option in CHANGE_WITH)
            if again.get("failed") and not anew:
                found.append(f"the second run fails: {again['msg']}")
            elif again["changed"] and not anew:
                found.append("the second run changes something again")
            written += writes(more)
        if written:
            self.restore()
        return found

    def failed_wrongly(
        self, case: Case, check: dict[str, Any], done: dict[str, Any], sent: list[dict[str, Any]]
    ) -> list[str]:
        """What is wrong with how a case fails.

        What no option can be is refused before any write. Of other values, such as the name of what does not exist,
        some are only known to Heroku, which then refuses the write; and whatever was done before is told.
        """
        found = []
        written = [request for request in sent if is_write(request)]
        if case.kind in (EMPTY, NEVER, HUGE_TEXT):
            found += [f"what fails sends {method} {path}: {done['msg']}" for method, path in writes(sent)]
        effective = [request for request in written if request["status"] < 400 and not uploads(request)]
        if effective and not done["changed"]:
            found.append(f"what was done is not told: {writes(effective)}: {done['msg']}")
        if not check.get("failed"):
            if not written:
                found.append(f"check mode does not fail, the run does: {done['msg']}")
            else:
                self.only_heroku_knew += 1
        return found

    def one(self, case: Case, check_mode: bool = False) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """The result of running a case, and the requests that it took."""
        begun = time.perf_counter()
        try:
            result = self.controller.run(case.module, case.options, check_mode)
        except Exception as error:  # noqa: BLE001 - whatever gets out is what this looks for
            result = {"failed": True, "msg": f"{type(error).__name__}: {str(error)[:300]}", "raised": True}
        if time.perf_counter() - begun > LONGEST_RUN:
            result["slow"] = True
        return result, self.sent()

    def faults(self, result: dict[str, Any], told: bool) -> list[str]:
        """What is wrong with a result, whatever it is the result of; C(told) says that it is to tell a secret."""
        found = []
        message = str(result.get("msg", ""))
        if "bug in community.heroku" in message or "traceback" in result or "raised" in result:
            where = " | ".join(result.get("traceback", [])[-4:])
            found.append(f"a mistake: {message[:300]} {where}")
        texts = [message, *map(str, result.get("warnings", ()))]
        found += [f"a message of {len(text)} characters: {text[:80]}" for text in texts if len(text) > LONGEST_MESSAGE]
        found += ["it takes long"] if result.pop("slow", False) else []
        returned = json.dumps(result)
        secrets = () if told else self.secrets
        found += [f"the secret {secret} is in it" for secret in secrets if secret in returned]
        return found


def refused_by_itself(case: Case) -> bool:
    """Whether a case is to be refused without a look at Heroku."""
    path = ".".join(step for step in case.path if isinstance(step, str))
    return case.kind in (NEVER, HUGE_TEXT) or (case.kind == EMPTY and path not in modules.empty_texts(case.module))


judge: Judge


def begin(simulators: Any, source: str) -> None:
    """Make this worker's judge, with one of the simulators."""
    global judge  # noqa: PLW0603 - what a pool's worker has can only be global
    judge = Judge(simulators.get(), source)


def judged(module: str, every: bool, one_in: int) -> tuple[str, int, int, list[str]]:
    """All cases of a module: its name, how many there are, how many of them only Heroku refused, and what is wrong."""
    judge.only_heroku_knew = 0
    try:
        usual = judge.bases(module)
    except ValueError as error:
        return module, 0, 0, [str(error)]
    found, count = [], 0
    for case in cases(module, modules.arguments(module), judge.world.tasks[module], every):
        if zlib.crc32(str(case).encode("utf-8", "surrogatepass")) % one_in:
            continue
        count += 1
        found += [f"{case}: {problem}" for problem in dict.fromkeys(judge.problems(case, max(usual)))]
    return module, count, judge.only_heroku_knew, found


def main() -> int:
    """Run the cases that are asked for."""
    parser = argparse.ArgumentParser(description="Put hostile values into every option of every module.")
    parser.add_argument("--every", action="store_true", help="put every value into every task of each module")
    parser.add_argument("--one-in", type=int, default=1, metavar="N", help="a sample: the same each time")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("modules", nargs="*", metavar="MODULE")
    options = parser.parse_args()
    begun, total, refused, failed = time.monotonic(), 0, 0, 0
    with workers(options.jobs, begin) as pool:
        pending = [
            pool.submit(judged, name, options.every, options.one_in) for name in options.modules or modules.names()
        ]
        for future in concurrent.futures.as_completed(pending):
            module, count, few, problems = future.result()
            total += count
            refused += few
            failed += len({problem.partition(": ")[0] for problem in problems})
            print(f"{'FAILED' if problems else 'ok    '} {module}: {count} cases", flush=True)
            for problem in problems:
                print(f"       {problem}", flush=True)
    print(f"hostile inputs, {time.monotonic() - begun:.0f} s; {refused} cases only Heroku refused")
    print(f"{total} cases, {failed} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
