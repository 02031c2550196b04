# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A clock whose time passes when somebody sleeps, and not otherwise."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING, Any

from ansible_collections.community.heroku.plugins.module_utils._api.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Callable


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
