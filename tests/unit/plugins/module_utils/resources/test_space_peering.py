# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.resources.space_peering import Peering

PCX = "pcx-0123456789abcdef0"


def peering(**options: object) -> Peering:
    """A peering with these options, and nobody to ask."""
    return Peering(None, {"pcx_id": PCX, "state": "present", "wait": True, **options})  # type: ignore[arg-type]


def standing(status: str, kind: str = "customer-managed") -> dict[str, object]:
    """A peering as Heroku shows it."""
    return {**Peering.blank, "pcx_id": PCX, "status": status, "type": kind}


@pytest.mark.parametrize(
    ("status", "steps"),
    [
        ("initiating-request", ["accept"]),
        ("pending-acceptance", ["accept"]),
        ("provisioning", []),
        ("active", []),
    ],
)
def test_what_is_to_be_accepted(status: str, steps: list[str]) -> None:
    plan = peering().plan(standing(status))
    assert [step.action for step in plan.steps] == steps
    assert plan.predicted["status"] == "active"


@pytest.mark.parametrize("status", ["failed", "expired", "rejected", "deleted"])
def test_what_cannot_be_accepted_any_more(status: str) -> None:
    with pytest.raises(InvalidInput, match=f"is {status}: make a new request at AWS"):
        peering().plan(standing(status))


def test_what_is_taken_away() -> None:
    absent = peering(state="absent")
    assert [step.action for step in absent.plan(standing("failed")).steps] == ["delete"]
    assert not absent.plan(standing("deleted")).changes
    assert not absent.plan(None).changes
    with pytest.raises(InvalidInput, match="Heroku's own"):
        absent.plan(standing("active", "heroku-managed"))
