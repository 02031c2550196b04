# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Images of the container registry in documents: check mode says what happens, in whatever order people go about it."""

from __future__ import annotations

from typing import Any

import fleets
import pytest

APP = {"stack": "container", "config": {"A": "b"}}
RUNNING = {
    **APP,
    "images": {"web": "v1", "worker": {"docker_image": "v1"}},
    "run": {"command": "migrate", "attach": False},
    "formation": {"web": {"quantity": 2, "size": "standard-1x"}, "worker": {"quantity": 1, "size": "standard-2x"}},
}


@pytest.fixture
def fleet(simulator: Any) -> fleets.Task:
    return fleets.Task(simulator)


@pytest.fixture
def pushed(fleet: fleets.Task, simulator: Any) -> dict[str, str]:
    """The ids of images that were pushed, of an app that was made."""
    fleet.done({"apps": {"shop": APP}})
    return {name: fleets.push(simulator, f"shop/{name}", "v1", f"{name} one") for name in ("web", "worker")}


def test_images_are_released_then_the_command_runs_then_the_app_is_scaled(
    fleet: fleets.Task, pushed: dict[str, str], simulator: Any
) -> None:
    whole = {"apps": {"shop": RUNNING}}
    predicted = fleet.done(whole, check_mode=True)
    before = len(simulator.requests())
    made = fleet.done(whole, details=True)
    writes = [entry for entry in simulator.requests()[before:] if entry["method"] in fleets.WRITES]
    paths = [entry["path"].rpartition("/")[2] for entry in writes]
    assert [path for path in paths if path != "log-sessions"] == ["formation", "dynos", "formation"]
    assert made["apps"]["shop"]["done"] == predicted["apps"]["shop"]["done"]
    assert (made["summary"], made["cost"]) == (predicted["summary"], predicted["cost"])
    assert [item["quantity"] for item in made["apps"]["shop"]["details"]["apps.shop.formation"]["formation"]] == [2, 1]
    again = fleet.done(whole)
    assert (again["changed"], again["summary"]) == (False, {"add": 0, "change": 0, "destroy": 0})


def test_an_app_that_the_document_makes_can_have_no_image_yet(fleet: fleets.Task, simulator: Any) -> None:
    whole = {"apps": {"shop": RUNNING, "other": {}}}
    for check_mode in (True, False):
        result = fleet.run(whole, check_mode=check_mode)
        (failure,) = result["apps"]["shop"]["failed"]
        assert failure["msg"].startswith("shop is created by this task, and the registry takes no image for an app")
        assert [item["path"] for item in result["apps"]["shop"]["left"]] == ["apps.shop.run", "apps.shop.formation"]
        assert result["apps"]["shop"]["done"] == ["add app", "add config vars"]
        assert not result["apps"]["other"]["failed"]
    for name in ("web", "worker"):
        fleets.push(simulator, f"shop/{name}", "v1", name)
    assert fleet.done(whole)["apps"]["shop"]["done"] == ["add images", "add one-off dyno", "change formation"]


def test_a_renamed_app_has_its_images_by_the_name_until_then(fleet: fleets.Task, pushed: dict[str, str]) -> None:
    whole = {"apps": {"shop": {"new_name": "store", "images": {"web": "v1"}}}}
    predicted = fleet.done(whole, check_mode=True)
    assert (
        fleet.done(whole)["apps"]["shop"]["done"] == predicted["apps"]["shop"]["done"] == ["change app", "add images"]
    )
    again = fleet.done({"apps": {"store": {"images": {"web": pushed["web"]}}}})
    assert again["changed"] is False


def test_what_runs_is_exported_and_applied_again_changes_nothing(
    fleet: fleets.Task, pushed: dict[str, str], connect: Any, simulator: Any
) -> None:
    fleet.done({"apps": {"shop": RUNNING}})
    client = connect(simulator)
    before = client.requests_sent
    found = fleets.export(client, names=["shop"], include=["apps"], sections=["formation"])
    assert client.requests_sent - before == 9 + 2 + 1, "lists of the account, of its teams, and one of the app"
    found = fleets.export(client, names=["shop"])
    shop = found["document"]["apps"]["shop"]
    assert (shop["stack"], shop["images"]) == ("container", pushed)
    assert shop["formation"]["worker"] == {"quantity": 1, "size": "Standard-2X"}
    whole = {**found["document"], "apps": {"shop": {**shop, **found["secrets"]["apps"]["shop"]}}}
    assert fleet.done(whole)["changed"] is False


def test_images_and_another_source_of_code_are_refused(fleet: fleets.Task) -> None:
    result = fleet.run({"apps": {"shop": {**RUNNING, "build": {"path": fleets.SOURCE}}}})
    assert "an app runs code from one of them" in result["msg"]
