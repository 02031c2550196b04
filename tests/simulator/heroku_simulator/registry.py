# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What files declare while they are imported (tables, operations, transitions, ...): fixed afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Registry(Mapping[K, V]):
    """What is declared under a name, in the order of declaration; ``noun`` says what, in errors."""

    def __init__(self, noun: str) -> None:
        self._noun = noun
        self._entries: dict[K, V] = {}
        self._frozen = False

    def add(self, key: K, value: V) -> None:
        """Declare something. Raises ValueError for a name that is taken, RuntimeError once all is declared."""
        if key in self._entries:
            raise ValueError(f"{self._noun} {key} is declared twice")
        self.replace(key, value)

    def replace(self, key: K, value: V) -> None:
        """Declare something, in place of what was declared under this name. Raises RuntimeError as ``add`` does."""
        if self._frozen:
            raise RuntimeError(f"{self._noun} {key} is declared after the simulator was loaded")
        self._entries[key] = value

    def freeze(self) -> None:
        """From now on nothing is declared any more."""
        self._frozen = True

    def __getitem__(self, key: K) -> V:
        return self._entries[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)
