# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Invoices of the account and of teams: behaviour.md 3.22."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.resource import Resource


class Invoice(Resource):
    """What the account, or a team, was charged in a month."""

    noun = "invoice"
    plural = "invoices"
    info_options: t.ClassVar[dict[str, t.Any]] = {"team": {"type": "str"}, "number": {"type": "int"}}

    def find(self) -> list[dict[str, t.Any]]:
        team = self.given("team")
        path = "/account/invoices" if team is None else segments("/teams/{}/invoices", team)
        # A list, since a 404 would not say whether it is the invoice that is missing, or the team.
        found = [item for item in self.client.list(path) if self.given("number") in (None, item["number"])]
        return sorted(found, key=lambda invoice: invoice["number"])
