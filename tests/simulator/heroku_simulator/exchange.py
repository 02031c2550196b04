# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests to the application of a simulator from another thread, without a connection."""

from __future__ import annotations

import asyncio
import queue
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from starlette.types import ASGIApp, Message, Scope

from .connection import Connection, extension

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Head:
    """How an answer begins: its status and its headers."""

    status: int
    headers: Headers


class Exchange(Connection):
    """One request, and its answer as it comes. The application runs in a loop of another thread."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        application: ASGIApp,
        method: str,
        url: str,
        headers: Headers,
        body: bytes,
    ) -> None:
        self._loop = loop
        self._body = body
        self._received = False
        self._left = asyncio.Event()
        self._messages: queue.SimpleQueue[Head | bytes | Exception] = queue.SimpleQueue()
        self._ended = False
        asyncio.run_coroutine_threadsafe(self._perform(application, self._scope(method, url, headers)), loop)

    def head(self, timeout: float | None = None) -> Head:
        """Wait for the beginning of the answer.

        Raises TimeoutError when it takes longer than so many seconds, and ConnectionError when none comes.
        """
        message = self._next(timeout)
        if not isinstance(message, Head):
            raise ConnectionResetError("the connection was closed without an answer")
        return message

    def read(self, timeout: float | None = None) -> bytes:
        """Wait for more of the body: empty at its end. Raises as ``head`` does."""
        message = b"" if self._ended else self._next(timeout)
        assert isinstance(message, bytes)
        self._ended = not message
        return message

    def leave(self) -> None:
        """Take no more of the answer."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._left.set)

    def _next(self, timeout: float | None) -> Head | bytes:
        try:
            message = self._messages.get(timeout=timeout)
        except queue.Empty:
            raise TimeoutError(f"no answer within {timeout} s") from None
        if isinstance(message, Exception):
            raise message
        return message

    def _scope(self, method: str, url: str, headers: Headers) -> Scope:
        parts = urlsplit(url)
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method.upper(),
            "scheme": parts.scheme,
            "path": unquote(parts.path or "/"),
            "raw_path": (parts.path or "/").encode("latin-1"),
            "query_string": parts.query.encode("latin-1"),
            "root_path": "",
            "headers": [(name.lower(), value) for name, value in headers],
            "client": None,
            "server": None,
            "extensions": extension(self),
        }

    async def _perform(self, application: ASGIApp, scope: Scope) -> None:
        try:
            await application(scope, self._receive, self._send)
            self._messages.put(b"")
        except Exception as error:  # noqa: BLE001 - told to whoever waits for the answer
            self._messages.put(error)

    async def _receive(self) -> Message:
        if not self._received:
            self._received = True
            return {"type": "http.request", "body": self._body, "more_body": False}
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._messages.put(Head(message["status"], list(message["headers"])))
        elif message.get("body"):
            self._messages.put(message["body"])

    # --- What the application does to the connection

    def reset(self) -> None:
        """See the base class."""
        self._messages.put(ConnectionResetError("the simulator reset the connection"))

    def close(self) -> None:
        """See the base class."""
        self._messages.put(b"")

    def is_closing(self) -> bool:
        """See the base class."""
        return self._left.is_set()


def encoded(headers: Iterable[tuple[str, Any]]) -> Headers:
    """Headers as the application gets them."""
    return [
        (name.encode("latin-1"), value if isinstance(value, bytes) else str(value).encode("latin-1"))
        for name, value in headers
    ]
