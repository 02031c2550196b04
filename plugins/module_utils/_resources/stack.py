# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stacks: behaviour.md 3.22."""

from __future__ import annotations

import typing as t

from .._engine.facts import Kind, View
from .._engine.plan import Desired
from .._engine.resource import Resource
from .._engine.values import Record, Spec
from .common import NO_APP, STACKS

AVAILABLE = Kind("stack", "/apps/{}/available-stacks", parent="app", no_parent=NO_APP)


class Stack(Resource):
    """A stack, by name or id; with ``app``, those that the app can change to."""

    noun = "stack"
    plural = "stacks"
    kind = STACKS
    info_options: t.ClassVar[Spec] = {"name": {"type": "str"}, "app": {"type": "str"}}

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        stacks = view.get(AVAILABLE.of(want["app"]) if want.get("app") else cls.kind.of())
        chosen = (stack for stack in stacks if want.get("name") in (None, stack["name"], stack["id"]))
        return sorted(chosen, key=lambda stack: stack["name"])
