# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The API's description of itself: the operations that are simulated, as a hyper-schema (recorded.md D)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..operation import OPERATIONS, Operation, operation
from ..params import Params

if TYPE_CHECKING:
    from ..application import Call

_REL = MappingProxyType({"GET": "self", "POST": "create", "PATCH": "update", "PUT": "update", "DELETE": "destroy"})


def _properties(params: Params) -> dict[str, Any]:
    return {
        "type": ["object"],
        "properties": {name: {"description": param.expected} for name, param in params.items()},
        "required": [name for name, param in params.items() if param.required],
    }


def _link(item: Operation) -> dict[str, Any]:
    title = (item.handler.__doc__ or "").partition("\n")[0]
    rel = "instances" if item.ranges else _REL.get(item.method, item.method.lower())
    link: dict[str, Any] = {"href": item.path, "method": item.method, "rel": rel, "title": title}
    return {**link, "schema": _properties(item.params)} if item.params else link


@operation("GET", "/schema", public=True, free=True)
def info(call: Call) -> dict[str, Any]:
    """Schema: every operation by the resource that its path begins with."""
    definitions: dict[str, dict[str, Any]] = {}
    for item in OPERATIONS.values():
        noun = item.path.strip("/").partition("/")[0]
        definitions.setdefault(noun, {"type": ["object"], "links": []})["links"].append(_link(item))
    return {
        "$schema": "http://interagent.github.io/interagent-hyper-schema",
        "title": "Heroku Platform API",
        "definitions": definitions,
    }
