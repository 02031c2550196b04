# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Events between resources: the file of one resource says what happened, others react, neither imports the other.

Events in use: ``app.created``, ``app.renamed``, ``app.deleted``, ``release.created``, ``release.succeeded``,
``release.failed``, ``add_on.wanted`` (before anything is changed: a listener may raise the error); a new one needs no
registration. Each gets the record first and, by keyword, what else it carries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

_listeners: defaultdict[str, list[Callable[..., None]]] = defaultdict(list)


def on(event: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Let the decorated function be called whenever ``event`` is emitted."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        _listeners[event].append(function)
        return function

    return register


def emit(event: str, *arguments: Any, **details: Any) -> None:
    """Tell all listeners of ``event``, in the order in which their files were loaded."""
    for listener in _listeners[event]:
        listener(*arguments, **details)
