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

from .._api.errors import HerokuError, InvalidInput
from .._engine.attributes import BOOL, INT, Attribute, Type, computed
from .._engine.facts import Kind, View
from .._engine.options import NONE, OMITTED
from .._engine.plan import Action, Desired
from .._engine.resource import Draft
from .._engine.values import UNKNOWN, Observed, Record, Spec, Value, Values
from .._lib.references import is_uuid
from .common import REGIONS, space_of
from .in_pipeline import PIPELINE_ID, PIPELINE_OPTIONS, PIPELINES, InPipeline

REPO = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
REGION = re.compile(r"[a-z]{2}")
MOST_STALE_DAYS = 30
NO_GITHUB = (
    "Either there is no such pipeline, or it is not connected to GitHub, which Heroku's API cannot do: connect it at "
    "https://dashboard.heroku.com/pipelines first."
)
NEW_PIPELINE = (
    "The pipeline {} is created by this run, and a new one is not connected to GitHub, which Heroku's API cannot do: "
    "create it without review apps, connect it at https://dashboard.heroku.com/pipelines, and run this again."
)
DEPLOY_TARGET: Record = {
    "options": {
        "id": {"type": "str", "required": True},
        "type": {"type": "str", "choices": ["region", "space"], "required": True},
    },
}
TARGET = "target"  # among resolved options: the deploy target as it is there, or else as it is sent


def find_target(view: View, wanted: Record, have: Record | None) -> Record:
    """The wanted deploy target as it is there, if it is there, else as it is sent. Raises HerokuError."""
    if wanted["type"] == "space" and not is_uuid(wanted["id"]):
        wanted = {**wanted, "id": space_of(view, wanted["id"])["id"]}
    if have is None or have["type"] != wanted["type"] or have["id"] == wanted["id"]:
        return wanted
    if wanted["type"] == "region" and is_uuid(wanted["id"]) != is_uuid(str(have["id"])):
        region = view.get(REGIONS.named(have["id"]))
        if region and wanted["id"] in (region["id"], region["name"]):
            return have
    return wanted


class ReviewAppConfig(InPipeline):
    """The settings of a pipeline's review apps; without them, it has none."""

    noun = "review_app_config"
    plural = "review_app_configs"
    kind = Kind(
        "review_app_config",
        "/pipelines/{}/review-app-config",
        document=True,
        optional=True,
        parent="pipeline",
        shape={
            **dict.fromkeys(("base_name", "deploy_target", "pipeline_id", "stale_days")),
            **dict.fromkeys(("automatic_review_apps", "destroy_stale_apps", "wait_for_ci"), False),
            "repo": {"id": None},
        },
    )
    whole = True
    empty: t.ClassVar[dict[str, str]] = {"base_name": NONE, "repo": OMITTED}
    attributes = (
        Attribute("automatic_review_apps", BOOL),
        Attribute("base_name"),
        Attribute("deploy_target", Type("dict"), spec=DEPLOY_TARGET),
        Attribute("destroy_stale_apps", BOOL),
        Attribute("stale_days", INT),
        Attribute("wait_for_ci", BOOL),
        Attribute("repo_id", at="repo.id", option=False),
        *computed("pipeline_id"),
    )
    controls: t.ClassVar[Spec] = {"repo": {"type": "str"}}
    info_options: t.ClassVar[Spec] = PIPELINE_OPTIONS

    @classmethod
    def check(cls, want: Desired) -> None:
        if want.get("repo") is not None and not REPO.fullmatch(want["repo"]):
            raise InvalidInput(f"repo {want['repo']!r} is not a repository at GitHub, such as acme/shop.")
        if not 1 <= want.get("stale_days", 1) <= MOST_STALE_DAYS:
            raise InvalidInput(f"stale_days must be from 1 to {MOST_STALE_DAYS}.")
        target = want.get("deploy_target")
        if target and target["type"] == "region" and not (REGION.fullmatch(target["id"]) or is_uuid(target["id"])):
            raise InvalidInput(
                f"{target['id']!r} is not a region of the Common Runtime, such as eu. A Private Space is another type."
            )

    @classmethod
    def resolve(cls, want: Desired, view: View) -> Desired:
        want = super().resolve(want, view)
        if want.absent or not want.get("deploy_target"):
            return want
        current = cls.observe(want, view)
        target = find_target(view, want["deploy_target"], current and current["deploy_target"])
        return Desired({**want.options, TARGET: target})

    # What is to be done about it

    @classmethod
    def desired(cls, want: Desired, current: Record | None) -> Record:
        if current is None and not want.get("repo"):
            raise InvalidInput("The pipeline has no review apps yet: give repo.")
        target = {"deploy_target": want[TARGET]} if want.get(TARGET) else {}
        return {**super().desired(want, current), **target}

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        """A pipeline that is only foreseen is not connected to GitHub."""
        if draft.creation is not None and view.foreseen(PIPELINES.named(want[PIPELINE_ID])):
            raise InvalidInput(NEW_PIPELINE.format(want["pipeline"]))

    @classmethod
    def foresee(cls, want: Desired, view: View, draft: Draft) -> None:
        if draft.creation is not None:
            pipeline = want[PIPELINE_ID]
            draft.record["pipeline_id"] = pipeline if is_uuid(pipeline) else UNKNOWN
        if "deploy_target" in draft.changed and want[TARGET]["type"] == "region":
            draft.record["deploy_target"] = {**want[TARGET], "id": UNKNOWN}

    @classmethod
    def side(cls, want: Desired, draft: Draft, record: Observed) -> Value:
        side = super().side(want, draft, record)
        if record is not None and record is draft.record:
            if "deploy_target" in draft.changed:
                side["deploy_target"] = want[TARGET]
            if draft.creation is not None:  # only then it is known by its name
                side["repo"] = want["repo"]
        return side

    # The writes

    @classmethod
    def body(cls, want: Desired, call: str, fields: Values) -> Record:
        repo = {"repo": want["repo"]} if call == "create" else {}
        return {**repo, **super().body(want, call, fields)}

    @classmethod
    def explain(cls, want: Desired, action: Action, error: HerokuError) -> str:
        return NO_GITHUB if action.verb == "create" and error.not_found else ""

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        found = view.get(cls.need(want))
        return [found] if found else []
