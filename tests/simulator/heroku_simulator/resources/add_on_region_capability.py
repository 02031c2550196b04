# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""In which regions add-on services can be had, and where within a Private Space's network (schema only)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from ..operation import View, operation, writer
from ..store import Record
from .add_on_service import AddOnService, add_on_services
from .add_on_service import write as write_service
from .plan import plans
from .region import Region, regions
from .region import write as write_region

if TYPE_CHECKING:
    from ..application import Call


@dataclass(kw_only=True)
class AddOnRegionCapability(Record):
    """A service in a region; made anew whenever it is asked for."""

    service: AddOnService
    region: Region

    @property
    def supports_private_networking(self) -> bool:
        """Whether some plan of the service is networked with the Private Spaces of the region [I]."""
        offered = plans.where("service_id", self.service.id)
        return self.region.private_capable and any(plan.inside_private_network for plan in offered)


def _capability(service: AddOnService, region: Region) -> AddOnRegionCapability:
    return AddOnRegionCapability(id=str(uuid5(UUID(service.id), region.id)), service=service, region=region)


@writer(AddOnRegionCapability)
def write(capability: AddOnRegionCapability, view: View) -> dict[str, Any]:
    """The resource ``add-on-region-capability``, which holds the whole service and region."""
    return {
        "id": capability.id,
        "supports_private_networking": capability.supports_private_networking,
        "addon_service": write_service(capability.service, view),
        "region": write_region(capability.region, view),
    }


@operation("GET", "/addon-region-capabilities", ranges=("id",))
def list_(call: Call) -> list[AddOnRegionCapability]:
    """Add-on Region Capability List."""
    return [_capability(service, region) for service in add_on_services for region in regions]


@operation("GET", "/addon-services/{add_on_service}/region-capabilities", ranges=("id",))
def list_by_add_on_service(call: Call, add_on_service: AddOnService) -> list[AddOnRegionCapability]:
    """Add-on Region Capability List by Add-on Service."""
    return [_capability(add_on_service, region) for region in regions]


@operation("GET", "/regions/{region}/addon-region-capabilities", ranges=("id",))
def list_by_region(call: Call, region: Region) -> list[AddOnRegionCapability]:
    """Add-on Region Capability List By Region."""
    return [_capability(service, region) for service in add_on_services]
