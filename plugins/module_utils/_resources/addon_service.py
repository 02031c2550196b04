# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Add-on services, their plans, and the regions they are in: behaviour.md 3.4."""

from __future__ import annotations

import contextlib
import typing as t

from .._api.errors import HerokuError
from .._engine.facts import Kind, View
from .._engine.plan import Desired
from .._engine.resource import Resource
from .._engine.values import Record, Spec

PLANS = Kind("plan", "/addon-services/{}/plans", shape={"price": {"cents": None, "unit": None}})
OF_SERVICE: Record = {"addon_service": {"id": None}, "region": {"id": None, "name": ""}}
CAPABILITIES = Kind("region_capability", "/addon-services/{}/region-capabilities", shape=OF_SERVICE)
ALL_CAPABILITIES = Kind("region_capability", "/addon-region-capabilities", shape=OF_SERVICE)


class AddonService(Resource):
    """An add-on service, by name or id; on request with its plans, and with what it can do in which region."""

    noun = "addon_service"
    plural = "addon_services"
    kind = Kind("addon_service", "/addon-services")
    info_options: t.ClassVar[Spec] = {
        "name": {"type": "str"},
        "plans": {"type": "bool", "default": False},
        "region_capabilities": {"type": "bool", "default": False},
    }

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        name = want.get("name")
        found = [view.get(cls.kind.named(name))] if name else view.get(cls.kind.of())
        services = sorted(filter(None, found), key=lambda service: service["name"])
        if want["plans"]:
            with contextlib.suppress(HerokuError):  # of a service that has gone meanwhile; the others are fetched too
                view.get_all(*(PLANS.of(service["id"]) for service in services))
            services = [{**service, "plans": plans_of(view, service)} for service in services]
        if want["region_capabilities"] and services:
            every = view.get(CAPABILITIES.of(name) if name else ALL_CAPABILITIES.of())
            services = [{**service, "region_capabilities": of_service(every, service)} for service in services]
        return services


def plans_of(view: View, service: Record) -> list[Record]:
    """The plans of a service, the cheapest first; none when it has gone. Raises HerokuError."""
    try:
        plans = view.get(PLANS.of(service["id"]))
    except HerokuError as error:
        if not error.not_found:
            raise
        return []
    return sorted(plans, key=lambda plan: (plan["price"]["cents"] or 0, plan["name"]))


def of_service(capabilities: t.Iterable[Record], service: Record) -> list[Record]:
    """The region capabilities of one service, by the names of the regions, without repeating the service in each."""
    return sorted(
        (
            {name: value for name, value in capability.items() if name != "addon_service"}
            for capability in capabilities
            if capability["addon_service"]["id"] == service["id"]
        ),
        key=lambda capability: capability["region"]["name"],
    )
