# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The account that the token belongs to: behaviour.md 3.22."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.resource import Resource


class Account(Resource):
    """The account."""

    noun = "account"
    plural = "account"

    def find(self) -> dict[str, t.Any]:
        return self.client.get("/account")
