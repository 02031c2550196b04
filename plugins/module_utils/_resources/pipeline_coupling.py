# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Couplings of apps to the stages of pipelines: behaviour.md 3.12. An app is in one pipeline at most."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import HerokuError, InvalidInput
from .._engine.attributes import Attribute, computed
from .._engine.facts import Kind, View, part_of
from .._engine.plan import Action, Change, Desired
from .._engine.resource import Draft, Resource, compare
from .._engine.values import UNKNOWN, Observed, Record, Spec, Value, Values
from .._lib.references import is_uuid
from .common import APPS, NO_TEAM, app_of, handle
from .in_pipeline import COUPLED, COUPLING, COUPLINGS, PIPELINES, STAGES, by_stage, no_pipeline, pipeline_of, place_of

CHOICES: Record = {"choices": list(STAGES)}
ALL = Kind("pipeline_coupling", "/pipeline-couplings", shape=COUPLED)
OF_TEAM = Kind("pipeline_coupling", "/teams/{}/pipeline-couplings", parent="team", no_parent=NO_TEAM, shape=COUPLED)
ELSEWHERE = "elsewhere"  # among resolved options: the pipeline that the app is in, when it is not the wanted one


def is_there(view: View, app: Record) -> bool:
    """Whether an app, of a coupling, is not known to be deleted by what is planned before."""
    need = APPS.named(str(handle(app)))
    return not view.knows(need) or view.get(need) is not None


