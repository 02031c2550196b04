# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs tasks against one simulator in a time of their own, and breaks what is asked for of their writes.

Time passes only while a task sleeps, for the task and for the simulator alike: a commit that is eight seconds late
costs none.
"""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
sys.path.append(str(Path(__file__).resolve().parents[1] / "inputs"))

import driven
import orjson
import requests
import simulated
import states
from ansible_collections.community.heroku.plugins.module_utils._api import pace, transport

# What nobody made: room for uploads that were not used, what is told of things that happened, and what the registry
# makes of an image when it is asked for it.
NOBODYS = (
    "blobs",
    "streams",
    "logs",
    "log_sessions",
    "webhook_events",
    "webhook_deliveries",
    "audit_trail_events",
    "registry_manifests",
    "registry_tags",
)
# Heroku lists no slugs and deletes none: one that was made, and not filled, stays, and nothing runs it.
ASIDE = (*NOBODYS, "slugs")
WRITES = ("POST", "PUT", "PATCH", "DELETE")
IMPATIENT = (10, 0.15)  # seconds to connect and to read, where no answer will come
LATER = 120  # virtual seconds in which whatever goes on has ended

Task = tuple[str, dict[str, Any]]


class Killed(BaseException):
    """The process of a task ends here."""


@dataclass(frozen=True)
class Trouble:
    """What happens to one write: a fault of the simulator, or, without one, the end of the task once it was done.

    ``doubt`` is whether the client cannot know what became of it.
    """

    name: str
    fault: dict[str, Any] | None
    doubt: bool = True

    def __str__(self) -> str:
        return self.name


def _late(seconds: float, lost: bool) -> Trouble:
    how = "reset" if lost else "503"
    return Trouble(f"late commit at {seconds} s, {how}", {"fault": "late_commit", "seconds": seconds, "lost": lost})


TROUBLES = (
    Trouble("429", {"fault": "rate_limit"}, doubt=False),
    Trouble("503 before", {"fault": "unavailable"}),
    Trouble("500 after", {"fault": "error", "status": 500, "when": "after"}),
    *(_late(seconds, lost) for seconds in (0.3, 1.5, 8) for lost in (False, True)),
    Trouble("reset before", {"fault": "reset"}),
    Trouble("reset after", {"fault": "reset", "when": "after"}),
    Trouble("truncated", {"fault": "truncate"}),
    Trouble("HTML before", {"fault": "html", "status": 502}),
    Trouble("HTML after", {"fault": "html", "status": 200, "when": "after"}),
    Trouble("403", {"fault": "forbidden"}, doubt=False),
    Trouble("404", {"fault": "not_found"}, doubt=False),
    Trouble("timeout before", {"fault": "silence"}),
    Trouble("timeout after", {"fault": "silence", "when": "after"}),
    Trouble("killed", None, doubt=False),
)


class Connections(transport.Session):
    """The connections of a task, of whose writes one can be broken."""

    def __init__(self, break_it: Callable[[dict[str, Any]], None]) -> None:
        super().__init__()
        self.break_it = break_it
        self.begin(0, None)

    def begin(self, number: int, trouble: Trouble | None) -> None:
        """Let the write of that number, from 1 on, of the next task meet the trouble."""
        self.number, self.trouble, self.writes = number, trouble, 0

    def request(self, method: str, url: str, **options: Any) -> Any:  # type: ignore[override]
        """Called for every request."""
        hit = False
        if method in WRITES and not url.endswith("/log-sessions"):
            self.writes += 1
            hit = self.trouble is not None and self.writes == self.number
        fault = self.trouble.fault if self.trouble and hit else None
        if fault:
            self.break_it({**fault, "count": 1})
            if fault["fault"] == "silence":
                options["timeout"] = IMPATIENT
        answer = super().request(method, url, **options)
        if hit and not fault:
            answer.close()
            raise Killed
        return answer


class Driver:
    """One simulator, and what runs tasks against it."""

    def __init__(self, simulator: simulated.Simulator, source: str) -> None:
        self.url = f"{simulator.url}/_simulator"
        self.backdoor = requests.Session()
        self.controller = driven.Controller(simulator)
        self.ask("POST", "clock", {"mode": "events"})
        self.nothing = self.snapshot()  # the world as it is before the tasks of tasks.yml
        self.ask("POST", "clock", {"mode": "instant"})
        self.world = driven.World(self.controller, simulator, source)
        self.connections = Connections(lambda fault: self.ask("POST", "faults", fault))
        driven.action.shared_session = lambda url, token: self.connections
        self.seen = 0
        self.ask("POST", "clock", {"mode": "events"})
        self.controller.meanwhile.append(self.advance)
        self.start = self.snapshot()

    def ask(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """Ask the back door."""
        data = body if isinstance(body, bytes) else None if body is None else orjson.dumps(body)
        answer = self.backdoor.request(method, f"{self.url}/{path}", data=data, params=query, timeout=60)
        answer.raise_for_status()
        return orjson.loads(answer.content)

    def advance(self, seconds: float) -> None:
        """Let that much time pass at the simulator."""
        self.ask("POST", "clock", {"advance": seconds})

    def tables(self) -> states.Tables:
        """All records, of histories in which only the last counts that one."""
        tables: states.Tables = orjson.loads(self.snapshot())["tables"]
        rulesets = tables["inbound_rulesets"]
        return {**tables, "inbound_rulesets": list({row["space_id"]: row for row in rulesets}.values())}

    def snapshot(self) -> bytes:
        """The state, to come back to."""
        answer = self.backdoor.get(f"{self.url}/state?secrets=1", timeout=60)
        answer.raise_for_status()
        return answer.content

    def restore(self, state: bytes) -> None:
        """Come back to a state, with nothing broken."""
        self.ask("DELETE", "faults")
        self.ask("PUT", "state", state)
        pace._paces.clear()

    def facts(self, base: states.Tables, aside: Collection[str] = ASIDE) -> states.Facts:
        """What is there, but for records that are in the base just so, and for the tables set aside."""
        return states.facts(self.tables(), aside, base)

    def things(self, base: states.Tables, aside: Collection[str] = ASIDE) -> states.Facts:
        """How many more of each thing there are than in the base, in whatever order they came."""
        found, before = states.things(self.tables(), aside), states.things(base, aside)
        return {thing: number for thing in found | before if (number := found[thing] - before[thing])}

    def sent(self) -> list[dict[str, Any]]:
        """The requests to the API since the last call."""
        log = self.ask("GET", "requests", since=self.seen)
        self.seen = max([self.seen, *(request["number"] for request in log)])
        return log

    def run(
        self, task: Task, *, check_mode: bool = False, number: int = 0, trouble: Trouble | None = None
    ) -> dict[str, Any]:
        """The result of a task, of whose writes the one of that number meets a trouble. Raises Killed."""
        name, options = task
        self.connections.begin(number, trouble)
        return self.controller.run(name, copy.deepcopy(options), check_mode)
