# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which simulated Heroku the code works for: one process can have many, and nothing of one is seen by another.

Whatever changes while a simulator runs (its records, clock, faults, settings, switches, log of requests, chance) is a
part of its ``Context``. What modules hold are handles that look into the context that is active: a ``Local``, or,
through ``per_simulator``, something that is used like the part itself. ``application.py`` makes the context of a
simulator active for each request; tasks and callbacks that are started meanwhile inherit it, as context variables do.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any, Generic, TypeVar, cast

T = TypeVar("T")

_active: ContextVar[dict[Local[Any], Any]] = ContextVar("heroku_simulator")


class Context:
    """All that belongs to one simulator. Each part is made when it is first asked for."""

    def __init__(self) -> None:
        self._parts: dict[Local[Any], Any] = {}

    @contextlib.contextmanager
    def active(self) -> Iterator[None]:
        """While the block runs, handles lead to the parts of this context."""
        token = _active.set(self._parts)
        try:
            yield
        finally:
            _active.reset(token)


class Local(Generic[T]):
    """A handle for a part of which every simulator has one of its own, made by ``factory``."""

    __slots__ = ("_factory",)

    def __init__(self, factory: Callable[[], T]) -> None:
        self._factory = factory

    def get(self) -> T:
        """The part of the active context. Raises LookupError where none is active."""
        try:
            part: T = _active.get()[self]
        except LookupError:
            return self._make()
        return part

    def _make(self) -> T:
        parts = _active.get(None)
        if parts is None:
            raise LookupError("this asks for a part of a simulator where no simulator is active")
        part = parts[self] = self._factory()
        return part


class _Handle:
    """Passes everything on to a part of the active context."""

    __slots__ = ("_local",)

    def __init__(self, local: Local[Any]) -> None:
        object.__setattr__(self, "_local", local)

    def __getattr__(self, name: str) -> Any:
        try:
            part = _active.get()[self._local]  # as Local.get does, without another call: this is done all the time
        except LookupError:
            part = self._local.get()
        return getattr(part, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._local.get(), name, value)

    def __getitem__(self, key: Any) -> Any:
        return self._local.get()[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._local.get())


def per_simulator(factory: Callable[[], T]) -> T:
    """What is used like the object that ``factory`` makes, and means that of the active simulator."""
    return cast(T, _Handle(Local(factory)))
