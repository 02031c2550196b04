# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import hashlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests

OTHER = "simulator-token-other"
NODE = '{"scripts": {"start": "node ."}}'


@pytest.fixture
def shop(api):
    api.app()
    return api


def test_a_build_with_a_procfile(shop):
    build = shop.build({"Procfile": "web: bin/web\n# no\nworker: bin/work --now\n"}, version="a5c407e4ffff")
    assert (build["status"], build["slug"], build["release"], build["stack"]) == ("pending", None, None, "heroku-24")
    done = shop.get(f"/apps/shop/builds/{build['id']}")
    assert done["status"] == "succeeded"
    slug = shop.get(f"/apps/shop/slugs/{done['slug']['id']}")
    assert slug["process_types"] == {"web": "bin/web", "worker": "bin/work --now"}
    release = shop.get(f"/apps/shop/releases/{done['release']['id']}")
    assert (release["description"], release["slug"]) == ("Deploy a5c407e4", done["slug"])
    log = shop.text(done["output_stream_url"])
    assert "Procfile declares types -> web, worker" in log
    assert "Released v3" in log


@pytest.mark.parametrize(
    ("files", "web"),
    [
        ({"package.json": NODE}, "npm start"),
        ({"index.php": ""}, "heroku-php-apache2"),
        ({"Gemfile": "", "config.ru": ""}, "bundle exec rackup"),
        ({"static.json": "{}"}, "bin/boot"),
    ],
)
def test_default_types_without_a_procfile(shop, files, web):
    build = shop.build(files)
    assert shop.get(f"/apps/shop/builds/{build['id']}")["status"] == "succeeded"
    assert shop.get("/apps/shop/formation/web")["command"] == web


@pytest.mark.parametrize(
    ("files", "text"),
    [
        ({"README": "x"}, "No default language could be detected for this app."),
        ({"package.json": "{}"}, "No default language could be detected"),
        ({"Procfile": "web: x", ".heroku-simulator-fail": "one\nthe last line"}, "the last line\n"),
    ],
)
def test_builds_that_fail(shop, files, text):
    build = shop.build(files)
    done = shop.get(f"/apps/shop/builds/{build['id']}")
    assert (done["status"], done["slug"], done["release"]) == ("failed", None, None)
    assert text in shop.text(done["output_stream_url"])
    assert len(shop.descriptions()) == 2


def test_sources_that_are_no_sources(shop):
    blob = shop.post("/sources")["source_blob"]
    for content in (None, b"this is no tar archive"):
        if content:
            requests.put(blob["put_url"], data=content, timeout=30)
        build = shop.post("/apps/shop/builds", {"source_blob": {"url": blob["get_url"]}})
        assert shop.get(f"/apps/shop/builds/{build['id']}")["status"] == "failed"


def test_the_checksum_is_verified(shop):
    files = {"Procfile": "web: x"}
    good = f"SHA256:{hashlib.sha256(shop.tarball(files)).hexdigest()}"
    build = shop.build(files, checksum=good)
    assert shop.get(f"/apps/shop/builds/{build['id']}")["status"] == "succeeded"
    build = shop.build(files, checksum="SHA256:" + "0" * 64)
    assert shop.get(f"/apps/shop/builds/{build['id']}")["status"] == "failed"


def test_an_upload_takes_no_credentials(shop):
    url = shop.post("/sources")["source_blob"]["put_url"]
    assert requests.put(url, data=b"x", headers={"Authorization": "Bearer x"}, timeout=30).status_code == 400
    assert requests.put(url.replace("Signature=", "Signature=0"), data=b"x", timeout=30).status_code == 403
    assert requests.get(url, timeout=30).status_code == 404
    assert requests.put(url, data=b"x", timeout=30).status_code == 200
    assert requests.get(url, timeout=30).content == b"x"


def test_a_source_on_another_server_of_this_machine(shop):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(shop.tarball({"Procfile": "web: elsewhere"}))

        def log_message(self, *args):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            url = f"http://127.0.0.1:{server.server_port}/x.tgz"
            build = shop.post("/apps/shop/builds", {"source_blob": {"url": url}})
        finally:
            server.shutdown()
            thread.join()
    assert shop.get(f"/apps/shop/builds/{build['id']}")["status"] == "succeeded"
    build = shop.post("/apps/shop/builds", {"source_blob": {"url": "https://example.com/x.tgz"}})
    assert shop.get(f"/apps/shop/builds/{build['id']}")["status"] == "failed"


