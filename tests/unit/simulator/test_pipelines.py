# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


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
