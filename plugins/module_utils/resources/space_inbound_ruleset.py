# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From where the apps of a space can be reached: behaviour.md 3.11."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import Field, Plan, plan_fields
from ansible_collections.community.heroku.plugins.module_utils.resource import WAIT_OPTIONS
from ansible_collections.community.heroku.plugins.module_utils.resources.space import (
    SPACE_OPTIONS,
    SpaceResource,
    network,
)

Rules = list[dict[str, str]]


def normalised(rules: t.Iterable[t.Mapping[str, str]]) -> Rules:
    """Rules in one order, each once, networks in one spelling: Heroku keeps a list, but it means a set."""
    pairs = {(rule["action"], network(rule["source"])) for rule in rules}
    return [{"action": action, "source": source} for action, source in sorted(pairs)]


def same_rules(wanted: Rules, have: Rules) -> bool:
    """Whether two lists of rules mean the same."""
    return normalised(wanted) == normalised(have)


def presented(ruleset: dict[str, t.Any]) -> dict[str, t.Any]:
    """Heroku's object with the rules in an order that can be relied on."""
    return {**ruleset, "rules": normalised(ruleset["rules"])}


class InboundRuleset(SpaceResource):
    """The inbound rules of a space as a whole. Each change makes a new ruleset; there is always one."""

    noun = "inbound_ruleset"
    plural = "inbound_rulesets"
    options: t.ClassVar[dict[str, t.Any]] = {
        **SPACE_OPTIONS,
        "rules": {
            "type": "list",
            "elements": "dict",
            "required": True,
            "options": {
                "action": {"type": "str", "choices": ["allow", "deny"], "default": "allow"},
                "source": {"type": "str", "required": True},
            },
        },
        "allow_nobody": {"type": "bool", "default": False},
        **WAIT_OPTIONS,
    }
    info_options: t.ClassVar[dict[str, t.Any]] = {
        **SPACE_OPTIONS,
        "id": {"type": "str"},
        "history": {"type": "bool", "default": False},
    }
    info_constraints: t.ClassVar[dict[str, t.Any]] = {"mutually_exclusive": [("id", "history")]}
    fields: t.ClassVar[tuple[Field, ...]] = (Field("rules", equal=same_rules),)
    unpredictable: t.ClassVar[tuple[str, ...]] = ("id", "created_at", "created_by")

    def check(self) -> None:
        rules = self.given("rules")
        if rules is None:
            return
        for rule in rules:
            try:
                network(rule["source"])
            except ValueError:
                raise InvalidInput(
                    f"{rule['source']!r} is not an IPv4 address or network, such as 192.0.2.1 or 192.0.2.0/24."
                ) from None
        if not any(rule["action"] == "allow" for rule in rules) and not self.params["allow_nobody"]:
            raise InvalidInput(
                "These rules let nobody reach the apps of the space. If that is what you want, set allow_nobody; "
                "{action: allow, source: 0.0.0.0/0} lets everybody in."
            )

    def read(self) -> dict[str, t.Any]:
        return presented(self.of_space(lambda: self.client.get(self.in_space("/inbound-ruleset"))))

    def plan(self, current: dict[str, t.Any]) -> Plan:
        wanted = {"rules": normalised(self.params["rules"])}
        plan = plan_fields(self.fields, wanted, current, self.blank, self.unpredictable)
        if "applied" in plan.predicted and (plan.changes or self.params["wait"]):
            plan.predicted["applied"] = self.params["wait"]
        return plan

    def update(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        body = {"rules": fields["rules"]}
        return presented(self.client.put(self.in_space("/inbound-ruleset"), body))

    def settle(self, record: dict[str, t.Any]) -> dict[str, t.Any]:
        """Wait until the rules are in force, where Heroku says whether they are."""
        if record.get("applied", True) or not self.params["wait"]:
            return record
        return self.wait_until(
            ask=self.read,
            done=lambda ruleset: ruleset.get("applied", True),
            waiting_for=f"the inbound rules of {self.params['space']}",
            state=lambda ruleset: "not in force yet",
        )

    def find(self) -> list[dict[str, t.Any]]:
        if self.given("history"):
            found = self.of_space(lambda: self.client.list(self.in_space("/inbound-rulesets")))
            found = sorted(found, key=lambda ruleset: ruleset["created_at"], reverse=True)
        elif self.given("id"):
            one = self.or_none(lambda: self.client.get(self.in_space("/inbound-rulesets/{}", self.params["id"])))
            found = [one] if one else []
        else:
            return [self.read()]
        return [presented(ruleset) for ruleset in found]
