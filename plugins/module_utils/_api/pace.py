# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast the requests of one account may follow each other: one bucket for all threads of a process."""

from __future__ import annotations

import os
import threading

from .clock import SYSTEM, Clock

REFILL_INTERVAL = 60.0 / 75  # seconds until an API token is back (behaviour.md 1.5), for a multiplier of 1
LOW_WATER = 50  # API tokens; below this every answer is followed by a pause in which at least one token comes back
LONGEST_PAUSE = 60.0  # seconds


class Pace:
    """The bucket of API tokens of one account, as far as this process knows it. Every method is safe with threads.

    It hands out points in time and never sleeps itself: who gets a number of seconds waits that long.
    """

    def __init__(self, clock: Clock = SYSTEM) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._refill = REFILL_INTERVAL
        self._next = 0.0  # the time of the clock before which nobody should send anything

    def multiply(self, multiplier: int) -> None:
        """Take note of RateLimit-Multiplier: such an account regains tokens that many times as fast."""
        with self._lock:
            self._refill = REFILL_INTERVAL / multiplier

    def before_request(self) -> float:
        """Seconds to wait before a request. When there are any, each thread that asks gets a later point in time."""
        with self._lock:
            now = self._clock.monotonic()
            start = self._next
            if start <= now:
                return 0.0
            self._next = start + self._refill
            return start - now

    def after_answer(self, tokens_left: int) -> float:
        """Seconds to wait after an answer, the longer the fewer tokens are left; none with enough of them.

        The pauses of threads add up, so that together they send no more than comes back. This comes after an answer
        because most tasks send one request only: several processes find their pace too.
        """
        if tokens_left >= LOW_WATER:
            return 0.0
        with self._lock:
            now = self._clock.monotonic()
            pause = min(LONGEST_PAUSE, self._refill * LOW_WATER / max(tokens_left, 1))
            # In the longest pause more than low water comes back, so nobody has to queue for longer.
            self._next = min(max(now, self._next) + pause, now + LONGEST_PAUSE)
            return self._next - now

    def hold(self, seconds: float) -> None:
        """Keep every thread from sending for some seconds: Heroku has said that there are no tokens."""
        with self._lock:
            self._next = max(self._next, self._clock.monotonic() + seconds)


_paces: dict[tuple[int, str, str, Clock], Pace] = {}


def pace_of(url: str, token: str, clock: Clock = SYSTEM) -> Pace:
    """The pace of an account in this process, the same for all clients of it that go by one clock."""
    return _paces.setdefault((os.getpid(), url, token, clock), Pace(clock))
