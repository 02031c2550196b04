# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one log drain that the apps of a space share (behaviour.md 3.11). Its url holds credentials: a secret."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import errors
from ..chance import new_id
from ..hooks import on
from ..operation import View, operation, writer
from ..params import text
from ..store import Record, Table
from ..switches import switches
from .space import Space, check_allocated, check_cedar, spaces

if TYPE_CHECKING:
    from ..application import Call


@dataclass(kw_only=True)
class SpaceLogDrain(Record):
    """The drain of a space."""

    space_id: str
    url: str
    token: str


space_log_drains = Table("space_log_drains", SpaceLogDrain, parents={"space_id": spaces}, secrets=("url", "token"))


def drain_of(space: Space) -> SpaceLogDrain | None:
    """The drain of a space, if it has one."""
    return next(iter(space_log_drains.where("space_id", space.id)), None)


@on("space.created")
def _drain_at_creation(space: Space, log_drain_url: str | None = None, **details: Any) -> None:
    if log_drain_url is not None:
        _add(space, log_drain_url)


def _add(space: Space, url: str) -> SpaceLogDrain:
    return space_log_drains.add(SpaceLogDrain(space_id=space.id, url=url, token=f"d.{new_id()}"))


@writer(SpaceLogDrain)
def write(drain: SpaceLogDrain, view: View) -> dict[str, Any]:
    """The resource ``log-drain``, of no app and no add-on."""
    return {
        "addon": None,
        "app": None,
        "created_at": drain.created_at,
        "id": drain.id,
        "token": drain.token,
        "updated_at": drain.updated_at,
        "url": drain.url,
    }


@operation("GET", "/spaces/{space}/log-drain")
def info(call: Call, space: Space) -> SpaceLogDrain:
    """Space Log Drain Info: 404 when there is none [I]."""
    drain = drain_of(space)
    if drain is None:
        raise errors.not_found("log drain", resource="log_drain")
    return drain


@operation("PUT", "/spaces/{space}/log-drain", params={"url": text(required=True)}, access="manage")
def update(call: Call, space: Space) -> SpaceLogDrain | dict[str, Any]:
    """Space Log Drain Update: the url takes the place of the old one; what an empty one does is a switch."""
    check_cedar(space, "Log drains are")
    check_allocated(space)
    url: str = call.body["url"]
    drain = drain_of(space)
    if not url and drain is not None and switches["space_log_drain_removal"] == "empty_url":
        space_log_drains.remove(drain)
        return {**write(drain, View()), "url": ""}
    if not url.startswith("https://"):
        raise errors.invalid_params("Url must use HTTPS")
    if drain is None:
        if switches["space_log_drain_later"] == "refused":
            raise errors.invalid_params(f"The space {space.name} was created without a log drain.")
        return _add(space, url)
    space_log_drains.update(drain, url=url)
    return drain
