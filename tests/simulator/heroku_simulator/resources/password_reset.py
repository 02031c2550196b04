# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Password resets: what somebody does who does not know the password any more.

The token goes out by e-mail; here, ``/_simulator/state?secrets=1`` shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import invalid_params, not_found
from ..operation import View, operation, resolver, writer
from ..params import text
from ..store import Record, Table
from .account import accounts, check_new_password, reference

if TYPE_CHECKING:
    from ..application import Call


@dataclass(kw_only=True)
class PasswordReset(Record):
    """A reset that is under way; its id is the token."""

    account_id: str


password_resets = Table("password_resets", PasswordReset, parents={"account_id": accounts}, secrets=("id",))


@resolver("password_reset", secret=True)
def resolve_password_reset(call: Call, token: str) -> PasswordReset:
    """By its token."""
    found = password_resets.get(token)
    if found is None:
        raise not_found("password reset")
    return found


@writer(PasswordReset)
def write(item: PasswordReset, view: View) -> dict[str, Any]:
    """The resource ``password-reset``."""
    return {"created_at": item.created_at, "user": reference(accounts[item.account_id])}


@operation("POST", "/password-resets", params={"email": text(required=True)}, public=True)
def create(call: Call) -> PasswordReset:
    """Password Reset Reset Password: sends an e-mail; whether an unknown address is told of is [I]."""
    account = accounts.by("email", call.body["email"].lower())
    if account is None:
        raise not_found("account")
    return password_resets.add(PasswordReset(account_id=account.id))


@operation(
    "POST",
    "/password-resets/{password_reset}/actions/finalize",
    params={"password": text(required=True), "password_confirmation": text(required=True)},
    status=200,
    public=True,
)
def finalize(call: Call, password_reset: PasswordReset) -> dict[str, Any]:
    """Password Reset Complete Reset Password; the token works once."""
    check_new_password(call.body["password"])
    if call.body["password"] != call.body["password_confirmation"]:
        raise invalid_params("Password confirmation doesn't match Password")
    accounts.update(accounts[password_reset.account_id], password=call.body["password"])
    done = write(password_reset, call.view)
    password_resets.remove(password_reset)
    return done
