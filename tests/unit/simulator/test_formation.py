# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest


@pytest.fixture
def shop(api):
    api.app()
    api.deploy(web="bin/web", worker="bin/work")
    return api


def scale(api, *updates, status=None):
    return api.patch("/apps/shop/formation", {"updates": list(updates)}, status=status)


def shape(api):
    return {item["type"]: (item["quantity"], item["size"]) for item in api.get("/apps/shop/formation")}


def test_it_is_born_with_the_first_slug(api):
    api.app()
    error = scale(api, {"type": "web", "quantity": 1}, status=404)
    assert error["message"] == "Couldn't find that process type (web)."
    assert api.get("/apps/shop/formation/web", status=404)["message"] == "Couldn't find that formation."
    api.deploy(web="bin/web", worker="bin/work", release="bin/migrate")
    assert shape(api) == {"web": (1, "Basic"), "worker": (0, "Basic"), "release": (0, "Basic")}
    scale(api, {"type": "worker", "quantity": 1})
    api.deploy(web="bin/web2", clock="bin/clock")
    assert shape(api) == {"web": (1, "Basic"), "clock": (0, "Basic")}


def test_eco_for_who_subscribed_to_it(other):
    other.app("eco-app")
    other.deploy("eco-app", web="x")
    assert other.get("/apps/eco-app/formation/web")["size"] == "Eco"


def test_the_official_command_is_told_the_tier(shop, other):
    def tier(api, app):
        return api.get(f"/apps/{app}", variant="sdk")["process_tier"]

    assert tier(shop, "shop") == "basic"
    scale(shop, {"type": "web", "size": "standard-2x"}, {"type": "worker", "size": "standard-2x"})
    assert tier(shop, "shop") == "production"
    shop.post("/teams/apps", {"name": "inside", "space": "acme-space"})
    assert tier(shop, "inside") == "private"
    other.app("eco-app")
    assert tier(other, "eco-app") == "eco"
    account = other.get("/account")["id"]
    assert other.get(f"/accounts/{account}/actions/get-quota", variant="account-quotas")["account_quota"] > 0


def test_enterprise_teams_have_neither_eco_nor_basic_dynos(api):
    for team in ("acme", "acme-apps"):
        api.post("/teams/apps", {"name": f"of-{team}", "team": team})
        api.deploy(f"of-{team}", web="x")
    assert api.get("/apps/of-acme/formation/web")["size"] == "Standard-1X"
    assert api.get("/apps/of-acme-apps/formation/web")["size"] == "Basic"
    for size in ("eco", "basic"):
        error = api.patch("/apps/of-acme/formation/web", {"size": size}, status=422)
        assert error["message"] == "Heroku Enterprise accounts only support professional and private dynos."
    api.patch("/apps/of-acme-apps/formation/web", {"size": "basic"})
    api.switch(team_app_size="Standard-1X")
    api.post("/teams/apps", {"name": "another", "team": "acme-apps"})
    api.deploy("another", web="x")
    assert api.get("/apps/another/formation/web")["size"] == "Standard-1X"


def test_a_one_off_dyno_has_the_size_of_the_others(shop, other):
    assert shop.post("/apps/shop/dynos", {"command": "ls"})["size"] == "Basic"
    scale(shop, {"type": "web", "size": "standard-2x"}, {"type": "worker", "size": "standard-2x"})
    assert shop.post("/apps/shop/dynos", {"command": "ls"})["size"] == "Standard-2X"
    assert shop.post("/apps/shop/dynos", {"command": "ls", "size": "performance-l"})["size"] == "Performance-L"
    other.app("eco-app")
    assert other.post("/apps/eco-app/dynos", {"command": "ls"})["size"] == "Eco"
    error = shop.post("/apps/shop/dynos", {"command": "ls", "size": "private-s"}, status=422)
    assert error["message"].startswith("No such size as private-s.")


@pytest.mark.parametrize("size", ["standard-1x", "Standard-1X", "STANDARD-1X"])
def test_sizes_in_any_case_come_back_as_heroku_spells_them(shop, size):
    changed = scale(shop, {"type": "web", "size": size}, {"type": "worker", "dyno_size": {"name": size}})
    assert {(item["size"], item["dyno_size"]["name"]) for item in changed} == {("Standard-1X", "Standard-1X")}


