# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which pipeline is meant, for what is not planned by facts yet: behaviour.md 3.12."""

from __future__ import annotations

import typing as t
from urllib.parse import quote

from ansible_collections.community.heroku.plugins.module_utils.client import HerokuClient, segments
from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import is_uuid
from ansible_collections.community.heroku.plugins.module_utils.resource import Resource

STAGES = ["test", "review", "development", "staging", "production"]
PIPELINE_OPTIONS: dict[str, t.Any] = {"pipeline": {"type": "str", "required": True}}


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
