# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The command line: ``python tests/simulator --port 0``."""

from __future__ import annotations

import argparse
import json
import math
import shlex
import sys
from pathlib import Path

from . import rendezvous, world, world_file
from .application import Application
from .clock import check_mode
from .context import Context
from .loading import load
from .requestlog import Recorder
from .server import listen, serve
from .settings import settings

LAST_PORT = 65535


def _switch(text: str) -> tuple[str, str]:
    name, separator, answer = text.partition("=")
    if not separator:
        raise argparse.ArgumentTypeError("expected NAME=ANSWER")
    return name, answer


def _clock(text: str) -> str:
    try:
        check_mode(text)
    except ValueError:
        raise argparse.ArgumentTypeError("expected real, instant, events or a speed such as 60") from None
    return text


def _port(text: str) -> int:
    number = int(text) if text.isdecimal() else -1
    if not 0 <= number <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"expected a number from 0, a free one, to {LAST_PORT}")
    return number


def _amount(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number < math.inf:
        raise argparse.ArgumentTypeError("expected a number of 0 or more")
    return number


def _pool(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("expected a whole number of 1 or more")
    return int(text)


def parser() -> argparse.ArgumentParser:
    """All options."""
    options = argparse.ArgumentParser(
        prog="simulator", description="A simulator of Heroku's Platform API. It listens on 127.0.0.1 only."
    )
    options.add_argument("--port", type=_port, default=0, help="port to listen on (default: a free one)")
    options.add_argument("--token", help="token of the first account, instead of the world's")
    options.add_argument(
        "--world",
        type=world_file.named,
        default=world_file.DEFAULT_WORLD,
        metavar="FILE",
        help=f"YAML file of what is there, or one that is here already: {', '.join(world_file.shipped())}",
    )
    options.add_argument("--clock", type=_clock, default="real", help="real, instant, events, or how many times faster")
    options.add_argument("--latency-ms", type=_amount, default=0.0, help="let every answer take that much longer")
    options.add_argument("--rate-limit", type=_pool, default=4500, help="size of the token pool of an account")
    options.add_argument("--switch", type=_switch, action="append", default=[], metavar="NAME=ANSWER")
    options.add_argument("--seed", type=int, help="make names and ids the same in every run")
    options.add_argument("--record", type=Path, help="append every kind of exchange, masked, to this file")
    return options


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT. Returns the exit code."""
    options = parser().parse_args(arguments)
    load()
    context = Context()
    with context.active():
        return _serve(context, options)


def _serve(context: Context, options: argparse.Namespace) -> int:
    settings.token = options.token
    try:
        listener = listen(options.port)
    except OSError as error:
        print(
            f"Port {options.port}: {error.strerror}. Choose another with --port; 0 takes a free one.", file=sys.stderr
        )
        return 2
    attached = listen(0)
    attached.listen()
    settings.rendezvous = f"127.0.0.1:{attached.getsockname()[1]}"
    settings.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    try:
        world.start(
            world_file.read(options.world),
            mode=options.clock,
            switch=dict(options.switch),
            rate_limit=options.rate_limit,
            latency=options.latency_ms / 1000,
            seed=options.seed,
        )
        recorder = Recorder(options.record) if options.record else None
    except (world_file.WorldError, ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2

    def ready() -> None:
        token = world.first_token()
        print(json.dumps({"url": settings.url, "token": token}), flush=True)
        if sys.stderr.isatty():  # a person, to paste it where playbooks are run
            print(f"export HEROKU_API_URL={settings.url} HEROKU_API_KEY={shlex.quote(token)}", file=sys.stderr)
            print(f"Its page is at {settings.url}. To stop it, press Ctrl-C here.", file=sys.stderr)

    serve(
        Application(context, recorder),
        listener,
        ready,
        lambda: rendezvous.serve(attached),
    )
    return 0