def test_the_log_is_streamed_line_by_line(frozen):
    frozen.app()
    build = frozen.build({"Procfile": "web: x"})
    url = build["output_stream_url"]
    assert requests.get(url, timeout=30).status_code == 404, "a stream is not there at once"
    frozen.clock(advance=0.5)
    with requests.get(url, stream=True, timeout=30) as response:
        lines = response.iter_lines(chunk_size=1, decode_unicode=True)
        assert next(lines) == "-----> Building on the Heroku-24 stack"
        with ThreadPoolExecutor() as pool:
            second = pool.submit(next, lines)
            time.sleep(0.3)
            assert not second.done(), "nothing comes while the clock stands still"
            frozen.clock(advance=0.5)
            assert second.result(timeout=30) == "-----> Determining which buildpack to use for this app"
        assert frozen.get(f"/apps/shop/builds/{build['id']}")["status"] == "pending"
        frozen.clock(advance=60)
        assert "Released v" in list(lines)[-1]
    assert frozen.get(f"/apps/shop/builds/{build['id']}")["status"] == "succeeded"


def test_cancel(frozen):
    frozen.app()
    build = frozen.build({"Procfile": "web: x"})
    frozen.delete(f"/apps/shop/builds/{build['id']}")
    assert frozen.get(f"/apps/shop/builds/{build['id']}")["status"] == "failed"
    frozen.clock(advance=60)
    assert frozen.descriptions()[-1] == "Enable Logplex"


def test_a_fault_fails_a_build(shop):
    shop.fault(fault="fail", transition="build.line", count=1)
    build = shop.build({"Procfile": "web: x"})
    assert shop.get(f"/apps/shop/builds/{build['id']}")["status"] == "failed"


def test_builds_at_once(frozen):
    """behaviour.md 3.14: ten builds of a verified account run at once."""
    source = {"Procfile": "web: bin/web"}
    for number in range(11):
        frozen.as_(OTHER).app(f"shop-{number}")
        frozen.as_(OTHER).build(source, f"shop-{number}")

    def lines():
        builds = [frozen.as_(OTHER).get(f"/apps/shop-{number}/builds")[0] for number in range(11)]
        paths = [f"/apps/shop-{number}/builds/{build['id']}/result" for number, build in enumerate(builds)]
        return [len(frozen.as_(OTHER).get(path)["lines"]) for path in paths]

    frozen.clock(advance=1)
    assert lines() == [2] * 10 + [0]
    frozen.clock(advance=60)
    assert len(set(lines())) == 1
    assert {frozen.as_(OTHER).get(f"/apps/shop-{number}/releases")[-1]["version"] for number in range(11)} == {3}


def test_an_account_that_is_not_verified_runs_one_build_at_a_time(frozen):
    """behaviour.md 3.14. It makes no apps, but may deploy those of others."""
    unverified = frozen.as_("simulator-token-unverified")
    builds = []
    for name in ("first", "second"):
        frozen.app(name)
        frozen.post(f"/apps/{name}/collaborators", {"user": "unverified@example.com"})
        builds.append(unverified.build({"Procfile": "web: bin/web"}, name)["id"])
    frozen.clock(advance=1)
    paths = [f"/apps/{name}/builds/{build}/result" for name, build in zip(("first", "second"), builds)]
    assert [len(frozen.get(path)["lines"]) for path in paths] == [2, 0]


@pytest.mark.parametrize("how", ["cancel", "fail", "delete"])
def test_a_build_that_waits_gets_the_room_of_one_that_goes(make_api, tmp_path, how):
    world = tmp_path / "world.yml"
    world.write_text("accounts: [{email: a@example.com, build_limit: 1}]")
    api = make_api(world=world, clock="0")
    for name in ("first", "second"):
        api.app(name)
        build = api.build({} if how == "fail" and name == "first" else {"Procfile": "web: bin/web"}, name)
    if how == "cancel":
        api.delete(f"/apps/first/builds/{api.get('/apps/first/builds')[0]['id']}")
    elif how == "delete":
        api.delete("/apps/first")
    api.clock(advance=60)
    assert api.get(f"/apps/second/builds/{build['id']}")["status"] == "succeeded"


