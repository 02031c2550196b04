# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When an account or a team that has not paid loses its service: behaviour.md 3.22."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.resource import Resource


class Delinquency(Resource):
    """What is going to happen to the account, or to a team."""

    noun = plural = "delinquency"
    info_options: t.ClassVar[dict[str, t.Any]] = {"team": {"type": "str"}}

    def find(self) -> dict[str, t.Any]:
        team = self.given("team")
        return self.client.get("/account/delinquency" if team is None else segments("/teams/{}/delinquency", team))
