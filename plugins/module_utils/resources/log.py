# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The log of an app: behaviour.md 3.18."""

from __future__ import annotations

import re
import time
import typing as t
from collections import deque

from ansible_collections.community.heroku.plugins.module_utils import logs
from ansible_collections.community.heroku.plugins.module_utils.errors import HerokuError, InvalidInput, Timeout
from ansible_collections.community.heroku.plugins.module_utils.history import end_of
from ansible_collections.community.heroku.plugins.module_utils.resource import APP_OPTIONS, AppResource

PAUSE = 1.0  # seconds between two sessions
LONGEST_SILENCE = 10.0  # seconds; a log that is not waited for has then said all that it has to say


class Log(AppResource):
    """The last lines of an app's log, or all of them until one says what was waited for."""

    noun = "line"
    plural = "lines"
    info_options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        "dyno": {"type": "str"},
        "type": {"type": "str"},
        "source": {"type": "str"},
        "lines": {"type": "int", "default": 100},
        "wait_for": {"type": "str"},
        "wait_timeout": {"type": "int", "default": 300},
    }
    info_constraints: t.ClassVar[dict[str, t.Any]] = {"mutually_exclusive": [("dyno", "type")]}

    pattern: re.Pattern[str] | None = None
    matched: str | None = None

    def check(self) -> None:
        if not 0 <= self.params["lines"] <= logs.MOST_LINES:
            raise InvalidInput(f"lines must be between 0 and {logs.MOST_LINES}, not {self.params['lines']}.")
        if self.given("wait_for"):
            try:
                self.pattern = re.compile(self.params["wait_for"])
            except re.error as error:
                raise InvalidInput(f"wait_for is not a regular expression: {error}.") from None

    def is_meant(self, line: str) -> bool:
        """Whether a line is of the source and dyno that were asked for. Heroku filters too, not everywhere alike."""
        entry = logs.parse(line)
        if entry is None:
            return not any(self.given(name) for name in ("dyno", "type", "source"))
        return (
            self.given("source") in (None, entry.source)
            and self.given("dyno") in (None, entry.process)
            and self.given("type") in (None, re.split(r"[.-]", entry.process)[0])
        )

    def find(self) -> list[str]:
        kept: deque[str] = deque(maxlen=logs.MOST_LINES)
        wanted = {"dyno_name": self.given("dyno"), "type": self.given("type"), "source": self.given("source")}
        reader = logs.Reader(self, self.params["lines"], **wanted)
        self.listen(reader, kept)
        while self.pattern and self.matched is None:
            if time.monotonic() >= self.deadline:
                raise Timeout(
                    f"No line of the log of {self.params['app']} matched wait_for within "
                    f"{self.params['wait_timeout']} s." + end_of(kept),
                    lines=list(kept),
                )
            time.sleep(max(0.0, min(PAUSE, self.deadline - time.monotonic())))
            self.listen(reader, kept)
        return list(kept)

    def listen(self, reader: logs.Reader, kept: deque[str]) -> None:
        """Read one log session into C(kept): until a line matches, or else to its end. Raises HerokuError."""
        tail = self.pattern is not None
        idle = max(1.0, self.deadline - time.monotonic()) if tail else LONGEST_SILENCE
        try:
            for line in reader.read(tail=tail, idle=idle, until=self.deadline):
                if self.is_meant(line):
                    kept.append(self.talk.censor(line))
                    if self.pattern:
                        self.talk.say(kept[-1])
                        if self.pattern.search(line):
                            self.matched = kept[-1]
                            return
        except HerokuError as error:
            # A log of the Fir generation never ends by itself; and one that is waited for is asked for again.
            if error.id not in ("silence", "deadline") and not (self.pattern and error.id in ("connection", "stream")):
                raise

    def info(self, found: list[str]) -> dict[str, t.Any]:
        return {"lines": found, "matched": self.matched}
