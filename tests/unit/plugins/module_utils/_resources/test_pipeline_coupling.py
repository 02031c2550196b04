# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import Failure, HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.execute import Run, Subject
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import Need
from ansible_collections.community.heroku.plugins.module_utils._engine.report import Reporter
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.common import APPS
from ansible_collections.community.heroku.plugins.module_utils._resources.in_pipeline import (
    COUPLING,
    COUPLINGS,
    FILTERED,
    PIPELINES,
)
from ansible_collections.community.heroku.plugins.module_utils._resources.pipeline_coupling import PipelineCoupling
from planning import desired, plan, verbs

LINE, TRACK = "01234567-89ab-cdef-0123-456789abcdef", "11234567-89ab-cdef-0123-456789abcdef"
CEDAR, FIR = {"id": "1", "name": "cedar"}, {"id": "2", "name": "fir"}
THERE = {
    "app": {"id": "a"},
    "created_at": "2026-11-21T10:00:00Z",
    "id": "c",
    "pipeline": {"id": LINE, "name": "line"},
    "stage": "staging",
    "updated_at": "2026-11-21T10:00:00Z",
}
WORLD: dict[Need, Any] = {
    COUPLING.of("shop"): THERE,
    APPS.named("shop"): {"id": "a", "name": "shop", "generation": CEDAR},
    FILTERED.of("line"): [{"id": LINE, "name": "line", "generation": CEDAR}],
    FILTERED.of("track"): [{"id": TRACK, "name": "track", "generation": CEDAR}],
    PIPELINES.named(LINE): {"id": LINE, "name": "line", "generation": CEDAR},
    PIPELINES.named(TRACK): {"id": TRACK, "name": "track", "generation": CEDAR},
}
MOVE: dict[str, Any] = {"app": "shop", "pipeline": "track", "stage": "production", "move": True}


def test_an_app_that_is_there() -> None:
    there = {COUPLING.of("shop"): THERE}
    assert not plan(PipelineCoupling, there, app="shop", pipeline=LINE, stage="staging").actions
    there[PIPELINES.named(LINE)] = {"id": LINE, "name": "line"}
    assert not plan(PipelineCoupling, there, app="shop", pipeline="line").actions


def test_a_new_coupling() -> None:
    made = plan(PipelineCoupling, {**WORLD, COUPLING.of("shop"): None}, app="shop", pipeline="line", stage="staging")
    assert verbs(made) == [("create", {"app": "a", "pipeline": LINE, "stage": "staging"})]
    assert made.actions[0].request.path == "/pipeline-couplings"
    assert made.unknown == ["created_at", "id", "updated_at"]
    assert (made.before, made.after) == ({}, {"pipeline": "line", "stage": "staging"})
    by_id = plan(PipelineCoupling, {**WORLD, COUPLING.of("shop"): None}, app="shop", pipeline=LINE, stage="staging")
    assert by_id.record["pipeline"] == {"id": LINE, "name": UNKNOWN}


def test_another_stage() -> None:
    made = plan(PipelineCoupling, WORLD, app="shop", pipeline="line", stage="production")
    assert verbs(made) == [("update", {"stage": "production"})]
    assert made.actions[0].request.values == ("c",)
    assert made.record == {**THERE, "stage": "production", "updated_at": UNKNOWN}


