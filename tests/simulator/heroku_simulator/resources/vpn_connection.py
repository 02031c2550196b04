# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""VPN connections of a space (behaviour.md 3.11 and 2.2). The keys of their tunnels are secrets."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .. import errors
from ..chance import hexadecimal, number
from ..clock import clock, transition
from ..faults import faults
from ..operation import Reply, View, operation, resolver, writer
from ..params import list_of, text
from ..settings import settings
from ..store import Record, Table
from ..switches import switches
from .space import Space, check_allocated, check_cedar, spaces

if TYPE_CHECKING:
    from ..application import Call


@dataclass(kw_only=True)
class VpnConnection(Record):
    """A connection. Just after it was made it cannot be seen yet."""

    space_id: str
    name: str
    public_ip: str
    routable_cidrs: list[str]
    tunnels: list[dict[str, str]] = field(default_factory=list)
    status: str = "pending"
    status_message: str = ""
    visible: bool = False


vpn_connections = Table("vpn_connections", VpnConnection, parents={"space_id": spaces}, secrets=("tunnels",))


def _tunnel(connection: VpnConnection) -> dict[str, str]:
    return {
        "last_status_change": clock.timestamp(),
        "ip": f"198.51.100.{1 + int(number(3)) % 254}",
        "customer_ip": connection.public_ip,
        "pre_shared_key": hexadecimal(32),
        "status": "UP",
        "status_message": "status message",
    }


def _not_found() -> errors.ApiError:
    return errors.ApiError(404, "not_found", "VPN is not found", resource="vpn_connection")


@resolver("vpn_connection")
def resolve_vpn_connection(call: Call, identity: str) -> VpnConnection:
    """By id or name, within the space of the path; 404 right after it was made [K]."""
    for connection in vpn_connections.where("space_id", call.found["space"].id):
        if identity in (connection.id, connection.name) and connection.visible:
            return connection
    raise _not_found()


@writer(VpnConnection)
def write(connection: VpnConnection, view: View) -> dict[str, Any]:
    """The resource ``vpn-connection``."""
    return {
        "id": connection.id,
        "name": connection.name,
        "public_ip": connection.public_ip,
        "routable_cidrs": connection.routable_cidrs,
        "space_cidr_block": spaces[connection.space_id].cidr,
        "tunnels": connection.tunnels,
        "ike_version": 1,
        "status": connection.status,
        "status_message": connection.status_message,
    }


@transition("vpn_connection.appear")
def appear(connection_id: str) -> None:
    """From now on a new connection can be seen."""
    connection = vpn_connections.get(connection_id)
    if connection is not None:
        vpn_connections.update(connection, visible=True)


@transition("vpn_connection.start")
def start(connection_id: str) -> None:
    """Heroku begins to set a connection up."""
    connection = vpn_connections.get(connection_id)
    if connection is not None and connection.status == "pending":
        vpn_connections.update(connection, status="provisioning")
        clock.after(settings.timings.vpn_provision, "vpn_connection.provision", connection.id)


@transition("vpn_connection.provision", can_fail=True)
def provision(connection_id: str) -> None:
    """A connection works, or does not."""
    connection = vpn_connections.get(connection_id)
    if connection is None or connection.status != "provisioning":
        return
    if faults.transition_fails("vpn_connection.provision"):
        message = "supplied CIDR block already in use"
        vpn_connections.update(connection, status="failed", status_message=message)
        return
    tunnels = connection.tunnels or [_tunnel(connection), _tunnel(connection)]
    vpn_connections.update(connection, status="active", tunnels=tunnels)


@transition("vpn_connection.delete")
def finish_delete(connection_id: str) -> None:
    """A deleted connection is gone."""
    connection = vpn_connections.get(connection_id)
    if connection is not None:
        vpn_connections.remove(connection)


@operation("GET", "/spaces/{space}/vpn-connections")
def list_(call: Call, space: Space) -> list[VpnConnection]:
    """VPN Connection List."""
    check_cedar(space, "VPN connections are")
    return [connection for connection in vpn_connections.where("space_id", space.id) if connection.visible]


@operation("GET", "/spaces/{space}/vpn-connections/{vpn_connection}")
def info(call: Call, space: Space, vpn_connection: VpnConnection) -> VpnConnection:
    """VPN Connection Info."""
    return vpn_connection


def _check_cidrs(cidrs: list[str]) -> None:
    """Raises the error for what are not networks [I]."""
    try:
        networks = [ipaddress.IPv4Network(cidr, strict=False) for cidr in cidrs]
    except ValueError:
        networks = []
    if not networks or not all("/" in cidr for cidr in cidrs):
        raise errors.invalid_params("Routable cidrs is invalid")


@operation(
    "POST",
    "/spaces/{space}/vpn-connections",
    params={
        "name": text(required=True),
        "public_ip": text(required=True),
        "routable_cidrs": list_of(text(), required=True),
    },
    access="manage",
)
def create(call: Call, space: Space) -> VpnConnection:
    """VPN Connection Create; the texts of its refusals are ours [I]."""
    check_cedar(space, "VPN connections are")
    check_allocated(space)
    body = call.body
    try:
        ipaddress.IPv4Address(body["public_ip"])
    except ValueError:
        raise errors.invalid_params("Public ip is invalid") from None
    _check_cidrs(body["routable_cidrs"])
    if not body["name"]:
        raise errors.invalid_params("Name can't be blank")
    if any(connection.name == body["name"] for connection in vpn_connections.where("space_id", space.id)):
        raise errors.name_taken()
    connection = vpn_connections.add(VpnConnection(space_id=space.id, **body))
    clock.after(settings.timings.vpn_visible, "vpn_connection.appear", connection.id)
    clock.after(settings.timings.vpn_start, "vpn_connection.start", connection.id)
    return connection


@operation(
    "PATCH",
    "/spaces/{space}/vpn-connections/{vpn_connection}",
    params={"routable_cidrs": list_of(text(), required=True)},
    access="manage",
)
def update(call: Call, space: Space, vpn_connection: VpnConnection) -> VpnConnection:
    """VPN Connection Update: of an active one; whether it is set up anew is a switch."""
    _check_cidrs(call.body["routable_cidrs"])
    if vpn_connection.status != "active":
        raise errors.invalid_params(f"The VPN connection {vpn_connection.name} is {vpn_connection.status}.")
    vpn_connections.update(vpn_connection, routable_cidrs=call.body["routable_cidrs"])
    if switches["vpn_update"] == "provisioned":
        vpn_connections.update(vpn_connection, status="provisioning")
        clock.after(settings.timings.vpn_provision, "vpn_connection.provision", vpn_connection.id)
    return vpn_connection


@operation("DELETE", "/spaces/{space}/vpn-connections/{vpn_connection}", access="manage")
def delete(call: Call, space: Space, vpn_connection: VpnConnection) -> Reply:
    """VPN Connection Destroy; the answer is empty [I]."""
    if vpn_connection.status != "deprovisioning":
        vpn_connections.update(vpn_connection, status="deprovisioning")
        clock.after(settings.timings.vpn_delete, "vpn_connection.delete", vpn_connection.id)
    return Reply({}, 202)
