# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The log of an app: behaviour.md 3.18."""

from __future__ import annotations

import re
import typing as t
from collections import deque

from .._api.errors import HerokuError, InvalidInput, Timeout
from .._engine.execute import Run
from .._engine.facts import View
from .._engine.output import end_of
from .._engine.plan import Desired
from .._engine.resource import Resource
from .._engine.values import Observed, Record, Spec
from . import log_reader
from .common import APP_OPTIONS

NUMBER_BEHIND = re.compile(r"[.-]")  # the type of a process: web.1, web-1a2b
PAUSE = 1.0  # seconds between two sessions
LONGEST_SILENCE = 10.0  # seconds; a log that is not waited for has then said all that it has to say


def is_meant(want: Desired, line: str) -> bool:
    """Whether a line is of the source and dyno that were asked for. Heroku filters too, not everywhere alike."""
    entry = log_reader.parse(line)
    if entry is None:
        return not any(want.get(name) for name in ("dyno", "type", "source"))
    return (
        want.get("source") in (None, entry.source)
        and want.get("dyno") in (None, entry.process)
        and want.get("type") in (None, NUMBER_BEHIND.split(entry.process)[0])
    )


class Log(Resource):
    """The last lines of an app's log, or all of them until one says what was waited for."""

    noun = "line"
    plural = "lines"
    info_options: t.ClassVar[Spec] = {
        **APP_OPTIONS,
        "dyno": {"type": "str"},
        "type": {"type": "str"},
        "source": {"type": "str"},
        "lines": {"type": "int", "default": 100},
        "wait_for": {"type": "str"},
        "wait_timeout": {"type": "int", "default": 300},
    }
    info_constraints: t.ClassVar[Spec] = {"mutually_exclusive": [("dyno", "type")]}

    @classmethod
    def check(cls, want: Desired) -> None:
        if not 0 <= want["lines"] <= log_reader.MOST_LINES:
            raise InvalidInput(f"lines must be between 0 and {log_reader.MOST_LINES}, not {want['lines']}.")
        try:
            re.compile(want.get("wait_for", ""))
        except re.error as error:
            raise InvalidInput(f"wait_for is not a regular expression: {error}.") from None

    @classmethod
    def find(cls, want: Desired, view: View) -> deque[str]:
        """Room for the lines: a log is no fact."""
        return deque(maxlen=log_reader.MOST_LINES)

    @classmethod
    def listen(cls, want: Desired, found: Observed, run: Run) -> Record:
        wanted = {"dyno_name": want.get("dyno"), "type": want.get("type"), "source": want.get("source")}
        reader = log_reader.Reader(run.client, run.reporter, want["app"], want["lines"], **wanted)
        matched = cls.read(want, reader, run, found)
        while want.get("wait_for") and matched is None:
            if run.clock.monotonic() >= run.until(want):
                raise Timeout(
                    f"No line of the log of {want['app']} matched wait_for within {want['wait_timeout']} s."
                    + end_of(found),
                    lines=list(found),
                )
            run.clock.sleep(max(0.0, min(PAUSE, run.until(want) - run.clock.monotonic())))
            matched = cls.read(want, reader, run, found)
        return {"lines": list(found), "matched": matched}

    @classmethod
    def read(cls, want: Desired, reader: log_reader.Reader, run: Run, kept: deque[str]) -> str | None:
        """Read one log session into ``kept``: to its end, or until a line matches, which is returned.

        Raises HerokuError.
        """
        pattern, until = want.get("wait_for"), run.until(want)
        idle = max(1.0, until - run.clock.monotonic()) if pattern else LONGEST_SILENCE
        try:
            for line in reader.read(tail=bool(pattern), idle=idle, until=until):
                if is_meant(want, line):
                    kept.append(run.reporter.censor(line))
                    if pattern:
                        run.reporter.say(kept[-1])
                        if re.search(pattern, line):
                            return kept[-1]
        except HerokuError as error:
            # A log of the Fir generation never ends by itself; and one that is waited for is asked for again.
            if error.id not in ("silence", "deadline") and not (pattern and error.id in ("connection", "stream")):
                raise
        return None

    @classmethod
    def info(cls, want: Desired, found: Observed) -> Record:
        return dict(found)
