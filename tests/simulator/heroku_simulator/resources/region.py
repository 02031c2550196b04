# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Regions (behaviour.md 3.22)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import not_found
from ..operation import View, operation, resolver, writer
from ..store import Record, Table

if TYPE_CHECKING:
    from ..application import Call


@dataclass(kw_only=True)
class Region(Record):
    """A place where apps run."""

    name: str
    country: str
    description: str
    locale: str
    private_capable: bool = False
    provider_region: str = "us-east-1"


regions = Table("regions", Region, unique=("name",))


def reference(region: Region) -> dict[str, str]:
    """How other records mention a region."""
    return {"id": region.id, "name": region.name}


@resolver("region")
def resolve_region(call: Call, identity: str) -> Region:
    """By id or name."""
    region = regions.find(identity, "name")
    if region is None:
        raise not_found("region")
    return region


@writer(Region)
def write(region: Region, view: View) -> dict[str, Any]:
    """The resource ``region``."""
    return {
        "country": region.country,
        "created_at": region.created_at,
        "description": region.description,
        "id": region.id,
        "locale": region.locale,
        "name": region.name,
        "private_capable": region.private_capable,
        "provider": {"name": "amazon-web-services", "region": region.provider_region},
        "updated_at": region.updated_at,
    }


@operation("GET", "/regions", ranges=("id", "name"))
def list_(call: Call) -> list[Region]:
    """Region List."""
    return list(regions)


@operation("GET", "/regions/{region}")
def info(call: Call, region: Region) -> Region:
    """Region Info."""
    return region
