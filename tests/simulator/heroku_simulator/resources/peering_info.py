# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What somebody needs to know who wants to peer a network with a space (behaviour.md 3.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..operation import operation
from .region import regions
from .space import Space, check_allocated, check_cedar

if TYPE_CHECKING:
    from ..application import Call

AWS_ACCOUNT = "847227832372"


@operation("GET", "/spaces/{space}/peering-info")
def info(call: Call, space: Space) -> dict[str, Any]:
    """Peering Info; which networks a space is made of is ours [I]."""
    check_cedar(space, "Peering is")
    check_allocated(space)
    return {
        "aws_account_id": AWS_ACCOUNT,
        "aws_region": regions[space.region_id].provider_region,
        "vpc_id": f"vpc-{space.id.replace('-', '')[:17]}",
        "vpc_cidr": space.cidr,
        "dyno_cidr_blocks": [space.cidr],
        "unavailable_cidr_blocks": [space.cidr, space.data_cidr, "172.17.0.0/16"],
        "space_cidr_blocks": [space.cidr],
    }
