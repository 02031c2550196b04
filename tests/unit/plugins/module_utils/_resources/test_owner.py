# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import Facts, Missing
from ansible_collections.community.heroku.plugins.module_utils._resources.owner import find_owner_id

NOBODY = "01234567-89ab-cdef-0123-456789abcdef"


def test_who_an_owner_is(simulator: Any, connect: Any) -> None:
    client = connect(simulator)
    facts = Facts(client)

    def find(text: str) -> dict[str, Any]:
        while True:
            try:
                return find_owner_id(facts.view(), text)
            except Missing as missing:
                facts.fetch(missing.needs)

    account, team = client.get("/account"), client.get("/teams/acme")
    assert find("OWNER@example.com") == {"id": account["id"], "type": "user"}
    for text in ("acme", team["id"], "acme@herokumanager.com"):
        assert find(text) == {"id": team["id"], "type": "team"}
    member = find("Member@example.com")
    assert (member["type"], member["id"] != account["id"]) == ("user", True)
    assert find(NOBODY) == {"id": NOBODY, "type": "user"}
    with pytest.raises(InvalidInput, match="in no team no-such-team"):
        find("no-such-team")
    with pytest.raises(InvalidInput, match="is in none of your teams"):
        find("nobody@example.com")
