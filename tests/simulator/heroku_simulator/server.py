# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""uvicorn's HTTP for one simulator: the application can reach the connection (to break it), and it stops at once."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import time
from collections.abc import AsyncIterator
from email.utils import formatdate
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from .connection import SocketConnection, extension

HOST = "127.0.0.1"
BACKLOG = 1024


class PortError(OSError):
    """Nothing can listen on that port; the text says why."""


class Protocol(HttpToolsProtocol):
    """HTTP/1.1 by httptools; puts the connection where the application finds it, and logs nothing."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.logger = logging.Logger("heroku_simulator", logging.CRITICAL)  # noqa: LOG001 - nobody else has it
        self.access_log = False

    def on_message_begin(self) -> None:
        """Called for each request, right after its scope was made."""
        super().on_message_begin()
        self.scope["extensions"] = extension(SocketConnection(self.transport))


def listen(port: int) -> socket.socket:
    """A listening socket on loopback; port 0 takes a free one. Raises PortError."""
    # asyncio turns Nagle's algorithm off only where the socket says that it is TCP.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise PortError(f"Port {port}: {error.strerror}.") from error
    return listener


def address_of(listener: socket.socket) -> str:
    """``127.0.0.1:PORT``."""
    return f"{HOST}:{listener.getsockname()[1]}"


@contextlib.asynccontextmanager
async def serving(application: ASGIApp, listener: socket.socket) -> AsyncIterator[None]:
    """While the block runs, HTTP is served on that socket; whoever is connected in the end is left behind."""
    config = uvicorn.Config(
        application,
        interface="asgi3",
        lifespan="off",
        ws="none",
        log_config=None,
        proxy_headers=False,
        timeout_keep_alive=120,
    )
    config.load()
    state = ServerState()
    server = await asyncio.get_running_loop().create_server(
        lambda: Protocol(config, state, {}), sock=listener, backlog=BACKLOG
    )
    dates = asyncio.create_task(_date(state))
    try:
        await asyncio.sleep(0)  # the first date is there
        yield
    finally:
        dates.cancel()
        server.close()
        for connection in list(state.connections):
            connection.transport.abort()


async def _date(state: ServerState) -> None:
    """Keep the header ``Date`` right, which is in all answers."""
    while True:
        state.default_headers = [(b"date", formatdate(time.time(), usegmt=True).encode())]
        await asyncio.sleep(1)
