# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Regions: behaviour.md 3.22."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.resource import Resource


class Region(Resource):
    """A region, by name or id."""

    noun = "region"
    plural = "regions"
    info_options: t.ClassVar[dict[str, t.Any]] = {"name": {"type": "str"}, "private_capable": {"type": "bool"}}

    def find(self) -> list[dict[str, t.Any]]:
        regions = (
            region
            for region in self.client.list("/regions")
            if self.given("name") in (None, region["name"], region["id"])
            and self.given("private_capable") in (None, region["private_capable"])
        )
        return sorted(regions, key=lambda region: region["name"])
