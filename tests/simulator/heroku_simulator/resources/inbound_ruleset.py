# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From where the apps of a space can be reached (behaviour.md 3.11): each change is a new ruleset, none ever goes."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .. import errors
from ..clock import clock, transition
from ..faults import faults
from ..hooks import on
from ..operation import View, operation, resolver, writer
from ..params import anything, list_of, one_of, structure, text
from ..settings import settings
from ..store import Record, Table
from ..switches import switches
from .account import Account
from .space import Space, check_allocated, check_cedar, spaces

if TYPE_CHECKING:
    from ..application import Call

EVERYBODY = MappingProxyType({"action": "allow", "source": "0.0.0.0/0"})
_OCTET = r"(?:[0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])"
SOURCE_PATTERN = rf"(?:{_OCTET}\.){{3}}{_OCTET}/(?:[0-9]|[1-2][0-9]|3[0-2])"


@dataclass(kw_only=True)
class InboundRuleset(Record):
    """A ruleset; the newest of a space is in force, once it is ``applied``."""

    space_id: str
    rules: list[dict[str, str]]
    created_by: str
    applied: bool = True


inbound_rulesets = Table("inbound_rulesets", InboundRuleset, parents={"space_id": spaces})


@on("space.created")
def _first_ruleset(space: Space, creator: Account, **details: Any) -> None:
    """A new space lets everybody in."""
    if space.generation == "cedar":
        inbound_rulesets.add(InboundRuleset(space_id=space.id, rules=[dict(EVERYBODY)], created_by=creator.email))


@resolver("inbound_ruleset")
def resolve_inbound_ruleset(call: Call, identity: str) -> InboundRuleset:
    """By id, within the space of the path."""
    ruleset = inbound_rulesets.get(identity)
    if ruleset is None or ruleset.space_id != call.found["space"].id:
        raise errors.not_found("inbound ruleset", resource="inbound_ruleset")
    return ruleset


@writer(InboundRuleset)
def write(ruleset: InboundRuleset, view: View) -> dict[str, Any]:
    """The resource ``inbound-ruleset``; the official command also looks for ``applied``, which the schema lacks."""
    space = spaces[ruleset.space_id]
    body = {
        "id": ruleset.id,
        "space": {"id": space.id, "name": space.name},
        "created_at": ruleset.created_at,
        "rules": ruleset.rules,
        "created_by": ruleset.created_by,
    }
    return body if switches["ruleset_applied"] == "absent" else {**body, "applied": ruleset.applied}


@transition("inbound_ruleset.apply", can_fail=True)
def apply(ruleset_id: str) -> None:
    """A ruleset is in force; when this fails, it never is."""
    ruleset = inbound_rulesets.get(ruleset_id)
    if ruleset is not None and not faults.transition_fails("inbound_ruleset.apply"):
        inbound_rulesets.update(ruleset, applied=True)


@operation("GET", "/spaces/{space}/inbound-ruleset")
def current(call: Call, space: Space) -> InboundRuleset:
    """Inbound Ruleset Current."""
    check_cedar(space, "Trusted IPs are")
    return inbound_rulesets.where("space_id", space.id)[-1]


@operation("GET", "/spaces/{space}/inbound-rulesets", ranges=("id",))
def list_(call: Call, space: Space) -> list[InboundRuleset]:
    """Inbound Ruleset List: the current one and all before it."""
    check_cedar(space, "Trusted IPs are")
    return inbound_rulesets.where("space_id", space.id)


@operation("GET", "/spaces/{space}/inbound-rulesets/{inbound_ruleset}")
def info(call: Call, space: Space, inbound_ruleset: InboundRuleset) -> InboundRuleset:
    """Inbound Ruleset Info."""
    return inbound_ruleset


def _source_invalid() -> errors.ApiError:
    return errors.invalid_params("Source is not in CIDR notation")


RULE = MappingProxyType(
    {
        "action": one_of("allow", "deny", required=True),
        "source": text(required=True, pattern=SOURCE_PATTERN, invalid=_source_invalid),
    }
)


@operation(
    "PUT",
    "/spaces/{space}/inbound-ruleset",
    # The official command sends the whole record back.
    params={
        "rules": list_of(structure(RULE), required=True),
        **{name: anything() for name in ("id", "space", "created_at", "created_by", "applied")},
    },
    access="manage",
)
def create(call: Call, space: Space) -> InboundRuleset:
    """Inbound Ruleset Create: refused until the space is allocated (behaviour.md 3.11); the text is ours [I]."""
    check_cedar(space, "Trusted IPs are")
    check_allocated(space)
    ruleset = inbound_rulesets.add(
        InboundRuleset(space_id=space.id, rules=call.body["rules"], created_by=call.account.email, applied=False)
    )
    clock.after(settings.timings.ruleset_apply, "inbound_ruleset.apply", ruleset.id)
    return ruleset
