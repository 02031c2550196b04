# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The add-on services that members of a team may install (prototype; the schema)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import errors
from ..hooks import on
from ..operation import View, operation, resolver, writer
from ..params import text
from ..store import Record, Table
from ..switches import switches
from .account import Account, accounts, reference
from .add_on_service import AddOnService, add_on_services
from .app import App
from .team import Team, role_of, teams

if TYPE_CHECKING:
    from ..application import Call


@dataclass(kw_only=True)
class AllowedAddOnService(Record):
    """One entry of a team's list."""

    team_id: str
    service_id: str
    added_by_id: str


allowed_add_on_services = Table(
    "allowed_add_on_services", AllowedAddOnService, parents={"team_id": teams, "service_id": add_on_services}
)


@resolver("allowed_add_on_service")
def resolve_allowed_add_on_service(call: Call, identity: str) -> AllowedAddOnService:
    """By id, or by the service's name, within the team of the path."""
    for entry in allowed_add_on_services.where("team_id", call.found["team"].id):
        if identity in (entry.id, add_on_services[entry.service_id].name):
            return entry
    raise errors.not_found("allowed add-on service", resource="allowed_addon_service")


@writer(AllowedAddOnService)
def write(entry: AllowedAddOnService, view: View) -> dict[str, Any]:
    """The resource ``allowed-add-on-service``."""
    service = add_on_services[entry.service_id]
    return {
        "added_at": entry.created_at,
        "added_by": reference(accounts[entry.added_by_id]),
        "addon_service": {"id": service.id, "name": service.name, "human_name": service.human_name},
        "id": entry.id,
    }


@on("add_on.wanted")
def _check(app: App, *, service: AddOnService, account: Account) -> None:
    """Where the team controls add-ons, only its admins may install what is not allowed; the text is ours [I]."""
    team: Team | None = teams.get(app.team_id)
    if team is None or not team.addons_controls or role_of(team.id, account) == "admin":
        return
    if not any(entry.service_id == service.id for entry in allowed_add_on_services.where("team_id", team.id)):
        raise errors.forbidden(f"The team {team.name} does not allow {service.human_name}.")


@operation("GET", "/teams/{team}/allowed-addon-services", ranges=("id",))
def list_(call: Call, team: Team) -> list[AllowedAddOnService]:
    """Allowed Add-on Service List By Team."""
    return allowed_add_on_services.where("team_id", team.id)


@operation("POST", "/teams/{team}/allowed-addon-services", params={"addon_service": text()}, access="manage")
def create(call: Call, team: Team) -> list[AllowedAddOnService]:
    """Allowed Add-on Service Create By Team: answers a list, as the schema has it."""
    if "addon_service" not in call.body:
        raise errors.required_params(["addon_service"])
    service = add_on_services.find(call.body["addon_service"], "name")
    if service is None:
        raise errors.no_addon_service(call.body["addon_service"])
    if any(entry.service_id == service.id for entry in allowed_add_on_services.where("team_id", team.id)):
        raise errors.invalid_params(f"{service.name} is already allowed for the team {team.name}.")
    entry = allowed_add_on_services.add(
        AllowedAddOnService(team_id=team.id, service_id=service.id, added_by_id=call.account.id)
    )
    return [entry] if switches["allowed_service_body"] == "created" else list_(call, team)


@operation("DELETE", "/teams/{team}/allowed-addon-services/{allowed_add_on_service}", access="manage")
def delete(call: Call, team: Team, allowed_add_on_service: AllowedAddOnService) -> AllowedAddOnService:
    """Allowed Add-on Service Delete By Team."""
    allowed_add_on_services.remove(allowed_add_on_service)
    return allowed_add_on_service
