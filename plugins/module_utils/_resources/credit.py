# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Credits of the account: behaviour.md 3.22."""

from __future__ import annotations

import typing as t

from .._engine.facts import Kind, View
from .._engine.plan import Desired
from .._engine.resource import Resource
from .._engine.values import Record, Spec


class Credit(Resource):
    """What is used up before the account is charged."""

    noun = "credit"
    plural = "credits"
    kind = Kind("credit", "/account/credits", shape=dict.fromkeys(("amount", "balance", "expires_at", "title")))
    info_options: t.ClassVar[Spec] = {"id": {"type": "str"}}

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        if want.get("id"):
            one = view.get(cls.kind.named(want["id"]))
            return [one] if one else []
        return sorted(view.get(cls.kind.of()), key=lambda credit: (str(credit["expires_at"]), credit["id"]))
