# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Test runs of Heroku CI: a prototype, of which nothing but the schema is known. Tests are not run; all of them pass.

``test_node.py`` and ``test_case.py`` have what a run consists of.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .. import errors
from ..chance import new_id
from ..clock import clock, transition
from ..faults import faults
from ..files import new_stream
from ..operation import SATELLITE, View, operation, resolver, writer
from ..params import boolean, identity, identity_of, one_of, text
from ..settings import settings
from ..store import Record, Table
from .account import Account, accounts
from .account import write as write_account
from .pipeline import Pipeline, pipelines, resolve_pipeline, visible

if TYPE_CHECKING:
    from ..application import Call

STEPS = ("pending", "creating", "building", "running", "succeeded")
STATUSES = (*STEPS[:4], "succeeded", "failed", "errored", "cancelled", "debugging")
OVER = ("succeeded", "failed", "errored", "cancelled")


@dataclass(kw_only=True)
class TestRun(Record):
    """A test run; it has one node."""

    pipeline_id: str
    user_id: str
    number: int
    commit_branch: str
    commit_message: str
    commit_sha: str
    source_blob_url: str
    organization: str | None = None
    debug: bool = False
    status: str = "pending"
    message: str | None = None
    error_status: str | None = None
    node_id: str = field(default_factory=new_id)
    case_id: str = field(default_factory=new_id)
    setup_stream_id: str = ""
    output_stream_id: str = ""


test_runs = Table("test_runs", TestRun, parents={"pipeline_id": pipelines}, secrets=("source_blob_url",))


@resolver("test_run")
def resolve_test_run(call: Call, identity: str) -> TestRun:
    """By id, or by its number: within the pipeline of the path, else the newest that the caller sees [I]."""
    pipeline: Pipeline | None = call.found.get("pipeline")
    candidates = test_runs.where("pipeline_id", pipeline.id) if pipeline else list(test_runs)
    for run in reversed(candidates):
        if identity in (run.id, str(run.number)) and visible(pipelines[run.pipeline_id], call.account):
            return run
    raise errors.satellite_not_found()


@writer(TestRun)
def write(run: TestRun, view: View) -> dict[str, Any]:
    """The resource ``test-run``."""
    user: Account = accounts[run.user_id]
    return {
        "actor_email": user.email,
        "clear_cache": False,
        "commit_branch": run.commit_branch,
        "commit_message": run.commit_message,
        "commit_sha": run.commit_sha,
        "debug": run.debug,
        "app_setup": None,
        "created_at": run.created_at,
        "dyno": {"size": "Standard-1X"},
        "id": run.id,
        "message": run.message,
        "number": run.number,
        "organization": {"name": run.organization} if run.organization else None,
        "pipeline": {"id": run.pipeline_id},
        "status": run.status,
        "source_blob_url": run.source_blob_url,
        "updated_at": run.updated_at,
        "user": write_account(user, view),
        "warning_message": None,
    }


@operation(
    "POST",
    "/test-runs",
    service=SATELLITE,
    params={
        "commit_branch": text(required=True),
        "commit_message": text(required=True),
        "commit_sha": text(required=True),
        "debug": boolean(),
        "organization": identity(),
        "pipeline": identity(required=True),
        "source_blob_url": text(required=True),
    },
)
def create(call: Call) -> TestRun:
    """Test Run Create; numbers count up within a pipeline."""
    body = dict(call.body)
    pipeline = resolve_pipeline(call, identity_of(body.pop("pipeline")) or "")
    number = max((run.number for run in test_runs.where("pipeline_id", pipeline.id)), default=0) + 1
    run = TestRun(
        **{**body, "organization": identity_of(body.get("organization"))},
        pipeline_id=pipeline.id,
        user_id=call.account.id,
        number=number,
    )
    run.setup_stream_id, run.output_stream_id = new_stream().id, new_stream().id
    test_runs.add(run)
    clock.after(settings.timings.test_run_step, "test_run.step", run.id)
    return run


@transition("test_run.step", can_fail=True)
def _step(run_id: str) -> None:
    """Go on to the next status; a run that is cancelled or over stays so."""
    run = test_runs.get(run_id)
    if run is None or run.status not in STEPS[:-1]:
        return
    following = STEPS[STEPS.index(run.status) + 1]
    if faults.transition_fails("test_run.step"):
        changes: dict[str, Any] = {"status": "failed"}
        if run.status != "running":
            changes = {"status": "errored", "error_status": run.status, "message": "Internal error"}
        test_runs.update(run, **changes)
        return
    test_runs.update(run, status=following)
    if following not in OVER:
        clock.after(settings.timings.test_run_step, "test_run.step", run.id)


@operation("GET", "/test-runs/{test_run}", service=SATELLITE)
def info(call: Call, test_run: TestRun) -> TestRun:
    """Test Run Info."""
    return test_run


@operation("GET", "/pipelines/{pipeline}/test-runs", service=SATELLITE, ranges=("id", "number"))
def list_(call: Call, pipeline: Pipeline) -> list[TestRun]:
    """Test Run List."""
    return test_runs.where("pipeline_id", pipeline.id)


@operation("GET", "/pipelines/{pipeline}/test-runs/{test_run}", service=SATELLITE)
def info_by_pipeline(call: Call, pipeline: Pipeline, test_run: TestRun) -> TestRun:
    """Test Run Info By Pipeline: by its number."""
    return test_run


@operation(
    "PATCH",
    "/test-runs/{test_run}",
    service=SATELLITE,
    params={"status": one_of(*STATUSES, required=True), "message": text(required=True, nullable=True)},
)
def update(call: Call, test_run: TestRun) -> TestRun:
    """Test Run Update: how a run is cancelled."""
    test_runs.update(test_run, **call.body)
    return test_run
