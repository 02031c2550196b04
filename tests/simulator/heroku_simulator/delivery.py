# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sending webhooks: to addresses of this machine, and to nowhere else."""

from __future__ import annotations

import asyncio
import base64
import contextvars
import hashlib
import hmac
import ipaddress
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

SIGNATURE_HEADER = "Heroku-Webhook-Hmac-SHA256"
TIMEOUT_SECONDS = 30


def is_loopback(url: str) -> bool:
    """Whether a url leads to this machine."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return False
    try:
        return ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return parts.hostname == "localhost"


@dataclass(frozen=True)
class Attempt:
    """How an attempt ended: with the status of an answer, or with the class of an error."""

    code: int | None = None
    error_class: str | None = None

    @property
    def succeeded(self) -> bool:
        """Whether the receiver took it."""
        return self.code is not None and 200 <= self.code < 300


def signature(body: bytes, secret: str) -> str:
    """What lets a receiver know that a body comes from whoever has the secret."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def send(
    url: str, body: bytes, secret: str | None, authorization: str | None, ended: Callable[[Attempt], None]
) -> None:
    """Post a body in a thread of its own; ``ended`` is called with what came of it, in the loop that runs now."""
    headers = {"Content-Type": "application/json", "User-Agent": "heroku-webhooks"}
    if secret:
        headers[SIGNATURE_HEADER] = signature(body, secret)
    if authorization:
        headers["Authorization"] = authorization
    request = urllib.request.Request(url, body, headers, method="POST")  # noqa: S310 - loopback only
    loop = asyncio.get_running_loop()
    context = contextvars.copy_context()

    def deliver() -> None:
        attempt = _attempt(request)
        if not loop.is_closed():  # the simulator may have ended meanwhile
            loop.call_soon_threadsafe(ended, attempt, context=context)

    threading.Thread(target=deliver, daemon=True).start()


def _attempt(request: urllib.request.Request) -> Attempt:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=TIMEOUT_SECONDS) as response:
            return Attempt(code=response.status)
    except urllib.error.HTTPError as error:
        return Attempt(code=error.code)
    except (OSError, ValueError) as error:
        return Attempt(error_class=type(getattr(error, "reason", error)).__name__)
