# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Parameters of operations: declared once, checked in one place, with Heroku's texts (behaviour.md 2.1).

What is missing is judged before what is unknown, and both before types and patterns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from .errors import ApiError, required_params, schema_violation, unknown_params, wrong_type
from .switches import switches

BOOLEAN = "true or false"
# What the environment of a process can hold as a name (recorded.md A 19), and what a process type can be called.
VARIABLE = r"[^=\0]+"
PROCESS_TYPE = r"[-\w]{1,128}"


@dataclass(frozen=True)
class Param:
    """One parameter: whether it must be given, whether it may be null, and what else is checked."""

    expected: str
    accepts: Callable[[Any], bool]
    required: bool = False
    nullable: bool = False
    pattern: str | None = None
    invalid: Callable[[], ApiError] | None = None
    fields: Mapping[str, Param] = field(default_factory=lambda: MappingProxyType({}))
    items: Param | None = None


Params = Mapping[str, Param]


def text(
    *,
    required: bool = False,
    nullable: bool = False,
    pattern: str | None = None,
    invalid: Callable[[], ApiError] | None = None,
) -> Param:
    """A string; ``pattern`` must match the whole of it, else ``invalid`` makes the error."""
    return Param("a string", lambda value: isinstance(value, str), required, nullable, pattern, invalid)


def boolean(*, required: bool = False, nullable: bool = False) -> Param:
    """True or false."""
    return Param(BOOLEAN, lambda value: isinstance(value, bool), required, nullable)


def integer(*, required: bool = False, nullable: bool = False) -> Param:
    """A whole number."""
    return Param("an integer", lambda value: isinstance(value, int) and not isinstance(value, bool), required, nullable)


def one_of(*choices: str, required: bool = False, nullable: bool = False) -> Param:
    """One of some words."""
    return Param(f"one of {', '.join(choices)}", lambda value: value in choices, required, nullable)


def anything(*, required: bool = False) -> Param:
    """Whatever JSON can say; the handler judges it."""
    return Param("anything", lambda value: True, required)


def mapping(*, required: bool = False, nullable: bool = False) -> Param:
    """An object whose keys are not known beforehand."""
    return Param("an object", lambda value: isinstance(value, dict), required, nullable)


def texts(names: str, *, required: bool = False) -> Param:
    """An object of strings whose keys match a pattern."""
    return Param(
        "an object of strings",
        lambda value: (
            isinstance(value, dict)
            and all(isinstance(item, str) and re.fullmatch(names, name) for name, item in value.items())
        ),
        required,
    )


def structure(fields: Params, *, required: bool = False, nullable: bool = False) -> Param:
    """An object with known keys."""
    return Param(
        "an object", lambda value: isinstance(value, dict), required, nullable, fields=MappingProxyType(dict(fields))
    )


def list_of(items: Param, *, required: bool = False, nullable: bool = False) -> Param:
    """An array."""
    return Param("an array", lambda value: isinstance(value, list), required, nullable, items=items)


def identity(*, required: bool = False, nullable: bool = False) -> Param:
    """An id or a name: a string, or, as clients also send it, ``{"id": ...}`` or ``{"name": ...}``.

    The handler gets it with ``identity_of``.
    """
    return Param("an id or a name", lambda value: identity_of(value) is not None, required, nullable)


def identity_of(value: Any) -> str | None:
    """The id or name in a parameter declared as ``identity``."""
    if isinstance(value, dict):
        value = value.get("id") or value.get("name")
    return value if isinstance(value, str) else None


def check(
    body: Mapping[str, Any], params: Params, *, satellite: bool = False, null_clears: bool = False
) -> dict[str, Any]:
    """The body without what is as good as absent: what is null and optional, and what a satellite does not know [I].

    ``null_clears``: whether null takes the value of a nullable parameter away, as in a PATCH. Raises the error that
    Heroku answers when ``body`` is not what ``params`` declare.
    """
    body = _present(body, params, null_clears)
    levels = list(_levels(body, params, ""))
    missing = [
        f"{prefix}{name}"
        for level, declared, prefix in levels
        for name, param in declared.items()
        if param.required and name not in level
    ]
    if missing:
        raise schema_violation(missing[0], "is required.") if satellite else required_params(missing)
    unknown = [f"{prefix}{name}" for level, declared, prefix in levels for name in level if name not in declared]
    if unknown and not satellite:
        raise unknown_params(dict.fromkeys(unknown))
    _check_values(body, params, satellite, "")
    return _known(body, params) if unknown else body


def _known(body: Mapping[str, Any], params: Params) -> dict[str, Any]:
    """A body, and each object within it, without what is not declared."""
    found: dict[str, Any] = {}
    for name, param in params.items():
        if name in body:
            value = body[name]
            if param.fields and isinstance(value, dict):
                value = _known(value, param.fields)
            elif param.items and param.items.fields and isinstance(value, list):
                value = [_known(item, param.items.fields) for item in value]
            found[name] = value
    return found


def _present(body: Mapping[str, Any], params: Params, null_clears: bool) -> dict[str, Any]:
    """A body, and each object within it, without the optional parameters that are null."""
    found: dict[str, Any] = {}
    for name, value in body.items():
        param = params.get(name)
        if value is None and param is not None and not param.required and not (param.nullable and null_clears):
            continue
        found[name] = value if param is None else _meant(value, param, null_clears)
    return found


def _meant(value: Any, param: Param, null_clears: bool) -> Any:
    if param.fields and isinstance(value, dict):
        return _present(value, param.fields, null_clears)
    if param.items is not None and isinstance(value, list):
        return [_meant(item, param.items, null_clears) for item in value]
    if param.expected == BOOLEAN and value in (0, 1) and switches["numeric_booleans"] == "taken":
        return bool(value)
    return value


def _levels(body: Mapping[str, Any], params: Params, prefix: str) -> Iterator[tuple[Mapping[str, Any], Params, str]]:
    """Each object within a body, with what is declared for it and what stands before its names in messages."""
    yield body, params, prefix
    for name, param in params.items():
        inner = param.items.fields if param.items else param.fields
        value = body.get(name)
        for item in value if param.items and isinstance(value, list) else [value]:
            if inner and isinstance(item, dict):
                yield from _levels(item, inner, f"{prefix}{name}:")


def _check_values(body: Mapping[str, Any], params: Params, satellite: bool, prefix: str) -> None:
    for name, param in params.items():
        if name in body:
            _check_value(f"{prefix}{name}", body[name], param, satellite)


def _check_value(name: str, value: Any, param: Param, satellite: bool) -> None:
    if value is None and param.nullable:
        return
    if not param.accepts(value):
        raise schema_violation(name, f"is not {param.expected}.") if satellite else wrong_type(name, param.expected)
    if param.pattern and not re.fullmatch(param.pattern, value):
        raise param.invalid() if param.invalid else wrong_type(name, f"like {param.pattern}")
    if param.fields:
        _check_values(value, param.fields, satellite, f"{name}/" if satellite else f"{name}:")
    if param.items:
        for item in value:
            _check_value(name, item, param.items, satellite)
