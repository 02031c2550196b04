# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import check_schema
import pytest
import requests

STORY_PATHS = (
    "/account",
    "/account/credits",
    "/account/delinquency",
    "/account/invoice-address",
    "/account/invoices",
    "/account/invoices/1000001",
    "/users/~",
    "/users/~/preferences",
    "/users/~/sms-number",
    "/teams/acme/delinquency",
    "/teams/acme/invoices",
    "/teams/acme/invoices/2000001",
    "/oauth/authorizations",
    "/oauth/clients",
    "/oauth/sessions",
    "/apps",
    "/apps/shop",
    "/apps/shop/config-vars",
    "/apps/shop/releases",
    "/apps/shop/formation",
    "/apps/shop/dynos",
    "/apps/shop/addons",
    "/apps/shop/addon-attachments",
    "/apps/shop/builds",
    "/apps/shop/domains",
    "/apps/shop/collaborators",
    "/apps/shop/log-drains",
    "/apps/shop/sni-endpoints",
    "/apps/shop/available-stacks",
    "/apps/shop/available-dyno-sizes",
    "/account/keys",
    "/account/app-transfers",
    "/addon-services",
    "/addon-services/heroku-postgresql/plans",
    "/dyno-sizes",
    "/generations",
    "/pipelines",
    "/pipeline-couplings",
    "/regions",
    "/spaces",
    "/spaces/acme-space/nat",
    "/spaces/acme-space/dynos",
    "/spaces/acme-space/hosts",
    "/spaces/acme-space/inbound-ruleset",
    "/spaces/acme-space/inbound-rulesets",
    "/spaces/acme-space/log-drain",
    "/spaces/acme-space/members",
    "/spaces/acme-space/members/member@example.com",
    "/spaces/acme-space/peering-info",
    "/spaces/acme-space/peerings",
    "/spaces/acme-space/topology",
    "/spaces/acme-space/vpn-connections",
    "/spaces/acme-space/vpn-connections/office",
    "/stacks",
    "/teams",
    "/teams/acme/apps",
    "/teams/acme/features",
    "/teams/acme/features/spaces",
    "/teams/acme/members",
    "/teams/acme/members/owner@example.com/apps",
    "/teams/acme/preferences",
    "/teams/acme/spaces",
    "/teams/acme/delinquency",
    "/teams/acme/allowed-addon-services",
    "/teams/acme/usage/daily?start=2026-01-01&end=2026-01-01",
    "/teams/acme/usage/monthly?start=2026-01&end=2026-01",
    "/teams/acme-apps/invitations",
    "/enterprise-accounts",
    "/enterprise-accounts/acme-enterprise",
    "/enterprise-accounts/acme-enterprise/members",
    "/enterprise-accounts/acme-enterprise/teams",
    "/enterprise-accounts/acme-enterprise/usage/daily?start=2026-01-01&end=2026-01-01",
    "/enterprise-accounts/acme-enterprise/usage/monthly?start=2026-01&end=2026-01",
    "/teams/acme/identity-providers",
    "/teams/acme/licenses",
    "/teams/acme/license-collections",
    "/teams/permissions",
)


SPACES = """spaces:
  - name: acme-space
    team: acme
    hosts: [{host_id: h-05abcdd96ee9ca123}, {state: released, released_at: "2026-01-01T12:00:00Z"}]
    peerings: [{pcx_id: pcx-0123456789abcdef0}, {pcx_id: pcx-0123456789abcdef1, after: 100}]
"""


