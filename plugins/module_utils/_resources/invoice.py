# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Invoices of the account and of teams: behaviour.md 3.22."""

from __future__ import annotations

import typing as t

from .._engine.facts import Kind, View
from .._engine.plan import Desired
from .._engine.resource import Listed
from .._engine.values import Record, Spec

OF_TEAM = Kind("team_invoice", "/teams/{}/invoices", keys=("id", "number"), parent="team")


class Invoice(Listed):
    """What the account, or a team, was charged in a month.

    One is looked for in the list, since a 404 would not say whether it is the invoice that is missing, or the team.
    """

    noun = "invoice"
    plural = "invoices"
    kind = Kind("invoice", "/account/invoices", keys=("id", "number"))
    scope = ("team",)
    info_options: t.ClassVar[Spec] = {"team": {"type": "str"}, "number": {"type": "int"}}

    @classmethod
    def kind_of(cls, want: Desired) -> Kind:
        return OF_TEAM if want.get("team") else cls.kind

    @classmethod
    def matches(cls, want: Desired, record: Record) -> bool:
        return want.get("number") in (None, record["number"])

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        return sorted(super().find(want, view), key=lambda invoice: invoice["number"])
