# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The account's pool of API tokens: behaviour.md 1.5. Asking for it costs none."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.resource import Resource


class RateLimit(Resource):
    """How many tokens are left."""

    noun = "rate_limit"
    plural = "rate_limit"

    def find(self) -> dict[str, t.Any]:
        return self.client.get("/account/rate-limits")
