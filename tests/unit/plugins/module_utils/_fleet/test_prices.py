# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What things cost a month: nothing that has no price is ever counted as free."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import View
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._fleet import prices
from ansible_collections.community.heroku.plugins.module_utils._fleet.prices import Priced
from ansible_collections.community.heroku.plugins.module_utils._resources.addon_plan import PLANS, PLANS_OF

SIZES = [
    {"id": "1", "name": "Eco", "cost": {"cents": 500, "unit": "month"}},
    {"id": "2", "name": "Standard-1X", "cost": {"cents": 2500, "unit": "month"}},
    {"id": "3", "name": "Performance-M", "cost": {"cents": 34, "unit": "hour"}},
    {"id": "4", "name": "Private-S", "cost": {"cents": 0, "unit": "month"}},
    {"id": "5", "name": "Odd", "cost": None},
]
PLAN = {"id": "p", "name": "redis:big", "price": {"cents": 3000, "unit": "month"}}
FACTS: dict[Any, Any] = {prices.SIZES: SIZES, PLANS.named("redis:big"): PLAN}


def dynos(size: Any, quantity: Any = 1, kind: str = "web") -> list[dict[str, Any]]:
    return [{"type": kind, "size": size, "quantity": quantity}]


def addon(plan: Any, billed: Any = UNKNOWN, app: Any = "shop") -> dict[str, Any]:
    return {"plan": {"id": UNKNOWN, "name": plan}, "billed_price": billed, "app": {"id": UNKNOWN, "name": app}}


def cost(*things: Priced, facts: dict[Any, Any] | None = None) -> Any:
    return prices.cost(things, View(FACTS if facts is None else facts))


@pytest.mark.parametrize(
    ("formation", "cents"),
    [
        ([], 0),
        (dynos("standard-1x", 2), 5000),
        (dynos("Standard-1X", 0), 0),
        (dynos("Performance-M"), 34 * 730),
        (dynos("Eco", 1) + dynos("Eco", 1, "worker"), 500),
    ],
)
def test_dynos_cost_what_their_size_costs(formation: Any, cents: int) -> None:
    after = cost(Priced("shop", "formation", [], formation))["after"]
    assert after == {"cents": cents, "at_least": False, "unpriced": []}


def test_eco_dynos_are_paid_once_for_all_apps() -> None:
    things = [Priced(app, "formation", [], dynos("eco")) for app in ("shop", "blog")]
    assert cost(*things)["after"]["cents"] == 500


@pytest.mark.parametrize("size", ["Private-S", "shield-s", "Odd", "of-tomorrow", UNKNOWN])
def test_dynos_without_a_price_are_not_free(size: Any) -> None:
    after = cost(Priced("shop", "formation", [], dynos(size)))["after"]
    assert (after["cents"], after["at_least"], len(after["unpriced"])) == (0, True, 1)


@pytest.mark.parametrize(
    ("billed", "cents", "why"),
    [
        ({"cents": 5000, "unit": "month", "contract": False}, 5000, None),
        ({"cents": 0, "unit": "month"}, 0, None),
        ({"cents": 5000, "unit": "month", "contract": True}, 0, prices.BY_CONTRACT),
        ({"cents": 700, "unit": "month", "metered": True}, 0, prices.BY_USE),
        ({"cents": 5000, "unit": "fortnight"}, 0, prices.NO_PRICE),
        ({"cents": None, "unit": "month"}, 0, prices.NO_PRICE),
        (None, 3000, None),
        (UNKNOWN, 3000, None),
    ],
)
def test_an_add_on_costs_what_it_is_billed_or_else_its_plan(billed: Any, cents: int, why: str | None) -> None:
    after = cost(Priced("shop", "addon", None, addon("redis:big", billed)))["after"]
    assert after["cents"] == cents
    assert [item["why"] for item in after["unpriced"]] == ([why] if why else [])


