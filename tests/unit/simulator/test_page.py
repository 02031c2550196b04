# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page of the simulator shows what there is."""

from __future__ import annotations

import re
from html import unescape

import requests

SECRET = "value-of-a-config-var"


def page(api):
    """The page as HTML."""
    answer = requests.get(f"{api.url}/", timeout=30)
    assert answer.status_code == 200
    return answer.text


def table(html, title):
    """Rows of the table under a heading: name of the column to text, lines divided by line ends."""
    section = html.partition(f"<h2>{title} ")[2].partition("<h2>")[0]
    rows = re.findall(r"<tr>(<td.*?)</tr>", section)
    cells = [re.findall(r'<td title="([^"]*)">(.*?)</td>', row) for row in rows]
    return [{name: unescape(re.sub(r"<[^>]*>", "", cell.replace("<br>", "\n"))) for name, cell in row} for row in cells]


def test_an_app_is_shown_with_all_that_it_has(api):
    api.app("shop", region="eu")
    api.patch("/apps/shop/config-vars", {"ZED": SECRET, "ALPHA": SECRET})
    api.deploy("shop", worker="bin/work", web="bin/web")
    api.patch(
        "/apps/shop/formation", {"updates": [{"type": name, "size": "standard-2x"} for name in ("web", "worker")]}
    )
    for hostname in ("www.example.com", "example.com"):
        api.post("/apps/shop/domains", {"hostname": hostname, "sni_endpoint": None})
    addon = api.post("/apps/shop/addons", {"plan": "heroku-postgresql:essential-0"})
    html = page(api)
    [app] = table(html, "Apps")
    assert app["App"] == "shop"
    assert app["Owner"] == "owner@example.com"
    assert app["Region"] == "eu"
    assert app["Formation"].splitlines() == ["web: 1 \u00d7 Standard-2X", "worker: 0 \u00d7 Standard-2X"]
    assert app["Domains"].splitlines() == ["example.com", "www.example.com"]
    assert app["Config vars"].splitlines() == sorted(api.get("/apps/shop/config-vars"))
    assert addon["name"] in app["Add-ons"]
    assert SECRET not in html
    assert app["Newest releases"].splitlines()[-1].startswith("v")
    api.patch("/apps/shop", {"maintenance": True})
    assert table(page(api), "Apps")[0]["Region"].splitlines() == ["eu", "maintenance"]


def test_releases_are_shown_without_what_heroku_writes_for_its_tools(api):
    api.app("shop")
    name = api.post("/apps/shop/addons", {"plan": "heroku-postgresql:essential-0"})["name"]
    assert any("@ref" in release["description"] for release in api.get("/apps/shop/releases"))
    [app] = table(page(api), "Apps")
    assert f"Attach DATABASE ({name})" in [line.partition(" ")[2] for line in app["Newest releases"].splitlines()]
    assert "@ref" not in page(api)


def test_everything_is_in_the_order_of_its_name(api):
    for name in ("shop", "apple", "pear"):
        api.app(name)
        api.post("/pipelines", {"name": f"{name}-line"})
    html = page(api)
    assert [row["App"] for row in table(html, "Apps")] == ["apple", "pear", "shop"]
    assert [row["Pipeline"] for row in table(html, "Pipelines")] == ["apple-line", "pear-line", "shop-line"]
    names = [row["Team"] for row in table(html, "Teams")]
    assert names == sorted(names)
    assert "acme" in names


def test_a_pipeline_is_shown_with_its_apps_by_stage(api):
    pipeline = api.post("/pipelines", {"name": "line"})
    for name, stage in (("web", "production"), ("office", "production"), ("trial", "staging")):
        app = api.app(name)
        api.post("/pipeline-couplings", {"app": app["id"], "pipeline": pipeline["id"], "stage": stage})
    [row] = table(page(api), "Pipelines")
    assert row["Apps"].splitlines() == ["staging: trial", "production: office, web"]


def test_a_team_is_shown_with_its_people_and_owns_by_its_name(api):
    api.post("/teams/apps", {"name": "shop", "team": "acme"})
    html = page(api)
    [team] = [row for row in table(html, "Teams") if row["Team"] == "acme"]
    assert "owner@example.com (admin)" in team["Members"].splitlines()
    assert team["Private Spaces"] == "acme-space"
    assert table(html, "Apps")[0]["Owner"] == "acme"


def test_what_a_browser_asks_for_is_there(api):
    html = page(api)
    assert re.search(r'<link rel="icon" href="data:', html)  # so that no browser asks for /favicon.ico
    answer = requests.get(f"{api.url}/favicon.ico", timeout=30)  # but what opens it without reading the page
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert "favicon" not in page(api)


def test_the_page_fits_a_telephone(api):
    html = page(api)
    assert '<meta name="viewport" content="width=device-width' in html
    assert "@media(max-width:" in html
