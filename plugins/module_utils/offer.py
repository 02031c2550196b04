# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plans that providers of add-ons offer: behaviour.md 3.4."""

from __future__ import annotations

import difflib
import typing as t

from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import is_uuid
from ansible_collections.community.heroku.plugins.module_utils.resource import AppResource


def service_of(plan: str) -> str:
    """The add-on service of a plan's name: C(heroku-postgresql) of C(heroku-postgresql:essential-0)."""
    return plan.partition(":")[0]


def same_plan(wanted: str, have: dict[str, t.Any] | None) -> bool:
    """Whether an add-on has the wanted plan, given by name or id; a service alone means any plan of it."""
    if not have:
        return False
    return wanted in (have["id"], have["name"]) or wanted == service_of(have["name"] or "")


def find_plan(resource: AppResource, wanted: str) -> dict[str, t.Any]:
    """The plan of this name or id, or a service's default one for the app, which depends on where that is.

    Raises InvalidInput, saying what plans there are.
    """
    return exact_plan(resource, wanted) or default_plan(resource, wanted)


def exact_plan(resource: AppResource, wanted: str) -> dict[str, t.Any] | None:
    """The plan of this name or id, if it can be bought."""
    if ":" not in wanted and not is_uuid(wanted):
        return None
    plan = resource.fetch("/plans/{}", wanted)
    return plan if plan and plan["state"] != "shutdown" else None


def default_plan(resource: AppResource, wanted: str) -> dict[str, t.Any]:
    """The default plan of the service C(wanted). Raises InvalidInput when that is not the name of a service."""
    if is_uuid(wanted):
        raise InvalidInput(f"There is no plan with the id {wanted}, or it cannot be bought any more.")
    service = service_of(wanted)
    plans = resource.fetch_list("/addon-services/{}/plans", service)
    if plans is None:
        services = [item["name"] for item in resource.client.list("/addon-services")]
        alike = difflib.get_close_matches(service, services, cutoff=0.5)
        hint = (
            f" Did you mean {', '.join(alike)}?" if alike else " community.heroku.heroku_addon_service_info lists them."
        )
        raise InvalidInput(f"There is no add-on service {service}.{hint}")
    default = "space_default" if wanted == service and in_space(resource, plans) else "default"
    for plan in plans:
        if wanted == service and plan[default]:
            return plan
    offered = sorted(plan["name"] for plan in plans if plan["visible"] and plan["state"] != "shutdown")
    problem = f"{service} has no default plan" if wanted == service else f"There is no plan {wanted}"
    raise InvalidInput(f"{problem}. The plans of {service} are {', '.join(offered)}.")


def in_space(resource: AppResource, plans: list[dict[str, t.Any]]) -> bool:
    """Whether the app is in a Private Space; only asked for when the service's default plan depends on it."""
    depends = any(plan["space_default"] and not plan["default"] for plan in plans)
    return depends and bool(resource.client.get(resource.in_app())["space"])
