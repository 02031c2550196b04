# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines of output as they arrive, until a deadline, whatever arrives meanwhile."""

from __future__ import annotations

import re
import typing as t

from .clock import SYSTEM, Clock
from .errors import HerokuError

LONGEST_LINE = 16 * 1024  # bytes; a longer one comes in pieces
ANY_END = re.compile(rb"\r\n|\n|\r(?!\Z)")  # the last byte may be the first half of an end
NEW_LINE = re.compile(rb"\n")


def lines_of(response: t.Any, *, idle: float, deadline: float, clock: Clock = SYSTEM) -> t.Iterator[bytes]:
    """The lines of an answer that is read as it arrives, without their ends.

    C(response) is one of requests, opened with C(stream=True); C(idle) are the seconds that it may say nothing;
    C(deadline) is a time of C(clock). Raises HerokuError, whose id is C(deadline), when it is over; what
    requests raises for silence and broken connections comes through.
    """
    return split(until(deadline, response, idle, clock))


def until(deadline: float, response: t.Any, idle: float, clock: Clock = SYSTEM) -> t.Iterator[bytes]:
    """The pieces of an answer until the deadline. Raises HerokuError then."""
    # Without chunks, the library waits for the end of what it is asked for: so that has to be one byte.
    chunks = response.iter_content(None if response.raw.chunked else 1)
    socket = getattr(getattr(response.raw, "connection", None), "sock", None)
    while True:
        left = deadline - clock.monotonic()
        if left <= 0:
            raise HerokuError("The time for the output is over.", id="deadline", method="GET", path="(output stream)")
        if socket is not None:
            socket.settimeout(min(idle, left))
        chunk = next(chunks, None)
        if chunk is None:
            return
        yield chunk


def split(chunks: t.Iterable[bytes], end: re.Pattern[bytes] = ANY_END) -> t.Iterator[bytes]:
    """Lines without their ends, of pieces that may begin and end anywhere; the last may have no end."""
    rest = b""
    for chunk in chunks:
        *lines, rest = end.split(rest + chunk)
        yield from lines
        while len(rest) > LONGEST_LINE:
            yield rest[:LONGEST_LINE]
            rest = rest[LONGEST_LINE:]
    if rest:
        yield rest.rstrip(b"\r")
