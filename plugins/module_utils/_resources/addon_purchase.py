# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is looked at before an add-on is bought, changed, renewed or taken away: behaviour.md 3.4, recorded.md A."""

from __future__ import annotations

from dataclasses import dataclass, field

from .._api.errors import InvalidInput
from .._engine.facts import View
from .._engine.plan import Desired
from .._engine.resource import Draft
from .._engine.values import UNKNOWN, Record, Value
from .addon_choice import LEAVING, is_own, names_of
from .addon_name import first_free
from .addon_plan import SERVICES
from .attached import ATTACHMENTS, MISSING, check_nothing_in_the_way, known_names
from .common import ADDONS, app_of, other_users
from .preflight import check_verified

POSTGRES = "heroku-postgresql"
ESSENTIAL = ("essential-", "mini", "basic", "hobby-")  # how the plans of that tier of Postgres begin


def postgres_tier(plan: str) -> str:
    """Plans of Postgres can be changed within one of these (recorded.md A 11)."""
    return "essential" if plan.partition(":")[2].startswith(ESSENTIAL) else "dedicated"


@dataclass
class Purchase(Draft):
    """The draft for an add-on.

    Parameters:
        name: What a new one is to be called; UNKNOWN for an app that a task before this one would make.
        renewals: The attachments that are made anew.
    """

    name: Value = UNKNOWN
    renewals: list[Record] = field(default_factory=list)


def check_not_shared(want: Desired, view: View, draft: Draft) -> None:
    """Raises InvalidInput for the deletion of what other apps use, unless it is forced (behaviour.md 3.4)."""
    if want["force"]:
        return
    others = other_users(view, draft.current)
    if others:
        raise InvalidInput(
            f"{draft.current['name']} is attached to {', '.join(others)} too, which would lose it: force=true "
            "deletes it anyway."
        )


def check_purchase(want: Desired, view: View, draft: Purchase, plan: Record) -> None:
    """Choose a name. Raises InvalidInput for what Heroku would refuse to sell to this app (behaviour.md 2.2)."""
    service, addons = plan["addon_service"]["name"], view.get(ADDONS.of(want["app"]))
    present = [item for item in addons if is_own(want, item) and item["addon_service"]["name"] == service]
    there = [item for item in present if item["state"] not in LEAVING]
    provider = view.get(SERVICES.named(service)) if there else None
    if provider and not provider["supports_multiple_installations"]:
        raise InvalidInput(
            f"{want['app']} has {names_of(there)} already, and no app can have two add-ons of {service}."
        )
    app = app_of(view, want["app"])
    check_app(want, view, app, plan)
    if want.get("as"):
        known = [name for item in present for name in known_names(item["config_vars"])]
        check_nothing_in_the_way(view, want["app"], want.get("confirm"), want["as"].upper(), known)
    draft.record["app"] = {name: app[name] for name in ("id", "name")}
    draft.name = want.get("name") or (
        first_free(app["id"], service, want.get("as", ""), {item["name"] for item in addons})
        if isinstance(app["id"], str)
        else UNKNOWN
    )


def check_app(want: Desired, view: View, app: Record, plan: Record) -> None:
    """Raises InvalidInput when the plan is not for where the app is, or its owner cannot pay."""
    if app["space"]:
        inside = plan["installable_inside_private_network"] is not False
        if not inside and want.get("confirm") != app["name"]:
            raise InvalidInput(
                f"{plan['name']} is not connected with the app's Private Space {app['space']['name']}. To continue "
                f"anyway, set confirm to {app['name']}."
            )
    elif plan["installable_outside_private_network"] is False:
        raise InvalidInput(f"{plan['name']} is for apps in a Private Space, and {app['name']} is in none.")
    if not app["team"] and plan["price"]["cents"]:
        check_verified(view, f"buy {plan['name']}", owner=lambda: app["owner"]["id"])


def check_change(current: Record, plan: Record, draft: Draft) -> None:
    """Warn of a cheaper plan. Raises InvalidInput for a change that Heroku does not make (recorded.md A 11)."""
    before, after = current["plan"]["name"], plan["name"]
    if plan["addon_service"]["name"] == POSTGRES and postgres_tier(before) != postgres_tier(after):
        raise InvalidInput(
            f"{current['name']} cannot go from {before} to {after}: Postgres changes plans within the essential "
            "tier, and among the others. Make a new database with the new plan, and copy the data."
        )
    price = current["billed_price"]
    costs, will_cost = price.get("cents") if isinstance(price, dict) else None, plan["price"]["cents"]
    if costs and will_cost is not None and will_cost < costs:
        draft.warnings.append(
            f"{after} is a smaller plan than {before}, which {current['name']} has: see first that its data and "
            "its connections fit."
        )


def look_at_renewals(want: Desired, view: View, draft: Purchase) -> None:
    """Which attachments set the config vars that the app has lost."""
    current, missing = draft.current, draft.current[MISSING]
    draft.warnings.append(
        f"{want['app']} lacks {', '.join(missing)} although {current['name']} is attached, "
        "as after a rollback to a release before it was: the add-on is attached again."
    )
    for attachment in view.get(ATTACHMENTS.of(want["app"])):
        told = attachment["config_vars"]
        sets = [var for var in missing if (var in told if told else var.startswith(f"{attachment['name']}_"))]
        if attachment["addon"]["id"] == current["id"] and sets:
            draft.renewals.append(attachment)
