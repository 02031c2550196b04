# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import Failure, HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import Missing, View
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Desired, Plan, Resend
from ansible_collections.community.heroku.plugins.module_utils._engine.protection import Thing
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN, Secret
from ansible_collections.community.heroku.plugins.module_utils._resources.api import (
    Api,
    ask,
    check_path,
    covers,
    look_at,
)
from planning import desired


def wanted(**options: Any) -> Desired:
    return desired(Api, **{"path": "/x", **options})


def planned(found: Any, protects: bool = False, others: Any = None, **options: Any) -> Plan:
    """The plan of a request that writes, where this is at the path that it looks at first; None: nothing is."""
    want = wanted(**options)
    looked_at = want["path"] if want["compare"] else want.get("creates") or "/nowhere"
    facts = {look_at(looked_at, {}): found and {"body": found[0], "status": 200, "headers": {}}}
    for path, body in (others or {}).items():
        facts[look_at(path, {})] = body and {"body": body, "status": 200, "headers": {}}
    return Api.plan(want, View(facts, protects=protects))


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/apps",
        "/apps/example/log-drains/https%3A%2F%2Flogs.example.com%2F",
        "/pipelines?eq[name]=x",
        "/x?to=../y",
        "/apps/..example",
    ],
)
def test_paths(path: str) -> None:
    check_path("path", path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "apps",
        "https://example.com/",
        "//example.com/apps",
        "/%2fexample.com",
        "/\\example.com",
        "/apps/../account",
        "/apps/%2E%2e/account",
        "/apps/.",
        "/apps/a b",
        "/apps\r\nX: y",
        "/apps#x",
    ],
)
def test_what_is_no_path(path: str) -> None:
    with pytest.raises(InvalidInput, match=r"^path "):
        check_path("path", path)


@pytest.mark.parametrize(
    ("wanted", "have", "stands"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, True),
        ({"a": 1}, {"a": 2}, False),
        ({"a": {"b": True}}, {"a": {"b": True, "c": None}}, True),
        ({"a": None}, {}, True),
        ({"a": None}, {"a": "x"}, False),
        ({"a": "x"}, {"a": {"id": "1", "name": "x"}}, True),
        ({"a": "1"}, {"a": {"id": "1", "name": "x"}}, True),
        ({"a": "y"}, {"a": {"id": "1", "name": "x"}}, False),
        ({"a": {"b": 1}}, {"a": "b"}, False),
        ([1, {"a": 1}], [1, {"a": 1, "b": 1}], True),
        ([1], [1, 2], False),
        ([1], 1, False),
        (1, True, False),
        (1, 1.0, True),
        ("1", 1, False),
    ],
)
def test_what_stands_already(wanted: Any, have: Any, stands: bool) -> None:
    assert covers(wanted, have) is stands


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"creates": "apps/x", "method": "POST"}, "creates must be a path of the API"),
        ({"variant": "3, */*"}, "variant is what comes after"),
        ({"headers": {"Host": "x"}}, "headers cannot have Host"),
        ({"headers": {"If-Match": "a\r\nb"}}, "headers.If-Match must be a string of one line"),
        ({"headers": {"If-Match": 1}}, "headers.If-Match must be a string of one line"),
        ({"body": {}}, "A GET has no body"),
        ({"method": "HEAD", "body": {"a": 1}}, "A HEAD has no body"),
        ({"method": "DELETE", "read_only": True}, "read_only is for a POST that only reads"),
        ({"creates": "/apps"}, "creates and compare are for requests that change something"),
        ({"method": "POST", "read_only": True, "compare": True}, "creates and compare are for requests that change"),
        ({"method": "POST", "compare": True}, "compare is for PUT, PATCH and DELETE"),
        ({"method": "PUT", "status_code": [200, 404]}, "An error can be accepted of a request that reads"),
    ],
)
def test_options_that_cannot_be(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        Api.check(wanted(**options))
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("options", "found", "verbs"),
    [
        ({"method": "PATCH", "compare": True, "body": {"a": 1}}, [{"a": 1}], []),
        ({"method": "PATCH", "compare": True, "body": {"a": 1}}, [{"a": 2}], ["send"]),
        ({"method": "DELETE", "compare": True}, [{}], ["send"]),
        ({"method": "DELETE", "compare": True}, None, []),
        ({"method": "DELETE"}, None, ["send"]),
        ({"method": "POST", "creates": "/y"}, None, ["create"]),
        ({"method": "POST", "creates": "/y"}, [[]], []),
        ({"method": "POST"}, None, ["send"]),
    ],
)
def test_what_is_sent(options: dict[str, Any], found: Any, verbs: list[str]) -> None:
    plan = planned(found, **options)
    assert [action.verb for action in plan.actions] == verbs
    assert (Api.result(wanted(), plan.record)["status"] is UNKNOWN) is bool(verbs)


