# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""By what a metered plan charges (``3.sdk`` only): one meter each, as ``usage`` has it [I]."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from ..errors import not_found
from ..operation import operation
from .plan import Plan
from .usage import METER

if TYPE_CHECKING:
    from ..application import Call


def _meters(plan: Plan) -> list[dict[str, Any]]:
    if not plan.metered:
        return []
    return [
        {
            "aggregation": "sum",
            "billing_description": "monthly storage usage",
            "billing_period": "month",
            "billing_unit": METER,
            "created_at": plan.created_at,
            "end_time": None,
            "id": str(uuid.uuid5(uuid.UUID(plan.id), METER)),
            "included_units": 0,
            "name": METER,
            "price_cents": str(plan.cents),
            "product_description": plan.human_name,
            "rate_period": None,
            "start_time": plan.created_at,
            "updated_at": plan.updated_at,
        }
    ]


@operation("GET", "/plans/{plan}/meters")
def list_(call: Call, plan: Plan) -> list[dict[str, Any]]:
    """Plan Meter List."""
    return _meters(plan)


@operation("GET", "/plans/{plan}/meters/{meter:text}")
def info(call: Call, plan: Plan, meter: str) -> dict[str, Any]:
    """Plan Meter Info, by name or id."""
    for item in _meters(plan):
        if meter in (item["id"], item["name"]):
            return item
    raise not_found("meter")
