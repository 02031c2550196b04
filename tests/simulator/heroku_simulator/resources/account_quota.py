# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How many hours of Eco dynos are left: not in the schema, but the official command asks (cli-requests.md) [I]."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import not_found
from ..operation import operation
from .account import Account

if TYPE_CHECKING:
    from ..application import Call

SECONDS_A_MONTH = 1000 * 3600


@operation("GET", "/accounts/{account}/actions/get-quota")
def info(call: Call, account: Account) -> dict[str, Any]:
    """Account Quota, of who pays for Eco dynos; nothing is used of it here."""
    if not account.eco_dynos_enabled:
        raise not_found("quota")
    return {"account_quota": SECONDS_A_MONTH, "apps": [], "quota_used": 0}
