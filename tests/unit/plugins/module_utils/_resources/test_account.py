# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Plan
from ansible_collections.community.heroku.plugins.module_utils._engine.resource import HIDDEN, NEWLY_HIDDEN
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN, Secret
from ansible_collections.community.heroku.plugins.module_utils._resources.account import PASSWORD, Account
from ansible_collections.community.heroku.plugins.module_utils._resources.common import ACCOUNT
from planning import desired, plan, verbs, written

THERE = {
    "allow_tracking": True,
    "beta": False,
    "email": "me@example.com",
    "id": "1",
    "name": "Me",
    "updated_at": "2026-11-21T10:00:00Z",
    "verified": True,
}
TRIED = PASSWORD.of("me@example.com", Secret("battery staple"))


def planned(works: Any = False, **options: Any) -> Plan:
    return plan(Account, {ACCOUNT.of(): THERE, TRIED: works}, **options)


@pytest.mark.parametrize(
    ("options", "sent"),
    [
        ({"name": "Me", "allow_tracking": True, "email": "ME@example.com"}, None),
        ({"beta": True}, {"beta": True}),
        ({"name": ""}, {"name": None}),
        ({"email": "you@example.com", "password": "x"}, {"email": "you@example.com", "password": "x"}),
        ({"new_password": "battery staple", "password": "x"}, {"new_password": "battery staple", "password": "x"}),
    ],
)
def test_what_is_sent(options: dict[str, Any], sent: dict[str, Any] | None) -> None:
    made = planned(**options)
    assert verbs(made) == ([] if sent is None else [("update", sent)])
    assert made.record["updated_at"] == (THERE["updated_at"] if sent is None else UNKNOWN)
    assert set(made.record) == set(THERE)
    assert "staple" not in written(made)


def test_a_password_that_stands_is_not_sent() -> None:
    assert not planned(works=True, new_password="battery staple").actions
    made = planned(works=True, new_password="battery staple", beta=True)
    assert verbs(made) == [("update", {"beta": True})]
    assert "new_password" not in made.after


def test_a_diff_shows_that_a_password_changes() -> None:
    made = planned(new_password="battery staple", password="x")
    assert (made.before["new_password"], made.after["new_password"]) == (HIDDEN, NEWLY_HIDDEN)


@pytest.mark.parametrize("option", ["email", "new_password"])
def test_what_needs_the_password(option: str) -> None:
    with pytest.raises(InvalidInput, match=f"password is needed to change {option}"):
        planned(**{option: "battery staple"})


def test_with_a_second_factor_nobody_can_tell() -> None:
    with pytest.raises(HerokuError, match="nobody can tell whether new_password"):
        planned(works=HerokuError("No", id="vaas_enrolled", status=403), new_password="battery staple")


@pytest.mark.parametrize(("option", "hinted"), [("email", True), ("beta", False)])
def test_a_refusal_of_what_needs_the_password(option: str, hinted: bool) -> None:
    options = {option: "you@example.com", "password": "x"}
    (action,) = planned(**options).actions
    hint = Account.explain(desired(Account, **options), action, HerokuError("No", status=422))
    assert ("Check password" in hint) is hinted
