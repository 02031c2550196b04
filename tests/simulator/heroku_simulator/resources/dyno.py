# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Dynos: what runs now (behaviour.md 3.3). They start, come up, crash, and are replaced by every release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..chance import hexadecimal, number
from ..clock import clock, transition
from ..commands import command_fails, outcome_of
from ..errors import cannot_run_above_limit, conflict, invalid_params, no_such_size, not_found
from ..faults import faults
from ..files import close, new_stream, streams, write_line
from ..hooks import emit
from ..operation import View, operation, resolver, writer
from ..params import VARIABLE, boolean, integer, text, texts
from ..settings import settings
from ..store import Record, Table
from .app import App, apps, mention
from .dyno_size import DynoSize, available_sizes, check_allowed, find_size, first_size

if TYPE_CHECKING:
    from ..application import Call

ONE_OFF_SECONDS = 24 * 3600


@dataclass(kw_only=True)
class Dyno(Record):
    """A dyno; ``state`` is starting, up, idle, crashed or down.

    ``one_off`` are those that were asked for one by one. With a ``secret`` they are attached: a client has to come to
    the rendezvous before the command begins (``began``), and gets its output in place of the log. ``script`` are the
    lines that the command is still to put out, ``pause`` seconds apart.
    """

    app_id: str
    name: str
    type: str
    command: str
    size: str
    release_id: str
    release_version: int
    state: str = "starting"
    one_off: bool = False
    env: dict[str, str] = field(default_factory=dict)
    secret: str | None = None
    stream_id: str | None = None
    tty: bool = True
    began: bool = False
    script: list[str] = field(default_factory=list)
    pause: float = 0.0
    exit_code: int = 0


dynos = Table("dynos", Dyno, parents={"app_id": apps}, secrets=("secret", "env", "script"))


@dataclass(frozen=True)
class Wanted:
    """What a process type should run."""

    quantity: int
    size: str
    command: str


def say(dyno: Dyno, text: str, source: str = "heroku") -> None:
    """Write a line into the app's log: what the platform says about a dyno, or (``app``) what the dyno says itself."""
    emit("log.line", apps[dyno.app_id], source=source, process=dyno.name, text=text)


def _start(app: App, name: str, process_type: str, wanted: Wanted, release_id: str, version: int, **more: Any) -> Dyno:
    dyno = dynos.add(
        Dyno(
            app_id=app.id,
            name=name,
            type=process_type,
            command=wanted.command,
            size=wanted.size,
            release_id=release_id,
            release_version=version,
            **more,
        )
    )
    emit("record.changed", app, "dyno", "create", dyno)
    clock.after(settings.timings.dyno_start, "dyno.start", dyno.id)
    return dyno


def _end(dyno: Dyno) -> None:
    """Shut a dyno down that is running something."""
    if dyno.state in ("starting", "up"):
        say(dyno, "Stopping all processes with SIGTERM")
        say(dyno, "Process exited with status 143")


@dynos.before_remove
def _let_go(dyno: Dyno) -> None:
    """Whoever is attached to a dyno that goes hears no more."""
    stream = streams.get(dyno.stream_id)
    if stream is not None:
        close(stream)
    emit("record.changed", apps[dyno.app_id], "dyno", "destroy", dyno)


def converge(app: App, formation: Mapping[str, Wanted], release_id: str, version: int, *, replace: bool) -> None:
    """Start and stop dynos until they are what the formation says; with ``replace``, all are started anew."""
    present = {dyno.name: dyno for dyno in dynos.where("app_id", app.id) if not dyno.one_off}
    names = {
        f"{process_type}.{index}": (process_type, wanted)
        for process_type, wanted in formation.items()
        for index in range(1, wanted.quantity + 1)
    }
    for name, dyno in present.items():
        if replace or name not in names or dyno.size != names[name][1].size:
            if name in names:
                say(dyno, "Restarting")
                say(dyno, f"State changed from {dyno.state} to starting")
            _end(dyno)
            dynos.remove(dyno)
    kept = {dyno.name for dyno in dynos.where("app_id", app.id)}
    for name, (process_type, wanted) in names.items():
        if name not in kept:
            _start(app, name, process_type, wanted, release_id, version)


def restart(app: App, chosen: list[Dyno]) -> None:
    """Replace dynos by new ones of the same kind; those that were started one by one end."""
    for dyno in chosen:
        if not dyno.one_off:
            say(dyno, "Restarting")
            say(dyno, f"State changed from {dyno.state} to starting")
        _end(dyno)
        dynos.remove(dyno)
        if not dyno.one_off:
            wanted = Wanted(1, dyno.size, dyno.command)
            _start(app, dyno.name, dyno.type, wanted, dyno.release_id, dyno.release_version)


@transition("dyno.start", can_fail=True)
def come_up(dyno_id: str) -> None:
    """A dyno has started: it is up, or crashed when its command fails."""
    dyno = dynos.get(dyno_id)
    if dyno is None or dyno.state != "starting":
        return
    if dyno.one_off:
        if faults.transition_fails("dyno.start"):
            finish(dyno_id, 1)
            return
        _change(dyno, "up")
        if dyno.secret is None:
            begin(dyno)
        else:
            say(dyno, "Awaiting client")
            clock.after(settings.timings.await_client, "dyno.nobody_came", dyno.id, deadline=True)
        return
    say(dyno, f"Starting process with command `{dyno.command}`")
    for line in outcome_of(dyno.command, variables_of(dyno)).lines:
        say(dyno, line, "app")
    crashed = command_fails(dyno.command) or faults.transition_fails("dyno.start")
    if crashed:
        say(dyno, "Process exited with status 1")
    _change(dyno, "crashed" if crashed else "up")


