# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Review apps: behaviour.md 3.13. A pipeline has one for a branch at the most."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils._resources.sources import check_address
from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.errors import Failure, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.options import OMITTED
from ansible_collections.community.heroku.plugins.module_utils.plan import Field, Plan
from ansible_collections.community.heroku.plugins.module_utils.protection import Thing
from ansible_collections.community.heroku.plugins.module_utils.resource import CONFIRM_OPTIONS, WAIT_OPTIONS
from ansible_collections.community.heroku.plugins.module_utils.resources.pipeline import (
    PIPELINE_OPTIONS,
    PipelineResource,
)
from ansible_collections.community.heroku.plugins.module_utils.texts import as_texts, check_texts

STATUSES = ["pending", "creating", "created", "deleting", "deleted", "errored"]
UNDER_WAY = ("pending", "creating")
LEAVING = ("deleting", "deleted")


class ReviewApp(PipelineResource):
    """The review app of a branch. Heroku cannot change one, it makes and deletes them."""

    noun = "review_app"
    plural = "review_apps"
    identity = ("branch",)
    empty: t.ClassVar[dict[str, str]] = {"source_blob.version": OMITTED}
    options: t.ClassVar[dict[str, t.Any]] = {
        **PIPELINE_OPTIONS,
        "branch": {"type": "str", "required": True},
        "source_blob": {
            "type": "dict",
            "options": {"url": {"type": "str", "required": True, "no_log": True}, "version": {"type": "str"}},
        },
        "environment": {"type": "dict", "secret": True},
        "pr_number": {"type": "int"},
        "fork_repo_id": {"type": "int"},
        **CONFIRM_OPTIONS,
        **WAIT_OPTIONS,
    }
    info_options: t.ClassVar[dict[str, t.Any]] = {
        "pipeline": {"type": "str"},
        "app": {"type": "str"},
        "branch": {"type": "str"},
        "status": {"type": "str", "choices": STATUSES},
    }
    info_constraints: t.ClassVar[dict[str, t.Any]] = {
        "required_one_of": [("pipeline", "app")],
        "mutually_exclusive": [("pipeline", "app")],
    }
    fields: t.ClassVar[tuple[Field, ...]] = (
        Field("branch"),
        Field("pr_number", update=None, fixed="Delete the review app first, with state: absent."),
    )
    blank: t.ClassVar[dict[str, t.Any]] = {
        **dict.fromkeys(
            (
                "app",
                "app_setup",
                "branch",
                "created_at",
                "creator",
                "error_status",
                "fork_repo",
                "id",
                "message",
                "pipeline",
                "pr_number",
                "updated_at",
                "wait_for_ci",
            )
        ),
        "status": "pending",
    }

    text_maps = ("environment",)

    leaving: dict[str, t.Any] | None = None  # a review app of the branch that is being deleted

    def check(self) -> None:
        if self.given("source_blob"):
            check_address(self.params["source_blob"]["url"])
        check_texts("environment", self.given("environment") or {}, removes=True)

    # Which review app is meant

    def find(self) -> list[dict[str, t.Any]]:
        if self.given("app"):
            one = self.fetch("/apps/{}/review-app", self.params["app"])
            found = [one] if one else []
        else:
            listed = self.fetch_list(self.in_pipeline("/review-apps"))
            if listed is None:
                raise self.no_pipeline()
            found = listed
        wanted = {name: self.given(name) for name in ("branch", "status") if self.given(name) is not None}
        chosen = (item for item in found if all(item[name] == value for name, value in wanted.items()))
        return sorted(chosen, key=lambda item: (item["branch"], item["created_at"], item["id"]))

    def read(self) -> dict[str, t.Any] | None:
        if self.given("state") == "absent" and self.find_pipeline() is None:
            return None
        found = self.find()
        leaving = [item for item in found if item["status"] == "deleting"]
        self.leaving = leaving[-1] if leaving else None
        there = [item for item in found if item["status"] not in LEAVING]
        return there[-1] if there else None

    # What is to be done about it

    def plan(self, current: dict[str, t.Any] | None) -> Plan:
        if self.given("state") == "absent":
            return super().plan(current)
        if current is None and not self.given("source_blob"):
            raise InvalidInput(f"The branch {self.params['branch']} has no review app yet: give source_blob.")
        if current and current["status"] == "errored":
            raise InvalidInput(
                f"The review app of the branch {self.params['branch']} could not be made: {reason(current)} Delete it "
                "with state: absent to make another one."
            )
        plan = super().plan(current)
        if current is None:
            plan.predicted["pipeline"] = {"id": self.pipeline()["id"]}
            if self.given("fork_repo_id") is not None:
                plan.predicted["fork_repo"] = {"id": self.params["fork_repo_id"]}
        if self.params["wait"] and plan.predicted["status"] in UNDER_WAY:
            plan.predicted.update(status="created", updated_at=None, app=None)
        return plan

    def deletes(self, current: dict[str, t.Any] | None, plan: Plan) -> Thing | None:
        """The app that goes with a review app. One GET."""
        if self.given("state") != "absent" or not current or not current["app"]:
            return None
        app = self.fetch("/apps/{}", current["app"]["id"])
        return Thing("app", app["name"], app["id"]) if app else None

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        if self.leaving and self.params["wait"]:
            self.until_gone(self.leaving)
        body = {**fields, "pipeline": self.pipeline()["id"]}
        for name in ("source_blob", "environment", "fork_repo_id"):
            if self.given(name) is not None:
                body[name] = self.params[name]
        if "environment" in body:
            body["environment"] = as_texts(body["environment"])
        return self.client.post("/review-apps", body)

    def delete(self, current: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.delete(segments("/review-apps/{}", current["id"]))

    # Waiting

    def settle(self, record: dict[str, t.Any] | None) -> dict[str, t.Any] | None:
        if not self.params["wait"]:
            return record
        if self.given("state") == "absent":
            leaving = record or self.leaving
            if leaving:
                self.until_gone(leaving)
            return None
        if record and record["status"] in UNDER_WAY:
            path = segments("/review-apps/{}", record["id"])
            record = self.wait_until(
                lambda: self.client.get(path),
                done=lambda answer: answer["status"] not in UNDER_WAY,
                waiting_for=f"the review app of the branch {self.params['branch']}",
                state=lambda answer: answer["status"],
            )
        if record and record["status"] != "created":
            raise Failure(
                f"The review app of the branch {self.params['branch']} is {record['status']}: {reason(record)}",
                review_app=record,
            )
        return record

    def until_gone(self, leaving: dict[str, t.Any]) -> None:
        """Wait until a review app that is being deleted has gone."""
        self.wait_until(
            lambda: self.fetch("/review-apps/{}", leaving["id"]),
            done=lambda answer: answer is None or answer["status"] == "deleted",
            waiting_for=f"the old review app of the branch {self.params['branch']} to go",
            state=lambda answer: answer["status"],
        )


def reason(review_app: dict[str, t.Any]) -> str:
    """Why a review app was not made, as far as Heroku says."""
    return f"{(review_app['message'] or 'Heroku does not say why.').rstrip('.')}."
