# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""uvicorn with two changes: the application can reach the connection (to break it), and a signal stops it at once."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class Protocol(HttpToolsProtocol):
    """HTTP/1.1 by httptools; puts the transport where the application finds it."""

    def on_message_begin(self) -> None:
        """Called for each request, right after its scope was made."""
        super().on_message_begin()
        self.scope["extensions"] = {"heroku_simulator": {"transport": self.transport}}


class Server(uvicorn.Server):
    """A server that says when it is ready, and that leaves connections behind when it is told to stop."""

    def __init__(
        self, config: uvicorn.Config, ready: Callable[[], None], beside: Callable[[], Coroutine[Any, Any, None]]
    ) -> None:
        super().__init__(config)
        self._ready = ready
        self._beside = beside

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, with what runs beside the API, then tell."""
        await super().startup(sockets)
        self._companion = asyncio.get_running_loop().create_task(self._beside())
        self._ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """SIGTERM and SIGINT end the process with exit code 0, without waiting for open connections."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop)
        yield

    def _stop(self) -> None:
        self.should_exit = True
        self.force_exit = True


def listen(port: int) -> socket.socket:
    """A listening socket on loopback; port 0 takes a free one."""
    # asyncio turns Nagle's algorithm off only where the socket says that it is TCP.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    return listener


def serve(
    application: ASGIApp,
    listener: socket.socket,
    ready: Callable[[], None],
    beside: Callable[[], Coroutine[Any, Any, None]],
) -> None:
    """Serve until a signal comes; ``beside`` runs in the same loop for as long."""
    config = uvicorn.Config(
        application,
        http=Protocol,
        loop="asyncio",
        lifespan="off",
        ws="none",
        access_log=False,
        log_level="critical",
        server_header=False,
        timeout_keep_alive=120,
        backlog=1024,
    )
    Server(config, ready, beside).run(sockets=[listener])
