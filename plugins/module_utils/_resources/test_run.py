# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Test runs of Heroku CI, which Heroku calls a prototype: only its schema is known."""

from __future__ import annotations

import typing as t

from .._api.client import PAGE
from .._api.errors import InvalidInput
from .._engine.facts import Kind, View
from .._engine.plan import Desired
from .._engine.values import Observed, Record, Spec, without
from .in_pipeline import PIPELINE_OPTIONS, InPipeline

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
FILTERS = ("commit_branch", "commit_sha", "status")
# Addresses that let anybody read the source or the output, or type into a node.
ADDRESSES = ("source_blob_url", "output_stream_url", "setup_stream_url", "attach_url")


def addresses_in(found: Observed) -> list[str]:
    """The secrets in a run or node, or in a list of them: those addresses."""
    if isinstance(found, list):
        return [text for item in found for text in addresses_in(item)]
    if not isinstance(found, dict):
        return []
    own = [found[name] for name in ADDRESSES if found.get(name)]
    return own + [text for item in found.values() if isinstance(item, dict) for text in addresses_in(item)]


NODES = Kind("test_node", "/test-runs/{}/test-nodes", shape={"index": 0}, secrets=addresses_in)
CASES = Kind("test_case", "/test-runs/{}/test-cases", shape={"number": 0})


class CiTestRun(InPipeline):
    """A test run of a pipeline, found by its number."""

    noun = "test_run"
    plural = "test_runs"
    kind = Kind(
        "test_run",
        "/pipelines/{}/test-runs",
        keys=("number",),
        parent="pipeline",
        shape={**dict.fromkeys(FILTERS), "user": {"email": None, "id": None}},
        secrets=addresses_in,
    )
    info_options: t.ClassVar[Spec] = {
        **PIPELINE_OPTIONS,
        "number": {"type": "int"},
        "commit_branch": {"type": "str"},
        "commit_sha": {"type": "str"},
        "status": {"type": "str", "choices": STATUSES},
        "limit": {"type": "int", "default": 10},
        "test_nodes": {"type": "bool", "default": False},
        "test_cases": {"type": "bool", "default": False},
    }

    @classmethod
    def check(cls, want: Desired) -> None:
        if not 1 <= want["limit"] <= PAGE:
            raise InvalidInput(f"limit must be between 1 and {PAGE}, not {want['limit']}.")

    @classmethod
    def find(cls, want: Desired, view: View) -> dict[str, list[Record]]:
        """The runs, and what they consist of if it was asked for."""
        wanted = {name: want[name] for name in FILTERS if want.get(name) is not None}
        runs = [run for run in cls.listed(want, view) if all(run[name] == value for name, value in wanted.items())]
        runs = runs[: want["limit"]]
        return {
            "test_runs": [without(with_plain_user(run), ADDRESSES) for run in runs],
            "test_nodes": parts(view, NODES, runs, "index") if want["test_nodes"] else [],
            "test_cases": parts(view, CASES, runs, "number") if want["test_cases"] else [],
        }

    @classmethod
    def listed(cls, want: Desired, view: View) -> list[Record]:
        """The run of the number that was given, or all, the newest first."""
        scope, number = cls.scope_of(want), want.get("number")
        if number is not None:
            one = cls.look(want, view, cls.kind.named(str(number), *scope))
            return [one] if one else []
        return sorted(cls.look(want, view, cls.kind.of(*scope)), key=lambda run: run["number"], reverse=True)

    @classmethod
    def info(cls, want: Desired, found: Observed) -> Record:
        return dict(found)


def with_plain_user(run: Record) -> Record:
    """A run with no more of who began it than is known of other things."""
    return {**run, "user": {name: run["user"][name] for name in ("email", "id")}}


def parts(view: View, kind: Kind, runs: t.Iterable[Record], by: str) -> list[Record]:
    """What the runs consist of, in their order."""
    lists = view.get_all(*(kind.of(run["id"]) for run in runs))
    return [without(item, ADDRESSES) for items in lists for item in sorted(items, key=lambda item: item[by])]
