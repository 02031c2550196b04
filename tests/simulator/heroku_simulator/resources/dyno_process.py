# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Processes inside dynos that run already: a command, whose client comes to the rendezvous (the schema).

``heroku run:inside`` makes them, of which the official command says that it is for apps of the Fir generation only.
What they put out is in the world's ``commands``, as for one-off dynos.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..chance import hexadecimal
from ..clock import clock, transition
from ..commands import outcome_of
from ..errors import invalid_params
from ..files import close, new_stream, streams, write_line
from ..operation import View, operation, writer
from ..params import VARIABLE, text, texts
from ..settings import settings
from ..store import Record, Table
from .app import App
from .dyno import Dyno, dynos, say, variables_of

if TYPE_CHECKING:
    from ..application import Call


@dataclass(kw_only=True)
class DynoProcess(Record):
    """A command inside a dyno; it begins when the client with its ``secret`` has come.

    ``script`` are the lines that it is still to put out, ``pause`` seconds apart.
    """

    dyno_id: str
    command: str
    secret: str
    stream_id: str
    env: dict[str, str] = field(default_factory=dict)
    tty: bool = True
    began: bool = False
    script: list[str] = field(default_factory=list)
    pause: float = 0.0


dyno_processes = Table(
    "dyno_processes", DynoProcess, unique=("secret",), parents={"dyno_id": dynos}, secrets=("secret", "env", "script")
)


@dyno_processes.before_remove
def _let_go(process: DynoProcess) -> None:
    """Whoever is attached to a process hears no more when it ends, or its dyno goes."""
    stream = streams.get(process.stream_id)
    if stream is not None:
        close(stream)


@writer(DynoProcess)
def write(process: DynoProcess, view: View) -> dict[str, Any]:
    """The resource ``dyno-processes``."""
    return {"attach_url": f"rendezvous://{settings.rendezvous}/{process.secret}"}


@operation(
    "POST", "/apps/{app}/dynos/{dyno}", params={"command": text(required=True), "env": texts(VARIABLE)}, access="deploy"
)
def create(call: Call, app: App, dyno: Dyno) -> DynoProcess:
    """Dyno Processes Create: for Fir only, in a dyno that is up [I: texts]."""
    if app.generation != "fir":
        raise invalid_params(f"The app {app.name} is not of the Fir generation.")
    if dyno.state != "up":
        raise invalid_params(f"The dyno {dyno.name} is not up.")
    return dyno_processes.add(
        DynoProcess(
            dyno_id=dyno.id,
            command=call.body["command"],
            env=call.body.get("env", {}),
            secret=hexadecimal(40),
            stream_id=new_stream().id,
        )
    )


def waiting(secret: str) -> DynoProcess | None:
    """The process that waits for the client with this secret."""
    process: DynoProcess | None = dyno_processes.by("secret", secret)
    return process if process is not None and not process.began else None


def begin(process: DynoProcess) -> None:
    """The client has come: the command runs, as that of a one-off dyno does."""
    dyno = dynos[process.dyno_id]
    say(dyno, f"Starting process with command `{process.command}`")
    outcome = outcome_of(process.command, {**variables_of(dyno), **process.env})
    seconds = settings.timings.one_off if outcome.seconds is None else outcome.seconds
    pause = seconds / (len(outcome.lines) + 1)
    dyno_processes.update(process, touch=False, began=True, script=outcome.lines, pause=pause)
    clock.after(pause, "dyno_process.line", process.id)


@transition("dyno_process.line")
def _next_line(process_id: str) -> None:
    """A command puts out a line, or ends after the last one."""
    process = dyno_processes.get(process_id)
    if process is None:
        return
    if not process.script:
        dyno_processes.remove(process)
        return
    write_line(streams[process.stream_id], process.script[0])
    dyno_processes.update(process, touch=False, script=process.script[1:])
    clock.after(process.pause, "dyno_process.line", process.id)
