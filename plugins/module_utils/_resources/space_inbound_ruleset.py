# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From where the apps of a space can be reached: behaviour.md 3.11."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import InvalidInput
from .._engine.attributes import Attribute, Type, computed
from .._engine.facts import Kind, Need, View
from .._engine.plan import Desired, Status, Verdict, Wait
from .._engine.resource import Draft, Resource
from .._engine.values import UNKNOWN, Record, Spec
from .common import NO_SPACE, SPACE_OPTIONS, SPACES, WAIT_OPTIONS
from .network import network
from .preflight import check_cedar

EVERYBODY = {"action": "allow", "source": "0.0.0.0/0"}
RULE = {
    "action": {"type": "str", "choices": ["allow", "deny"], "default": "allow"},
    "source": {"type": "str", "required": True},
}


def normalised(rules: t.Iterable[t.Mapping[str, str]]) -> list[dict[str, str]]:
    """Rules in one order, each once, networks in one spelling: Heroku keeps a list, but it means a set."""
    pairs = {(rule["action"], network(rule["source"])) for rule in rules}
    return [{"action": action, "source": source} for action, source in sorted(pairs)]


def same_rules(wanted: t.Iterable[t.Mapping[str, str]], have: t.Iterable[t.Mapping[str, str]]) -> bool:
    """Whether two lists of rules mean the same."""
    return normalised(wanted) == normalised(have)


def first_ruleset(need: Need) -> Record:  # noqa: ARG001 - the signature of all such functions
    """The ruleset of a space that was just made: it lets everybody in."""
    unknown = dict.fromkeys(("created_at", "created_by", "id", "space"), UNKNOWN)
    return {**unknown, "rules": [EVERYBODY]}


class InboundRuleset(Resource):
    """The inbound rules of a space as a whole. Each change makes a new ruleset; there is always one."""

    noun = "inbound_ruleset"
    plural = "inbound_rulesets"
    kind = Kind(
        "inbound_ruleset",
        "/spaces/{}/inbound-ruleset",
        document=True,
        parent="space",
        no_parent=NO_SPACE,
        shape={**dict.fromkeys(("created_by", "space")), "rules": ()},
        canonical=lambda ruleset: {**ruleset, "rules": normalised(ruleset["rules"])},
        newborn=first_ruleset,
    )
    history = dataclasses.replace(
        kind, name="inbound_rulesets", path="/spaces/{}/inbound-rulesets", document=False, newborn=None
    )
    scope = ("space",)
    attributes = (
        Attribute(
            "rules",
            Type("list", same_rules, "dict"),
            spec={"required": True, "options": RULE},
        ),
        *(Attribute(name, option=False, recomputed=True) for name in ("created_at", "created_by", "id")),
        *computed("space"),
    )
    controls: t.ClassVar[Spec] = {"allow_nobody": {"type": "bool", "default": False}, **WAIT_OPTIONS}
    info_options: t.ClassVar[Spec] = {
        **SPACE_OPTIONS,
        "id": {"type": "str"},
        "history": {"type": "bool", "default": False},
    }
    info_constraints: t.ClassVar[Spec] = {"mutually_exclusive": [("id", "history")]}
    update_method = "PUT"
    whole = True
    stale = ("inbound_rulesets",)

    @classmethod
    def check(cls, want: Desired) -> None:
        rules = want.get("rules")
        if rules is None:
            return
        for rule in rules:
            try:
                network(rule["source"])
            except ValueError:
                raise InvalidInput(
                    f"{rule['source']!r} is not an IPv4 address or network, such as 192.0.2.1 or 192.0.2.0/24."
                ) from None
        if not any(rule["action"] == "allow" for rule in rules) and not want["allow_nobody"]:
            raise InvalidInput(
                "These rules let nobody reach the apps of the space. If that is what you want, set allow_nobody; "
                "{action: allow, source: 0.0.0.0/0} lets everybody in."
            )

    @classmethod
    def observe(cls, want: Desired, view: View) -> Record:
        check_cedar(view, SPACES.named(want["space"]), "inbound rules")
        return t.cast(Record, super().observe(want, view))

    @classmethod
    def desired(cls, want: Desired, current: Record) -> Record:
        return {"rules": normalised(want["rules"])}

    @classmethod
    def foresee(cls, want: Desired, view: View, draft: Draft) -> None:
        """The rules are in force once that was waited for, where Heroku says whether they are."""
        if want["wait"]:
            draft.waits.append(Wait("applied", f"the inbound rules of {want['space']}"))
        if "applied" in draft.record and (draft.writes or want["wait"]):
            draft.record["applied"] = True if want["wait"] else UNKNOWN

    @classmethod
    def judge(cls, want: Desired, wait: Wait, record: Record) -> Verdict:
        if record.get("applied", True):
            return Verdict(Status.READY)
        return Verdict(Status.PENDING, "not in force yet")

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        if want.get("history"):
            found = view.get(cls.history.of(want["space"]))
            return sorted(found, key=lambda ruleset: ruleset["created_at"], reverse=True)
        if want.get("id"):
            one = view.get(cls.history.named(want["id"], want["space"]))
            return [one] if one else []
        return [view.get(cls.need(want))]
