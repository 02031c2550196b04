# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OAuth tokens, as clients get them: behaviour.md 3.21. Nothing can be asked about them, so each task makes some."""

from __future__ import annotations

import typing as t

from .._api.errors import HerokuError, InvalidInput
from .._engine.facts import Kind, View, records_in
from .._engine.plan import Action, Desired, Plan, Request, Resend
from .._engine.resource import NEWLY_HIDDEN, Operation
from .._engine.values import UNKNOWN, Record, Secret, Spec

SECRETS = {"access_token": "token", "refresh_token": "token", "grant": "code", "client": "secret"}
NEW_TOKEN = {"expires_in": UNKNOWN, "id": UNKNOWN, "token": UNKNOWN}
NEW: Record = {
    **dict.fromkeys(("authorization", "created_at", "id", "session", "updated_at", "user"), UNKNOWN),
    "access_token": NEW_TOKEN,
    "client": {"secret": UNKNOWN},
    "grant": {"code": UNKNOWN, "type": UNKNOWN},
    "refresh_token": NEW_TOKEN,
}


def with_lifetimes(record: Record) -> Record:
    """An answer in which each token says how long it lasts, or null where that is for ever."""
    held = {name: {"expires_in": None, **record[name]} for name in ("access_token", "refresh_token") if record[name]}
    return {**record, **held}


def secrets_of(record: Record) -> Record:
    """The secrets of an answer, by what holds them."""
    return {holder: record[holder][name] for holder, name in SECRETS.items() if record[holder]}


class OauthToken(Operation):
    """A grant's code, or a refresh token, exchanged for an access token.

    A request whose answer got lost is sent again: a refresh token works as often as one likes, and a code only once.
    """

    noun = "oauth_token"
    called = "OAuth token"
    kind = Kind(
        "oauth_token",
        "/oauth/tokens",
        partial=True,
        shape=dict.fromkeys((*SECRETS, "session")),
        canonical=with_lifetimes,
        secrets=lambda found: [
            text for record in records_in(found) for text in secrets_of(record).values() if isinstance(text, str)
        ],
    )
    resend = Resend.SAFE
    controls: t.ClassVar[Spec] = {
        "client": {
            "type": "dict",
            "required": True,
            "options": {"secret": {"type": "str", "required": True, "no_log": True}},
        },
        "grant": {
            "type": "dict",
            "required": True,
            "options": {
                "type": {"type": "str", "required": True, "choices": ["authorization_code", "refresh_token"]},
                "code": {"type": "str", "no_log": True},
            },
            "required_if": [("type", "authorization_code", ("code",))],
        },
        "refresh_token": {
            "type": "dict",
            "no_log": False,
            "options": {"token": {"type": "str", "required": True, "no_log": True}},
        },
        "show_token": {"type": "bool", "default": False, "no_log": False},
    }

    @classmethod
    def check(cls, want: Desired) -> None:
        if want["grant"]["type"] == "refresh_token" and want.get("refresh_token") is None:
            raise InvalidInput("A grant of type refresh_token needs refresh_token.token.")

    @classmethod
    def plan(cls, want: Desired, view: View) -> Plan:
        grant = {name: value for name, value in want["grant"].items() if value is not None}
        if "code" in grant:
            grant["code"] = Secret(grant["code"])
        body = {"client": {"secret": Secret(want["client"]["secret"])}, "grant": grant}
        if want.get("refresh_token"):
            body["refresh_token"] = {"token": Secret(want["refresh_token"]["token"])}
        after = {"grant": grant["type"], "access_token": NEWLY_HIDDEN}
        action = cls.operation(want, "create", Request("POST", cls.kind.path, body=body))
        return Plan(cls.title(want), {}, after, None, NEW, (action,))

    @classmethod
    def explain(cls, want: Desired, action: Action, error: HerokuError) -> str:
        if error.status in (401, 404, 422) and want["grant"].get("code") is not None:
            return (
                "A grant's code works once and for a few minutes: if it was used, also by an earlier attempt whose "
                "answer was lost, people have to authorize the client again."
            )
        return ""

    @classmethod
    def result(cls, want: Desired, record: Record) -> Record:
        secrets = secrets_of(record)
        hidden = {holder: {**record[holder], SECRETS[holder]: None} for holder in secrets}
        told = secrets if want["show_token"] else {}
        sent, new = (want.get("refresh_token") or {}).get("token"), told.get("refresh_token")
        return {
            "oauth_token": {**record, **hidden},
            "token": told.get("access_token"),
            "refresh_token": None if new == sent else new,
        }
