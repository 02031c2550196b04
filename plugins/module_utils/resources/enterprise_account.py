# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Enterprise accounts, which own teams: the schema."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.resource import Resource

ENTERPRISE_OPTIONS: dict[str, t.Any] = {"enterprise_account": {"type": "str", "required": True}}
NO_ACCOUNT = "Check the enterprise account's name; community.heroku.heroku_enterprise_account_info lists yours."


class EnterpriseAccount(Resource):
    """An enterprise account. Heroku makes and closes them by contract, so they can only be looked at."""

    noun = "enterprise_account"
    plural = "enterprise_accounts"
    info_options: t.ClassVar[dict[str, t.Any]] = {
        "name": {"type": "str"},
        "teams": {"type": "bool", "default": False},
    }

    def find(self) -> list[dict[str, t.Any]]:
        if self.given("name"):
            found = [item for item in [self.fetch("/enterprise-accounts/{}", self.params["name"])] if item]
        else:
            found = self.client.list("/enterprise-accounts")
        if self.params["teams"]:
            for account in found:
                teams = self.client.list(segments("/enterprise-accounts/{}/teams", account["id"]))
                account["teams"] = sorted(teams, key=lambda team: team["name"])
        return sorted(found, key=lambda account: account["name"])
