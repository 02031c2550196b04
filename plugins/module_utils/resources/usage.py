# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was used of metered add-ons: Heroku's schema of version 3.sdk, which is the only one that has it."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.client import ACCEPT, segments
from ansible_collections.community.heroku.plugins.module_utils.resource import Resource


class Usage(Resource):
    """The usage of an app, or of all apps of a team."""

    noun = plural = "usage"
    info_options: t.ClassVar[dict[str, t.Any]] = {"app": {"type": "str"}, "team": {"type": "str"}}
    info_constraints: t.ClassVar[dict[str, t.Any]] = {"required_one_of": [("app", "team")]}

    def find(self) -> dict[str, t.Any]:
        app, team = self.given("app"), self.given("team")
        if app is None:
            path = segments("/teams/{}/usage", team)
        elif team is None:
            path = segments("/apps/{}/usage", app)
        else:
            path = segments("/teams/{}/apps/{}/usage", team, app)
        return self.client.get(path, headers={"Accept": f"{ACCEPT}.sdk"})
