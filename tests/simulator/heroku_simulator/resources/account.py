# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts: the people whose tokens ask (behaviour.md 3.22)."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..clock import clock
from ..errors import ApiError, forbidden, invalid_params, not_found, unknown_params
from ..operation import View, operation, resolver, writer
from ..params import boolean, text
from ..store import TABLES, Record, Table
from ..switches import switches

if TYPE_CHECKING:
    from ..application import Call

SHORTEST_PASSWORD = 8


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
    build_limit: int = 10
    rate_limit_multiplier: int = 1
    rate_limit_tokens: float | None = None
    rate_limit_at: float = 0.0

    @property
    def most_builds(self) -> int:
        """How many of its builds may run at once: one, unless it is verified (behaviour.md 3.14)."""
        return self.build_limit if self.verified else 1


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


_UPDATE = MappingProxyType(
    {
        "allow_tracking": boolean(),
        "beta": boolean(),
        "name": text(nullable=True),
        "eco_dynos_enabled": boolean(),
        "pipeline_cost_consent": boolean(),
        # Of the 2014 reference, see the switch account_credentials.
        "email": text(),
        "password": text(),
        "new_password": text(),
    }
)
_CREDENTIALS = ("email", "password", "new_password")


def wrong_password() -> ApiError:
    """The current password is not right, or was not given [I]."""
    return invalid_params("Password is invalid.")


def check_new_password(password: str) -> None:
    """Raises the 422 for one that is too short [I]."""
    if len(password) < SHORTEST_PASSWORD:
        raise invalid_params(f"Password is too short (minimum is {SHORTEST_PASSWORD} characters)")


def _new_credentials(account: Account, body: dict[str, Any]) -> dict[str, Any]:
    """What a body changes of e-mail address and password, for which the current password is needed."""
    given = [name for name in _CREDENTIALS if name in body]
    if given and switches["account_credentials"] == "refused":
        raise unknown_params(given)
    changes: dict[str, Any] = {}
    if "email" in body:
        changes["email"] = body["email"].lower()
        taken = accounts.by("email", changes["email"])
        if "@" not in body["email"] or (taken and taken is not account):
            raise invalid_params("Email is invalid." if not taken else "Email has already been taken")
    if "new_password" in body:
        check_new_password(body["new_password"])
        changes["password"] = body["new_password"]
    if given and (account.password is None or body.get("password") != account.password):
        raise wrong_password()
    return changes


def _update(account: Account, body: dict[str, Any]) -> Account:
    changes = {name: value for name, value in body.items() if name not in _CREDENTIALS}
    changes.update(_new_credentials(account, body))
    if "pipeline_cost_consent" in changes:
        consent = changes.pop("pipeline_cost_consent")
        changes["pipeline_cost_consent_at"] = clock.timestamp() if consent else None
    accounts.update(account, **changes)
    return account


def _delete(call: Call, account: Account) -> dict[str, Any]:
    """Refused without the password in a header of its own [S], and while the account owns apps [I]."""
    password = call.headers.get("heroku-password")
    encoded = call.headers.get("heroku-password-base64")
    if encoded is not None:
        password = base64.b64decode(encoded).decode(errors="replace")
    if account.password is None or password != account.password:
        raise wrong_password()
    if TABLES["apps"].count("owner_id", account.id):
        raise invalid_params("You must delete or transfer all of your apps before you delete your account.")
    gone = write(account, call.view)
    accounts.remove(account)
    return gone


@operation("GET", "/account", scope="identity")
def info(call: Call) -> Account:
    """Account Info."""
    return call.account


@operation("PATCH", "/account", params=_UPDATE, scope="account")
def update(call: Call) -> Account:
    """Account Update."""
    return _update(call.account, call.body)


@operation("GET", "/users/{account}", scope="identity")
def info_by_user(call: Call, account: Account) -> Account:
    """Account Info By User."""
    return account


@operation("PATCH", "/users/{account}", params=_UPDATE, scope="account")
def update_by_user(call: Call, account: Account) -> Account:
    """Account Update By User."""
    return _update(account, call.body)


@operation("DELETE", "/account", scope="account")
def delete(call: Call) -> dict[str, Any]:
    """Account Delete."""
    return _delete(call, call.account)


@operation("DELETE", "/users/{account}", scope="account")
def delete_by_user(call: Call, account: Account) -> dict[str, Any]:
    """Account Delete By User."""
    return _delete(call, account)