def test_a_plan_is_found_among_those_of_its_service() -> None:
    facts = {PLANS_OF.of("redis"): [PLAN]}
    assert cost(Priced("shop", "addon", None, addon("redis:big")), facts=facts)["after"]["cents"] == 3000


def test_a_plan_that_nobody_read_has_no_price() -> None:
    after = cost(Priced("shop", "addon", None, addon("redis:small")))["after"]
    assert after["unpriced"] == [{"app": "shop", "what": "redis:small", "quantity": 1, "why": prices.NO_PRICE}]


def test_an_add_on_of_another_app_is_paid_there() -> None:
    assert cost(Priced("blog", "addon", None, addon("redis:big", app="shop")))["after"]["cents"] == 0


def test_the_difference_is_told_where_it_is_known() -> None:
    bigger = Priced("shop", "formation", dynos("Standard-1X"), dynos("Standard-1X", 3))
    private = Priced("vault", "formation", dynos("Private-S"), dynos("Private-S"))
    assert cost(bigger)["difference"] == 5000
    assert cost(bigger, private)["difference"] == 5000
    assert cost(bigger, Priced("vault", "formation", [], dynos("Private-S")))["difference"] is None
    assert cost(bigger, Priced("vault", "formation", dynos("Private-S"), dynos("Private-S", 2)))["difference"] is None


@pytest.mark.parametrize(
    ("things", "text"),
    [
        ([], "Costs $0.00 a month, as before."),
        (
            [Priced("shop", "formation", dynos("Standard-1X", 50), dynos("Standard-1X", 49))],
            "Costs $1,225.00 a month, $1,250.00 before (-$25.00).",
        ),
        (
            [Priced("s", "formation", [], dynos("Odd")), Priced("v", "space", None, {"name": "v"})],
            "Costs at least $0.00 a month, $0.00 before. Not counted: v space (by contract); s Odd (no price known).",
        ),
    ],
)
def test_it_is_told_in_words(things: list[Priced], text: str) -> None:
    assert prices.describe(cost(*things)) == text


def test_what_an_earlier_plan_brings_is_not_there_before() -> None:
    """Such as the process types of a build of a new app: they cost nothing before, and that is exact."""
    to_come = [{"id": UNKNOWN, "type": "web", "size": UNKNOWN, "quantity": UNKNOWN}]
    new_addon = {**addon("redis:big"), "id": UNKNOWN}
    web = Priced("shop", "formation", to_come, dynos("Standard-1X"))
    costs = cost(web, Priced("shop", "addon", new_addon, new_addon))
    assert costs["before"] == {"cents": 0, "at_least": False, "unpriced": []}
    assert (costs["after"]["cents"], costs["difference"]) == (5500, 5500)


APP = {"id": "id-of-shop", "name": "shop"}


def going(formation: Any) -> Any:
    """What an app that is deleted costs before, with an add-on of its own and one of another app."""
    own, other = ({**addon("redis:big"), "id": of, "app": {"id": of, "name": of}} for of in ("id-of-shop", "blog"))
    own["app"]["name"] = "shop"
    addons, dynos_of = prices.needs_of_app(APP)
    facts = {**FACTS, addons: [own, other], dynos_of: formation}
    return cost(*prices.of_app(APP, View(facts)), facts=facts)


def test_what_goes_with_an_app_is_saved() -> None:
    costs = going(dynos("Standard-1X", 2))
    assert (costs["before"]["cents"], costs["after"]["cents"], costs["difference"]) == (8000, 0, -8000)
    assert going([])["difference"] == -3000


def test_dynos_that_nobody_may_see_are_not_free() -> None:
    costs = going(HerokuError("No.", status=403))
    assert costs["before"]["at_least"] is True
    assert costs["difference"] is None


def test_sizes_are_only_read_where_there_are_dynos() -> None:
    assert prices.needs({"addon", "domain"}) == []
    assert prices.needs({"formation"}) == [prices.SIZES]