def test_what_reads_is_the_read_of_the_task(loopback: Any, connect: Any) -> None:
    server = loopback(
        {"body": b"[1]", "headers": {"ETag": "x"}}, {"body": b'{"id": "a", "message": "b"}', "status": 404}
    )
    want = wanted(path="/x{}", headers={"If-Match": "y"})
    client, known = connect(server), {}
    with pytest.raises(Missing) as missing:
        Api.plan(want, View(known))
    (need,) = missing.value.needs
    assert "if-match" not in str(need).lower(), "the request may hold secrets"
    known[need] = ask(client, need)
    plan = Api.plan(want, View(known))
    assert not plan.actions
    assert Api.result(want, plan.record) == {"response": [1], "status": 200, "etag": "x", "next_range": None}
    with pytest.raises(HerokuError):
        ask(client, need)


def test_only_what_can_be_looked_for_is_sent_twice() -> None:
    def resend(**options: Any) -> Resend:
        return planned(None, **options).actions[0].resend

    assert resend(method="POST") is Resend.NEVER
    assert resend(method="POST", creates="/y") is Resend.LOOK
    assert resend(method="DELETE") is Resend.SAFE


def test_the_texts_in_a_body_are_secrets() -> None:
    (action,) = planned(None, method="POST", path="/{x}", body={"a": ["b", {"c": "d"}], "e": 1}).actions
    assert action.request.body == {"a": ["b", {"c": "d"}], "e": 1}
    assert all(isinstance(text, Secret) for text in (action.request.body["a"][0], action.request.body["a"][1]["c"]))
    assert action.request.path.format() == "/{x}"


def test_a_status_that_was_not_expected() -> None:
    want = wanted(method="POST", status_code=[201])
    plan = planned(None, method="POST", status_code=[201])
    answer = {"body": {}, "status": 200, "headers": {}}
    with pytest.raises(Failure, match="POST /x with 200, and status_code lists 201"):
        Api.outcome(want, plan, {plan.actions[0].id: answer})
    assert Api.outcome(want, plan, {plan.actions[0].id: {**answer, "status": 201}})["status"] == 201


def test_what_is_deleted_is_looked_up_only_if_something_is_protected() -> None:
    app = {"id": "1", "name": "shop"}
    addons = [{"id": "2", "name": "db", "app": app}, {"id": "3", "name": "other", "app": {"id": "4"}}]
    others = {"/apps/shop?x": None, "/apps/shop": app, "/apps/1/addons": addons}
    options = {"method": "DELETE", "path": "/apps/shop?x", "others": others}
    assert planned(None, protects=False, **options).deletes == ()
    assert planned(None, protects=True, **options).deletes == ((Thing("app", "shop", "1"), Thing("addon", "db", "2")),)
    addon = {"id": "2", "name": "db", "app": app, "plan": {}}
    deletes = planned(None, protects=True, method="DELETE", path="/addons/db", others={"/addons/db": addon}).deletes
    assert deletes == ((Thing("addon", "db", "2"), Thing("app", "shop", "1")),)
    assert planned(None, protects=True, method="DELETE", path="/apps/shop/domains/x").deletes == ()


def test_a_deletion_of_what_is_not_there_is_told_to_who_did_not_look() -> None:
    gone = HerokuError("gone", status=404)
    assert not Api.gone_is_done(wanted(method="DELETE"), gone)
    assert Api.gone_is_done(wanted(method="DELETE", compare=True), gone)


@pytest.mark.parametrize("found", [None, [[1]]])
def test_nothing_to_compare_with(found: Any) -> None:
    with pytest.raises(InvalidInput, match="to compare the body with"):
        planned(found, method="PUT", compare=True)
