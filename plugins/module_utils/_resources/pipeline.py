# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pipelines: behaviour.md 3.12. Their names are not unique, and one without apps may answer to its id only."""

from __future__ import annotations

import contextlib
import dataclasses
import re
import typing as t

from .._api.errors import HerokuError, InvalidInput, OutcomeUnknown
from .._engine.attributes import Attribute, Type, computed
from .._engine.facts import Kind, Need, View
from .._engine.options import OMITTED
from .._engine.plan import Action, Change, Desired, Plan, Request, Resend
from .._engine.resource import Draft, Resource
from .._engine.values import UNKNOWN, Json, Observed, Record, Spec, Value
from .._lib.references import is_uuid
from .build import BUILDS, shown_build
from .common import ACCOUNT, APPS, CONFIRM_OPTIONS, addresses_of, handle
from .following import without_address
from .in_pipeline import (
    COUPLING,
    COUPLINGS,
    PIPELINES,
    by_stage,
    describe,
    filtered,
    of_name,
    pipelines_named,
    the_only_pipeline,
)
from .owner import USER, find_owner_id
from .preflight import allowed

NAME = re.compile(r"[a-z][a-z0-9-]{2,29}")
SELECTION: Record = {name: {"type": "str"} for name in ("name", "id", "owner")}
OWNERS = {"owner": "owner_found", "new_owner": "new_owner_found"}  # options, and how they are called once resolved
# Lists of a pipeline's parts, by the option and result's key.
PARTS = {
    "couplings": COUPLINGS,
    **{
        f"latest_{what}": Kind(
            f"latest_{what}", f"/pipelines/{{}}/latest-{what}", parent="pipeline", secrets=addresses_of
        )
        for what in ("builds", "deployments", "releases")
    },
}
STACK = Kind("pipeline_stack", "/pipelines/{}/pipeline-stack", document=True, parent="pipeline")


def same_owner(wanted: Record | None, have: Record | None) -> bool:
    """Whether two owners are the same: ids are unique, whatever the type."""
    return wanted is not None and have is not None and bool(wanted["id"] == have["id"])


def owner_of(view: View, text: str) -> Record:
    """The owner that an option means. An id is enough to compare, so its type is UNKNOWN until it is needed."""
    return {"id": text, "type": UNKNOWN} if is_uuid(text) else find_owner_id(view, text)


def shown_part(item: Record) -> Record:
    """A part of a pipeline without what lets anybody read the source, the log or the buildpacks of a build."""
    return shown_build(BUILDS.normal(item)) if "source_blob" in item else without_address(item)


