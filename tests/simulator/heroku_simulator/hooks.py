# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Events between resources: the file of one resource says what happened, others react, neither imports the other.

Events in use: ``app.created``, ``app.renamed``, ``app.deleted``, ``release.created``, ``release.succeeded``,
``release.failed``, ``add_on.wanted`` (before anything is changed: a listener may raise the error); a new one needs no
registration. Each gets the record first and, by keyword, what else it carries.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .registry import Registry

LISTENERS: Registry[str, tuple[Callable[..., None], ...]] = Registry("listener of")


def on(event: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Let the decorated function be called whenever ``event`` is emitted."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        LISTENERS.replace(event, (*LISTENERS.get(event, ()), function))
        return function

    return register


def emit(event: str, *arguments: Any, **details: Any) -> None:
    """Tell all listeners of ``event``, in the order in which their files were loaded."""
    for listener in LISTENERS.get(event, ()):
        listener(*arguments, **details)
