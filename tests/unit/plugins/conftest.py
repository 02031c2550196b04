# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the engine talk to: the simulator, or a server that misbehaves; and a time that does not pass."""

from __future__ import annotations

import contextlib
import random
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import simulated
from ansible_collections.community.heroku.plugins.module_utils._api import pace, transport
from ansible_collections.community.heroku.plugins.module_utils._api.client import HerokuClient
from ansible_collections.community.heroku.plugins.module_utils._api.transport import new_session


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nobody's token, proxy or .netrc."""
    for name in ("HEROKU_API_KEY", "HEROKU_API_URL", "NETRC", *transport.NETWORK_VARIABLES):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path_factory.getbasetemp() / "no-home"))


@pytest.fixture(autouse=True)
def _own_process_state(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No pace and no connections that another test has left."""
    sessions: dict[Any, Any] = {}
    monkeypatch.setattr(pace, "_paces", {})
    monkeypatch.setattr(transport, "_sessions", sessions)
    yield
    for session in sessions.values():
        session.close()


@pytest.fixture(scope="session")
def _simulator() -> Iterator[simulated.Simulator]:
    with simulated.simulator("--clock", "instant") as simulator:
        yield simulator


@pytest.fixture
def simulator(_simulator: simulated.Simulator) -> simulated.Simulator:
    """A simulator as if just started: the default world, no faults, an empty log."""
    _simulator.backdoor("POST", "reset")
    return _simulator


class Pauses(list):
    """The seconds of each pause that was asked for. None was made, but the monotonic clock says that it was.

    What is appended to C(meanwhile) is called with the seconds of each pause.
    """

    def __init__(self) -> None:
        super().__init__()
        self.meanwhile: list[Callable[[float], Any]] = []


@pytest.fixture
def _impatient_threads() -> Iterator[None]:
    """Threads that are interrupted as often as can be."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> Pauses:
    """Let time.sleep return at once, and chance always give the most."""
    made = Pauses()
    monotonic = time.monotonic

    def sleep(seconds: float) -> None:
        made.append(seconds)
        for happen in made.meanwhile:
            happen(seconds)

    monkeypatch.setattr(time, "sleep", sleep)
    monkeypatch.setattr(time, "monotonic", lambda: monotonic() + sum(made))
    monkeypatch.setattr(random, "uniform", lambda low, high: high)
    return made


@pytest.fixture
def connect() -> Iterator[Callable[..., HerokuClient]]:
    """Make clients whose connections are closed in the end; C(warn) and C(say) go into C(client.heard)."""
    with contextlib.ExitStack() as stack:

        def make(server: Any, token: str | None = None, **options: Any) -> HerokuClient:
            session = stack.enter_context(new_session())
            heard: list[str] = []
            options = {"warn": heard.append, "say": heard.append, "session": session, **options}
            client = HerokuClient(token or getattr(server, "token", "token-of-the-test"), server.url, **options)
            client.heard = heard
            return client

        yield make


@dataclass
class Answer:
    """What a Loopback server answers: a status with headers and a body, or one of the ways to give no whole answer.

    C(cut) is after how many bytes of the body the connection ends; C(reset) breaks it instead of answering; C(hang)
    waits for the event before answering. An iterator as C(body) is sent in chunks, as they come.
    """

    status: int = 200
    body: Any = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    reset: bool = False
    hang: threading.Event | None = None


@dataclass
class Seen:
    """A request as it arrived; C(connection) is the same for requests on one connection."""

    method: str
    path: str
    headers: Any
    body: bytes
    connection: Any


class Loopback:
    """A server of this test: gives the scripted answers one after the other, the last of them for ever."""

    def __init__(self, *answers: Answer, port: int = 0) -> None:
        self.answers = list(answers) or [Answer()]
        self.seen: list[Seen] = []
        loopback = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                loopback.serve(self)

            do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = answer  # noqa: N815 - as http.server wants them

            def log_message(self, *_args: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, *_args: Any) -> None:
                """A client that goes away is what is tested."""

        self.server = Server(("127.0.0.1", port), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        self.seen.append(Seen(handler.command, handler.path, handler.headers, body, handler.client_address))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer.hang:
            answer.hang.wait(10)
        if answer.reset:
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.close_connection = True
            handler.connection.close()
            return
        handler.send_response(answer.status)
        for name, value in answer.headers.items():
            handler.send_header(name, value)
        if isinstance(answer.body, bytes):
            handler.send_header("Content-Length", str(len(answer.body)))
            handler.end_headers()
            handler.wfile.write(answer.body[: answer.cut])
            handler.close_connection = answer.cut is not None
            return
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for chunk in answer.body:
            handler.wfile.write(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
            handler.wfile.flush()
        handler.wfile.write(b"0\r\n\r\n")

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def loopback() -> Iterator[Callable[..., Loopback]]:
    """Start servers that end with the test; each answer is a dict of the fields of Answer."""
    with contextlib.ExitStack() as stack:

        def start(*answers: dict[str, Any], port: int = 0) -> Loopback:
            server = Loopback(*(Answer(**answer) for answer in answers), port=port)
            stack.callback(server.close)
            return server

        yield start
