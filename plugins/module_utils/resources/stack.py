# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stacks: behaviour.md 3.22."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.resource import AppResource


class Stack(AppResource):
    """A stack, by name or id; with C(app), those that the app can change to."""

    noun = "stack"
    plural = "stacks"
    info_options: t.ClassVar[dict[str, t.Any]] = {"name": {"type": "str"}, "app": {"type": "str"}}

    def find(self) -> list[dict[str, t.Any]]:
        if self.given("app"):
            stacks = self.of_app(lambda: self.client.list(self.in_app("/available-stacks")))
        else:
            stacks = self.client.list("/stacks")
        return sorted(
            (stack for stack in stacks if self.given("name") in (None, stack["name"], stack["id"])),
            key=lambda stack: stack["name"],
        )
