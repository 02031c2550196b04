# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import Failure, HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.common import SPACES
from ansible_collections.community.heroku.plugins.module_utils._resources.space_access import SpaceAccess
from ansible_collections.community.heroku.plugins.module_utils._resources.teams import TEAM_MEMBERS
from planning import desired, plan, verbs

CREATE_APPS = {"name": "create_apps", "description": "Create apps"}
MEMBER = SpaceAccess.kind.named("member@example.com", "example")
OPTIONS = {"space": "example", "user": "Member@example.com"}
TEAM = {SPACES.named("example"): {"team": {"id": "7", "name": "acme"}}}


def access(*permissions: dict) -> dict:
    """What somebody may do, as Heroku shows it."""
    user = {"email": "member@example.com", "id": "1"}
    return SpaceAccess.kind.normal({"id": "2", "permissions": list(permissions), "updated_at": "", "user": user})


def test_a_permission_is_given() -> None:
    made = plan(SpaceAccess, {MEMBER: access()}, **OPTIONS, permissions=["create_apps", "create_apps"])
    assert verbs(made) == [("update", {"permissions": [{"name": "create_apps"}]})]
    assert made.actions[0].request.values == ("example", "member@example.com")
    assert made.record["permissions"] == [{"name": "create_apps", "description": UNKNOWN}]
    assert made.unknown == ["permissions[0].description", "updated_at"]
    assert (made.before, made.after) == ({"permissions": []}, {"permissions": ["create_apps"]})
    assert not plan(SpaceAccess, {MEMBER: access(CREATE_APPS)}, **OPTIONS, permissions=["create_apps"]).actions


@pytest.mark.parametrize(("role", "refused"), [("admin", True), ("member", False), (None, False)])
def test_admins_keep_their_permissions(role: str | None, refused: bool) -> None:
    facts = {
        **TEAM,
        MEMBER: access(CREATE_APPS),
        TEAM_MEMBERS.of("acme"): [{"email": "MEMBER@example.com", "role": role}],
    }
    if refused:
        with pytest.raises(InvalidInput, match="is an admin of the team acme"):
            plan(SpaceAccess, facts, **OPTIONS, permissions=[])
    else:
        assert verbs(plan(SpaceAccess, facts, **OPTIONS, permissions=[])) == [("update", {"permissions": []})]


def test_where_the_token_may_not_see_the_team_heroku_judges() -> None:
    facts = {**TEAM, MEMBER: access(CREATE_APPS), TEAM_MEMBERS.of("acme"): HerokuError("no", status=403)}
    assert plan(SpaceAccess, facts, **OPTIONS, permissions=[]).actions


def test_who_is_not_in_the_team_has_no_access() -> None:
    with pytest.raises(HerokuError, match="Only members of the space's team"):
        plan(SpaceAccess, {MEMBER: None}, **OPTIONS, permissions=[])


def test_a_write_of_which_nothing_came_is_an_error() -> None:
    made = plan(SpaceAccess, {MEMBER: access()}, **OPTIONS, permissions=["create_apps"])
    want = desired(SpaceAccess, **OPTIONS, permissions=["create_apps"])
    assert SpaceAccess.outcome(want, made, {made.actions[0].id: access(CREATE_APPS)}) == access(CREATE_APPS)
    with pytest.raises(Failure, match=r"left the permissions of .* as they are: none"):
        SpaceAccess.outcome(want, made, {made.actions[0].id: access()})


def test_in_a_space_that_would_be_made_what_somebody_may_do_is_unknown() -> None:
    newborn = SpaceAccess.kind.newborn
    assert newborn is not None
    facts = {**TEAM, MEMBER: newborn(MEMBER), TEAM_MEMBERS.of("acme"): []}
    made = plan(SpaceAccess, facts, **OPTIONS, permissions=["create_apps"])
    assert made.before == {"permissions": UNKNOWN}
    assert made.after == {"permissions": ["create_apps"]}
