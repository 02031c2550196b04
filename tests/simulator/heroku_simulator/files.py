# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What lives beside the API on other hosts at Heroku, and here on the same one: uploaded blobs and output streams.

``/blobs/ID.tgz?Signature=...`` takes PUT, GET and DELETE without credentials, like a signed storage url;
``/streams/TOKEN`` sends the lines of a build or a release command as they are written.
"""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from starlette.responses import Response, StreamingResponse
from starlette.types import Scope

from .chance import hexadecimal
from .clock import clock, transition
from .connection import headers_of
from .registry import Registry
from .settings import settings
from .store import Record, Table

Responder = Callable[[Scope, list[str], bytes], Response]

PREFIXES = ("blobs", "streams")
REGISTRY = "v2"  # whose prefix is Docker's
RESPONDERS: Registry[str, Responder] = Registry("responder of")


def responder(prefix: str) -> Callable[[Responder], Responder]:
    """Register what answers requests for ``/PREFIX/...``, for another file that has something to serve here."""

    def register(function: Responder) -> Responder:
        RESPONDERS.add(prefix, function)
        return function

    return register


def public_path(segments: list[str]) -> str:
    """The path for the log: most of what lies here is at addresses that are secrets."""
    return "/" + "/".join(segments) if segments[0] == REGISTRY else f"/{segments[0]}/..."


def serves(prefix: str) -> bool:
    """Whether requests for ``/PREFIX/...`` are answered here."""
    return prefix in PREFIXES or prefix in RESPONDERS


@dataclass(kw_only=True)
class Blob(Record):
    """Something uploaded, or to be uploaded; the content in base64, so that it can be part of a JSON state."""

    signature: str = field(default_factory=lambda: hexadecimal(40))
    content: str | None = None


@dataclass(kw_only=True)
class Stream(Record):
    """The output of a build or a release command."""

    token: str = field(default_factory=lambda: hexadecimal(40))
    available: bool = False
    lines: list[str] = field(default_factory=list)
    closed: bool = False


blobs = Table("blobs", Blob, secrets=("signature", "content"))
streams = Table("streams", Stream, unique=("token",), secrets=("token", "lines"))


def new_blob() -> Blob:
    """Room for an upload."""
    return blobs.add(Blob())


def blob_url(blob: Blob) -> str:
    """Where to PUT and GET a blob, credentials included."""
    return f"{settings.url}/blobs/{blob.id}.tgz?Signature={blob.signature}"


def blob_of_url(url: str) -> Blob | None:
    """The blob that one of our own urls means."""
    prefix = f"{settings.url}/blobs/"
    if not url.startswith(prefix):
        return None
    return blobs.get(url.removeprefix(prefix).split(".")[0])


def content_of(blob: Blob) -> bytes | None:
    """What was uploaded."""
    return base64.b64decode(blob.content) if blob.content is not None else None


def store(blob: Blob, content: bytes) -> Blob:
    """Let a blob have a content."""
    blobs.update(blob, content=base64.b64encode(content).decode())
    return blob


def empty(blob: Blob) -> None:
    """Take the content of a blob away; its address stays."""
    blobs.update(blob, content=None)


def new_stream() -> Stream:
    """An empty stream. It is not there at once: a reader gets 404 for a moment (behaviour.md 3.14)."""
    stream = streams.add(Stream())
    clock.after(settings.timings.stream_available, "stream.available", stream.id)
    return stream


@transition("stream.available")
def _make_available(stream_id: str) -> None:
    stream = streams.get(stream_id)
    if stream is not None:
        streams.update(stream, available=True)


def stream_url(stream_id: str | None) -> str | None:
    """Where to read a stream."""
    stream = streams.get(stream_id)
    return f"{settings.url}/streams/{stream.token}" if stream else None


def write_line(stream: Stream, line: str) -> None:
    """Add a line; readers get it at once."""
    stream.lines.append(line)
    clock.wake()


def close(stream: Stream) -> None:
    """End a stream."""
    stream.closed = True
    clock.wake()


def _storage_error(status: int, code: str) -> Response:
    return Response(f"<Error><Code>{code}</Code></Error>", status, media_type="application/xml")


def respond(scope: Scope, segments: list[str], body: bytes) -> Response:
    """Answer a request for a blob, a stream, or what else is registered."""
    clock.run_due()
    if segments[0] in RESPONDERS:
        return RESPONDERS[segments[0]](scope, segments, body)
    if segments[0] == "streams":
        return _respond_stream(scope["method"], segments)
    return _respond_blob(scope, segments, body)


def _respond_blob(scope: Scope, segments: list[str], body: bytes) -> Response:
    if "authorization" in headers_of(scope):
        # A signed url takes no second kind of credentials (behaviour.md 3.14: upload without auth headers).
        return _storage_error(400, "InvalidArgument")
    blob = blobs.get(segments[1].split(".")[0]) if len(segments) == 2 else None
    signature = parse_qs(scope["query_string"].decode("latin-1")).get("Signature")
    if blob is None or signature != [blob.signature]:
        return _storage_error(403, "SignatureDoesNotMatch")
    if scope["method"] == "PUT":
        store(blob, body)
        return Response(status_code=200)
    if scope["method"] == "DELETE":
        empty(blob)
        return Response(status_code=204)
    if scope["method"] != "GET":
        return _storage_error(405, "MethodNotAllowed")
    content = content_of(blob)
    if content is None:
        return _storage_error(404, "NoSuchKey")
    return Response(content, media_type="application/octet-stream")


def _respond_stream(method: str, segments: list[str]) -> Response:
    stream = streams.by("token", segments[1]) if len(segments) == 2 else None
    if stream is None or not (stream.available or stream.closed) or method != "GET":
        return Response("Channel is not found.\n", 404, media_type="text/plain")
    return StreamingResponse(_follow(stream), media_type="text/plain")


async def _follow(stream: Stream) -> AsyncIterator[str]:
    sent = 0
    while True:
        clock.run_due()
        fresh = stream.lines[sent:]
        sent += len(fresh)
        for line in fresh:
            yield line + "\n"
        if stream.closed and sent == len(stream.lines):
            return
        if not fresh:
            await clock.changed()
