# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Plan
from ansible_collections.community.heroku.plugins.module_utils._resources.common import SPACES, TEAMS
from ansible_collections.community.heroku.plugins.module_utils._resources.space_transfer import SpaceTransfer
from planning import plan, verbs

SPACE = SPACES.normal({"id": "1", "name": "example", "team": {"id": "2", "name": "acme"}, "updated_at": ""})
OLD = {"id": "2", "name": "acme", "enterprise_account": {"id": "3"}}
NEW = {"id": "4", "name": "acme-new", "enterprise_account": {"id": "3"}}


def transfer(new: dict | None, owner: str = "acme-new") -> Plan:
    facts = {SPACES.named("example"): SPACE, TEAMS.named(owner): new, TEAMS.named("2"): OLD}
    return plan(SpaceTransfer, facts, space="example", new_owner=owner)


def test_a_space_is_handed_over() -> None:
    made = transfer(NEW)
    assert verbs(made) == [("transfer", {"new_owner": "acme-new"})]
    assert made.record["team"] == {"id": "4", "name": "acme-new"}
    assert made.unknown == ["organization", "updated_at"]
    assert (made.before, made.after) == ({"new_owner": "acme"}, {"new_owner": "acme-new"})


@pytest.mark.parametrize("owner", ["acme", "2"])
def test_it_is_the_teams_already(owner: str) -> None:
    made = plan(SpaceTransfer, {SPACES.named("example"): SPACE}, space="example", new_owner=owner)
    assert not made.actions
    assert made.record == SPACE


@pytest.mark.parametrize(
    ("new", "text"),
    [
        (None, "There is no team acme-new"),
        ({**NEW, "enterprise_account": None}, "same Enterprise Account; acme-new is not one"),
        ({**NEW, "enterprise_account": {"id": "5"}}, "same Enterprise Account; acme-new is not one"),
    ],
)
def test_both_teams_are_of_one_enterprise(new: dict | None, text: str) -> None:
    with pytest.raises(InvalidInput, match=text):
        transfer(new)


def test_the_space_has_to_exist() -> None:
    with pytest.raises(HerokuError, match=r"Couldn't find that space\. Check the space's name"):
        plan(SpaceTransfer, {SPACES.named("nowhere"): None}, space="nowhere", new_owner="acme")
