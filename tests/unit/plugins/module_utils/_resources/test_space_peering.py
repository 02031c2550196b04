# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Moment, Status, Wait
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.space_peering import Peering
from planning import desired, plan, verbs

PCX = "pcx-0123456789abcdef0"
OPTIONS = {"space": "example", "pcx_id": PCX}


def standing(status: str, kind: str = "customer-managed") -> dict:
    """A peering as Heroku shows it."""
    return Peering.kind.normal({"pcx_id": PCX, "status": status, "type": kind, "expires": "2026-11-28T10:00:00Z"})


def facts(peering: dict | None = None) -> dict:
    """What Heroku says of the peering."""
    return {Peering.kind.named(PCX, "example"): peering}


@pytest.mark.parametrize(
    ("status", "actions", "waits"),
    [
        ("initiating-request", ["accept"], ["request", "active"]),
        ("pending-acceptance", ["accept"], ["active"]),
        ("provisioning", [], ["active"]),
        ("active", [], ["active"]),
    ],
)
def test_what_is_to_be_accepted(status: str, actions: list[str], waits: list[str]) -> None:
    made = plan(Peering, facts(standing(status)), **OPTIONS)
    assert [verb for verb, _body in verbs(made)] == actions
    assert [wait.name for wait in made.waits] == waits
    assert made.record["status"] == "active"
    assert made.unknown == ([] if status == "active" else ["expires"])
    assert made.before == {"pcx_id": PCX, "accepted": not actions}
    assert made.after == {"pcx_id": PCX, "accepted": True}


def test_a_request_that_is_still_under_way_is_waited_for_if_wanted() -> None:
    made = plan(Peering, facts(), **OPTIONS)
    assert [(wait.name, wait.moment is Moment.PLAN) for wait in made.waits] == [("request", True), ("active", False)]
    assert [verb for verb, _body in verbs(made)] == ["accept"]
    assert made.record["cidr_blocks"] is UNKNOWN
    assert made.before == {"pcx_id": PCX, "accepted": False}
    with pytest.raises(InvalidInput, match="A request made at AWS is seen some minutes later"):
        plan(Peering, facts(), **OPTIONS, wait=False)


def test_without_waiting_the_state_is_looked_up_once() -> None:
    made = plan(Peering, facts(standing("pending-acceptance")), **OPTIONS, wait=False)
    assert made.record["status"] is UNKNOWN
    want = desired(Peering, **OPTIONS, wait=False)
    assert Peering.untold(want, made) == Peering.kind.named(PCX, "example")
    assert Peering.judge(want, made.waits[0], standing("provisioning")).status is Status.READY
    assert not plan(Peering, facts(standing("provisioning")), **OPTIONS, wait=False).waits


@pytest.mark.parametrize("status", ["failed", "expired", "rejected", "deleted"])
def test_what_cannot_be_accepted_any_more(status: str) -> None:
    with pytest.raises(InvalidInput, match=f"is {status}: make a new request at AWS"):
        plan(Peering, facts(standing(status)), **OPTIONS)


def test_what_is_taken_away() -> None:
    absent = {**OPTIONS, "state": "absent"}
    made = plan(Peering, facts(standing("failed")), **absent)
    assert verbs(made) == [("delete", None)]
    assert made.actions[0].request.values == ("example", PCX)
    assert not plan(Peering, facts(standing("deleted")), **absent).actions
    assert not plan(Peering, facts(), **absent).actions
    with pytest.raises(InvalidInput, match="Heroku's own"):
        plan(Peering, facts(standing("active", "heroku-managed")), **absent)


@pytest.mark.parametrize(
    ("name", "status", "verdict"),
    [
        ("request", None, Status.PENDING),
        ("request", "initiating-request", Status.PENDING),
        ("request", "pending-acceptance", Status.READY),
        ("active", "provisioning", Status.PENDING),
        ("active", "pending-acceptance", Status.PENDING),
        ("active", "active", Status.READY),
        ("active", "failed", Status.FAILED),
        ("active", None, Status.FAILED),
        ("gone", "active", Status.PENDING),
        ("gone", "deleted", Status.READY),
        ("gone", None, Status.READY),
    ],
)
def test_how_far_it_is(name: str, status: str | None, verdict: Status) -> None:
    record = standing(status) if status else None
    assert Peering.judge(desired(Peering, **OPTIONS), Wait(name, "it"), record).status is verdict
