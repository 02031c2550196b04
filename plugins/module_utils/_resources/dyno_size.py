# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dyno sizes: behaviour.md 3.3."""

from __future__ import annotations

import typing as t

from .._engine.facts import Kind, View, part_of
from .._engine.plan import Desired
from .._engine.resource import Resource
from .._engine.values import Record, Spec
from .common import APPS, NO_APP

ECO = "eco"  # for apps of people only (recorded.md A 5)
AVAILABLE = Kind("dyno_size", "/apps/{}/available-dyno-sizes", parent="app", no_parent=NO_APP)
SHIELD = "shield-"


def plain_size(size: str) -> str:
    """What spellings of a dyno size have in common: the case does not count, and Heroku calls Shield dynos Private."""
    size = size.lower()
    return f"private-{size[len(SHIELD) :]}" if size.startswith(SHIELD) else size


def by_every_name(sizes: t.Iterable[Record]) -> dict[str, Record]:
    """Sizes as ``{id, name}``, by their plain_size() and by their id."""
    return {
        key: {"id": size["id"], "name": size["name"]}
        for size in sizes
        for key in (plain_size(size["name"]), size["id"])
    }


def no_such_size(app: str, size: str, usable: t.Mapping[str, Record]) -> str:
    """What to tell somebody whose app cannot use a size."""
    names = ", ".join(sorted({item["name"] for item in usable.values()}))
    return f"{app} cannot use the dyno size {size}. It can use {names}."


class DynoSize(Resource):
    """A dyno size, by name in any case or id; with ``app``, those that the app can use."""

    noun = "dyno_size"
    plural = "dyno_sizes"
    kind = Kind("dyno_size", "/dyno-sizes")
    info_options: t.ClassVar[Spec] = {"name": {"type": "str"}, "app": {"type": "str"}}

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        wanted = want.get("name")
        sizes = view.get(AVAILABLE.of(want["app"]) if want.get("app") else cls.kind.of())
        return sorted(
            (size for size in sizes if not wanted or plain_size(wanted) in (plain_size(size["name"]), size["id"])),
            key=lambda size: size["name"],
        )


def usable_sizes(view: View, app: str) -> dict[str, Record]:
    """The sizes that an app can use, as ``by_every_name`` gives them; of one that is only foreseen, as far as known."""
    available = view.get(AVAILABLE.of(app))
    if available:
        return by_every_name(available)
    planned = view.foreseen(APPS.named(app)) or {}
    return by_every_name(size for size in view.get(DynoSize.kind.of()) if can_have(planned, size))


def can_have(app: Record, size: Record) -> bool:
    """Whether an app that is only foreseen could use a size, by what is known of both (behaviour.md 3.3)."""
    generations = [part_of(thing, "generation.name") for thing in (app, size)]
    if all(isinstance(name, str) for name in generations) and generations[0] != generations[1]:
        return False
    private = size.get("private_space_only")
    if "space" in app and isinstance(private, bool) and private is not (app["space"] is not None):
        return False
    return not (app.get("team") is not None and plain_size(size["name"]) == ECO)
