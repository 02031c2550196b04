# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was asked and answered: the log behind ``/_simulator/requests``, and the recording for the schema check.

Neither holds a secret: of headers only harmless ones, of bodies in the log only the names of the properties, and in the
recording the values of secret properties are masked.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict, deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from .context import per_simulator
from .operation import Operation, is_secret_variable
from .store import MASK

LOGGED_HEADERS = (
    "accept",
    "accept-expansion",
    "accept-inclusion",
    "content-type",
    "if-match",
    "if-none-match",
    "range",
    "request-id",
    "user-agent",
    "x-http-method-override",
)

SECRET_PROPERTIES = frozenset(
    "access_token attach_url authorization card_number code1 code2 command config cvv env environment get_url"
    " grant headers log_drain_url log_input_url logplex_url new_password nonce output_stream_url password"
    " password_confirmation pre_shared_key private_key put_url refresh_token secret setup_stream_url"
    " source_blob_url sso_target_url token url value".split()
)


# As in the name of a buildpack, which is its address.
_CREDENTIALS = re.compile(r"://[^/@\s]+@")


def property_names(body: Any, prefix: str = "") -> list[str]:
    """The names of all properties of a JSON body, nested ones as ``outer.inner`` and ``list[].inner``."""
    names = []
    if isinstance(body, dict):
        for name, value in body.items():
            names.append(f"{prefix}{name}")
            names += property_names(value, f"{prefix}{name}.")
    elif isinstance(body, list):
        for item in body:
            names += [name for name in property_names(item, f"{prefix.removesuffix('.')}[].") if name not in names]
    return names


def masked(value: Any, *, everything: bool = False) -> Any:
    """A JSON body with addresses that have credentials, and the values of secret properties (or all texts), masked."""
    if isinstance(value, dict):
        return {name: masked(item, everything=everything or name in SECRET_PROPERTIES) for name, item in value.items()}
    if isinstance(value, list):
        return [masked(item, everything=everything) for item in value]
    secret = isinstance(value, str) and (everything or _CREDENTIALS.search(value))
    return MASK if secret else value


def public_path(operation: Operation | None, path: str) -> str:
    """The path for the log: as sent, but without variables that are secret."""
    if operation is None or not any(map(is_secret_variable, operation.variables)):
        return path
    parts = []
    templates = [part for part in operation.path.split("/") if part]
    for template, part in zip(templates, [part for part in path.split("/") if part], strict=True):
        parts.append(template if is_secret_variable(template.strip("{}")) else part)
    return "/" + "/".join(parts)


class RequestLog:
    """The newest requests, oldest first."""

    def __init__(self) -> None:
        self._entries: deque[dict[str, Any]] = deque(maxlen=20000)
        self._last_number = 0
        self._clients: defaultdict[tuple[str, str], set[str]] = defaultdict(set)

    def add(self, entry: dict[str, Any]) -> None:
        """Number an entry and keep it."""
        self._last_number += 1
        if entry["operation"]:
            program = entry["headers"].get("user-agent", "").partition(" ")[0]
            self._clients[entry["method"], entry["operation"]].add(program)
        self._entries.append({"number": self._last_number, **entry})

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self._entries)

    def select(self, query: Mapping[str, str]) -> list[dict[str, Any]]:
        """Entries by ``method``, ``path``, ``status``, ``since`` (a number) and ``limit`` (the newest so many)."""
        since = int(query.get("since", 0))
        chosen = [
            entry
            for entry in self._entries
            if entry["number"] > since
            and all(str(entry[name]) == query[name] for name in ("method", "path", "status") if name in query)
        ]
        return chosen[-int(query["limit"]) :] if "limit" in query else chosen

    def clients(self, method: str, operation: str) -> list[str]:
        """The programs that asked for an operation since the process began, whatever was forgotten meanwhile."""
        return sorted(self._clients.get((method, operation), ()))

    def clear(self) -> None:
        """Forget all entries."""
        self._entries.clear()


class Recorder:
    """Writes every kind of exchange once, masked, as lines of JSON to a file."""

    def __init__(self, path: Path) -> None:
        self._file: BinaryIO = path.open("ab")
        self._seen: set[bytes] = set()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def record(self, operation: Operation, variant: str, request: Any, status: int, response: Any) -> None:
        """Write one exchange, unless the very same was written before."""
        line = orjson.dumps(
            {
                "method": operation.method,
                "path": operation.path,
                "variant": variant,
                "status": status,
                "request": masked(request, everything=operation.secret_body),
                "response": masked(response, everything=operation.secret_body and status < 400),
            }
        )
        digest = hashlib.sha256(line).digest()
        if digest not in self._seen:
            self._seen.add(digest)
            self._file.write(line + b"\n")
            self._file.flush()


request_log = per_simulator(RequestLog)
