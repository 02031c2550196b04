# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plans that providers of add-ons offer: behaviour.md 3.4."""

from __future__ import annotations

import difflib
import typing as t

from .._api.errors import HerokuError, InvalidInput
from .._engine.facts import Kind, View
from .._engine.values import Record, Values
from .._lib.references import is_uuid
from .common import ADDONS, app_of

ANY_ADDON = Kind("addon", "/addons", headers=ADDONS.headers, shape=ADDONS.shape)
OF_TEAM = Kind("addon", "/teams/{}/addons", headers=ADDONS.headers, shape=ADDONS.shape)
SERVICES = Kind(
    "addon_service", "/addon-services", shape=dict.fromkeys(("supports_sharing", "supports_multiple_installations"))
)
SHAPE: Record = {
    **dict.fromkeys(("default", "space_default", "visible"), False),
    **dict.fromkeys(("state", "installable_inside_private_network", "installable_outside_private_network")),
    "addon_service": {"id": None, "name": None},
    "price": {"cents": None, "unit": None},
}
PLANS = Kind("plan", "/plans", partial=True, shape=SHAPE)
PLANS_OF = Kind("plan", "/addon-services/{}/plans", shape=SHAPE)


def service_of(plan: str) -> str:
    """The add-on service of a plan's name: ``heroku-postgresql`` of ``heroku-postgresql:essential-0``."""
    return plan.partition(":")[0]


def same_plan(wanted: str, have: Values | None) -> bool:
    """Whether an add-on has the wanted plan, given by name or id; a service alone means any plan of it."""
    if not have:
        return False
    return wanted in (have["id"], have["name"]) or wanted == service_of(str(have["name"] or ""))


def find_plan(view: View, wanted: str, app: str) -> Record:
    """The plan of this name or id, or a service's default one for the app, which depends on where that is.

    Raises InvalidInput, saying what plans there are.
    """
    return exact_plan(view, wanted) or default_plan(view, wanted, app)


def exact_plan(view: View, wanted: str) -> Record | None:
    """The plan of this name or id, if it can be bought."""
    if ":" not in wanted and not is_uuid(wanted):
        return None
    plan: Record | None = view.get(PLANS.named(wanted))
    return plan if plan and plan["state"] != "shutdown" else None


def default_plan(view: View, wanted: str, app: str) -> Record:
    """The default plan of the service ``wanted``. Raises InvalidInput when that is not the name of a service."""
    if is_uuid(wanted):
        raise InvalidInput(f"There is no plan with the id {wanted}, or it cannot be bought any more.")
    service = service_of(wanted)
    plans = plans_of(view, service)
    default = "space_default" if wanted == service and in_space(view, plans, app) else "default"
    for plan in plans:
        if wanted == service and plan[default]:
            return plan
    available = sorted(plan["name"] for plan in plans if plan["visible"] and plan["state"] != "shutdown")
    problem = f"{service} has no default plan" if wanted == service else f"There is no plan {wanted}"
    raise InvalidInput(f"{problem}. The plans of {service} are {', '.join(available)}.")


def plans_of(view: View, service: str) -> list[Record]:
    """The plans of a service. Raises InvalidInput when there is none of that name, with those of like names."""
    try:
        return t.cast("list[Record]", view.get(PLANS_OF.of(service)))
    except HerokuError as error:
        if not error.not_found:
            raise
    services = [item["name"] for item in view.get(SERVICES.of())]
    alike = difflib.get_close_matches(service, services, cutoff=0.5)
    hint = f" Did you mean {', '.join(alike)}?" if alike else " community.heroku.heroku_addon_service_info lists them."
    raise InvalidInput(f"There is no add-on service {service}.{hint}")


def in_space(view: View, plans: list[Record], app: str) -> bool:
    """Whether the app is in a Private Space; only asked for when the service's default plan depends on it."""
    depends = any(plan["space_default"] and not plan["default"] for plan in plans)
    return depends and bool(app_of(view, app)["space"])
