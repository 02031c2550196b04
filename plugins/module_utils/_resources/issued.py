# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets that Heroku shows again and again, and that results tell only once: when the task had them made."""

from __future__ import annotations

import dataclasses

from .._engine.facts import View
from .._engine.plan import Action, Desired, Plan, Request
from .._engine.resource import Draft, Listed
from .._engine.values import Record, Value, Values

ISSUED = "issued"  # marks the record of something whose secrets this task had made


class Issuing(Listed):
    """Something with secrets that its creation makes, and that the call ``renewal`` makes anew."""

    renewal = ""
    renewal_path = ""

    @classmethod
    def change(cls, want: Desired, call: str, record_id: Value, fields: Record) -> Action:
        """To have new secrets made twice does no harm: the last answer tells those that stand."""
        if call != cls.renewal:
            return super().change(want, call, record_id, fields)
        return Action(cls.id_of(want, call), call, Request("POST", cls.renewal_path, (record_id,)))

    @classmethod
    def freeze(cls, want: Desired, view: View, draft: Draft) -> Plan:
        plan = super().freeze(want, view, draft)
        return dataclasses.replace(plan, record=cls.marked(plan, plan.record))

    @classmethod
    def outcome(cls, want: Desired, plan: Plan, answers: Values) -> Record | None:
        return cls.marked(plan, super().outcome(want, plan, answers))

    @classmethod
    def marked(cls, plan: Plan, record: Record | None) -> Record | None:
        """A record after the actions of a plan, marked if they make its secrets."""
        issues = any(action.verb in ("create", cls.renewal) for action in plan.actions)
        return {**record, ISSUED: True} if record and issues else record