def test_a_build_too_many_is_refused(make_api, tmp_path):
    world = tmp_path / "world.yml"
    world.write_text("accounts: [{email: a@example.com, build_limit: 1}]")
    api = make_api(world=world, clock="0", switches={"builds_above_limit": "refused"})
    source = {"source_blob": api.upload({"Procfile": "web: bin/web"})}
    for name in ("first", "second"):
        api.app(name)
    api.post("/apps/first/builds", source)
    api.post("/apps/second/builds", source, status=422)
    api.clock(advance=60)
    api.post("/apps/second/builds", source)


def test_build_metadata(api, session):
    """The schema: addresses of the repository and of the build cache, credentials included."""
    api.app()
    told = api.get("/apps/shop/build-metadata", variant="sdk")
    assert told == api.get("/apps/shop/build-metadata")
    assert told["app"] == {"id": api.get("/apps/shop")["id"], "name": "shop"}
    for place in ("cache", "repo"):
        assert session.get(told[f"{place}_get_url"], timeout=30).status_code == 404
        assert session.put(told[f"{place}_put_url"], data=place, timeout=30).status_code == 200
    assert api.text(told["cache_get_url"]) == "cache"
    api.delete("/apps/shop/build-cache")
    assert session.get(told["cache_get_url"], timeout=30).status_code == 404
    assert api.text(told["repo_get_url"]) == "repo"
    assert session.delete(told["repo_delete_url"], timeout=30).status_code == 204
    assert session.get(told["repo_get_url"], timeout=30).status_code == 404
    api.as_(OTHER).get("/apps/shop/build-metadata", status=403)


MANIFEST = """
build: {docker: {web: Dockerfile, worker: {dockerfile: work/Dockerfile}}}
run: {worker: {command: [bin/one, bin/two], image: worker}, clock: bin/clock}
release: {image: web, command: [bin/migrate]}
"""
DOCKERFILES = {"Dockerfile": 'FROM x\nCMD one\nCMD ["bin/web", "-p"]', "work/Dockerfile": "FROM x"}


@pytest.mark.parametrize(
    ("files", "types"),
    [
        (
            {"heroku.yml": MANIFEST, **DOCKERFILES},
            {"web": "bin/web -p", "worker": "bin/one && bin/two", "clock": "bin/clock", "release": "bin/migrate"},
        ),
        # The top directory of an archive is stripped before.
        (
            {"shop/heroku.yml": "build: {docker: {web: Dockerfile}}", "shop/Dockerfile": "CMD bin/web"},
            {"web": "bin/web"},
        ),
    ],
)
def test_images_of_heroku_yml(api, files, types):
    """Heroku's documentation of heroku.yml: without ``run``, the CMD of the Dockerfile counts."""
    api.app(stack="container")
    build = api.build(files)
    build = api.get(f"/apps/shop/builds/{build['id']}")
    assert (build["status"], build["buildpacks"]) == ("succeeded", [])
    slug = api.get(f"/apps/shop/slugs/{build['slug']['id']}")
    assert slug["process_types"] == types
    log = api.text(build["output_stream_url"]).splitlines()
    assert log[0] == "=== Fetching app code"
    assert any(line.startswith("=== Building web (Dockerfile)") for line in log)


NO_MANIFEST = (
    "=!= Your app does not include a heroku.yml build manifest. To deploy your app, either create a heroku.yml: "
    "https://devcenter.heroku.com/articles/build-docker-images-heroku-yml"
)


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"Procfile": "web: bin/web"}, NO_MANIFEST),
        (
            {"heroku.yml": "build: nothing"},
            "=!= Your heroku.yml manifest is invalid. Please correct the following issues:",
        ),
        ({"heroku.yml": "- a"}, "=!= Your heroku.yml manifest is invalid. Please correct the following issues:"),
        ({"heroku.yml": "build: {docker: {web: Dockerfile}}"}, "=!= There is no Dockerfile to build an image of."),
    ],
)
def test_sources_without_images(api, files, says):
    """Texts that people pasted: Neppu-Nep/TgFolderClone#6 (2021), wangyi2005/v2ray-heroku#5 (2018)."""
    api.app(stack="container")
    build = api.build(files)
    build = api.get(f"/apps/shop/builds/{build['id']}")
    assert build["status"] == "failed"
    assert api.text(build["output_stream_url"]).splitlines()[:2] == ["=== Fetching app code", says]
