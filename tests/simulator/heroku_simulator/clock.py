# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The virtual clock, and everything that happens later.

A handler that starts something asynchronous calls ``clock.after(seconds, "resource.transition", record.id)``; the
function registered under that name with ``@transition`` runs when it is due. What is pending is plain data, so it is
part of the state that ``GET|PUT /_simulator/state`` shows and takes.

Modes: ``real`` (a second is a second), a number (that many times faster; 0 stands still until it is advanced),
``instant``: all that would happen later happens right after the response that caused it was made, so a POST still
answers ``pending`` and the next request finds the end state; and ``events``: time stands still as with 0, but goes on
to the next event whenever somebody waits for one, as the reader of a stream does.
"""

from __future__ import annotations

import asyncio
import heapq
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from .context import per_simulator
from .registry import Registry

INSTANT = "instant"
EVENTS = "events"


@dataclass(frozen=True)
class Transition:
    """What happens when an event is due, and whether a fault can make it fail."""

    happen: Callable[..., None]
    can_fail: bool


TRANSITIONS: Registry[str, Transition] = Registry("transition")


def transition(name: str, *, can_fail: bool = False) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register what happens when an event called ``name`` is due. It gets the arguments given to ``Clock.after``.

    One that ``can_fail`` asks ``faults.transition_fails(name)``, and leads to a failed state then.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        TRANSITIONS.add(name, Transition(function, can_fail))
        return function

    return register


def transition_names(*, failing: bool = False) -> list[str]:
    """The names of all transitions, or of those that can fail, sorted."""
    return sorted(name for name, item in TRANSITIONS.items() if item.can_fail or not failing)


def check_mode(mode: str) -> float:
    """How many times faster than real time a mode lets virtual time pass. Raises ValueError for what is no mode."""
    speed = 1.0 if mode in ("real", INSTANT) else 0.0 if mode == EVENTS else float(mode)
    if not 0 <= speed < 1e9:
        raise ValueError(f"clock speed {mode} is not between 0 and 1e9")
    return speed


@dataclass(order=True)
class Event:
    """Something that is due at a virtual time.

    A deadline ends what nobody ended (a token, a dyno's time to live): it only comes by the passing of time, never at
    once in the ``instant`` mode.
    """

    due: float
    sequence: int
    name: str = ""
    arguments: tuple[Any, ...] = ()
    deadline: bool = False
    action: Callable[[], None] | None = field(default=None, compare=False)


def iso(seconds: float) -> str:
    """Seconds since 1970 as Heroku writes a time: ISO 8601, UTC, whole seconds, ``Z``."""
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds_of(timestamp: str) -> float:
    """The inverse of ``iso``. Raises ValueError for what is no such time."""
    if not timestamp.endswith("Z"):
        raise ValueError(f"{timestamp} is no time in UTC")
    return datetime.fromisoformat(f"{timestamp[:-1]}+00:00").timestamp()


class Clock:
    """Virtual time. Each simulator has one clock: ``clock``, below, is that of the active one."""

    def __init__(self) -> None:
        # Whether a transition of that name is not to happen: set by the faults, which know this file.
        self.stalls: Callable[[str], bool] = lambda name: False
        self._events: list[Event] = []
        self._sequence = 0
        self._running_at: float | None = None
        self._waiting: set[asyncio.Future[None]] = set()
        self._text_of = (0, "")
        self.set_mode("real")

    def set_mode(self, mode: str) -> None:
        """``real``, ``instant``, ``events``, or a speed such as ``60`` or ``0``. Raises ValueError for another one."""
        now = self.now() if hasattr(self, "mode") else time.time()
        self.speed = check_mode(mode)
        self.mode = mode
        self._virtual_start = now
        self._wall_start = time.time()
        self.wake()

    def now(self) -> float:
        """Virtual seconds since 1970; inside a transition, the time at which it was due."""
        if self._running_at is not None:
            return self._running_at
        return self._virtual_start + (time.time() - self._wall_start) * self.speed

    def timestamp(self) -> str:
        """The virtual time as Heroku writes it."""
        second = int(self.now())
        if self._text_of[0] != second:
            self._text_of = (second, iso(second))
        return self._text_of[1]

    def after(self, seconds: float, name: str, *arguments: Any, deadline: bool = False) -> None:
        """Let the transition ``name`` happen ``seconds`` virtual seconds from now."""
        if name not in TRANSITIONS:
            raise KeyError(f"no transition is called {name}")
        self._sequence += 1
        heapq.heappush(self._events, Event(self.now() + seconds, self._sequence, name, arguments, deadline))
        self.wake()

    def once(self, seconds: float, action: Callable[[], None]) -> None:
        """Let ``action`` happen ``seconds`` virtual seconds from now: what is no part of the state, as a request."""
        self._sequence += 1
        heapq.heappush(self._events, Event(self.now() + seconds, self._sequence, action=action))
        self.wake()

    def run_due(self) -> None:
        """Let everything happen that is due by now, in order, each at its own time."""
        while self._events and self._events[0].due <= self.now():
            self._run(heapq.heappop(self._events), at_due=True)

    def settle(self) -> None:
        """In the ``instant`` mode: let everything happen that is pending, but for deadlines."""
        if self.mode != INSTANT:
            return
        deadlines = []
        while self._events:
            event = heapq.heappop(self._events)
            if event.deadline:
                deadlines.append(event)
            else:
                self._run(event, at_due=False)
        self._events = deadlines
        heapq.heapify(self._events)

    def advance(self, seconds: float) -> None:
        """Move virtual time forward, and let happen what becomes due."""
        if seconds < 0:
            raise ValueError("time cannot be moved backwards")
        self._virtual_start += seconds
        self.run_due()
        self.wake()

    def _run(self, event: Event, *, at_due: bool) -> None:
        if self.stalls(event.name):
            return
        previous = self._running_at
        self._running_at = event.due if at_due else previous
        try:
            if event.action is not None:
                event.action()
            else:
                TRANSITIONS[event.name].happen(*event.arguments)
        finally:
            self._running_at = previous
        self.wake()

    async def changed(self) -> None:
        """Wait until something happened, or until the next event is due."""
        upcoming = [event.due for event in self._events if not event.deadline]
        if self.mode == EVENTS and upcoming:
            self.advance(max(0.0, min(upcoming) - self.now()))
            await asyncio.sleep(0)
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        timeout = None
        if self._events and self.speed:
            timeout = max(0.0, (self._events[0].due - self.now()) / self.speed) + 0.001
        try:
            await asyncio.wait_for(future, timeout)
        except (asyncio.TimeoutError, TimeoutError):
            self.run_due()
        finally:
            self._waiting.discard(future)

    def wake(self) -> None:
        """Wake whoever waits in ``changed``."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    def reset(self) -> None:
        """Forget all pending events, and let virtual time be wall time again."""
        self._events = []
        self._virtual_start = self._wall_start = time.time()
        self.wake()

    def dump(self) -> dict[str, Any]:
        """The clock as JSON: mode, time, pending events."""
        events = [
            {"due": event.due, "name": event.name, "arguments": list(event.arguments), "deadline": event.deadline}
            for event in sorted(self._events)
            if event.action is None
        ]
        return {"mode": self.mode, "now": self.now(), "events": events}

    def load(self, data: dict[str, Any]) -> None:
        """Take what ``dump`` gave."""
        self.reset()
        self.set_mode(data["mode"])
        self._virtual_start = data["now"]
        for event in data["events"]:
            self._sequence += 1
            arguments = tuple(event["arguments"])
            heapq.heappush(
                self._events, Event(event["due"], self._sequence, event["name"], arguments, event["deadline"])
            )


clock = per_simulator(Clock)


def timestamp() -> str:
    """The virtual time of the active simulator as Heroku writes it: what new records are made at."""
    return clock.timestamp()
