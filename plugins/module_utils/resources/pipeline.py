# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pipelines: behaviour.md 3.12. Their names are not unique, and one without apps may answer to its id only."""

from __future__ import annotations

import dataclasses
import re
import typing as t
from urllib.parse import quote

from ansible_collections.community.heroku.plugins.module_utils.client import HerokuClient, segments
from ansible_collections.community.heroku.plugins.module_utils.errors import Failure, HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.history import without_address
from ansible_collections.community.heroku.plugins.module_utils.options import OMITTED
from ansible_collections.community.heroku.plugins.module_utils.owner import find_owner_id
from ansible_collections.community.heroku.plugins.module_utils.plan import Field, Plan, is_uuid
from ansible_collections.community.heroku.plugins.module_utils.resource import CONFIRM_OPTIONS, Resource
from ansible_collections.community.heroku.plugins.module_utils.resources.build import Build

NAME = re.compile(r"[a-z][a-z0-9-]{2,29}")
STAGES = ["test", "review", "development", "staging", "production"]
PIPELINE_OPTIONS: dict[str, t.Any] = {"pipeline": {"type": "str", "required": True}}
# Lists of a pipeline's parts: the option and result's key, and the path.
PARTS = {
    "couplings": "pipeline-couplings",
    "latest_builds": "latest-builds",
    "latest_deployments": "latest-deployments",
    "latest_releases": "latest-releases",
}


def by_stage(coupling: dict[str, t.Any]) -> tuple[str, int, str]:
    """What couplings are sorted by. Heroku's lists have one order or another (behaviour.md 8.3 (15))."""
    return coupling["pipeline"]["id"], STAGES.index(coupling["stage"]), coupling["id"]


# Who owns pipelines


def describe(client: HerokuClient, pipelines: t.Iterable[dict[str, t.Any]]) -> str:
    """Pipelines by id and owner, for an error message."""
    account = client.get("/account")
    names = {account["id"]: account["email"]}
    names.update((team["id"], f"the team {team['name']}") for team in client.list("/teams", by="name"))

    def owner_of(pipeline: dict[str, t.Any]) -> str:
        owner = pipeline["owner"]
        return names.get(owner["id"], f"the {owner['type']} {owner['id']}") if owner else "nobody"

    parts = sorted((owner_of(pipeline), pipeline["id"]) for pipeline in pipelines)
    return ", ".join(f"{pipeline_id} (of {owner})" for owner, pipeline_id in parts)


# Which pipeline is meant


def named(client: HerokuClient, name: str) -> list[dict[str, t.Any]]:
    """All pipelines of that name that the account sees.

    It is not known whether Heroku's filter by name finds pipelines without apps, so when it finds none the whole list
    is searched.
    """
    return filtered(client, name) or of_name(client.list("/pipelines"), name)


def filtered(client: HerokuClient, name: str) -> list[dict[str, t.Any]]:
    """What Heroku's filter by name finds."""
    return of_name(client.list(f"/pipelines?eq[name]={quote(name, safe='')}"), name)


def of_name(pipelines: list[dict[str, t.Any]], name: str) -> list[dict[str, t.Any]]:
    """Those that have the name."""
    return [pipeline for pipeline in pipelines if pipeline["name"] == name]


def the_only(client: HerokuClient, found: list[dict[str, t.Any]], way_out: str) -> dict[str, t.Any] | None:
    """The one pipeline that was found, if any. Raises InvalidInput, which names them, when there are several."""
    if len(found) > 1:
        raise InvalidInput(
            f"{len(found)} pipelines are called {found[0]['name']}: {describe(client, found)}. {way_out}"
        )
    return found[0] if found else None


class PipelineResource(Resource):
    """A resource that belongs to a pipeline: the option C(pipeline) names it, by name or id."""

    _pipeline: dict[str, t.Any] | None = None

    def find_pipeline(self) -> dict[str, t.Any] | None:
        """The pipeline, or None. Given by id, it is taken to exist, without a request, and has no other property."""
        wanted = self.params["pipeline"]
        if self._pipeline is None:
            self._pipeline = (
                {"id": wanted}
                if is_uuid(wanted)
                else the_only(self.client, named(self.client, wanted), "Give the ID of one as pipeline.")
            )
        return self._pipeline

    def pipeline(self) -> dict[str, t.Any]:
        """The pipeline. Raises InvalidInput when there is none."""
        found = self.find_pipeline()
        if found is None:
            raise self.no_pipeline()
        return found

    def no_pipeline(self) -> InvalidInput:
        """The error for a pipeline that does not exist."""
        return InvalidInput(
            f"There is no pipeline {self.params['pipeline']} that the token sees. community.heroku.heroku_pipeline "
            "makes one; while it has no apps, Heroku may know it by its ID only."
        )

    def in_pipeline(self, path: str = "", *values: str) -> str:
        """The path of something of this pipeline."""
        return segments("/pipelines/{}" + path, self.pipeline()["id"], *values)


