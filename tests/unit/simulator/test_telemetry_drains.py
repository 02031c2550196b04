# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

EXPORTER = {"type": "otlphttp", "endpoint": "https://otel.example.com:4318", "headers": {"X-Key": "secret"}}


@pytest.fixture
def fir(api):
    """An app in a space, both of the fir generation."""
    space = api.post("/spaces", {"name": "fir-space", "team": "acme", "generation": "fir"})
    app = api.post("/teams/apps", {"name": "fir-app", "team": "acme", "space": "fir-space"})
    api.owners = {"app": {"id": app["id"], "type": "app"}, "space": {"id": space["id"], "type": "space"}}
    return api


def add(api, owner="app", status=None, **more):
    body = {"owner": api.owners[owner], "signals": ["traces", "logs"], "exporter": EXPORTER, **more}
    return api.post("/telemetry-drains", body, status=status)


def test_drains_of_apps_and_of_spaces(fir):
    of_app, of_space = add(fir), add(fir, "space")
    assert of_app["exporter"] == EXPORTER
    assert of_app["owner"] == fir.owners["app"]
    assert fir.get("/apps/fir-app/telemetry-drains") == [of_app]
    assert fir.get("/spaces/fir-space/telemetry-drains") == [of_space]
    assert fir.get(f"/telemetry-drains/{of_app['id']}", variant="sdk") == of_app
    assert fir.delete(f"/telemetry-drains/{of_app['id']}") == of_app
    assert fir.get("/apps/fir-app/telemetry-drains") == []


def test_an_exporter_is_replaced_as_a_whole(fir):
    path = f"/telemetry-drains/{add(fir)['id']}"
    changed = fir.patch(path, {"exporter": {"type": "otlp", "endpoint": "otel.example.com:4317"}})
    assert changed["exporter"] == {"type": "otlp", "endpoint": "otel.example.com:4317", "headers": {}}
    assert changed["signals"] == ["traces", "logs"]
    assert fir.patch(path, {"signals": ["metrics"]})["exporter"] == changed["exporter"]


def test_what_is_no_telemetry_drain(fir):
    assert add(fir, signals=[], status=400)["id"] == "bad_request"
    assert add(fir, signals=["traces", "traces"], status=400)["id"] == "bad_request"
    assert add(fir, signals=["noise"], status=400)["id"] == "bad_request"
    for wrong in (
        {"endpoint": "x" * 1001},
        {"headers": {"X Key": "a"}},
        {"headers": {"X-Key": "a" * 1001}},
        {"headers": {f"X-{number}": "a" for number in range(21)}},
        {"type": "http"},
    ):
        assert add(fir, exporter={**EXPORTER, **wrong}, status=400)["id"] == "bad_request"
    assert add(fir, exporter={"type": "otlp"}, status=400)["id"] == "bad_request"
    fir.owners["app"]["id"] = fir.owners["space"]["id"]
    assert add(fir, status=404)["message"] == "Not found."


def test_limits_and_generation(fir):
    for _time in range(5):
        add(fir)
    assert add(fir, status=422)["id"] == "invalid_params"
    cedar = fir.app()
    fir.owners["app"] = {"id": cedar["id"], "type": "app"}
    assert add(fir, status=422)["id"] == "invalid_params"


def test_who_may(fir):
    path = f"/telemetry-drains/{add(fir)['id']}"
    fir.as_("simulator-token-other").get(path, status=404)
    viewer = fir.as_("simulator-token-viewer")
    assert viewer.get(path)["signals"] == ["traces", "logs"]
    viewer.delete(path, status=404)