@transition("dyno.revive")
def revive(dyno_id: str) -> None:
    """The dyno manager starts a dyno of the formation again that was stopped."""
    dyno = dynos.get(dyno_id)
    if dyno is not None and dyno.state == "down":
        restart(apps[dyno.app_id], [dyno])


def _change(dyno: Dyno, state: str) -> None:
    say(dyno, f"State changed from {dyno.state} to {state}")
    dynos.update(dyno, state=state)
    emit("record.changed", apps[dyno.app_id], "dyno", "update", dyno)


def variables_of(dyno: Dyno) -> dict[str, str]:
    """The environment of what runs in a dyno."""
    return {**apps[dyno.app_id].config, **dyno.env, "DYNO": dyno.name}


# --- One-off dynos


def with_secret(secret: str) -> Dyno | None:
    """The attached dyno that waits for the client with this secret."""
    return next((dyno for dyno in dynos if secret and dyno.secret == secret and not dyno.began), None)


def attach(dyno: Dyno) -> None:
    """The client of an attached dyno has come."""
    say(dyno, "Client connection established")
    begin(dyno)


def begin(dyno: Dyno) -> None:
    """Let the command of a one-off dyno begin."""
    say(dyno, f"Starting process with command `{dyno.command}`")
    outcome = outcome_of(dyno.command, variables_of(dyno))
    seconds = settings.timings.one_off if outcome.seconds is None else outcome.seconds
    pause = seconds / (len(outcome.lines) + 1)
    dynos.update(dyno, touch=False, began=True, script=outcome.lines, pause=pause, exit_code=outcome.exit_code)
    clock.after(pause, "dyno.line", dyno.id)


@transition("dyno.line")
def next_line(dyno_id: str) -> None:
    """A command puts out a line, or ends after the last one."""
    dyno = dynos.get(dyno_id)
    if dyno is None:
        return
    if not dyno.script:
        finish(dyno_id, dyno.exit_code)
        return
    stream = streams.get(dyno.stream_id)
    if stream is not None:
        write_line(stream, dyno.script[0])
    else:
        say(dyno, dyno.script[0], "app")
    dynos.update(dyno, touch=False, script=dyno.script[1:])
    clock.after(dyno.pause, "dyno.line", dyno.id)


@transition("dyno.nobody_came")
def nobody_came(dyno_id: str) -> None:
    """The client of an attached dyno did not come in time: its command is never run."""
    dyno = dynos.get(dyno_id)
    if dyno is not None and not dyno.began:
        say(dyno, "Error R13 (Attach error) -> Failed to attach to process")
        finish(dyno_id, 128)


@transition("dyno.finish")
def finish(dyno_id: str, exit_code: int = 143) -> None:
    """A one-off dyno has done its work, or lived too long: it is gone."""
    dyno = dynos.get(dyno_id)
    if dyno is not None:
        say(dyno, f"Process exited with status {exit_code}")
        dynos.update(dyno, touch=False, exit_code=exit_code)
        _change(dyno, "complete")
        dynos.remove(dyno)


# --- Operations


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
        "attach_url": f"rendezvous://{settings.rendezvous}/{dyno.secret}" if dyno.secret else None,
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
        "env": texts(VARIABLE),
        "force_no_tty": boolean(nullable=True),
        "size": text(),
        "type": text(),
        "time_to_live": integer(),
    },
    access="deploy",
)
def create(call: Call, app: App) -> Dyno:
    """Dyno Create: a one-off dyno; without ``attach`` its output goes to the log [I].

    409 as long as the app has no release that it could run (cli-requests.md A).
    """
    body = call.body
    if app.current_release_id is None:
        raise conflict("Release not found.")
    available = available_sizes(app)
    size = find_size(body["size"]) if "size" in body else first_size(app)
    if size is None or size not in available:
        raise no_such_size(str(body.get("size")), [item.name for item in available])
    check_allowed(app, size)
    _check_eco(app, size)
    env = body.get("env", {})
    seconds = body.get("time_to_live", ONE_OFF_SECONDS)
    if not 0 < seconds <= ONE_OFF_SECONDS:
        raise invalid_params(f"time_to_live must be between 1 and {ONE_OFF_SECONDS} seconds.")
    process_type = body.get("type", "run")
    wanted = Wanted(1, size.name, body["command"])
    attached = body.get("attach") is True
    dyno = _start(
        app,
        f"{process_type}.{number(4)}",
        process_type,
        wanted,
        app.current_release_id,
        app.current_version,
        one_off=True,
        env=env,
        secret=hexadecimal(40) if attached else None,
        stream_id=new_stream().id if attached else None,
        tty=body.get("force_no_tty") is not True,
    )
    emit(
        "log.line",
        app,
        source="app",
        process="api",
        text=f"Starting process with command `{dyno.command}` by user {call.account.email}",
    )
    clock.after(seconds, "dyno.finish", dyno.id, deadline=True)
    return dyno


def _check_eco(app: App, size: DynoSize) -> None:
    """Raises the 422 for a one-off Eco dyno that would run beside another one (recorded.md A 5)."""
    running = sum(dyno.size == size.name and dyno.state in ("starting", "up") for dyno in dynos.where("app_id", app.id))
    if size.tier == "Eco" and running:
        raise cannot_run_above_limit(1, running + 1, size.name)


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
    _end(dyno)
    if dyno.one_off:
        dynos.remove(dyno)
        return
    _change(dyno, "down")
    clock.after(settings.timings.dyno_start, "dyno.revive", dyno.id)


def _of_type(app: App, process_type: str) -> list[Dyno]:
    found = [dyno for dyno in dynos.where("app_id", app.id) if dyno.type == process_type]
    if not found:
        raise not_found("process type")
    return found
