# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a request came: its headers, and its connection, to which the application does whatever networks do."""

from __future__ import annotations

import asyncio
import socket
import struct
from abc import ABC, abstractmethod
from collections.abc import Mapping

from starlette.types import Scope

EXTENSION = "heroku_simulator"


class Connection(ABC):
    """The connection of one request."""

    @abstractmethod
    def reset(self) -> None:
        """End it so that the client sees ECONNRESET instead of an orderly end."""

    @abstractmethod
    def close(self) -> None:
        """End it after what was sent."""

    @abstractmethod
    def is_closing(self) -> bool:
        """Whether it has ended, or is about to."""


class SocketConnection(Connection):
    """A connection by TCP."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport

    def reset(self) -> None:
        """See the base class."""
        reset(self._transport)

    def close(self) -> None:
        """See the base class."""
        self._transport.close()

    def is_closing(self) -> bool:
        """See the base class."""
        return self._transport.is_closing()


def reset(transport: asyncio.WriteTransport) -> None:
    """End a connection so that its client sees ECONNRESET instead of an orderly end."""
    connection = transport.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


Headers = Mapping[str, str]


def headers_of(scope: Scope) -> Headers:
    """The headers of a request by their names in lower case; of several with one name, the first."""
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in reversed(scope["headers"])}


def extension(connection: Connection) -> dict[str, dict[object, object]]:
    """What tells the application of a connection, as ``extensions`` of the scope of a request."""
    return {EXTENSION: {"connection": connection}}


def connection_of(scope: Scope) -> Connection:
    """The connection that a request came by. Raises RuntimeError for a transport that does not say."""
    found = scope.get("extensions", {}).get(EXTENSION)
    if found is None:
        raise RuntimeError("faults of connections need a server or a transport that is the simulator's own")
    connection: Connection = found["connection"]
    return connection
