# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pipelines (behaviour.md 3.12): a satellite service."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .. import errors
from ..operation import SATELLITE, View, operation, resolver, writer
from ..params import Param, identity, identity_of, one_of, structure, text
from ..store import TABLES, Record, Table
from ..switches import switches
from .account import Account, accounts
from .app import apps, permissions_of
from .generation import reference as generation_reference
from .generation import wanted_generation
from .team import ROLE_ACCESS, role_of, teams

if TYPE_CHECKING:
    from ..application import Call

NAME_PATTERN = r"[a-z][a-z0-9-]{2,29}"
OWNER = MappingProxyType({"id": text(required=True), "type": one_of("user", "team", required=True)})


@dataclass(kw_only=True)
class Pipeline(Record):
    """A pipeline. Names are not unique; ``owner_type`` is ``user`` or ``team``; ``repo_id`` is set with GitHub."""

    name: str
    creator_id: str
    owner_id: str | None = None
    owner_type: str = "user"
    generation: str = "cedar"
    repo_id: int | None = None


pipelines = Table("pipelines", Pipeline, groups=("name", "owner_id"))


def is_empty(pipeline: Pipeline) -> bool:
    """Whether a pipeline has no apps."""
    return not TABLES["pipeline_couplings"].count("pipeline_id", pipeline.id)


def visible(pipeline: Pipeline, account: Account) -> bool:
    """Its owner and creator, the owner's team, and whoever sees one of its apps, see a pipeline."""
    if account.id in (pipeline.owner_id, pipeline.creator_id):
        return True
    if pipeline.owner_type == "team" and role_of(pipeline.owner_id, account) is not None:
        return True
    coupled = TABLES["pipeline_couplings"].where("pipeline_id", pipeline.id)
    return any(permissions_of(account, apps[item.app_id]) for item in coupled)


@resolver("pipeline")
def resolve_pipeline(call: Call, identity: str) -> Pipeline:
    """By id, or by name when it has apps: an empty pipeline is not found by name.

    To DELETE what is not there is 403 (behaviour.md 2.2).
    """
    pipeline = pipelines.get(identity)
    if pipeline is None:
        named = [
            item for item in pipelines.where("name", identity) if not is_empty(item) and visible(item, call.account)
        ]
        pipeline = named[0] if named else None
    if pipeline is None or not visible(pipeline, call.account):
        if call.method == "DELETE":
            raise errors.forbidden("You do not have access to this pipeline.")
        raise errors.satellite_not_found()
    return pipeline


def owner_of(pipeline: Pipeline) -> dict[str, str] | None:
    """The owner as Heroku shows it; a pipeline may have none."""
    return {"id": pipeline.owner_id, "type": pipeline.owner_type} if pipeline.owner_id else None


@writer(Pipeline)
def write(pipeline: Pipeline, view: View) -> dict[str, Any]:
    """The resource ``pipeline``."""
    return {
        "created_at": pipeline.created_at,
        "id": pipeline.id,
        "name": pipeline.name,
        "owner": owner_of(pipeline),
        "updated_at": pipeline.updated_at,
        "generation": generation_reference(pipeline.generation),
    }


def wanted_pipeline(identity: str | None, account: Account) -> Pipeline:
    """The pipeline that a parameter names by id. Raises the 404 for one that the caller does not see."""
    pipeline = pipelines.get(identity)
    if pipeline is None or not visible(pipeline, account):
        raise errors.satellite_not_found()
    return pipeline


def new_owner(account: Account, owner: dict[str, str] | None) -> tuple[str | None, str]:
    """Who is to own a pipeline: id and type. Raises 404 when the caller sees nobody of that id."""
    if owner is None:
        return None, "user"
    if owner["type"] == "team":
        team = teams.get(owner["id"])
        if team is None or role_of(team.id, account) is None:
            raise errors.satellite_not_found()
    elif accounts.get(owner["id"]) is None:
        raise errors.satellite_not_found()
    return owner["id"], owner["type"]


def may_manage(pipeline: Pipeline, account: Account) -> bool:
    """Whether the caller may hand a pipeline over: its owner, who made one without an owner, or a team's admin [I]."""
    if pipeline.owner_type == "team":
        return "manage" in ROLE_ACCESS.get(role_of(pipeline.owner_id, account) or "", ())
    return account.id == (pipeline.owner_id or pipeline.creator_id)


@operation("GET", "/pipelines", service=SATELLITE, ranges=("id", "name"), order_by="name")
def list_(call: Call) -> list[Pipeline]:
    """Pipeline List; ``?eq[name]=`` selects by name (behaviour.md 1.4). Whether it has empty ones is not known."""
    name = call.query.get("eq[name]")
    candidates = list(pipelines) if name is None else pipelines.where("name", name)
    answer = switches["empty_pipelines"]
    without_empty = answer == "not_listed" or (answer == "not_by_name" and name is not None)
    return [item for item in candidates if visible(item, call.account) and not (without_empty and is_empty(item))]


@operation("GET", "/pipelines/{pipeline}", service=SATELLITE)
def info(call: Call, pipeline: Pipeline) -> Pipeline:
    """Pipeline Info."""
    return pipeline


def _name(*, required: bool = False) -> Param:
    return text(
        required=required,
        pattern=NAME_PATTERN,
        invalid=lambda: errors.schema_violation("name", f"does not match /^{NAME_PATTERN}$/."),
    )


@operation(
    "POST",
    "/pipelines",
    service=SATELLITE,
    params={
        "name": _name(required=True),
        "owner": structure(OWNER, nullable=True),
        "generation": identity(),
    },
)
def create(call: Call) -> Pipeline:
    """Pipeline Create; the same name again makes another one."""
    generation = wanted_generation(identity_of(call.body.get("generation")))
    if generation is None:
        raise errors.schema_violation("generation", "is not one.")
    owner_id, owner_type = new_owner(call.account, call.body.get("owner"))
    return pipelines.add(
        Pipeline(
            name=call.body["name"],
            creator_id=call.account.id,
            owner_id=owner_id,
            owner_type=owner_type,
            generation=generation,
        )
    )


@operation("PATCH", "/pipelines/{pipeline}", service=SATELLITE, params={"name": _name()})
def update(call: Call, pipeline: Pipeline) -> Pipeline:
    """Pipeline Update."""
    pipelines.update(pipeline, **call.body)
    return pipeline


@operation("DELETE", "/pipelines/{pipeline}", service=SATELLITE)
def delete(call: Call, pipeline: Pipeline) -> Pipeline:
    """Pipeline Delete: its apps stay."""
    pipelines.remove(pipeline)
    return pipeline
