# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Peerings of a space with networks at AWS: behaviour.md 3.11."""

from __future__ import annotations

import copy
import re
import typing as t

from ansible_collections.community.heroku.plugins.module_utils.errors import Failure, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import Plan, Step
from ansible_collections.community.heroku.plugins.module_utils.resource import WAIT_OPTIONS
from ansible_collections.community.heroku.plugins.module_utils.resources.space import SPACE_OPTIONS, SpaceResource

REQUESTED = ("initiating-request", "pending-acceptance")
ACCEPTED = ("provisioning", "active")
OURS = "customer-managed"
PCX_ID = re.compile(r"pcx-\w+")


class Peering(SpaceResource):
    """A peering, found by the id that AWS gave to the request for it. Nothing here makes one: AWS does.

    The list is asked, since the path of a single peering is not in all variants of the API.
    """

    noun = "peering"
    plural = "peerings"
    identity = ("pcx_id",)
    options: t.ClassVar[dict[str, t.Any]] = {
        **SPACE_OPTIONS,
        "pcx_id": {"type": "str", "required": True},
        **WAIT_OPTIONS,
    }
    info_options: t.ClassVar[dict[str, t.Any]] = {**SPACE_OPTIONS, "pcx_id": {"type": "str"}}
    blank: t.ClassVar[dict[str, t.Any]] = dict.fromkeys(
        ("aws_account_id", "aws_region", "aws_vpc_id", "cidr_blocks", "expires", "pcx_id", "status", "type")
    )

    def check(self) -> None:
        pcx_id = self.given("pcx_id")
        if pcx_id is not None and not PCX_ID.fullmatch(pcx_id):
            raise InvalidInput(f"pcx_id {pcx_id!r} is not the id of a peering connection at AWS, such as pcx-0a1b2c3d.")

    def find(self) -> list[dict[str, t.Any]]:
        found = self.or_none(lambda: self.client.get(self.in_space("/peerings"))) or []
        wanted = self.given("pcx_id")
        return sorted(
            (peering for peering in found if wanted in (None, peering["pcx_id"])),
            key=lambda peering: peering["pcx_id"],
        )

    def read(self) -> dict[str, t.Any] | None:
        return next(iter(self.find()), None)

    def plan(self, current: dict[str, t.Any] | None) -> Plan:
        status = current["status"] if current else None
        before = {"pcx_id": current["pcx_id"], "accepted": status in ACCEPTED} if current else {}
        if self.given("state") == "absent":
            return self.plan_removal(current, before)
        name = f"The peering {self.params['pcx_id']}"
        if status is not None and status not in REQUESTED + ACCEPTED:
            raise InvalidInput(f"{name} is {status}: make a new request at AWS, and accept that.")
        if current is None and not self.params["wait"]:
            raise InvalidInput(
                f"{name} is not there. A request made at AWS is seen some minutes later; with wait the task waits."
            )
        predicted = {**copy.deepcopy(current or self.blank), "pcx_id": self.params["pcx_id"]}
        if status != "active":
            predicted.update(dict.fromkeys(("expires", "status")))
        if self.params["wait"]:
            predicted["status"] = "active"
        return Plan(
            before=before,
            after={"pcx_id": self.params["pcx_id"], "accepted": True},
            steps=() if status in ACCEPTED else (Step("accept"),),
            predicted=predicted,
        )

    def plan_removal(self, current: dict[str, t.Any] | None, before: dict[str, t.Any]) -> Plan:
        """The plan that takes the peering away."""
        if current is None or current["status"] == "deleted":
            return Plan(before={}, after={}, steps=(), predicted=None)
        if current["type"] != OURS:
            raise InvalidInput(
                f"The peering {current['pcx_id']} is Heroku's own ({current['type']}); it goes with what it is for."
            )
        return Plan(before=before, after={}, steps=(Step("delete"),), predicted=None)

    def accept(self, current: dict[str, t.Any] | None, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        """Accept the request, once it has come through from AWS. The answer is empty."""
        if current is None or current["status"] not in ("pending-acceptance", *ACCEPTED):
            current = self.wait_until(
                ask=self.read,
                done=lambda peering: peering is not None and peering["status"] != "initiating-request",
                waiting_for=f"the request for the peering {self.params['pcx_id']}",
                state=lambda peering: peering["status"] if peering else "not seen yet",
            )
        if current["status"] not in ACCEPTED:
            self.client.post(self.in_space("/peerings/{}/actions/accept", self.params["pcx_id"]))
            current = self.read()
        if current is None:
            raise Failure(f"The peering {self.params['pcx_id']} is gone.")
        return current

    def delete(self, current: dict[str, t.Any]) -> t.Any:
        self.client.delete(self.in_space("/peerings/{}", current["pcx_id"]))
        return current

    def settle(self, record: dict[str, t.Any] | None) -> dict[str, t.Any] | None:
        if record is None or not self.params["wait"] or record["status"] == "deleted":
            return record
        absent = self.given("state") == "absent"
        if absent or record["status"] != "active":
            record = self.wait_until(
                ask=self.read,
                done=self.is_gone if absent else self.is_settled,
                waiting_for=f"the peering {self.params['pcx_id']}{' to go' if absent else ''}",
                state=lambda peering: peering["status"],
            )
        if not absent and (record is None or record["status"] != "active"):
            status = record["status"] if record else "gone"
            raise Failure(f"The peering {self.params['pcx_id']} is {status}.", peering=record)
        return record

    @staticmethod
    def is_gone(peering: dict[str, t.Any] | None) -> bool:
        """Whether a peering that was deleted is not there any more."""
        return peering is None or peering["status"] == "deleted"

    @staticmethod
    def is_settled(peering: dict[str, t.Any] | None) -> bool:
        """Whether a peering that was accepted has come to an end, good or bad."""
        return peering is None or peering["status"] not in (*REQUESTED, "provisioning")
