# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from heroku_simulator import ranges
from heroku_simulator.errors import ApiError
from heroku_simulator.ranges import Range
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, Range()),
        ("", Range()),
        ("id ..", Range("id")),
        ("id ..; max=1000;", Range("id", max=1000)),
        ("id ..; ;", Range("id")),
        ("..; max=1000", Range(max=1000)),
        ("version ..; order=desc,max=1", Range("version", max=1, order="desc")),
        ("version ..; max=10, order=desc", Range("version", max=10, order="desc")),
        ("name ..; order=desc,max=10;", Range("name", max=10, order="desc")),
        ("id ]..; max=1000", Range("id", start_exclusive=True, max=1000)),
        ("name ]app-1..z[; max=2", Range("name", "app-1", True, "z", True, 2)),
        ("name [a..b]", Range("name", "a", False, "b", False)),
        ("email a.b@example.com..", Range("email", "a.b@example.com")),
        ("bytes=0-10", Range("bytes=0-10")),
    ],
)
def test_headers_of_real_clients(header, expected):
    assert ranges.parse(header) == expected


class Item:
    def __init__(self, number):
        self.id = f"{number:04d}"
        self.version = number


def page(items, header):
    return ranges.page(items, header, fields=("id", "version"), default="id", key=getattr)


@given(st.sets(st.integers(0, 500), max_size=60), st.integers(1, 20), st.sampled_from(["asc", "desc"]))
def test_pages_add_up_to_the_whole_list(numbers, size, order):
    items = [Item(number) for number in numbers]
    header = f"version ..; max={size}, order={order}"
    seen = []
    while header:
        part = page(items, header)
        assert len(part.records) <= size
        assert part.complete == ("Next-Range" not in part.headers)
        seen += [item.version for item in part.records]
        header = part.headers.get("Next-Range")
    assert seen == sorted(numbers, reverse=order == "desc")


def test_what_a_page_says_of_itself():
    part = page([Item(number) for number in range(30)], "version 5..; max=2, order=asc")
    assert part.headers == {
        "Accept-Ranges": "id, version",
        "Content-Range": "version 5..6; max=2, order=asc",
        "Next-Range": "version ]6..; max=2, order=asc",
    }


def test_without_a_header_200_come():
    items = [Item(number) for number in range(450)]
    part = page(items, None)
    assert (len(part.records), part.complete) == (200, False)
    assert part.headers["Next-Range"] == "id ]0199..; max=200"
    assert len(page(items, "id ..; max=1000").records) == 450


@pytest.mark.parametrize("header", ["id ..; max=1001", "id ..; max=0", "colour ..", "..; order=desc"])
def test_what_cannot_be_served(header):
    with pytest.raises(ApiError) as caught:
        page([Item(1)], header)
    assert caught.value.status == 416


def test_over_http(api):
    for number in range(5):
        api.app(f"shop-{number}")
    first = api.send("GET", "/apps", status=206, Range="name ..; max=2")
    assert [app["name"] for app in first.json()] == ["shop-0", "shop-1"]
    second = api.send("GET", "/apps", status=206, Range=first.headers["Next-Range"])
    last = api.send("GET", "/apps", status=200, Range=second.headers["Next-Range"])
    assert [app["name"] for app in second.json() + last.json()] == ["shop-2", "shop-3", "shop-4"]
    assert [app["id"] for app in api.get("/apps")] == sorted(app["id"] for app in api.get("/apps"))
    api.get("/apps/shop-1/config-vars", Range="id ..; max=1000;")
    api.switch(unknown_range_field="ignored")
    assert len(api.get("/apps", Range="colour ..")) == 5
