# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The command line: ``heroku-simulator --port 5001``."""

from __future__ import annotations

import argparse
import json
import math
import shlex
import sys
from pathlib import Path

from . import world_file
from .clock import check_mode
from .server import PortError
from .settings import RATE_LIMIT
from .simulator import Simulator
from .version import __version__
from .world_file import WorldError

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
        prog="heroku-simulator",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="A simulator of Heroku's Platform API, with all of its state in memory, for tests and trials.\n"
        "It listens on 127.0.0.1 only, says where it is and which token it takes, and runs until it is stopped.",
        epilog="""examples:
  heroku-simulator --port 5001
      It says what to export; and http://127.0.0.1:5001 is a page to look at in a browser.
  heroku-simulator --world pipeline --clock instant
      With two apps in a pipeline, and with builds, add-ons and the like that are ready at once.
  heroku-simulator --seed 1 --switch if_match=ignored --rate-limit 100
      With names and ids that are the same each time, one of the unknowns decided otherwise, and few API tokens.

Its back door is at /_simulator/: faults, the clock, switches, the log of requests, the whole state. The manual is at
docs/simulator in https://github.com/ansible-collections/community.heroku.
""",
    )
    options.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    where = options.add_argument_group("where it is")
    where.add_argument("--port", type=_port, default=0, help="the port to listen on (default: a free one)")
    where.add_argument("--token", help="a token of the first account, instead of the world's")
    what = options.add_argument_group("what is there")
    what.add_argument(
        "--world",
        type=world_file.named,
        metavar="FILE",
        help="a YAML file that says which accounts, teams, apps and so on are there, or a world that comes with the "
        f"simulator: {', '.join(world_file.shipped())} (default: accounts, teams and a space, without apps)",
    )
    what.add_argument("--seed", type=int, metavar="NUMBER", help="let names and ids be the same in every run")
    how = options.add_argument_group("how it behaves")
    how.add_argument(
        "--clock",
        type=_clock,
        default="real",
        help="how fast builds, add-ons and the like get ready: real, how many times faster (60), instant, or events, "
        "which jumps to what somebody waits for (default: real)",
    )
    how.add_argument(
        "--latency-ms", type=_amount, default=0.0, metavar="NUMBER", help="let every answer be that much later"
    )
    how.add_argument(
        "--rate-limit",
        type=_pool,
        default=RATE_LIMIT,
        metavar="NUMBER",
        help="how many API tokens an account has (default: %(default)s)",
    )
    how.add_argument(
        "--switch",
        type=_switch,
        action="append",
        default=[],
        metavar="NAME=ANSWER",
        help="decide something that nobody knows for sure about Heroku; may be given many times",
    )
    how.add_argument("--record", type=Path, metavar="FILE", help="append every kind of exchange, masked, to a file")
    return options


def simulator_of(options: argparse.Namespace) -> Simulator:
    """The simulator that options ask for. Raises as ``Simulator`` does."""
    return Simulator(
        options.world,
        port=options.port,
        token=options.token,
        clock=options.clock,
        switches=dict(options.switch),
        latency_ms=options.latency_ms,
        rate_limit=options.rate_limit,
        seed=options.seed,
        record=options.record,
    )


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT. Returns the exit code."""
    options = parser().parse_args(arguments)
    try:
        simulator = simulator_of(options)
        simulator.run(lambda: _tell(simulator))
    except PortError as error:
        print(f"{error} Choose another with --port; 0 takes a free one.", file=sys.stderr)
        return 2
    except (WorldError, ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _tell(simulator: Simulator) -> None:
    """Say where it is: to a program on standard output, to a person on the terminal."""
    url, token = simulator.url, simulator.token
    print(json.dumps({"url": url, "token": token}), flush=True)
    if sys.stderr.isatty():  # to paste it where playbooks are run
        print(f"export HEROKU_API_URL={url} HEROKU_API_KEY={shlex.quote(token)}", file=sys.stderr)
        print(f"Its page is at {url}. To stop it, press Ctrl-C here.", file=sys.stderr)
