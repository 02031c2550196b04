# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the log of an app is read: by sessions, each an address that is a secret (behaviour.md 3.18)."""

from __future__ import annotations

import re
import typing as t
from collections import Counter
from dataclasses import dataclass

from .._api.client import HerokuClient, segments
from .._api.errors import HerokuError, OutcomeUnknown
from .._engine.report import Reporter
from .common import NO_APP

MOST_LINES = 1500  # that Heroku keeps
LINE = re.compile(r"\S+ (?P<source>[^\s\[]+)\[(?P<process>[^\]]*)\]: ?(?P<text>.*)", re.DOTALL)
NO_LINE = ("id:", "event:", "retry:", ":")  # what else a stream of events holds
ATTEMPTS = 3


@dataclass(frozen=True)
class Entry:
    """A line in its parts: C(source) is app or heroku; C(process) a dyno, or C(router), C(api) and the like."""

    source: str
    process: str
    text: str


def parse(line: str) -> Entry | None:
    """The parts of a line, or None for one that Heroku did not write that way."""
    match = LINE.fullmatch(line)
    return Entry(match["source"], match["process"], match["text"]) if match else None


class Reader:
    """Reads a log by one session after the other, since Heroku ends each of them after some time.

    C(lines) is how many lines of the past the first one begins with, C(wanted) what is asked for beside that, by the
    API's names. C(seen) is how often earlier sessions had each line, and grows.
    """

    def __init__(
        self,
        client: HerokuClient,
        reporter: Reporter,
        app: str,
        lines: int,
        seen: Counter[str] | None = None,
        **wanted: str | None,
    ) -> None:
        self.client = client
        self.reporter = reporter
        self.app = app
        self.lines = lines
        self.wanted = {name: value for name, value in wanted.items() if value is not None}
        self.seen: Counter[str] = Counter() if seen is None else seen

    def read(self, *, tail: bool, idle: float, until: float) -> t.Iterator[str]:
        """The lines of a new session that no session before it had.

        Raises HerokuError when it cannot be read, when it says nothing for C(idle) seconds (its id is C(silence)), or
        goes on at C(until), a time of the client's clock (its id is C(deadline)).
        """
        # A log only grows, so this many of its last lines never reach back to before the first session.
        lines = min(MOST_LINES, max(self.lines, sum(self.seen.values())))
        here: Counter[str] = Counter()
        url = self.address(lines, tail)
        for line in self.client.stream(url, idle=idle, until=until):
            text = line.replace("\0", "").removeprefix("data: ").rstrip("\r")
            if not text.strip() or text.startswith(NO_LINE):
                continue
            here[text] += 1
            if here[text] > self.seen[text]:
                self.seen[text] += 1
                yield text

    def address(self, lines: int, tail: bool) -> str:
        """The address of a new session. One that nobody reads does no harm: a lost answer is asked for again."""
        path = segments("/apps/{}/log-sessions", self.app)
        body = {**self.wanted, "lines": lines, "tail": tail}
        for attempt in range(1, ATTEMPTS + 1):
            try:
                address: str = self.client.post(path, body)["logplex_url"]
            except OutcomeUnknown:
                if attempt == ATTEMPTS:
                    raise
                continue
            except HerokuError as error:
                raise (error.with_hint(NO_APP) if error.not_found else error) from None
            self.reporter.hide([address])
            return address
        raise AssertionError("the loop ends by return or raise")
