# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How many requests are left (behaviour.md 1.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..operation import operation
from ..ratelimit import remaining

if TYPE_CHECKING:
    from ..application import Call


@operation("GET", "/account/rate-limits", free=True)
def info(call: Call) -> dict[str, int]:
    """Rate Limit Info; asking costs nothing."""
    return {"remaining": remaining(call.account)}
