# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

HOOK = {"url": "https://hooks.example.com/", "include": ["api:release"], "level": "notify"}


def test_a_secret_is_told_once(api):
    api.app()
    response = api.send("POST", "/apps/shop/webhooks", HOOK, variant="webhooks")
    assert response.status_code == 201
    assert len(response.headers["Heroku-Webhook-Secret"]) == 60
    read = api.send("GET", f"/apps/shop/webhooks/{response.json()['id']}")
    assert "Heroku-Webhook-Secret" not in read.headers
    assert read.json() == response.json()
    given = api.send("POST", "/apps/shop/webhooks", {**HOOK, "secret": "mine"})
    assert "Heroku-Webhook-Secret" not in given.headers
    api.switch(webhook_secret_header="always")
    assert (
        api.send("POST", "/apps/shop/webhooks", {**HOOK, "secret": "mine"}).headers["Heroku-Webhook-Secret"] == "mine"
    )


def test_what_is_no_webhook(api):
    api.app()
    for wrong in ({"url": "hooks"}, {"include": ["api:nothing"]}, {"include": []}, {"level": "loud"}, {"name": "x"}):
        error = api.post("/apps/shop/webhooks", {**HOOK, **wrong}, status=422)
        assert error["id"] == "invalid_params"
    missing = api.post("/apps/shop/webhooks", {"level": "sync"}, status=422)
    assert missing["message"] == "Require params: include, url."
    for _time in range(10):
        hook = api.post("/apps/shop/webhooks", HOOK)
    assert api.post("/apps/shop/webhooks", HOOK, status=422)["id"] == "invalid_params"
    api.app("other-shop")
    api.get(f"/apps/other-shop/webhooks/{hook['id']}", status=404)


def test_deliveries(frozen):
    frozen.app()
    frozen.clock(advance=5)
    frozen.post("/apps/shop/webhooks", HOOK)
    frozen.post("/apps/shop/webhooks", {**HOOK, "level": "sync"})
    frozen.fault(transition="webhook.deliver", fault="fail", count=2)
    frozen.patch("/apps/shop/config-vars", {"A": "1"})
    pending = frozen.get("/apps/shop/webhook-deliveries", Range="seq ..; order=desc,max=1000")
    assert {item["status"] for item in pending} == {"pending"}
    frozen.clock(advance=1)
    first = frozen.get("/apps/shop/webhook-deliveries", Range="seq ..; max=2")
    assert {item["webhook"]["level"]: item["status"] for item in first} == {"notify": "failed", "sync": "retrying"}
    # As the official command asks for them with --status.
    (failed,) = frozen.get("/apps/shop/webhook-deliveries?eq[status]=failed")
    assert failed["webhook"]["level"] == "notify"
    assert all(item["last_attempt"]["code"] == 500 for item in first)
    frozen.clock(advance=60)
    first = frozen.get("/apps/shop/webhook-deliveries", Range="seq ..; max=2")
    assert {item["webhook"]["level"]: item["status"] for item in first} == {"notify": "failed", "sync": "succeeded"}
    assert {item["webhook"]["level"]: item["num_attempts"] for item in first} == {"notify": 1, "sync": 2}
    event = frozen.get(f"/apps/shop/webhook-events/{first[0]['event']['id']}")
    assert event["payload"]["actor"]["email"] == "owner@example.com"
    assert event["payload"]["data"]["description"] == "Set A config vars"


def test_only_what_is_subscribed_to(api):
    api.app()
    hook = api.post("/apps/shop/webhooks", {**HOOK, "include": ["api:app"]})
    api.patch("/apps/shop/config-vars", {"A": "1"})
    assert api.get("/apps/shop/webhook-events") == []
    api.patch("/apps/shop", {"name": "market"})
    (event,) = api.get("/apps/market/webhook-events")
    assert event["payload"]["previous_data"] == {"name": "shop"}
    (delivery,) = api.get("/apps/market/webhook-deliveries")
    assert api.get(f"/apps/market/webhook-deliveries/{delivery['id']}") == delivery
    api.delete(f"/apps/market/webhooks/{hook['id']}")
    assert api.get("/apps/market/webhook-deliveries") == []


