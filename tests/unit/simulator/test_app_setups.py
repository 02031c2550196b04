# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import pytest
import requests

MANIFEST = {
    "env": {
        "PLAIN": "one",
        "OVERRIDDEN": {"value": "two"},
        "MADE_UP": {"generator": "secret"},
        "OPTIONAL": {"required": False},
        "NEEDED": {"description": "a value without a default"},
    },
    "addons": ["heroku-postgresql:essential-0", {"plan": "heroku-postgresql:essential-0", "as": "SECOND"}],
    "buildpacks": [{"url": "heroku/python"}],
    "formation": {"web": {"quantity": 2, "size": "standard-1x"}},
    "scripts": {"postdeploy": "bin/migrate"},
    "stack": "heroku-22",
    "success_url": "/welcome",
}
NEEDED = {"env": {"NEEDED": "given"}}


def upload(api, manifest, **files):
    """Upload a source; returns its address."""
    blob = api.post("/sources")["source_blob"]
    text = manifest if isinstance(manifest, str) else json.dumps(manifest)
    content = {"Procfile": "web: bin/web", "app.json": text, **files}
    archive = api.tarball({name: text for name, text in content.items() if text is not None})
    requests.put(blob["put_url"], data=archive, timeout=30).raise_for_status()
    return blob["get_url"]


def set_up(api, manifest, app=None, overrides=None, **more):
    """Start a setup; returns what was answered at first."""
    body = {"source_blob": {"url": upload(api, manifest, **more)}, "app": app or {"name": "shop"}}
    return api.send("POST", "/app-setups", {**body, "overrides": overrides or {}}, status=202).json()


def test_everything_that_a_manifest_says_is_done(api):
    setup = set_up(api, MANIFEST, overrides={"env": {"NEEDED": "given", "OVERRIDDEN": "three", "MORE": "four"}})
    assert (setup["status"], setup["build"], setup["app"]["name"]) == ("pending", None, "shop")
    done = api.get(f"/app-setups/{setup['id']}")
    assert (done["status"], done["failure_message"], done["manifest_errors"]) == ("succeeded", None, [])
    assert done["build"]["status"] == "succeeded"
    assert done["postdeploy"] == {"output": "+ bin/migrate\n", "exit_code": 0}
    app = api.get("/apps/shop")
    assert done["resolved_success_url"] == f"{app['web_url']}welcome"
    assert app["stack"]["name"] == "heroku-22"
    config = api.get("/apps/shop/config-vars")
    assert len(config.pop("MADE_UP")) == 64
    assert {name: config[name] for name in ("PLAIN", "OVERRIDDEN", "NEEDED", "MORE")} == {
        "PLAIN": "one",
        "OVERRIDDEN": "three",
        "NEEDED": "given",
        "MORE": "four",
    }
    assert {"DATABASE_URL", "SECOND_URL"} <= set(config)
    assert "OPTIONAL" not in config
    assert [item["buildpack"]["name"] for item in api.get("/apps/shop/buildpack-installations")] == ["heroku/python"]
    (web,) = api.get("/apps/shop/formation")
    assert (web["quantity"], web["size"]) == (2, "Standard-1X")
    assert "Set MADE_UP, MORE, NEEDED, OVERRIDDEN, PLAIN config vars" in api.descriptions()


def test_it_takes_its_time(frozen):
    setup = set_up(frozen, {"scripts": {"postdeploy": {"command": "bin/seed"}}})
    path = f"/app-setups/{setup['id']}"
    frozen.get("/apps/shop")
    frozen.clock(advance=1)
    building = frozen.get(path)
    assert (building["status"], building["build"]["status"]) == ("pending", "pending")
    assert frozen.get(f"/apps/shop/builds/{building['build']['id']}")["status"] == "pending"
    frozen.clock(advance=4.5)
    deployed = frozen.get(path)
    assert (deployed["status"], deployed["build"]["status"], deployed["postdeploy"]) == ("pending", "succeeded", None)
    assert "Released v" in frozen.text(deployed["build"]["output_stream_url"])
    frozen.clock(advance=5)
    assert frozen.get(path)["status"] == "succeeded"


