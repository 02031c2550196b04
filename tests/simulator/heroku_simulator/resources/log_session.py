# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The log of an app, written by what happens to it, and log sessions, by which it is read (behaviour.md 3.18)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from starlette.responses import Response, StreamingResponse
from starlette.types import Scope

from ..chance import hexadecimal
from ..clock import clock, transition
from ..connection import headers_of
from ..errors import invalid_params
from ..files import responder
from ..hooks import on
from ..operation import View, operation, writer
from ..params import boolean, integer, text
from ..settings import settings
from ..store import Record, Table
from .account import accounts
from .app import App, apps
from .dyno_size import dyno_sizes
from .release import author_of

if TYPE_CHECKING:
    from ..application import Call
    from .account import Account
    from .build import Build
    from .formation import Formation
    from .release import Release
    from .stack import Stack

KEPT_LINES = 1500
USUAL_LINES = 100


@dataclass(kw_only=True)
class Log(Record):
    """The last lines of an app's log, each as time, source, process and text; ``dropped`` were there before them."""

    app_id: str
    dropped: int = 0
    lines: list[tuple[float, str, str, str]] = field(default_factory=list)


@dataclass(kw_only=True)
class LogSession(Record):
    """Somebody's view of a log, at an address that is a secret and ends after some minutes."""

    app_id: str
    lines: int
    tail: bool
    source: str | None = None
    process: str | None = None
    type: str | None = None
    token: str = field(default_factory=lambda: hexadecimal(40))


logs = Table("logs", Log, groups=("app_id",), parents={"app_id": apps}, secrets=("lines",))
log_sessions = Table("log_sessions", LogSession, unique=("token",), parents={"app_id": apps}, secrets=("token",))


# --- What writes into a log


@on("log.line")
def write_line(app: App, *, source: str, process: str, text: str) -> None:
    """Add a line. ``source`` is app or heroku, ``process`` a dyno, ``router`` or ``api``."""
    if settings.building:
        return
    log = _log_of(app) or logs.add(Log(app_id=app.id))
    log.lines.append((clock.now(), source, process, text))
    if len(log.lines) >= 2 * KEPT_LINES:
        log.dropped += len(log.lines) - KEPT_LINES
        del log.lines[:-KEPT_LINES]
    clock.wake()


def _log_of(app: App) -> Log | None:
    found = logs.where("app_id", app.id)
    return found[0] if found else None


@on("release.created")
def _release(release: Release, app: App) -> None:
    email = author_of(release)["email"]
    write_line(app, source="app", process="api", text=f"{release.description} by user {email}")
    write_line(app, source="app", process="api", text=f"Release v{release.version} created by user {email}")


@on("app.build_stack_changed")
def _stack_changed(app: App, actor: Account, stack: Stack, old: Stack) -> None:
    write_line(app, source="app", process="api", text=f"Stack changed from {old.name} to {stack.name}")


@on("build.started")
def _build_started(build: Build, app: App) -> None:
    email = accounts[build.user_id].email
    write_line(app, source="app", process="api", text=f"Build started by user {email}")


@on("release.command_started")
def _command_started(release: Release, app: App, command: str, process: str) -> None:
    """The lines of a release phase (recorded.md C)."""
    email = author_of(release)["email"]
    write_line(app, source="app", process="api", text=f"Running release v{release.version} commands by user {email}")
    for line in (f"Starting process with command `{command}`", "State changed from starting to up"):
        write_line(app, source="heroku", process=process, text=line)


@on("release.command_ended")
def _command_ended(release: Release, app: App, exit_code: int, process: str) -> None:
    for line in (f"Process exited with status {exit_code}", "State changed from up to complete"):
        write_line(app, source="heroku", process=process, text=line)
    if exit_code:
        email = author_of(release)["email"]
        write_line(app, source="app", process="api", text=f"Release v{release.version} command failed by user {email}")


@on("build.succeeded")
def _build_succeeded(build: Build, app: App) -> None:
    write_line(app, source="app", process="api", text="Build succeeded")


@on("build.failed")
def _build_failed(build: Build, app: App) -> None:
    address = f"https://dashboard.heroku.com/apps/{app.id}/activity/builds/{build.id}"
    write_line(app, source="app", process="api", text=f"Build failed -- check your build output: {address}")


