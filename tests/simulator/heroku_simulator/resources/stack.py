# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Stacks (behaviour.md 3.22): exactly one is the default."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import invalid_params, not_found
from ..operation import View, operation, resolver, writer
from ..store import Record, Table

if TYPE_CHECKING:
    from ..application import Call
    from .app import App


@dataclass(kw_only=True)
class Stack(Record):
    """What an app's code runs on. After its ``end_of_life`` nothing is built for it."""

    name: str
    state: str = "public"
    default: bool = False
    generation: str = "cedar"
    end_of_life: bool = False


CONTAINER = "container"

stacks = Table("stacks", Stack, unique=("name",))


def reference(stack: Stack) -> dict[str, str]:
    """How other records mention a stack."""
    return {"id": stack.id, "name": stack.name}


def default_stack(generation: str = "cedar") -> Stack:
    """What an app gets when it asks for none."""
    candidates = [stack for stack in stacks if stack.generation == generation]
    return next((stack for stack in candidates if stack.default), candidates[0])


def wanted_stack(identity: str) -> Stack:
    """The stack that a parameter names. Raises 422 [I: the text is ours]."""
    stack = stacks.find(identity, "name")
    if stack is None:
        raise invalid_params(f"Couldn't find that stack: {identity}.")
    return stack


@resolver("stack")
def resolve_stack(call: Call, identity: str) -> Stack:
    """By id or name."""
    stack = stacks.find(identity, "name")
    if stack is None:
        raise not_found("stack")
    return stack


@writer(Stack)
def write(stack: Stack, view: View) -> dict[str, Any]:
    """The resource ``stack``."""
    return {
        "default": stack.default,
        "created_at": stack.created_at,
        "id": stack.id,
        "name": stack.name,
        "state": stack.state,
        "updated_at": stack.updated_at,
    }


@operation("GET", "/stacks", ranges=("id", "name"))
def list_(call: Call) -> list[Stack]:
    """Stack List."""
    return list(stacks)


@operation("GET", "/stacks/{stack}")
def info(call: Call, stack: Stack) -> Stack:
    """Stack Info."""
    return stack


@operation("GET", "/apps/{app}/available-stacks", ranges=("id", "name"))
def list_by_app(call: Call, app: App) -> list[Stack]:
    """Stack List for an app: those of its generation."""
    return [stack for stack in stacks if stack.generation == app.generation]
