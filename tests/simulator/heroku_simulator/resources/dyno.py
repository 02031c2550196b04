# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Dynos: what runs now (behaviour.md 3.3). They start, come up, crash, and are replaced by every release."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..chance import number
from ..clock import clock, transition
from ..errors import conflict, no_such_size, not_found
from ..faults import faults
from ..operation import View, operation, resolver, writer
from ..params import boolean, integer, mapping, text
from ..settings import settings
from ..store import Record, Table
from .app import App, apps, mention
from .dyno_size import available_sizes, find_size

if TYPE_CHECKING:
    from ..application import Call

ONE_OFF_SECONDS = 24 * 3600
_FAILS = re.compile(r"\bexit [1-9]|(?:^|[;&|]\s*)false\s*(?:$|[;&|])")


@dataclass(kw_only=True)
class Dyno(Record):
    """A dyno; ``state`` is starting, up, idle, crashed or down."""

    app_id: str
    name: str
    type: str
    command: str
    size: str
    release_id: str
    release_version: int
    state: str = "starting"
    attach_url: str | None = None


dynos = Table("dynos", Dyno, parents={"app_id": apps}, secrets=("attach_url",))


@dataclass(frozen=True)
class Wanted:
    """What a process type should run."""

    quantity: int
    size: str
    command: str


def command_fails(command: str) -> bool:
    """Whether a simulated command ends with an error: ``exit 1`` (any number but 0) or ``false`` in it."""
    return bool(_FAILS.search(command))


def _start(app: App, name: str, process_type: str, wanted: Wanted, release_id: str, version: int) -> Dyno:
    dyno = dynos.add(
        Dyno(
            app_id=app.id,
            name=name,
            type=process_type,
            command=wanted.command,
            size=wanted.size,
            release_id=release_id,
            release_version=version,
        )
    )
    clock.after(settings.timings.dyno_start, "dyno.start", dyno.id)
    return dyno


def converge(app: App, formation: Mapping[str, Wanted], release_id: str, version: int, *, replace: bool) -> None:
    """Start and stop dynos until they are what the formation says; with ``replace``, all are started anew."""
    present = {dyno.name: dyno for dyno in dynos.where("app_id", app.id) if dyno.type not in ("run", "release")}
    names = {
        f"{process_type}.{index}": (process_type, wanted)
        for process_type, wanted in formation.items()
        for index in range(1, wanted.quantity + 1)
    }
    for name, dyno in present.items():
        if replace or name not in names or dyno.size != names[name][1].size:
            dynos.remove(dyno)
    kept = {dyno.name for dyno in dynos.where("app_id", app.id)}
    for name, (process_type, wanted) in names.items():
        if name not in kept:
            _start(app, name, process_type, wanted, release_id, version)


def restart(app: App, chosen: list[Dyno]) -> None:
    """Replace dynos by new ones of the same kind."""
    for dyno in chosen:
        dynos.remove(dyno)
        if dyno.type != "run":
            wanted = Wanted(1, dyno.size, dyno.command)
            _start(app, dyno.name, dyno.type, wanted, dyno.release_id, dyno.release_version)


@transition("dyno.start")
def come_up(dyno_id: str) -> None:
    """A dyno has started: it is up, or crashed when its command fails."""
    dyno = dynos.get(dyno_id)
    if dyno is None:
        return
    crashed = command_fails(dyno.command) or faults.transition_fails("dyno.start")
    if dyno.type == "run" and not crashed:
        clock.after(settings.timings.one_off, "dyno.finish", dyno.id)
    dynos.update(dyno, state="crashed" if crashed else "up")


@transition("dyno.finish")
def finish(dyno_id: str) -> None:
    """A one-off dyno has done its work, or lived too long: it is gone."""
    dyno = dynos.get(dyno_id)
    if dyno is not None:
        dynos.remove(dyno)


@resolver("dyno")
def resolve_dyno(call: Call, identity: str) -> Dyno:
    """By id or name, within the app of the path."""
    for dyno in dynos.where("app_id", call.found["app"].id):
        if identity in (dyno.id, dyno.name):
            return dyno
    raise not_found("dyno")


