# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans of add-on services (behaviour.md 3.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import no_addon_service, not_found, plan_retired
from ..operation import View, operation, resolver, writer
from ..store import Record, Table
from .add_on_service import AddOnService, add_on_services, reference

if TYPE_CHECKING:
    from ..application import Call

PROVISIONED = "provisioned"
DEPROVISIONED = "deprovisioned"


@dataclass(kw_only=True)
class Plan(Record):
    """A plan; ``name`` is ``SERVICE:PLAN``.

    Add-ons can be given another plan of the same ``tier`` of their service.
    ``outcome`` is how provisioning ends: provisioned, or deprovisioned for a plan whose provider always fails. ``open``
    is off for plans that only select users may have.
    """

    service_id: str
    name: str
    human_name: str
    tier: str = ""
    cents: int = 0
    contract: bool = False
    metered: bool = False
    default: bool = False
    space_default: bool = False
    state: str = "ga"
    visible: bool = True
    open: bool = True
    inside_private_network: bool = False
    outside_private_network: bool = True
    provisioning_seconds: float | None = None
    outcome: str = PROVISIONED


plans = Table("plans", Plan, unique=("name",), parents={"service_id": add_on_services})


def reference_plan(plan: Plan) -> dict[str, str]:
    """How other records mention a plan."""
    return {"id": plan.id, "name": plan.name}


def price(plan: Plan, view: View) -> dict[str, Any]:
    """What a plan costs."""
    body: dict[str, Any] = {"cents": plan.cents, "contract": plan.contract, "unit": "month"}
    if view.sdk:
        body["metered"] = plan.metered
    return body


def wanted_plan(identity: str, *, in_space: bool) -> Plan:
    """The plan that a parameter names: by id, ``service:tier``, or a service alone for its default plan.

    Some services have another default for apps ``in_space`` (the schema's ``space_default``). Raises the 422 for what
    does not exist (any more).
    """
    plan = plans.find(identity, "name")
    if plan is None:
        service = add_on_services.find(identity, "name")
        if service is not None and service.state != "shutdown":
            offered = plans.where("service_id", service.id)
            of_spaces = [item for item in offered if item.space_default] if in_space else []
            candidates = [*of_spaces, *(item for item in offered if item.default), *offered]
            plan = candidates[0] if candidates else None
    if plan is None or add_on_services[plan.service_id].state == "shutdown":
        raise no_addon_service(identity)
    if plan.state == "shutdown":
        raise plan_retired(plan.name)
    return plan


@resolver("plan")
def resolve_plan(call: Call, identity: str) -> Plan:
    """By id or name; below a service also by the tier alone."""
    service = call.found.get("add_on_service")
    plan = plans.find(identity, "name")
    if service is not None:
        plan = plan or plans.by("name", f"{service.name}:{identity}")
        if plan is not None and plan.service_id != service.id:
            plan = None
    if plan is None:
        raise not_found("plan")
    return plan


@writer(Plan)
def write(plan: Plan, view: View) -> dict[str, Any]:
    """The resource ``plan``."""
    return {
        "addon_service": reference(add_on_services[plan.service_id]),
        "created_at": plan.created_at,
        "compliance": None,
        "default": plan.default,
        "description": f"{add_on_services[plan.service_id].human_name} {plan.human_name}",
        "human_name": plan.human_name,
        "id": plan.id,
        "installable_inside_private_network": plan.inside_private_network,
        "installable_outside_private_network": plan.outside_private_network,
        "name": plan.name,
        "price": price(plan, view),
        "space_default": plan.space_default,
        "state": plan.state,
        "updated_at": plan.updated_at,
        "visible": plan.visible,
    }


@operation("GET", "/addon-services/{add_on_service}/plans", ranges=("id", "name"), public=True)
def list_by_add_on_service(call: Call, add_on_service: AddOnService) -> list[Plan]:
    """Plan List By Add-on; needs no credentials. Plans that are not visible are left out."""
    return [plan for plan in plans.where("service_id", add_on_service.id) if plan.visible]


@operation("GET", "/addon-services/{add_on_service}/plans/{plan}", public=True)
def info_by_add_on_service(call: Call, add_on_service: AddOnService, plan: Plan) -> Plan:
    """Plan Info By Add-on."""
    return plan


@operation("GET", "/plans/{plan}", public=True)
def info(call: Call, plan: Plan) -> Plan:
    """Plan Info."""
    return plan
