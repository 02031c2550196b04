# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

WORLD = """
pipelines:
  - {name: connected, repo_id: 4711}
"""


@pytest.fixture
def connected(make_api, tmp_path):
    """A pipeline that is connected with GitHub, on a clock that stands still: the API and the pipeline's path."""
    (tmp_path / "world.yml").write_text(WORLD)
    api = make_api(world=tmp_path / "world.yml", clock="0")
    return api, f"/pipelines/{api.get('/pipelines')[0]['id']}"


def test_the_config(connected):
    api, pipeline = connected
    path = f"{pipeline}/review-app-config"
    api.get(path, status=404)
    api.patch(path, {"stale_days": 3}, status=404)
    config = api.post(path, {"repo": "acme/shop", "stale_days": 3, "deploy_target": {"id": "eu", "type": "region"}})
    region = api.get("/regions/eu")["id"]
    assert (config["repo"], config["stale_days"]) == ({"id": 4711}, 3)
    assert config["deploy_target"] == {"id": region, "type": "region"}
    again = api.post(path, {"repo": "acme/shop"}, status=409)
    assert again["message"] == "Review Apps is already enabled for this pipeline"
    api.switch(review_apps_enabled_status="422", review_app_region="name")
    api.post(path, {"repo": "acme/shop"}, status=422)
    assert api.get(path)["deploy_target"] == {"id": "eu", "type": "region"}
    assert api.patch(path, {"base_name": "pr", "wait_for_ci": True})["base_name"] == "pr"
    api.patch(path, {"stale_days": 31}, status=400)
    api.patch(path, {"deploy_target": {"id": "nowhere", "type": "region"}}, status=404)
    assert api.patch(path, {"deploy_target": None})["deploy_target"] is None
    api.delete(path)
    api.get(path, status=404)


def test_without_github(api):
    pipeline = api.post("/pipelines", {"name": "pipe"})
    assert api.post(f"/pipelines/{pipeline['id']}/review-app-config", {"repo": "acme/shop"}, status=404) == {
        "id": "not_found",
        "message": "Not found.",
    }


PROCFILE = {"Procfile": "web: bin/web"}
ENV = '{"env": {"C": "3"}, "scripts": {"postdeploy": "bin/seed"}}'


@pytest.mark.parametrize(
    ("files", "status", "message"),
    [
        (PROCFILE, "created", None),
        (PROCFILE | {"app.json": ENV}, "created", None),
        (PROCFILE | {"app.json": ENV.replace("bin/seed", "exit 1")}, "errored", "Postdeploy script failed."),
        ({}, "errored", "Build failed."),
    ],
)
def test_a_review_app(connected, files, status, message):
    api, pipeline = connected
    api.post(f"{pipeline}/review-app-config", {"repo": "acme/shop", "deploy_target": {"id": "eu", "type": "region"}})
    api.patch(f"{pipeline}/stage/review/config-vars", {"A": "1", "B": "1"})
    body = {
        "branch": "fix",
        "pipeline": pipeline.rpartition("/")[2],
        "source_blob": api.upload(files),
        "environment": {"B": "2"},
        "pr_number": 7,
    }
    made = api.post("/review-apps", body)
    assert (made["status"], made["app"], made["app_setup"], made["pr_number"]) == ("pending", None, None, 7)
    api.post("/review-apps", body, status=409)
    api.clock(advance=2)
    path = f"/review-apps/{made['id']}"
    creating = api.get(path)
    app = api.get(f"/apps/{creating['app']['id']}")
    assert (creating["status"], app["name"], app["region"]["name"]) == ("creating", "connected-pr-7", "eu")
    more = {"C": "3"} if "app.json" in files else {}
    assert api.get(f"/apps/{app['id']}/config-vars") == {"A": "1", "B": "2", **more}
    assert api.get(f"/apps/{app['id']}/pipeline-couplings")["stage"] == "review"
    api.clock(advance=60)
    ended = api.get(path)
    assert ended["status"] == status
    assert ended["message"] == message
    setup = api.get(f"/app-setups/{ended['app_setup']['id']}")
    assert (setup["app"]["id"], setup["status"]) == (app["id"], "succeeded" if status == "created" else "failed")
    assert api.get(f"/apps/{app['id']}/review-app")["id"] == made["id"]
    assert api.delete(path)["status"] == "deleting"
    api.clock(advance=5)
    api.get(f"/apps/{app['id']}", status=404)
    assert api.get(f"{pipeline}/review-apps") == []


def test_other_answers(connected):
    api, pipeline = connected
    body = {
        "branch": "fix",
        "pipeline": pipeline.rpartition("/")[2],
        "source_blob": api.upload({"Procfile": "web: bin/web"}),
    }
    api.switch(review_apps_need_config="yes", deleted_review_apps="kept")
    api.post("/review-apps", body, status=422)
    api.post(f"{pipeline}/review-app-config", {"repo": "acme/shop"})
    api.fault(fault="fail", transition="review_app.create", count=1)
    made = api.post("/review-apps", body)
    api.clock(advance=2)
    assert api.get(f"/review-apps/{made['id']}")["error_status"] == "pending"
    api.delete(f"/review-apps/{made['id']}")
    api.clock(advance=5)
    (kept,) = api.get(f"{pipeline}/review-apps")
    assert (kept["status"], kept["app"]) == ("deleted", None)
    second = api.post("/review-apps", body)
    api.clock(advance=60)
    created = api.get(f"/review-apps/{second['id']}")
    assert created["status"] == "created"
    api.delete(f"/apps/{created['app']['id']}")
    assert api.get(f"/review-apps/{second['id']}")["status"] == "deleted"


def test_a_manifest_that_cannot_be(connected):
    api, pipeline = connected
    source = api.upload({"Procfile": "web: bin/web", "app.json": "no JSON"})
    made = api.post("/review-apps", {"branch": "fix", "pipeline": pipeline.rpartition("/")[2], "source_blob": source})
    api.switch(app_of_failed_setup="deleted")
    api.clock(advance=60)
    ended = api.get(f"/review-apps/{made['id']}")
    assert (ended["status"], ended["error_status"], ended["message"]) == ("errored", "creating", "Invalid app.json.")
    api.get(f"/apps/{ended['app']['id']}")
