# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The add-on services that members of a team may install: the schema's allowed-add-on-service."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import Plan, is_uuid
from ansible_collections.community.heroku.plugins.module_utils.several import Several, entry_constraints
from ansible_collections.community.heroku.plugins.module_utils.team import TEAM_OPTIONS, TeamResource


class AllowedAddonService(Several, TeamResource):
    """One service, or several, of a team's list. An entry cannot be changed, only added and removed."""

    noun = "allowed_addon_service"
    plural = "allowed_addon_services"
    title = "allowed add-on service"
    identity = ("addon_service",)
    key = "addon_service"
    many = "addon_services"
    options: t.ClassVar[dict[str, t.Any]] = {
        **TEAM_OPTIONS,
        "addon_service": {"type": "str"},
        "addon_services": {"type": "list", "elements": "str"},
        "exclusive": {"type": "bool", "default": False},
    }
    constraints: t.ClassVar[dict[str, t.Any]] = entry_constraints("addon_service", "addon_services")
    info_options: t.ClassVar[dict[str, t.Any]] = {**TEAM_OPTIONS, "addon_service": {"type": "str"}}
    blank: t.ClassVar[dict[str, t.Any]] = dict.fromkeys(("added_at", "added_by", "addon_service", "id"))

    services: t.Sequence[dict[str, t.Any]] = ()  # that are to be added, as Heroku shows them

    @property
    def items(self) -> list[dict[str, t.Any]]:
        """What is wanted."""
        names = self.given("addon_services")
        return [{"addon_service": name} for name in ([self.given("addon_service")] if names is None else names)]

    def check(self) -> None:
        self.check_names()
        for item in self.items:
            service, colon, _plan = (item["addon_service"] or "").partition(":")
            if colon:
                raise InvalidInput(f"{item['addon_service']} is a plan; a team allows services: {service}.")

    def read(self) -> list[dict[str, t.Any]]:
        self.there = self.in_order(self.fetch_list(self.in_team("/allowed-addon-services")) or ())
        return list(self.there)

    def is_one(self, name: str, record: dict[str, t.Any]) -> bool:
        return name in (record["id"], record["addon_service"]["id"], record["addon_service"]["name"])

    def name_of(self, record: dict[str, t.Any]) -> str:
        return record["addon_service"]["name"]

    def in_order(self, records: t.Iterable[dict[str, t.Any]]) -> list[dict[str, t.Any]]:
        return sorted(records, key=lambda record: record["addon_service"]["name"] or record["addon_service"]["id"])

    def differs(self, item: dict[str, t.Any], record: dict[str, t.Any]) -> bool:
        return False

    def foreseen(self, item: dict[str, t.Any], current: t.Sequence[dict[str, t.Any]]) -> dict[str, t.Any]:
        name = item["addon_service"]
        known = [service for service in self.services if name in (service["id"], service["name"])]
        service = known[0] if known else {"id": name if is_uuid(name) else None, "name": name, "human_name": None}
        return {**self.blank, "addon_service": {key: service[key] for key in ("id", "name", "human_name")}}

    def view(self, record: dict[str, t.Any]) -> dict[str, t.Any]:
        return record["addon_service"]["name"]

    def examine(self, current: list[dict[str, t.Any]], plan: Plan) -> list[dict[str, t.Any]]:
        """A service that does not exist fails before anything is written."""
        found = []
        for step in plan.steps:
            if step.action == "create":
                name = step.fields["addon_service"]
                try:
                    found.append(self.client.get(segments("/addon-services/{}", name)))
                except HerokuError as error:
                    if not error.not_found:
                        raise
                    raise InvalidInput(
                        f"There is no add-on service {name}. community.heroku.heroku_addon_service_info lists them."
                    ) from None
        self.services = found
        return current

    def add(self, item: dict[str, t.Any]) -> dict[str, t.Any]:
        """Heroku answers with a list, of which one is new."""
        body = {"addon_service": item["addon_service"]}
        answer = self.client.post(self.in_team("/allowed-addon-services"), body)
        return self.one(item["addon_service"], answer if isinstance(answer, list) else [answer]) or {}

    def delete(self, current: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.delete(self.in_team("/allowed-addon-services/{}", current["id"]))
