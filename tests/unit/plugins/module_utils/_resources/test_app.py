# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import View
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Desired
from ansible_collections.community.heroku.plugins.module_utils._resources.app import App
from ansible_collections.community.heroku.plugins.module_utils._resources.common import APPS, APPS_OF_TEAM

ACME = "01234567-89ab-cdef-0123-456789abcdef"


def app(name: str, team: str | None = "acme") -> dict[str, Any]:
    identity = ACME if team == "acme" else "another"
    return APPS.normal({"id": f"id of {name}", "name": name, "team": team and {"id": identity, "name": team}})


def listed(name: str) -> dict[str, Any]:
    """As the team's own list tells of an app."""
    return APPS_OF_TEAM.normal({"id": f"id of {name}", "name": name, "team": {"name": "acme"}, "joined": False})


SEEN = [app("mine", None), app("joined"), app("others", "other")]


def found(team: str, answer: Any) -> list[dict[str, Any]]:
    facts = {APPS.of(): SEEN, APPS_OF_TEAM.of(team): answer}
    return App.find(Desired({"name": None, "team": team, "space": None}), View(facts))


@pytest.mark.parametrize("team", ["acme", ACME])
def test_a_team_lists_the_apps_that_nobody_has_joined(team: str) -> None:
    apps = found(team, [listed("joined"), listed("lonely")])
    assert [item["name"] for item in apps] == ["joined", "lonely"]
    assert apps[0] == app("joined")
    assert apps[1]["acm"] is None
    assert {"joined", "locked"}.isdisjoint(apps[1])


@pytest.mark.parametrize("status", [403, 404])
def test_a_team_that_does_not_tell_its_apps_is_looked_for_among_those_that_are_seen(status: int) -> None:
    refused = HerokuError("no", status=status)
    assert [item["name"] for item in found("acme", refused)] == ["joined"]
    assert found("nobody", refused) == []


def test_other_refusals_are_told() -> None:
    with pytest.raises(HerokuError):
        found("acme", HerokuError("no", status=401))