class Pipeline(Resource):
    """A pipeline, found by its name, and its owner where several have the name, or by its id.

    Nothing forbids a second pipeline of the name, and lists may lack the first, so a creation is never sent again.
    """

    noun = "pipeline"
    plural = "pipelines"
    identity = ("name", "id")
    kind = PIPELINES
    protected_kind = "pipeline"
    resend = Resend.NEVER
    empty: t.ClassVar[dict[str, str]] = {"new_name": OMITTED, "new_owner": OMITTED}
    attributes = (
        Attribute("name"),
        Attribute("owner", Type("str", same_owner), call="transfer"),
        *computed("created_at", "generation", "id", "updated_at"),
    )
    controls: t.ClassVar[Spec] = {
        "id": {"type": "str"},
        "new_name": {"type": "str"},
        "new_owner": {"type": "str"},
        "allow_duplicate": {"type": "bool", "default": False},
        **CONFIRM_OPTIONS,
    }
    constraints: t.ClassVar[Spec] = {
        "required_one_of": [("name", "id")],
        "mutually_exclusive": [("id", "owner"), ("id", "allow_duplicate")],
    }
    info_options: t.ClassVar[Spec] = {
        **SELECTION,
        **{option: {"type": "bool", "default": False} for option in (*PARTS, "pipeline_stacks")},
    }
    info_constraints: t.ClassVar[Spec] = {"mutually_exclusive": [("id", "name"), ("id", "owner")]}

    @classmethod
    def check(cls, want: Desired) -> None:
        if want.get("id") is not None and not is_uuid(want["id"]):
            raise InvalidInput(f"{want['id']!r} is not the ID of a pipeline.")
        for option in ("name", "new_name"):
            name = want.get(option)
            if name is not None and is_uuid(name):
                raise InvalidInput(f"{option} {name} is an ID: give it as id.")
            if name is not None and not NAME.fullmatch(name):
                raise InvalidInput(
                    f"{option} {name!r} is not a valid pipeline name: use 3 to 30 lower-case letters, digits and "
                    "dashes, starting with a letter."
                )

    @classmethod
    def resolve(cls, want: Desired, view: View) -> Desired:
        """The options with what stands for owners at Heroku, where they are given."""
        owners = {OWNERS[option]: owner_of(view, want[option]) for option in OWNERS if want.get(option) is not None}
        return Desired({**want.options, **owners})

    # Which pipeline is meant

    @classmethod
    def observe(cls, want: Desired, view: View) -> Record | None:
        if want.get("id"):
            return t.cast("Record | None", view.get(PIPELINES.named(want["id"])))
        name, new_name = want["name"], want.get("new_name")
        if new_name in (None, name):
            return cls.choose(want, view, pipelines_named(view, name))
        found = filtered(view, name)
        if found:
            renamed = filtered(view, new_name)
        else:  # as in pipelines_named(), but one list serves both names
            everything = view.get(PIPELINES.of())
            found, renamed = of_name(everything, name), of_name(everything, new_name)
        first, second = cls.choose(want, view, found), cls.choose(want, view, renamed)
        if first and second:
            raise InvalidInput(
                f"There is a pipeline {name} and a pipeline {new_name}, so it is not clear whether the first is still "
                f"to be renamed: {describe(view, (first, second))}. Give the ID of the one that is meant."
            )
        return first or second

    @classmethod
    def choose(cls, want: Desired, view: View, found: list[Record]) -> Record | None:
        """Of the pipelines that have the name, the one that is meant. Raises InvalidInput when that is not clear."""
        if want.get("owner"):
            owners = [want.get(found) for found in OWNERS.values()]
            mine = [item for item in found if any(same_owner(owner, item["owner"]) for owner in owners)]
            if found and not mine and not want.absent and not want["allow_duplicate"]:
                raise InvalidInput(
                    f"{want['owner']} has no pipeline {found[0]['name']}, but there is one already: "
                    f"{describe(view, found)}. To hand it over, give new_owner; to make another one of the same "
                    "name, set allow_duplicate."
                )
            found = mine
        return the_only_pipeline(view, found, "Give owner or id.")

    # What is to be done about it

    @classmethod
    def desired(cls, want: Desired, current: Record | None) -> Record:
        name = want.get("new_name", want.get("name"))
        owner = want.get(OWNERS["new_owner"], want.get(OWNERS["owner"]))
        return {option: value for option, value in (("name", name), ("owner", owner)) if value is not None}

    @classmethod
    def draft(cls, want: Desired, current: Record | None) -> Draft:
        if current is None and want.get("id") and not want.absent:
            raise InvalidInput(
                f"There is no pipeline with the ID {want['id']}, and Heroku chooses the ID of a new one: "
                "give a name instead."
            )
        return super().draft(want, current)

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        """A new pipeline belongs to the token's account unless there is another owner; owners need their type."""
        fields = draft.updates.get("transfer") if draft.creation is None else draft.creation
        if fields is None:
            return
        if "owner" not in fields:
            fields["owner"] = {"id": view.get(ACCOUNT.of())["id"], "type": USER}
        elif fields["owner"]["type"] is UNKNOWN:
            fields["owner"] = find_owner_id(view, fields["owner"]["id"])
        draft.record["owner"] = fields["owner"]

    @classmethod
    def freeze(cls, want: Desired, view: View, draft: Draft) -> Plan:
        """Of one that is to go, the apps that leave it are a part of the diff: one GET, and one for each app."""
        if not draft.deletion:
            return super().freeze(want, view, draft)
        place = handle(draft.current)
        couplings = sorted(view.get(COUPLINGS.of(place)), key=by_stage)
        apps = cls.placed(view, couplings)
        for coupling, app in zip(couplings, apps):  # which may be looked for by either of its names
            draft.changes += [
                Change(COUPLING.name, (name,), coupling, None) for name in (coupling["app"]["id"], app["app"])
            ]
            draft.changes.append(Change(COUPLINGS.name, (place,), coupling, None))
        plan = super().freeze(want, view, draft)
        return dataclasses.replace(plan, before={**plan.before, "apps": apps}) if apps else plan

    @staticmethod
    def placed(view: View, couplings: list[Record]) -> list[Record]:
        """Apps by their names, or ids where the token cannot see them, and their stages."""
        needs = [APPS.named(coupling["app"]["id"]) for coupling in couplings]
        with contextlib.suppress(HerokuError):  # here only all are asked for together
            view.get_all(*needs)
        apps = [allowed(view, need) for need in needs]
        return [
            {"app": app["name"] if app else coupling["app"]["id"], "stage": coupling["stage"]}
            for app, coupling in zip(apps, couplings)
        ]

    @classmethod
    def side(cls, want: Desired, draft: Draft, record: Observed) -> Value:
        side = super().side(want, draft, record)
        if side.get("owner"):
            side["owner"] = f"{side['owner']['type']} {side['owner']['id']}"
        return side

    @classmethod
    def changes(cls, want: Desired, draft: Draft) -> list[Change]:
        """Pipelines are looked for by name too."""
        name = (draft.current or draft.record)["name"]
        return [Change(cls.kind.name, scope, draft.current, draft.record) for scope in ((), (name,))]

    # The writes

    @classmethod
    def action(
        cls, want: Desired, verb: str, method: str, record_id: Value, *, body: Json = None, answers: bool = True
    ) -> Action:
        if verb != "transfer":
            return super().action(want, verb, method, record_id, body=body, answers=answers)
        body = {"pipeline": {"id": record_id}, "new_owner": body["owner"]}
        return Action(
            cls.id_of(want, verb), verb, Request("POST", "/pipeline-transfers", (), body), Resend.LOOK, answers=False
        )

    @classmethod
    def untold(cls, want: Desired, plan: Plan) -> Need | None:
        """The answer to a transfer does not have the pipeline."""
        handed_over = any(action.verb == "transfer" for action in plan.actions)
        return PIPELINES.named(plan.current["id"]) if handed_over else None

    @classmethod
    def explain(cls, want: Desired, action: Action, error: HerokuError) -> str:
        if action.verb == "create" and isinstance(error, OutcomeUnknown):
            return (
                f"It is in no list, which may lack pipelines without apps: look for {cls.title(want)} at "
                "https://dashboard.heroku.com/pipelines, then run the task again, with its ID if it is there."
            )
        return ""

    # Looking up

    @classmethod
    def find(cls, want: Desired, view: View) -> dict[str, list[Record]]:
        """Pipelines, and their parts as far as they were asked for, by the result's keys."""
        if want.get("id"):
            one = view.get(PIPELINES.named(want["id"]))
            found = [one] if one else []
        else:
            found = pipelines_named(view, want["name"]) if want.get("name") else view.get(PIPELINES.of())
        owner = want.get(OWNERS["owner"])
        chosen = [item for item in found if owner is None or same_owner(owner, item["owner"])]
        chosen.sort(key=lambda item: (item["name"], str(item["id"])))
        places = [handle(pipeline) for pipeline in chosen]
        kinds = {option: kind for option, kind in (*PARTS.items(), ("pipeline_stacks", STACK)) if want[option]}
        view.get_all(*(kind.of(place) for kind in kinds.values() for place in places))
        parts: dict[str, list[Record]] = {option: [] for option in (*PARTS, "pipeline_stacks")}
        for option, kind in kinds.items():
            for pipeline, place in zip(chosen, places):
                answer = view.get(kind.of(place))
                parts[option] += [{"pipeline": {"id": pipeline["id"]}, **answer}] if kind is STACK else answer
        return {cls.plural: chosen, **parts}

    @classmethod
    def info(cls, want: Desired, found: Observed) -> Record:
        parts = {option: [shown_part(item) for item in found[option]] for option in PARTS}
        return {**found, **parts, "couplings": sorted(found["couplings"], key=by_stage)}
