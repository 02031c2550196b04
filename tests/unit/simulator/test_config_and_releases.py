# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

WARNING = "Release command executing: this config change will not be available until the command succeeds."


def test_a_patch_merges_and_makes_one_release(api):
    api.app()
    assert api.patch("/apps/shop/config-vars", {"B": "2", "A": "1"}) == {"B": "2", "A": "1"}
    assert api.patch("/apps/shop/config-vars", {"A": None, "E": ""}) == {"B": "2", "E": ""}
    assert api.patch("/apps/shop/config-vars", {"B": None, "NONE": None}) == {"E": ""}
    assert api.descriptions()[2:] == ["Set A, B config vars", "Set E, Remove A config vars", "Remove B config vars"]
    assert api.get("/apps/shop/releases/3/config-vars") == {"A": "1", "B": "2"}


def test_a_patch_that_changes_nothing(api):
    api.app()
    api.patch("/apps/shop/config-vars", {"A": "1"})
    for body in ({}, {"A": "1"}, {"GONE": None}):
        assert api.patch("/apps/shop/config-vars", body) == {"A": "1"}
    assert len(api.descriptions()) == 3
    api.switch(noop_config_patch="release")
    api.patch("/apps/shop/config-vars", {"A": "1"})
    assert api.descriptions()[3:] == ["Set A config vars"]


def test_what_config_cannot_be(api):
    api.app()
    for body in ({"A=B": "1"}, {"A": 1}, {"A": True}, {"A": ["x"]}, {"A": "x" * 32768}):
        assert api.patch("/apps/shop/config-vars", {**body, "FINE": "x"}, status=422)["id"] == "invalid_params"
    assert api.get("/apps/shop/config-vars") == {}
    api.switch(config_value_types="coerced", config_size="65536")
    assert api.patch("/apps/shop/config-vars", {"N": 1, "T": True})["T"] == "true"
    api.patch("/apps/shop/config-vars", {"A": "x" * 32768})


def test_what_attachments_own_cannot_be_touched(api):
    api.app()
    api.post("/apps/shop/addons", {"plan": "heroku-postgresql"})
    for value in (None, "mine"):
        error = api.patch("/apps/shop/config-vars", {"DATABASE_URL": value, "A": "1"}, status=422)
        assert error["message"] == "Cannot overwrite attachment values DATABASE_URL."
    assert set(api.get("/apps/shop/config-vars")) == {"DATABASE_URL"}


def test_a_release_phase_keeps_the_old_config_until_it_succeeded(frozen):
    frozen.app()
    frozen.deploy(web="bin/web", release="bin/migrate")
    frozen.clock(advance=5)
    answer = frozen.send("PATCH", "/apps/shop/config-vars", {"A": "1"})
    assert answer.json() == {}
    assert answer.headers["Warning-Message"].startswith(WARNING)
    frozen.send("PATCH", "/apps/shop/config-vars", {"B": "2"})
    newest = frozen.get("/apps/shop/releases", Range="version ..; order=desc,max=1")[0]
    assert (newest["status"], newest["current"]) == ("pending", False)
    assert frozen.get("/apps/shop/config-vars") == {}
    frozen.clock(advance=5)
    assert frozen.get("/apps/shop/config-vars") == {"A": "1", "B": "2"}
    assert frozen.get(f"/apps/shop/releases/{newest['version']}")["current"] is True
    frozen.switch(config_patch_body="new")
    assert frozen.patch("/apps/shop/config-vars", {"C": "3"})["C"] == "3"


@pytest.mark.parametrize(("answer", "config"), [("kept", {"A": "1"}), ("dropped", {})])
def test_a_release_command_that_fails(api, answer, config):
    api.switch(config_after_failed_release=answer)
    api.app()
    api.deploy(web="bin/web")
    good = api.get("/apps/shop/releases")[-1]
    api.deploy(web="bin/web", worker="bin/work", release="bin/migrate && exit 1")
    api.patch("/apps/shop/config-vars", {"A": "1"})
    failed = api.get("/apps/shop/releases")[-1]
    assert (failed["status"], failed["eligible_for_rollback"]) == ("failed", False)
    assert "failed" in api.text(failed["output_stream_url"])
    assert api.get(f"/apps/shop/releases/{good['version']}")["current"] is True
    assert api.get("/apps/shop/config-vars") == config
    assert [item["type"] for item in api.get("/apps/shop/formation")] == ["web"]


def test_a_release_command_says_what_the_world_says(api):
    api.app()
    api.patch("/apps/shop/config-vars", {"TABLE": "orders"})
    release = api.deploy(web="bin/web", release="printenv TABLE")
    lines = api.text(api.get(f"/apps/shop/releases/{release['version']}")["output_stream_url"]).splitlines()
    assert lines == [
        f"Running release v{release['version']} commands...",
        "+ printenv TABLE",
        "orders",
        "Release command succeeded",
    ]


def test_a_transition_can_be_made_to_fail(api):
    api.app()
    api.deploy(web="bin/web", release="bin/migrate")
    api.fault(fault="fail", transition="release.command", count=1)
    api.patch("/apps/shop/config-vars", {"A": "1"})
    assert api.get("/apps/shop/releases")[-1]["status"] == "failed"


def test_rollback_brings_code_and_config_back(api):
    api.app()
    api.patch("/apps/shop/config-vars", {"A": "1"})
    old = api.deploy(web="bin/one")
    api.patch("/apps/shop/config-vars", {"A": "2", "B": "3"})
    api.deploy(web="bin/two")
    back = api.post("/apps/shop/releases", {"release": old["id"]})
    assert (back["description"], back["slug"]) == (f"Rollback to v{old['version']}", old["slug"])
    assert api.get("/apps/shop/config-vars") == {"A": "1"}
    assert api.get("/apps/shop/formation/web")["command"] == "bin/one"
    initial = api.get("/apps/shop/releases/1")
    assert initial["eligible_for_rollback"] is False
    api.post("/apps/shop/releases", {"release": initial["id"]}, status=422)
    api.post("/apps/shop/releases", {"release": back["id"]})
    api.switch(rollback_to_current="refused")
    api.post("/apps/shop/releases", {"release": api.get("/apps/shop/releases")[-1]["id"]}, status=422)


def test_releases_are_numbered_and_listed(api):
    api.app()
    for number in range(4):
        api.patch("/apps/shop/config-vars", {"A": str(number)})
    listed = api.get("/apps/shop/releases")
    assert [item["version"] for item in listed] == [1, 2, 3, 4, 5, 6]
    assert [item["current"] for item in listed] == [False] * 5 + [True]
    newest = api.send("GET", "/apps/shop/releases", status=206, Range="version ..; order=desc,max=2")
    assert [item["version"] for item in newest.json()] == [6, 5]
    assert newest.headers["Next-Range"] == "version ]5..; max=2, order=desc"
    assert api.get(f"/apps/shop/releases/{listed[2]['id']}") == api.get("/apps/shop/releases/3")
    api.get("/apps/shop/releases/99", status=404)
