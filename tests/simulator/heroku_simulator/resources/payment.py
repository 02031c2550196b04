# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Payment methods of accounts, and payments of invoices (``3.sdk`` only). Every card is good here [I]."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..chance import number
from ..errors import invalid_params, not_found
from ..operation import View, in_sdk, operation, writer
from ..params import anything, text
from ..store import Record, Table
from .account import Account, accounts, reference
from .app import App, apps
from .app import write as write_app
from .invoice import Invoice, invoices
from .team import Team

if TYPE_CHECKING:
    from ..application import Call

_ADDRESS = ("address_1", "address_2", "city", "country", "other", "postal_code", "state")
_HOLDER = ("expiration_month", "expiration_year", "first_name", "last_name")
_CARD = ("card_number", "cvv", "nonce", "device_data")
_NULLABLE = frozenset({"address_1", "card_number", "cvv", "expiration_month", "expiration_year", "nonce", "other"})


@dataclass(kw_only=True)
class PaymentMethod(Record):
    """A credit card, without what one could pay with."""

    account_id: str
    address_1: str | None = None
    address_2: str = ""
    city: str = ""
    country: str = ""
    other: str | None = None
    postal_code: str = ""
    state: str = ""
    expiration_month: str | None = None
    expiration_year: str | None = None
    first_name: str = ""
    last_name: str = ""
    card_last4: str = ""
    card_type: str = "VISA"


@dataclass(kw_only=True)
class Payment(Record):
    """Money for an invoice, whole or in part; ``uuid`` keeps it from being paid twice."""

    account_id: str
    invoice_id: str
    uuid: str
    amount: float
    number: int


payment_methods = Table("payment_methods", PaymentMethod, unique=("account_id",), parents={"account_id": accounts})
payments = Table("payments", Payment, unique=("uuid",), parents={"account_id": accounts, "invoice_id": invoices})


@writer(PaymentMethod)
def write(method: PaymentMethod, view: View) -> dict[str, Any]:
    """The resource ``payment-method``."""
    return {name: getattr(method, name) for name in (*_ADDRESS, *_HOLDER, "card_last4", "card_type")}


@writer(Payment)
def write_payment(payment: Payment, view: View) -> dict[str, Any]:
    """The resource ``payment``; its id is a number."""
    invoice = invoices[payment.invoice_id]
    return {
        "amount": payment.amount,
        "created_at": payment.created_at,
        "id": payment.number,
        "invoice": {"id": invoice.id, "number": invoice.number},
        "state": "success",
        "updated_at": payment.updated_at,
        "user": reference(accounts[payment.account_id]),
    }


def _method(account: Account) -> PaymentMethod:
    method = payment_methods.by("account_id", account.id)
    if method is None:
        raise not_found("payment method")
    return method


@operation("GET", "/account/payment-method", scope="account")
def info(call: Call) -> PaymentMethod:
    """Payment Method get."""
    return _method(call.account)


@operation("GET", "/account/payment-method/apps", scope="account", write_as=in_sdk(write_app))
def list_apps(call: Call) -> list[App]:
    """Payment Method apps: those that it pays for."""
    _method(call.account)
    return apps.where("owner_id", call.account.id)


@operation(
    "PATCH",
    "/account/payment-method",
    params={name: text(nullable=name in _NULLABLE) for name in (*_ADDRESS, *_HOLDER, *_CARD)},
    scope="account",
    secret_body=True,
)
def update(call: Call) -> PaymentMethod:
    """Payment Method update, which verifies the account."""
    method = payment_methods.by("account_id", call.account.id)
    if method is None:
        method = payment_methods.add(PaymentMethod(account_id=call.account.id))
    changes = {name: value for name, value in call.body.items() if name not in _CARD}
    if call.body.get("card_number"):
        changes["card_last4"] = call.body["card_number"][-4:]
    payment_methods.update(method, **changes)
    accounts.update(call.account, verified=True)
    return method


def _pay(call: Call, owner_id: str) -> Payment:
    amount = call.body["amount"]
    if isinstance(amount, bool) or not isinstance(amount, (int, float)) or amount <= 0:
        raise invalid_params("Amount must be a positive number.")
    wanted = call.body["invoice_id"]
    invoice: Invoice | None = invoices.by("number", wanted) if isinstance(wanted, int) else None
    if invoice is None or invoice.owner_id != owner_id:
        raise not_found("invoice")
    known = payments.by("uuid", call.body["uuid"])
    if known is not None:
        return known
    invoices.update(invoice, state="successful")
    return payments.add(
        Payment(
            account_id=call.account.id,
            invoice_id=invoice.id,
            uuid=call.body["uuid"],
            amount=amount,
            number=int(number(7)),
        )
    )


_PAYMENT = MappingProxyType(
    {"amount": anything(required=True), "invoice_id": anything(required=True), "uuid": text(required=True)}
)


@operation("POST", "/account/payments", params=_PAYMENT, scope="account")
def create(call: Call) -> Payment:
    """Payment create."""
    return _pay(call, call.account.id)


@operation("POST", "/teams/{team}/payments", params=_PAYMENT, access="manage", scope="account")
def create_for_team(call: Call, team: Team) -> Payment:
    """Payment create for a team."""
    return _pay(call, team.id)
