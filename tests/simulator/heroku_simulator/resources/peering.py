# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Peerings of a space with networks at AWS (behaviour.md 3.11).

The request for one is made on the side of AWS and takes a while to be seen here: the world file says which come, and
when. Both paths by which clients accept are served.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .. import errors
from ..clock import clock, iso, transition
from ..faults import faults
from ..operation import Reply, View, operation, resolver, writer
from ..params import text
from ..settings import settings
from ..store import Record, Table
from ..switches import switches
from .region import regions
from .space import Space, check_cedar, spaces

if TYPE_CHECKING:
    from ..application import Call

PENDING = "pending-acceptance"
ACCEPTANCE = 7 * 24 * 3600  # seconds until AWS forgets a request


def _expires() -> str:
    return iso(clock.now() + ACCEPTANCE)


@dataclass(kw_only=True)
class Peering(Record):
    """A peering, or the request for one. ``seen`` says whether it has come through from AWS."""

    space_id: str
    pcx_id: str
    type: str = "customer-managed"
    cidr_blocks: list[str] = field(default_factory=lambda: ["10.200.0.0/16"])
    status: str = PENDING
    aws_vpc_id: str = "vpc-1234567890"
    aws_region: str
    aws_account_id: str = "123456789012"
    expires: str = field(default_factory=_expires)
    seen: bool = False


peerings = Table("peerings", Peering, parents={"space_id": spaces})


def add_peering(space: Space, after: float | None = None, **properties: Any) -> Peering:
    """A peering, or a request that comes through from AWS so many seconds after now, in the instant mode too."""
    region = regions[space.region_id].provider_region
    peering = peerings.add(Peering(space_id=space.id, **{"aws_region": region, **properties}))
    clock.after(after or 0, "peering.request", peering.id, deadline=after is not None)
    return peering


@transition("peering.request")
def request(peering_id: str) -> None:
    """A request has come through from AWS."""
    peering = peerings.get(peering_id)
    if peering is not None and not peering.seen:
        peerings.update(peering, seen=True, expires=_expires())
        clock.after(ACCEPTANCE, "peering.expire", peering.id, deadline=True)


@transition("peering.expire")
def expire(peering_id: str) -> None:
    """Nobody accepted the request in time."""
    peering = peerings.get(peering_id)
    if peering is not None and peering.status == PENDING:
        peerings.update(peering, status="expired")


@transition("peering.provision", can_fail=True)
def provision(peering_id: str) -> None:
    """An accepted peering works, or does not."""
    peering = peerings.get(peering_id)
    if peering is not None and peering.status == "provisioning":
        failed = faults.transition_fails("peering.provision")
        peerings.update(peering, status="failed" if failed else "active")


def wanted_peering(space: Space, pcx_id: str) -> Peering:
    """The peering of that id. Raises the 404."""
    for peering in peerings.where("space_id", space.id):
        if peering.pcx_id == pcx_id and peering.seen:
            return peering
    raise errors.not_found("peering connection", resource="peering")


@resolver("peering")
def resolve_peering(call: Call, identity: str) -> Peering:
    """By the id that AWS gave it, within the space of the path."""
    return wanted_peering(call.found["space"], identity)


@writer(Peering)
def write(peering: Peering, view: View) -> dict[str, Any]:
    """The resource ``peering``."""
    body = {
        "type": peering.type,
        "pcx_id": peering.pcx_id,
        "cidr_blocks": peering.cidr_blocks,
        "status": peering.status,
        "aws_vpc_id": peering.aws_vpc_id,
        "aws_region": peering.aws_region,
        "aws_account_id": peering.aws_account_id,
        "expires": peering.expires,
    }
    return {**body, "cidr_block": peering.cidr_blocks[0]} if view.sdk else body


@operation("GET", "/spaces/{space}/peerings")
def list_(call: Call, space: Space) -> list[Peering]:
    """Peering List."""
    check_cedar(space, "Peering is")
    return [peering for peering in peerings.where("space_id", space.id) if peering.seen]


@operation("GET", "/spaces/{space}/peerings/{peering}")
def info(call: Call, space: Space, peering: Peering) -> Peering:
    """Peering Info."""
    return peering


@operation("POST", "/spaces/{space}/peerings/{peering}/actions/accept", status=202, access="manage")
def accept(call: Call, space: Space, peering: Peering) -> dict[str, Any]:
    """Peering Accept; the answer is empty [I]."""
    if peering.status != PENDING:
        raise errors.invalid_params(f"The peering connection {peering.pcx_id} is {peering.status}.")
    peerings.update(peering, status="provisioning")
    clock.after(settings.timings.peering_provision, "peering.provision", peering.id)
    return {}


@operation("POST", "/spaces/{space}/peerings", params={"pcx_id": text(required=True)}, status=202, access="manage")
def accept_by_id(call: Call, space: Space) -> dict[str, Any]:
    """Peering Accept, as the official command does it."""
    check_cedar(space, "Peering is")
    return accept(call, space, wanted_peering(space, call.body["pcx_id"]))


@operation("DELETE", "/spaces/{space}/peerings/{peering}", access="manage")
def delete(call: Call, space: Space, peering: Peering) -> Reply:
    """Peering Destroy: not of those that belong to Heroku's own data services [I]."""
    if peering.type != "customer-managed":
        raise errors.forbidden("This peering connection is managed by Heroku and cannot be removed.")
    if switches["deleted_peerings"] == "kept":
        peerings.update(peering, status="deleted")
    else:
        peerings.remove(peering)
    return Reply({}, 202)
