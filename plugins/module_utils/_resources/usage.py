# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was used of metered add-ons: Heroku's schema of version 3.sdk, which is the only one that has it."""

from __future__ import annotations

import typing as t

from .._engine.facts import Kind, View
from .._engine.plan import Desired
from .._engine.resource import Resource
from .._engine.values import Observed, Spec
from .teams import SDK

OF_APP = Kind("usage", "/apps/{}/usage", document=True, headers=SDK)
OF_TEAM = Kind("usage", "/teams/{}/usage", document=True, headers=SDK)
OF_APP_OF_TEAM = Kind("usage", "/teams/{}/apps/{}/usage", document=True, headers=SDK)


class Usage(Resource):
    """The usage of an app, or of all apps of a team."""

    noun = plural = "usage"
    info_options: t.ClassVar[Spec] = {"app": {"type": "str"}, "team": {"type": "str"}}
    info_constraints: t.ClassVar[Spec] = {"required_one_of": [("app", "team")]}

    @classmethod
    def find(cls, want: Desired, view: View) -> Observed:
        app, team = want.get("app"), want.get("team")
        if app is None:
            return view.get(OF_TEAM.of(team))
        return view.get(OF_APP.of(app) if team is None else OF_APP_OF_TEAM.of(team, app))
