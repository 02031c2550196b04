# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


def run_of(api, **more):
    """A pipeline, and a test run of it."""
    pipeline = api.post("/pipelines", {"name": "pipe"})
    body = {
        "commit_branch": "main",
        "commit_message": "Fix it",
        "commit_sha": "0123456789abcdef",
        "pipeline": pipeline["id"],
        "source_blob_url": "https://example.com/source.tgz",
        **more,
    }
    return pipeline, body, api.post("/test-runs", body)


def test_a_test_run(frozen, other):
    pipeline, body, run = run_of(frozen, organization="acme")
    assert (run["number"], run["status"], run["organization"]) == (1, "pending", {"name": "acme"})
    seen = []
    for _step in range(5):
        frozen.clock(advance=10)
        seen.append(frozen.get(f"/test-runs/{run['id']}")["status"])
    assert seen == ["creating", "building", "running", "succeeded", "succeeded"]
    (node,) = frozen.get(f"/test-runs/{run['id']}/test-nodes")
    (case,) = frozen.get(f"/test-runs/{run['id']}/test-cases")
    assert (node["exit_code"], case["passed"], case["test_node"]["id"]) == (0, True, node["id"])
    assert frozen.post("/test-runs", body)["number"] == 2
    path = f"/pipelines/{pipeline['id']}/test-runs"
    assert {item["number"] for item in frozen.get(path)} == {1, 2}
    assert frozen.get(f"{path}/1")["id"] == run["id"]
    frozen.get(f"{path}/3", status=404)
    other.get(f"/test-runs/{run['id']}", status=404)


def test_runs_that_do_not_succeed(frozen):
    _pipeline, body, cancelled = run_of(frozen)
    assert frozen.patch("/test-runs/1", {"status": "cancelled", "message": None})["status"] == "cancelled"
    frozen.patch("/test-runs/1", {"status": "cancelled"}, status=400)
    frozen.patch("/test-runs/1", {"status": "sideways", "message": None}, status=400)
    frozen.fault(fault="fail", transition="test_run.step", count=1)
    errored = frozen.post("/test-runs", body)
    frozen.clock(advance=10)
    failed = frozen.post("/test-runs", body)
    frozen.clock(advance=30)
    frozen.fault(fault="fail", transition="test_run.step", count=1)
    frozen.clock(advance=10)
    seen = [frozen.get(f"/test-runs/{run['id']}")["status"] for run in (cancelled, errored, failed)]
    assert seen == ["cancelled", "errored", "failed"]
    assert frozen.get(f"/test-runs/{cancelled['id']}/test-cases") == []
    assert frozen.get(f"/test-runs/{errored['id']}/test-nodes")[0]["error_status"] == "pending"
