# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Generations of the platform: ``cedar`` and ``fir``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import not_found
from ..operation import View, operation, resolver, writer
from ..store import Record, Table

if TYPE_CHECKING:
    from ..application import Call
    from .team import Team


@dataclass(kw_only=True)
class Generation(Record):
    """A generation."""

    name: str


generations = Table("generations", Generation, unique=("name",))


def reference(name: str) -> dict[str, str]:
    """How other records mention a generation under ``version=3``."""
    generation = generations.by("name", name)
    assert generation is not None
    return {"id": generation.id, "name": generation.name}


def wanted_generation(identity: str | None) -> str | None:
    """The name of the generation that a parameter names by id or name: cedar without one, None for what is none."""
    generation = generations.find(identity or "cedar", "name")
    return generation.name if generation else None


@resolver("generation")
def resolve_generation(call: Call, identity: str) -> Generation:
    """By id or name."""
    generation = generations.find(identity, "name")
    if generation is None:
        raise not_found("generation")
    return generation


@writer(Generation)
def write(generation: Generation, view: View) -> dict[str, Any]:
    """The resource ``generation``."""
    body: dict[str, Any] = {
        "created_at": generation.created_at,
        "id": generation.id,
        "name": generation.name,
        "updated_at": generation.updated_at,
    }
    if view.sdk:
        body |= {"unsupported_features": [], "expanded_supported_features": []}
    return body


@operation("GET", "/generations", ranges=("id", "name"))
def list_(call: Call) -> list[Generation]:
    """Generation List."""
    return list(generations)


@operation("GET", "/teams/{team}/available-generations", ranges=("id", "name"))
def list_of_team(call: Call, team: Team) -> list[Generation]:
    """Generation List of a team; every team may use all of them [I]."""
    return list(generations)


@operation("GET", "/generations/{generation}")
def info(call: Call, generation: Generation) -> Generation:
    """Generation Info."""
    return generation
