# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The images that an app runs, for documents, which may make the app too."""

from __future__ import annotations

from .._api.errors import InvalidInput
from .._engine.facts import View
from .._engine.plan import Desired, Plan
from .common import APPS
from .container_release import ContainerRelease


class PushedImages(ContainerRelease):
    """Which images the process types of an app run.

    Special: nobody can push an image for an app that the same document makes, since that is done in one go. So its
    release is refused at once, where a task of its own might come after a push.
    """

    locked_as = "ContainerRelease"
    noun = "images"
    plural = "images"
    called = "images"

    @classmethod
    def plan(cls, want: Desired, view: View) -> Plan:
        if view.before(APPS.named(want["app"])) is None:
            raise InvalidInput(
                f"{want['app']} is created by this task, and the registry takes no image for an app that does not "
                "exist. Push its images after that, and run the task again."
            )
        return super().plan(want, view)

    @classmethod
    def name_of_app(cls, want: Desired, view: View) -> str | None:
        """The registry knows an app that is renamed by the name that it has until then."""
        app = view.before(APPS.named(want["app"]))
        return str(app["name"]) if isinstance(app["id"], str) else None
