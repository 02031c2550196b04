# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Couplings of apps to the stages of pipelines: behaviour.md 3.12. An app is in one pipeline at most."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import Plan, Step, is_uuid
from ansible_collections.community.heroku.plugins.module_utils.resource import APP_OPTIONS, AppResource
from ansible_collections.community.heroku.plugins.module_utils.resources.pipeline import (
    STAGES,
    PipelineResource,
    by_stage,
)


class PipelineCoupling(PipelineResource, AppResource):
    """The place of an app in a pipeline, found by the app."""

    noun = "pipeline_coupling"
    plural = "pipeline_couplings"
    identity = ("pipeline",)
    options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        "pipeline": {"type": "str"},
        "stage": {"type": "str", "choices": STAGES},
        "move": {"type": "bool", "default": False},
    }
    constraints: t.ClassVar[dict[str, t.Any]] = {"required_if": [("state", "present", ("pipeline",))]}
    info_options: t.ClassVar[dict[str, t.Any]] = {
        "app": {"type": "str"},
        "pipeline": {"type": "str"},
        "team": {"type": "str"},
        "stage": {"type": "str", "choices": STAGES},
    }
    info_constraints: t.ClassVar[dict[str, t.Any]] = {"mutually_exclusive": [("app", "pipeline", "team")]}
    blank: t.ClassVar[dict[str, t.Any]] = {
        **dict.fromkeys(("created_at", "id", "stage", "updated_at")),
        "app": {"id": None},
        "pipeline": {"id": None, "name": None},
    }

    elsewhere: str | None = None  # the pipeline that the app is in, by its name, when it is not the wanted one
    app_id: str | None = None

    def read(self) -> dict[str, t.Any] | None:
        coupling = self.fetch(self.in_app("/pipeline-couplings"))
        if coupling is None or self.given("pipeline") is None:
            return coupling
        self.elsewhere = self.another_than_wanted(coupling["pipeline"]["id"])
        if self.elsewhere and self.given("state") == "absent":
            return None
        return coupling

    def another_than_wanted(self, pipeline_id: str) -> str | None:
        """The name of the pipeline with that id (or else the id), if it is not the wanted one."""
        wanted = self.params["pipeline"]
        if wanted == pipeline_id:
            return None
        try:
            found = self.client.get(segments("/pipelines/{}", pipeline_id))
        except HerokuError as error:  # somebody else's pipeline
            if error.status not in (403, 404):
                raise
            return pipeline_id
        return None if found["name"] == wanted and not is_uuid(wanted) else found["name"]

    # What is to be done about it

    def plan(self, current: dict[str, t.Any] | None) -> Plan:
        before = self.side(current, self.elsewhere)
        if self.given("state") == "absent":
            return Plan(before, {}, (Step("delete"),) if current else (), None)
        if current and self.elsewhere and not self.params["move"]:
            raise InvalidInput(
                f"{self.params['app']} is in the pipeline {self.elsewhere}, and an app can be in one only. To take it "
                "out of there, set move."
            )
        if current and self.elsewhere and not self.given("stage"):
            raise InvalidInput(
                f"{self.params['app']} is in the stage {current['stage']} of {self.elsewhere}. To move it, give stage "
                "too: a move takes two writes, and a run that ends between them would leave nothing that says which "
                "stage."
            )
        stage = self.given("stage") or (current and current["stage"])
        if stage is None:
            raise InvalidInput(f"{self.params['app']} is in no pipeline yet: give stage.")
        if current and not self.elsewhere:
            if stage == current["stage"]:
                return Plan(before, before, (), current)
            predicted = {**current, "stage": stage, "updated_at": None}
            return Plan(before, self.side(predicted), (Step("update", {"stage": stage}),), predicted)
        app_id = current["app"]["id"] if current else self.app_id
        known = self._pipeline or {"id": None, "name": None}
        pipeline = {"id": known["id"], "name": known.get("name")}  # one given by id is not looked up
        predicted = {**self.blank, "app": {"id": app_id}, "pipeline": pipeline, "stage": stage}
        steps = (*((Step("delete"),) if current else ()), Step("create", {"stage": stage}))
        return Plan(before, self.side(predicted), steps, predicted)

    def side(self, coupling: dict[str, t.Any] | None, pipeline: str | None = None) -> dict[str, t.Any]:
        """One side of the diff."""
        if coupling is None:
            return {}
        name = pipeline or self.given("pipeline") or coupling["pipeline"]["id"]
        return {"pipeline": name, "stage": coupling["stage"]}

    def examine(self, current: dict[str, t.Any] | None, plan: Plan) -> dict[str, t.Any] | None:
        """Whether there are such an app and such a pipeline, of one generation, before the app leaves its own."""
        if all(step.action != "create" for step in plan.steps):
            return current
        pipeline = self.pipeline()
        app = self.of_app(lambda: self.client.get(self.in_app()))
        self.app_id = app["id"]
        if current:
            self.check_generation(app, pipeline)
        return current

    def check_generation(self, app: dict[str, t.Any], pipeline: dict[str, t.Any]) -> None:
        """Raises InvalidInput when the pipeline has apps of another generation (behaviour.md 3.12)."""
        if "generation" not in pipeline:
            pipeline = self.client.get(self.in_pipeline())
        generation = (pipeline["generation"] or app["generation"])["name"]
        if generation != app["generation"]["name"] and self.client.list(self.in_pipeline("/pipeline-couplings")):
            raise InvalidInput(
                f"{app['name']} is of the generation {app['generation']['name']}, and the apps of the pipeline "
                f"{self.params['pipeline']} are of the generation {generation}."
            )

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        body = {"app": self.app_id, "pipeline": self.pipeline()["id"], "stage": fields["stage"]}
        return self.client.post("/pipeline-couplings", body)

    def update(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.patch(segments("/pipeline-couplings/{}", current["id"]), fields)

    def delete(self, current: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.delete(segments("/pipeline-couplings/{}", current["id"]))

    # Looking up

    def find(self) -> list[dict[str, t.Any]]:
        if self.given("app"):
            one = self.fetch(self.in_app("/pipeline-couplings"))
            found = [one] if one else []
        elif self.given("pipeline"):
            listed = self.fetch_list(self.in_pipeline("/pipeline-couplings"))
            if listed is None:
                raise self.no_pipeline()
            found = listed
        elif self.given("team"):
            found = self.client.list(segments("/teams/{}/pipeline-couplings", self.params["team"]))
        else:
            found = self.client.list("/pipeline-couplings")
        chosen = (item for item in found if self.given("stage") in (None, item["stage"]))
        return sorted(chosen, key=by_stage)
