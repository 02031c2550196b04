# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dyno sizes: behaviour.md 3.3."""

from __future__ import annotations

import re
import typing as t

from ansible_collections.community.heroku.plugins.module_utils.resource import AppResource


def plain_size(size: str) -> str:
    """What spellings of a dyno size have in common: the case does not count, and Heroku calls Shield dynos Private."""
    return re.sub("^shield-", "private-", size.lower())


class DynoSize(AppResource):
    """A dyno size, by name in any case or id; with C(app), those that the app can use."""

    noun = "dyno_size"
    plural = "dyno_sizes"
    info_options: t.ClassVar[dict[str, t.Any]] = {"name": {"type": "str"}, "app": {"type": "str"}}

    def find(self) -> list[dict[str, t.Any]]:
        if self.given("app"):
            sizes = self.of_app(lambda: self.client.list(self.in_app("/available-dyno-sizes")))
        else:
            sizes = self.client.list("/dyno-sizes")
        wanted = self.given("name")
        return sorted(
            (size for size in sizes if not wanted or plain_size(wanted) in (plain_size(size["name"]), size["id"])),
            key=lambda size: size["name"],
        )


def usable_sizes(resource: AppResource) -> dict[str, dict[str, t.Any]]:
    """The sizes that an app can use as C({id, name}), by their plain_size() and by their id. Raises HerokuError."""
    return {
        key: {"id": size["id"], "name": size["name"]}
        for size in resource.client.list(resource.in_app("/available-dyno-sizes"))
        for key in (plain_size(size["name"]), size["id"])
    }


def no_such_size(app: str, size: str, usable: t.Mapping[str, dict[str, t.Any]]) -> str:
    """What to tell somebody whose app cannot use a size."""
    names = ", ".join(sorted({item["name"] for item in usable.values()}))
    return f"{app} cannot use the dyno size {size}. It can use {names}."
