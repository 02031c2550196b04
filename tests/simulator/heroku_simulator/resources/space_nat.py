# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The addresses from which a space reaches the world (behaviour.md 3.11): known once it is allocated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import not_found
from ..operation import operation
from .space import Space

if TYPE_CHECKING:
    from ..application import Call


@operation("GET", "/spaces/{space}/nat")
def info(call: Call, space: Space) -> dict[str, Any]:
    """Space NAT Info."""
    if space.state != "allocated":
        raise not_found("space", resource="space")
    return {
        "created_at": space.created_at,
        "sources": space.nat_sources,
        "state": "enabled",
        "updated_at": space.updated_at,
    }
