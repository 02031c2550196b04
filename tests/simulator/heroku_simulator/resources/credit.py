# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Credits: what is used up before an account is charged (behaviour.md 3.22)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..clock import clock, iso
from ..errors import invalid_params, not_found
from ..operation import View, operation, resolver, writer
from ..params import text
from ..store import Record, Table
from .account import accounts

if TYPE_CHECKING:
    from ..application import Call

CARD_CENTS = 10000
YEAR = 365 * 86400


@dataclass(kw_only=True)
class Credit(Record):
    """A credit; ``code`` is the discount card that it came from."""

    account_id: str
    title: str = "gift card"
    amount: int = CARD_CENTS
    balance: int = CARD_CENTS
    expires_at: str = ""
    code: str | None = None


credits_ = Table("credits", Credit, unique=("code",), parents={"account_id": accounts}, secrets=("code",))


@resolver("credit")
def resolve_credit(call: Call, identity: str) -> Credit:
    """By id, among the caller's."""
    found = credits_.get(identity)
    if found is None or found.account_id != call.account.id:
        raise not_found("credit")
    return found


@writer(Credit)
def write(item: Credit, view: View) -> dict[str, Any]:
    """The resource ``credit``."""
    return {
        "amount": item.amount,
        "balance": item.balance,
        "created_at": item.created_at,
        "expires_at": item.expires_at or iso(clock.now() + YEAR),
        "id": item.id,
        "title": item.title,
        "updated_at": item.updated_at,
    }


@operation("GET", "/account/credits", ranges=("id",), scope="account")
def list_(call: Call) -> list[Credit]:
    """Credit List."""
    return credits_.where("account_id", call.account.id)


@operation("GET", "/account/credits/{credit}", scope="account")
def info(call: Call, credit: Credit) -> Credit:
    """Credit Info."""
    return credit


@operation("POST", "/account/credits", params={"code1": text(), "code2": text()}, scope="account")
def create(call: Call) -> Credit:
    """Credit Create: any two codes are a card, which is good for one credit [I]."""
    code = f"{call.body.get('code1', '')}-{call.body.get('code2', '')}"
    if not call.body.get("code1") or not call.body.get("code2") or credits_.by("code", code):
        raise invalid_params("Code is invalid.")
    return credits_.add(Credit(account_id=call.account.id, code=code, expires_at=iso(clock.now() + YEAR)))
