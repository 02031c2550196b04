# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Formation: how many dynos of which size each process type runs (behaviour.md 3.3).

There is none before the first release with a slug; types come and go with the slug's, and nobody creates or deletes
one by hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..errors import (
    ApiError,
    cannot_run_above_limit,
    invalid_params,
    mixed_tiers,
    no_process_type,
    no_such_size,
    not_found,
    one_dyno_per_type,
    unknown_params,
    wrong_type,
)
from ..hooks import emit
from ..operation import View, operation, resolver, writer
from ..params import PROCESS_TYPE, anything, identity, identity_of, list_of, structure, text
from ..store import Record, Table
from ..switches import switches
from .app import App, apps, mention
from .dyno import Wanted, converge
from .dyno_size import DynoSize, available_sizes, check_allowed, dyno_sizes, find_size, first_size

if TYPE_CHECKING:
    from ..application import Call
    from .account import Account

LARGEST_QUANTITY = 100


@dataclass(kw_only=True)
class Formation(Record):
    """One process type of an app."""

    app_id: str
    type: str
    command: str
    quantity: int
    dyno_size_id: str
    docker_image: str | None = None


formations = Table("formations", Formation, parents={"app_id": apps})


def sync(app: App, process_types: dict[str, str], actor: Account, images: Mapping[str, str]) -> None:
    """Let the formation have just the process types of the slug that is released: at first one web, nothing else.

    ``images`` are the ids of those that were pushed, by process type.
    """
    present = {item.type: item for item in formations.where("app_id", app.id)}
    size = first_size(app)
    first = not present
    for name, command in process_types.items():
        if name in present:
            formations.update(present[name], command=command, docker_image=images.get(name))
        else:
            quantity = 1 if first and name == "web" else 0
            formations.add(
                Formation(
                    app_id=app.id,
                    type=name,
                    command=command,
                    quantity=quantity,
                    dyno_size_id=size.id,
                    docker_image=images.get(name),
                )
            )
    for name, item in present.items():
        if name not in process_types:
            emit("record.changed", app, "formation", "destroy", item, actor)
            formations.remove(item)
    if first:
        emit("formation.scaled", app, formation=formations.where("app_id", app.id), actor=actor)


def run(app: App, *, replace: bool) -> None:
    """Let the dynos follow the formation."""
    if app.current_release_id is None:
        return
    wanted = {
        item.type: Wanted(item.quantity, dyno_sizes[item.dyno_size_id].name, item.command)
        for item in formations.where("app_id", app.id)
    }
    converge(app, wanted, app.current_release_id, app.current_version, replace=replace)


@resolver("formation")
def resolve_formation(call: Call, identity: str) -> Formation:
    """By id or type, within the app of the path. A GET and a PATCH have their own texts (behaviour.md 2.2)."""
    for item in formations.where("app_id", call.found["app"].id):
        if identity in (item.id, item.type):
            return item
    raise not_found("formation") if call.method == "GET" else no_process_type(identity)


@writer(Formation)
def write(item: Formation, view: View) -> dict[str, Any]:
    """The resource ``formation``."""
    size = dyno_sizes[item.dyno_size_id]
    image = {"docker_image": {"id": item.docker_image} if item.docker_image else None}
    return {
        **(image if view.variant == DOCKER_RELEASES else {}),
        "app": mention(apps[item.app_id]),
        "command": item.command,
        "created_at": item.created_at,
        "dyno_size": {"id": size.id, "name": size.name},
        "id": item.id,
        "quantity": item.quantity,
        "size": size.name,
        "type": item.type,
        "updated_at": item.updated_at,
    }


@dataclass(frozen=True)
class _Target:
    """What a type is to become."""

    quantity: int
    size: DynoSize


def _quantity(value: Any, current: int) -> int:
    """An integer, a string with one, or (with a sign) a difference to the present quantity (behaviour.md 3.3)."""
    if isinstance(value, str) and re.fullmatch(r"[+-]\d+", value):
        value = current + int(value)
    elif isinstance(value, str) and value.isdigit():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise wrong_type("quantity", "an integer")
    if not 0 <= value <= LARGEST_QUANTITY:
        raise invalid_params(f"Quantity must be between 0 and {LARGEST_QUANTITY}.")
    return value


def _size(app: App, update: dict[str, Any], current: DynoSize) -> DynoSize:
    wanted = identity_of(update.get("dyno_size")) or update.get("size")
    if wanted is None:
        return current
    if isinstance(wanted, str) and app.space_id:
        # Shield dynos are Private ones to the API (behaviour.md 3.3).
        wanted = re.sub(r"(?i)^shield-", "Private-", wanted)
    available = available_sizes(app)
    size = find_size(wanted) if isinstance(wanted, str) else None
    if size is None or size not in available:
        raise no_such_size(str(wanted), [item.name for item in available])
    return size


