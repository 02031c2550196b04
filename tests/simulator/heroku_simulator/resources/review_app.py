# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Review apps: an app for one branch (behaviour.md 3.13). Much of how one comes into being is our guess [I].

``pending``, then ``creating`` while it is set up as an app setup does it (with the ``app.json`` of its source, if there
is one), then ``created``, or ``errored`` when that failed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import chance, errors
from ..clock import clock, transition
from ..faults import faults
from ..hooks import on
from ..operation import SATELLITE, View, operation, resolver, writer
from ..params import identity, identity_of, integer, mapping, structure, text
from ..settings import settings
from ..store import Record, Table
from ..switches import switches
from .app import App, apps, create_app, delete_app
from .app_setup import AppSetup, app_setups, begin
from .build import PENDING as SETUP_PENDING
from .build import SUCCEEDED, fetch_source
from .pipeline import Pipeline, pipelines, visible, wanted_pipeline
from .pipeline_config_var import clean, config_of
from .pipeline_coupling import couple
from .region import regions
from .review_app_config import review_app_configs
from .space import spaces
from .team import teams

if TYPE_CHECKING:
    from ..application import Call

PENDING, CREATING, CREATED, ERRORED = "pending", "creating", "created", "errored"
DELETING, DELETED = "deleting", "deleted"


@dataclass(kw_only=True)
class ReviewApp(Record):
    """A review app."""

    pipeline_id: str
    branch: str
    creator_id: str
    app_id: str | None = None
    app_setup_id: str | None = None
    status: str = PENDING
    wait_for_ci: bool = False
    error_status: str | None = None
    message: str | None = None
    fork_repo_id: int | None = None
    pr_number: int | None = None


# The app may go before its review app does, so it is no parent.
review_apps = Table("review_apps", ReviewApp, groups=("app_id", "app_setup_id"), parents={"pipeline_id": pipelines})


@resolver("review_app")
def resolve_review_app(call: Call, identity: str) -> ReviewApp:
    """By id, for whoever sees the pipeline."""
    review_app = review_apps.get(identity)
    if review_app is None or not visible(pipelines[review_app.pipeline_id], call.account):
        raise errors.satellite_not_found()
    return review_app


@writer(ReviewApp)
def write(review_app: ReviewApp, view: View) -> dict[str, Any]:
    """The resource ``review-app``; its app, and the setup of that, show once it is being made."""
    shown = review_app.app_id is not None and review_app.status != PENDING
    return {
        "app": {"id": review_app.app_id} if shown else None,
        "app_setup": {"id": review_app.app_setup_id} if shown else None,
        "branch": review_app.branch,
        "created_at": review_app.created_at,
        "id": review_app.id,
        "pipeline": {"id": review_app.pipeline_id},
        "status": review_app.status,
        "updated_at": review_app.updated_at,
        "creator": {"id": review_app.creator_id},
        "wait_for_ci": review_app.wait_for_ci,
        "error_status": review_app.error_status,
        "message": review_app.message,
        "fork_repo": {"id": review_app.fork_repo_id} if review_app.fork_repo_id is not None else None,
        "pr_number": review_app.pr_number,
    }


def _make_app(call: Call, pipeline: Pipeline, pr_number: int | None) -> App:
    """The app, where the pipeline's config wants it."""
    config = review_app_configs.by("pipeline_id", pipeline.id)
    base = (config.base_name if config else None) or pipeline.name
    suffix = f"pr-{pr_number}" if pr_number is not None else chance.hexadecimal(6)
    region = regions.get(config.target_id) if config else None
    app = create_app(
        actor=call.account,
        name=f"{base[: 29 - len(suffix)]}-{suffix}",
        team=teams.get(pipeline.owner_id) if pipeline.owner_type == "team" else None,
        space=spaces.get(config.target_id) if config else None,
        region=region.name if region else None,
    )
    couple(pipeline, app, "review")
    return app


