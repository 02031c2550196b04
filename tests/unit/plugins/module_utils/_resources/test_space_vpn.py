# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Moment, Status, Wait
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.space_vpn import Vpn
from planning import desired, plan, verbs

ID = "01234567-89ab-cdef-0123-456789abcdef"
THERE = Vpn.kind.normal(
    {
        "id": ID,
        "ike_version": 1,
        "name": "office",
        "public_ip": "192.0.2.1",
        "routable_cidrs": ["172.18.0.0/16", "172.16.1.2/16"],
        "space_cidr_block": "10.0.0.0/16",
        "status": "active",
        "status_message": "",
        "tunnels": [{"ip": "198.51.100.1", "pre_shared_key": "s3cret"}],
    }
)
OFFICE = Vpn.kind.named("office", "example")
OPTIONS = {"space": "example", "name": "office"}
NEW = {"public_ip": "192.0.2.1", "routable_cidrs": ["172.16.1.2/16"]}


def test_a_new_one() -> None:
    made = plan(Vpn, {OFFICE: None}, **OPTIONS, **NEW)
    assert verbs(made) == [("create", {**NEW, "name": "office", "routable_cidrs": ["172.16.0.0/16"]})]
    assert made.record["status"] == "active"
    assert made.unknown == ["id", "ike_version", "space_cidr_block", "status_message", "tunnels"]
    assert plan(Vpn, {OFFICE: None}, **OPTIONS, **NEW, wait=False).record["status"] is UNKNOWN


@pytest.mark.parametrize("missing", [["public_ip"], ["routable_cidrs"], ["public_ip", "routable_cidrs"]])
def test_what_a_new_one_needs(missing: list[str]) -> None:
    given = {name: value for name, value in NEW.items() if name not in missing}
    with pytest.raises(InvalidInput, match=f"A new VPN connection needs {' and '.join(missing)}"):
        plan(Vpn, {OFFICE: None}, **OPTIONS, **given)


def test_an_id_makes_none() -> None:
    with pytest.raises(InvalidInput, match="example has no VPN connection with the id"):
        plan(Vpn, {Vpn.kind.named(ID, "example"): None}, space="example", name=ID, **NEW)


def test_networks_are_a_set_in_one_order() -> None:
    assert THERE["routable_cidrs"] == ["172.16.0.0/16", "172.18.0.0/16"]
    made = plan(Vpn, {OFFICE: THERE}, **OPTIONS, routable_cidrs=["172.18.7.7/16", "172.16.0.0/16", "172.18.0.0/16"])
    assert not made.actions
    assert made.record == THERE


def test_networks_change_once_it_works() -> None:
    provisioning = {**THERE, "status": "provisioning"}
    made = plan(Vpn, {OFFICE: provisioning}, **OPTIONS, routable_cidrs=["172.16.0.0/16"])
    assert verbs(made) == [("update", {"routable_cidrs": ["172.16.0.0/16"]})]
    assert [(wait.name, wait.moment is Moment.PLAN) for wait in made.waits] == [("working", True), ("working", False)]
    assert made.record["status"] == "active"
    assert made.unknown == ["status_message", "tunnels"]
    made = plan(Vpn, {OFFICE: THERE}, **OPTIONS, routable_cidrs=["172.16.0.0/16"])
    assert [(wait.name, wait.moment is Moment.PLAN) for wait in made.waits] == [("working", False)]
    with pytest.raises(InvalidInput, match=r"public_ip cannot be changed .* Delete the connection"):
        plan(Vpn, {OFFICE: THERE}, **OPTIONS, public_ip="192.0.2.9")


def test_waiting_is_foreseen() -> None:
    pending = {**THERE, "status": "pending", "tunnels": []}
    made = plan(Vpn, {OFFICE: pending}, **OPTIONS)
    assert not made.actions
    assert made.record == {**pending, "status": "active", "status_message": UNKNOWN, "tunnels": UNKNOWN}
    assert plan(Vpn, {OFFICE: pending}, **OPTIONS, wait=False).record == pending


@pytest.mark.parametrize(("status", "text"), [("deprovisioning", "is being deleted"), ("failed", "Delete the conn")])
def test_what_has_to_go_first(status: str, text: str) -> None:
    with pytest.raises(InvalidInput, match=text):
        plan(Vpn, {OFFICE: {**THERE, "status": status}}, **OPTIONS, **NEW)


@pytest.mark.parametrize(
    ("there", "actions", "waits"),
    [(THERE, ["delete"], ["gone"]), ({**THERE, "status": "deprovisioning"}, [], ["gone"]), (None, [], [])],
)
def test_what_is_deleted(there: dict | None, actions: list[str], waits: list[str]) -> None:
    made = plan(Vpn, {OFFICE: there}, **OPTIONS, state="absent")
    assert [verb for verb, _body in verbs(made)] == actions
    assert [wait.name for wait in made.waits] == waits
    assert made.after == {}
    assert not plan(Vpn, {OFFICE: there}, **OPTIONS, state="absent", wait=False).waits


def test_keys_are_shown_only_when_asked_for() -> None:
    assert list(Vpn.kind.secrets([THERE])) == ["s3cret"]
    assert list(Vpn.kind.secrets({**THERE, "tunnels": UNKNOWN})) == list(Vpn.kind.secrets(None)) == []
    assert Vpn.result(desired(Vpn, **OPTIONS), THERE)["vpn_connection"]["tunnels"][0]["pre_shared_key"] is None
    for show_keys in (True, False):
        shown = Vpn.info(desired(Vpn, **OPTIONS, show_keys=show_keys), [THERE])["vpn_connections"]
        assert ("s3cret" in str(shown)) is show_keys


@pytest.mark.parametrize(
    ("name", "status", "verdict"),
    [
        ("working", None, Status.PENDING),
        ("working", "pending", Status.PENDING),
        ("working", "active", Status.READY),
        ("working", "failed", Status.FAILED),
        ("gone", "deprovisioning", Status.PENDING),
        ("gone", None, Status.READY),
    ],
)
def test_how_far_it_is(name: str, status: str | None, verdict: Status) -> None:
    record = {**THERE, "status": status} if status else None
    assert Vpn.judge(desired(Vpn, **OPTIONS), Wait(name, "it"), record).status is verdict
