# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A document of many apps with its secrets apart: two documents of one form, which together say all.

What is a secret stands in the second at the place where it would stand in the first. Mappings of both are merged, and
lists go on: so Ansible's own filter joins them, ``document | combine(secrets, recursive=true, list_merge='append')``.
"""

from __future__ import annotations

from .._engine.values import Json, Record

Path = tuple[str, ...]


class Apart:
    """A document that is being written.

    Attributes:
        document: What everybody may read.
        secrets: The rest, to be kept in a vault.
        cannot: What no document can say, each as ``{about, reason}``.
    """

    def __init__(self) -> None:
        self.document: Record = {}
        self.secrets: Record = {}
        self.cannot: list[Record] = []

    def put(self, path: Path, value: Json, *, secret: bool = False) -> None:
        """Set what stands at a path, such as ``("apps", "shop", "region")``."""
        *way, last = path
        place = self._place(tuple(way), secret=secret)
        place[last] = value

    def add(self, path: Path, entry: Json, *, secret: bool = False) -> None:
        """Append an entry to the list at a path. An entry with a secret in it is one as a whole."""
        *way, last = path
        self._place(tuple(way), secret=secret).setdefault(last, []).append(entry)

    def holds(self, path: Path) -> bool:
        """Whether anything stands at a path, secret or not."""
        return any(at(half, path) is not None for half in (self.document, self.secrets))

    def lack(self, about: str, reason: str) -> None:
        """Note what cannot be said, and why or what to do instead, as a sentence."""
        self.cannot.append({"about": about, "reason": reason})

    def _place(self, way: Path, *, secret: bool) -> Record:
        place = self.secrets if secret else self.document
        for name in way:
            place = place.setdefault(name, {})
        return place


def at(document: Json, path: Path) -> Json:
    """What stands at a path of a document, or None."""
    for name in path:
        document = document.get(name) if isinstance(document, dict) else None
    return document


def joined(document: Json, secrets: Json) -> Json:
    """A document with its secrets: mappings merged, lists one after the other, of anything else the second."""
    if isinstance(document, dict) and isinstance(secrets, dict):
        keys = (*document, *(key for key in secrets if key not in document))
        return {
            key: joined(document[key], secrets[key])
            if key in document and key in secrets
            else document[key]
            if key in document
            else secrets[key]
            for key in keys
        }
    if isinstance(document, list) and isinstance(secrets, list):
        return [*document, *secrets]
    return secrets
