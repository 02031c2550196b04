# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest


@pytest.mark.parametrize(("features", "name"), [("/apps/shop/features", "preboot"), ("/account/features", "pipelines")])
def test_features_are_switched_by_name_and_id(api, features, name):
    api.app()
    assert not api.get(f"{features}/{name}")["enabled"]
    on = api.patch(f"{features}/{name}", {"enabled": True})
    assert on["enabled"]
    assert api.get(f"{features}/{on['id']}") == on
    assert [item["name"] for item in api.get(features) if item["enabled"]] == [name]
    assert not api.patch(f"{features}/{on['id']}", {"enabled": False})["enabled"]
    assert api.get(f"{features}/no-such-feature", status=404)["message"] == "Couldn't find that feature."
    assert api.patch(f"{features}/{name}", {}, status=422)["message"] == "Require params: enabled."


def test_features_of_one_are_not_those_of_another(api):
    api.app()
    api.app("other-shop")
    api.patch("/apps/shop/features/preboot", {"enabled": True})
    assert not api.get("/apps/other-shop/features/preboot")["enabled"]
    api.patch("/account/features/pipelines", {"enabled": True})
    assert not api.as_("simulator-token-other").get("/account/features/pipelines")["enabled"]
    api.get("/account/features/preboot", status=404)


@pytest.mark.parametrize(("answer", "descriptions"), [("none", []), ("release", ["Enable preboot feature"])])
def test_whether_a_feature_makes_a_release_is_a_switch(api, answer, descriptions):
    api.running.backdoor("POST", "switches", {"feature_release": answer})
    api.app()
    before = len(api.get("/apps/shop/releases"))
    for _time in (1, 2):
        api.patch("/apps/shop/features/preboot", {"enabled": True})
    assert [release["description"] for release in api.get("/apps/shop/releases")[before:]] == descriptions
