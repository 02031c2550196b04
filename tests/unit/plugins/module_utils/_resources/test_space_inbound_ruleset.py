# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Status, Wait
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.space_inbound_ruleset import (
    InboundRuleset,
    normalised,
    same_rules,
)
from planning import desired, plan, verbs

OFFICE = [{"action": "allow", "source": "192.0.2.0/24"}]
THERE = InboundRuleset.kind.normal(
    {
        "created_at": "2026-11-21T10:00:00Z",
        "created_by": "owner@example.com",
        "id": "1",
        "rules": [*OFFICE, {"action": "allow", "source": "192.0.2.1/24"}],
        "space": {"id": "2", "name": "example"},
    }
)
NEED = InboundRuleset.kind.of("example")


def test_rules_are_a_set() -> None:
    one = [{"action": "deny", "source": "10.0.0.1"}, {"action": "allow", "source": "192.0.2.1/24"}]
    other = [{"action": "allow", "source": "192.0.2.0/24"}, *one, *one]
    assert same_rules(one, other)
    assert normalised(one) == [
        {"action": "allow", "source": "192.0.2.0/24"},
        {"action": "deny", "source": "10.0.0.1/32"},
    ]
    assert not same_rules(one, [{**rule, "action": "allow"} for rule in one])


def test_rules_are_read_in_one_spelling() -> None:
    assert THERE["rules"] == OFFICE
    assert InboundRuleset.kind.normal({"id": "1"})["rules"] == []


def test_each_change_makes_a_new_ruleset() -> None:
    made = plan(InboundRuleset, {NEED: THERE}, space="example", rules=[{"action": "allow", "source": "10.0.0.1"}])
    assert verbs(made) == [("update", {"rules": [{"action": "allow", "source": "10.0.0.1/32"}]})]
    request = made.actions[0].request
    assert (request.method, request.path, request.values) == ("PUT", "/spaces/{}/inbound-ruleset", ("example",))
    assert made.unknown == ["created_at", "created_by", "id"]
    assert "applied" not in made.record
    assert not plan(InboundRuleset, {NEED: THERE}, space="example", rules=OFFICE).actions


@pytest.mark.parametrize(("wait", "applied"), [(True, True), (False, UNKNOWN)])
def test_when_rules_are_in_force_is_foreseen_where_heroku_says_so(wait: bool, applied: object) -> None:
    facts = {NEED: {**THERE, "applied": False}}
    rules = [{"action": "allow", "source": "10.0.0.1"}]
    assert plan(InboundRuleset, facts, space="example", rules=rules, wait=wait).record["applied"] is applied
    standing = plan(InboundRuleset, facts, space="example", rules=OFFICE, wait=wait)
    assert standing.record["applied"] is wait
    assert len(standing.waits) == wait


@pytest.mark.parametrize(
    ("more", "status"), [({}, Status.READY), ({"applied": True}, Status.READY), ({"applied": False}, Status.PENDING)]
)
def test_when_rules_are_in_force(more: dict, status: Status) -> None:
    want = desired(InboundRuleset, space="example", rules=OFFICE)
    assert InboundRuleset.judge(want, Wait("applied", "it"), {**THERE, **more}).status is status
