# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A transport for sessions of ``requests`` that gives requests to a simulator in this process, without a connection."""

from __future__ import annotations

import io
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPHeaderDict, HTTPResponse

from .exchange import Exchange

if TYPE_CHECKING:
    from .simulator import Simulator


class _Body(io.RawIOBase):
    """The body of an answer, read as it comes."""

    def __init__(self, exchange: Exchange, timeout: float | None) -> None:
        self._exchange = exchange
        self._timeout = timeout
        self._rest = b""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Put what there is into the buffer, waiting until there is something. Returns how many bytes that were."""
        self._rest = self._rest or self._exchange.read(self._timeout)
        count = min(len(buffer), len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count

    def close(self) -> None:
        """Take no more of it."""
        if not self.closed:
            self._exchange.leave()
        super().close()


class SimulatorAdapter(HTTPAdapter):
    """Gives the requests of a session to a simulator."""

    def __init__(self, simulator: Simulator) -> None:
        super().__init__()
        self._simulator = simulator

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> requests.Response:
        """Send a request. Raises the errors that ``requests`` raises when an answer does not come."""
        assert request.method is not None
        assert request.url is not None
        patience = timeout[1] if isinstance(timeout, tuple) else timeout
        exchange = self._simulator.exchange(request.method, request.url, request.headers, _bytes_of(request.body))
        try:
            head = exchange.head(patience)
        except TimeoutError as error:
            exchange.leave()
            raise requests.ReadTimeout(error, request=request) from error
        except ConnectionError as error:
            raise requests.ConnectionError(error, request=request) from error
        headers = HTTPHeaderDict((name.decode("latin-1"), value.decode("latin-1")) for name, value in head.headers)
        raw = HTTPResponse(
            body=_Body(exchange, patience),
            headers=headers,
            status=head.status,
            reason=HTTPStatus(head.status).phrase,
            preload_content=False,
            request_method=request.method,
        )
        return self.build_response(request, raw)


def _bytes_of(body: Any) -> bytes:
    """The body of a request: a text, bytes, a file, or what comes in pieces."""
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, bytes):
        return body
    return bytes(body.read()) if hasattr(body, "read") else b"".join(body)