def tell_of_spaces(api):
    """What a space can have, and what becomes of one."""
    path = "/spaces/acme-space"
    api.post("/teams/apps", {"name": "inside", "space": "acme-space"})
    api.deploy("inside")
    api.patch(f"{path}/members/member@example.com", {"permissions": [{"name": "create_apps"}]})
    ruleset = api.get(f"{path}/inbound-ruleset")
    ruleset["rules"] = [{"action": "allow", "source": "192.0.2.0/24"}]
    ruleset = api.send("PUT", f"{path}/inbound-ruleset", ruleset).json()
    api.get(f"{path}/inbound-rulesets/{ruleset['id']}")
    api.send("PUT", f"{path}/log-drain", {"url": "https://canary-4711@logs.example.com"}, variant="sdk")
    office = {"name": "office", "public_ip": "192.0.2.1", "routable_cidrs": ["10.2.0.0/16"]}
    api.post(f"{path}/vpn-connections", office)
    api.patch(f"{path}/vpn-connections/office", {"routable_cidrs": ["10.3.0.0/16"]})
    api.post(f"{path}/vpn-connections", {**office, "name": "old"})
    api.delete(f"{path}/vpn-connections/old")
    pcx = "pcx-0123456789abcdef0"
    api.get(f"{path}/peerings/{pcx}")
    api.post(f"{path}/peerings", {"pcx_id": pcx}, variant="sdk")
    api.clock(advance=200)
    api.post(f"{path}/peerings/pcx-0123456789abcdef1/actions/accept")
    api.delete(f"{path}/peerings/{pcx}")
    api.post("/enterprise-accounts/acme-enterprise/teams", {"name": "acme-new"})
    drain = {"log_drain_url": "https://canary-4711@logs.example.com"}
    api.post("/spaces", {"name": "moving", "team": "acme", "data_cidr": "10.2.0.0/18", **drain})
    api.post("/spaces/moving/transfer", {"new_owner": "acme-new"})
    api.delete("/spaces/moving")


def tell_of_teams(api):
    """What teams have, and who is in them."""
    api.send("PUT", "/teams/acme/members", {"email": "other@example.com", "role": "member"})
    api.send("PUT", "/teams/acme-apps/invitations", {"email": "other@example.com", "role": "member"})
    api.post("/teams/acme/allowed-addon-services", {"addon_service": "papertrail"})
    api.post("/teams", {"name": "fresh", "card_number": "canary-4711"})
    provider = {"entity_id": "idp", "sso_target_url": "https://idp.example.com/", "certificate": api.certificate()}
    made = api.post("/teams/acme/identity-providers", provider)
    path = f"/identity-providers/{made['id']}"
    api.get(path, variant="sdk")
    item = api.get(path, variant="sdk")["certificates"][0]
    api.get(f"{path}/certificates/{item['id']}", variant="sdk")


def tell(api):
    """A story that leaves one of everything behind."""
    api.app()
    api.patch("/apps/shop/config-vars", {"A": "canary-4711", "B": None})
    api.post("/apps/shop/addons", {"plan": {"name": "heroku-postgresql"}, "config": {"x": "canary-4711"}})
    api.build({"Procfile": "web: bin/web\nrelease: bin/migrate"})
    slug = api.post(
        "/apps/shop/slugs", {"process_types": {"web": "bin/web"}, "checksum": "SHA256:0", "commit": "0123abcd"}
    )
    api.get(f"/apps/shop/slugs/{slug['id']}")
    api.post("/apps/shop/releases", {"slug": slug["id"], "description": "by hand"})
    image = api.post("/apps/shop/oci-images", {"process_types": {"web": {"name": "web", "command": "bin/web"}}})
    api.get(f"/apps/shop/oci-images/{image['id']}")
    api.get("/apps/shop/releases/3/config-vars")
    api.post("/apps/shop/releases", {"release": api.get("/apps/shop/releases")[-1]["id"]})
    build = api.build({"Procfile": "web: bin/web\nrelease: bin/migrate"})
    api.delete(f"/apps/shop/builds/{build['id']}")
    api.delete("/apps/shop/build-cache")
    update = {"type": "web", "quantity": "1", "size": "standard-1x"}
    api.patch("/apps/shop/formation", {"updates": [update, {"type": "release", "size": "standard-1x"}]})
    api.post("/apps/shop/domains", {"hostname": "www.example.com", "sni_endpoint": None})
    api.post("/apps/shop/acm", {}, status=200)
    api.post("/apps/shop/collaborators", {"user": "other@example.com"})
    api.post("/apps/shop/log-drains", {"url": "https://u:canary-4711@logs.example.com"})
    env = {"TOKEN": "canary-4711"}
    api.post("/apps/shop/dynos", {"command": "ls", "attach": True, "env": env, "force_no_tty": True})
    api.post("/apps/shop/log-sessions", {"dyno_name": "web.1", "lines": 10, "source": "app", "tail": False})
    api.post("/account/app-transfers", {"app": "shop", "recipient": "other@example.com"})
    for path in tell_of_a_pipeline(api):
        api.get(path)
    api.post("/teams/apps", {"team": "acme", "name": "team-shop"})
    tell_of_the_account(api)
    tell_of_teams(api)
    tell_of_spaces(api)
    blob = api.post("/sources")["source_blob"]
    source = {"Procfile": "web: x", "app.json": '{"scripts": {"postdeploy": "bin/seed"}}'}
    requests.put(blob["put_url"], data=api.tarball(source), timeout=30).raise_for_status()
    env = {"A": "canary-4711"}
    setup = api.send("POST", "/app-setups", {"source_blob": {"url": blob["get_url"]}, "overrides": {"env": env}})
    for variant in ("", "sdk"):
        api.get(f"/app-setups/{setup.json()['id']}", variant=variant)
        for path in STORY_PATHS:
            api.get(path, variant=variant)
    api.delete("/apps/shop")
    api.get("/apps/shop", status=404)


