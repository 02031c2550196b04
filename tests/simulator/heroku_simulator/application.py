# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ASGI application: one way for every request, from the bytes to the answer."""

from __future__ import annotations

import asyncio
import hashlib
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from enum import Enum
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

from . import authentication, backdoor, errors, files, ranges, ratelimit
from .chance import hexadecimal, new_id
from .clock import clock, seconds_of
from .connection import Headers, connection_of, headers_of
from .context import Context
from .errors import ApiError
from .faults import Fault, faults
from .operation import ROUTER, Operation, Reply, View, resolve, write
from .params import check
from .requestlog import LOGGED_HEADERS, Recorder, property_names, public_path, request_log
from .resources.account import Account
from .router import segments_of
from .second_factor import demand as demand_second_factor
from .settings import settings
from .store import Record
from .switches import switches

ACCEPT_PREFIX = "application/vnd.heroku+json"
USUAL_ACCEPT = f"{ACCEPT_PREFIX}; version=3"  # what nearly every request says
# What both kinds send: the core adds a Traceparent, and satellites send no X-Runtime (recorded.md D).
_SAFE = MappingProxyType({"Vary": "Authorization,Accept-Encoding", "X-Content-Type-Options": "nosniff"})
_VIA = "1.1 spaces-router (simulator)"
_HTML_PAGE = "<!DOCTYPE html><html><head><title>Application Error</title></head><body>Application error</body></html>"


@dataclass
class Call:
    """One request while it is handled. ``found`` has what the path's variables resolved to so far, by name.

    ``body`` is what counts of what was ``sent``.
    """

    method: str
    path: str
    headers: Headers
    query: Mapping[str, str]
    raw_body: bytes
    operation: Operation
    view: View = field(default_factory=View)
    body: dict[str, Any] = field(default_factory=dict)
    sent: dict[str, Any] | None = None
    found: dict[str, Any] = field(default_factory=dict)
    scopes: tuple[str, ...] = ()
    prepared: Any = None
    races: list[Fault] = field(default_factory=list)
    response_headers: dict[str, str] = field(default_factory=dict)
    caller: Account | None = None

    @property
    def account(self) -> Account:
        """Who calls; only operations that are not public may ask."""
        assert self.caller is not None
        return self.caller

    def warn(self, message: str) -> None:
        """Send a warning for people along (behaviour.md 1.2)."""
        self.response_headers["Warning-Message"] = message


@dataclass
class Answer:
    """What a call led to, before it is sent."""

    status: int
    content: bytes
    headers: dict[str, str]
    body: Any = None


