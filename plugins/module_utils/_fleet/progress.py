# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people hear while many apps are worked on: each app once it is done, what fails at once, and how far it is."""

from __future__ import annotations

import collections
import threading
import typing as t

from .._api.clock import Clock
from .._engine.plan import Plan
from .._engine.report import Reporter, plural
from .._engine.schedule import FAILED, LEFT, Job, Outcome
from . import plan_text

MOST_NAMED = 4  # apps that a line about what is under way names
NEWS = 10.0  # seconds between two such lines


class Prefixed(Reporter):
    """Hears one job of a fleet, and hands on what it says under the name of its app. Threads may use several."""

    def __init__(self, fleet: Reporter, group: str, board: t.MutableMapping[str, str], job: str) -> None:
        self._fleet = fleet
        self._group = group
        self._board = board
        self._job = job

    @property
    def waiting_for(self) -> str:
        """What the job waits for at the moment."""
        return self._board.get(self._job, "")

    @waiting_for.setter
    def waiting_for(self, text: str) -> None:
        self._board[self._job] = text

    def warn(self, text: str) -> None:
        self._fleet.warn(f"{self._group}: {text}")

    def say(self, text: str) -> None:
        self._fleet.say(f"{self._group}: {text}")

    def hide(self, values: t.Iterable[str]) -> None:
        self._fleet.hide(values)

    def censor(self, text: str) -> str:
        return self._fleet.censor(text)


class Progress:
    """Counts what is done, and says so. The coordinator of a run calls it."""

    def __init__(self, reporter: Reporter, jobs: t.Sequence[Job], clock: Clock) -> None:
        self.fleet = reporter
        self.clock = clock
        self.left = collections.Counter(job.group for job in jobs)
        self.all = len(self.left)
        self.changes: dict[str, list[str]] = {group: [] for group in self.left}
        self.broken: set[str] = set()
        self.board: dict[str, str] = {}
        self.told = clock.monotonic()
        self.lock = threading.Lock()

    def reporter(self, job: Job) -> Reporter:
        """Who hears a job."""
        return Prefixed(self.fleet, job.group, self.board, job.id)

    def ended(self, outcome: Outcome) -> None:
        """Hear what became of a job."""
        job, group = outcome.job, outcome.job.group
        self.board.pop(job.id, None)
        if outcome.status == FAILED and outcome.error:
            self.fleet.say(f"{group}: {job.id} failed: {str(outcome.error).partition(chr(10))[0]}")
        if outcome.status in (FAILED, LEFT):
            self.broken.add(group)
        elif isinstance(outcome.plan, Plan) and outcome.journal.changed:
            self.changes[group].append(plan_text.thing(job, outcome.plan))
        self.left[group] -= 1
        if not self.left[group]:
            del self.left[group]
            self.tell_group(group)
        self.fleet.waiting_for = self.state() if self.left else ""
        now = self.clock.monotonic()
        if self.left and now - self.told > NEWS:
            self.told = now
            self.fleet.say(self.state())

    def tell_group(self, group: str) -> None:
        """Say how a group ended; what was as it should be is only counted."""
        done, many = self.all - len(self.left), len(self.changes[group])
        if group in self.broken:
            self.fleet.say(f"{group}: not done ({done} of {self.all})")
        elif many:
            self.fleet.say(f"{group}: {plural(many, 'change')} ({done} of {self.all})")

    def state(self) -> str:
        """How far the fleet is."""
        names = list(self.left)
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        return f"{self.all - len(names)} of {self.all} are done; to be done: {', '.join(names[:MOST_NAMED])}{more}"