@writer(Dyno)
def write(dyno: Dyno, view: View) -> dict[str, Any]:
    """The resource ``dyno``."""
    return {
        "attach_url": dyno.attach_url,
        "command": dyno.command,
        "created_at": dyno.created_at,
        "id": dyno.id,
        "name": dyno.name,
        "release": {"id": dyno.release_id, "version": dyno.release_version},
        "app": mention(apps[dyno.app_id]),
        "size": dyno.size,
        "state": dyno.state,
        "type": dyno.type,
        "updated_at": dyno.updated_at,
    }


@operation("GET", "/apps/{app}/dynos", ranges=("id", "name"))
def list_(call: Call, app: App) -> list[Dyno]:
    """Dyno List."""
    return dynos.where("app_id", app.id)


@operation("GET", "/apps/{app}/dynos/{dyno}")
def info(call: Call, app: App, dyno: Dyno) -> Dyno:
    """Dyno Info."""
    return dyno


@operation(
    "POST",
    "/apps/{app}/dynos",
    params={
        "command": text(required=True),
        "attach": boolean(nullable=True),
        "env": mapping(),
        "force_no_tty": boolean(nullable=True),
        "size": text(),
        "type": text(),
        "time_to_live": integer(),
    },
    access="deploy",
)
def create(call: Call, app: App) -> Dyno:
    """Dyno Create: a one-off dyno. 409 as long as the app has no release that it could run (cli-requests.md A)."""
    body = call.body
    if app.current_release_id is None:
        raise conflict("Release not found.")
    size = find_size(body["size"]) if "size" in body else available_sizes(app)[0]
    if size is None:
        raise no_such_size(body["size"], [item.name for item in available_sizes(app)])
    process_type = body.get("type", "run")
    wanted = Wanted(1, size.name, body["command"])
    dyno = _start(app, f"{process_type}.{number(4)}", process_type, wanted, app.current_release_id, app.current_version)
    clock.after(body.get("time_to_live", ONE_OFF_SECONDS), "dyno.finish", dyno.id, deadline=True)
    return dyno


@operation("DELETE", "/apps/{app}/dynos", status=202)
def restart_all(call: Call, app: App) -> dict[str, Any]:
    """Dyno Restart all."""
    restart(app, dynos.where("app_id", app.id))
    return {}


@operation("DELETE", "/apps/{app}/dynos/{dyno}", status=202)
def restart_one(call: Call, app: App, dyno: Dyno) -> dict[str, Any]:
    """Dyno Restart."""
    restart(app, [dyno])
    return {}


@operation("DELETE", "/apps/{app}/formations/{process_type:text}", status=202)
def restart_formation(call: Call, app: App, process_type: str) -> dict[str, Any]:
    """Dyno Restart formation."""
    restart(app, _of_type(app, process_type))
    return {}


@operation("POST", "/apps/{app}/dynos/{dyno}/actions/stop", status=202)
def stop(call: Call, app: App, dyno: Dyno) -> dict[str, Any]:
    """Dyno Stop: the dyno manager starts a dyno of a formation again (that is what `down` leads to)."""
    _stop(dyno)
    return {}


@operation("POST", "/apps/{app}/formations/{process_type:text}/actions/stop", status=202)
def stop_formation(call: Call, app: App, process_type: str) -> dict[str, Any]:
    """Dyno Stop formation."""
    for dyno in _of_type(app, process_type):
        _stop(dyno)
    return {}


def _stop(dyno: Dyno) -> None:
    if dyno.type == "run":
        dynos.remove(dyno)
        return
    dynos.update(dyno, state="down")
    clock.after(settings.timings.dyno_start, "dyno.start", dyno.id)


def _of_type(app: App, process_type: str) -> list[Dyno]:
    found = [dyno for dyno in dynos.where("app_id", app.id) if dyno.type == process_type]
    if not found:
        raise not_found("process type")
    return found
