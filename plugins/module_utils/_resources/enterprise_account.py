# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Enterprise accounts, which own teams: the schema."""

from __future__ import annotations

import typing as t

from .._engine.facts import View
from .._engine.plan import Desired
from .._engine.resource import Resource
from .._engine.values import Record, Spec
from .teams import ENTERPRISE_ACCOUNTS, ENTERPRISE_TEAMS


class EnterpriseAccount(Resource):
    """An enterprise account. Heroku makes and closes them by contract, so they can only be looked at."""

    noun = "enterprise_account"
    plural = "enterprise_accounts"
    kind = ENTERPRISE_ACCOUNTS
    info_options: t.ClassVar[Spec] = {
        "name": {"type": "str"},
        "teams": {"type": "bool", "default": False},
    }

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        found = view.get(cls.kind.named(want["name"]) if want.get("name") else cls.kind.of()) or []
        accounts = sorted([found] if isinstance(found, dict) else found, key=lambda account: account["name"])
        if not want["teams"]:
            return accounts
        teams = view.get_all(*(ENTERPRISE_TEAMS.of(account["id"]) for account in accounts))
        return [
            {**account, "teams": sorted(its, key=lambda team: team["name"])} for account, its in zip(accounts, teams)
        ]
