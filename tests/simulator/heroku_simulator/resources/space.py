# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Private spaces (behaviour.md 3.11)."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..clock import clock, transition
from ..errors import ApiError, forbidden, invalid_params, name_taken, not_found
from ..faults import faults
from ..hooks import emit
from ..operation import View, operation, resolver, writer
from ..params import anything, boolean, identity, identity_of, text
from ..settings import settings
from ..store import TABLES, Record, Table
from ..switches import switches
from .account import Account
from .generation import reference as generation_reference
from .generation import wanted_generation
from .region import reference as region_reference
from .region import regions
from .region import write as write_region
from .team import check_role, feature_enabled, role_of, team_members, teams, wanted_team
from .team import reference as team_reference

if TYPE_CHECKING:
    from ..application import Call

NAME_PATTERN = r"[a-z0-9](?:[a-z0-9]|-(?!-))+[a-z0-9]"
CIDR_PATTERN = r"(?:10|172\.(?:1[6-9]|2[0-9]|3[01])|192\.168)\..*.+\/16"


@dataclass(kw_only=True)
class Space(Record):
    """A private space."""

    name: str
    team_id: str
    region_id: str
    shield: bool = False
    state: str = "allocating"
    cidr: str = "10.0.0.0/16"
    data_cidr: str = "10.1.0.0/16"
    generation: str = "cedar"
    nat_sources: list[str] = field(default_factory=list)


spaces = Table("spaces", Space, unique=("name",), parents={"team_id": teams})


def reference(space: Space) -> dict[str, Any]:
    """How apps mention their space."""
    return {"id": space.id, "name": space.name, "shield": space.shield}


def visible_spaces(account: Account) -> list[Space]:
    """The spaces of the caller's teams."""
    mine = [member.team_id for member in team_members.where("account_id", account.id)]
    return [space for team_id in mine for space in spaces.where("team_id", team_id)]


def wanted_space(identity: str, account: Account) -> Space:
    """The space that a parameter or a path names. Raises 404 or 403."""
    space = spaces.find(identity, "name")
    if space is None:
        raise not_found("space")
    if role_of(space.team_id, account) is None:
        raise forbidden(f"You do not have access to the space {space.name}.")
    return space


@resolver("space")
def resolve_space(call: Call, identity: str) -> Space:
    """By id or name."""
    space = wanted_space(identity, call.account)
    check_role(call, space.team_id, f"the space {space.name}")
    return space


@writer(Space)
def write(space: Space, view: View) -> dict[str, Any]:
    """The resource ``space``."""
    region = regions[space.region_id]
    return {
        "created_at": space.created_at,
        "id": space.id,
        "name": space.name,
        "organization": {"name": teams[space.team_id].name},
        "team": team_reference(teams[space.team_id]),
        "region": write_region(region, view) if "region" in view.expansions else region_reference(region),
        "shield": space.shield,
        "state": space.state,
        "updated_at": space.updated_at,
        "cidr": space.cidr,
        "data_cidr": space.data_cidr,
        "generation": space.generation if view.sdk else generation_reference(space.generation),
    }


def check_allocated(space: Space) -> None:
    """Raises the error for what needs a space that is there already; the text is ours [I]."""
    if space.state != "allocated":
        raise invalid_params(f"The space {space.name} is not ready yet.")


def check_cedar(space: Space, what: str) -> None:
    """Raises the error for what spaces of the fir generation lack (behaviour.md 3.11); status and text are ours [I]."""
    if space.generation == "fir":
        raise invalid_params(f"{what} not available for spaces of the fir generation.")


def _name_invalid() -> ApiError:
    return invalid_params("Name is invalid")


def _cidr_invalid() -> ApiError:
    return invalid_params("Cidr is invalid")


def _check_data_cidr(cidr: str) -> None:
    """Raises the error for what is not a private network between a /16 and a /20."""
    try:
        network = ipaddress.ip_network(cidr, strict=False)
    except ValueError:
        raise invalid_params("Data cidr is invalid") from None
    if not network.is_private or not 16 <= network.prefixlen <= 20:
        raise invalid_params("Data cidr is invalid")


