# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of operations is made of what documents, the simulator and runs say."""

from __future__ import annotations

import json
from pathlib import Path

import operations
import pytest
from operations import Listed

SKETCH = (
    "openapi: 3.1.0 paths: /apps: get: operationId: listApps summary: List apps description: List get: apps. tags: "
    "- Apps parameters: - $ref: '#/components/x' responses: '200': post: operationId: createApp tags: - Apps "
    "requestBody: x "
    "/apps/{app_id}/dynos/{dyno}: delete: operationId: stop tags: - One-off Dynos responses: '202': description: x"
)
REFERENCE = """
## Overview
GET is a verb.
## SSL Endpoint
### SSL Endpoint Info
Info for an endpoint.
```
GET /apps/{app_id_or_name}/ssl-endpoints/{id}
```
$ curl -n -X GET https://api.heroku.com/apps/$APP/ssl-endpoints/$ID
"""
TABLE = (
    "resource\toperation\tmethod\tpath\nlog-drain\tInfo\tGET\t/apps/{app.identity}/log-drains/{log-drain.identity}\n"
)


def test_the_operations_of_an_openapi_document():
    assert list(operations.from_sketch(SKETCH)) == [
        Listed("Apps", "listApps", "GET /apps"),
        Listed("Apps", "createApp", "POST /apps"),
        Listed("One-off Dynos", "stop", "DELETE /apps/{}/dynos/{}"),
    ]


def test_the_operations_of_the_reference():
    listed = Listed("SSL Endpoint", "SSL Endpoint Info", "GET /apps/{}/ssl-endpoints/{}")
    assert list(operations.from_reference(REFERENCE)) == [listed]


def test_a_query_is_no_part_of_an_operation():
    assert operations.key("get", "/pipelines?eq[name]={name}") == "GET /pipelines"


def test_the_operations_of_a_table():
    listed = Listed("log-drain", "Info", "GET /apps/{}/log-drains/{}")
    assert list(operations.from_table(TABLE.splitlines())) == [listed]


@pytest.mark.parametrize(
    ("old", "now"),
    [
        ("GET /organizations/{}/members", "GET /teams/{}/members"),
        ("GET /organizations", "GET /teams"),
        ("PATCH /apps/{}/ssl-endpoints/{}", "PATCH /apps/{}/sni-endpoints/{}"),
        ("POST /apps/{}/dynos/actions/restart-all", "DELETE /apps/{}/dynos"),
        ("GET /apps/{}/builds/{}/result", "GET /apps/{}/builds/{}"),
        ("GET /apps/{}/builds", "GET /apps/{}/builds"),
    ],
)
def test_what_is_called_otherwise_today(old: str, now: str):
    assert operations.today(old) == now


def test_only_what_our_modules_sent_counts():
    declared = [
        {"method": "GET", "path": "/apps/{app}", "clients": ["Python-urllib/3.13", "community.heroku/1.0.0"]},
        {"method": "POST", "path": "/apps", "clients": ["Python-urllib/3.13"]},
        {"method": "PATCH", "path": "/x/{stage:text}", "clients": []},
    ]
    assert operations.sent(declared) == {"GET /apps/{}"}


def test_set_up_is_not_serving():
    runs = {
        "heroku_app": {"POST /apps", "GET /apps/{}"},
        "heroku_app_info": {"POST /apps", "GET /apps"},
        "heroku_drain": {"POST /apps", "POST /apps/{}/log-drains", "GET /other"},
    }
    texts = {
        "heroku_app": {"/apps", "/apps/{}"},
        "heroku_app_info": {"/apps", "/apps/{}"},
        "heroku_drain": {"/log-drains"},
    }
    assert operations.serving(runs, texts) == {
        "POST /apps": {"heroku_app"},
        "GET /apps": {"heroku_app_info"},
        "GET /apps/{}": {"heroku_app"},
        "POST /apps/{}/log-drains": {"heroku_drain"},
        "GET /other": {"heroku_drain"},
    }


