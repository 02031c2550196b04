# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Both answers of the switches that no test of a resource of their own is about; the others stand with theirs."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from heroku_simulator.switches import SWITCHES, Switches


def sources_of_tests():
    """The source of every test of the simulator, with its decorators, by its name."""
    for file in sorted(Path(__file__).parent.glob("test_*.py")):
        text = file.read_text(encoding="utf-8")
        for item in ast.walk(ast.parse(text)):
            if isinstance(item, ast.FunctionDef) and item.name.startswith("test_"):
                first = min(part.lineno for part in (item, *item.decorator_list))
                yield item.name, "\n".join(text.splitlines()[first - 1 : item.end_lineno])


def test_each_answer_that_is_not_the_default_has_a_test():
    """The default has all the others."""
    sources = dict(sources_of_tests()).values()
    without = [
        (name, answer)
        for name, switch in SWITCHES.items()
        for answer in switch.answers[1:]
        if not any(name in source and re.search(rf'"{answer}"|\b{answer}[,\])]', source) for source in sources)
    ]
    assert without == []


@pytest.mark.parametrize(
    ("name", "hint"), [("retry_afte", "did you mean retry_after?"), ("nothing", "there are retry")]
)
def test_a_switch_that_is_none(name, hint):
    with pytest.raises(ValueError, match=f"there is no switch '{name}'; ") as caught:
        Switches().set(name, "yes")
    assert hint in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "hostname", "attachment"),
    [("folded", "www.example.com", "FOO"), ("as_sent", "WWW.example.com", "foo")],
)
def test_whether_case_is_folded(api, answer, hostname, attachment):
    api.switch(fold_case=answer)
    api.app()
    assert api.post("/apps/shop/domains", {"hostname": "WWW.example.com", "sni_endpoint": None})["hostname"] == hostname
    addon = api.post("/apps/shop/addons", {"plan": "heroku-redis", "attachment": {"name": "foo"}})
    assert [item["name"] for item in api.get(f"/addons/{addon['id']}/addon-attachments")] == [attachment]


@pytest.mark.parametrize("size", ["Basic", "Standard-1X"])
def test_the_first_size_of_team_apps(api, size):
    api.switch(team_app_size=size)
    api.post("/teams/apps", {"name": "shop", "team": "acme-apps"})
    api.deploy(web="bin/web")
    assert [item["size"] for item in api.get("/apps/shop/formation")] == [size]


@pytest.mark.parametrize(("answer", "status", "length"), [("complete", 200, 3), ("paginated", 206, 2)])
def test_whether_couplings_come_in_pages(api, answer, status, length):
    api.switch(satellite_lists=answer)
    pipeline = api.post("/pipelines", {"name": "pipe"})
    for name in ("one", "two", "three"):
        api.app(f"shop-{name}")
        api.post("/pipeline-couplings", {"app": f"shop-{name}", "pipeline": pipeline["id"], "stage": "staging"})
    page = api.send("GET", "/pipeline-couplings", Range="id ..; max=2", status=status)
    assert len(page.json()) == length
    assert ("Next-Range" in page.headers) is (status == 206)


@pytest.mark.parametrize(("answer", "known"), [("when_set", []), ("at_once", ["DATABASE_URL"])])
def test_when_an_addon_names_its_config_vars(frozen, answer, known):
    frozen.switch(addon_config_vars=answer)
    frozen.app()
    bought = frozen.post("/apps/shop/addons", {"plan": "heroku-postgresql:standard-0"})
    assert bought["state"] == "provisioning"
    assert bought["config_vars"] == known
    frozen.clock(mode="instant")
    assert frozen.get(f"/addons/{bought['id']}")["config_vars"] == ["DATABASE_URL"]


@pytest.mark.parametrize("status", [423, 400])
def test_the_status_of_an_attachment_name_in_use(api, status):
    api.switch(attachment_in_use_status=str(status))
    api.app()
    first = api.post("/apps/shop/addons", {"plan": "heroku-redis", "attachment": {"name": "STORE"}})
    second = api.post("/apps/shop/addons", {"plan": "heroku-redis"})
    api.post("/addon-attachments", {"addon": first["id"], "app": "shop", "name": "SPARE"})
    body = {"addon": second["id"], "app": "shop", "name": "STORE"}
    assert api.post("/addon-attachments", body, status=status)["id"] == "confirmation_required"
    api.post("/addon-attachments", {**body, "confirm": "shop"}, status=201)


def test_a_collaborator_without_an_account(api):
    api.app()
    body = {"user": "nobody@example.org"}
    api.post("/apps/shop/collaborators", body, status=404)
    api.switch(unknown_collaborator="invited")
    assert api.post("/apps/shop/collaborators", body)["user"]["email"] == "nobody@example.org"
    api.post("/apps/shop/collaborators", {"user": "neither-an-address"}, status=404)


@pytest.mark.parametrize(("answer", "listed"), [("listed", ["theirs"]), ("left_out", [])])
def test_apps_of_a_team_that_one_has_not_joined(api, answer, listed):
    api.switch(unjoined_apps=answer)
    api.as_("simulator-token-member").post("/teams/apps", {"name": "theirs", "team": "acme"})
    assert [app["name"] for app in api.get("/apps")] == listed
    assert [(app["name"], app["joined"]) for app in api.get("/teams/acme/apps")] == [("theirs", False)]
    assert api.get("/apps/theirs")["name"] == "theirs"
