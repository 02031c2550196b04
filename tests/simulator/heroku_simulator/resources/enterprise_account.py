# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Enterprise accounts, which own teams, and their members with permissions (behaviour.md 3.10, 3.22, the schema)."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .. import errors
from ..operation import View, operation, resolver, writer
from ..params import boolean, identity, identity_of, list_of, one_of, text
from ..store import TABLES, Record, Table
from .account import Account, accounts, find_account

if TYPE_CHECKING:
    from ..application import Call

# The descriptions are ours [I].
PERMISSIONS = MappingProxyType(
    {
        "view": "View the enterprise account and its usage",
        "create": "Create teams",
        "manage": "Manage members and teams",
        "billing": "Manage billing",
    }
)


@dataclass(kw_only=True)
class EnterpriseAccount(Record):
    """An enterprise account."""

    name: str
    trial: bool = False
    partner_benefits: bool = False


@dataclass(kw_only=True)
class EnterpriseAccountMember(Record):
    """Somebody in an enterprise account."""

    enterprise_account_id: str
    account_id: str
    permissions: list[str] = field(default_factory=list)


enterprise_accounts = Table("enterprise_accounts", EnterpriseAccount, unique=("name",))
enterprise_account_members = Table(
    "enterprise_account_members",
    EnterpriseAccountMember,
    parents={"enterprise_account_id": enterprise_accounts, "account_id": accounts},
)


def reference(enterprise: EnterpriseAccount) -> dict[str, str]:
    """How other records mention an enterprise account."""
    return {"id": enterprise.id, "name": enterprise.name}


def membership(enterprise: EnterpriseAccount, account: Account) -> EnterpriseAccountMember | None:
    """An account's place in an enterprise account."""
    members = enterprise_account_members.where("enterprise_account_id", enterprise.id)
    return next((member for member in members if member.account_id == account.id), None)


def check_permission(account: Account, enterprise: EnterpriseAccount, permission: str) -> None:
    """Raises the 403 when the account lacks a permission in the enterprise account; the text is ours [I]."""
    member = membership(enterprise, account)
    if member is None or permission not in member.permissions:
        raise errors.forbidden(
            f"You do not have permission to do that on the enterprise account {enterprise.name}. You need to have the "
            f"{permission} permission."
        )


@resolver("enterprise_account")
def resolve_enterprise_account(call: Call, identity: str) -> EnterpriseAccount:
    """By id or name; only for its members."""
    enterprise = enterprise_accounts.find(identity, "name")
    if enterprise is None:
        raise errors.not_found("enterprise account", resource="enterprise_account")
    if membership(enterprise, call.account) is None:
        raise errors.forbidden(f"You do not have access to the enterprise account {enterprise.name}.")
    return enterprise


@resolver("enterprise_account_member")
def resolve_enterprise_account_member(call: Call, identity: str) -> EnterpriseAccountMember:
    """By e-mail (in any case) or id of the user, within the enterprise account of the path."""
    account = find_account(identity, call.account)
    member = membership(call.found["enterprise_account"], account) if account else None
    if member is None:
        raise errors.not_found("member", resource="enterprise_account_member")
    return member


@writer(EnterpriseAccount)
def write(enterprise: EnterpriseAccount, view: View) -> dict[str, Any]:
    """The resource ``enterprise-account``, as one of its members sees it."""
    member = membership(enterprise, view.account) if view.account else None
    provider = next(iter(TABLES["identity_providers"].where("owner_id", enterprise.id)), None)
    return {
        "id": enterprise.id,
        "created_at": enterprise.created_at,
        "name": enterprise.name,
        "updated_at": enterprise.updated_at,
        "permissions": list(member.permissions) if member else [],
        "trial": enterprise.trial,
        "partner_benefits": enterprise.partner_benefits,
        "identity_provider": provider.reference() if provider else None,
    }


@writer(EnterpriseAccountMember)
def write_member(member: EnterpriseAccountMember, view: View) -> dict[str, Any]:
    """The resource ``enterprise-account-member``."""
    account = accounts[member.account_id]
    return {
        "enterprise_account": reference(enterprise_accounts[member.enterprise_account_id]),
        "id": member.id,
        "permissions": [{"name": name, "description": PERMISSIONS[name]} for name in member.permissions],
        "user": {"email": account.email, "id": account.id},
        "two_factor_authentication": account.two_factor_authentication,
        "identity_provider": None,
    }


def write_listed(member: EnterpriseAccountMember, view: View) -> dict[str, Any]:
    """The same in a list, where ``3.sdk`` has more of it."""
    more = {"last_login": accounts[member.account_id].last_login} if view.sdk else {}
    return {**write_member(member, view), **more}