def test_what_webhooks_are_told(api):
    api.app()
    api.deploy()
    entities = ["addon", "addon-attachment", "app", "build", "collaborator", "domain", "formation", "sni-endpoint"]
    body = {"include": [f"api:{name}" for name in entities], "level": "notify", "url": "https://example.com"}
    api.post("/apps/shop/webhooks", body)
    addon = api.post("/apps/shop/addons", {"plan": "heroku-redis"})
    api.delete(f"/apps/shop/addons/{addon['id']}")
    api.post("/apps/shop/collaborators", {"user": "other@example.com"})
    api.delete("/apps/shop/collaborators/other@example.com")
    api.post("/apps/shop/domains", {"hostname": "www.example.com", "sni_endpoint": None})
    api.delete("/apps/shop/domains/www.example.com")
    api.patch("/apps/shop/formation/web", {"quantity": 0})
    api.patch("/apps/shop", {"maintenance": True})
    api.patch("/apps/shop", {"maintenance": True})  # which changes nothing
    path = "/apps/shop/sni-endpoints"
    pair = api.pair("www.example.com")
    endpoint = api.post(path, pair)
    api.patch(f"{path}/{endpoint['id']}", pair)
    api.delete(f"{path}/{endpoint['id']}")
    api.build({"Procfile": "worker: bin/work"})
    told = [event["payload"] for event in api.get("/apps/shop/webhook-events")]
    actions = {name: sorted(item["action"] for item in told if item["resource"] == name) for name in entities}
    assert actions == {
        "addon": ["create", "destroy", "update"],
        "addon-attachment": ["create", "destroy"],
        "app": ["update"],
        "build": ["create", "update"],
        "collaborator": ["create", "destroy"],
        "domain": ["create", "destroy"],
        "formation": ["destroy", "update"],
        "sni-endpoint": ["create", "destroy", "update"],
    }
    (scaled,) = [item["data"] for item in told if (item["resource"], item["action"]) == ("formation", "update")]
    assert (scaled["type"], scaled["quantity"]) == ("web", 0)
    (changed,) = [item for item in told if item["resource"] == "app"]
    assert (changed["previous_data"], changed["data"]["maintenance"]) == ({"maintenance": False}, True)


def test_pipelines_have_webhooks_too(api, other):
    api.app()
    pipeline = api.post("/pipelines", {"name": "line"})["id"]
    api.post("/pipeline-couplings", {"app": "shop", "pipeline": pipeline, "stage": "staging"})
    path, body = (
        "/pipelines/line/webhooks",
        {"include": ["api:release"], "level": "notify", "url": "https://example.com"},
    )
    made = api.send("POST", path, body, variant="webhooks")
    assert made.headers["Heroku-Webhook-Secret"]
    assert made.json()["pipeline"] == {"id": pipeline, "name": "line"}
    webhook = f"{path}/{made.json()['id']}"
    assert api.get(path) == [api.get(webhook)] == [made.json()]
    assert api.patch(webhook, {"level": "sync"})["level"] == "sync"
    api.patch(webhook, {"include": ["api:nothing"]}, status=422)
    assert api.get("/pipelines/line/webhook-events") == []
    assert api.get("/pipelines/line/webhook-deliveries", Range="seq ..; order=desc,max=1000") == []
    other.get(f"/pipelines/{pipeline}/webhooks", status=404)
    api.get(f"{path}/{pipeline}", status=404)
    api.delete(webhook)
    assert api.get(path) == []


def test_webhooks_of_a_pipeline_are_told_of_its_apps(api):
    """The official command lists events and deliveries of a pipeline (cli-requests.md)."""
    for name in ("shop", "alone"):
        api.app(name)
    pipeline = api.post("/pipelines", {"name": "line"})
    coupling = {"app": api.get("/apps/shop")["id"], "pipeline": pipeline["id"], "stage": "production"}
    coupling = api.post("/pipeline-couplings", coupling)
    path = f"/pipelines/{pipeline['id']}"
    hook = api.post(f"{path}/webhooks", HOOK)
    for name in ("shop", "alone"):
        api.patch(f"/apps/{name}/config-vars", {"A": "1"})
    (created, _succeeded) = api.get(f"{path}/webhook-events")
    assert created["payload"]["data"]["app"]["name"] == "shop"
    deliveries = api.get(f"{path}/webhook-deliveries", Range="seq ..; order=desc,max=1000")
    assert {item["webhook"]["id"] for item in deliveries} == {hook["id"]}
    assert {item["status"] for item in deliveries} == {"succeeded"}
    assert api.get(f"{path}/webhook-events/{created['id']}") == created
    assert api.get(f"{path}/webhook-deliveries/{deliveries[0]['id']}") == deliveries[0]
    for kind in ("events", "deliveries"):
        api.get(f"{path}/webhook-{kind}/{hook['id']}", status=404)
    # They are not the app's, which has no webhook.
    assert api.get("/apps/shop/webhook-events") == api.get("/apps/shop/webhook-deliveries") == []
    api.get(f"/apps/shop/webhook-events/{created['id']}", status=404)
    api.delete(f"/pipeline-couplings/{coupling['id']}")
    api.patch("/apps/shop/config-vars", {"A": "2"})
    assert len(api.get(f"{path}/webhook-events")) == 2
    api.delete(f"{path}/webhooks/{hook['id']}")
    assert api.get(f"{path}/webhook-deliveries") == []


def test_a_delivery_to_the_webhook_of_a_pipeline_is_repeated(frozen):
    frozen.app()
    frozen.clock(advance=5)
    pipeline = frozen.post("/pipelines", {"name": "line"})["id"]
    frozen.post("/pipeline-couplings", {"app": "shop", "pipeline": pipeline, "stage": "production"})
    frozen.post(f"/pipelines/{pipeline}/webhooks", {**HOOK, "level": "sync"})
    frozen.fault(transition="webhook.deliver", fault="fail", count=1)
    frozen.patch("/apps/shop/config-vars", {"A": "1"})
    frozen.clock(advance=1)
    path = f"/pipelines/{pipeline}/webhook-deliveries"
    assert [item["status"] for item in frozen.get(path, Range="seq ..")] == ["retrying", "succeeded"]
    frozen.clock(advance=60)
    assert [item["num_attempts"] for item in frozen.get(path, Range="seq ..")] == [2, 1]
