# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kill, break and slice heroku_fleet with an organisation of many apps: whatever comes, the next run goes on.

    python tests/faults/fleet.py [PART ...] [--points 20] [--rounds 3] [--one-in 3] [--apps 50] [--seed 1]

``killed``: ansible-playbook is killed in ``points`` random requests, and run again. ``broken``: in each of ``rounds``,
each fault hits random requests of a run, and then it is run again. In the end there must be what there is after an
undisturbed run, nothing twice, and one more run must be quiet. ``shared``: playbooks with a slice of the fleet each,
and then playbooks with many hosts each, share an account with few API tokens: all end, and none is told that there are
none left. Without names, all three. Ends with a line ``N passed, N failed``.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit" / "plugins"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "integration"))  # before others that have a run.py
sys.path.append(str(Path(__file__).resolve().parents[1] / "inputs"))

import simulated
import tree
import yaml

sys.path.insert(1, str(tree.link()))

import fleets
import states
import stories
from ansible_collections.community.heroku.plugins.module_utils._api import pace
from ansible_collections.community.heroku.plugins.module_utils._api.client import HerokuClient
from ansible_collections.community.heroku.plugins.module_utils._api.errors import Failure
from ansible_collections.community.heroku.plugins.module_utils._api.transport import new_session
from driver import NOBODYS, TROUBLES, Trouble
from interrupted import CARRIED_OUT, WRITES, Playbook
from virtual_clock import VirtualClock

PLENTY = ("--rate-limit", "10000000")
LOCAL = {"connection": "local", "gather_facts": False}
HELD_UP = {"fault": "silence"}  # a request is not carried out, and has no answer
HITS = 5  # requests that a fault hits in one run, and as many that make something
IMPATIENCE = 5  # seconds to wait for an answer where none will come
LATER = 600  # virtual seconds in which whatever goes on has ended
FEW_TOKENS = 60
MULTIPLIER = 2  # an account that regains so many times as many tokens as others: to wait less
SLICES, HOSTS = 4, 10
Things = Counter[tuple[str, str]]
Numbers = dict[str, list[int]]


def there(simulator: simulated.Simulator) -> Things:
    """What the simulator holds."""
    return states.things(simulator.backdoor("GET", "state?secrets=1")["tables"], NOBODYS)


def unlike(expected: Things, found: Things) -> Iterator[str]:
    """What is there too often, and what is missing, with what it is."""
    for what, some in (("too many", found - expected), ("missing", expected - found)):
        yield from (f"{what}: {number} {table} {text[:200]}" for (table, text), number in list(some.items())[:5])


def written(simulator: simulated.Simulator, since: int) -> list[str]:
    """The requests since that one that write something."""
    log = simulator.requests()[since:]
    return [f"{entry['method']} {entry['path']}" for entry in log if entry["method"] in WRITES]


# Killed


@contextlib.contextmanager
def playbooks(document: dict[str, Any]) -> Iterator[Callable[..., Playbook]]:
    """Make playbooks with the document, or with other plays, against a simulator."""
    with tempfile.TemporaryDirectory() as name:
        folder, count = Path(name), iter(range(1000))
        (folder / "ansible.cfg").touch()

        def playbook(simulator: simulated.Simulator, *plays: dict[str, Any], **options: Any) -> Playbook:
            number = next(count)
            home, file = folder / str(number), folder / f"{number}.yml"
            home.mkdir()
            (home / "ansible.cfg").touch()
            task = {"community.heroku.heroku_fleet": {"document": document, **options}}
            file.write_text(yaml.safe_dump(list(plays) or [{"hosts": "localhost", **LOCAL, "tasks": [task]}]))
            return Playbook(simulator, home, str(file))

        yield playbook


