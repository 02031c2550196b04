# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Regions: behaviour.md 3.22."""

from __future__ import annotations

import typing as t

from .._engine.facts import View
from .._engine.plan import Desired
from .._engine.resource import Resource
from .._engine.values import Record, Spec
from .common import REGIONS


class Region(Resource):
    """A region, by name or id."""

    noun = "region"
    plural = "regions"
    kind = REGIONS
    info_options: t.ClassVar[Spec] = {"name": {"type": "str"}, "private_capable": {"type": "bool"}}

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        chosen = (
            region
            for region in view.get(cls.kind.of())
            if want.get("name") in (None, region["name"], region["id"])
            and want.get("private_capable") in (None, region["private_capable"])
        )
        return sorted(chosen, key=lambda region: region["name"])
