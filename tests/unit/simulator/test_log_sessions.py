# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re

import pytest
import requests


@pytest.fixture
def shop(api):
    api.app()
    api.deploy(web="bin/web")
    return api


def open_session(api, app="shop", **body):
    session = api.post(f"/apps/{app}/log-sessions", body)
    assert set(session) == {"created_at", "id", "logplex_url", "updated_at"}
    return session["logplex_url"]


def read(api, **body):
    return api.text(open_session(api, **body)).splitlines()


def test_what_happens_is_written_down(shop):
    shop.patch("/apps/shop/config-vars", {"A": "1"})
    shop.patch("/apps/shop/formation", {"updates": [{"type": "web", "quantity": 0}]})
    lines = read(shop)
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00 app\[api\]: ", lines[0])
    texts = [line.partition(" ")[2] for line in lines]
    for text in (
        "app[api]: Release v4 created by user owner@example.com",
        "app[api]: Set A config vars by user owner@example.com",
        "app[api]: Scaled to web@0:Basic by user owner@example.com",
        "heroku[web.1]: Starting process with command `bin/web`",
        "heroku[web.1]: State changed from starting to up",
        "heroku[web.1]: Stopping all processes with SIGTERM",
    ):
        assert text in texts
    assert read(shop, lines=2) == lines[-2:]
    assert read(shop, lines=0) == []
    assert read(shop, source="heroku", type="web") == [line for line in lines if " heroku[web.1]" in line]
    shop.post("/apps/shop/log-sessions", {"lines": -1}, status=422)
    shop.as_("simulator-token-other").post("/apps/shop/log-sessions", {}, status=403)


def test_another_stack_is_written_down(shop):
    shop.patch("/apps/shop", {"build_stack": "heroku-22"})
    assert "app[api]: Stack changed from heroku-24 to heroku-22" in [line.partition(" ")[2] for line in read(shop)]


def test_lines_of_the_app_and_of_the_router(shop):
    line = {"app": "shop", "text": "at=info status=200", "source": "heroku", "process": "router"}
    shop.running.backdoor("POST", "log", line)
    shop.running.backdoor("POST", "log", {"app": "shop", "text": "hello"})
    assert [entry.partition(" ")[2] for entry in read(shop, lines=2)] == [
        "heroku[router]: at=info status=200",
        "app[web.1]: hello",
    ]


def test_a_tail_goes_on(shop):
    url = open_session(shop, lines=0, tail=True)
    with requests.get(url, stream=True, timeout=30) as response:
        lines = response.iter_lines(chunk_size=None)
        for text in ("one", "two"):
            shop.running.backdoor("POST", "log", {"app": "shop", "text": text})
            assert next(lines).endswith(f"app[web.1]: {text}".encode())
        shop.delete("/apps/shop")
        assert list(lines) == []


def test_as_events(shop):
    url = open_session(shop, lines=1)
    response = requests.get(url, headers={"Accept": "text/event-stream"}, timeout=30)
    assert response.headers["Content-Type"].startswith("text/event-stream")
    assert re.fullmatch(r"id: \d+\ndata: \S+ heroku\[web\.1\]: .*\n\n", response.text)


def test_an_address_ends(frozen):
    frozen.app()
    url = open_session(frozen)
    assert requests.get(url, timeout=30).status_code == 200
    frozen.clock(advance=300)
    assert requests.get(url, timeout=30).status_code == 404


def test_fir_apps_have_no_past(api):
    api.post("/spaces", {"name": "fir-space", "team": "acme", "generation": "fir"})
    api.post("/teams/apps", {"name": "fir-app", "team": "acme", "space": "fir-space"})
    url = open_session(api, "fir-app", lines=10)
    with requests.get(url, stream=True, timeout=30) as response:
        api.running.backdoor("POST", "log", {"app": "fir-app", "text": "hello"})
        assert next(response.iter_lines(chunk_size=None)).endswith(b"app[web.1]: hello")
