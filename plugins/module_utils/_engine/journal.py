# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run did: every write, noted before it leaves and when it is answered."""

from __future__ import annotations

from dataclasses import dataclass

from .plan import Action
from .values import Json, Record

FULFILLED = ("done", "found", "needless")


@dataclass
class Entry:
    """One write.

    ``outcome`` is sent, done, found (its answer was lost, but it took effect), needless (somebody else did it
    meanwhile), refused or unknown; ``lost`` is how many answers to it got lost.
    """

    action: Action
    title: str
    outcome: str = "sent"
    answer: Json = None
    lost: int = 0


class Journal:
    """The writes of one run, in order. Safe with threads, since it only grows."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def intent(self, action: Action, title: str) -> Entry:
        """Note a write before it is sent."""
        entry = Entry(action, title)
        self.entries.append(entry)
        return entry

    @property
    def changed(self) -> bool:
        """Whether any write that lasts took effect, or may have, whatever failed later."""
        return any(
            entry.outcome in ("done", "found", "unknown", "sent") for entry in self.entries if entry.action.lasting
        )

    @property
    def done(self) -> list[str]:
        """The verbs of what took effect."""
        own = ("done", "found")
        return [entry.action.verb for entry in self.entries if entry.outcome in own and entry.action.lasting]

    @property
    def answers(self) -> Record:
        """The answers by the ids of their actions."""
        return {entry.action.id: entry.answer for entry in self.entries if entry.outcome in FULFILLED}
