# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Credits of the account: behaviour.md 3.22."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.resource import Resource


class Credit(Resource):
    """What is used up before the account is charged."""

    noun = "credit"
    plural = "credits"
    info_options: t.ClassVar[dict[str, t.Any]] = {"id": {"type": "str"}}

    def find(self) -> list[dict[str, t.Any]]:
        if self.given("id") is not None:
            record = self.fetch("/account/credits/{}", self.params["id"])
            return [record] if record else []
        return sorted(self.client.list("/account/credits"), key=lambda credit: (credit["expires_at"], credit["id"]))
