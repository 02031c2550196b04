# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Dyno sizes (behaviour.md 3.3): input in any case, output as Heroku spells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import eco_not_subscribed, invalid_params, not_found
from ..operation import View, operation, resolver, writer
from ..store import TABLES, Record, Table
from ..switches import switches
from .account import accounts
from .generation import reference as generation_reference
from .team import teams

if TYPE_CHECKING:
    from ..application import Call
    from .app import App


@dataclass(kw_only=True)
class DynoSize(Record):
    """A size. Sizes of different tiers cannot be mixed in one app; ``per_type`` limits the quantity of a type."""

    name: str
    tier: str
    memory: float
    compute: int = 1
    dedicated: bool = False
    cents: int = 0
    dyno_units: float = 1.0
    generation: str = "cedar"
    private_space_only: bool = False
    architecture: str = "amd64"
    per_type: int | None = None
    per_app: int | None = None


dyno_sizes = Table("dyno_sizes", DynoSize, unique=("name",))


def find_size(identity: str) -> DynoSize | None:
    """By id, or by name in any case."""
    exact = dyno_sizes.find(identity, "name")
    return exact or next((size for size in dyno_sizes if size.name.lower() == identity.lower()), None)


def available_sizes(app: App) -> list[DynoSize]:
    """What an app may be scaled to."""
    return [
        size
        for size in dyno_sizes
        if size.generation == app.generation and size.private_space_only == (app.space_id is not None)
    ]


def for_enterprise(app: App) -> bool:
    """Whether an app is a team's that gets neither Eco nor Basic dynos (behaviour.md 2.2)."""
    team = teams.get(app.team_id)
    return team is not None and team.type == "enterprise"


def check_allowed(app: App, size: DynoSize) -> None:
    """Raises the 422 for a size that the owner of an app cannot have (behaviour.md 2.2, recorded.md A 5)."""
    if for_enterprise(app):
        if size.tier == "Eco" or (size.tier == "Basic" and switches["enterprise_basic"] == "refused"):
            raise invalid_params("Heroku Enterprise accounts only support professional and private dynos.")
    elif size.tier == "Eco":
        if app.team_id is not None:
            raise invalid_params("Heroku Teams only support Basic and Professional dynos.")
        if not accounts[app.owner_id or ""].eco_dynos_enabled:
            raise eco_not_subscribed()


def first_size(app: App) -> DynoSize:
    """What a new process type and a one-off dyno get (behaviour.md 3.3 and 8.3 (14))."""
    present = TABLES["formations"].where("app_id", app.id)
    if present:
        return dyno_sizes[present[0].dyno_size_id]
    if app.space_id or app.generation == "fir":
        return available_sizes(app)[0]
    owner = accounts.get(app.owner_id)
    if owner is not None:
        name = "Eco" if owner.eco_dynos_enabled else "Basic"
    else:
        name = "Standard-1X" if for_enterprise(app) else switches["team_app_size"]
    return find_size(name) or available_sizes(app)[0]


@resolver("dyno_size")
def resolve_dyno_size(call: Call, identity: str) -> DynoSize:
    """By id or name."""
    size = find_size(identity)
    if size is None:
        raise not_found("dyno size")
    return size


@writer(DynoSize)
def write(size: DynoSize, view: View) -> dict[str, Any]:
    """The resource ``dyno-size``."""
    body: dict[str, Any] = {
        "architecture": size.architecture,
        "compute": size.compute,
        "cost": {"cents": size.cents, "unit": "month"},
        "dedicated": size.dedicated,
        "precise_dyno_units": size.dyno_units,
        "generation": generation_reference(size.generation),
        "id": size.id,
        "memory": size.memory,
        "name": size.name,
        "private_space_only": size.private_space_only,
    }
    if view.sdk:
        body |= {
            "can_autoscale": size.dedicated,
            "infrastructure_tier": "private" if size.private_space_only else "production",
            "product_dyno_tier": size.tier.lower(),
        }
    return body


@operation("GET", "/dyno-sizes", ranges=("id", "name"))
def list_(call: Call) -> list[DynoSize]:
    """Dyno Size List."""
    return list(dyno_sizes)


@operation("GET", "/dyno-sizes/{dyno_size}")
def info(call: Call, dyno_size: DynoSize) -> DynoSize:
    """Dyno Size Info."""
    return dyno_size


@operation("GET", "/apps/{app}/available-dyno-sizes", ranges=("id", "name"))
def list_by_app(call: Call, app: App) -> list[DynoSize]:
    """Dyno Size List App Dyno Sizes."""
    return available_sizes(app)
