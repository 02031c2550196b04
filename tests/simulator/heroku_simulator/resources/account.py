# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts: the people whose tokens ask (behaviour.md 3.22)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import forbidden, not_found
from ..operation import View, operation, resolver, writer
from ..params import boolean, text
from ..store import TABLES, Record, Table

if TYPE_CHECKING:
    from ..application import Call


@dataclass(kw_only=True)
class Account(Record):
    """A person. ``two_factor_demand`` is ``none``, ``writes`` or ``all``: which requests need the code as well."""

    email: str
    name: str | None = None
    password: str | None = None
    allow_tracking: bool = True
    beta: bool = False
    federated: bool = False
    verified: bool = True
    last_login: str | None = None
    suspended_at: str | None = None
    delinquent_at: str | None = None
    two_factor_authentication: bool = False
    two_factor_code: str | None = None
    two_factor_demand: str = "none"
    country_of_residence: str | None = None
    sms_number: str | None = None
    eco_dynos_enabled: bool = False
    default_team_id: str | None = None
    pipeline_cost_consent_at: str | None = None
    app_limit: int = 100
    rate_limit_multiplier: int = 1
    rate_limit_tokens: float | None = None
    rate_limit_at: float = 0.0


accounts = Table("accounts", Account, unique=("email",), secrets=("password", "two_factor_code", "sms_number"))


def reference(account: Account) -> dict[str, str]:
    """How other records mention an account."""
    return {"email": account.email, "id": account.id}


def find_account(identity: str, caller: Account) -> Account | None:
    """By e-mail (in any case), id, or ``~`` for the caller."""
    return caller if identity == "~" else accounts.find(identity.lower(), "email")


@resolver("account")
def resolve_account(call: Call, identity: str) -> Account:
    """Only one's own account can be looked at."""
    account = find_account(identity, call.account)
    if account is None:
        raise not_found("account")
    if account is not call.account:
        raise forbidden("You do not have access to that account.")
    return account


@writer(Account)
def write(account: Account, view: View) -> dict[str, Any]:
    """The resource ``account``."""
    team = TABLES["teams"].get(account.default_team_id)
    default_team = {"id": team.id, "name": team.name} if team else None
    body: dict[str, Any] = {
        "allow_tracking": account.allow_tracking,
        "beta": account.beta,
        "created_at": account.created_at,
        "email": account.email,
        "federated": account.federated,
        "id": account.id,
        "identity_provider": None,
        "last_login": account.last_login,
        "name": account.name,
        "sms_number": account.sms_number,
        "suspended_at": account.suspended_at,
        "delinquent_at": account.delinquent_at,
        "two_factor_authentication": account.two_factor_authentication,
        "updated_at": account.updated_at,
        "verified": account.verified,
        "country_of_residence": account.country_of_residence,
        "default_organization": default_team,
        "default_team": default_team,
    }
    if view.sdk:
        body |= {
            "eco_dynos_enabled": account.eco_dynos_enabled,
            "eco_dynos_shutdown_at": None,
            "pipeline_cost_consent_at": account.pipeline_cost_consent_at,
            "acknowledged_msa": True,
            "acknowledged_msa_at": account.created_at,
            "italian_customer_terms": None,
            "italian_partner_terms": None,
            "mfa_enabled": account.two_factor_authentication,
            "mfa_exemption": False,
            "mfa_exemption_reason": None,
            "mfa_experience": "vaas",
        }
    return body


_UPDATE = {
    "allow_tracking": boolean(),
    "beta": boolean(),
    "name": text(nullable=True),
    "eco_dynos_enabled": boolean(),
    "pipeline_cost_consent": boolean(),
}


def _update(account: Account, body: dict[str, Any]) -> Account:
    changes = dict(body)
    if "pipeline_cost_consent" in changes:
        consent = changes.pop("pipeline_cost_consent")
        changes["pipeline_cost_consent_at"] = account.updated_at if consent else None
    accounts.update(account, **changes)
    return account


@operation("GET", "/account", scope="identity")
def info(call: Call) -> Account:
    """Account Info."""
    return call.account


@operation("PATCH", "/account", params=_UPDATE)
def update(call: Call) -> Account:
    """Account Update."""
    return _update(call.account, call.body)


@operation("GET", "/users/{account}", scope="identity")
def info_by_user(call: Call, account: Account) -> Account:
    """Account Info By User."""
    return account


@operation("PATCH", "/users/{account}", params=_UPDATE)
def update_by_user(call: Call, account: Account) -> Account:
    """Account Update By User."""
    return _update(account, call.body)
