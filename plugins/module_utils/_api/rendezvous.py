# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How to meet an attached one-off dyno at its C(rendezvous://HOST:PORT/SECRET): cli-requests.md, C(heroku run).

The client connects with TLS and says the secret; once the dyno is up it is greeted, then gets what the command puts
out, until the connection ends with the command.
"""

from __future__ import annotations

import contextlib
import os
import socket
import ssl
import typing as t
from urllib.parse import urlsplit

from .client import backoff
from .clock import SYSTEM, Clock
from .credentials import is_loopback
from .errors import HerokuError
from .lines import NEW_LINE, split

GREETING = "rendezvous"
ATTEMPTS = 5
CHUNK = 65536  # bytes


class DeadlineError(Exception):
    """The time is over, and the command is not."""


def output(
    url: str,
    *,
    deadline: float,
    connect_timeout: float,
    authorities: str,
    tls: bool | None = None,
    clock: Clock = SYSTEM,
) -> t.Iterator[str]:
    """The lines that the command of an attached dyno puts out, as they come.

    C(deadline) is a time of C(clock); C(authorities) the file or folder with those that certificates are
    trusted of; C(tls) is on unless the host is a loopback address. Until the dyno has greeted, a broken connection is
    made again: the command has not begun.

    Raises DeadlineError, and HerokuError, which never holds the address, when there is no connection or
    when it breaks.
    """
    attempt = 0
    greeted = False
    while not greeted:
        attempt += 1
        try:
            with contextlib.closing(connect(url, connect_timeout, authorities, tls)) as connection:
                connection.sendall(f"{secret_of(url)}\r\n".encode())
                lines = texts_of(received(connection, deadline, clock))
                if next(lines, None) != GREETING:
                    raise ConnectionResetError
                greeted = True
                yield from lines
        except ssl.SSLError as error:
            raise trouble(
                "tls", f"The dyno's address has no TLS that can be trusted: {type(error).__name__}."
            ) from None
        except OSError as error:
            if greeted or attempt >= ATTEMPTS:
                what = "The connection to the command broke" if greeted else "Cannot connect to the dyno"
                raise trouble("connection", f"{what}: {type(error).__name__}.") from None
            clock.sleep(backoff(attempt))


def trouble(kind: str, text: str) -> HerokuError:
    """An error of a connection; its hint says what stands in the way of most."""
    hint = "Attached dynos listen on a port of their own, which a firewall may block and a proxy does not reach."
    return HerokuError(text, id=kind, method="CONNECT", path="(rendezvous)", hint=hint)


def is_rendezvous(url: str) -> bool:
    """Whether a dyno is met this way. Some in Private Spaces are met by ssh."""
    return url.startswith("rendezvous://")


def secret_of(url: str) -> str:
    """What the client has to say: everything behind host and port."""
    parts = urlsplit(url)
    return (parts.path + (f"?{parts.query}" if parts.query else ""))[1:]


def connect(url: str, timeout: float, authorities: str, tls: bool | None) -> socket.socket:
    """A connection to the host and port of a rendezvous. Raises OSError."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    plain = socket.create_connection((host, parts.port or 0), timeout)
    if not (not is_loopback(host) if tls is None else tls):
        return plain
    try:
        folder = os.path.isdir(authorities)
        context = ssl.create_default_context(
            cafile=None if folder else authorities, capath=authorities if folder else None
        )
        return context.wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def received(connection: socket.socket, deadline: float, clock: Clock = SYSTEM) -> t.Iterator[bytes]:
    """What arrives, until the other side ends the connection. Raises OSError and DeadlineError."""
    while True:
        left = deadline - clock.monotonic()
        if left <= 0:
            raise DeadlineError
        connection.settimeout(left)
        try:
            chunk = connection.recv(CHUNK)
        except socket.timeout:
            raise DeadlineError from None
        if not chunk:
            return
        yield chunk


def texts_of(chunks: t.Iterable[bytes]) -> t.Iterator[str]:
    """The lines of what arrives in pieces that may begin and end anywhere."""
    return map(text_of, split(chunks, NEW_LINE))


def text_of(line: bytes) -> str:
    """A line as text: a terminal ends it with a carriage return, and null bytes keep connections open."""
    return line.rstrip(b"\r").replace(b"\0", b"").decode("utf-8", "replace")
