# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Peerings of a space with networks at AWS: behaviour.md 3.11."""

from __future__ import annotations

import copy
import re
import typing as t

from .._api.errors import InvalidInput
from .._engine.attributes import Attribute, blank_of, computed
from .._engine.facts import Kind, Need, View
from .._engine.plan import Action, Desired, Moment, Plan, Request, Status, Verdict, Wait
from .._engine.resource import Draft, Resource
from .._engine.values import UNKNOWN, Observed, Record, Spec, Value, Values
from .common import NO_SPACE, SPACE_OPTIONS, SPACES, WAIT_OPTIONS
from .preflight import check_cedar

if t.TYPE_CHECKING:
    from .._engine.execute import Run

REQUESTED = ("initiating-request", "pending-acceptance")
ACCEPTED = ("provisioning", "active")
OURS = "customer-managed"
PCX_ID = re.compile(r"pcx-\w+")


class Peering(Resource):
    """A peering, found by the id that AWS gave to the request for it. Nothing here makes one: AWS does.

    It is looked for in the list, since the path of a single peering is not in all variants of the API.
    """

    noun = "peering"
    plural = "peerings"
    kind = Kind(
        "peering",
        "/spaces/{}/peerings",
        keys=("pcx_id",),
        by="",
        listed=True,
        parent="space",
        no_parent=NO_SPACE,
        shape={**dict.fromkeys(("aws_account_id", "aws_region", "aws_vpc_id", "cidr_blocks", "expires")), "type": OURS},
    )
    scope = ("space",)
    key = "pcx_id"
    attributes = (
        Attribute("pcx_id", spec={"required": True}),
        *computed("aws_account_id", "aws_region", "aws_vpc_id", "cidr_blocks", "expires", "status", "type"),
    )
    controls: t.ClassVar[Spec] = WAIT_OPTIONS
    info_options: t.ClassVar[Spec] = {**SPACE_OPTIONS, "pcx_id": {"type": "str"}}

    @classmethod
    def check(cls, want: Desired) -> None:
        pcx_id = want.get("pcx_id")
        if pcx_id is not None and not PCX_ID.fullmatch(pcx_id):
            raise InvalidInput(f"pcx_id {pcx_id!r} is not the id of a peering connection at AWS, such as pcx-0a1b2c3d.")

    @classmethod
    def draft(cls, want: Desired, current: Record | None) -> Draft:
        """Its state is what Heroku makes of it: what can be asked for is to accept a request, or to take it away."""
        if want.absent:
            return cls.removal(want, current)
        status = current["status"] if current else None
        name = f"The peering {want['pcx_id']}"
        if status is not None and status not in REQUESTED + ACCEPTED:
            raise InvalidInput(f"{name} is {status}: make a new request at AWS, and accept that.")
        if current is None and not want["wait"]:
            raise InvalidInput(
                f"{name} is not there. A request made at AWS is seen some minutes later; with wait the task waits."
            )
        draft = Draft(current, copy.deepcopy(current) or {**blank_of(cls.attributes), "pcx_id": want["pcx_id"]})
        if status not in ACCEPTED:
            draft.updates["accept"] = {}
        if status != "active":
            draft.record.update(expires=UNKNOWN, status="active" if want["wait"] else UNKNOWN)
        return draft

    @classmethod
    def removal(cls, want: Desired, current: Record | None) -> Draft:
        """The draft that takes the peering away."""
        if current is None or current["status"] == "deleted":
            return Draft(None, None)
        if current["type"] != OURS:
            raise InvalidInput(
                f"The peering {current['pcx_id']} is Heroku's own ({current['type']}); it goes with what it is for."
            )
        return Draft(current, None, deletion=True)

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        check_cedar(view, SPACES.named(want["space"]), "peerings")

    @classmethod
    def foresee(cls, want: Desired, view: View, draft: Draft) -> None:
        name = f"the peering {want['pcx_id']}"
        if draft.deletion and want["wait"]:
            draft.waits.append(Wait("gone", f"{name} to go", aside=True))
        if want.absent:
            return
        if draft.writes and (draft.current is None or draft.current["status"] != "pending-acceptance"):
            draft.waits.append(Wait("request", f"the request for {name}", aside=True, moment=Moment.PLAN))
        if draft.writes or want["wait"]:
            draft.waits.append(Wait("active", name))

    @classmethod
    def side(cls, want: Desired, draft: Draft, record: Observed) -> Record:
        if want.absent and record is None:
            return {}
        accepted = record is draft.record or (record is not None and record["status"] in ACCEPTED)
        return {"pcx_id": want["pcx_id"], "accepted": accepted}

    @classmethod
    def record_id(cls, record: Observed) -> Value:
        return record["pcx_id"]

    @classmethod
    def actions(cls, want: Desired, draft: Draft) -> list[Action]:
        """The request is accepted in a call of its own, whose answer is empty; Heroku refuses it a second time."""
        if draft.deletion:
            return super().actions(want, draft)
        values = (*cls.scope_of(want), want["pcx_id"])
        request = Request("POST", cls.kind.path + "/{}/actions/accept", values, {})
        return [Action(cls.id_of(want, "accept"), "accept", request, cls.resend, answers=False)]

    @classmethod
    def outcome(cls, want: Desired, plan: Plan, answers: Values) -> Record | None:
        return None if want.absent else t.cast("Record | None", plan.current)

    @classmethod
    def untold(cls, want: Desired, plan: Plan) -> Need | None:
        return None if want.absent else cls.need(want)

    @classmethod
    def watch(cls, want: Desired, wait: Wait, record: Record | None, run: Run) -> Record | None:
        return t.cast("Record | None", run.facts.refresh(cls.need(want)))

    @classmethod
    def judge(cls, want: Desired, wait: Wait, record: Record | None) -> Verdict:
        status = record["status"] if record else "gone"
        if wait.name == "gone":
            return Verdict(Status.READY if status in ("deleted", "gone") else Status.PENDING, status)
        if wait.name == "request":
            if record is None or status == "initiating-request":
                return Verdict(Status.PENDING, status if record else "not seen yet")
            return Verdict(Status.READY)
        if status == "active" or (record and not want["wait"]):
            return Verdict(Status.READY)
        if status in (*REQUESTED, *ACCEPTED):
            return Verdict(Status.PENDING, status)
        return Verdict(Status.FAILED, f"The peering {want['pcx_id']} is {status}.")

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        if want.get("pcx_id"):
            one = view.get(cls.need(want))
            return [one] if one else []
        return sorted(view.get(cls.kind.of(want["space"])), key=lambda peering: str(peering["pcx_id"]))
