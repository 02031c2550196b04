# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The output of a build, a release phase or a command, read while it is written: behaviour.md 3.14, 3.15."""

from __future__ import annotations

import contextlib
import typing as t
from collections import Counter, deque
from dataclasses import dataclass, field

from .._api.client import HerokuClient, backoff
from .._api.errors import HerokuError
from .report import Reporter
from .values import Record

KEPT_LINES = 1000
LINES_IN_MESSAGE = 20
LONGEST_SILENCE = 30.0  # seconds without a line, after which the status is looked at
READ_ATTEMPTS = 3  # of an output that cannot be read although it is over


def new_lines() -> deque[str]:
    """Room for the last lines of an output."""
    return deque(maxlen=KEPT_LINES)


def end_of(lines: t.Iterable[str]) -> str:
    """The last lines, to end an error message with; an empty text when there are none."""
    last = list(lines)[-LINES_IN_MESSAGE:]
    return "\n".join(["", "The end of the output:", *last]) if last else ""


@dataclass
class Output:
    """How far an output was read.

    Parameters:
        address: Where it is; a secret.
        lines: The last of them, without secrets.
        shown: How many there were in all. An output that is asked for again comes from its beginning.
        complete: Whether it was read to its end.
        record: What has the output, as it was last seen.
        seen: How often each line of a log was there, which comes by sessions that each begin in the past.
    """

    address: str | None = None
    lines: deque[str] = field(default_factory=new_lines)
    shown: int = 0
    complete: bool = False
    record: Record | None = None
    seen: Counter[str] = field(default_factory=Counter)

    def hear(self, line: str, reporter: Reporter) -> None:
        """Keep a line of the output, without secrets, and say it."""
        self.lines.append(reporter.censor(line))
        reporter.say(self.lines[-1])

    def read(self, client: HerokuClient, reporter: Reporter, *, idle: float, until: float) -> None:
        """Say each new line at once, until the end, ``idle`` seconds of silence, or ``until`` on the client's clock.

        The status of what has the output is the truth, and the output a convenience: one that cannot be read, or not
        yet, is no failure.
        """
        if self.complete or not self.address:
            return
        with contextlib.suppress(HerokuError):
            for number, line in enumerate(client.stream(self.address, patience=0, idle=idle, until=until), 1):
                if number > self.shown:
                    self.shown = number
                    self.hear(line.replace("\0", ""), reporter)  # null bytes keep the connection open
            self.complete = True

    def read_rest(self, client: HerokuClient, reporter: Reporter) -> None:
        """Read what is missing of an output that is over, which may take some attempts to be there."""
        for attempt in range(1, READ_ATTEMPTS):
            if self.complete or not self.address:
                return
            client.clock.sleep(backoff(attempt))
            until = client.clock.monotonic() + LONGEST_SILENCE
            self.read(client, reporter, idle=LONGEST_SILENCE, until=until)