@operation("GET", "/enterprise-accounts", ranges=("id", "name"))
def list_(call: Call) -> list[EnterpriseAccount]:
    """Enterprise Account List: those that the caller is in."""
    mine = enterprise_account_members.where("account_id", call.account.id)
    return [enterprise_accounts[member.enterprise_account_id] for member in mine]


@operation("GET", "/enterprise-accounts/{enterprise_account}")
def info(call: Call, enterprise_account: EnterpriseAccount) -> EnterpriseAccount:
    """Enterprise Account Info."""
    return enterprise_account


@operation("PATCH", "/enterprise-accounts/{enterprise_account}", params={"name": text()})
def update(call: Call, enterprise_account: EnterpriseAccount) -> EnterpriseAccount:
    """Enterprise Account Update."""
    check_permission(call.account, enterprise_account, "manage")
    name = call.body.get("name", enterprise_account.name)
    if name != enterprise_account.name and enterprise_accounts.by("name", name):
        raise errors.name_taken()
    enterprise_accounts.update(enterprise_account, name=name)
    return enterprise_account


def _email(member: EnterpriseAccountMember) -> str:
    return accounts[member.account_id].email


@operation(
    "GET",
    "/enterprise-accounts/{enterprise_account}/members",
    ranges=("id", "email"),
    range_keys={"email": _email},
    write_as=write_listed,
)
def list_members(call: Call, enterprise_account: EnterpriseAccount) -> list[EnterpriseAccountMember]:
    """Enterprise Account Member List."""
    return enterprise_account_members.where("enterprise_account_id", enterprise_account.id)


_PERMISSION_LIST = list_of(one_of(*PERMISSIONS), required=True)


@operation(
    "POST",
    "/enterprise-accounts/{enterprise_account}/members",
    params={"user": identity(required=True), "permissions": _PERMISSION_LIST, "federated": boolean()},
)
def create_member(call: Call, enterprise_account: EnterpriseAccount) -> EnterpriseAccountMember:
    """Enterprise Account Member Create; the person must have an account [I]."""
    check_permission(call.account, enterprise_account, "manage")
    account = find_account(identity_of(call.body["user"]) or "", call.account)
    if account is None:
        raise errors.not_found("user", resource="account")
    if membership(enterprise_account, account):
        raise errors.invalid_params(f"User is already a member of the enterprise account {enterprise_account.name}.")
    return enterprise_account_members.add(
        EnterpriseAccountMember(
            enterprise_account_id=enterprise_account.id,
            account_id=account.id,
            permissions=_in_order(call.body["permissions"]),
        )
    )


@operation(
    "PATCH",
    "/enterprise-accounts/{enterprise_account}/members/{enterprise_account_member}",
    params={"permissions": _PERMISSION_LIST},
)
def update_member(
    call: Call, enterprise_account: EnterpriseAccount, enterprise_account_member: EnterpriseAccountMember
) -> EnterpriseAccountMember:
    """Enterprise Account Member Update."""
    check_permission(call.account, enterprise_account, "manage")
    permissions = _in_order(call.body["permissions"])
    if "manage" not in permissions:
        _check_manager_left(enterprise_account, enterprise_account_member)
    enterprise_account_members.update(enterprise_account_member, permissions=permissions)
    return enterprise_account_member


@operation("DELETE", "/enterprise-accounts/{enterprise_account}/members/{enterprise_account_member}")
def delete_member(
    call: Call, enterprise_account: EnterpriseAccount, enterprise_account_member: EnterpriseAccountMember
) -> EnterpriseAccountMember:
    """Enterprise Account Member Delete; everybody may leave [I]."""
    if enterprise_account_member.account_id != call.account.id:
        check_permission(call.account, enterprise_account, "manage")
    _check_manager_left(enterprise_account, enterprise_account_member)
    enterprise_account_members.remove(enterprise_account_member)
    return enterprise_account_member


def _in_order(permissions: list[str]) -> list[str]:
    return [name for name in PERMISSIONS if name in permissions]


def _check_manager_left(enterprise: EnterpriseAccount, leaving: EnterpriseAccountMember) -> None:
    """Raises the error when nobody else could manage the enterprise account [I]."""
    members = enterprise_account_members.where("enterprise_account_id", enterprise.id)
    others = [member for member in members if member is not leaving]
    if "manage" in leaving.permissions and not any("manage" in member.permissions for member in others):
        raise errors.invalid_params(f"The enterprise account {enterprise.name} needs a member who can manage it.")
