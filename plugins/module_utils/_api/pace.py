# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast the requests of one account may follow each other: one queue for all threads of a process.

Other processes, also on other machines, take from the same pool of tokens. None knows of the others, but each answer
tells how many tokens are left. When they are few, each process leaves the longer gaps between its requests the fewer
there are, until all processes together send what comes back: one of them when low water is left, four when half of it
is, sixteen when a quarter is.
"""

from __future__ import annotations

import os
import threading

from .clock import SYSTEM, Clock

REFILL_INTERVAL = 60.0 / 75  # seconds until an API token is back (behaviour.md 1.5), for a multiplier of 1
LOW_WATER = 50  # API tokens; with fewer, requests keep a gap in which at least one comes back
LONGEST_GAP = 60.0  # seconds; in them more than low water comes back
LOOK_AGAIN = 5.0  # seconds; whoever waits longer looks whether there are more tokens meanwhile
NEWS = 0.25  # what the last answer counts for in the average of tokens from one answer to the next


class Turn:
    """A request's place in the queue of its account. To be ended whatever becomes of the request."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self.sent = float("-inf")  # a time of the clock

    def wait(self) -> float:
        """Seconds after which to ask again; none when it is the request's turn."""
        return self._pace.wait_of(self)

    def answered(self, tokens_left: int) -> float:
        """Take note of how many tokens are left; returns the seconds to pause before the process may end.

        Most tasks send one request only, and the next one is sent by another process: so they keep the gap too. Where
        others wait for their turn already, they keep it.
        """
        return self._pace.answered(self, tokens_left)

    def end(self) -> None:
        """The request has been answered, or never will be. One whose answer told no number of tokens took none."""
        self._pace.leave(self)


class Pace:
    """The pool of API tokens of one account, as far as this process knows it. Every method is safe with threads.

    It says how long to wait and never sleeps itself.
    """

    def __init__(self, clock: Clock = SYSTEM) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._refill = REFILL_INTERVAL
        self._waiting: list[Turn] = []
        self._under_way: list[Turn] = []
        self._last = float("-inf")  # when the last request was sent that took a token
        self._held = float("-inf")  # before which nobody should send anything
        self._left: int | None = None  # tokens, as of the last answer
        self._taken = 1.0  # tokens from one answer to the next, on an average: others take some of them

    def multiply(self, multiplier: int) -> None:
        """Take note of RateLimit-Multiplier: such an account regains tokens that many times as fast."""
        with self._lock:
            self._refill = REFILL_INTERVAL / multiplier

    def turn(self) -> Turn:
        """A place at the end of the queue."""
        turn = Turn(self)
        with self._lock:
            self._waiting.append(turn)
        return turn

    def wait_of(self, turn: Turn) -> float:
        """Seconds after which a turn should ask again; none, once, when its request may be sent."""
        with self._lock:
            now = self._clock.monotonic()
            due = self._due(self._waiting.index(turn))
            if due > now:
                return min(due - now, LOOK_AGAIN)
            self._waiting.remove(turn)
            self._under_way.append(turn)
            turn.sent = now
            return 0.0

    def answered(self, turn: Turn, tokens_left: int) -> float:
        """As Turn.answered has it."""
        with self._lock:
            self._under_way.remove(turn)
            self._last = max(self._last, turn.sent)
            if self._left is not None:
                self._taken += (max(self._left - tokens_left, 1) - self._taken) * NEWS
            self._left = tokens_left
            if self._waiting or tokens_left >= LOW_WATER:
                return 0.0
            return max(self._due(0) - self._clock.monotonic(), 0.0)

    def leave(self, turn: Turn) -> None:
        """Let a turn be over, however far it has come."""
        with self._lock:
            for turns in (self._waiting, self._under_way):
                if turn in turns:
                    turns.remove(turn)

    def hold(self, seconds: float) -> None:
        """Keep every thread from sending for some seconds: Heroku has said that there are no tokens.

        Then one request goes ahead, and its answer tells how the others may follow.
        """
        with self._lock:
            self._left = 0
            self._held = max(self._held, self._clock.monotonic() + seconds)
            self._last = self._held - self._gap()

    def _due(self, ahead: int) -> float:
        """When a request may be sent that so many others are ahead of."""
        gap = self._gap()
        if not gap:
            return self._held
        last = max([self._last, *(turn.sent for turn in self._under_way)])
        return max(self._held, last + gap * (ahead + 1))

    def _gap(self) -> float:
        """Seconds between two requests; none with enough tokens, also for those that are under way here and elsewhere.

        It grows with the square of what is lacking: then many processes find their pace long before the pool is empty.
        """
        if self._left is None:
            return 0.0
        left = self._left - self._taken * len(self._under_way)
        if left >= LOW_WATER:
            return 0.0
        return min(LONGEST_GAP, self._refill * (LOW_WATER / max(left, 1.0)) ** 2)


_paces: dict[tuple[int, str, str, Clock], Pace] = {}


def pace_of(url: str, token: str, clock: Clock = SYSTEM) -> Pace:
    """The pace of an account in this process, the same for all clients of it that go by one clock."""
    return _paces.setdefault((os.getpid(), url, token, clock), Pace(clock))