def test_a_release_phase_comes_before_the_script(frozen):
    setup = set_up(frozen, {"scripts": {"postdeploy": "bin/seed"}}, Procfile="web: x\nrelease: bin/migrate")
    frozen.clock(advance=8)
    assert frozen.get(f"/app-setups/{setup['id']}")["postdeploy"] is None
    frozen.clock(advance=10)
    assert frozen.get(f"/app-setups/{setup['id']}")["postdeploy"]["exit_code"] == 0


@pytest.mark.parametrize(
    ("manifest", "more", "failure", "problems"),
    [
        (MANIFEST, {}, "invalid app.json", ['config var "NEEDED" is required']),
        ("{", {}, "invalid app.json", ["app.json is not valid JSON"]),
        ([], {}, "invalid app.json", ["app.json is not an object"]),
        ({}, {"app.json": None}, "invalid app.json", ["app.json was not found in the source"]),
        ({"addons": ["no-such-addon"]}, {}, "invalid app.json", ["no-such-addon"]),
        ({"buildpacks": [{"url": "?"}]}, {}, "invalid app.json", ["buildpack"]),
        ({}, {"Procfile": None}, "build failed", []),
        ({}, {"Procfile": "web: x\nrelease: exit 1"}, "release command failed", []),
        ({"scripts": {"postdeploy": "exit 3"}}, {}, "postdeploy script failed", []),
    ],
)
def test_what_fails(api, manifest, more, failure, problems):
    setup = set_up(api, manifest, **more)
    done = api.get(f"/app-setups/{setup['id']}")
    assert (done["status"], done["failure_message"]) == ("failed", failure)
    assert len(done["manifest_errors"]) == len(problems)
    assert all(part in text for part, text in zip(problems, done["manifest_errors"], strict=True))
    assert (done["postdeploy"] is not None) == ("postdeploy" in failure)
    api.get("/apps/shop")


def test_the_app_of_a_failed_setup_may_be_deleted(api):
    api.switch(app_of_failed_setup="deleted")
    setup = set_up(api, "{")
    assert api.get(f"/app-setups/{setup['id']}")["app"]["name"] == "shop"
    api.get("/apps/shop", status=404)


def test_sources_that_cannot_be_had(api):
    for source in ({"url": "https://example.com/x.tgz"}, {"url": upload(api, {}), "checksum": "SHA256:" + "0" * 64}):
        setup = api.send("POST", "/app-setups", {"source_blob": source}, status=202).json()
        assert "Unable to" in api.get(f"/app-setups/{setup['id']}")["failure_message"]


def test_where_the_app_goes(api, other):
    def owner(name, **app):
        set_up(api, {}, app={"name": name, **app})
        return api.get(f"/apps/{name}")

    assert owner("own")["owner"]["email"] == "owner@example.com"
    assert owner("team-shop", organization="acme", locked=True)["team"]["name"] == "acme"
    assert api.get("/teams/apps/team-shop")["locked"]
    assert owner("inside", space="acme-space")["space"]["name"] == "acme-space"
    far = owner("far", region="eu", stack="heroku-22", personal=True)
    assert (far["region"]["name"], far["stack"]["name"]) == ("eu", "heroku-22")


def test_what_is_refused_at_once(api, other):
    api.app()
    url = upload(api, {})
    for body, status in (
        ({}, 422),
        ({"source_blob": {}}, 422),
        ({"source_blob": {"url": url}, "app": {"name": "shop"}}, 422),
        ({"source_blob": {"url": url}, "app": {"name": "x2", "team": "acme"}}, 422),
        ({"source_blob": {"url": url}, "app": {"name": "x3", "organization": "nobody"}}, 404),
        ({"source_blob": {"url": url}, "overrides": {"env": {"A": 1}}}, 422),
    ):
        api.send("POST", "/app-setups", body, status=status)
    setup = set_up(api, {}, app={"name": "mine"})
    other.get(f"/app-setups/{setup['id']}", status=404)


def test_an_app_that_goes_meanwhile_ends_its_setup(frozen):
    setup = set_up(frozen, {})
    frozen.delete("/apps/shop")
    frozen.clock(advance=60)
    assert frozen.get(f"/app-setups/{setup['id']}")["status"] == "failed"
