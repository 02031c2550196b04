# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an account prefers, and which hints it does not want to see again; and its number for text messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..operation import View, operation, writer
from ..params import boolean, list_of, text
from ..store import Record, Table
from .account import Account, accounts

if TYPE_CHECKING:
    from ..application import Call

_HINTS = (
    "github-banner",
    "getting-started",
    "org-access-controls",
    "org-wizard-notification",
    "pipelines-banner",
    "pipelines-github-banner",
    "sms-banner",
)
PREFERENCES = MappingProxyType(
    {
        "timezone": text(nullable=True),
        "default-organization": text(nullable=True),
        **{f"dismissed-{hint}": boolean(nullable=True) for hint in _HINTS},
        "dismissed-pipelines-github-banners": list_of(text(), nullable=True),
    }
)


@dataclass(kw_only=True)
class UserPreferences(Record):
    """What an account said; the rest is null."""

    account_id: str
    said: dict[str, Any] = field(default_factory=dict)


user_preferences = Table("user_preferences", UserPreferences, unique=("account_id",), parents={"account_id": accounts})


@writer(UserPreferences)
def write(item: UserPreferences, view: View) -> dict[str, Any]:
    """The resource ``user-preferences``."""
    return {name: item.said.get(name) for name in PREFERENCES}


def _of(account: Account) -> UserPreferences:
    return user_preferences.by("account_id", account.id) or UserPreferences(account_id=account.id)


@operation("GET", "/users/{account}/preferences", scope="account")
def list_(call: Call, account: Account) -> UserPreferences:
    """User Preferences List."""
    return _of(account)


@operation("PATCH", "/users/{account}/preferences", params=PREFERENCES, scope="account")
def update(call: Call, account: Account) -> UserPreferences:
    """User Preferences Update."""
    item = _of(account)
    if user_preferences.get(item.id) is None:
        user_preferences.add(item)
    user_preferences.update(item, said={**item.said, **call.body})
    return item


def _number(account: Account) -> dict[str, Any]:
    """The resource ``sms-number``: the last digits only."""
    number = account.sms_number
    return {"sms_number": f"+1 ***-***-{number[-4:]}" if number else None}


@operation("GET", "/users/{account}/sms-number", scope="account")
def info_sms_number(call: Call, account: Account) -> dict[str, Any]:
    """SMS Number."""
    return _number(account)


@operation("POST", "/users/{account}/sms-number/actions/recover", status=200, scope="account")
def recover_sms_number(call: Call, account: Account) -> dict[str, Any]:
    """SMS Number Recover: sends a code [I: which nobody can see here]."""
    return _number(account)


@operation("POST", "/users/{account}/sms-number/actions/confirm", status=200, scope="account")
def confirm_sms_number(call: Call, account: Account) -> dict[str, Any]:
    """SMS Number Confirm: what says that the code is right is not in the schema [I]."""
    return _number(account)
