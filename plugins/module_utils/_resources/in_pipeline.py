# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which pipeline is meant, and what belongs to one: behaviour.md 3.12.

The names of pipelines are not unique, and one without apps may answer to its id only.
"""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import HerokuError, InvalidInput
from .._engine.facts import Kind, Need, View
from .._engine.plan import Desired
from .._engine.resource import Resource
from .._engine.values import Observed, Provisional, Record, Spec
from .._lib.references import is_uuid
from .common import ACCOUNT, NO_APP, TEAMS
from .owner import find_owner_id

STAGES = ("test", "review", "development", "staging", "production")
PIPELINE_OPTIONS: Spec = {"pipeline": {"type": "str", "required": True}}
PIPELINE_ID = "pipeline_id"  # among resolved options: what requests name the pipeline by
# Among the options that a document gives: whose pipeline of that name is meant, before or after it is handed over.
PIPELINE_OWNERS = "pipeline_owners"

PIPELINES = Kind("pipeline", "/pipelines", partial=True, shape={"generation": None, "owner": None})
FILTERED = dataclasses.replace(PIPELINES, path="/pipelines?eq[name]={}")  # its scope is the name

COUPLED: Record = {"app": {"id": None}, "pipeline": {"id": None, "name": None}, "stage": None}
# An app is in one pipeline at most.
COUPLING = Kind(
    "pipeline_coupling",
    "/apps/{}/pipeline-couplings",
    wide="/pipeline-couplings",
    owner="app",
    document=True,
    optional=True,
    parent="app",
    no_parent=NO_APP,
    shape=COUPLED,
)
COUPLINGS = Kind("coupling_in_pipeline", "/pipelines/{}/pipeline-couplings", parent="pipeline", shape=COUPLED)


def by_stage(coupling: Record) -> tuple[str, int, str]:
    """What couplings are sorted by. Heroku's lists have one order or another (behaviour.md 8.3 (15))."""
    stage = coupling["stage"]
    place = STAGES.index(stage) if stage in STAGES else len(STAGES)
    return str(coupling["pipeline"]["id"]), place, str(coupling["id"])


def of_name(pipelines: t.Iterable[Record], name: str) -> list[Record]:
    """Those that have the name."""
    return [pipeline for pipeline in pipelines if pipeline["name"] == name]


def filtered(view: View, name: str) -> list[Record]:
    """What Heroku's filter by name finds."""
    return of_name(view.get(FILTERED.of(name)), name)


def pipelines_named(view: View, name: str) -> list[Record]:
    """All pipelines of that name that the account sees.

    It is not known whether Heroku's filter by name finds pipelines without apps, so when it finds none the whole list
    is searched.
    """
    return filtered(view, name) or of_name(view.get(PIPELINES.of()), name)


def describe(view: View, pipelines: t.Iterable[Record]) -> str:
    """Pipelines by id and owner, for an error message."""
    account, teams = view.get_all(ACCOUNT.of(), TEAMS.of())
    names = {account["id"]: account["email"], **{team["id"]: f"the team {team['name']}" for team in teams}}

    def owner_of(pipeline: Record) -> str:
        owner = pipeline["owner"]
        return names.get(owner["id"], f"the {owner['type']} {owner['id']}") if owner else "nobody"

    parts = sorted((owner_of(pipeline), str(pipeline["id"])) for pipeline in pipelines)
    return ", ".join(f"{pipeline_id} (of {owner})" for owner, pipeline_id in parts)


def the_only_pipeline(view: View, found: t.Sequence[Record], way_out: str) -> Record | None:
    """The one pipeline that was found, if any. Raises InvalidInput, which names them, when there are several."""
    if len(found) > 1:
        raise InvalidInput(f"{len(found)} pipelines are called {found[0]['name']}: {describe(view, found)}. {way_out}")
    return found[0] if found else None


def find_pipeline(view: View, wanted: str, owners: t.Iterable[str] = ()) -> Record | None:
    """The pipeline of this name or id, or None; where several have the name, that of the first owner who has one.

    Given by id, it is taken to exist, without a request, and has no other property. Raises InvalidInput when several
    have the name, and no owner, or such as have none of them, tell which.
    """
    if is_uuid(wanted):
        return {"id": wanted}
    found = pipelines_named(view, wanted)
    for owner in owners if len(found) > 1 else ():
        owner_id = owner if is_uuid(owner) else find_owner_id(view, owner)["id"]
        theirs = [pipeline for pipeline in found if pipeline["owner"] and pipeline["owner"]["id"] == owner_id]
        if theirs:
            found = theirs
            break
    return the_only_pipeline(view, found, "Give the ID of one as pipeline.")


def place_of(pipeline: Record) -> str:
    """The id of a pipeline for requests, which know none by its name; what stands for it while it is only planned."""
    return str(pipeline["id"]) if isinstance(pipeline["id"], str) else Provisional(pipeline["name"])


def pipeline_of(view: View, want: Desired) -> Record:
    """The pipeline that the option ``pipeline`` means, as ``find_pipeline`` finds it. Raises InvalidInput for none."""
    found = find_pipeline(view, want["pipeline"], want.get(PIPELINE_OWNERS, ()))
    if found is None:
        raise no_pipeline(want)
    return found


def no_pipeline(want: Desired) -> InvalidInput:
    """The error for a pipeline that does not exist."""
    return InvalidInput(
        f"There is no pipeline {want['pipeline']} that the token sees. community.heroku.heroku_pipeline creates one; "
        "while it has no apps, Heroku may know it by its ID only."
    )


class InPipeline(Resource):
    """What belongs to a pipeline: the option ``pipeline`` names it, by name or id.

    Its Kind has ``parent="pipeline"``, and the first part of its scope is the option.
    """

    scope: t.ClassVar[tuple[str, ...]] = ("pipeline",)

    @classmethod
    def resolve(cls, want: Desired, view: View) -> Desired:
        """The options with the pipeline's id. Where absence is wanted, the pipeline may be absent too."""
        if want.get("pipeline") is None:
            return want
        owners = want.get(PIPELINE_OWNERS, ())
        found = find_pipeline(view, want["pipeline"], owners) if want.absent else pipeline_of(view, want)
        return Desired({**want.options, PIPELINE_ID: place_of(found) if found else ""})

    @classmethod
    def scope_of(cls, want: Desired) -> tuple[str, ...]:
        """The pipeline by its id once it was looked up, by the option before that."""
        return tuple(want.get(PIPELINE_ID, want[name]) if name == "pipeline" else want[name] for name in cls.scope)

    @classmethod
    def look(cls, want: Desired, view: View, need: Need) -> Observed:
        """The answer to a need; None for all that a pipeline would have that is not there, where absence is wanted."""
        if need.scope and not need.scope[0]:
            return None
        try:
            return view.get(need)
        except HerokuError as error:
            if not error.not_found:
                raise
            if want.absent:
                return None
            raise no_pipeline(want) from None
