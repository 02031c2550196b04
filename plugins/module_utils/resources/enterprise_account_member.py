# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Members of enterprise accounts, and what they may do there: the schema."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import is_uuid
from ansible_collections.community.heroku.plugins.module_utils.resources.enterprise_account import (
    ENTERPRISE_OPTIONS,
    NO_ACCOUNT,
)
from ansible_collections.community.heroku.plugins.module_utils.several import (
    Several,
    find_person,
    names_of,
    ordered,
    with_names,
)

PERMISSIONS = ("view", "create", "manage", "billing")
PERMISSION_LIST: dict[str, t.Any] = {"type": "list", "elements": "str", "choices": list(PERMISSIONS)}


def presented(record: dict[str, t.Any]) -> dict[str, t.Any]:
    """Heroku's object with the permissions in an order that can be relied on."""
    return {**record, "permissions": sorted(record["permissions"] or (), key=lambda item: item["name"])}


class EnterpriseAccountMember(Several):
    """One member, or several, of an enterprise account."""

    noun = "member"
    plural = "members"
    key = "user"
    many = "members"
    traits = ("permissions", "federated")
    options: t.ClassVar[dict[str, t.Any]] = {
        **ENTERPRISE_OPTIONS,
        "user": {"type": "str"},
        "permissions": PERMISSION_LIST,
        "federated": {"type": "bool"},
        "members": {
            "type": "list",
            "elements": "dict",
            "options": {
                "user": {"type": "str", "required": True},
                "permissions": {**PERMISSION_LIST, "required": True},
                "federated": {"type": "bool"},
            },
        },
        "exclusive": {"type": "bool", "default": False},
    }
    constraints: t.ClassVar[dict[str, t.Any]] = {
        "required_one_of": [("user", "members")],
        "mutually_exclusive": [("user", "members"), ("permissions", "members"), ("federated", "members")],
        "required_if": [("state", "absent", ("user",)), ("exclusive", True, ("members",))],
        "required_by": {"permissions": "user", "federated": "user"},
    }
    info_options: t.ClassVar[dict[str, t.Any]] = {**ENTERPRISE_OPTIONS, "user": {"type": "str"}}
    blank: t.ClassVar[dict[str, t.Any]] = dict.fromkeys(
        ("enterprise_account", "id", "identity_provider", "permissions", "two_factor_authentication", "user")
    )

    def check(self) -> None:
        self.check_people()

    def in_account(self, path: str, *values: str) -> str:
        """The path of something of this enterprise account."""
        return segments("/enterprise-accounts/{}" + path, self.params["enterprise_account"], *values)

    def read(self) -> list[dict[str, t.Any]]:
        try:
            found = self.client.list(self.in_account("/members"))
        except HerokuError as error:
            if not error.not_found:
                raise
            if self.given("state") != "absent":
                raise error.with_hint(NO_ACCOUNT) from None
            found = []
        self.there = ordered(presented(record) for record in found)
        return list(self.there)

    def normal(self, item: dict[str, t.Any]) -> dict[str, t.Any]:
        permissions = item["permissions"]
        return {**item, "permissions": None if permissions is None else sorted({"view", *permissions})}

    def differs(self, item: dict[str, t.Any], record: dict[str, t.Any]) -> bool:
        return item["permissions"] is not None and item["permissions"] != names_of(record["permissions"])

    def foreseen(self, item: dict[str, t.Any], current: t.Sequence[dict[str, t.Any]]) -> dict[str, t.Any]:
        user = item["user"]
        by_id = is_uuid(user)
        record = {
            **self.blank,
            "enterprise_account": current[0]["enterprise_account"] if current else None,
            "user": {"email": None if by_id else user.lower(), "id": user if by_id else None},
        }
        self.give(record, {"permissions": item["permissions"] or ()})
        return record

    def give(self, record: dict[str, t.Any], item: dict[str, t.Any]) -> None:
        record["permissions"] = with_names(record["permissions"], item["permissions"])

    def view(self, record: dict[str, t.Any]) -> dict[str, t.Any]:
        return {
            "user": record["user"]["email"] or record["user"]["id"],
            "permissions": names_of(record["permissions"]),
        }

    def judge(self, current: t.Sequence[dict[str, t.Any]], predicted: t.Sequence[dict[str, t.Any]]) -> None:
        """An enterprise account keeps somebody who can manage it, and nobody is added without permissions."""
        account = self.params["enterprise_account"]
        if self.given("state") != "absent":
            unknown = [item["user"] for item in self.items if not find_person(item["user"], current)]
            new = [item["user"] for item in self.items if item["user"] in unknown and item["permissions"] is None]
            if new:
                raise InvalidInput(f"{new[0]} is not in the enterprise account {account} yet: give permissions too.")
        if managers(current) and not managers(predicted):
            raise InvalidInput(
                f"Nobody could manage the enterprise account {account} any more: {', '.join(managers(current))} has "
                "to keep the permission manage until another member has it."
            )

    def sequence(self, steps: list[t.Any]) -> list[t.Any]:
        """Who becomes a manager comes before who ceases to be one."""
        return sorted(steps, key=lambda step: "manage" not in (step.fields["permissions"] or ()))

    def add(self, item: dict[str, t.Any]) -> dict[str, t.Any]:
        body = {name: item[name] for name in ("user", "permissions", "federated") if item[name] is not None}
        try:
            return presented(self.client.post(self.in_account("/members"), body))
        except HerokuError as error:
            if error.not_found:
                raise error.with_hint("Only people who have an account at Heroku can be added.") from None
            raise

    def alter(self, record: dict[str, t.Any], item: dict[str, t.Any]) -> dict[str, t.Any]:
        path = self.in_account("/members/{}", record["user"]["email"])
        return presented(self.client.patch(path, {"permissions": item["permissions"]}))

    def delete(self, current: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.delete(self.in_account("/members/{}", current["user"]["email"]))


def managers(records: t.Iterable[dict[str, t.Any]]) -> list[str]:
    """Who may manage the enterprise account."""
    return [
        record["user"]["email"] or record["user"]["id"]
        for record in records
        if "manage" in names_of(record["permissions"])
    ]
