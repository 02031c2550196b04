# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a resource declares its operations, how its paths are resolved, and how its records are written as JSON.

A file under ``resources/`` holds a record type, its table, and functions like this one::

    @operation("PATCH", "/apps/{app}/domains/{domain}", params={"sni_endpoint": text(required=True, nullable=True)})
    def update(call: Call, app: App, domain: Domain) -> Domain: ...

Everything else (credentials, scopes, rate limit, parameters, 404 and 403, pages, ETags, headers, the log, faults) is
done once, by ``application.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .params import Params
from .registry import Registry
from .router import Router
from .store import Record
from .switches import switches

if TYPE_CHECKING:
    from .resources.account import Account

CORE = "core"
SATELLITE = "satellite"


@dataclass(frozen=True)
class View:
    """How an answer is to be written: the variant of the version, what is to be nested in full, and for whom."""

    variant: str = ""
    expansions: frozenset[str] = frozenset()
    inclusions: frozenset[str] = frozenset()
    legacy_provider_messages: bool = False
    account: Account | None = None

    @property
    def sdk(self) -> bool:
        """Whether the client asked for ``version=3.sdk``, whose bodies have more properties."""
        return self.variant == "sdk"


@dataclass(frozen=True)
class Reply:
    """A handler's answer with a status or headers of its own."""

    body: Any
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Operation:
    """One operation of the API, as declared by ``operation``."""

    method: str
    path: str
    handler: Callable[..., Any]
    params: Params | None
    status: int
    ranges: tuple[str, ...]
    order_by: str
    range_keys: Mapping[str, Callable[[Any], Any]]
    access: str
    scope: str
    service: str
    public: bool
    free: bool
    write_as: Callable[[Any, View], Any] | None
    secret_body: bool
    prepare: Callable[..., Any] | None
    variables: tuple[str, ...]

    @property
    def satellite(self) -> bool:
        """Whether a satellite service answers, with its own headers and error texts (behaviour.md 0)."""
        return self.service == SATELLITE


@dataclass(frozen=True)
class Resolver:
    """How a variable of a path becomes a record, and whether its text is a secret."""

    find: Callable[..., Any]
    secret: bool


OPERATIONS: Registry[tuple[str, str], Operation] = Registry("operation")
ROUTER: Router[Operation] = Router()

RESOLVERS: Registry[str, Resolver] = Registry("resolver of")
WRITERS: Registry[type, Callable[[Any, View], Any]] = Registry("writer of")
OPTIONAL: Registry[type, frozenset[str]] = Registry("optional properties of")

_STATUS = MappingProxyType({"GET": 200, "POST": 201, "PUT": 200, "PATCH": 200, "DELETE": 200})


