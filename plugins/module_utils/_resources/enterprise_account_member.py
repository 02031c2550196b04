# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Members of enterprise accounts, and what they may do there: the schema."""

from __future__ import annotations

import typing as t

from .._engine.facts import Kind
from .._engine.members import entry_constraints, entry_options
from .._engine.plan import Desired, Request
from .._engine.values import UNKNOWN, Record, Spec
from .people import Managed, Permitted, called, foreseen_person, names_of, sorted_permissions
from .teams import ENTERPRISE_OPTIONS, NO_ENTERPRISE_ACCOUNT

PERMISSIONS = ("view", "create", "manage", "billing")
TRAITS: Record = {
    "permissions": {"type": "list", "elements": "str", "choices": list(PERMISSIONS)},
    "federated": {"type": "bool"},
}
SHAPE: Record = {
    **dict.fromkeys(("enterprise_account", "id", "identity_provider", "permissions", "two_factor_authentication")),
    "user": {"email": None, "id": None},
}


class EnterpriseAccountMember(Permitted, Managed):
    """One member, or many, of an enterprise account."""

    noun = "member"
    plural = "members"
    kind = Kind(
        "enterprise_account_member",
        "/enterprise-accounts/{}/members",
        parent="enterprise_account",
        no_parent=NO_ENTERPRISE_ACCOUNT,
        shape=SHAPE,
        canonical=sorted_permissions,
    )
    scope = ("enterprise_account",)
    many = "members"
    traits = tuple(TRAITS)
    controls: t.ClassVar[Spec] = entry_options("user", "members", TRAITS, needed=("permissions",))
    constraints: t.ClassVar[Spec] = entry_constraints("user", "members", TRAITS)
    info_options: t.ClassVar[Spec] = {**ENTERPRISE_OPTIONS, "user": {"type": "str"}}

    right = "permissions"
    manager = "a manager"
    way_out = "has to keep the permission manage until another member has it."

    @classmethod
    def home(cls, want: Desired) -> str:
        return f"enterprise account {want['enterprise_account']}"

    @classmethod
    def manages(cls, record: Record) -> bool:
        return "manage" in names_of(record["permissions"])

    @classmethod
    def should_manage(cls, item: Record) -> bool:
        return "manage" in (item["permissions"] or ())

    @classmethod
    def foreseen(cls, want: Desired, item: Record, current: t.Sequence[Record]) -> Record:
        record = {
            **dict.fromkeys(SHAPE, UNKNOWN),
            "enterprise_account": current[0]["enterprise_account"] if current else UNKNOWN,
            "permissions": None,
            "user": foreseen_person(item["user"]),
        }
        cls.give(record, {"permissions": item["permissions"] or ()})
        return record

    @classmethod
    def adding(cls, want: Desired, item: Record) -> Request:
        body = {name: item[name] for name in ("user", *TRAITS) if item[name] is not None}
        return Request("POST", cls.kind.path, cls.scope_of(want), body)

    @classmethod
    def altering(cls, want: Desired, record: Record, item: Record) -> Request:
        values = (*cls.scope_of(want), called(record))
        return Request("PATCH", cls.kind.path + "/{}", values, {"permissions": item["permissions"]})
