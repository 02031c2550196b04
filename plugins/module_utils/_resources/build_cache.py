# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The build cache of an app: behaviour.md 3.14."""

from __future__ import annotations

import dataclasses

from .._engine.facts import View
from .._engine.plan import Desired, Plan, Request, Resend
from .._engine.resource import Draft, Operation
from .common import APPS, app_of


class BuildCache(Operation):
    """What builds keep for the next one. Heroku does not say whether there is any, so to destroy it is an operation.

    What stands for a record is the app, which is all that can be looked at.
    """

    noun = "app"
    called = "build cache"
    kind = APPS
    scope = ("app",)
    resend = Resend.SAFE

    @classmethod
    def plan(cls, want: Desired, view: View) -> Plan:
        app = app_of(view, want["app"])
        shown = {name: app[name] for name in ("id", "name")}
        purge = cls.operation(want, "purge", Request("DELETE", "/apps/{}/build-cache", (want["app"],)), answers=False)
        return dataclasses.replace(
            cls.freeze(want, view, Draft(shown, shown)),
            before={"build_cache": "as it is"},
            after={"build_cache": "empty"},
            actions=(purge,),
        )
