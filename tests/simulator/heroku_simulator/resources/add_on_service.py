# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Add-on services (behaviour.md 3.4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..errors import not_found
from ..operation import View, operation, resolver, writer
from ..store import Record, Table
from .generation import reference as generation_reference

if TYPE_CHECKING:
    from ..application import Call


@dataclass(kw_only=True)
class AddOnService(Record):
    """A service.

    ``config_vars`` are templates by suffix: what an attachment NAME sets is ``NAME_SUFFIX``. ``attachment`` is the name
    of an app's first attachment, ``config_prefix`` what further names are made of. ``writes_logs``: whether the
    provider writes to the logs of the apps, and so has an address for each attachment. ``reads_logs``: whether the
    provider adds a log drain to the billing app. ``partner``: the e-mail address of the account that is the provider.
    ``versions``: what the provider takes as ``version`` in the config of a new add-on, if it does not take everything.
    """

    name: str
    human_name: str
    state: str = "ga"
    cli_plugin_name: str | None = None
    supports_multiple_installations: bool = True
    supports_sharing: bool = True
    generations: list[str] = field(default_factory=lambda: ["cedar", "fir"])
    attachment: str = ""
    config_prefix: str = ""
    config_vars: dict[str, str] = field(default_factory=dict)
    provisioning_seconds: float = 0.0
    plan_changes: bool = True
    writes_logs: bool = False
    reads_logs: bool = False
    partner: str | None = None
    versions: list[str] = field(default_factory=list)


add_on_services = Table("add_on_services", AddOnService, unique=("name",))


def reference(service: AddOnService) -> dict[str, str]:
    """How other records mention a service."""
    return {"id": service.id, "name": service.name}


@resolver("add_on_service")
def resolve_add_on_service(call: Call, identity: str) -> AddOnService:
    """By id or name; names are case-sensitive."""
    service = add_on_services.find(identity, "name")
    if service is None:
        raise not_found("add-on service", resource="addon_service")
    return service


@writer(AddOnService)
def write(service: AddOnService, view: View) -> dict[str, Any]:
    """The resource ``add-on-service``."""
    return {
        "cli_plugin_name": service.cli_plugin_name,
        "created_at": service.created_at,
        "human_name": service.human_name,
        "id": service.id,
        "name": service.name,
        "state": service.state,
        "supports_multiple_installations": service.supports_multiple_installations,
        "supports_sharing": service.supports_sharing,
        "updated_at": service.updated_at,
        "supported_generations": [generation_reference(name) for name in service.generations],
    }


@operation("GET", "/addon-services", ranges=("id", "name"), public=True)
def list_(call: Call) -> list[AddOnService]:
    """Add-on Service List; needs no credentials."""
    return list(add_on_services)


@operation("GET", "/addon-services/{add_on_service}", public=True)
def info(call: Call, add_on_service: AddOnService) -> AddOnService:
    """Add-on Service Info."""
    return add_on_service