@pytest.mark.parametrize(
    ("module", "paths"),
    [
        ("heroku_team_member", {"/teams/{}/members", "/teams/{}/invitations"}),  # kinds that others read too
        ("heroku_identity_provider", {"/teams/{}/identity-providers", "/identity-providers"}),
        ("heroku_team_usage_info", {"/teams/{}/usage/{}", "/enterprise-accounts/{}/usage/{}"}),
    ],
)
def test_the_paths_in_the_code_of_a_resource(module: str, paths: set[str]):
    assert paths <= operations.literals(module)


def test_every_row_says_what_there_is(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(operations, "INSTEAD", {"GET /a/{}": ("GET /a", "it is enough")})
    monkeypatch.setattr(operations, "LEFT_OUT", {"bill": "nobody pays", "POST /a": "no need"})
    listed = [Listed("a", "Info", "GET /a/{}"), Listed("a", "Create", "POST /a"), Listed("bill", "List", "GET /bills")]
    info, create, bills = operations.rows(listed, {"GET /a/{}", "POST /a"}, {"GET /a": {"heroku_a"}})
    assert (info.whole, info.modules, info.remark) == (True, ("heroku_a",), "through GET /a: it is enough")
    assert (create.whole, create.simulated, create.remark) == (False, True, "no need")
    assert (bills.whole, bills.simulated, bills.remark) == (False, False, "nobody pays")
    (alone,) = operations.rows(listed[:1], {"GET /a/{}"}, {})
    assert (alone.whole, alone.remark) == (False, ""), "what is used instead is not served itself"


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The arguments for a sketch of three operations and a run of a module that sent two of them."""
    (tmp_path / operations.SKETCH).write_text(SKETCH)
    (tmp_path / "operations.tsv").write_text(TABLE)
    sent = [
        {"method": method, "path": path, "clients": ["community.heroku/1"]}
        for method, path in (("GET", "/apps"), ("POST", "/apps"), ("DELETE", "/apps/{app}/dynos/{dyno}"))
    ]
    run = tmp_path / "2.19" / "inside" / "heroku_app"
    run.mkdir(parents=True)
    (run / "operations.json").write_text(json.dumps(sent))
    monkeypatch.setattr(operations, "LEFT_OUT", {"log-drain": "for this test"})
    monkeypatch.setattr(operations, "INSTEAD", {})
    return ["--seeds", str(tmp_path), "--operations", str(tmp_path / "operations.tsv"), "--runs", str(tmp_path)]


def test_nothing_is_missing(documents: list[str], capsys: pytest.CaptureFixture[str]):
    code = operations.main(documents)
    printed = capsys.readouterr().out
    assert code == 0, printed
    assert "openapi-sketch.txt: 3 operations, 3 simulated, 3 served by a module" in printed
    assert "| Apps | createApp | `POST /apps` | yes | `heroku_app` |" in printed
    assert "| log-drain | 1 / 1 | 0 / 1 |" in printed
    assert "for this test" in printed
    assert f"{operations.REFERENCE} is not here" in printed


def test_what_no_module_serves_is_an_error(documents: list[str], capsys: pytest.CaptureFixture[str]):
    assert operations.main([*documents[:-1], "nowhere", "--missing"]) == 1
    assert "openapi-sketch.txt: 3 missing" in capsys.readouterr().out


def test_an_operation_of_today_needs_a_reason_to_be_left_out(
    documents: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(operations, "LEFT_OUT", {})
    assert operations.main(documents) == 1
    assert "operations.tsv: 1 missing without a reason" in capsys.readouterr().out


def test_without_documents_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert operations.main(["--seeds", str(tmp_path), "--operations", str(tmp_path / "operations.tsv")]) == 0
    assert "operations.tsv is not here" in capsys.readouterr().out
