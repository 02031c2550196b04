# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Transfers of apps between people, which wait to be accepted: behaviour.md 3.20."""

from __future__ import annotations

from .._api.errors import HerokuError
from .._engine.facts import Kind, View
from .._engine.plan import Action, Request, Resend
from .._engine.values import Observed, Record, Values
from .._lib.references import same_reference

PENDING = "pending"
PERSON = {"email": None, "id": None}
TRANSFERS = Kind(
    "app_transfer",
    "/account/app-transfers",
    keys=("id",),
    shape={"app": {"id": None, "name": None}, "owner": PERSON, "recipient": PERSON},
)


def same_person(wanted: str, have: Values | None) -> bool:
    """Whether an e-mail address, in any case, or an id means this ``{id, email}`` object."""
    if have is None:
        return False
    email = have.get("email")
    return wanted.lower() in (email.lower() if isinstance(email, str) else "", have.get("id"))


def transfers_of(view: View, app: str) -> list[Record]:
    """The transfers of an app that the account has a part in, the oldest first but for the pending one at the end."""
    found = [transfer for transfer in view.get(TRANSFERS.of()) if same_reference(app, transfer["app"])]
    return sorted(found, key=lambda item: (item["state"] == PENDING, str(item["updated_at"]), str(item["created_at"])))


def pending_transfer(view: View, app: str) -> Record | None:
    """The transfer of an app that waits to be accepted, if there is one."""
    last = transfers_of(view, app)[-1:]
    return last[0] if last and last[0]["state"] == PENDING else None


def transfer_action(action_id: str, app: Observed, recipient: str, silent: bool = False) -> Action:
    """The action that offers an app to a person. An app has one pending transfer at the most."""
    body = {"app": app, "recipient": recipient, **({"silent": True} if silent else {})}
    request = Request("POST", "/account/app-transfers", (), body)
    return Action(action_id, "transfer", request, Resend.KEYED, answers=False, stale=("app_transfer",))


def explain_transfer(error: HerokuError) -> str:
    """What to do about the refusal of an offer; empty when nothing special."""
    if error.not_found and error.resource != "app":
        return "Only people who have an account at Heroku can be offered an app."
    return ""