def test_a_move_is_two_writes_one_after_the_other() -> None:
    made = plan(PipelineCoupling, WORLD, **MOVE)
    assert verbs(made) == [("delete", None), ("create", {"app": "a", "pipeline": TRACK, "stage": "production"})]
    assert made.actions[1].after == (made.actions[0].id,)
    assert made.before == {"pipeline": "line", "stage": "staging"}
    assert made.after == {"pipeline": "track", "stage": "production"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"move": False}, "is in the pipeline line, and an app can be in one only. To take it out of there, set move"),
        ({"stage": None}, "is in the stage staging of line. To move it, give stage too"),
    ],
)
def test_a_move_has_to_be_said(options: dict, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        plan(PipelineCoupling, WORLD, **{**MOVE, **options})


def test_a_new_coupling_needs_a_stage() -> None:
    with pytest.raises(InvalidInput, match="is in no pipeline yet: give stage"):
        plan(PipelineCoupling, {**WORLD, COUPLING.of("shop"): None}, app="shop", pipeline="line")


def of_generation(generation: Any) -> dict[Need, Any]:
    """The world, with the pipeline track of that generation, found by its name or by its id."""
    track = {"id": TRACK, "name": "track", "generation": generation}
    return {**WORLD, COUPLING.of("free"): None, FILTERED.of("track"): [track], PIPELINES.named(TRACK): track}


@pytest.mark.parametrize("pipeline", ["track", TRACK])
@pytest.mark.parametrize("app", ["shop", "free"])
def test_all_apps_of_a_pipeline_are_of_one_generation(app: str, pipeline: str) -> None:
    world = {**of_generation(FIR), APPS.named("free"): {"id": "f", "name": "free", "generation": CEDAR}}
    options = {**MOVE, "app": app, "pipeline": pipeline}
    with pytest.raises(
        InvalidInput, match=f"{app} is of the generation cedar, and the apps of the pipeline {pipeline} are of"
    ):
        plan(PipelineCoupling, {**world, COUPLINGS.of(TRACK): [THERE]}, **options)
    made = plan(PipelineCoupling, {**world, COUPLINGS.of(TRACK): []}, **options)
    assert [change.after["generation"] for change in made.changes if change.kind == "pipeline"] == [CEDAR, CEDAR]


@pytest.mark.parametrize("generation", [UNKNOWN, None, {"id": UNKNOWN, "name": UNKNOWN}], ids=str)
def test_a_generation_that_is_not_known_yet_is_not_judged(generation: Any) -> None:
    """That of a pipeline which a task before this one would make, in check mode."""
    assert plan(PipelineCoupling, {**of_generation(generation), COUPLINGS.of(TRACK): [THERE]}, **MOVE).actions


def test_a_pipeline_of_an_id_that_is_not_there_is_refused() -> None:
    with pytest.raises(InvalidInput, match=f"There is no pipeline {TRACK}"):
        plan(PipelineCoupling, {**WORLD, PIPELINES.named(TRACK): None}, **{**MOVE, "pipeline": TRACK})


@pytest.mark.parametrize("answer", [None, HerokuError("You do not have access.", status=403)])
def test_a_pipeline_that_one_may_not_see_goes_by_its_id(answer: Any) -> None:
    world = {**WORLD, PIPELINES.named(LINE): answer}
    assert plan(PipelineCoupling, world, **MOVE).before == {"pipeline": LINE, "stage": "staging"}
    assert not plan(PipelineCoupling, world, app="shop", pipeline="track", state="absent").actions


def test_absent() -> None:
    made = plan(PipelineCoupling, {COUPLING.of("shop"): THERE}, app="shop", state="absent")
    assert verbs(made) == [("delete", None)]
    assert not plan(PipelineCoupling, {COUPLING.of("shop"): None}, app="shop", state="absent").actions


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_move_that_breaks_in_the_middle_says_what_was_done_and_goes_on(
    simulator: Any, connect: Any, pauses: Any, when: str
) -> None:
    client = connect(simulator)
    client.post("/apps", {"name": "shop"})
    pipelines = {name: client.post("/pipelines", {"name": name})["id"] for name in ("line", "track")}
    client.post("/pipeline-couplings", {"app": "shop", "pipeline": pipelines["line"], "stage": "staging"})
    subject = Subject(PipelineCoupling, desired(PipelineCoupling, **MOVE))

    fault = {"method": "POST", "path": "/pipeline-couplings", "fault": "forbidden", "count": 1}
    simulator.backdoor("POST", "faults", fault)
    with pytest.raises(Failure) as failure:
        Run.of(client, Reporter()).converge(subject, check_mode=False)
    assert failure.value.details["done"] == ["delete"]
    assert failure.value.details["changed"]

    simulator.backdoor("POST", "faults", {**fault, "fault": "reset", "when": when})
    _plan, record = Run.of(client, Reporter()).converge(subject, check_mode=False)
    assert (record["pipeline"]["id"], record["stage"]) == (pipelines["track"], "production")
    assert client.get("/apps/shop/pipeline-couplings")["id"] == record["id"]
    assert not Run.of(client, Reporter()).plan(subject).actions
