# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OAuth authorizations, which are what API tokens belong to: behaviour.md 3.21.

Heroku shows the tokens of direct authorizations whenever it shows the authorization. Here they are secrets: a token can
be had from the task that made it, if that asks for it, and never from what is there already.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import (
    Field,
    Plan,
    Step,
    hidden,
    is_uuid,
    plan_absence,
    plan_fields,
    same_set,
)
from ansible_collections.community.heroku.plugins.module_utils.preflight import check_exists
from ansible_collections.community.heroku.plugins.module_utils.resource import Resource, only

SCOPES = ["global", "identity", "read", "write", "read-protected", "write-protected"]
WAYS: dict[str, t.Any] = {"description": {"type": "str"}, "id": {"type": "str"}}
TEAM: dict[str, t.Any] = {"team": {"type": "str"}}
# What holds a secret, and the secret's name in it.
HOLDERS = {"access_token": "token", "refresh_token": "token", "grant": "code"}
FIXED = "Take the authorization away and make another one, under another description if both are to work for a while."


def secrets_of(record: dict[str, t.Any]) -> dict[str, str]:
    """The tokens and the code that an authorization shows, by what holds them."""
    return {
        holder: record[holder][name] for holder, name in HOLDERS.items() if record[holder] and record[holder].get(name)
    }


def without_secrets(record: dict[str, t.Any]) -> dict[str, t.Any]:
    """An authorization with None in place of its tokens and its code, alike for accounts and for teams."""
    held = {holder: {**record[holder], name: None} for holder, name in HOLDERS.items() if record[holder]}
    for token in held.values():
        token.pop("version", None)  # told of the tokens of teams only
    return {**record, **held}