def killed(options: argparse.Namespace, chance: random.Random) -> Iterator[tuple[str, list[str]]]:
    """Each point at which the playbook is killed, and what is wrong then."""
    # The clock is fast, so that things are being provisioned when the second run comes.
    arguments = ("--clock", "300", *PLENTY)
    with simulated.simulator(*arguments) as simulator, playbooks(stories.organisation(options.apps)) as make:
        playbook = make(simulator)
        playbook.run()
        expected, requests = there(simulator), len(simulator.requests())
        yield f"undisturbed, {requests} requests", again(playbook, expected)
        # The last ones only look whether what takes its time is there, more or less often.
        for number in sorted(chance.sample(range(1, requests * 9 // 10), options.points)):
            fault = chance.choice((CARRIED_OUT, HELD_UP))
            simulator.backdoor("POST", "reset")
            try:
                playbook.kill_in(number, fault)
                playbook.run()
                problems = again(playbook, expected)
            except RuntimeError as error:
                problems = [str(error)]
            how = "carried out" if fault is CARRIED_OUT else "not carried out"
            yield f"killed in request {number} of {requests}, which was {how}", problems


def again(playbook: Playbook, expected: Things) -> list[str]:
    """What is wrong with one more run, and with what there is after it."""
    before = len(playbook.simulator.requests())
    changed = playbook.run()
    writes = written(playbook.simulator, before)
    loud = [f"the run after it is not quiet: changed={changed}, {writes[:5]}"] if changed or writes else []
    return [*loud, *unlike(expected, there(playbook.simulator))]


# Broken


class Fleet:
    """Runs of a fleet in this process, in a time that passes while they sleep, for the simulator too."""

    def __init__(self, simulator: simulated.Simulator, document: dict[str, Any]) -> None:
        self.simulator, self.document = simulator, document
        simulator.backdoor("POST", "clock", {"mode": "events"})

    def run(self, **connection: Any) -> dict[str, Any]:
        """The result of a run. Raises Failure."""
        clock = VirtualClock()
        clock.meanwhile.append(self.advance)
        pace._paces.clear()
        with new_session() as session:
            client = HerokuClient(self.simulator.token, self.simulator.url, clock=clock, session=session, **connection)
            return fleets.converged(self.document, client, check_mode=False)

    def advance(self, seconds: float) -> None:
        """Let that much time pass at the simulator."""
        self.simulator.backdoor("POST", "clock", {"advance": seconds})

    def there(self) -> Things:
        """What there is when whatever goes on has ended."""
        self.advance(LATER)
        return there(self.simulator)

    def problems(self, trouble: Trouble, numbers: Numbers, expected: Things) -> Iterator[str]:
        """What is wrong after a run of which the requests of those numbers, by their methods, met a trouble."""
        self.simulator.backdoor("POST", "reset")
        self.simulator.backdoor("POST", "clock", {"mode": "events"})
        how = {**(trouble.fault or {}), "count": 1}
        faults = [{**how, "method": method, "skip": skip} for method, some in numbers.items() for skip in some]
        self.simulator.backdoor("POST", "faults", faults)
        silent = bool(trouble.fault and trouble.fault["fault"] == "silence")
        try:
            self.run(**({"read_timeout": IMPATIENCE} if silent else {}))
        except Failure as failure:
            yield from mistakes(failure)
        if not any(fault["hits"] for fault in self.simulator.backdoor("GET", "faults")):
            yield "the fault met no request"
        self.simulator.backdoor("DELETE", "faults")
        try:
            self.run()
            self.advance(LATER)
            before = len(self.simulator.requests())
            third = self.run()
        except Failure as failure:
            yield from mistakes(failure)
            yield f"a rerun fails: {str(failure)[:1000]}"
            return
        writes = written(self.simulator, before)
        if third["changed"] or writes:
            yield f"the second rerun is not quiet: changed={third['changed']}, {writes[:5]}"
        yield from unlike(expected, self.there())


def mistakes(failure: Failure) -> Iterator[str]:
    """Whether a failure tells of a mistake of ours."""
    if "Traceback" in str(failure.details) or "a mistake" in str(failure).lower():
        yield f"a mistake: {str(failure)[:1000]}"


def broken(options: argparse.Namespace, chance: random.Random) -> Iterator[tuple[str, list[str]]]:
    """Each fault in each round, and what is wrong then."""
    with simulated.simulator(*PLENTY) as simulator:
        fleet = Fleet(simulator, stories.organisation(options.apps))
        fleet.run()
        expected, log = fleet.there(), simulator.requests()
        counts = {"*": len(log), "POST": sum(entry["method"] == "POST" for entry in log)}
        for trouble in [trouble for trouble in TROUBLES if trouble.fault][
            options.seed % options.one_in :: options.one_in
        ]:
            for _round in range(options.rounds):
                numbers = {method: sorted(chance.sample(range(count), HITS)) for method, count in counts.items()}
                told = ", ".join(f"{method} {some} of {counts[method]}" for method, some in numbers.items())
                yield f"{trouble} in {told}", list(fleet.problems(trouble, numbers, expected))


# Shared


def without_waits(count: int) -> dict[str, Any]:
    """A document of apps that have nothing that takes its time."""
    defaults = {
        "config": {"LOG": "info"},
        "features": {"http-session-affinity": True},
        "collaborators": ["other@example.com"],
    }
    return {"defaults": defaults, "apps": {f"shop-{number:02}": {} for number in range(count)}}


def shared(_options: argparse.Namespace, _chance: random.Random) -> Iterator[tuple[str, list[str]]]:
    """What is wrong when several share the last tokens of an account."""
    names = [f"shop-{number:02}" for number in range(HOSTS)]
    add = {"ansible.builtin.add_host": {"name": "{{ item }}", "groups": "apps"}, "loop": names}
    tasks = [{"community.heroku.heroku_config": {"app": "{{ inventory_hostname }}", "config": {"LOG": "x"}}}] * 4
    hosts = [
        {"hosts": "localhost", **LOCAL, "tasks": [add]},
        {"hosts": "apps", **LOCAL, "strategy": "free", "tasks": tasks},
    ]
    accounts = yaml.safe_load((tree.ROOT / "tests/simulator/heroku_simulator/default_world.yml").read_text())[
        "accounts"
    ]
    accounts[0].update(rate_limit_multiplier=MULTIPLIER, app_limit=100)
    count = SLICES * 6
    with tempfile.NamedTemporaryFile("w", suffix=".yml") as world, playbooks(without_waits(count)) as make:
        yaml.safe_dump({"accounts": accounts}, world)
        world.flush()
        with simulated.simulator("--world", world.name) as simulator:
            parts = [make(simulator, slice=f"{number}/{SLICES}") for number in range(1, SLICES + 1)]
            yield f"{SLICES} playbooks with a slice each", side_by_side(simulator, parts, ended=count)
            many = [make(simulator, *hosts) for _playbook in range(2)]
            for playbook in many:
                playbook.command += ["-f", str(HOSTS)]
            yield f"2 playbooks with {HOSTS} hosts each", side_by_side(simulator, many, ended=count)


def side_by_side(simulator: simulated.Simulator, parts: list[Playbook], ended: int) -> list[str]:
    """What is wrong when playbooks are run at once with few tokens left; ``ended`` is how many apps there are then."""
    state = simulator.backdoor("GET", "state?secrets=1")
    for account in state["tables"]["accounts"]:
        account.update(rate_limit_tokens=FEW_TOKENS, rate_limit_at=state["clock"]["now"])
    simulator.backdoor("PUT", "state", state)
    before, begun, problems = len(simulator.requests()), time.monotonic(), []
    for process in [part.start() for part in parts]:
        try:
            Playbook.ended(process)
        except RuntimeError as error:
            problems.append(str(error))
    took, sent = time.monotonic() - begun, simulator.requests()[before:]
    refused = [entry["status"] for entry in sent].count(429)
    apps = len(simulator.backdoor("GET", "state")["tables"]["apps"])
    least = (len(sent) - FEW_TOKENS) * pace.REFILL_INTERVAL / MULTIPLIER
    print(f"       {len(sent)} requests in {took:.1f} s, of which the tokens take {least:.1f} s", flush=True)
    problems += [f"{refused} times there were no tokens"] if refused else []
    problems += [f"there are {apps} apps"] if apps != ended else []
    return problems


PARTS = {"killed": killed, "broken": broken, "shared": shared}


def main() -> int:
    """Do the parts that are asked for."""
    parser = argparse.ArgumentParser(description="Kill, break and slice heroku_fleet, and run it again.")
    parser.add_argument("--points", type=int, default=20, help="how many times to kill it")
    parser.add_argument("--rounds", type=int, default=3, help="how many times each fault")
    parser.add_argument("--one-in", type=int, default=1, metavar="N", help="some of the faults only")
    parser.add_argument("--apps", type=int, default=50)
    parser.add_argument("--seed", type=int, default=int(time.time()), help="what chance begins with")
    parser.add_argument("parts", nargs="*", metavar="PART", choices=[[], *PARTS], help=", ".join(PARTS))
    options = parser.parse_args()
    begun, passed, failed = time.monotonic(), 0, 0
    for part in options.parts or PARTS:
        for case, problems in PARTS[part](options, random.Random(f"{options.seed} {part}")):
            passed, failed = passed + (not problems), failed + bool(problems)
            print(f"{'FAILED' if problems else 'ok    '} {case}", flush=True)
            for problem in problems:
                print(f"       {problem}", flush=True)
    print(f"fleet, seed {options.seed}, {time.monotonic() - begun:.0f} s\n{passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
