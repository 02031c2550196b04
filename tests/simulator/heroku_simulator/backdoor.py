# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``/_simulator/``: what tests and people need beside the API. It asks for no credentials; it is on loopback only."""

from __future__ import annotations

import re
from dataclasses import asdict
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from . import page, rendezvous, store, world
from .clock import clock
from .faults import faults
from .hooks import emit
from .operation import OPERATIONS
from .requestlog import request_log
from .resources.app import apps
from .resources.container_image import push
from .settings import settings
from .switches import SWITCHES, switches

FAVICON = "favicon.ico"
PREFIXES = ("", "_simulator", FAVICON)


def respond(scope: Scope, segments: list[str], body: bytes) -> Response:
    """Answer a request for the page or for the back door."""
    if not segments:
        clock.run_due()
        return HTMLResponse(page.render(_query(scope)), headers=page.HEADERS)
    if segments == [FAVICON]:
        return Response(page.ICON, media_type="image/svg+xml")
    handler = _HANDLERS.get((scope["method"], "/".join(segments[1:])))
    if handler is None:
        known = sorted(f"{method} /_simulator/{path}" for method, path in _HANDLERS)
        return _json({"message": "There is no such thing here.", "known": known}, 404)
    try:
        return handler(_query(scope), orjson.loads(body) if body.strip() else {})
    except (ValueError, KeyError, TypeError) as error:
        return _json({"message": str(error)}, 422)


def _query(scope: Scope) -> Query:
    return dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))


def _json(value: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(value), status, media_type="application/json")


Query = dict[str, str]


def _get_requests(query: Query, body: Any) -> Response:
    return _json(request_log.select(query))


def _delete_requests(query: Query, body: Any) -> Response:
    request_log.clear()
    return _json({})


def _get_faults(query: Query, body: Any) -> Response:
    return _json([asdict(fault) for fault in faults])


def _post_faults(query: Query, body: Any) -> Response:
    added = [asdict(faults.add(item)) for item in (body if isinstance(body, list) else [body])]
    return _json(added if isinstance(body, list) else added[0], 201)


def _delete_faults(query: Query, body: Any) -> Response:
    faults.clear()
    return _json({})


def _get_state(query: Query, body: Any) -> Response:
    clock.run_due()
    return _json(
        {"clock": clock.dump(), "switches": switches.dump(), "tables": store.dump(secrets=query.get("secrets") == "1")}
    )


def _put_state(query: Query, body: Any) -> Response:
    store.load(body["tables"])
    if "clock" in body:
        clock.load(body["clock"])
    for name, answer in body.get("switches", {}).items():
        switches.set(name, answer)
    return _json({})


def _post_reset(query: Query, body: Any) -> Response:
    """Back to how the process started: its world, its clock, no faults, an empty log."""
    faults.clear()
    request_log.clear()
    world.start_again()
    return _json({})


def _get_clock(query: Query, body: Any) -> Response:
    return _json(clock.dump())


def _post_clock(query: Query, body: Any) -> Response:
    unknown = set(body) - {"mode", "advance"}
    if unknown:
        raise ValueError(f"the clock knows `mode` and `advance`, not {', '.join(sorted(unknown))}")
    if "mode" in body:
        clock.set_mode(str(body["mode"]))
        clock.settle()
    if "advance" in body:
        clock.advance(float(body["advance"]))
    return _json(clock.dump())


def _get_switches(query: Query, body: Any) -> Response:
    return _json({name: {**asdict(switch), "answer": switches[name]} for name, switch in SWITCHES.items()})


def _post_switches(query: Query, body: Any) -> Response:
    for name, answer in body.items():
        switches.set(name, str(answer))
    return _json(switches.dump())


def _post_settings(query: Query, body: Any) -> Response:
    unknown = set(body) - {"latency_ms", "rate_limit"}
    if unknown:
        raise ValueError(f"settings are latency_ms and rate_limit, not {', '.join(sorted(unknown))}")
    settings.latency = float(body.get("latency_ms", settings.latency * 1000)) / 1000
    settings.rate_limit = int(body.get("rate_limit", settings.rate_limit))
    return _json({"latency_ms": settings.latency * 1000, "rate_limit": settings.rate_limit})


def _get_operations(query: Query, body: Any) -> Response:
    return _json(
        [
            {"method": item.method, "path": item.path, "clients": request_log.clients(item.method, item.path)}
            for item in OPERATIONS.values()
        ]
    )


def _post_log(query: Query, body: Any) -> Response:
    """Let an app, or a part of the platform such as the router, write a line into the app's log."""
    app = apps.by("name", body["app"])
    if app is None:
        raise ValueError(f"there is no app {body['app']}")
    emit("log.line", app, source=body.get("source", "app"), process=body.get("process", "web.1"), text=body["text"])
    clock.wake()
    return _json({}, 201)


def _post_images(query: Query, body: Any) -> Response:
    """Let the container registry know an image: what a push leads to."""
    app = apps.by("name", body["app"])
    if app is None:
        raise ValueError(f"there is no app {body['app']}")
    if not re.fullmatch(r"sha256:[0-9a-f]{64}", body["digest"]):
        raise ValueError("digest must be sha256: and 64 hexadecimal digits")
    push(app, body.get("type", "web"), body["digest"], body.get("command", ""))
    return _json({}, 201)


def _get_certificate(query: Query, body: Any) -> Response:
    return Response(rendezvous.certificate(), media_type="application/x-pem-file")


_HANDLERS = MappingProxyType(
    {
        ("GET", "requests"): _get_requests,
        ("DELETE", "requests"): _delete_requests,
        ("GET", "faults"): _get_faults,
        ("POST", "faults"): _post_faults,
        ("DELETE", "faults"): _delete_faults,
        ("GET", "state"): _get_state,
        ("PUT", "state"): _put_state,
        ("POST", "reset"): _post_reset,
        ("GET", "clock"): _get_clock,
        ("POST", "clock"): _post_clock,
        ("GET", "switches"): _get_switches,
        ("POST", "switches"): _post_switches,
        ("POST", "settings"): _post_settings,
        ("GET", "operations"): _get_operations,
        ("POST", "log"): _post_log,
        ("POST", "images"): _post_images,
        ("GET", "certificate"): _get_certificate,
    }
)
