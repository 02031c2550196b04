# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import Missing, View
from ansible_collections.community.heroku.plugins.module_utils._resources.addon_service import (
    ALL_CAPABILITIES,
    PLANS,
    AddonService,
)
from planning import Desired

ALL = AddonService.kind.of()
SERVICES = [{"id": "2", "name": "redis"}, {"id": "1", "name": "pg"}]
MANY, FEW = ({"name": name, "price": {"cents": cents}} for name, cents in (("many", 500), ("few", 0)))


def found(facts: dict, **options: bool) -> list[dict]:
    return AddonService.find(
        Desired({"name": None, "plans": False, "region_capabilities": False, **options}), View(facts)
    )


def test_plans_are_asked_for_side_by_side_and_the_cheapest_comes_first() -> None:
    with pytest.raises(Missing) as missing:
        found({ALL: SERVICES}, plans=True)
    assert set(missing.value.needs) == {PLANS.of("1"), PLANS.of("2")}
    facts = {ALL: SERVICES, PLANS.of("1"): [MANY, FEW], PLANS.of("2"): []}
    assert [item["plans"] for item in found(facts, plans=True)] == [[FEW, MANY], []]


def test_a_service_that_has_gone_meanwhile_has_no_plans() -> None:
    facts = {ALL: SERVICES, PLANS.of("1"): HerokuError("gone", status=404, id="not_found"), PLANS.of("2"): [FEW]}
    assert [item["plans"] for item in found(facts, plans=True)] == [[], [FEW]]
    facts[PLANS.of("1")] = HerokuError("no", status=403)
    with pytest.raises(HerokuError, match="no"):
        found(facts, plans=True)


def test_capabilities_belong_to_their_service() -> None:
    both = [
        {"id": number, "addon_service": {"id": service}, "region": {"name": region}}
        for number, service, region in (("a", "1", "us"), ("b", "2", "eu"), ("c", "1", "eu"))
    ]
    services = found({ALL: SERVICES, ALL_CAPABILITIES.of(): both}, region_capabilities=True)
    assert [[item["id"] for item in service["region_capabilities"]] for service in services] == [["c", "a"], ["b"]]
    assert "addon_service" not in services[0]["region_capabilities"][0]
