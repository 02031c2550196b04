# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import View
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Plan, Status, Wait
from ansible_collections.community.heroku.plugins.module_utils._engine.shadow import Changes
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.common import REGIONS, SPACES, TEAMS
from ansible_collections.community.heroku.plugins.module_utils._resources.space import PARTS, TEAM_SPACES, Space
from ansible_collections.community.heroku.plugins.module_utils._resources.space_log_drain import SpaceLogDrain
from planning import desired, plan, verbs, written

ID = "01234567-89ab-cdef-0123-456789abcdef"
TEAM = {"id": "11234567-89ab-cdef-0123-456789abcdef", "name": "acme"}
STANDING = SPACES.normal(
    {
        "cidr": "10.0.0.0/16",
        "created_at": "2026-11-21T10:00:00Z",
        "generation": {"id": "1", "name": "cedar"},
        "id": ID,
        "name": "example",
        "region": {"id": "2", "name": "frankfurt"},
        "state": "allocated",
        "team": TEAM,
        "updated_at": "2026-11-21T10:00:00Z",
    }
)
EXAMPLE = SPACES.named("example")
REGION = {"id": "2", "name": "frankfurt", "private_capable": True}
PLACES = {
    TEAMS.named("acme"): {**TEAM, "role": "admin"},
    REGIONS.of(): [REGION, {"id": "3", "name": "eu", "private_capable": False}],
}


def space(there: dict | None, **options: object) -> Plan:
    """The plan for a space, by what Heroku says of it."""
    facts = {EXAMPLE: there, SPACES.named("renamed"): None, **PLACES}
    return plan(Space, facts, **{"name": "example", **options})


def test_only_the_name_can_change() -> None:
    made = space(STANDING, new_name="renamed", team="acme", cidr="10.0.1.2/16")
    assert verbs(made) == [("update", {"name": "renamed"})]
    assert made.unknown == ["updated_at"]
    for wrong in ({"team": "other"}, {"region": "virginia"}, {"shield": True}, {"cidr": "10.1.0.0/16"}):
        with pytest.raises(InvalidInput, match="cannot be changed"):
            space(STANDING, **wrong)


def test_a_new_space_is_foreseen_as_far_as_it_is_known() -> None:
    options = {"team": "acme", "region": "frankfurt", "cidr": "10.2.3.4/16", "generation": "cedar"}
    made = space(None, **options)
    assert verbs(made) == [("create", {"name": "example", **options, "cidr": "10.2.0.0/16"})]
    assert made.record["team"] == TEAM
    assert made.record["region"] == {"id": "2", "name": "frankfurt"}
    assert made.record["state"] == "allocated"
    assert made.unknown == ["created_at", "data_cidr", "generation.id", "id", "organization", "shield", "updated_at"]
    assert space(None, **options, wait=False).record["state"] == "allocating"


def test_where_no_space_can_be() -> None:
    with pytest.raises(InvalidInput, match="A new space needs team"):
        space(None)
    with pytest.raises(InvalidInput, match="no spaces in the region eu; choose one of frankfurt"):
        space(None, team="acme", region="eu")
    with pytest.raises(InvalidInput, match="There is no team acme"):
        plan(Space, {EXAMPLE: None, TEAMS.named("acme"): None}, name="example", team="acme")


def test_the_drain_of_a_space_is_sent_once_and_never_shown() -> None:
    options = {"team": "acme", "log_drain_url": "https://s3cret@logs.example.com/"}
    made = space(None, **options)
    assert made.actions[0].request.body["log_drain_url"] == options["log_drain_url"]
    assert made.after["log_drain_url"] == "(hidden, new value)"
    assert "s3cret" not in str((made.before, made.after, made.record, made.actions, written(made)))
    standing = space(STANDING, **options)
    assert not standing.actions
    assert "log_drain_url" not in {*standing.before, *standing.after, *standing.record}


def test_a_space_that_goes() -> None:
    going = {**STANDING, "state": "deleting"}
    assert not space(going, state="absent").actions
    assert verbs(space(STANDING, state="absent")) == [("delete", None)]
    for there in (going, STANDING):
        assert [(wait.name, wait.about) for wait in space(there, state="absent").waits] == [("gone", (ID,))]
        assert not space(there, state="absent", wait=False).waits
    assert not space(None, state="absent").waits
    with pytest.raises(InvalidInput, match="is being deleted"):
        space(going)


def test_a_space_that_is_under_way_is_foreseen_as_it_will_be() -> None:
    under_way = {**STANDING, "state": "allocating"}
    made = space(under_way)
    assert (made.record["state"], made.record["updated_at"]) == ("allocated", UNKNOWN)
    assert space(under_way, wait=False).record == under_way


@pytest.mark.parametrize(
    ("name", "state", "verdict"),
    [
        ("allocated", "allocating", Status.PENDING),
        ("allocated", "allocated", Status.READY),
        ("allocated", "deleting", Status.FAILED),
        ("allocated", None, Status.FAILED),
        ("gone", "deleting", Status.PENDING),
        ("gone", "allocated", Status.PENDING),
        ("gone", None, Status.READY),
    ],
)
def test_how_far_it_is(name: str, state: str | None, verdict: Status) -> None:
    record = {**STANDING, "state": state} if state else None
    assert Space.judge(desired(Space, name="example"), Wait(name, "it", (ID,)), record).status is verdict


def test_parts_are_asked_of_spaces_that_have_them() -> None:
    spaces = [
        STANDING,
        {**STANDING, "name": "fir", "generation": {"id": "4", "name": "fir"}},
        {**STANDING, "name": "new", "state": "allocating"},
    ]
    facts = {SPACES.of(): spaces, PARTS["peering_info"].of("example"): {"vpc_id": "vpc-1"}}
    options = {**dict.fromkeys(PARTS, False), "peering_info": True}
    found = Space.info(desired(Space, **options), Space.find(desired(Space, **options), View(facts)))
    assert found["peering_info"] == {"example": {"vpc_id": "vpc-1"}, "fir": None, "new": None}
    assert found["nat"] == {}
    assert [item["name"] for item in found["spaces"]] == ["example", "fir", "new"]


def test_a_new_space_has_its_log_drain_from_the_start() -> None:
    """As later tasks of a run in check mode see it: the drain, and the space among those of its team."""
    url = "https://logs.example.com/?token=t"
    made = space(None, team="acme", log_drain_url=url)
    view = Changes(made.changes).over(View({TEAM_SPACES.of("acme"): []}))
    drain = view.get(SpaceLogDrain.kind.of("example"))
    assert drain["url"] == url
    assert "token=t" not in repr(made.changes)
    assert not SpaceLogDrain.plan(desired(SpaceLogDrain, space="example", url=url), view).actions
    assert [item["name"] for item in view.get(TEAM_SPACES.of("acme"))] == ["example"]