def tell_of_the_account(api):
    """What an account does for itself: settings, money, and who may act for it."""
    api.patch("/account", {"name": "Olga", "beta": True, "allow_tracking": False})
    api.post("/account/credits", {"code1": "canary-4711", "code2": "canary-4711"})
    api.patch("/account/payment-method", {"card_number": "canary-4711", "city": "Seattle"}, variant="sdk")
    api.get("/account/payment-method", variant="sdk")
    api.get("/account/payment-method/apps", variant="sdk")
    payment = {"amount": 500, "invoice_id": 1000002, "uuid": "01234567-89ab-cdef-0123-456789abcdef"}
    api.post("/account/payments", payment, variant="sdk")
    api.send("PUT", "/account/invoice-address", {"city": "Seattle", "use_invoice_address": True})
    api.patch("/users/~/preferences", {"timezone": "UTC"})
    api.post("/users/~/sms-number/actions/recover", status=200)
    api.get("/enterprise-accounts/acme-enterprise/events")
    api.get("/enterprise-accounts/acme-enterprise/archives")
    api.get("/enterprise-accounts/acme-enterprise/archives/2026/01")
    api.get("/teams/acme/permissions")
    addon = api.post("/apps/team-shop/addons", {"plan": "papertrail:fixa"})
    tell_of_addons(api, api.as_("simulator-token-other"), addon)
    for path in ("/apps/team-shop", "/teams/acme/apps/team-shop", "/teams/acme"):
        api.get(f"{path}/usage", variant="sdk")
    api.get(f"/resource/{addon['id']}/usage-history", variant="sdk")
    api.post("/password-resets", {"email": "other@example.com"}, Authorization=None)
    client = api.post("/oauth/clients", {"name": "example", "redirect_uri": "https://example.com/callback"})
    api.patch(f"/oauth/clients/{client['id']}", {"name": "renamed"})
    client = api.post(f"/oauth/clients/{client['id']}/actions/rotate-credentials")
    api.get(f"/oauth/clients/{client['id']}", Authorization=None)
    made = api.post("/oauth/authorizations", {"scope": ["read"], "description": "mine", "expires_in": "3600"})
    api.patch(f"/oauth/authorizations/{made['id']}", {"description": "ours"})
    made = api.post(f"/oauth/authorizations/{made['id']}/actions/regenerate-tokens")
    api.delete(f"/oauth/tokens/{made['access_token']['id']}")
    api.get(f"/oauth/authorizations/{made['id']}", variant="sdk")
    api.post("/teams/acme/oauth/authorizations", {"scope": ["read"]}, variant="sdk")
    api.get("/teams/acme/oauth/authorizations", variant="sdk")
    granted = api.post("/oauth/authorizations", {"scope": ["read"], "client": client["id"]})
    grant = {"type": "authorization_code", "code": granted["grant"]["code"]}
    tokens = api.post("/oauth/tokens", {"client": {"secret": client["secret"]}, "grant": grant})
    refresh = {"grant": {"type": "refresh_token"}, "refresh_token": {"token": tokens["refresh_token"]["token"]}}
    tokens = api.post("/oauth/tokens", {"client": {"secret": client["secret"]}, **refresh}, variant="sdk")
    api.delete(f"/oauth/tokens/{tokens['id']}")
    api.delete(f"/oauth/sessions/{tokens['session']['id']}")
    api.delete(f"/oauth/clients/{client['id']}")
    api.delete(f"/oauth/authorizations/{made['id']}")