def _check(app: App, targets: dict[str, _Target]) -> None:
    """Judge the formation that would result. Raises what Heroku says about tiers and limits."""
    counted = [target for target in targets.values() if switches["tier_mix"] == "all_types" or target.quantity > 0]
    for target in counted:
        check_allowed(app, target.size)
    for target in counted[1:]:
        if target.size.tier != counted[0].size.tier:
            raise mixed_tiers(*sorted((counted[0].size.name, target.size.name)))
    for target in targets.values():
        if target.size.per_type is not None and target.quantity > target.size.per_type:
            if target.size.per_type == 1:
                raise one_dyno_per_type(target.size.name)
            raise cannot_run_above_limit(target.size.per_type, target.quantity, target.size.name)
    total = sum(target.quantity for target in targets.values())
    if total > LARGEST_QUANTITY:
        raise cannot_run_above_limit(LARGEST_QUANTITY, total, "total")


def scale(app: App, updates: list[dict[str, Any]], actor: Account | None = None) -> list[Formation]:
    """Change several types at once, or none of them. Returns those that were named. ``actor``: for the log."""
    present = {item.type: item for item in formations.where("app_id", app.id)}
    targets = {name: _Target(item.quantity, dyno_sizes[item.dyno_size_id]) for name, item in present.items()}
    for update in updates:
        name = update["type"]
        item = present.get(name) or next((item for item in present.values() if item.id == name), None)
        if item is None:
            raise no_process_type(name)
        before = targets[item.type]
        quantity = _quantity(update["quantity"], before.quantity) if "quantity" in update else before.quantity
        targets[item.type] = _Target(quantity, _size(app, update, before.size))
    _check(app, targets)
    for name, target in targets.items():
        formations.update(present[name], quantity=target.quantity, dyno_size_id=target.size.id)
    run(app, replace=False)
    emit("formation.scaled", app, formation=list(present.values()), actor=actor)
    named = [item for item in present.values() if {item.type, item.id} & {update["type"] for update in updates}]
    for item in named:
        emit("record.changed", app, "formation", "update", item)
    return named


def _bad_type() -> ApiError:
    return invalid_params("Type is invalid")


_CHANGES = MappingProxyType(
    {
        "quantity": anything(),
        "size": text(),
        "dyno_size": identity(),
        "docker_image": text(nullable=True),
    }
)
DOCKER_RELEASES = "docker-releases"


def _release_images(call: Call, app: App, updates: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Release the images that updates name (recorded.md A 21). Returns what is left to be scaled."""
    images = {update["type"]: update["docker_image"] for update in updates if "docker_image" in update}
    if not images:
        return updates
    if call.view.variant != DOCKER_RELEASES:
        raise unknown_params(["docker_image" if "updates" not in call.body else "updates:docker_image"])
    emit("container.wanted", app, images=images, call=call)
    left = [{name: value for name, value in update.items() if name != "docker_image"} for update in updates]
    return [update for update in left if len(update) > 1]


@operation("GET", "/apps/{app}/formation", ranges=("id", "type"))
def list_(call: Call, app: App) -> list[Formation]:
    """Formation List."""
    return formations.where("app_id", app.id)


@operation("GET", "/apps/{app}/formation/{formation}")
def info(call: Call, app: App, formation: Formation) -> Formation:
    """Formation Info."""
    return formation


@operation(
    "PATCH",
    "/apps/{app}/formation",
    params={
        "updates": list_of(
            structure({"type": text(required=True, pattern=PROCESS_TYPE, invalid=_bad_type), **_CHANGES}),
            required=True,
        )
    },
)
def batch_update(call: Call, app: App) -> list[Formation]:
    """Formation Batch Update: all or nothing."""
    updates = _release_images(call, app, call.body["updates"])
    changed = scale(app, updates, call.account) if updates or not call.body["updates"] else []
    everything = sorted(formations.where("app_id", app.id), key=lambda item: item.id)
    if switches["batch_formation_body"] == "changed_types":
        released = {update["type"] for update in call.body["updates"] if update.get("docker_image")}
        return [item for item in everything if item in changed or item.type in released]
    return everything


@operation("PATCH", "/apps/{app}/formation/{formation}", params=_CHANGES)
def update(call: Call, app: App, formation: Formation) -> Formation:
    """Formation Update."""
    updates = _release_images(call, app, [{**call.body, "type": formation.type}])
    if updates:
        scale(app, updates, call.account)
    return formation
