# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest


def pipeline_of(api, **stages):
    """A pipeline with new apps: stage to name."""
    pipeline = api.post("/pipelines", {"name": "pipe"})
    for stage, name in stages.items():
        app = api.app(name)
        api.post("/pipeline-couplings", {"app": app["id"], "pipeline": pipeline["id"], "stage": stage})
    return pipeline


def promotion_of(api, pipeline, source, *targets, **more):
    """The body of a promotion."""
    return {
        "pipeline": {"id": pipeline["id"]},
        "source": {"app": {"id": api.get(f"/apps/{source}")["id"]}, **more},
        "targets": [{"app": {"id": api.get(f"/apps/{name}")["id"]}} for name in targets],
    }


def test_names_are_not_unique_and_empty_pipelines_have_none(api):
    first, second = (api.post("/pipelines", {"name": "pipe"}) for _time in range(2))
    assert first["id"] != second["id"]
    assert len(api.get("/pipelines?eq[name]=pipe")) == 2
    assert api.get("/pipelines?eq[name]=other") == []
    error = api.get("/pipelines/pipe", status=404)
    assert error == {"id": "not_found", "message": "Not found."}
    api.app()
    api.post("/pipeline-couplings", {"app": "shop", "pipeline": second["id"], "stage": "staging"})
    assert api.get("/pipelines/pipe")["id"] == second["id"]


def test_couplings(api, other):
    api.app()
    pipeline = api.post("/pipelines", {"name": "pipe"})
    api.get("/apps/shop/pipeline-couplings", status=404)
    body = {"app": "shop", "pipeline": pipeline["id"], "stage": "staging"}
    coupling = api.post("/pipeline-couplings", body)
    assert "already in" in api.post("/pipeline-couplings", body, status=422)["message"]
    assert api.get("/apps/shop/pipeline-couplings") == coupling
    assert api.patch(f"/pipeline-couplings/{coupling['id']}", {"stage": "production"})["stage"] == "production"
    api.post("/pipeline-couplings", {**body, "stage": "nowhere"}, status=400)
    for path in ("/pipeline-couplings", "/users/~/pipeline-couplings", "/pipelines/pipe/pipeline-couplings"):
        assert [item["id"] for item in api.get(path)] == [coupling["id"]]
    assert other.get("/pipeline-couplings") == []
    other.get(f"/pipelines/{pipeline['id']}", status=404)
    api.delete(f"/pipelines/{pipeline['id']}", {"name": "pipe"})
    api.delete(f"/pipelines/{pipeline['id']}", status=403)
    api.get("/apps/shop/pipeline-couplings", status=404)
    api.get("/apps/shop")


@pytest.mark.parametrize(
    ("answer", "by_name", "all_of_them"), [("listed", 1, 1), ("not_by_name", 0, 1), ("not_listed", 0, 0)]
)
def test_whether_empty_pipelines_are_listed(api, answer, by_name, all_of_them):
    api.switch(empty_pipelines=answer)
    pipeline = api.post("/pipelines", {"name": "pipe"})
    assert len(api.get("/pipelines?eq[name]=pipe")) == by_name
    assert len(api.get("/pipelines")) == all_of_them
    assert api.get(f"/pipelines/{pipeline['id']}")["name"] == "pipe"
    api.app()
    api.post("/pipeline-couplings", {"app": "shop", "pipeline": pipeline["id"], "stage": "staging"})
    assert len(api.get("/pipelines?eq[name]=pipe")) == len(api.get("/pipelines")) == 1


@pytest.mark.parametrize("generation", ["oak", {"name": "oak"}, 5, {}])
def test_a_generation_that_is_none(api, generation):
    api.post("/pipelines", {"name": "pipe", "generation": generation}, status=400)
    for fir in ("fir", {"name": "fir"}):
        assert api.post("/pipelines", {"name": "pipe", "generation": fir})["generation"]["name"] == "fir"


def test_names_have_a_pattern(api):
    assert "name" in api.post("/pipelines", {"name": "P"}, status=400)["message"]
    pipeline = api.post("/pipelines", {"name": "pipe"})
    api.patch(f"/pipelines/{pipeline['id']}", {"name": "No Name"}, status=400)
    assert api.patch(f"/pipelines/{pipeline['id']}", {"name": "other-name"})["name"] == "other-name"


