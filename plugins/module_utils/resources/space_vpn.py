# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""VPN connections of a space: behaviour.md 3.11 and 2.2."""

from __future__ import annotations

import ipaddress
import typing as t

from ansible_collections.community.heroku.plugins.module_utils.errors import Failure, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import Field, Plan, is_uuid
from ansible_collections.community.heroku.plugins.module_utils.resource import WAIT_OPTIONS
from ansible_collections.community.heroku.plugins.module_utils.resources.space import (
    SPACE_OPTIONS,
    SpaceResource,
    network,
)

ANEW = "Delete the connection with state=absent, and make it anew."


def networks(cidrs: t.Iterable[str] | None) -> list[str]:
    """Networks in one spelling and one order, each once."""
    return sorted({network(cidr) for cidr in cidrs or ()})


def same_networks(wanted: t.Iterable[str], have: t.Iterable[str] | None) -> bool:
    """Whether two lists mean the same networks."""
    return networks(wanted) == networks(have)


class Vpn(SpaceResource):
    """A VPN connection, found by its name or id. Only its networks can change.

    The keys of its tunnels are secrets: in records C(pre_shared_key) is None unless it was asked for.
    """

    noun = "vpn_connection"
    plural = "vpn_connections"
    title = "VPN connection"
    options: t.ClassVar[dict[str, t.Any]] = {
        **SPACE_OPTIONS,
        "name": {"type": "str", "required": True},
        "public_ip": {"type": "str"},
        "routable_cidrs": {"type": "list", "elements": "str"},
        **WAIT_OPTIONS,
    }
    info_options: t.ClassVar[dict[str, t.Any]] = {
        **SPACE_OPTIONS,
        "name": {"type": "str"},
        "show_keys": {"type": "bool", "default": False, "no_log": False},
    }
    fields: t.ClassVar[tuple[Field, ...]] = (
        Field("name"),
        Field("public_ip", update=None, fixed=ANEW),
        Field("routable_cidrs", equal=same_networks),
    )
    blank: t.ClassVar[dict[str, t.Any]] = dict.fromkeys(
        (
            "id",
            "ike_version",
            "name",
            "public_ip",
            "routable_cidrs",
            "space_cidr_block",
            "status",
            "status_message",
            "tunnels",
        )
    )
    unpredictable: t.ClassVar[tuple[str, ...]] = ("status", "status_message", "tunnels")

    def check(self) -> None:
        if self.given("public_ip") is not None:
            try:
                ipaddress.IPv4Address(self.params["public_ip"])
            except ValueError:
                raise InvalidInput(f"public_ip {self.params['public_ip']!r} is not an IPv4 address.") from None
        cidrs = self.given("routable_cidrs")
        if cidrs == []:
            raise InvalidInput("routable_cidrs is empty: name at least one network, such as 10.2.0.0/16.")
        for cidr in cidrs or ():
            try:
                network(cidr)
            except ValueError:
                raise InvalidInput(f"routable_cidrs: {cidr!r} is not an IPv4 network, such as 10.2.0.0/16.") from None

    def presented(self, connection: dict[str, t.Any]) -> dict[str, t.Any]:
        """Heroku's object in the form of our records: networks in one order, and no keys."""
        tunnels = connection["tunnels"] or []
        self.talk.hide(tunnel["pre_shared_key"] for tunnel in tunnels if tunnel.get("pre_shared_key"))
        if not self.given("show_keys"):
            tunnels = [{**tunnel, "pre_shared_key": None} for tunnel in tunnels]
        return {**connection, "tunnels": tunnels, "routable_cidrs": networks(connection["routable_cidrs"])}

    def read(self) -> dict[str, t.Any] | None:
        found = self.or_none(lambda: self.client.get(self.in_space("/vpn-connections/{}", self.params["name"])))
        return self.presented(found) if found else None

    def wanted(self) -> dict[str, t.Any]:
        wanted = super().wanted()
        if is_uuid(wanted["name"]):
            del wanted["name"]
        if "routable_cidrs" in wanted:
            wanted["routable_cidrs"] = networks(wanted["routable_cidrs"])
        return wanted

    def plan(self, current: dict[str, t.Any] | None) -> Plan:
        status = current["status"] if current else None
        if self.given("state") == "absent":
            return super().plan(None if status == "deprovisioning" else current)
        name = f"The VPN connection {self.params['name']}"
        if status == "deprovisioning":
            raise InvalidInput(f"{name} is being deleted; once it is gone, a new one can be made.")
        if current and status == "failed":
            raise InvalidInput(f"{name} failed: {current['status_message']}. {ANEW}")
        if current is None:
            if is_uuid(self.params["name"]):
                raise InvalidInput(f"There is no VPN connection with the id {self.params['name']}: give a name.")
            missing = [option for option in ("public_ip", "routable_cidrs") if self.given(option) is None]
            if missing:
                raise InvalidInput(f"A new VPN connection needs {' and '.join(missing)}.")
        plan = super().plan(current)
        if self.params["wait"] and plan.predicted["status"] in ("pending", "provisioning"):
            plan.predicted.update(dict.fromkeys(self.unpredictable))
        return plan

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.presented(self.client.post(self.in_space("/vpn-connections"), fields))

    def update(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        if current["status"] != "active" and self.params["wait"]:
            current = self.settled(current)
        path = self.in_space("/vpn-connections/{}", current["id"])
        return self.presented(self.client.patch(path, {"routable_cidrs": fields["routable_cidrs"]}))

    def delete(self, current: dict[str, t.Any]) -> dict[str, t.Any]:
        self.client.delete(self.in_space("/vpn-connections/{}", current["id"]))
        return current

    def settle(self, record: dict[str, t.Any] | None) -> dict[str, t.Any] | None:
        if record is None or not self.params["wait"]:
            return record
        if self.given("state") == "absent":
            return self.wait_until(
                ask=self.read,
                done=lambda connection: connection is None,
                waiting_for=f"the VPN connection {record['name']} to be deleted",
                state=lambda connection: connection["status"],
            )
        return self.settled(record)

    def settled(self, record: dict[str, t.Any]) -> dict[str, t.Any]:
        """The connection once it works. A new one cannot be seen for some moments (behaviour.md 2.2)."""
        found: dict[str, t.Any] = record
        if record["status"] != "active":
            found = self.wait_until(
                ask=self.read,
                done=lambda connection: connection is not None and connection["status"] in ("active", "failed"),
                waiting_for=f"the VPN connection {record['name']}",
                state=lambda connection: connection["status"] if connection else "not seen yet",
            )
        if found["status"] == "failed":
            raise Failure(
                f"Heroku could not set up the VPN connection {found['name']}: {found['status_message']}. {ANEW}",
                vpn_connection=found,
            )
        return found

    def find(self) -> list[dict[str, t.Any]]:
        if self.given("name"):
            one = self.read()
            return [one] if one else []
        found = self.or_none(lambda: self.client.get(self.in_space("/vpn-connections"))) or []
        return sorted(map(self.presented, found), key=lambda connection: connection["name"])
