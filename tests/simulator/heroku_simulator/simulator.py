# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A simulator in this process, as test suites want one: ``with Simulator(world=...) as simulator: ...``."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import signal
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import rendezvous, world_file
from . import world as worlds
from .application import Application
from .clock import check_mode
from .context import Context
from .exchange import Exchange, encoded
from .loading import load
from .requestlog import Recorder
from .server import address_of, listen, serving
from .settings import RATE_LIMIT, settings
from .world_file import World

if TYPE_CHECKING:
    from requests.adapters import BaseAdapter
    from typing_extensions import Self

load()


class Simulator:
    """One simulated Heroku. It runs in a thread of its own from ``start`` to ``stop``, or while a ``with`` block runs.

    Many can run side by side. From its start on, ``url`` is where its API is, ``token`` a token of the first account of
    its world, and ``application`` the ASGI application, for transports that take one.
    """

    url: str
    token: str
    application: Application

    def __init__(
        self,
        world: str | Path | Mapping[str, Any] | None = None,
        *,
        port: int | None = 0,
        token: str | None = None,
        clock: str = "real",
        switches: Mapping[str, str] | None = None,
        latency_ms: float = 0,
        rate_limit: int = RATE_LIMIT,
        seed: int | None = None,
        record: str | Path | None = None,
    ) -> None:
        """Read the world; it is made at the start.

        ``world``: what is there at the start: the path of a world file, the name of one that comes with the simulator,
        or what such a file would say, as a mapping; the default world without it. ``port``: on loopback; 0 takes a free
        one, and None none at all (see ``adapter``). ``token``: of the first account, instead of the world's. ``clock``:
        ``real``, ``instant``, ``events``, or how many times faster than real time. ``switches``: answers by the names
        of switches. ``latency_ms``: by how many milliseconds each answer is late. ``rate_limit``: tokens in the pool of
        an account. ``seed``: makes names and ids the same in every run. ``record``: a file to which every kind of
        exchange is appended, masked.

        Raises WorldError for a world that cannot be read, and ValueError for a clock that is none.
        """
        check_mode(clock)
        self._how = worlds.Start(
            world=_world(world),
            clock=clock,
            switches=dict(switches or {}),
            rate_limit=rate_limit,
            latency=latency_ms / 1000,
            seed=seed,
            token=token,
        )
        self._port = port
        self._record = record
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended: asyncio.Event | None = None

    def start(self) -> Self:
        """Make the world and serve it, in a thread.

        Raises WorldError for a world that cannot be made, ValueError for a switch or an answer that is none, PortError
        for a port that is in use, OSError for a recording that cannot be written, RuntimeError when it runs already.
        """
        if self._thread is not None:
            raise RuntimeError("this simulator runs already")
        started: Future[None] = Future()
        thread = threading.Thread(target=self._run, args=(started,), name="heroku_simulator", daemon=True)
        thread.start()
        try:
            started.result()
        except BaseException:
            thread.join()
            raise
        self._thread = thread
        return self

    def stop(self) -> None:
        """End it, whoever is connected; what it knew is forgotten. It may be started again."""
        if self._thread is not None and self._loop is not None and self._ended is not None:
            self._loop.call_soon_threadsafe(self._ended.set)
            self._thread.join()
            self._thread = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_problem: object) -> None:
        self.stop()

    def run(self, ready: Callable[[], None]) -> None:
        """Make the world and serve it in this thread, the main one, until SIGTERM or SIGINT. Raises as ``start`` does.

        ``ready`` is called once it answers.
        """

        def on_signals() -> None:
            for number in (signal.SIGTERM, signal.SIGINT):
                asyncio.get_running_loop().add_signal_handler(number, self._stop)
            ready()

        asyncio.run(self._serve(on_signals))

    def _stop(self) -> None:
        assert self._ended is not None
        self._ended.set()

    def _run(self, started: Future[None]) -> None:
        """What the thread does."""
        try:
            asyncio.run(self._serve(lambda: started.set_result(None)))
        except BaseException as problem:
            if started.done():
                raise
            started.set_exception(problem)

    async def _serve(self, ready: Callable[[], None]) -> None:
        """Serve until ``_ended`` is set."""
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        context = Context()
        async with contextlib.AsyncExitStack() as stack:
            stack.enter_context(context.active())
            recorder = None
            if self._record is not None:
                recorder = stack.enter_context(contextlib.closing(Recorder(Path(self._record))))
            self.application = Application(context, recorder)
            listeners = []
            if self._port is not None:
                listeners = [stack.enter_context(contextlib.closing(listen(port))) for port in (self._port, 0)]
            settings.url, settings.rendezvous = map(str, _addresses(listeners))
            self.url = settings.url
            worlds.start(self._how)
            self.token = worlds.first_token()
            if listeners:
                await stack.enter_async_context(serving(self.application, listeners[0]))
                await stack.enter_async_context(rendezvous.serving(listeners[1]))
            ready()
            await self._ended.wait()

    # --- For whoever runs it

    def exchange(self, method: str, url: str, headers: Mapping[str, Any] | None = None, body: bytes = b"") -> Exchange:
        """Send it a request without a connection; ``url`` may be a path. Raises RuntimeError unless it runs."""
        if self._thread is None or self._loop is None:
            raise RuntimeError("this simulator does not run")
        return Exchange(self._loop, self.application, method, url, encoded((headers or {}).items()), body)

    def adapter(self) -> BaseAdapter:
        """A transport for a session of ``requests``: ``session.mount(simulator.url, simulator.adapter())``.

        Its requests need no port and no connection. Raises ModuleNotFoundError where ``requests`` is not installed.
        """
        from .requests_adapter import SimulatorAdapter  # noqa: PLC0415 - the simulator does without requests

        return SimulatorAdapter(self)

    def backdoor(self, method: str, path: str, body: Any = None) -> Any:
        """Ask ``/_simulator/PATH``; returns the decoded answer. Raises ValueError with what is wrong with the question.

        So faults are put in, the clock and switches are set, and the state is looked at.
        """
        answer = self.exchange(method, f"/_simulator/{path}", body=b"" if body is None else json.dumps(body).encode())
        head, content = answer.head(), b"".join(iter(answer.read, b""))
        if head.status >= 400:
            raise ValueError(json.loads(content)["message"])
        return json.loads(content)

    def requests(self) -> list[dict[str, Any]]:
        """The log of the requests to the API so far, the oldest first."""
        found: list[dict[str, Any]] = self.backdoor("GET", "requests")
        return found

    def reset(self) -> None:
        """Back to its world and its clock as they were at the start, without faults, with an empty log."""
        self.backdoor("POST", "reset")

    def certificate(self) -> str:
        """The certificate to trust for attached dynos, as PEM."""
        answer = self.exchange("GET", "/_simulator/certificate")
        answer.head()
        return b"".join(iter(answer.read, b"")).decode()


def _world(world: str | Path | Mapping[str, Any] | None) -> World:
    if isinstance(world, Mapping):
        return world_file.of(world)
    return world_file.default() if world is None else world_file.read(world_file.named(str(world)))


def _addresses(listeners: list[Any]) -> tuple[str, str]:
    """Where the API is, and where attached dynos are met."""
    if listeners:
        return f"http://{address_of(listeners[0])}", address_of(listeners[1])
    # Nobody listens there: an address of this machine that no other simulator has.
    host = f"127.{random.randrange(1, 255)}.{random.randrange(256)}.{random.randrange(1, 255)}:1"
    return f"http://{host}", host
