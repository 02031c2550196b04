# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A command that belongs to new code, such as a migration, for documents, of which a second run changes nothing."""

from __future__ import annotations

from .._engine.facts import View
from .._engine.plan import Desired, Plan
from .._engine.values import UNKNOWN, Record, Value
from .common import RELEASES
from .run import KNOWN, OneOff


class RunOnRelease(OneOff):
    """One command on a one-off dyno, run if code is about to be released when it is planned.

    Special: a release that is only planned has no id yet, and nothing else tells it from those that are there.
    """

    @classmethod
    def plan(cls, want: Desired, view: View) -> Plan:
        if KNOWN in want.options:  # it was sent already, and is looked for
            return super().plan(want, view)
        newest = view.get(RELEASES.newest(1, want["app"]))
        if not newest or newest[0]["id"] is not UNKNOWN:
            return Plan(cls.title(want), None, None, None, None, seen=view.used)
        return super().plan(want, view)

    @classmethod
    def result(cls, want: Desired, record: Value) -> Record:
        return super().result(want, record) if record else {cls.noun: None}
