# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

PATH = "/apps/shop/buildpack-installations"
APT = "https://buildpack-registry.s3.amazonaws.com/buildpacks/heroku-community/apt.tgz"


def put(api, *buildpacks, **more):
    return api.send("PUT", PATH, {"updates": [{"buildpack": item} for item in buildpacks]}, **more).json()


@pytest.mark.parametrize(
    ("sent", "url", "name"),
    [
        ("heroku/ruby", "urn:buildpack:heroku/ruby", "heroku/ruby"),
        ("urn:buildpack:heroku/ruby", "urn:buildpack:heroku/ruby", "heroku/ruby"),
        ("heroku-community/apt", APT, "heroku-community/apt"),
        (APT, APT, "heroku-community/apt"),
        ("https://github.com/a/b.git", "https://github.com/a/b.git", "https://github.com/a/b.git"),
    ],
)
def test_a_buildpack_by_name_urn_or_url(api, sent, url, name):
    api.app()
    assert put(api, sent) == [{"ordinal": 0, "buildpack": {"url": url, "name": name}}]


def test_the_list_is_replaced_and_cleared_without_a_release(api):
    api.app()
    releases = api.get("/apps/shop/releases")
    put(api, "heroku/nodejs", "heroku/ruby")
    put(api, "heroku/ruby", "heroku/python", Range="")
    names = [(item["ordinal"], item["buildpack"]["name"]) for item in api.get(PATH)]
    assert names == [(0, "heroku/ruby"), (1, "heroku/python")]
    assert put(api, "python", status=422)["id"] == "invalid_params"
    assert len(api.get(PATH)) == 2
    assert put(api) == []
    assert api.get(PATH) == []
    assert api.get("/apps/shop/releases") == releases
