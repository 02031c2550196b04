# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Dedicated hosts of a space: those that the world file gives it, since nobody can order them here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..chance import hexadecimal
from ..operation import View, operation, writer
from ..store import Record, Table
from .space import Space, spaces

if TYPE_CHECKING:
    from ..application import Call


def _host_id() -> str:
    return f"h-{hexadecimal(17)}"


@dataclass(kw_only=True)
class SpaceHost(Record):
    """A host; ``created_at`` is when it was allocated."""

    space_id: str
    host_id: str = field(default_factory=_host_id)
    state: str = "available"
    available_capacity_percentage: float = 100
    released_at: str | None = None


space_hosts = Table("space_hosts", SpaceHost, parents={"space_id": spaces})


@writer(SpaceHost)
def write(host: SpaceHost, view: View) -> dict[str, Any]:
    """The resource ``space-host``."""
    return {
        "host_id": host.host_id,
        "state": host.state,
        "available_capacity_percentage": host.available_capacity_percentage,
        "allocated_at": host.created_at,
        "released_at": host.released_at,
    }


@operation("GET", "/spaces/{space}/hosts")
def list_(call: Call, space: Space) -> list[SpaceHost]:
    """Space Host List."""
    return space_hosts.where("space_id", space.id)
