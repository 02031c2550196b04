# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The time that passes between requests: one object, so that tests can let it pass at once."""

from __future__ import annotations

import queue
import time
import typing as t


class Clock:
    """The computer's own clock. What takes its place overrides all three methods, and is safe with threads."""

    def monotonic(self) -> float:
        """Seconds since some moment; never fewer than before."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Let so many seconds pass."""
        time.sleep(seconds)

    def next_of(
        self,
        arrivals: queue.SimpleQueue[t.Any],
        seconds: float | None,
        *,
        busy: bool,  # noqa: ARG002 - for other clocks
    ) -> t.Any:
        """The next that arrives in a queue, or None after so many seconds; None waits for as long as it takes.

        ``busy`` is whether threads are at work that will put something there: a clock whose time does not really pass
        lets them come first.
        """
        try:
            return arrivals.get(timeout=None if seconds is None else max(seconds, 0.0))
        except queue.Empty:
            return None


SYSTEM = Clock()
