# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether and how a pipeline has review apps: behaviour.md 3.13.

Heroku takes the name of the repository and gives back a number, so it is not compared. It takes the name of a region
and may give back its id.
"""

from __future__ import annotations

import re
import typing as t

from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.options import NONE, OMITTED
from ansible_collections.community.heroku.plugins.module_utils.plan import Field, Plan, is_uuid
from ansible_collections.community.heroku.plugins.module_utils.resources.pipeline import (
    PIPELINE_OPTIONS,
    PipelineResource,
)

REPO = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
REGION = re.compile(r"[a-z]{2}")
MOST_STALE_DAYS = 30
NO_GITHUB = (
    "Either there is no such pipeline, or it is not connected to GitHub, which Heroku's API cannot do: connect it at "
    "https://dashboard.heroku.com/pipelines first."
)


class ReviewAppConfig(PipelineResource):
    """The settings of a pipeline's review apps; without them, it has none."""

    noun = "review_app_config"
    plural = "review_app_configs"
    empty: t.ClassVar[dict[str, str]] = {"base_name": NONE, "repo": OMITTED}
    options: t.ClassVar[dict[str, t.Any]] = {
        **PIPELINE_OPTIONS,
        "repo": {"type": "str"},
        "automatic_review_apps": {"type": "bool"},
        "base_name": {"type": "str"},
        "deploy_target": {
            "type": "dict",
            "options": {
                "id": {"type": "str", "required": True},
                "type": {"type": "str", "choices": ["region", "space"], "required": True},
            },
        },
        "destroy_stale_apps": {"type": "bool"},
        "stale_days": {"type": "int"},
        "wait_for_ci": {"type": "bool"},
    }
    info_options: t.ClassVar[dict[str, t.Any]] = PIPELINE_OPTIONS
    fields: t.ClassVar[tuple[Field, ...]] = (
        Field("automatic_review_apps"),
        Field("base_name", equal=lambda wanted, have: (wanted or None) == have),
        Field("deploy_target"),
        Field("destroy_stale_apps"),
        Field("stale_days"),
        Field("wait_for_ci"),
    )
    blank: t.ClassVar[dict[str, t.Any]] = {
        **dict.fromkeys(
            (
                "automatic_review_apps",
                "base_name",
                "deploy_target",
                "destroy_stale_apps",
                "pipeline_id",
                "stale_days",
                "wait_for_ci",
            )
        ),
        "repo": {"id": None},
    }
    unpredictable: t.ClassVar[tuple[str, ...]] = ()

    target: dict[str, t.Any] | None = None  # the wanted deploy target, in the form in which it is there or is sent

    def check(self) -> None:
        if self.given("repo") is not None and not REPO.fullmatch(self.params["repo"]):
            raise InvalidInput(f"repo {self.params['repo']!r} is no repository at GitHub, such as acme/shop.")
        if not 1 <= (self.given("stale_days") or 1) <= MOST_STALE_DAYS or self.given("stale_days") == 0:
            raise InvalidInput(f"stale_days must be from 1 to {MOST_STALE_DAYS}.")
        target = self.given("deploy_target")
        if target and target["type"] == "region" and not (REGION.fullmatch(target["id"]) or is_uuid(target["id"])):
            raise InvalidInput(
                f"{target['id']!r} is no region of the Common Runtime, such as eu. A Private Space is another type."
            )

    @property
    def path(self) -> str:
        """Where the settings are."""
        return self.in_pipeline("/review-app-config")

    def find(self) -> list[dict[str, t.Any]]:
        found = self.fetch(self.path)
        return [found] if found else []

    def read(self) -> dict[str, t.Any] | None:
        if self.given("state") == "absent" and self.find_pipeline() is None:
            return None
        config = self.fetch(self.path)
        if self.given("deploy_target") and self.given("state") != "absent":
            self.target = self.find_target(self.params["deploy_target"], (config or {}).get("deploy_target"))
        return config

    def find_target(self, wanted: dict[str, t.Any], have: dict[str, t.Any] | None) -> dict[str, t.Any]:
        """The wanted deploy target as it is there, if it is there, else as it is sent."""
        if wanted["type"] == "space" and not is_uuid(wanted["id"]):
            wanted = {**wanted, "id": self.client.get(segments("/spaces/{}", wanted["id"]))["id"]}
        if have is None or have["type"] != wanted["type"] or have["id"] == wanted["id"]:
            return wanted
        if wanted["type"] == "region" and is_uuid(wanted["id"]) != is_uuid(have["id"]):
            region = self.client.get(segments("/regions/{}", have["id"]))
            if wanted["id"] in (region["id"], region["name"]):
                return have
        return wanted

    def wanted(self) -> dict[str, t.Any]:
        wanted = super().wanted()
        if self.target:
            wanted["deploy_target"] = self.target
        return wanted

    def plan(self, current: dict[str, t.Any] | None) -> Plan:
        if current is None and self.given("state") != "absent" and not self.given("repo"):
            raise InvalidInput("The pipeline has no review apps yet: give repo.")
        plan = super().plan(current)
        if plan.changes and plan.predicted is not None:
            after = plan.predicted
            after["pipeline_id"] = self.pipeline()["id"]
            after["base_name"] = after["base_name"] or None
            target = after["deploy_target"]
            if target and target["type"] == "region" and (current or {}).get("deploy_target") != target:
                after["deploy_target"] = {**target, "id": None}
        return plan

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        try:
            return self.client.post(self.path, {"repo": self.params["repo"], **body(fields)})
        except HerokuError as error:
            raise error.with_hint(NO_GITHUB) if error.not_found else error from None

    def update(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.patch(self.path, body(fields))

    def delete(self, current: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.delete(self.path)


def body(fields: dict[str, t.Any]) -> dict[str, t.Any]:
    """What is sent; null takes the base name away."""
    return {name: None if value == "" else value for name, value in fields.items()}