@on("formation.scaled")
def _scaled(app: App, formation: list[Formation], actor: Account | None) -> None:
    sizes = (f"{item.type}@{item.quantity}:{dyno_sizes[item.dyno_size_id].name}" for item in formation)
    who = f" by user {actor.email}" if actor else ""
    write_line(app, source="app", process="api", text=f"Scaled to {' '.join(sizes)}{who}")


@on("app.deleted")
def _deleted(app: App) -> None:
    """Whoever reads the log of an app that is gone has read it all."""
    clock.wake()


# --- Sessions


@writer(LogSession)
def write(session: LogSession, view: View) -> dict[str, Any]:
    """The resource ``log-session``."""
    return {
        "created_at": session.created_at,
        "id": session.id,
        "logplex_url": f"{settings.url}/sessions/{session.token}",
        "updated_at": session.updated_at,
    }


@operation(
    "POST",
    "/apps/{app}/log-sessions",
    params={
        "dyno": text(nullable=True),
        "dyno_name": text(nullable=True),
        "type": text(nullable=True),
        "lines": integer(nullable=True),
        "source": text(nullable=True),
        "tail": boolean(nullable=True),
    },
    access="view",
    scope="read",
)
def create(call: Call, app: App) -> LogSession:
    """Log Session Create. Clients say ``dyno`` for what the schema calls ``dyno_name`` (cli-requests.md B).

    Apps of the Fir generation have no lines of the past, only what comes: the CLI always lets it tail.
    """
    body = call.body
    lines = body.get("lines")
    if lines is not None and lines < 0:
        raise invalid_params("Lines must not be negative.")
    fir = app.generation == "fir"
    session = log_sessions.add(
        LogSession(
            app_id=app.id,
            lines=0 if fir else min(USUAL_LINES if lines is None else lines, KEPT_LINES),
            tail=fir or bool(body.get("tail")),
            source=body.get("source"),
            process=body.get("dyno_name") or body.get("dyno"),
            type=body.get("type"),
        )
    )
    clock.after(settings.timings.log_session, "log_session.end", session.id, deadline=True)
    return session


@transition("log_session.end")
def _end(session_id: str) -> None:
    """Nobody can begin to read any more; who reads already goes on."""
    session = log_sessions.get(session_id)
    if session is not None:
        log_sessions.remove(session)


def _matches(session: LogSession, source: str, process: str) -> bool:
    return (
        session.source in (None, source)
        # The name of a dyno, or, as older clients send it, a process type.
        and (session.process is None or process == session.process or process.startswith(f"{session.process}."))
        and (session.type is None or process.partition(".")[0] == session.type)
    )


def _shown(line: tuple[float, str, str, str]) -> str:
    seconds, source, process, words = line
    time = datetime.fromtimestamp(seconds, timezone.utc).isoformat(timespec="microseconds")
    return f"{time} {source}[{process}]: {words}"


@responder("sessions")
def respond(scope: Scope, segments: list[str], body: bytes) -> Response:
    """Send the lines of a session, as text or as the events that the official command asks for."""
    session = log_sessions.by("token", segments[1]) if len(segments) == 2 else None
    if session is None or scope["method"] != "GET":
        return Response("Not found.\n", 404, media_type="text/plain")
    events = "text/event-stream" in headers_of(scope).get("accept", "")
    return StreamingResponse(_follow(session, events), media_type="text/event-stream" if events else "text/plain")


async def _follow(session: LogSession, events: bool) -> AsyncIterator[str]:
    app = apps[session.app_id]
    log = _log_of(app)
    past = [line for line in log.lines if _matches(session, *line[1:3])] if log else []
    for line in past[len(past) - session.lines :] if session.lines < len(past) else past:
        yield _framed(line, events)
    seen = log.dropped + len(log.lines) if log else 0
    while session.tail and apps.get(session.app_id) is app:
        clock.run_due()
        log = _log_of(app)
        fresh = log.lines[max(0, seen - log.dropped) :] if log else []
        seen += len(fresh)
        for line in fresh:
            if _matches(session, *line[1:3]):
                yield _framed(line, events)
        if not fresh:
            await clock.changed()


def _framed(line: tuple[float, str, str, str], events: bool) -> str:
    return f"id: {int(line[0] * 1000)}\ndata: {_shown(line)}\n\n" if events else f"{_shown(line)}\n"