def test_transfers(api, other):
    me = {"id": api.get("/account")["id"], "type": "user"}
    team = {"id": api.get("/teams/acme")["id"], "type": "team"}
    pipeline = api.post("/pipelines", {"name": "pipe", "owner": me})
    body = {"pipeline": {"id": pipeline["id"]}, "new_owner": team}
    other.post("/pipeline-transfers", body, status=404)
    done = api.post("/pipeline-transfers", body)
    assert done == {"pipeline": {"id": pipeline["id"]}, "previous_owner": me, "new_owner": team}
    assert api.get(f"/pipelines/{pipeline['id']}")["owner"] == team
    member = api.as_("simulator-token-member")
    member.post("/pipeline-transfers", body, status=403)
    nobody = {"id": pipeline["id"], "type": "user"}
    api.post("/pipeline-transfers", {**body, "new_owner": nobody}, status=404)


def test_config_vars_of_stages(api):
    pipeline = api.post("/pipelines", {"name": "pipe"})
    path = f"/pipelines/{pipeline['id']}/stage/test/config-vars"
    assert api.get(path) == {}
    assert api.patch(path, {"A": "1", "B.C:[x]": ""}) == {"A": "1", "B.C:[x]": ""}
    assert api.patch(path, {"A": None, "NOT_THERE": None}) == {"B.C:[x]": ""}
    assert api.get(path.replace("test", "review")) == {}
    api.get(path.replace("test", "staging"), status=422)
    api.patch(path.replace("test", "production"), {"A": "1"}, status=422)
    api.patch(path, {"A-B": "1"}, status=400)
    api.patch(path, {"A": 1}, status=400)


def test_what_is_latest(api):
    pipeline = pipeline_of(api, staging="stage", production="shop")
    path = f"/pipelines/{pipeline['id']}"
    assert api.get(f"{path}/latest-builds") == api.get(f"{path}/latest-deployments") == []
    api.build({"Procfile": "web: bin/web"}, "stage")
    deployed = api.get("/apps/stage/releases")[-1]
    api.patch("/apps/stage/config-vars", {"A": "1"})
    (build,) = api.get(f"{path}/latest-builds")
    assert (build["release"]["id"], "generation" in build) == (deployed["id"], False)
    (deployment,) = api.get(f"{path}/latest-deployments")
    assert deployment["id"] == deployed["id"]
    assert {item["description"] for item in api.get(f"{path}/latest-releases")} == {
        "Set A config vars",
        "Enable Logplex",
    }


def test_the_stack_of_a_pipeline(api):
    empty = api.post("/pipelines", {"name": "empty"})
    assert api.get(f"/pipelines/{empty['id']}/pipeline-stack") == {"stack": None}
    pipeline = pipeline_of(api, staging="stage", production="shop")
    api.patch("/apps/shop", {"build_stack": "heroku-22"})
    assert api.get(f"/pipelines/{pipeline['id']}/pipeline-stack")["stack"]["name"] == "heroku-22"


def test_a_promotion(frozen):
    pipeline = pipeline_of(frozen, staging="stage", production="shop", development="idle")
    frozen.patch("/apps/shop/config-vars", {"A": "1"})
    frozen.deploy("stage")
    promotion = frozen.post("/pipeline-promotions", promotion_of(frozen, pipeline, "stage", "shop"))
    source = frozen.get("/apps/stage/releases")[-1]
    assert promotion["source"]["release"] == {"id": source["id"]}
    path = f"/pipeline-promotions/{promotion['id']}"
    (target,) = frozen.get(f"{path}/promotion-targets")
    assert (promotion["status"], target["status"], target["release"]) == ("pending", "pending", None)
    frozen.clock(advance=2)
    assert frozen.get(path)["status"] == "completed"
    (target,) = frozen.get(f"{path}/promotion-targets")
    release = frozen.get("/apps/shop/releases")[-1]
    assert (target["status"], target["release"], target["error_message"]) == ("succeeded", {"id": release["id"]}, None)
    assert release["description"] == f"Promote stage v{source['version']}"
    assert (release["slug"], release["status"]) == (source["slug"], "succeeded")
    assert frozen.get("/apps/shop/config-vars") == {"A": "1"}


