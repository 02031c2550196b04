# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OAuth tokens, as clients get them: behaviour.md 3.21. Nothing can be asked about them, so each task makes some."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import Plan, Step, hidden
from ansible_collections.community.heroku.plugins.module_utils.resource import Resource

SECRETS = {"access_token": "token", "refresh_token": "token", "grant": "code", "client": "secret"}


class OauthToken(Resource):
    """A grant's code, or a refresh token, exchanged for an access token."""

    noun = "oauth_token"
    title = "OAuth token"
    options: t.ClassVar[dict[str, t.Any]] = {
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

    secrets: dict[str, str] | None = None  # what came

    def check(self) -> None:
        refreshes = self.params["grant"]["type"] == "refresh_token"
        if refreshes and self.given("refresh_token") is None:
            raise InvalidInput("A grant of type refresh_token needs refresh_token.token.")

    def read(self) -> None:
        """Heroku has no way to ask for a token."""

    def plan(self, current: None) -> Plan:
        predicted = {
            "access_token": {"expires_in": None, "id": None, "token": None},
            "authorization": None,
            "client": {"secret": None},
            "created_at": None,
            "grant": {"code": None, "type": None},
            "id": None,
            "refresh_token": {"expires_in": None, "id": None, "token": None},
            "session": None,
            "updated_at": None,
            "user": None,
        }
        after = {"grant": self.params["grant"]["type"], "access_token": hidden(changes=True)}
        return Plan(before={}, after=after, steps=(Step("create"),), predicted=predicted)

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        grant = {name: value for name, value in self.params["grant"].items() if value is not None}
        body = {"client": {"secret": self.params["client"]["secret"]}, "grant": grant}
        if self.given("refresh_token"):
            body["refresh_token"] = {"token": self.params["refresh_token"]["token"]}
        try:
            record = self.client.post("/oauth/tokens", body)
        except HerokuError as error:
            if error.status in (401, 404, 422) and "code" in grant:
                raise error.with_hint(
                    "A grant's code works once and for a few minutes: if it was used, also by an earlier attempt whose "
                    "answer was lost, people have to authorize the client again."
                ) from None
            raise
        return self.presented(record)

    def presented(self, record: dict[str, t.Any]) -> dict[str, t.Any]:
        """Heroku's object with None in place of its secrets, which are kept."""
        held = {holder: name for holder, name in SECRETS.items() if record[holder]}
        secrets = self.secrets = {holder: record[holder][name] for holder, name in held.items()}
        self.talk.hide(secrets.values())
        return {**record, **{holder: {**record[holder], name: None} for holder, name in held.items()}}

    def result(self, record: dict[str, t.Any]) -> dict[str, t.Any]:
        told = (self.secrets or {}) if self.params["show_token"] else {}
        given = (self.given("refresh_token") or {}).get("token")
        new = told.get("refresh_token")
        return {
            "oauth_token": record,
            "token": told.get("access_token"),
            "refresh_token": None if new == given else new,
        }