def start(space: Space, creator: Account, log_drain_url: str | None = None) -> Space:
    """Take a new space in and begin to allocate it."""
    spaces.add(space)
    emit("space.created", space, creator=creator, log_drain_url=log_drain_url)
    clock.after(settings.timings.space_allocate, "space.allocate", space.id)
    return space


@transition("space.allocate", can_fail=True)
def allocate(space_id: str) -> None:
    """A space is ready; when this fails, it stays as it is for ever (there is no failed state)."""
    space = spaces.get(space_id)
    if space is None or space.state != "allocating" or faults.transition_fails("space.allocate"):
        return
    sources = [f"192.0.2.{number}" for number in range(1, 5)]
    spaces.update(space, state="allocated", nat_sources=sources)


@transition("space.delete")
def finish_delete(space_id: str) -> None:
    """A deleted space is gone."""
    space = spaces.get(space_id)
    if space is not None:
        spaces.remove(space)


@operation("GET", "/spaces", ranges=("id", "name"))
def list_(call: Call) -> list[Space]:
    """Space List."""
    return visible_spaces(call.account)


@operation("GET", "/spaces/{space}")
def info(call: Call, space: Space) -> Space:
    """Space Info."""
    return space


@operation(
    "POST",
    "/spaces",
    params={
        "name": text(required=True, pattern=NAME_PATTERN, invalid=_name_invalid),
        "team": identity(required=True),
        "region": identity(),
        "shield": boolean(),
        "cidr": text(pattern=CIDR_PATTERN, invalid=_cidr_invalid),
        "data_cidr": text(),
        "log_drain_url": text(),
        "channel_name": text(),
        "generation": identity(),
        "features": anything(),
        "supported_features": anything(),
        "eks_version": text(),
    },
)
def create(call: Call) -> Space:
    """Space Create. Only for admins of a team that may manage spaces [R: text in peers' threads]."""
    body = call.body
    team = wanted_team(identity_of(body["team"]) or "", call.account)
    if role_of(team.id, call.account) != "admin" or not feature_enabled(team.id, "spaces"):
        raise forbidden("Space management is not enabled for this team.")
    region = regions.find(identity_of(body.get("region")) or "virginia", "name")
    if region is None or not region.private_capable:
        raise invalid_params("Region is not available for private spaces.")
    if spaces.by("name", body["name"]):
        raise name_taken()
    generation = wanted_generation(identity_of(body.get("generation")))
    if generation is None:
        raise invalid_params("Generation is invalid")
    if generation == "fir" and (body.get("shield") or "log_drain_url" in body):
        raise invalid_params("Shield and log drains are not available for spaces of the fir generation.")
    if not body.get("log_drain_url", "https:").startswith("https:"):
        raise invalid_params("Log drain url must use HTTPS")
    if "data_cidr" in body:
        _check_data_cidr(body["data_cidr"])
    return start(
        Space(
            name=body["name"],
            team_id=team.id,
            region_id=region.id,
            shield=bool(body.get("shield")),
            cidr=body.get("cidr", "10.0.0.0/16"),
            data_cidr=body.get("data_cidr", "10.1.0.0/16"),
            generation=generation,
        ),
        call.account,
        body.get("log_drain_url"),
    )


@operation(
    "PATCH",
    "/spaces/{space}",
    params={"name": text(pattern=NAME_PATTERN, invalid=_name_invalid)},
    access="manage",
)
def update(call: Call, space: Space) -> Space:
    """Space Update: its name only."""
    name = call.body.get("name", space.name)
    if name != space.name and spaces.by("name", name):
        raise name_taken()
    spaces.update(space, name=name)
    return space


@operation("DELETE", "/spaces/{space}", access="manage")
def delete(call: Call, space: Space) -> Space:
    """Space Delete; refused while apps are in it [I]."""
    if TABLES["apps"].count("space_id", space.id):
        raise invalid_params(f"The space {space.name} still has apps.")
    if space.state != "deleting":
        spaces.update(space, state="deleting")
        gone_at_once = switches["deleted_spaces"] == "gone"
        clock.after(0 if gone_at_once else settings.timings.space_delete, "space.delete", space.id)
    return space
