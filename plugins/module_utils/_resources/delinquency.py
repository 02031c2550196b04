# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When an account or a team that has not paid loses its service: behaviour.md 3.22."""

from __future__ import annotations

import typing as t

from .._engine.facts import Kind, View
from .._engine.plan import Desired
from .._engine.resource import Resource
from .._engine.values import Record, Spec

SHAPE: Record = dict.fromkeys(("scheduled_deletion_time", "scheduled_suspension_time"))
OF_TEAM = Kind("team_delinquency", "/teams/{}/delinquency", parent="team", document=True, shape=SHAPE)


class Delinquency(Resource):
    """What is going to happen to the account, or to a team."""

    noun = plural = "delinquency"
    kind = Kind("delinquency", "/account/delinquency", document=True, shape=SHAPE)
    scope = ("team",)
    info_options: t.ClassVar[Spec] = {"team": {"type": "str"}}

    @classmethod
    def kind_of(cls, want: Desired) -> Kind:
        return OF_TEAM if want.get("team") else cls.kind

    @classmethod
    def find(cls, want: Desired, view: View) -> Record:
        return t.cast(Record, view.get(cls.need(want)))