class PipelineCoupling(Resource):
    """The place of an app in a pipeline, found by the app."""

    noun = "pipeline_coupling"
    plural = "pipeline_couplings"
    kind = COUPLING
    scope = ("app",)
    identity = ("pipeline",)
    collection = "/pipeline-couplings"
    stale: t.ClassVar[tuple[str, ...]] = (COUPLINGS.name, PIPELINES.name)
    attributes = (
        Attribute("pipeline"),
        Attribute("stage", spec=CHOICES),
        *computed("app", "created_at", "id", "updated_at"),
    )
    controls: t.ClassVar[Spec] = {"move": {"type": "bool", "default": False}}
    constraints: t.ClassVar[Spec] = {"required_if": [("state", "present", ("pipeline",))]}
    info_options: t.ClassVar[Spec] = {
        **{name: {"type": "str"} for name in ("app", "pipeline", "team")},
        "stage": {"type": "str", **CHOICES},
    }
    info_constraints: t.ClassVar[Spec] = {"mutually_exclusive": [("app", "pipeline", "team")]}

    # What is there

    @classmethod
    def resolve(cls, want: Desired, view: View) -> Desired:
        """The options with the pipeline that the app is in, by name, or id if one may not see it, if it is another."""
        if want.get("app") is None or want.get("pipeline") is None:
            return want
        coupling = cls.look(want, view, cls.need(want))
        elsewhere = cls.another_than_wanted(want, view, coupling["pipeline"]) if coupling else None
        return Desired({**want.options, ELSEWHERE: elsewhere})

    @staticmethod
    def another_than_wanted(want: Desired, view: View, pipeline: Record) -> str | None:
        """The name, or else the id, of a coupling's pipeline, if it is not the wanted one."""
        wanted, pipeline_id = want["pipeline"], handle(pipeline)
        if wanted == pipeline_id:
            return None
        try:
            found = view.get(PIPELINES.named(pipeline_id)) or {"name": pipeline_id}
        except HerokuError as error:  # somebody else's pipeline
            if error.status != 403:
                raise
            found = {"name": pipeline_id}
        return None if found["name"] == wanted and not is_uuid(wanted) else str(found["name"])

    @classmethod
    def observe(cls, want: Desired, view: View) -> Record | None:
        return None if want.absent and want.get(ELSEWHERE) else cls.look(want, view, cls.need(want))

    # What is to be done about it

    @classmethod
    def desired(cls, want: Desired, current: Record | None) -> Record:
        elsewhere = want.get(ELSEWHERE)
        if current and elsewhere and not want["move"]:
            raise InvalidInput(
                f"{want['app']} is in the pipeline {elsewhere}, and an app can be in one only. To take it out of "
                "there, set move."
            )
        if current and elsewhere and not want.get("stage"):
            raise InvalidInput(
                f"{want['app']} is in the stage {current['stage']} of {elsewhere}. To move it, give stage too: a move "
                "takes two writes, and a run that ends between them would leave nothing that says which stage."
            )
        stage = want.get("stage", current and current["stage"])
        if stage is None:
            raise InvalidInput(f"{want['app']} is in no pipeline yet: give stage.")
        return {"stage": stage} if current and not elsewhere else {"pipeline": want["pipeline"], "stage": stage}

    @classmethod
    def draft(cls, want: Desired, current: Record | None) -> Draft:
        """A move takes the app out of one pipeline and puts it into another."""
        if want.absent or not current or not want.get(ELSEWHERE):
            return super().draft(want, current)
        draft = compare(cls.attributes, cls.desired(want, current), None)
        return dataclasses.replace(draft, current=current, deletion=True)

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        """Whether there are such an app and such a pipeline, of one generation, before the app leaves its own."""
        if draft.creation is None:
            return
        pipeline, app = pipeline_of(view, want), app_of(view, want["app"])
        cls.look_at_generations(want, view, draft, app, pipeline)
        draft.creation.update(app=app["id"], pipeline=place_of(pipeline))
        draft.record.update(
            app={"id": app["id"]}, pipeline={"id": pipeline["id"], "name": pipeline.get("name", UNKNOWN)}
        )

    @staticmethod
    def look_at_generations(want: Desired, view: View, draft: Draft, app: Record, pipeline: Record) -> None:
        """Predict that the pipeline is of the app's generation then.

        Raises InvalidInput when it has apps of another one (behaviour.md 3.12).
        """
        place = place_of(pipeline)
        if "generation" not in pipeline:  # it was given by its id
            pipeline = view.get(PIPELINES.named(place))
            if pipeline is None:
                raise no_pipeline(want)
        theirs, own = (part_of(thing, "generation.name") for thing in (pipeline, app))
        if theirs == own or not isinstance(own, str):  # or it is not known yet, as theirs may be too
            return
        if isinstance(theirs, str) and any(is_there(view, item["app"]) for item in view.get(COUPLINGS.of(place))):
            raise InvalidInput(
                f"{app['name']} is of the generation {own}, and the apps of the pipeline {want['pipeline']} are of the "
                f"generation {theirs}."
            )
        after = {**pipeline, "generation": app["generation"]}
        draft.changes += [Change(PIPELINES.name, scope, pipeline, after) for scope in ((), (pipeline["name"],))]

    @classmethod
    def side(cls, want: Desired, draft: Draft, record: Observed) -> Value:
        if record is None:
            return {}
        elsewhere = want.get(ELSEWHERE) if record is draft.current else None
        return {"pipeline": elsewhere or want.get("pipeline", record["pipeline"]["id"]), "stage": record["stage"]}

    @classmethod
    def changes(cls, want: Desired, draft: Draft) -> list[Change]:
        """An app's coupling is also in the list of its pipeline. An app whose id is unknown goes by its name."""
        coupled = draft.record and {**draft.record, "app": {"name": want["app"], **draft.record["app"]}}
        changes = [Change(cls.kind.name, cls.scope_of(want), draft.current, coupled)]
        for before, after in ((draft.current, None), (None, coupled)):
            pipeline = (before or after or {}).get("pipeline")
            if pipeline:
                changes.append(Change(COUPLINGS.name, (handle(pipeline),), before, after))
        return changes

    @classmethod
    def actions(cls, want: Desired, draft: Draft) -> list[Action]:
        actions = super().actions(want, draft)
        if draft.deletion and draft.creation is not None:  # a move
            actions.append(dataclasses.replace(cls.creation(want, draft), after=(actions[0].id,)))
        return actions

    @classmethod
    def body(cls, want: Desired, call: str, fields: Values) -> Record:
        return dict(fields)

    # Looking up

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        if want.get("app"):
            one = view.get(COUPLING.of(want["app"]))
            found = [one] if one else []
        elif want.get("pipeline"):
            try:
                found = view.get(COUPLINGS.of(handle(pipeline_of(view, want))))
            except HerokuError as error:
                raise (no_pipeline(want) if error.not_found else error) from None
        else:
            found = view.get(OF_TEAM.of(want["team"]) if want.get("team") else ALL.of())
        return sorted((item for item in found if want.get("stage") in (None, item["stage"])), key=by_stage)
