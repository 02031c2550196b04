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
