# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""App transfers from person to person (behaviour.md 3.20)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import errors
from ..operation import View, operation, resolver, writer
from ..params import boolean, identity, identity_of, one_of
from ..store import Record, Table
from .account import accounts, find_account, reference
from .app import apps, mention, transfer, wanted_app

if TYPE_CHECKING:
    from ..application import Call

PENDING = "pending"


@dataclass(kw_only=True)
class AppTransfer(Record):
    """An offer to take an app over."""

    app_id: str
    owner_id: str
    recipient_id: str
    state: str = PENDING


app_transfers = Table(
    "app_transfers", AppTransfer, parents={"app_id": apps, "owner_id": accounts, "recipient_id": accounts}
)


@resolver("app_transfer")
def resolve_app_transfer(call: Call, identity: str) -> AppTransfer:
    """By id, or by the app's name; only the two parties see it."""
    item = app_transfers.get(identity)
    if item is None:
        app = apps.by("name", identity)
        found = app_transfers.where("app_id", app.id) if app else []
        item = found[-1] if found else None
    if item is None or call.account.id not in (item.owner_id, item.recipient_id):
        raise errors.not_found("app transfer", resource="app_transfer")
    return item


@writer(AppTransfer)
def write(item: AppTransfer, view: View) -> dict[str, Any]:
    """The resource ``app-transfer``."""
    return {
        "app": mention(apps[item.app_id]),
        "created_at": item.created_at,
        "id": item.id,
        "owner": reference(accounts[item.owner_id]),
        "recipient": reference(accounts[item.recipient_id]),
        "state": item.state,
        "updated_at": item.updated_at,
    }


@operation(
    "GET",
    "/account/app-transfers",
    ranges=("id", "name"),
    range_keys={"name": lambda item: apps[item.app_id].name},
)
def list_(call: Call) -> list[AppTransfer]:
    """App Transfer List: offered by the caller, or to the caller."""
    own, offered = (app_transfers.where(name, call.account.id) for name in ("owner_id", "recipient_id"))
    return list({item.id: item for item in (*own, *offered)}.values())


@operation("GET", "/account/app-transfers/{app_transfer}")
def info(call: Call, app_transfer: AppTransfer) -> AppTransfer:
    """App Transfer Info."""
    return app_transfer


@operation(
    "POST",
    "/account/app-transfers",
    params={"app": identity(required=True), "recipient": identity(required=True), "silent": boolean()},
)
def create(call: Call) -> AppTransfer:
    """App Transfer Create: one open offer per app [I]; texts are ours."""
    app = wanted_app(identity_of(call.body["app"]) or "", call.account, "own")
    recipient = find_account(identity_of(call.body["recipient"]) or "", call.account)
    if recipient is None:
        raise errors.not_found("user", resource="account")
    if app.team_id is not None or recipient.id == app.owner_id:
        raise errors.invalid_params("Recipient is invalid.")
    if any(item.state == PENDING for item in app_transfers.where("app_id", app.id)):
        raise errors.invalid_params("A transfer of this app is pending already.")
    return app_transfers.add(AppTransfer(app_id=app.id, owner_id=call.account.id, recipient_id=recipient.id))


@operation(
    "PATCH",
    "/account/app-transfers/{app_transfer}",
    params={"state": one_of("pending", "accepted", "declined", required=True)},
)
def update(call: Call, app_transfer: AppTransfer) -> AppTransfer:
    """App Transfer Update: the recipient accepts or declines."""
    if app_transfer.recipient_id != call.account.id:
        raise errors.forbidden("Only the recipient of a transfer can accept or decline it.")
    if app_transfer.state != PENDING:
        raise errors.invalid_params(f"This transfer was {app_transfer.state} already.")
    app_transfers.update(app_transfer, state=call.body["state"])
    if app_transfer.state == "accepted":
        transfer(apps[app_transfer.app_id], owner=call.account)
    return app_transfer


@operation("DELETE", "/account/app-transfers/{app_transfer}")
def delete(call: Call, app_transfer: AppTransfer) -> AppTransfer:
    """App Transfer Delete: the owner takes the offer back."""
    if app_transfer.owner_id != call.account.id:
        raise errors.forbidden("Only the owner of an app can take a transfer back.")
    app_transfers.remove(app_transfer)
    return app_transfer