@pytest.mark.parametrize(("command", "status"), [("bin/migrate", "succeeded"), ("false", "failed")])
def test_a_promotion_waits_for_the_release_phase(frozen, command, status):
    pipeline = pipeline_of(frozen, staging="stage", production="shop")
    frozen.deploy("stage", web="bin/web")
    before = frozen.get("/apps/stage/releases")[-1]
    frozen.deploy("stage", web="bin/web", release=command)
    newest = frozen.get("/apps/stage/releases")[-1]
    body = promotion_of(frozen, pipeline, "stage", "shop", release={"id": newest["id"]})
    path = f"/pipeline-promotions/{frozen.post('/pipeline-promotions', body)['id']}"
    frozen.clock(advance=3)
    (target,) = frozen.get(f"{path}/promotion-targets")
    assert (target["status"], target["release"] is not None) == ("pending", True)
    assert frozen.get(path)["status"] == "pending"
    frozen.clock(advance=10)
    (target,) = frozen.get(f"{path}/promotion-targets")
    assert (target["status"], bool(target["error_message"])) == (status, status == "failed")
    assert frozen.get(path)["status"] == "completed"
    older = promotion_of(frozen, pipeline, "stage", "shop", release={"id": before["id"]})
    assert frozen.post("/pipeline-promotions", older)["source"]["release"]["id"] == before["id"]


def test_an_image_is_promoted(api):
    pipeline = api.post("/pipelines", {"name": "line"})["id"]
    ids = {}
    for name, stage in (("shop", "staging"), ("shop-two", "production")):
        ids[name] = api.app(name)["id"]
        api.post("/pipeline-couplings", {"app": name, "pipeline": pipeline, "stage": stage})
    image = api.post("/apps/shop/oci-images", {})
    api.post("/apps/shop/releases", {"oci_image": image["id"], "slug": ""})
    target = {"app": {"id": ids["shop-two"]}}
    body = {"pipeline": {"id": pipeline}, "source": {"app": {"id": ids["shop"]}}, "targets": [target]}
    promotion = api.post("/pipeline-promotions", body)
    assert api.get(f"/pipeline-promotions/{promotion['id']}/promotion-targets")[0]["status"] == "succeeded"
    release = api.get("/apps/shop-two/releases")[-1]
    assert release["artifacts"] == [{"type": "oci-image", "id": image["id"]}]
    assert release["description"].startswith("Promote shop v3")


def test_promotions_that_cannot_be(api, other):
    pipeline = pipeline_of(api, staging="stage", production="shop")
    body = promotion_of(api, pipeline, "stage", "shop")
    assert "no code" in api.post("/pipeline-promotions", body, status=422)["message"]
    api.deploy("stage")
    api.post("/pipeline-promotions", {**body, "targets": []}, status=400)
    api.post("/pipeline-promotions", {"pipeline": body["pipeline"], "targets": []}, status=400)
    stranger = other.app("stranger")
    api.app("elsewhere")
    outside = promotion_of(api, pipeline, "stage", "elsewhere")
    assert "not in this pipeline" in api.post("/pipeline-promotions", outside, status=422)["message"]
    api.post("/pipeline-promotions", promotion_of(api, pipeline, "elsewhere", "shop"), status=422)
    other.post("/pipeline-promotions", body, status=404)
    api.switch(promotion_outside_pipeline="target_fails")
    outside["targets"] += [{"app": {"id": stranger["id"]}}, *body["targets"]]
    promotion = api.post("/pipeline-promotions", outside)
    targets = api.get(f"/pipeline-promotions/{promotion['id']}/promotion-targets")
    assert sorted(item["error_message"] or "" for item in targets) == [
        "",
        "App is not in the pipeline",
        "User does not have access to that app",
    ]
    other.get(f"/pipeline-promotions/{promotion['id']}", status=404)


def test_a_target_can_be_made_to_fail(api):
    pipeline = pipeline_of(api, staging="stage", production="shop")
    api.deploy("stage")
    api.fault(fault="fail", transition="promotion.target", count=1)
    promotion = api.post("/pipeline-promotions", promotion_of(api, pipeline, "stage", "shop"))
    (target,) = api.get(f"/pipeline-promotions/{promotion['id']}/promotion-targets")
    assert (target["status"], target["error_message"], target["release"]) == ("failed", "Internal error", None)
