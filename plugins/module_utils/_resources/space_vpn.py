# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""VPN connections of a space: behaviour.md 3.11 and 2.2."""

from __future__ import annotations

import ipaddress
import typing as t

from .._api.errors import InvalidInput
from .._engine.attributes import Attribute, Type, computed
from .._engine.facts import Kind, View
from .._engine.plan import Desired, Moment, Status, Verdict, Wait
from .._engine.resource import Draft, Resource
from .._engine.values import UNKNOWN, Observed, Record, Spec, Values
from .._lib.references import is_uuid
from .common import NO_SPACE, SPACE_OPTIONS, SPACES, WAIT_OPTIONS
from .network import network, networks, same_networks
from .preflight import check_cedar

if t.TYPE_CHECKING:
    from .._engine.execute import Run

ANEW = "Delete the connection with state=absent, and create it again."
RECOMPUTED = ("status", "status_message", "tunnels")
GOING = "deprovisioning"


def in_order(connection: Record) -> Record:
    """The connection with its networks in one spelling and order."""
    cidrs = networks(connection["routable_cidrs"])
    return {**connection, "routable_cidrs": cidrs, "tunnels": connection["tunnels"] or []}


def keys_of(found: Observed) -> t.Iterable[str]:
    """The keys of the tunnels of a connection, or of a list of them."""
    for connection in [found] if isinstance(found, dict) else found or ():
        if connection["tunnels"] is not UNKNOWN:
            yield from (tunnel["pre_shared_key"] for tunnel in connection["tunnels"] if tunnel.get("pre_shared_key"))


def without_keys(connection: Record) -> Record:
    """The connection with null for the keys of its tunnels."""
    tunnels = connection["tunnels"]
    if tunnels is UNKNOWN:
        return connection
    return {**connection, "tunnels": [{**tunnel, "pre_shared_key": None} for tunnel in tunnels]}


class Vpn(Resource):
    """A VPN connection, found by its name or id. Only its networks can change.

    The keys of its tunnels are secrets: in results ``pre_shared_key`` is None unless it was asked for.
    """

    noun = "vpn_connection"
    plural = "vpn_connections"
    called = "VPN connection"
    kind = Kind(
        "vpn_connection",
        "/spaces/{}/vpn-connections",
        by="",
        parent="space",
        no_parent=NO_SPACE,
        shape={
            **dict.fromkeys(("ike_version", "public_ip", "routable_cidrs", "space_cidr_block", "tunnels")),
            "status_message": "",
        },
        canonical=in_order,
        secrets=keys_of,
    )
    scope = ("space",)
    key = "name"
    attributes = (
        Attribute("name", spec={"required": True}),
        Attribute("public_ip", fixed=ANEW),
        Attribute("routable_cidrs", Type("list", same_networks, "str")),
        *(Attribute(name, option=False, recomputed=True) for name in RECOMPUTED),
        *computed("id", "ike_version", "space_cidr_block"),
    )
    controls: t.ClassVar[Spec] = WAIT_OPTIONS
    info_options: t.ClassVar[Spec] = {
        **SPACE_OPTIONS,
        "name": {"type": "str"},
        "show_keys": {"type": "bool", "default": False, "no_log": False},
    }

    @classmethod
    def check(cls, want: Desired) -> None:
        if want.get("public_ip") is not None:
            try:
                ipaddress.IPv4Address(want["public_ip"])
            except ValueError:
                raise InvalidInput(f"public_ip {want['public_ip']!r} is not an IPv4 address.") from None
        if want.get("routable_cidrs") == []:
            raise InvalidInput("routable_cidrs is empty: name at least one network, such as 10.2.0.0/16.")
        for cidr in want.get("routable_cidrs", ()):
            try:
                network(cidr)
            except ValueError:
                raise InvalidInput(f"routable_cidrs: {cidr!r} is not an IPv4 network, such as 10.2.0.0/16.") from None

    @classmethod
    def desired(cls, want: Desired, current: Record | None) -> Record:
        desired = super().desired(want, current)
        if is_uuid(want["name"]):
            del desired["name"]
        if "routable_cidrs" in desired:
            desired["routable_cidrs"] = networks(desired["routable_cidrs"])
        return desired

    @classmethod
    def draft(cls, want: Desired, current: Record | None) -> Draft:
        status = current["status"] if current else None
        if want.absent:
            gone = Wait("gone", f"the VPN connection {want['name']} to be deleted", aside=True)
            draft = super().draft(want, None if status == GOING else current)
            draft.waits += [gone] if current and want["wait"] else []
            return draft
        name = f"The VPN connection {want['name']}"
        if current and status == GOING:
            raise InvalidInput(f"{name} is being deleted; once it is gone, a new one can be made.")
        if current and status == "failed":
            raise InvalidInput(f"{name} failed: {current['status_message']}. {ANEW}")
        missing = [option for option in ("public_ip", "routable_cidrs") if want.get(option) is None]
        if current is None and missing and not is_uuid(want["name"]):
            raise InvalidInput(f"A new VPN connection needs {' and '.join(missing)}.")
        return super().draft(want, current)

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        check_cedar(view, SPACES.named(want["space"]), "VPN connections")

    @classmethod
    def foresee(cls, want: Desired, view: View, draft: Draft) -> None:
        """What waiting brings: a connection that works. Networks can only be changed once it does."""
        if want.absent or not want["wait"]:
            return
        name = f"the VPN connection {draft.record['name']}"
        if draft.updates and draft.current["status"] != "active":
            draft.waits.append(Wait("working", name, moment=Moment.PLAN))
        draft.waits.append(Wait("working", name))
        if draft.writes or draft.record["status"] != "active":
            draft.record.update(dict.fromkeys(RECOMPUTED, UNKNOWN), status="active")

    @classmethod
    def body(cls, want: Desired, call: str, fields: Values) -> Record:
        return {name: fields[name] for name in ("name", "public_ip", "routable_cidrs") if name in fields}

    @classmethod
    def watch(cls, want: Desired, wait: Wait, record: Record, run: Run) -> Record | None:
        """The connection as it is; a new one cannot be seen for some moments (behaviour.md 2.2)."""
        return t.cast("Record | None", run.facts.refresh(cls.need(want)))

    @classmethod
    def judge(cls, want: Desired, wait: Wait, record: Record | None) -> Verdict:
        if wait.name == "gone":
            return Verdict(Status.PENDING, record["status"]) if record else Verdict(Status.READY)
        if record is None:
            return Verdict(Status.PENDING, "not seen yet")
        if record["status"] == "failed":
            return Verdict(
                Status.FAILED,
                f"Heroku could not set up the VPN connection {record['name']}: {record['status_message']}. {ANEW}",
            )
        return Verdict(Status.READY if record["status"] == "active" else Status.PENDING, record["status"])

    @classmethod
    def result(cls, want: Desired, record: Observed) -> Record:
        return {cls.noun: record and without_keys(record)}

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        if want.get("name"):
            one = view.get(cls.need(want))
            return [one] if one else []
        return sorted(view.get(cls.kind.of(want["space"])), key=lambda connection: connection["name"])

    @classmethod
    def info(cls, want: Desired, found: Observed) -> Record:
        return {cls.plural: found if want["show_keys"] else list(map(without_keys, found))}