class OauthAuthorization(Resource):
    """An authorization, found by its description or its id. Only the description can be changed.

    Without C(client) it is a direct one, whose token acts for the account; with it, it has a grant for the client.
    """

    noun = "oauth_authorization"
    plural = "oauth_authorizations"
    title = "OAuth authorization"
    identity = ("description", "id")
    options: t.ClassVar[dict[str, t.Any]] = {
        **WAYS,
        **TEAM,
        "scope": {"type": "list", "elements": "str", "choices": SCOPES},
        "expires_in": {"type": "int"},
        "client": {"type": "str"},
        "regenerate": {"type": "bool", "default": False},
        "regenerate_within": {"type": "int"},
        "show_token": {"type": "bool", "default": False, "no_log": False},
    }
    constraints: t.ClassVar[dict[str, t.Any]] = {
        "required_one_of": [tuple(WAYS)],
        "mutually_exclusive": [("team", "client")],
    }
    info_options: t.ClassVar[dict[str, t.Any]] = {**WAYS, **TEAM}
    info_constraints: t.ClassVar[dict[str, t.Any]] = {"mutually_exclusive": [tuple(WAYS)]}
    fields: t.ClassVar[tuple[Field, ...]] = (
        Field("description"),
        Field("scope", update=None, fixed=FIXED, equal=same_set),
        Field("client", update=None, fixed=FIXED, reference=True),
    )
    blank: t.ClassVar[dict[str, t.Any]] = dict.fromkeys(
        (
            "access_token",
            "client",
            "created_at",
            "description",
            "grant",
            "id",
            "refresh_token",
            "scope",
            "session",
            "updated_at",
            "user",
        )
    )

    issued = False  # whether this task made the tokens

    def __init__(self, *arguments: t.Any, **more: t.Any) -> None:
        super().__init__(*arguments, **more)
        self.secrets: dict[str, dict[str, str]] = {}  # those of the authorizations that were seen, by id

    def check(self) -> None:
        for option in ("id", "client"):
            if self.given(option) is not None and not is_uuid(self.params[option]):
                raise InvalidInput(f"{self.params[option]!r} is not an ID: {option} takes no name.", option=option)
        if self.given("description") == "":
            raise InvalidInput("description is empty: it is what the authorization is found by.")
        if self.given("scope") == []:
            raise InvalidInput(f"scope is empty: name at least one of {', '.join(SCOPES)}.")
        if self.given("expires_in") is not None and self.params["expires_in"] < 1:
            raise InvalidInput("expires_in must be 1 or more. Leave it out for a token that does not expire.")
        if (self.given("regenerate_within") or 0) < 0:
            raise InvalidInput("regenerate_within must be 0 or more.")

    @property
    def path(self) -> str:
        """Where the authorizations of the account, or of the team, are listed and made."""
        team = self.given("team")
        return "/oauth/authorizations" if team is None else segments("/teams/{}/oauth/authorizations", team)

    # Which authorization is meant

    def seen(self, record: dict[str, t.Any]) -> dict[str, t.Any]:
        """Heroku's object in the form of our records, with its secrets hidden and kept."""
        secrets = self.secrets[record["id"]] = secrets_of(record)
        self.talk.hide(secrets.values())
        return without_secrets(record)

    def find(self) -> list[dict[str, t.Any]]:
        if self.given("id") is not None:
            record = self.fetch("/oauth/authorizations/{}", self.params["id"])
            return [self.seen(record)] if record else []
        found = [self.seen(record) for record in self.client.list(self.path)]
        described = (item for item in found if self.given("description") in (None, item["description"]))
        return sorted(described, key=lambda item: (item["description"], item["id"]))

    def read(self) -> dict[str, t.Any] | None:
        if self.given("id") is not None:
            return next(iter(self.find()), None)
        found = [item for item in self.find() if (item["client"] or {}).get("id") == self.given("client")]
        return only(found, f"authorizations with the description {self.given('description')!r}")

    # What is to be done about it

    def plan(self, current: dict[str, t.Any] | None) -> Plan:
        if self.given("state") == "absent":
            return plan_absence(self.fields, current)
        wanted = self.wanted()
        if current is None:
            if self.given("id") is not None:
                raise InvalidInput(f"The account has no authorization with the id {self.params['id']}.")
            if "scope" not in wanted:
                raise InvalidInput("A new authorization needs a scope: read is the least, global is everything.")
        plan = plan_fields(self.fields, wanted, current, self.blank, self.unpredictable)
        return self.plan_new(plan) if current is None else self.plan_tokens(plan, current)

    def plan_new(self, plan: Plan) -> Plan:
        """A plan to make one, with its lifetime, which Heroku shows only as what is left of it."""
        (create,) = plan.steps
        lifetime = self.given("expires_in")
        fields, after, predicted = dict(create.fields), dict(plan.after), dict(plan.predicted)
        if lifetime is not None:
            fields["expires_in"] = after["expires_in"] = lifetime
        if self.given("client") is None:
            after["token"] = hidden(changes=True)
            predicted["access_token"] = {"expires_in": lifetime, "id": None, "token": None}
        else:
            predicted["client"] = {"id": self.params["client"], "name": None, "redirect_uri": None}
            predicted["grant"] = {"code": None, "expires_in": None, "id": None}
        return Plan(plan.before, after, (Step("create", fields),), predicted)

    def plan_tokens(self, plan: Plan, current: dict[str, t.Any]) -> Plan:
        """A plan for one that is there, with new tokens if they are wanted."""
        left = (current["access_token"] or {}).get("expires_in")
        lifetime = self.given("expires_in")
        if lifetime is not None and current["access_token"] and (left is None or left > lifetime):
            lives = "does not expire" if left is None else f"expires in {left} s"
            raise InvalidInput(f"expires_in cannot be changed: the token {lives}. {FIXED}", option="expires_in")
        within = self.given("regenerate_within")
        renew = self.given("regenerate") or (within is not None and left is not None and left <= within)
        if renew and current["client"]:
            raise InvalidInput("Only direct authorizations can be given new tokens, not that of a client.")
        if not renew:
            return plan
        return dataclasses.replace(
            plan,
            before={**plan.before, "token": hidden(changes=False)},
            after={**plan.after, "token": hidden(changes=True)},
            steps=(*plan.steps, Step("regenerate")),
            predicted={
                **plan.predicted,
                "access_token": {"expires_in": None, "id": None, "token": None},
                "updated_at": None,
            },
        )

    def examine(self, current: dict[str, t.Any] | None, plan: Plan) -> dict[str, t.Any] | None:
        """The client of a new authorization has to exist."""
        if current is None and self.given("client") is not None:
            check_exists(self.client, "/oauth/clients/{}", self.params["client"], "OAuth client")
        return current

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        self.issued = True
        return self.seen(self.client.post(self.path, fields))

    def made(self) -> dict[str, t.Any] | None:
        found = super().made()
        if found is not None and found["client"]:
            self.talk.warn(
                "The grant's code was lost with the answer, and Heroku tells it only once. Take the authorization away "
                "and run the task again."
            )
        return found

    def update(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.seen(self.client.patch(segments("/oauth/authorizations/{}", current["id"]), fields))

    def regenerate(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        """Give it new tokens; the old ones end at once."""
        self.issued = True
        self.warn_of_own(current)
        path = segments("/oauth/authorizations/{}/actions/regenerate-tokens", current["id"])
        return self.seen(self.client.post(path))

    def delete(self, current: dict[str, t.Any]) -> dict[str, t.Any]:
        self.warn_of_own(current)
        return self.client.delete(segments("/oauth/authorizations/{}", current["id"]))

    def warn_of_own(self, current: dict[str, t.Any]) -> None:
        """Say so if the task ends the token that it runs with."""
        if self.secrets[current["id"]].get("access_token") == self.client.auth.token:
            self.talk.warn("This is the authorization of the API token in use: what follows needs another token.")

    def settle(self, record: dict[str, t.Any] | None) -> dict[str, t.Any] | None:
        """Nothing to wait for; but a token that has expired is of no use."""
        token = (record or {}).get("access_token") or {}
        if token.get("expires_in") == 0 and self.params["state"] != "absent":
            self.talk.warn("The token of this authorization has expired. With regenerate_within it gets a new one.")
        return record

    def result(self, record: dict[str, t.Any] | None) -> dict[str, t.Any]:
        told = self.secrets[record["id"]] if record and self.issued and self.params["show_token"] else {}
        return {"oauth_authorization": record, "token": told.get("access_token"), "code": told.get("grant")}
