# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which operation a method and a path mean: a trie over path segments.

Paths are split before they are decoded, so a slash inside a segment (``%2F``) stays inside it; empty segments are
skipped; a literal segment wins over a variable one, and the search goes back to the variable one when the literal leads
nowhere (``/teams/apps`` against ``/teams/{team}``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import unquote

T = TypeVar("T")


@dataclass
class _Node(Generic[T]):
    literals: dict[str, _Node[T]] = field(default_factory=dict)
    variable: _Node[T] | None = None
    targets: dict[str, T] = field(default_factory=dict)


def segments_of(path: str) -> list[str]:
    """The decoded segments of a raw path."""
    parts = [part for part in path.split("/") if part]
    return [unquote(part) for part in parts] if "%" in path else parts


class Router(Generic[T]):
    """A trie of path templates such as ``/apps/{app}/config-vars``."""

    def __init__(self) -> None:
        self._root: _Node[T] = _Node()
        self._frozen = False

    def add(self, method: str, template: str, target: T) -> None:
        """Raises ValueError when the template is taken, RuntimeError once all are there."""
        if self._frozen:
            raise RuntimeError(f"{method} {template} is declared after the simulator was loaded")
        node = self._root
        for segment in segments_of(template):
            if segment.startswith("{"):
                node.variable = node.variable or _Node()
                node = node.variable
            else:
                node = node.literals.setdefault(segment, _Node())
        if method in node.targets:
            raise ValueError(f"{method} {template} is registered twice")
        node.targets[method] = target

    def freeze(self) -> None:
        """From now on nothing is added any more."""
        self._frozen = True

    def find(self, method: str, segments: list[str]) -> tuple[T, list[str]] | None:
        """The target and the values of its variables, in the order of the path."""
        for targets, values in self._walk(self._root, segments, 0, []):
            if method in targets:
                return targets[method], values
        return None

    def _walk(
        self, node: _Node[T], segments: list[str], depth: int, values: list[str]
    ) -> Iterator[tuple[dict[str, T], list[str]]]:
        if depth == len(segments):
            yield node.targets, values
            return
        segment = segments[depth]
        if segment in node.literals:
            yield from self._walk(node.literals[segment], segments, depth + 1, values)
        if node.variable:
            yield from self._walk(node.variable, segments, depth + 1, [*values, segment])