class Application:
    """The application of one simulator: ``context`` is all that belongs to it.

    ``recorder`` gets every exchange of the API when there is one.
    """

    def __init__(self, context: Context, recorder: Recorder | None = None) -> None:
        self._context = context
        self._recorder = recorder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            with self._context.active():
                await self._serve(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        raw_path = scope.get("raw_path", b"").decode("latin-1") or scope["path"]
        body = await _read(receive)
        if body is None:  # half a request is none
            return
        segments = segments_of(raw_path)
        head = segments[0] if segments else ""
        if head in backdoor.PREFIXES:
            response = backdoor.respond(scope, segments, body)
            await response(scope, receive, send)
        elif files.serves(head):
            await self._serve_file(scope, segments, body, receive, send)
        else:
            await self._serve_api(scope, raw_path, segments, body, receive, send)

    async def _serve_file(self, scope: Scope, segments: list[str], body: bytes, receive: Receive, send: Send) -> None:
        hit = faults.for_request(scope["method"], "/" + "/".join(segments), "")
        response = await self._before(hit, scope, headers_of(scope))
        if response is _RESET:
            return
        response = response or files.respond(scope, segments, body)
        _log(scope["method"], files.public_path(segments), response.status_code, hit, headers_of(scope))
        if not await self._after(hit, scope, response, send):
            await response(scope, receive, send)

    async def _serve_api(
        self, scope: Scope, raw_path: str, segments: list[str], body: bytes, receive: Receive, send: Send
    ) -> None:
        started = time.perf_counter()
        headers = headers_of(scope)
        method = scope["method"]
        if method == "POST" and "x-http-method-override" in headers:
            method = headers["x-http-method-override"].upper()
        if method == "HEAD":
            method = "GET"  # the server leaves the body out
        if settings.latency:
            await asyncio.sleep(settings.latency)
        route = ROUTER.find(method, segments)
        operation = route[0] if route else None
        hit = faults.for_request(method, "/" + "/".join(segments), operation.path if operation else "")
        response = await self._before(hit, scope, headers)
        account: Account | None = None
        request_json: Any = None
        late = next((fault for fault in hit if fault.fault == "late_commit"), None)
        if response is None and late is not None:
            perform = await self._prepare(method, raw_path, route, headers, scope["query_string"], body)
            response = _answer_before_commit(late, scope, headers, perform)
        elif response is None:
            answer, call = await self._handle(method, raw_path, route, headers, scope["query_string"], body)
            account = call.caller if call else None
            request_json = (call.body if call.sent is None else call.sent) if call else None
            hit += call.races if call else []
            request_id = _request_id(headers)
            answer.headers.update({"Request-Id": request_id, "Via": _VIA})
            if not (operation and operation.satellite):
                answer.headers["X-Runtime"] = f"{time.perf_counter() - started:.9f}"
            response = Response(answer.content, answer.status, answer.headers)
            if self._recorder and call and switches["optional_properties"] == "present":
                self._recorder.record(call.operation, call.view.variant, call.body or None, answer.status, answer.body)
        path = public_path(operation, raw_path)
        unanswered = response is _RESET or any(fault.fault in ("reset", "silence") for fault in hit)
        _log(
            method,
            path,
            0 if unanswered else response.status_code,
            hit,
            headers,
            operation=operation,
            account=account,
            body=request_json,
            query_string=scope["query_string"],
        )
        if response is not _RESET and not await self._after(hit, scope, response, send):
            await response(scope, receive, send)

    async def _handle(
        self,
        method: str,
        path: str,
        route: tuple[Operation, list[str]] | None,
        headers: Headers,
        query_string: bytes,
        body: bytes,
    ) -> tuple[Answer, Call | None]:
        """Perform a call, whatever comes of it."""
        perform = await self._prepare(method, path, route, headers, query_string, body)
        clock.run_due()
        answer, call = perform()
        clock.settle()
        _add_headers(answer, call)
        return answer, call

    async def _prepare(
        self,
        method: str,
        path: str,
        route: tuple[Operation, list[str]] | None,
        headers: Headers,
        query_string: bytes,
        body: bytes,
    ) -> Callable[[], tuple[Answer, Call | None]]:
        """Do what a call has to wait for. Returns what performs it, at once, whatever comes of it."""
        call: Call | None = None
        values: list[str] = []
        problem: Exception | None = None
        try:
            view = _view(headers)
            if route is None:
                raise errors.no_endpoint()
            operation, values = route
            if operation.satellite and path.endswith("/"):
                raise errors.no_endpoint()
            query = dict(parse_qsl(query_string.decode("latin-1"), keep_blank_values=True)) if query_string else {}
            call = Call(method, path, headers, query, body, operation, view)
            if operation.prepare:
                await operation.prepare(call)
        except Exception as error:  # noqa: BLE001 - told when the call is performed
            problem = error
        return lambda: _attempt(call, values, problem)

    async def _before(self, hit: list[Fault], scope: Scope, headers: Headers) -> Any:
        """Apply what happens before the request is handled: a response instead of handling it, or None."""
        for fault in hit:
            if fault.fault == "latency":
                await asyncio.sleep(fault.seconds)
            elif fault.when == "before" and fault.fault == "reset":
                connection_of(scope).reset()
                return _RESET
            elif fault.when == "before" and fault.fault == "silence":
                await _until_left(scope)
                return _RESET
            elif fault.fault not in ("slow", "truncate", "endless") and fault.when == "before":
                replacement = _replacement(fault, headers)
                if replacement is not None:
                    return replacement
        return None

    async def _after(self, hit: list[Fault], scope: Scope, response: Response, send: Send) -> bool:
        """Apply what happens to the answer. True when it was sent, or never will be."""
        for fault in hit:
            if fault.fault == "reset" and fault.when == "after":
                connection_of(scope).reset()
                return True
            if fault.fault == "silence":
                await _until_left(scope)
                return True
            if fault.fault == "truncate":
                await _send_half(scope, response, send)
                return True
            if fault.fault == "slow":
                await _send_slowly(response, send, fault.bytes_per_second)
                return True
            if fault.fault == "endless":
                await _send_without_end(scope, response, send, fault.bytes_per_second)
                return True
            if fault.when == "after":
                replacement = _replacement(fault, headers_of(scope))
                if replacement is not None:
                    await replacement(scope, _no_receive, send)
                    return True
        return False


class _Reset(Enum):
    """Instead of a response: the connection was reset."""

    RESET = "reset"


_RESET = _Reset.RESET


def _attempt(call: Call | None, values: list[str], problem: Exception | None) -> tuple[Answer, Call | None]:
    """Perform a call that was prepared, or answer with the problem that there was."""
    try:
        if problem is not None:
            raise problem
        assert call is not None
        return _perform(call, values), call
    except ApiError as error:
        return _error_answer(error, call), call
    except Exception:  # noqa: BLE001 - a bug in a handler is a 500, as at Heroku, not the end of the process
        traceback.print_exc(file=sys.stderr)
        return _error_answer(errors.internal_server_error(), call), call


def _answer_before_commit(
    fault: Fault, scope: Scope, headers: Headers, perform: Callable[[], tuple[Answer, Call | None]]
) -> Response | _Reset:
    """Let a request be performed later, and answer as if it never were."""

    def commit() -> None:
        perform()

    def commit_in_real_time() -> None:
        clock.run_due()
        perform()
        clock.settle()
        clock.wake()

    if fault.real_time:
        asyncio.get_running_loop().call_later(fault.seconds, commit_in_real_time)
    else:
        clock.once(fault.seconds, commit)
        clock.settle()
    if fault.lost:
        connection_of(scope).reset()
        return _RESET
    return _error_response(errors.unavailable(), headers, fault.headers)


async def _no_receive() -> Any:
    return {"type": "http.disconnect"}


async def _read(receive: Receive) -> bytes | None:
    """The body of a request; None when the client went before it had sent all of it."""
    chunks: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        chunks.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(chunks)


def _view(headers: Headers) -> View:
    """What the client wants to be answered. Raises the 400 for no version, the 406 for another one."""
    accept = headers.get("accept", "")
    return View(
        "" if accept == USUAL_ACCEPT else _variant(accept),
        frozenset(_words(headers.get("accept-expansion"))),
        frozenset(_words(headers.get("accept-inclusion"))),
        headers.get("x-heroku-legacy-provider-messages") == "true",
    )


def _variant(accept: str) -> str:
    for part in accept.split(","):
        media_type, *options = [piece.strip() for piece in part.split(";")]
        if media_type.startswith(ACCEPT_PREFIX):
            version = dict(option.split("=", 1) for option in options if "=" in option).get("version", "")
            if version:
                number, _separator, variant = version.partition(".")
                if number != "3":
                    raise errors.not_acceptable(version)
                return variant
    raise errors.missing_version()


def _words(header: str | None) -> list[str]:
    return [word.strip() for word in header.split(",") if word.strip()] if header else []


def _request_id(headers: Headers) -> str:
    given = headers.get("request-id")
    return f"{new_id()},{given}" if given else new_id()


def _perform(call: Call, values: list[str]) -> Answer:
    """Everything between the route and the answer, in the order in which Heroku is known or assumed to judge."""
    operation = call.operation
    authorization = call.headers.get("authorization")
    if not operation.public or authorization:
        call.caller, call.scopes = authentication.authenticate(authorization)
        call.view = replace(call.view, account=call.caller)
        _check_account(call)
    call.body = _json_body(call)
    for variable, value in zip(operation.variables, values, strict=True):
        name, found = resolve(variable, call, value)
        _check_race(call, name, found)
        call.found[name] = found
    demand_second_factor(call)
    if operation.params is not None:
        call.sent = call.body
        call.body = check(
            call.body,
            operation.params,
            satellite=operation.satellite,
            null_clears=operation.method in ("PATCH", "PUT"),
        )
    if "if-match" in call.headers and operation.method != "GET" and switches["if_match"] == "honoured":
        _check_if_match(call, values)
    answer = _run(call)
    if operation.method == "POST" and isinstance(answer.body, dict):
        faults.note_made(str(answer.body.get("id")))
    if operation.method == "GET" and answer.status in (200, 206):
        wanted = call.headers.get("if-none-match")
        if wanted and answer.headers["Etag"] in [tag.strip() for tag in wanted.split(",")]:
            return Answer(304, b"", answer.headers)
    return answer


def _check_race(call: Call, name: str, found: Any) -> None:
    """Raises the 404 of a record that was just made, and that one of several machines does not know yet."""
    if not isinstance(found, Record):
        return
    operation = call.operation
    race = faults.for_record(call.method, "/" + "/".join(segments_of(call.path)), operation.path, found.id)
    if race is not None:
        call.races.append(race)
        raise errors.satellite_not_found() if operation.satellite else errors.not_found(name.replace("_", " "))


def _check_account(call: Call) -> None:
    account, operation = call.account, call.operation
    if account.suspended_at:
        raise errors.suspended(account.email)
    if account.delinquent_at and not operation.path.startswith("/account"):
        raise errors.delinquent()
    if not (operation.free or operation.satellite):
        ratelimit.take(account)
    error = authentication.scope_error(operation, call.scopes)
    if error:
        raise error


def _json_body(call: Call) -> dict[str, Any]:
    if call.operation.method == "GET" or not call.raw_body.strip():
        return {}
    try:
        body = orjson.loads(call.raw_body)
    except orjson.JSONDecodeError:
        raise errors.bad_json() from None
    if not isinstance(body, dict):
        raise errors.not_an_object()
    return body


def _check_if_match(call: Call, values: list[str]) -> None:
    """Compare with the ETag that a GET of the same path would have now."""
    route = ROUTER.find("GET", segments_of(call.path))
    if route is None or route[0].variables != call.operation.variables:
        return
    read = Call("GET", call.path, call.headers, {}, b"", route[0], call.view, caller=call.caller, scopes=call.scopes)
    read.found = call.found
    current = _run(read).headers["Etag"]
    wanted = [tag.strip() for tag in call.headers["if-match"].split(",")]
    if "*" not in wanted and current not in wanted:
        raise errors.precondition_failed()


def _run(call: Call) -> Answer:
    """Call the handler and write what it returns."""
    operation = call.operation
    result = operation.handler(call, **call.found)
    reply = result if isinstance(result, Reply) else Reply(result)
    status = reply.status or operation.status
    headers = {**call.response_headers, **reply.headers}
    value = reply.body
    paginated = operation.ranges and not (operation.satellite and switches["satellite_lists"] == "complete")
    if paginated and isinstance(value, list):
        page = ranges.page(
            value,
            call.headers.get("range"),
            fields=operation.ranges,
            default=operation.order_by,
            key=_sort_key(operation),
            also=tuple(operation.range_keys),
        )
        value = page.records
        headers.update(page.headers)
        status = status if page.complete else 206
    body = write(value, call.view, operation.write_as)
    content = orjson.dumps(body)
    if isinstance(value, Record) and not operation.satellite:
        headers["Last-Modified"] = formatdate(seconds_of(value.updated_at), usegmt=True)
    stale = paginated and switches["list_etags"] == "stale"
    # A list whose ETag does not follow its content: that of the path and of whoever asks, for ever.
    headers["Etag"] = _etag(
        f"{call.path} {call.caller.id if call.caller else None}".encode() if stale else content, operation
    )
    return Answer(status, content, headers, body)


def _sort_key(operation: Operation) -> Callable[[Any, str], Any]:
    def value(record: Any, name: str) -> Any:
        return operation.range_keys[name](record) if name in operation.range_keys else getattr(record, name)

    return value if operation.range_keys else getattr


def _etag(content: bytes, operation: Operation | None) -> str:
    digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
    return f'W/"{digest}"' if operation and operation.satellite else f'"{digest}"'


def _error_answer(error: ApiError, call: Call | None) -> Answer:
    content = orjson.dumps(error.body)
    headers = {**error.headers, "Etag": _etag(content, call.operation if call else None)}
    return Answer(error.status, content, headers, error.body)


def _add_headers(answer: Answer, call: Call | None) -> None:
    """The headers that every answer has (behaviour.md 1.2)."""
    operation = call.operation if call else None
    if operation and operation.satellite:
        answer.headers.update(
            {
                "Cache-Control": "max-age=0, private, must-revalidate",
                "Content-Type": "application/json;charset=utf-8",
                "Strict-Transport-Security": "max-age=31536000",
                **_SAFE,
            }
        )
        return
    if operation and operation.method != "GET" and switches["write_validators"] == "absent":
        answer.headers.pop("Etag", None)
        answer.headers.pop("Last-Modified", None)
    else:
        answer.headers["Last-Modified"] = answer.headers.get("Last-Modified") or formatdate(clock.now(), usegmt=True)
    answer.headers.update(
        {
            "Cache-Control": "private, no-cache",
            "Content-Type": "application/json",
            "Traceparent": f"00-{hexadecimal(32)}-{hexadecimal(16)}-01",
            **_SAFE,
        }
    )
    if call and call.caller:
        answer.headers["RateLimit-Multiplier"] = str(call.caller.rate_limit_multiplier)
        answer.headers["RateLimit-Remaining"] = str(ratelimit.remaining(call.caller))
        answer.headers["Oauth-Scope"] = " ".join(call.scopes)
        answer.headers["Oauth-Scope-Accepted"] = " ".join(authentication.accepted_scopes(call.operation))


def _replacement(fault: Fault, headers: Headers) -> Response | None:
    """The answer that a fault gives instead of the true one."""
    if fault.fault == "html":
        return HTMLResponse(_HTML_PAGE, fault.status, headers=fault.headers)
    makers: dict[str, Callable[[], ApiError | None]] = {
        "rate_limit": lambda: errors.rate_limit(1),
        "unavailable": errors.unavailable,
        "unauthorized": errors.bad_credentials,
        "forbidden": lambda: errors.forbidden(fault.message or "You do not have access to this resource."),
        "not_found": lambda: ApiError(404, "not_found", fault.message or "Couldn't find that app.", resource="app"),
        "two_factor": lambda: None if "heroku-two-factor-code" in headers else errors.two_factor(),
        "error": lambda: ApiError(
            fault.status, fault.error_id or "internal_server_error", fault.message or "Internal server error."
        ),
    }
    error = makers[fault.fault]() if fault.fault in makers else None
    if error is None:
        return None
    return _error_response(error, headers, fault.headers)


def _error_response(error: ApiError, headers: Headers, more: Mapping[str, str]) -> Response:
    """An error that a fault answers; ``headers`` are those of the request."""
    extra = {"Request-Id": _request_id(headers), "Content-Type": "application/json"}
    return Response(orjson.dumps(error.body), error.status, {**extra, **error.headers, **more})


async def _until_left(scope: Scope) -> None:
    """Say nothing until the client has closed the connection."""
    connection = connection_of(scope)
    while not connection.is_closing():  # noqa: ASYNC110 - a transport has no event for it
        await asyncio.sleep(0.01)


async def _send_half(scope: Scope, response: Response, send: Send) -> None:
    await send({"type": "http.response.start", "status": response.status_code, "headers": response.raw_headers})
    half = bytes(response.body)[: len(response.body) // 2]
    await send({"type": "http.response.body", "body": half, "more_body": True})
    connection_of(scope).close()
    await asyncio.sleep(0)


async def _send_slowly(response: Response, send: Send, bytes_per_second: int) -> None:
    await send({"type": "http.response.start", "status": response.status_code, "headers": response.raw_headers})
    body = bytes(response.body)
    step = max(1, bytes_per_second // 10)
    for start in range(0, len(body), step):
        await send({"type": "http.response.body", "body": body[start : start + step], "more_body": True})
        await asyncio.sleep(0.1)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _send_without_end(scope: Scope, response: Response, send: Send, bytes_per_second: int) -> None:
    """Send a body, then blanks, which are part of every JSON text, until the client leaves."""
    headers = [(name, value) for name, value in response.raw_headers if name != b"content-length"]
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": bytes(response.body), "more_body": True})
    connection = connection_of(scope)
    while not connection.is_closing():
        await asyncio.sleep(0.1)
        blanks = b" " * max(1, bytes_per_second // 10)
        await send({"type": "http.response.body", "body": blanks, "more_body": True})


def _log(
    method: str,
    path: str,
    status: int,
    hit: list[Fault],
    headers: Headers,
    *,
    operation: Operation | None = None,
    account: Account | None = None,
    body: Any = None,
    query_string: bytes = b"",
) -> None:
    request_log.add(
        {
            "time": clock.timestamp(),
            "method": method,
            "path": path,
            "query": query_string.decode("latin-1"),
            "operation": operation.path if operation else None,
            "status": status,
            "account": account.email if account else None,
            "headers": {name: headers[name] for name in LOGGED_HEADERS if name in headers},
            "body": property_names(body),
            "faults": [{"id": fault.id, "fault": fault.fault, "when": fault.when} for fault in hit],
        }
    )
