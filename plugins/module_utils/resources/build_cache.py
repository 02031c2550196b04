# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The build cache of an app: behaviour.md 3.14."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.plan import Plan, Step
from ansible_collections.community.heroku.plugins.module_utils.resource import APP_OPTIONS, AppResource


class BuildCache(AppResource):
    """What builds keep for the next one. Heroku does not say whether there is any, so to destroy it is an action.

    What stands for a record is the app, which is all that can be looked at.
    """

    noun = "app"
    title = "build cache"
    options: t.ClassVar[dict[str, t.Any]] = APP_OPTIONS

    def read(self) -> dict[str, t.Any]:
        app = self.fetch(self.in_app())
        return {"id": app["id"], "name": app["name"]}

    def plan(self, current: dict[str, t.Any]) -> Plan:
        return Plan(
            before={"build_cache": "as it is"},
            after={"build_cache": "empty"},
            steps=(Step("purge"),),
            predicted=current,
        )

    def purge(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        """Destroy it."""
        self.client.delete(self.in_app("/build-cache"))
        return current