# The pipeline itself


class OwnerField(Field):
    """The owner is an C({id, type}) object."""

    def shown(self, record: t.Mapping[str, t.Any]) -> t.Any:
        owner = record.get("owner")
        return f"{owner['type']} {owner['id']}" if owner else None

    def holds(self, wanted: t.Any, record: t.Mapping[str, t.Any]) -> bool:
        return same_owner(wanted, record.get("owner"))

    def set(self, record: dict[str, t.Any], wanted: t.Any) -> None:
        record["owner"] = wanted


def same_owner(wanted: t.Mapping[str, t.Any] | None, have: t.Mapping[str, t.Any] | None) -> bool:
    """Whether two owners are the same: ids are unique, whatever the type."""
    return wanted is not None and have is not None and wanted["id"] == have["id"]


class Pipeline(Resource):
    """A pipeline, found by its name, and its owner where several have the name, or by its id."""

    noun = "pipeline"
    plural = "pipelines"
    protected_kind = "pipeline"
    empty: t.ClassVar[dict[str, str]] = {"new_name": OMITTED, "new_owner": OMITTED}
    options: t.ClassVar[dict[str, t.Any]] = {
        "name": {"type": "str"},
        "id": {"type": "str"},
        "owner": {"type": "str"},
        "new_name": {"type": "str"},
        "new_owner": {"type": "str"},
        "allow_duplicate": {"type": "bool", "default": False},
        **CONFIRM_OPTIONS,
    }
    constraints: t.ClassVar[dict[str, t.Any]] = {
        "required_one_of": [("name", "id")],
        "mutually_exclusive": [("id", "owner"), ("id", "allow_duplicate")],
    }
    info_options: t.ClassVar[dict[str, t.Any]] = {
        "name": {"type": "str"},
        "id": {"type": "str"},
        "owner": {"type": "str"},
        **{option: {"type": "bool", "default": False} for option in (*PARTS, "pipeline_stacks")},
    }
    info_constraints: t.ClassVar[dict[str, t.Any]] = {"mutually_exclusive": [("id", "name"), ("id", "owner")]}
    fields: t.ClassVar[tuple[Field, ...]] = (Field("name"), OwnerField("owner", update="transfer"))
    blank: t.ClassVar[dict[str, t.Any]] = dict.fromkeys(
        ("created_at", "generation", "id", "name", "owner", "updated_at")
    )

    owner: dict[str, t.Any] | None = None  # that the option means, once it was looked up
    new_owner: dict[str, t.Any] | None = None
    leaving: t.Sequence[dict[str, t.Any]] = ()  # the apps that will be in no pipeline, once they were looked up

    def check(self) -> None:
        if self.given("id") is not None and not is_uuid(self.params["id"]):
            raise InvalidInput(f"{self.params['id']!r} is not the ID of a pipeline.")
        for option in ("name", "new_name"):
            name = self.given(option)
            if name is not None and is_uuid(name):
                raise InvalidInput(f"{option} {name} is an ID: give it as id.")
            if name is not None and not NAME.fullmatch(name):
                raise InvalidInput(
                    f"{option} {name!r} is no pipeline name: 3 to 30 lower-case letters, digits and dashes, starting "
                    "with a letter."
                )

    # Which pipeline is meant

    def read(self) -> dict[str, t.Any] | None:
        self.owner = self.owner or self.look_up("owner")
        self.new_owner = self.new_owner or self.look_up("new_owner")
        if self.given("id"):
            return self.fetch("/pipelines/{}", self.params["id"])
        name, new_name = self.params["name"], self.given("new_name")
        if new_name in (None, name):
            return self.choose(named(self.client, name))
        found = filtered(self.client, name)
        if found:
            renamed = filtered(self.client, new_name)
        else:  # as in named(), but one list serves both names
            everything = self.client.list("/pipelines")
            found, renamed = of_name(everything, name), of_name(everything, new_name)
        first, second = self.choose(found), self.choose(renamed)
        if first and second:
            raise InvalidInput(
                f"There is a pipeline {name} and a pipeline {new_name}, so it is not clear whether the first is still "
                f"to be renamed: {describe(self.client, (first, second))}. Give the ID of the one that is meant."
            )
        return first or second

    def look_up(self, option: str) -> dict[str, t.Any] | None:
        """The owner that an option means. An id is enough to compare; its type is looked up when it is needed."""
        text = self.given(option)
        if text is None:
            return None
        return {"id": text, "type": None} if is_uuid(text) else find_owner_id(self.client, text)

    def choose(self, found: list[dict[str, t.Any]]) -> dict[str, t.Any] | None:
        """Of the pipelines that have the name, the one that is meant. Raises InvalidInput when that is not clear."""
        if self.owner is not None:
            owners = (self.owner, self.new_owner)
            mine = [item for item in found if any(same_owner(owner, item["owner"]) for owner in owners)]
            if found and not mine and self.given("state") == "present" and not self.params["allow_duplicate"]:
                raise InvalidInput(
                    f"{self.params['owner']} has no pipeline {found[0]['name']}, but there is one already: "
                    f"{describe(self.client, found)}. To hand it over, give new_owner; to make another one of the same "
                    "name, set allow_duplicate."
                )
            found = mine
        return the_only(self.client, found, "Give owner or id.")

    # What is to be done about it

    def wanted(self) -> dict[str, t.Any]:
        wanted = {"name": self.given("new_name") or self.given("name"), "owner": self.new_owner or self.owner}
        return {option: value for option, value in wanted.items() if value is not None}

    def plan(self, current: dict[str, t.Any] | None) -> Plan:
        if current is None and self.given("id") and self.given("state") != "absent":
            raise InvalidInput(
                f"There is no pipeline with the ID {self.params['id']}, and Heroku chooses the ID of a new one: "
                "give a name instead."
            )
        plan = super().plan(current)
        apps = list(self.leaving)
        return dataclasses.replace(plan, before={**plan.before, "apps": apps}) if apps else plan

    def examine(self, current: dict[str, t.Any] | None, plan: Plan) -> dict[str, t.Any] | None:
        """A new pipeline belongs to the token's account unless there is another owner; owners need their type.

        Of one that is to go, the apps that it has: one GET, and one for each app.
        """
        if current is not None and self.given("state") == "absent":
            self.leaving = [self.placed(item) for item in self.couplings(current)]
            return current
        if current is None and not (self.owner or self.new_owner):
            self.owner = {"id": self.client.get("/account")["id"], "type": "user"}
        for option in ("owner", "new_owner"):
            owner = getattr(self, option)
            if owner and owner["type"] is None:
                setattr(self, option, find_owner_id(self.client, owner["id"]))
        return current

    def couplings(self, pipeline: dict[str, t.Any]) -> list[dict[str, t.Any]]:
        """The couplings of a pipeline, by their stages."""
        return sorted(self.client.list(segments("/pipelines/{}/pipeline-couplings", pipeline["id"])), key=by_stage)

    def placed(self, coupling: dict[str, t.Any]) -> dict[str, t.Any]:
        """An app by its name, or id if the token cannot see it, and its stage."""
        app_id = coupling["app"]["id"]
        try:
            app = self.fetch("/apps/{}", app_id)
        except HerokuError as error:
            if error.status != 403:
                raise
            app = None
        return {"app": app["name"] if app else app_id, "stage": coupling["stage"]}

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.post("/pipelines", fields)

    def made(self) -> dict[str, t.Any]:
        """Nothing forbids a second pipeline of the name, and a list may lack the first, so it is not tried again."""
        found = super().made()
        if found is None:
            raise Failure(
                f"Heroku did not answer whether it made the pipeline {self.wanted()['name']}, and it is in no list, "
                "which may lack pipelines without apps. Look for it at https://dashboard.heroku.com/pipelines, then "
                "run the task again, with its ID if it is there."
            )
        return found

    def update(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.patch(segments("/pipelines/{}", current["id"]), fields)

    def transfer(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        """Hand the pipeline over; the answer does not have the pipeline."""
        self.client.post("/pipeline-transfers", {"pipeline": {"id": current["id"]}, "new_owner": fields["owner"]})
        return self.client.get(segments("/pipelines/{}", current["id"]))

    def delete(self, current: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.delete(segments("/pipelines/{}", current["id"]))

    # Looking up

    def find(self) -> list[dict[str, t.Any]]:
        if self.given("id"):
            one = self.fetch("/pipelines/{}", self.params["id"])
            found = [one] if one else []
        elif self.given("name"):
            found = named(self.client, self.params["name"])
        else:
            found = self.client.list("/pipelines")
        owner = self.look_up("owner")
        chosen = (item for item in found if owner is None or same_owner(owner, item["owner"]))
        return sorted(chosen, key=lambda item: (item["name"], item["id"]))

    def info(self, found: list[dict[str, t.Any]]) -> dict[str, t.Any]:
        result: dict[str, t.Any] = {self.plural: found}
        for option, path in PARTS.items():
            wanted = found if self.params[option] else []
            result[option] = [
                self.shown(item)
                for pipeline in wanted
                for item in self.client.list(segments("/pipelines/{}/" + path, pipeline["id"]))
            ]
        result["couplings"].sort(key=by_stage)
        result["pipeline_stacks"] = [
            {
                "pipeline": {"id": pipeline["id"]},
                **self.client.get(segments("/pipelines/{}/pipeline-stack", pipeline["id"])),
            }
            for pipeline in (found if self.params["pipeline_stacks"] else [])
        ]
        return result

    def shown(self, item: dict[str, t.Any]) -> dict[str, t.Any]:
        """A part of a pipeline without addresses that are credentials."""
        if "source_blob" in item:
            return Build(self.client, self.params, self.talk).shown(item)
        return without_address(item)
