# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Add-ons for documents, which know of each other."""

from __future__ import annotations

from .._engine.facts import View
from .._engine.plan import Desired
from .._engine.values import Record
from .addon import Addon

SIBLINGS = (
    "siblings"  # the options of the app's other add-ons of the service that have a name or a place, beside the own
)


class DeclaredAddon(Addon):
    """An add-on of an app.

    Special: one without a name and a place is none of those that the document names. To a task it is the app's only one
    of its service, whatever that is called, and it could take the place of one that another entry means.
    """

    locked_as = "Addon"

    @classmethod
    def of_plan(cls, want: Desired, view: View, addons: list[Record]) -> list[Record]:
        others = [Desired(options) for options in want.options.get(SIBLINGS, ())]
        named = [found for other in others for found in cls.meant(other, view, addons)]
        return super().of_plan(want, view, [item for item in addons if all(item is not other for other in named)])
