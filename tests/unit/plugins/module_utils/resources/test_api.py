# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.resources.api import Api, check_path, covers


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
        ({"creates": "apps/x", "method": "POST"}, "creates is a path of the API"),
        ({"variant": "3, */*"}, "variant is what comes after"),
        ({"headers": {"Host": "x"}}, "headers cannot have Host"),
        ({"headers": {"If-Match": "a\r\nb"}}, "headers.If-Match must be a text in one line"),
        ({"headers": {"If-Match": 1}}, "headers.If-Match must be a text in one line"),
        ({"body": {}}, "A GET has no body"),
        ({"method": "HEAD", "body": {"a": 1}}, "A HEAD has no body"),
        ({"method": "DELETE", "read_only": True}, "read_only is for a POST that only asks"),
        ({"creates": "/apps"}, "creates and compare are for requests that change something"),
        ({"method": "POST", "read_only": True, "compare": True}, "creates and compare are for requests that change"),
        ({"method": "POST", "compare": True}, "compare is for PUT, PATCH and DELETE"),
        ({"method": "PUT", "status_code": [200, 404]}, "An error can be accepted of a request that reads"),
    ],
)
def test_options_that_cannot_be(options: dict[str, Any], message: str) -> None:
    defaults = {"path": "/x", "method": "GET", "headers": {}, "status_code": [], "read_only": False, "compare": False}
    with pytest.raises(InvalidInput) as raised:
        Api(None, {**defaults, **options}).check()
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("options", "current", "steps"),
    [
        ({"method": "PATCH", "compare": True, "body": {"a": 1}}, {"a": 1}, []),
        ({"method": "PATCH", "compare": True, "body": {"a": 1}}, {"a": 2}, ["send"]),
        ({"method": "DELETE", "compare": True}, {}, ["send"]),
        ({"method": "DELETE", "compare": True}, None, []),
        ({"method": "DELETE"}, None, ["send"]),
        ({"method": "POST", "creates": "/y"}, None, ["create"]),
        ({"method": "POST", "creates": "/y"}, [], []),
        ({"method": "POST"}, None, ["send"]),
        ({"method": "POST", "read_only": True}, [1], []),
        ({"method": "GET"}, [1], []),
    ],
)
def test_what_is_sent(options: dict[str, Any], current: Any, steps: list[str]) -> None:
    plan = Api(None, {"path": "/x", "read_only": False, "compare": False, **options}).plan(current)
    assert [step.action for step in plan.steps] == steps


@pytest.mark.parametrize("current", [None, [1]])
def test_nothing_to_compare_with(current: Any) -> None:
    with pytest.raises(InvalidInput, match="to compare the body with"):
        Api(None, {"path": "/x", "method": "PUT", "compare": True, "read_only": False}).plan(current)