def tell_of_a_pipeline(api):
    """A pipeline in use, with its promotion, its review app and its test run; returns the paths of all that."""
    pipeline = api.post("/pipelines", {"name": "pipe", "owner": None})
    path = f"/pipelines/{pipeline['id']}"
    api.post("/pipeline-couplings", {"app": "shop", "pipeline": pipeline["id"], "stage": "production"})
    api.app("stage")
    api.post("/pipeline-couplings", {"app": "stage", "pipeline": pipeline["id"], "stage": "staging"})
    api.build({"Procfile": "web: bin/web"}, "stage")
    api.patch(f"{path}/stage/test/config-vars", {"A": "canary-4711", "B": None})
    source, target = ({"app": {"id": api.get(f"/apps/{name}")["id"]}} for name in ("stage", "shop"))
    promotion = api.post(
        "/pipeline-promotions", {"pipeline": {"id": pipeline["id"]}, "source": source, "targets": [target]}
    )
    review = {"branch": "fix", "pipeline": pipeline["id"], "source_blob": {"url": "https://example.com/source.tgz"}}
    review_app = api.post("/review-apps", {**review, "environment": {"A": "canary-4711"}, "pr_number": 1})
    test_run = api.post(
        "/test-runs",
        {
            "commit_branch": "fix",
            "commit_message": "Fix it",
            "commit_sha": "0123456789abcdef",
            "pipeline": pipeline["id"],
            "source_blob_url": "https://example.com/source.tgz",
        },
    )
    api.patch(f"/test-runs/{test_run['id']}", {"status": "failed", "message": None})
    owner = {"id": api.get("/teams/acme")["id"], "type": "team"}
    api.post("/pipeline-transfers", {"pipeline": {"id": pipeline["id"]}, "new_owner": owner})
    hook = {"include": ["api:release"], "level": "notify", "url": "https://hooks.example.com/canary-4711"}
    made = api.post(f"{path}/webhooks", {**hook, "secret": "canary-4711"}, variant="webhooks")
    for part in ("webhooks", f"webhooks/{made['id']}", "webhook-events", "webhook-deliveries"):
        api.get(f"{path}/{part}", variant="webhooks")
    api.patch(f"{path}/webhooks/{made['id']}", {"level": "sync"}, variant="webhooks")
    api.delete(f"{path}/webhooks/{made['id']}", variant="webhooks")
    connected = f"/pipelines/{api.get('/pipelines?eq[name]=connected')[0]['id']}/review-app-config"
    api.post(connected, {"repo": "acme/shop", "deploy_target": {"id": "eu", "type": "region"}})
    parts = ("latest-builds", "latest-deployments", "latest-releases", "pipeline-stack", "pipeline-couplings")
    return [
        connected,
        path,
        *(f"{path}/{part}" for part in (*parts, "review-apps", "test-runs", "test-runs/1", "stage/test/config-vars")),
        f"/pipeline-promotions/{promotion['id']}",
        f"/pipeline-promotions/{promotion['id']}/promotion-targets",
        f"/review-apps/{review_app['id']}",
        *(f"/test-runs/{test_run['id']}{part}" for part in ("", "/test-nodes", "/test-cases")),
    ]


def tell_of_addons(api, partner, addon):
    """What customers and partners ask about an add-on."""
    path = f"/addons/{addon['id']}"
    api.get(f"{path}/config")
    partner.patch(f"{path}/config", {"config": [{"name": "URL", "value": "canary-4711"}]})
    api.get(f"{path}/sso", variant="sdk")
    api.get(f"/apps/team-shop/addons/{addon['id']}/sso", variant="sdk")
    api.get("/plans/papertrail:fixa/meters", variant="sdk")
    api.get("/plans/papertrail:fixa/meters/storage", variant="sdk")
    webhook = {"include": ["api:addon"], "level": "notify", "url": "https://hooks.example.com/canary-4711"}
    made = partner.post(f"{path}/webhooks", {**webhook, "secret": "canary-4711"})
    partner.get(f"{path}/webhooks")
    partner.patch(f"{path}/webhooks/{made['id']}", {"level": "sync"})
    partner.delete(f"{path}/webhooks/{made['id']}")
    settings = {"config": [{"key": "A", "value": "canary-4711", "masked": True}]}
    api.patch("/apps/team-shop/config-vars-settings", settings, variant="sdk")
    api.get("/apps/team-shop/config-vars-settings", variant="sdk")
    asked = {"capability": "manage_dynos", "resource_id": "team-shop", "resource_type": "app"}
    api.send("PUT", "/users/~/capabilities", {"capabilities": [asked]}, variant="sdk")
    api.get("/teams/acme/available-generations")
    account = partner.get("/account")
    partner.get(f"/accounts/{account['id']}/actions/get-quota")


