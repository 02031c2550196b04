# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OAuth clients: behaviour.md 3.21.

Heroku shows a client's secret whenever it shows the client to its owner. Here it can be had from the task that made it,
if that asks for it, and never from what is there already.
"""

from __future__ import annotations

import typing as t
from urllib.parse import urlsplit

from .._api.errors import InvalidInput
from .._engine.attributes import Attribute, computed
from .._engine.facts import Kind, View, records_in
from .._engine.plan import Desired, Resend
from .._engine.resource import HIDDEN, NEWLY_HIDDEN, Draft
from .._engine.values import UNKNOWN, Observed, Record, Spec, Value
from .._lib.references import is_uuid
from .issued import ISSUED, Issuing

WAYS: Record = {"name": {"type": "str"}, "id": {"type": "str"}}


def secrets_of(found: Observed) -> list[str]:
    """The secrets of clients; those of other people come without."""
    return [client["secret"] for client in records_in(found) if isinstance(client["secret"], str)]


def without_secret(client: Record) -> Record:
    """A client as results show it."""
    return {**{key: value for key, value in client.items() if key != ISSUED}, "secret": None}


class OauthClient(Issuing):
    """An OAuth client, found by its name or its id; an id outweighs the name, which is then the wanted one."""

    noun = "oauth_client"
    plural = "oauth_clients"
    called = "OAuth client"
    identity = ("name", "id")
    many = "OAuth clients with the name {name!r}"
    kind = Kind(
        "oauth_client",
        "/oauth/clients",
        keys=("id",),
        shape=dict.fromkeys(("ignores_delinquent", "redirect_uri", "secret")),
        secrets=secrets_of,
    )
    resend = Resend.LOOK
    renewal = "rotate"
    renewal_path = "/oauth/clients/{}/actions/rotate-credentials"
    attributes = (
        Attribute("name"),
        Attribute("redirect_uri"),
        *computed("created_at", "id", "ignores_delinquent", "secret", "updated_at"),
    )
    controls: t.ClassVar[Spec] = {
        "id": WAYS["id"],
        "rotate_credentials": {"type": "bool", "default": False, "no_log": False},
        "show_secret": {"type": "bool", "default": False, "no_log": False},
    }
    constraints: t.ClassVar[Spec] = {"required_one_of": [tuple(WAYS)]}
    info_options: t.ClassVar[Spec] = WAYS
    info_constraints: t.ClassVar[Spec] = {"mutually_exclusive": [tuple(WAYS)]}

    @classmethod
    def check(cls, want: Desired) -> None:
        if want.get("id") is not None and not is_uuid(want["id"]):
            raise InvalidInput(f"{want['id']!r} is not the id of an OAuth client.")
        address = want.get("redirect_uri")
        if address is not None and (urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).netloc):
            raise InvalidInput(
                f"redirect_uri {address!r} is not an address to send people back to, such as "
                "https://example.com/auth/heroku/callback."
            )

    @classmethod
    def matches(cls, want: Desired, record: Record) -> bool:
        return want.get("name") in (None, record["name"])

    @classmethod
    def selected(cls, want: Desired, view: View) -> list[Record]:
        if want.get("id") is not None:
            one = view.get(cls.kind.named(want["id"]))
            return [one] if one else []
        return sorted(super().selected(want, view), key=lambda client: str(client["name"]))

    @classmethod
    def draft(cls, want: Desired, current: Record | None) -> Draft:
        if current is None and not want.absent:
            if want.get("id") is not None:
                raise InvalidInput(f"The account has no OAuth client with the id {want['id']}.")
            if want.get("redirect_uri") is None:
                raise InvalidInput("A new OAuth client needs a redirect_uri.")
        draft = super().draft(want, current)
        if draft.current and draft.record and want["rotate_credentials"]:
            draft.updates[cls.renewal] = {}
            draft.record.update(secret=UNKNOWN, updated_at=UNKNOWN)
        return draft

    @classmethod
    def side(cls, want: Desired, draft: Draft, record: Observed) -> Value:
        view = super().side(want, draft, record)
        if record and (draft.creation is not None or cls.renewal in draft.updates):
            view["secret"] = NEWLY_HIDDEN if record is draft.record else HIDDEN
        return view

    @classmethod
    def result(cls, want: Desired, record: Record | None) -> Record:
        told = record["secret"] if record and ISSUED in record and want["show_secret"] else None
        return {"oauth_client": record and without_secret(record), "secret": told}

    @classmethod
    def info(cls, want: Desired, found: list[Record]) -> Record:
        return {"oauth_clients": list(map(without_secret, found))}