def operation(
    method: str,
    path: str,
    *,
    params: Params | None = None,
    status: int | None = None,
    ranges: tuple[str, ...] = (),
    order_by: str = "id",
    range_keys: Mapping[str, Callable[[Any], Any]] | None = None,
    access: str = "",
    scope: str = "",
    service: str = CORE,
    public: bool = False,
    free: bool = False,
    write_as: Callable[[Any, View], Any] | None = None,
    secret_body: bool = False,
    prepare: Callable[..., Any] | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare an operation.

    The handler gets the ``Call`` and, by name, what the variables of ``path`` resolve to: ``{app}`` is looked up by the
    function registered with ``@resolver("app")``, ``{stage:text}`` is the text itself. It returns a record, a list of
    records, plain JSON, or a ``Reply``.

    ``params``: the declared parameters (None: any body is taken and ignored). ``status``: of success, when it is not
    201 for POST and 200 for the rest. ``ranges``: for a list, the fields of Accept-Ranges; without them a list comes
    in one piece. ``order_by``: what a list is sorted by without a Range. ``range_keys``: how to get those fields that a
    record does not have itself. ``access``: what the caller must be allowed
    to do with the app, team or space of the path (when empty: ``view`` for GET, ``operate`` for the rest). ``scope``:
    ``protected`` for what holds config vars, ``identity`` for the account, ``account`` for what is the account's own
    affair (who may act for it, what it pays), ``read`` for a POST that only reads. ``public``: needs no credentials.
    ``free``: costs no token. ``write_as``: writes the record, when not as its type is usually written.
    ``secret_body``: the names of the properties may be logged, but all values are secret. ``prepare``: a coroutine
    function that gets the call before the handler runs, for what has to wait (the handler itself never does).
    """
    variables = tuple(re.findall(r"\{([^}]+)\}", path))

    def register(handler: Callable[..., Any]) -> Callable[..., Any]:
        declared = Operation(
            method=method,
            path=path,
            handler=handler,
            params=None if params is None else MappingProxyType(dict(params)),
            status=status or _STATUS[method],
            ranges=ranges,
            order_by=order_by,
            range_keys=MappingProxyType(dict(range_keys or {})),
            access=access or ("view" if method == "GET" else "operate"),
            scope=scope,
            service=service,
            public=public,
            free=free,
            write_as=write_as,
            secret_body=secret_body,
            prepare=prepare,
            variables=variables,
        )
        OPERATIONS.add((method, path), declared)
        ROUTER.add(method, path, declared)
        return handler

    return register


def resolver(variable: str, *, secret: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register how ``{variable}`` in a path becomes a record.

    The function gets the ``Call`` (with what stands before it in the path under ``call.found``) and the decoded text,
    and returns the record or raises the 404 or 403. A ``secret`` text (a log drain's url) is not written to the log.
    """

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        RESOLVERS.add(variable, Resolver(function, secret))
        return function

    return register


def is_secret_variable(variable: str) -> bool:
    """Whether what stands for a variable in a path is a secret."""
    return variable in RESOLVERS and RESOLVERS[variable].secret


def resolve(variable: str, call: Any, value: str) -> tuple[str, Any]:
    """The handler's name for a variable, and what its text means."""
    name, _separator, kind = variable.partition(":")
    return name, value if kind == "text" else RESOLVERS[name].find(call, value)


def writer(
    record_type: type, *, optional: tuple[str, ...] | None = None
) -> Callable[[Callable[[Any, View], Any]], Callable[[Any, View], Any]]:
    """Register how records of a type are written as JSON.

    ``optional``: what real answers may leave out, where the hyper-schema says what a record must have; of all other
    types, what is null (recorded.md E).
    """

    def register(function: Callable[[Any, View], Any]) -> Callable[[Any, View], Any]:
        WRITERS.add(record_type, function)
        if optional is not None:
            OPTIONAL.add(record_type, frozenset(optional))
        return function

    return register


def in_sdk(write_as: Callable[[Any, View], Any]) -> Callable[[Any, View], Any]:
    """The writer for operations that only ``3.sdk`` has: they speak like it, whichever variant was asked for."""
    return lambda record, view: write_as(record, replace(view, variant="sdk"))


def write(value: Any, view: View, write_as: Callable[[Any, View], Any] | None = None) -> Any:
    """A record, or a list of records, as JSON; what is JSON already stays."""
    if isinstance(value, list):
        return [write(item, view, write_as) for item in value]
    if isinstance(value, Record):
        body = (write_as or WRITERS[type(value)])(value, view)
        return body if switches["optional_properties"] == "present" else _without_optional(body, type(value))
    return value


def _without_optional(body: Any, record_type: type) -> Any:
    """The JSON of a record without what the schema does not require (recorded.md E)."""
    if record_type not in OPTIONAL:
        return _without_nulls(body)
    return {name: item for name, item in body.items() if name not in OPTIONAL[record_type]}


def _without_nulls(value: Any) -> Any:
    """JSON without the properties that are null."""
    if isinstance(value, dict):
        return {name: _without_nulls(item) for name, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_nulls(item) for item in value]
    return value


def check_declarations() -> None:
    """Raises LookupError when a variable of some path has no resolver: called once, after all resources are loaded."""
    for declared in OPERATIONS.values():
        for variable in declared.variables:
            name, _separator, kind = variable.partition(":")
            if kind != "text" and name not in RESOLVERS:
                raise LookupError(f"{declared.method} {declared.path}: nothing resolves {{{name}}}")
