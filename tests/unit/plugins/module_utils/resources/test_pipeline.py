# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils.client import HerokuClient
from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.resources.pipeline import (
    Pipeline,
    describe,
    find_owner_id,
    named,
    same_owner,
    the_only,
)

NOBODY = "01234567-89ab-cdef-0123-456789abcdef"


@pytest.fixture
def client(simulator: Any, connect: Any) -> HerokuClient:
    return connect(simulator)


def test_owners_are_the_same_by_id() -> None:
    assert same_owner({"id": "a", "type": None}, {"id": "a", "type": "team"})
    assert not same_owner({"id": "a", "type": "user"}, {"id": "b", "type": "user"})
    assert not same_owner(None, {"id": "a", "type": "user"})
    assert not same_owner({"id": "a", "type": "user"}, None)


def test_who_an_owner_is(client: HerokuClient) -> None:
    account, team = client.get("/account"), client.get("/teams/acme")
    assert find_owner_id(client, "OWNER@example.com") == {"id": account["id"], "type": "user"}
    for text in ("acme", team["id"], "acme@herokumanager.com"):
        assert find_owner_id(client, text) == {"id": team["id"], "type": "team"}
    member = find_owner_id(client, "Member@example.com")
    assert (member["type"], member["id"] != account["id"]) == ("user", True)
    assert find_owner_id(client, NOBODY) == {"id": NOBODY, "type": "user"}
    with pytest.raises(InvalidInput, match="in no team no-such-team"):
        find_owner_id(client, "no-such-team")


def test_pipelines_of_a_name(simulator: Any, client: HerokuClient) -> None:
    one, two = (client.post("/pipelines", {"name": "line"}) for _time in range(2))
    client.post("/pipelines", {"name": "liner"})
    assert {item["id"] for item in named(client, "line")} == {one["id"], two["id"]}
    assert named(client, "lin") == []
    simulator.backdoor("POST", "switches", {"empty_pipelines": "not_by_name"})
    assert len(named(client, "line")) == 2
    with pytest.raises(InvalidInput, match=f"2 pipelines are called line: .*{one['id']} .of nobody.*Give more"):
        the_only(client, [one, two], "Give more.")
    assert the_only(client, [one], "") == one
    assert the_only(client, [], "") is None


def test_owners_in_words(client: HerokuClient) -> None:
    account, team = client.get("/account"), client.get("/teams/acme")
    owners = {
        "1": ({"id": account["id"], "type": "user"}, account["email"]),
        "2": ({"id": team["id"], "type": "team"}, "the team acme"),
        "3": ({"id": NOBODY, "type": "user"}, f"the user {NOBODY}"),
        "4": (None, "nobody"),
    }
    text = describe(client, [{"id": key, "owner": owner} for key, (owner, _words) in owners.items()])
    parts = sorted((words, key) for key, (_owner, words) in owners.items())
    assert text == ", ".join(f"{key} (of {words})" for words, key in parts)


def test_the_owner_in_a_diff_has_a_type() -> None:
    field = Pipeline.fields[1]
    assert field.shown({"owner": {"id": "a", "type": "team"}}) == "team a"
    assert field.shown({"owner": None}) is None
