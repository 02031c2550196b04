# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What things cost a month, by Heroku's own prices of plans (behaviour.md 3.4) and dyno sizes (behaviour.md 3.3).

Heroku's API has prices of nothing else. What is paid by contract or by use, and what has no price there, is named
beside the sum, never counted as nothing: a sum that lacks something is a least sum.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._api.errors import HerokuError
from .._engine.facts import Need, View
from .._engine.values import UNKNOWN, Observed, Record
from .._resources.addon_plan import PLANS, PLANS_OF, service_of
from .._resources.common import ADDONS, FORMATION, handle
from .._resources.dyno_size import DynoSize, plain_size

SIZES = DynoSize.kind.of()
A_MONTH = {"month": 1, "hour": 730, "day": 365 / 12, "year": 1 / 12}  # how many of a price's unit are a month
BY_CONTRACT, BY_USE, NO_PRICE = "by contract", "by use", "no price known"
ECO = "eco"  # dynos of this size share one subscription of the account, however many there are


@dataclass(frozen=True)
class Line:
    """What one thing costs.

    Parameters:
        app: Whose it is.
        what: A plan or a dyno size, such as ``heroku-postgresql:standard-0``.
        cents: US cents a month; None where Heroku does not tell.
        why: Why it does not.
        times: How many there are of it.
        once: What is paid once, however many lines say so; empty for what each line pays.
    """

    app: str
    what: str
    cents: int | None
    why: str = ""
    times: int = 1
    once: str = ""

    def __str__(self) -> str:
        return f"{self.app} {self.what}" + (f" x {self.times}" if self.times > 1 else "")


@dataclass(frozen=True)
class Priced:
    """A thing before and after, as plans have it: ``before`` and ``after`` are records, lists of them, or None."""

    app: str
    noun: str
    before: Observed
    after: Observed


def a_month(price: Observed) -> tuple[int | None, str]:
    """US cents a month by a price object ``{cents, unit, contract, metered}``, or None and why there are none."""
    if not isinstance(price, dict):
        return None, NO_PRICE
    if price.get("contract"):
        return None, BY_CONTRACT
    if price.get("metered"):
        return None, BY_USE
    cents, unit = price.get("cents"), A_MONTH.get(price.get("unit") or "")
    if not isinstance(cents, int) or unit is None:
        return None, NO_PRICE
    return round(cents * unit), ""


def needs(nouns: t.Collection[str]) -> list[Need]:
    """What has to be read for the prices of these kinds of things: one list where dynos are among them.

    Prices of plans are in what the plans of add-ons rest on already.
    """
    return [SIZES] if "formation" in nouns else []


def needs_of_app(app: Record) -> list[Need]:
    """What has to be read of an app that is to be deleted; its add-ons are what its plan rests on already."""
    return [ADDONS.of(handle(app)), FORMATION.of(handle(app))]


def of_app(app: Record, view: View) -> list[Priced]:
    """The add-ons and dynos that go with an app; dynos without a price where the token may not see them."""
    addons, formation = (told(view, need) for need in needs_of_app(app))
    own = [addon for addon in addons or () if addon["app"]["id"] == app["id"]]
    if formation is None:
        formation = [{"type": "every type", "size": None, "quantity": None}]
    return [
        *(Priced(app["name"], "addon", addon, None) for addon in own),
        *([Priced(app["name"], "formation", formation, [])] if formation else []),
    ]


def told(view: View, need: Need) -> list[Record] | None:
    """A list, empty for an app that is not there (an earlier task in check mode would make it); None if refused."""
    try:
        return list(view.get(need))
    except HerokuError as error:
        return [] if error.not_found else None


def existing(found: Observed) -> Observed:
    """What is there of what was found; a plan may rest on what an earlier one makes, such as process types."""
    if isinstance(found, list):
        return [item for item in found if item.get("id") is not UNKNOWN]
    return None if isinstance(found, dict) and found.get("id") is UNKNOWN else found


def plan_price(view: View, plan: Record, billed: Observed) -> tuple[int | None, str]:
    """What an add-on of this plan costs: what it is billed, else the price of the plan, as far as that was read."""
    if isinstance(billed, dict):
        return a_month(billed)
    name = next((plan[key] for key in ("name", "id") if isinstance(plan.get(key), str)), "")
    for need in (PLANS.named(name), PLANS_OF.of(service_of(name))):
        known = view.get(need) if view.knows(need) else None
        found = next((item for item in listed(known) if name in (item["name"], item["id"])), None)
        if found:
            return a_month(found["price"])
    return None, NO_PRICE


