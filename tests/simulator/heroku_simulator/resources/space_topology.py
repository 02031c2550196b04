# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What runs in a space, by app (behaviour.md 3.11)."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any

from ..operation import operation
from .app import App, apps
from .domain import domains
from .dyno import Dyno, dynos
from .formation import Formation, formations
from .space import Space

if TYPE_CHECKING:
    from ..application import Call


def _dyno(space: Space, app: App, dyno: Dyno) -> dict[str, Any]:
    number = dyno.name.rpartition(".")[2]
    network = ipaddress.ip_network(space.cidr, strict=False)
    return {
        "id": dyno.id,
        "number": int(number),
        "private_ip": str(network[1 + int(dyno.id[:4], 16) % (network.num_addresses - 2)]),
        "hostname": f"{number}.{dyno.type}.{app.name}.app.localspace",
    }


def _formation(space: Space, app: App, formation: Formation) -> dict[str, Any]:
    running = [dyno for dyno in dynos.where("app_id", app.id) if dyno.type == formation.type]
    return {
        "id": formation.id,
        "process_type": formation.type,
        "dynos": [_dyno(space, app, dyno) for dyno in running],
    }


@operation("GET", "/spaces/{space}/topology")
def topology(call: Call, space: Space) -> dict[str, Any]:
    """Space Topology."""
    return {
        "version": 1,
        "apps": [
            {
                "id": app.id,
                "domains": [domain.hostname for domain in domains.where("app_id", app.id)],
                "formation": [_formation(space, app, item) for item in formations.where("app_id", app.id)],
            }
            for app in apps.where("space_id", space.id)
        ],
    }