@operation(
    "POST",
    "/review-apps",
    service=SATELLITE,
    params={
        "branch": text(required=True),
        "pipeline": identity(required=True),
        "source_blob": structure({"url": text(required=True), "version": text(nullable=True)}, required=True),
        "environment": mapping(nullable=True),
        "pr_number": integer(nullable=True),
        "fork_repo_id": integer(nullable=True),
    },
    prepare=fetch_source,
)
def create(call: Call) -> ReviewApp:
    """Review App Create."""
    body = call.body
    pipeline = wanted_pipeline(identity_of(body["pipeline"]), call.account)
    config = review_app_configs.by("pipeline_id", pipeline.id)
    if config is None and switches["review_apps_need_config"] == "yes":
        raise errors.invalid_params("Review apps are not enabled for this pipeline.")
    live = (PENDING, CREATING, CREATED)
    if any(item.branch == body["branch"] and item.status in live for item in _of(pipeline)):
        raise errors.conflict("A review app already exists for this branch.")
    given = {**config_of(pipeline, "review"), **clean(body.get("environment") or {}, "environment/")}
    app = _make_app(call, pipeline, body.get("pr_number"))
    env = {key: value for key, value in given.items() if value is not None}
    setup = begin(call, app, {"env": env}, of_review_app=True)
    review_app = review_apps.add(
        ReviewApp(
            pipeline_id=pipeline.id,
            branch=body["branch"],
            creator_id=call.account.id,
            app_id=app.id,
            app_setup_id=setup.id,
            wait_for_ci=config.wait_for_ci if config else False,
            fork_repo_id=body.get("fork_repo_id"),
            pr_number=body.get("pr_number"),
        )
    )
    clock.after(settings.timings.review_app_create, "review_app.create", review_app.id)
    return review_app


def _of(pipeline: Pipeline) -> list[ReviewApp]:
    return review_apps.where("pipeline_id", pipeline.id)


@transition("review_app.create", can_fail=True)
def _begin(review_app_id: str) -> None:
    """Show the app; its setup may be over already."""
    review_app = review_apps.get(review_app_id)
    if review_app is None or review_app.status != PENDING:
        return
    if faults.transition_fails("review_app.create"):
        review_apps.update(review_app, status=ERRORED, error_status=PENDING, message="Could not create the app.")
        return
    review_apps.update(review_app, status=CREATING)
    setup = app_setups.get(review_app.app_setup_id)
    if setup is not None and setup.status != SETUP_PENDING:
        _set_up(setup)


@on("app_setup.ended")
def _set_up(setup: AppSetup) -> None:
    """The setup of a review app has ended: with its manifest, its build and its scripts, or without."""
    for review_app in review_apps.where("app_setup_id", setup.id):
        if review_app.status == CREATING and setup.status == SUCCEEDED:
            review_apps.update(review_app, status=CREATED)
        elif review_app.status == CREATING:
            message = f"{(setup.failure_message or '').capitalize()}."
            review_apps.update(review_app, status=ERRORED, error_status=CREATING, message=message)


@on("app.deleted")
def _app_deleted(app: App) -> None:
    for review_app in review_apps.where("app_id", app.id):
        _gone(review_app)


def _gone(review_app: ReviewApp) -> None:
    review_apps.update(review_app, status=DELETED, app_id=None)
    if switches["deleted_review_apps"] == "gone":
        review_apps.remove(review_app)


@operation("GET", "/review-apps/{review_app}", service=SATELLITE)
def info(call: Call, review_app: ReviewApp) -> ReviewApp:
    """Review App Get review app."""
    return review_app


@operation("GET", "/apps/{app}/review-app", service=SATELLITE)
def info_by_app(call: Call, app: App) -> ReviewApp:
    """Review App Get review app by app_id."""
    found = review_apps.where("app_id", app.id)
    if not found:
        raise errors.satellite_not_found()
    return found[-1]


@operation("GET", "/pipelines/{pipeline}/review-apps", service=SATELLITE, ranges=("id",))
def list_(call: Call, pipeline: Pipeline) -> list[ReviewApp]:
    """Review App List."""
    return _of(pipeline)


@operation("DELETE", "/review-apps/{review_app}", service=SATELLITE)
def delete(call: Call, review_app: ReviewApp) -> ReviewApp:
    """Review App Delete: the app goes some seconds later."""
    if review_app.status != DELETED:
        review_apps.update(review_app, status=DELETING)
        clock.after(settings.timings.review_app_delete, "review_app.delete", review_app.id)
    return review_app


@transition("review_app.delete")
def _delete(review_app_id: str) -> None:
    review_app = review_apps.get(review_app_id)
    if review_app is None or review_app.status != DELETING:
        return
    app = apps.get(review_app.app_id)
    if app is not None:
        delete_app(app)
    else:
        _gone(review_app)
