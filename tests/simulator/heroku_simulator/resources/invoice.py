# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Invoices of accounts and teams (behaviour.md 3.22). They come from the world file: nothing is billed here."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .. import chance
from ..errors import not_found
from ..operation import View, operation, resolver, writer
from ..params import boolean, text
from ..store import Record, Table
from .account import Account, accounts
from .team import Team, teams

if TYPE_CHECKING:
    from ..application import Call

STATES = ("pending", "successful", "failed")
PAYMENT_STATUS = MappingProxyType({"pending": "Pending", "successful": "Paid", "failed": "Failed"})  # [I] but for Paid


@dataclass(kw_only=True)
class Invoice(Record):
    """A month's bill of an account or a team, in cents. ``owner_id``: whose it is."""

    number: int = field(default_factory=lambda: invoices.unused("number", lambda: int(chance.number(7))))
    owner_id: str
    period_start: str
    period_end: str
    state: str = "successful"
    platform_total: int = 0
    addons_total: int = 0
    database_total: int = 0
    credits_total: int = 0
    dyno_units: float = 0.0
    weighted_dyno_hours: float = 0.0

    @property
    def charges_total(self) -> int:
        """Everything that is charged."""
        return self.platform_total + self.addons_total + self.database_total


@dataclass(kw_only=True)
class InvoiceAddress(Record):
    """What an account wants on its invoices in place of its payment address."""

    account_id: str
    address_1: str = ""
    address_2: str = ""
    city: str = ""
    country: str = ""
    other: str = ""
    postal_code: str = ""
    state: str = ""
    use_invoice_address: bool = False


invoices: Table[Invoice] = Table("invoices", Invoice, unique=("number",), groups=("owner_id",))
invoice_addresses = Table("invoice_addresses", InvoiceAddress, unique=("account_id",), parents={"account_id": accounts})


def _of(owner_id: str, identity: str) -> Invoice:
    found = invoices.by("number", int(identity)) if identity.isdigit() else None
    if found is None or found.owner_id != owner_id:
        raise not_found("invoice")
    return found


@resolver("invoice")
def resolve_invoice(call: Call, identity: str) -> Invoice:
    """By number, among those of the team in the path, else of the caller."""
    team = call.found.get("team")
    return _of(team.id if team else call.account.id, identity)


@writer(Invoice)
def write(item: Invoice, view: View) -> dict[str, Any]:
    """The resource ``invoice``, or, for a team's, ``team-invoice``."""
    body: dict[str, Any] = {
        "charges_total": item.charges_total,
        "created_at": item.created_at,
        "credits_total": item.credits_total,
        "id": item.id,
        "number": item.number,
        "period_end": item.period_end,
        "period_start": item.period_start,
        "state": STATES.index(item.state),
        "total": item.charges_total - item.credits_total,
        "updated_at": item.updated_at,
    }
    if teams.get(item.owner_id) is not None:
        body |= {
            "addons_total": item.addons_total,
            "database_total": item.database_total,
            "dyno_units": item.dyno_units,
            "payment_status": PAYMENT_STATUS[item.state],
            "platform_total": item.platform_total,
            "weighted_dyno_hours": item.weighted_dyno_hours,
        }
    return body


@writer(InvoiceAddress)
def write_address(item: InvoiceAddress, view: View) -> dict[str, Any]:
    """The resource ``invoice-address``."""
    return {
        "address_1": item.address_1,
        "address_2": item.address_2,
        "city": item.city,
        "country": item.country,
        "heroku_id": f"user{int(item.account_id[:8], 16)}@heroku.com",
        "other": item.other,
        "postal_code": item.postal_code,
        "state": item.state,
        "use_invoice_address": item.use_invoice_address,
    }


@operation("GET", "/account/invoices", ranges=("number",), order_by="number", scope="account")
def list_(call: Call) -> list[Invoice]:
    """Invoice List."""
    return invoices.where("owner_id", call.account.id)


@operation("GET", "/account/invoices/{invoice}", scope="account")
def info(call: Call, invoice: Invoice) -> Invoice:
    """Invoice Info."""
    return invoice


@operation("GET", "/teams/{team}/invoices", ranges=("number",), order_by="number", access="manage")
def list_of_team(call: Call, team: Team) -> list[Invoice]:
    """Team Invoice List."""
    return invoices.where("owner_id", team.id)


@operation("GET", "/teams/{team}/invoices/{invoice}", access="manage")
def info_of_team(call: Call, team: Team, invoice: Invoice) -> Invoice:
    """Team Invoice Info."""
    return invoice


def _address(account: Account) -> InvoiceAddress:
    return invoice_addresses.by("account_id", account.id) or InvoiceAddress(account_id=account.id)


@operation("GET", "/account/invoice-address", scope="account")
def info_address(call: Call) -> InvoiceAddress:
    """Invoice Address Info."""
    return _address(call.account)


_LINES = ("address_1", "address_2", "city", "country", "other", "postal_code", "state")


@operation(
    "PUT",
    "/account/invoice-address",
    params={**{name: text() for name in _LINES}, "use_invoice_address": boolean()},
    scope="account",
)
def update_address(call: Call) -> InvoiceAddress:
    """Invoice Address Update; what is not given stays [I]."""
    address = _address(call.account)
    if invoice_addresses.get(address.id) is None:
        invoice_addresses.add(address)
    invoice_addresses.update(address, **call.body)
    return address