def test_what_the_simulator_answers_is_what_the_schema_says(make_api, tmp_path, capsys):
    if not check_schema.DEFAULT_SCHEMA.exists():
        pytest.skip("Heroku's hyper-schema is not here")
    recording = tmp_path / "recording.jsonl"
    world = tmp_path / "world.yml"
    world.write_text("pipelines: [{name: connected, repo_id: 4711}]\n" + SPACES)
    tell(make_api(clock="instant", world=world, record=recording))
    assert "canary-4711" not in recording.read_text()
    assert check_schema.main([str(recording)]) == 0, capsys.readouterr().out
    assert "0 violations" in capsys.readouterr().out


def test_a_recording_is_held_against_the_schema(tmp_path, capsys):
    """With a small schema of our own, each kind of mistake is found."""
    identity = "{(%23%2Fdefinitions%2Fapp%2Fdefinitions%2Fid)}"
    schema = {
        "definitions": {
            "app": {
                "type": ["object"],
                "definitions": {"id": {"type": ["string"], "format": "uuid"}},
                "properties": {
                    "id": {"$ref": "#/definitions/app/definitions/id"},
                    "acm": {"type": ["boolean"]},
                    "state": {"enum": ["up", "down"], "type": ["string"]},
                },
                "links": [
                    {"method": "GET", "href": f"/apps/{identity}", "rel": "self"},
                    {"method": "GET", "href": "/apps", "rel": "instances"},
                    {
                        "method": "PATCH",
                        "href": f"/apps/{identity}",
                        "rel": "update",
                        "schema": {"type": ["object"], "properties": {"acm": {"type": ["boolean"]}}},
                    },
                ],
            }
        }
    }
    (tmp_path / "schema.json").write_text(json.dumps(schema))
    app = {"id": "01234567-89ab-cdef-0123-456789abcdef", "acm": True, "state": "up"}

    def check(method="GET", path="/apps/{app}", response=None, request=None, status=200):
        line = {"method": method, "path": path, "variant": "", "status": status, "request": request}
        (tmp_path / "recording.jsonl").write_text(json.dumps({**line, "response": response}) + "\n")
        code = check_schema.main([str(tmp_path / "recording.jsonl"), "--schema", str(tmp_path / "schema.json")])
        return code, capsys.readouterr().out

    assert check(response=app)[0] == 0
    assert check(response={**app, "id": "(secret)"})[0] == 0
    assert check(path="/apps", response=[app, app])[0] == 0
    assert check(status=404, response={"id": "not_found", "message": "x"})[0] == 0
    for wrong, word in (
        ({**app, "acm": "yes"}, "type"),
        ({**app, "more": 1}, "additionalProperties: more"),
        ({"id": app["id"], "acm": True}, "required: state"),
        ({**app, "state": "sideways"}, "enum"),
        ({**app, "id": "1"}, "format"),
    ):
        code, out = check(response=wrong)
        assert (code, word in out) == (1, True), out
    assert check(path="/apps", response=app)[0] == 1
    assert check(path="/nothing", response={})[0] == 1
    assert check(method="PATCH", response=app, request={"acm": True})[0] == 0
    assert check(method="PATCH", response=app, request={"nope": 1})[0] == 1
    assert check(status=500, response={"message": "x"})[0] == 1


def test_without_the_schema_it_says_so(tmp_path, capsys):
    assert check_schema.main([str(tmp_path / "none"), "--schema", str(tmp_path / "missing.json")]) == 0
    assert "not run" in capsys.readouterr().out