def test_quantities_as_clients_send_them(shop):
    scale(shop, {"type": "web", "size": "standard-1x"}, {"type": "worker", "size": "standard-2x"})
    for value, expected in ((2, 2), ("3", 3), ("+1", 4), ("-2", 2)):
        scale(shop, {"type": "web", "quantity": value})
        assert shape(shop)["web"] == (expected, "Standard-1X")
    for wrong in (-1, "-3", "x", 1.5, True, 101):
        scale(shop, {"type": "web", "quantity": wrong}, status=422)
    assert shape(shop)["web"] == (2, "Standard-1X")


@pytest.mark.parametrize("size", [5, {}, {"id": None}, ["Basic"]])
def test_a_size_that_is_neither_an_id_nor_a_name(shop, size):
    shop.patch("/apps/shop/formation/web", {"dyno_size": size}, status=422)
    shop.patch("/apps/shop/formation", {"updates": [{"type": "web", "dyno_size": size}]}, status=422)


def test_tiers_are_not_mixed(shop):
    error = scale(shop, {"type": "web", "size": "standard-1x"}, status=422)
    assert error["id"] == "invalid_params"
    assert error["message"] == "Cannot use the following dyno types in the same app: Basic and Standard-1X"
    assert shape(shop)["web"] == (1, "Basic")
    shop.patch("/apps/shop/formation/web", {"size": "standard-1x"}, status=422)
    shop.switch(tier_mix="running_types")
    scale(shop, {"type": "web", "size": "standard-1x"})
    scale(shop, {"type": "worker", "quantity": 1}, status=422)


def test_limits(shop):
    error = scale(shop, {"type": "web", "quantity": 2}, status=422)
    assert error["message"] == "Cannot update to more than 1 Basic size dynos per process type."
    performance = [{"type": name, "size": "performance-m"} for name in ("web", "worker")]
    scale(shop, *performance)
    error = scale(shop, {"type": "web", "quantity": 11}, status=422)
    assert (error["id"], error["limit"], error["size"]) == ("cannot_run_above_limit", 10, 11)
    error = scale(shop, {"type": "web", "size": "1X"}, status=422)
    assert error["message"].startswith("No such size as 1X. Available dyno sizes are Eco, Basic, Standard-1X")
    assert error["message"].endswith(" and Performance-2XL.")


def test_a_batch_is_all_or_nothing(shop):
    error = scale(shop, {"type": "web", "quantity": 0}, {"type": "nope", "quantity": 1}, status=404)
    assert "nope" in error["message"]
    assert shape(shop)["web"] == (1, "Basic")
    assert len(scale(shop, {"type": "web", "quantity": 0})) == 2
    shop.switch(batch_formation_body="changed_types")
    assert [item["type"] for item in scale(shop, {"type": "web", "quantity": 1})] == ["web"]


def test_scaling_makes_no_release_but_dynos(frozen):
    frozen.app()
    frozen.clock(advance=1)
    frozen.deploy(web="bin/web", worker="exit 1")
    before = frozen.descriptions()
    scale(frozen, {"type": "worker", "quantity": 1})
    assert frozen.descriptions() == before
    states = {dyno["name"]: dyno["state"] for dyno in frozen.get("/apps/shop/dynos")}
    assert states == {"web.1": "starting", "worker.1": "starting"}
    frozen.clock(advance=3)
    states = {dyno["name"]: dyno["state"] for dyno in frozen.get("/apps/shop/dynos")}
    assert states == {"web.1": "up", "worker.1": "crashed"}
    scale(frozen, {"type": "web", "quantity": 0})
    assert [dyno["name"] for dyno in frozen.get("/apps/shop/dynos")] == ["worker.1"]


def test_a_release_restarts_dynos(shop):
    (before,) = shop.get("/apps/shop/dynos")
    shop.patch("/apps/shop/config-vars", {"A": "1"})
    (after,) = shop.get("/apps/shop/dynos")
    assert after["id"] != before["id"]
    assert after["release"]["version"] == before["release"]["version"] + 1
    assert shop.send("DELETE", "/apps/shop/dynos", status=202).json() == {}
    assert shop.get("/apps/shop/dynos")[0]["id"] != after["id"]
    assert shop.delete("/apps/shop/dynos/web.9", status=404)["message"] == "Couldn't find that dyno."


def test_one_off_dynos(frozen):
    frozen.app()
    dyno = frozen.post("/apps/shop/dynos", {"command": "ls", "attach": False})
    assert (dyno["type"], dyno["state"]) == ("run", "starting")
    assert dyno["name"].startswith("run.")
    frozen.clock(advance=3)
    assert frozen.get(f"/apps/shop/dynos/{dyno['name']}")["state"] == "up"
    frozen.clock(advance=5)
    frozen.get(f"/apps/shop/dynos/{dyno['name']}", status=404)