def listed(found: Observed) -> list[Record]:
    """What was found as a list, be it one record, a list or nothing."""
    return found if isinstance(found, list) else [found] if found else []


def addon_lines(view: View, app: str, addon: Observed) -> list[Line]:
    """The line of an add-on; none for one that is paid by another app."""
    if not addon or (isinstance(addon["app"], dict) and app not in (UNKNOWN, *addon["app"].values())):
        return []
    plan = addon["plan"]
    name = next((plan[key] for key in ("name", "id") if isinstance(plan[key], str)), "an add-on")
    return [Line(app, name, *plan_price(view, plan, addon.get("billed_price")))]


def formation_lines(view: View, app: str, formation: Observed) -> list[Line]:
    """A line for each process type with dynos. What is never free and has the price 0 has none that Heroku tells."""
    prices = {plain_size(size["name"]): size.get("cost") for size in view.get(SIZES)} if view.knows(SIZES) else {}
    lines = []
    for item in formation or ():
        size, quantity = item["size"], item["quantity"]
        if quantity == 0:
            continue
        if not isinstance(size, str) or not isinstance(quantity, int):
            lines.append(Line(app, f"dynos of {item['type']}", None, NO_PRICE))
            continue
        cents, why = a_month(prices.get(plain_size(size)))
        once = ECO if plain_size(size) == ECO else ""
        if cents:
            lines.append(Line(app, size, cents if once else cents * quantity, "", quantity, once))
        else:
            lines.append(Line(app, size, None, why or NO_PRICE, quantity))
    return lines


def space_lines(view: View, app: str, space: Observed) -> list[Line]:  # noqa: ARG001 - the signature of all of them
    """A space is paid for, and Heroku's API does not say how much."""
    return [Line(app, "space", None, BY_CONTRACT)] if space else []


LINES: dict[str, t.Callable[[View, str, Observed], list[Line]]] = {
    "addon": addon_lines,
    "formation": formation_lines,
    "space": space_lines,
}


def total(lines: t.Iterable[Line]) -> Record:
    """The sum of lines: ``{cents, at_least, unpriced}``, the last with ``{app, what, quantity, why}`` of each."""
    cents, paid, unpriced = 0, set[str](), []
    for line in lines:
        if line.cents is None:
            unpriced.append({"app": line.app, "what": line.what, "quantity": line.times, "why": line.why})
        elif not line.once or line.once not in paid:
            cents += line.cents
            paid.update([line.once] if line.once else [])
    return {"cents": cents, "at_least": bool(unpriced), "unpriced": unpriced}


def cost(things: t.Iterable[Priced], view: View) -> Record:
    """What these things cost a month before and after: ``{before, after, difference}``.

    ``before`` and ``after`` are as ``total`` gives them; ``difference`` is in US cents, and None where something that
    has no price would come, go or change.
    """
    sides: dict[str, list[Line]] = {"before": [], "after": []}
    for thing in things:
        lines = LINES.get(thing.noun)
        if lines:
            sides["before"] += lines(view, thing.app, existing(thing.before))
            sides["after"] += lines(view, thing.app, thing.after)
    before, after = total(sides["before"]), total(sides["after"])
    alike = sorted(map(repr, before["unpriced"])) == sorted(map(repr, after["unpriced"]))
    return {"before": before, "after": after, "difference": after["cents"] - before["cents"] if alike else None}


def dollars(cents: int) -> str:
    """An amount as people write it: ``$1,234.50``."""
    return f"{'-' if cents < 0 else ''}${abs(cents) // 100:,}.{abs(cents) % 100:02}"


def side_text(side: Record) -> str:
    """One side in words: ``at least $57.00``."""
    return f"at least {dollars(side['cents'])}" if side["at_least"] else dollars(side["cents"])


def describe(costs: Record) -> str:
    """The cost in a sentence or two, for the end of a plan."""
    before, after, difference = costs["before"], costs["after"], costs["difference"]
    if before == after:
        text = f"Costs {side_text(after)} a month, as before."
    else:
        more = "" if difference is None else f" ({'+' if difference >= 0 else ''}{dollars(difference)})"
        text = f"Costs {side_text(after)} a month, {side_text(before)} before{more}."
    reasons: dict[str, list[str]] = {}
    for item in after["unpriced"]:
        reasons.setdefault(item["why"], []).append(f"{item['app']} {item['what']}")
    parts = [f"{', '.join(dict.fromkeys(names))} ({why})" for why, names in sorted(reasons.items())]
    return text if not parts else f"{text} Not counted: {'; '.join(parts)}."
