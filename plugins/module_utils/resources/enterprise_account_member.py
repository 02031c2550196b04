# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Members of enterprise accounts, and what they may do there: the schema."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.errors import HerokuError
from ansible_collections.community.heroku.plugins.module_utils.people import (
    Members,
    Permitted,
    foreseen_person,
    names_of,
    ordered,
    presented,
)
from ansible_collections.community.heroku.plugins.module_utils.resources.enterprise_account import (
    ENTERPRISE_OPTIONS,
    NO_ACCOUNT,
)
from ansible_collections.community.heroku.plugins.module_utils.several import entry_constraints, entry_options

PERMISSIONS = ("view", "create", "manage", "billing")
TRAITS: dict[str, t.Any] = {
    "permissions": {"type": "list", "elements": "str", "choices": list(PERMISSIONS)},
    "federated": {"type": "bool"},
}


class EnterpriseAccountMember(Permitted, Members):
    """One member, or several, of an enterprise account."""

    noun = "member"
    plural = "members"
    identity = ("user",)
    many = "members"
    traits = tuple(TRAITS)
    options: t.ClassVar[dict[str, t.Any]] = {
        **ENTERPRISE_OPTIONS,
        **entry_options("user", "members", TRAITS, needed=("permissions",)),
    }
    constraints: t.ClassVar[dict[str, t.Any]] = entry_constraints("user", "members", TRAITS)
    info_options: t.ClassVar[dict[str, t.Any]] = {**ENTERPRISE_OPTIONS, "user": {"type": "str"}}
    blank: t.ClassVar[dict[str, t.Any]] = dict.fromkeys(
        ("enterprise_account", "id", "identity_provider", "permissions", "two_factor_authentication", "user")
    )

    right = "permissions"
    manager = "a manager"
    way_out = "has to keep the permission manage until another member has it."

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

    @property
    def home(self) -> str:
        return f"enterprise account {self.params['enterprise_account']}"

    def manages(self, record: dict[str, t.Any]) -> bool:
        return "manage" in names_of(record["permissions"])

    def to_manage(self, item: dict[str, t.Any]) -> bool:
        return "manage" in (item["permissions"] or ())

    def foreseen(self, item: dict[str, t.Any], current: t.Sequence[dict[str, t.Any]]) -> dict[str, t.Any]:
        record = {
            **self.blank,
            "enterprise_account": current[0]["enterprise_account"] if current else None,
            "user": foreseen_person(item["user"]),
        }
        self.give(record, {"permissions": item["permissions"] or ()})
        return record

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
