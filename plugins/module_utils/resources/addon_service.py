# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Add-on services, their plans, and the regions they are in: behaviour.md 3.4."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.resource import Resource


class AddonService(Resource):
    """An add-on service, by name or id; on request with its plans, and with what it can do in which region."""

    noun = "addon_service"
    plural = "addon_services"
    info_options: t.ClassVar[dict[str, t.Any]] = {
        "name": {"type": "str"},
        "plans": {"type": "bool", "default": False},
        "region_capabilities": {"type": "bool", "default": False},
    }

    def find(self) -> list[dict[str, t.Any]]:
        name = self.given("name")
        found = [self.fetch("/addon-services/{}", name)] if name else self.client.list("/addon-services")
        services = sorted(filter(None, found), key=lambda service: service["name"])
        if self.params["plans"]:
            services = [{**service, "plans": self.plans(service)} for service in services]
        if self.params["region_capabilities"] and services:
            every = self.capabilities()
            services = [{**service, "region_capabilities": of_service(every, service)} for service in services]
        return services

    def plans(self, service: dict[str, t.Any]) -> list[dict[str, t.Any]]:
        """The plans of a service, the cheapest first."""
        plans = self.fetch_list("/addon-services/{}/plans", service["id"]) or []
        return sorted(plans, key=lambda plan: (plan["price"]["cents"], plan["name"]))

    def capabilities(self) -> list[dict[str, t.Any]]:
        """The region capabilities of the one service that was asked for, or of all of them in one list."""
        if self.given("name"):
            return self.client.list(segments("/addon-services/{}/region-capabilities", self.params["name"]))
        return self.client.list("/addon-region-capabilities")


def of_service(capabilities: list[dict[str, t.Any]], service: dict[str, t.Any]) -> list[dict[str, t.Any]]:
    """The region capabilities of one service, by the names of the regions, without repeating the service in each."""
    return sorted(
        (
            {name: value for name, value in capability.items() if name != "addon_service"}
            for capability in capabilities
            if capability["addon_service"]["id"] == service["id"]
        ),
        key=lambda capability: capability["region"]["name"],
    )
