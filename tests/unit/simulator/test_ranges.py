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


# What each list can be sorted by (behaviour.md 1.4), and where an item has that.
LISTS = {
    "/apps": {"id": "id", "name": "name", "updated_at": "updated_at"},
    "/addons": {"id": "id", "name": "name"},
    "/addon-services": {"id": "id", "name": "name"},
    "/addon-services/heroku-postgresql/plans": {"id": "id", "name": "name"},
    "/account/features": {"id": "id", "name": "name"},
    "/apps/shop/features": {"id": "id", "name": "name"},
    "/apps/shop/dynos": {"id": "id", "name": "name"},
    "/regions": {"id": "id", "name": "name"},
    "/stacks": {"id": "id", "name": "name"},
    "/account/app-transfers": {"id": "id", "name": "app.name"},
    "/apps/shop/builds": {"id": "id", "started_at": "created_at"},
    "/apps/shop/collaborators": {"email": "user.email", "id": "id"},
    "/apps/shop/domains": {"hostname": "hostname", "id": "id"},
    "/apps/shop/formation": {"id": "id", "type": "type"},
    "/account/keys": {"fingerprint": "fingerprint", "id": "id"},
    "/apps/shop/log-drains": {"id": "id", "url": "url"},
    "/apps/shop/releases": {"id": "id", "version": "version"},
    "/oauth/authorizations": {"id": "id"},
    "/oauth/clients": {"id": "id"},
    "/account/credits": {"id": "id"},
    "/teams/acme/members": {"email": "email"},
    "/teams/apps/inside/collaborators": {"email": "user.email"},
    "/teams": {"name": "name"},
    "/teams/apps": {"name": "name"},
    "/teams/acme/apps": {"name": "name"},
}
# Of lists that have no id to be sorted by, and of releases.
SORTED_BY = {"/apps/shop/releases": "version"}


@pytest.fixture(scope="module")
def full(running, session, user_of):
    """Two of everything that lists have."""
    running.reset()
    api = user_of(running, session)
    for name in ("shop", "market"):
        api.app(name)
        api.post("/account/app-transfers", {"app": name, "recipient": "other@example.com"})
        api.post("/apps/shop/domains", {"hostname": f"{name}.example.com", "sni_endpoint": None})
        api.post("/apps/shop/log-drains", {"url": f"https://{name}.example.com"})
        api.post("/oauth/clients", {"name": name, "redirect_uri": "https://example.com/callback"})
        api.post("/apps/shop/addons", {"plan": "scheduler"} if name == "shop" else {"plan": "heroku-redis"})
        api.build({"Procfile": "web: bin/web\nworker: bin/work"}, "shop")
        api.post("/account/keys", {"public_key": api.public_key()})
    api.patch("/apps/shop/formation/worker", {"quantity": 1})
    api.post("/account/credits", {"code1": "one", "code2": "two"})
    for name in ("inside", "outside"):
        api.post("/teams/apps", {"name": name, "team": "acme"})
    for app in ("shop", "inside"):
        api.post(f"/apps/{app}/collaborators", {"user": "other@example.com"})
    return api


def part(item, path):
    for name in path.split("."):
        item = item[name]
    return item


@pytest.mark.parametrize("path", LISTS)
def test_what_each_list_can_be_sorted_by(full, path):
    answer = full.send("GET", path)
    assert answer.headers["Accept-Ranges"] == ", ".join(LISTS[path])
    assert len(answer.json()) > 1
    usual = SORTED_BY.get(path, next(iter(LISTS[path])) if "id" not in LISTS[path] else "id")
    keys = [part(item, LISTS[path][usual]) for item in answer.json()]
    assert keys == sorted(keys)
    for field, where in LISTS[path].items():
        values = [part(item, where) for item in full.get(path, Range=f"{field} ..; order=desc")]
        assert values == sorted(values, reverse=True)
        assert len(values) == len(keys)
        first = full.send("GET", path, Range=f"{field} ..; max=1")
        assert (first.status_code, len(first.json())) == (206, 1)
        assert part(first.json()[0], where) == min(values)
