# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The account's pool of API tokens: behaviour.md 1.5. Asking for it costs none."""

from __future__ import annotations

import typing as t

from .._engine.facts import Kind, View
from .._engine.plan import Desired
from .._engine.resource import Resource
from .._engine.values import Record


class RateLimit(Resource):
    """How many tokens are left."""

    noun = plural = "rate_limit"
    kind = Kind("rate_limit", "/account/rate-limits", document=True)

    @classmethod
    def find(cls, want: Desired, view: View) -> Record:
        return t.cast(Record, view.get(cls.need(want)))
