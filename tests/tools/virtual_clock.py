# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clocks whose time passes when somebody sleeps, and not otherwise."""

from __future__ import annotations

import heapq
import itertools
import queue
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from ansible_collections.community.heroku.plugins.module_utils._api.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class VirtualClock(Clock):
    """Begins at 1000 s. What is appended to ``meanwhile`` is called with the seconds of each pause, in turn.

    ``pauses`` are the seconds of all pauses so far. Safe with threads; their pauses add up.
    """

    def __init__(self) -> None:
        self.pauses: list[float] = []
        self.meanwhile: list[Callable[[float], Any]] = []
        self._now = 1000.0
        self._lock = threading.RLock()

    def monotonic(self) -> float:
        """The seconds that were slept through."""
        with self._lock:
            return self._now

    def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        with self._lock:
            self._now += max(seconds, 0.0)
            self.pauses.append(seconds)
            for happen in self.meanwhile:
                happen(seconds)

    def next_of(self, arrivals: queue.SimpleQueue[Any], seconds: float | None, *, busy: bool) -> Any:
        """What threads at work put into the queue comes first; with nobody at work, the time passes at once."""
        try:
            return arrivals.get(block=busy or seconds is None)
        except queue.Empty:
            self.sleep(seconds or 0.0)
            return None


class SharedClock(Clock):
    """A time that passes for many threads at once: only when all of them sleep, and then until the first one wakes.

    One thread at a time does anything, so what happens is the same each time. ``together`` runs the threads.
    """

    def __init__(self) -> None:
        self._now = 1000.0
        self._lock = threading.Lock()
        self._awake = 0
        self._numbers = itertools.count()
        self._sleeping: list[tuple[float, int, threading.Event]] = []  # a heap, by when they wake

    def monotonic(self) -> float:
        """The seconds that all have slept through."""
        return self._now

    def sleep(self, seconds: float) -> None:
        """Let so many seconds pass, in which other threads go on."""
        wake = threading.Event()
        with self._lock:
            heapq.heappush(self._sleeping, (self._now + max(seconds, 0.0), next(self._numbers), wake))
            self._one_less()
        wake.wait()

    def together(self, works: Sequence[Callable[[], Any]]) -> list[Any]:
        """What becomes of some works, each on a thread of its own, all begun at once. Raises what one of them does."""

        def work(begun: Callable[[], Any]) -> Any:
            self.sleep(0.0)  # one at a time, from the beginning
            try:
                return begun()
            finally:
                with self._lock:
                    self._one_less()

        self._awake = len(works)
        with ThreadPoolExecutor(len(works)) as threads:
            return list(threads.map(work, works))

    def _one_less(self) -> None:
        """A thread sleeps, or has ended; when it was the last, another one wakes."""
        self._awake -= 1
        if not self._awake and self._sleeping:
            self._now, _number, wake = heapq.heappop(self._sleeping)
            self._awake = 1
            wake.set()
