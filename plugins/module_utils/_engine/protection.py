# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names that no task deletes: the setting C(ansible_heroku_protect). The one place that decides.

An app protects its add-ons, since they hold its data; and an add-on its app, with which it would go. What else hangs on
an app (domains, config vars, attachments, ...) can be made anew, and is not protected by its name.
"""

from __future__ import annotations

import fnmatch
import typing as t

from .._api.errors import InvalidInput

SETTING = "ansible_heroku_protect"
# What can be protected, and how messages call it.
KINDS = {"addon": "add-on", "app": "app", "pipeline": "pipeline", "space": "space", "team": "team"}


class Marked(str):
    """A name that is protected by something else than the setting; C(place) is what says so."""

    __slots__ = ("place",)
    place: str


def marked(name: str, place: str) -> Marked:
    """A name that C(place) protects."""
    item = Marked(name)
    item.place = place
    return item


class Thing(t.NamedTuple):
    """Something that can be protected: its kind, one of KINDS, its name, and its id where that is known."""

    kind: str
    name: str
    id: str | None = None

    def __str__(self) -> str:
        return f"{KINDS[self.kind]} {self.name}"


def protecting(thing: Thing, protected: t.Iterable[str]) -> str | None:
    """The first of the names and patterns that means the thing, by its name, in any case, or its id; else None."""
    names = [text.lower() for text in (thing.name, thing.id) if isinstance(text, str)]  # else it is not known yet
    return next((item for item in protected if any(fnmatch.fnmatchcase(name, item.lower()) for name in names)), None)


def check_deletion(
    thing: Thing, protected: t.Sequence[str], confirm: str | None = None, related: t.Iterable[Thing] = ()
) -> None:
    """Raises InvalidInput when a thing is protected, and C(confirm) is not its name.

    C(protected) are names and patterns; C(related) is what is protected with it: what goes with it, or what it is a
    part of. Raises KeyError for a kind that is not one of KINDS.
    """
    if confirm == thing.name:
        return
    for item in (thing, *related):
        pattern = protecting(item, protected)
        if pattern is not None:
            reason = f"The {thing} is protected" if item == thing else f"The {thing} is protected by the {item}"
            source = f"{pattern.place} is true" if isinstance(pattern, Marked) else f"{SETTING} has {pattern}"
            raise InvalidInput(
                f"{reason}: {source}. Nothing was deleted. To delete it anyway, set confirm to {thing.name}."
            )
