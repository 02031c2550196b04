# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Test runs of Heroku CI, which Heroku calls a prototype: only its schema is known."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.client import PAGE, segments
from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.resources.pipeline import (
    PIPELINE_OPTIONS,
    PipelineResource,
)

STATUSES = [
    "pending",
    "cancelled",
    "creating",
    "building",
    "running",
    "succeeded",
    "failed",
    "errored",
    "debugging",
]
# Addresses that let anybody read the source or the output, or type into a node.
ADDRESSES = ("source_blob_url", "output_stream_url", "setup_stream_url", "attach_url")


def without_addresses(value: t.Any) -> t.Any:
    """A run, node or case without the addresses that are credentials."""
    if isinstance(value, dict):
        return {name: without_addresses(item) for name, item in value.items() if name not in ADDRESSES}
    return value


class CiTestRun(PipelineResource):
    """A test run of a pipeline, found by its number."""

    noun = "test_run"
    plural = "test_runs"
    info_options: t.ClassVar[dict[str, t.Any]] = {
        **PIPELINE_OPTIONS,
        "number": {"type": "int"},
        "commit_branch": {"type": "str"},
        "commit_sha": {"type": "str"},
        "status": {"type": "str", "choices": STATUSES},
        "limit": {"type": "int", "default": 10},
        "test_nodes": {"type": "bool", "default": False},
        "test_cases": {"type": "bool", "default": False},
    }

    def check(self) -> None:
        if not 1 <= self.params["limit"] <= PAGE:
            raise InvalidInput(f"limit must be between 1 and {PAGE}, not {self.params['limit']}.")

    def find(self) -> list[dict[str, t.Any]]:
        if self.given("number") is not None:
            one = self.fetch(self.in_pipeline("/test-runs/{}", str(self.params["number"])))
            found = [one] if one else []
        else:
            listed = self.fetch_list(self.in_pipeline("/test-runs"))
            if listed is None:
                raise self.no_pipeline()
            found = sorted(listed, key=lambda run: run["number"], reverse=True)
        filters = ("commit_branch", "commit_sha", "status")
        wanted = {name: self.given(name) for name in filters if self.given(name) is not None}
        return [run for run in found if all(run[name] == value for name, value in wanted.items())][
            : self.params["limit"]
        ]

    def info(self, found: list[dict[str, t.Any]]) -> dict[str, t.Any]:
        runs = [{**run, "user": {name: run["user"][name] for name in ("email", "id")}} for run in found]
        return {
            "test_runs": [without_addresses(run) for run in runs],
            "test_nodes": self.parts(found, "test_nodes", "index"),
            "test_cases": self.parts(found, "test_cases", "number"),
        }

    def parts(self, runs: list[dict[str, t.Any]], option: str, by: str) -> list[dict[str, t.Any]]:
        """What the runs consist of, in their order, if it was asked for."""
        path = "/test-runs/{}/" + option.replace("_", "-")
        wanted = runs if self.params[option] else []
        lists = (self.client.list(segments(path, run["id"])) for run in wanted)
        return [without_addresses(item) for items in lists for item in sorted(items, key=lambda item: item[by])]
