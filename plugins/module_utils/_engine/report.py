# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run says to people."""

from __future__ import annotations

import contextlib
import typing as t


def plural(number: int, noun: str) -> str:
    """A number of things in words, C(1 task) or C(2 tasks)."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


class Reporter:
    """Hears what happens. This one is silent; those that Ansible or a terminal hears are subclasses.

    Called by one thread at a time.
    """

    waiting_for = ""  # what is waited for at the moment, for whoever ends it meanwhile

    def warn(self, text: str) -> None:
        """Something that a person should know afterwards."""

    def say(self, text: str) -> None:
        """Something that a person who waits would like to know."""

    def hide(self, values: t.Iterable[str]) -> None:
        """Secrets, to be masked wherever they might turn up."""

    def hide_option(self, name: str) -> None:
        """An option that turned out to hold a secret: the result is not to repeat it."""

    @contextlib.contextmanager
    def stoppable(self, stop: t.Callable[[], None]) -> t.Iterator[None]:  # noqa: ARG002 - for who can be told to end
        """While this is open, whoever is to end the run calls ``stop``, be it from a signal handler, and waits."""
        yield

    def censor(self, text: str) -> str:
        """A text from the outside without the secrets that are known."""
        return text
