# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Teams: how they are made, what is changed where, and which are not deleted."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import Need
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Plan
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN, Ref
from ansible_collections.community.heroku.plugins.module_utils._resources.common import APPS_OF_TEAM, TEAMS
from ansible_collections.community.heroku.plugins.module_utils._resources.team import (
    PREFERENCES,
    Team,
    preferred,
)
from ansible_collections.community.heroku.plugins.module_utils._resources.teams import ENTERPRISE_ACCOUNTS
from planning import plan, verbs, written

TEAM: dict[str, Any] = {
    "created_at": "2026-11-21T10:00:00Z",
    "default": False,
    "enterprise_account": {"id": "id-of-ours", "name": "ours"},
    "id": "id-of-acme",
    "name": "acme",
    "role": "admin",
    "type": "enterprise",
    "updated_at": "2026-11-21T10:00:00Z",
}


def planned(*, apps: int = 0, **options: Any) -> Plan:
    """The plan where there is a team acme with so many apps, and an enterprise account."""
    facts: dict[Need, Any] = {
        TEAMS.named("acme"): TEAM,
        TEAMS.named("new"): None,
        TEAMS.named("absent"): None,
        PREFERENCES.of("acme"): PREFERENCES.normal({"addons-controls": True}),
        APPS_OF_TEAM.of("acme"): [{"name": f"app-{number}"} for number in range(apps)],
        ENTERPRISE_ACCOUNTS.named("ours"): {"id": "id-of-ours", "name": "ours"},
        ENTERPRISE_ACCOUNTS.named("nobodys"): None,
    }
    return plan(Team, facts, **options)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"name": "acme"}, []),
        ({"name": "acme", "enterprise_account": "ours", "default": False, "addons_controls": True}, []),
        ({"name": "acme", "new_name": "new"}, [("update", {"name": "new"})]),
        ({"name": "new", "new_name": "acme"}, []),
        ({"name": "absent", "new_name": "new"}, [("create", {"name": "new"})]),
        (
            {"name": "absent", "new_name": "new", "enterprise_account": "ours"},
            [("create", {"name": "new"})],
        ),
        (
            {"name": "acme", "default": True, "addons_controls": False},
            [("update", {"default": True}), ("prefer", {"addons-controls": False})],
        ),
        ({"name": "acme", "state": "absent"}, [("delete", None)]),
        (
            {"name": "new", "billing": {"city": "Example", "cvv": None}},
            [("create", {"name": "new", "city": "Example"})],
        ),
    ],
)
def test_what_is_planned(options: dict[str, Any], expected: list[tuple[str, Any]]):
    made = planned(**options)
    assert verbs(made) == expected
    assert bool(expected) == (made.before != made.after)


def test_what_is_set_after_the_creation_is_in_the_diff_too():
    made = planned(name="new", enterprise_account="ours", addons_controls=True, default=False)
    assert made.after == {"name": "new", "enterprise_account": "ours", "addons_controls": True, "default": False}
    create, prefer = made.actions
    assert create.request.path == "/enterprise-accounts/{}/teams"
    assert prefer.request.values == (Ref(create.id),)
    assert prefer.after == (create.id,)
    assert (made.record["type"], made.record["addons_controls"], made.record["id"]) == ("enterprise", True, UNKNOWN)


def test_the_record_is_of_the_team_and_not_of_its_preferences():
    made = planned(name="acme", addons_controls=False)
    (prefer,) = made.actions
    outcome = Team.outcome(None, made, {prefer.id: {"addons-controls": False, "default-permission": None}})
    assert outcome == {**TEAM, "addons_controls": False}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"name": "acme", "state": "absent", "apps": 2}, r"still owns the apps app-0, app-1\."),
        ({"name": "acme", "state": "absent", "apps": 7}, "app-4 and 2 more"),
        ({"name": "acme", "enterprise_account": "nobodys"}, "A team stays where it was created"),
        ({"name": "new", "enterprise_account": "nobodys"}, "There is no Enterprise Account nobodys"),
    ],
)
def test_what_heroku_would_refuse(options: dict[str, Any], message: str):
    with pytest.raises(InvalidInput, match=message):
        planned(**options)


def test_no_preference_means_off():
    assert preferred({"addons-controls": None}) == {"addons_controls": False, "default_permission": None}


def test_what_is_paid_with_is_in_no_saved_plan():
    made = planned(name="new", billing={"card_number": "4111-canary"})
    assert "4111-canary" not in written(made)
