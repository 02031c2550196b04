# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OAuth clients: behaviour.md 3.21.

Heroku shows a client's secret whenever it shows the client to its owner. Here it can be had from the task that made it,
if that asks for it, and never from what is there already.
"""

from __future__ import annotations

import dataclasses
import typing as t
from urllib.parse import urlsplit

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
)
from ansible_collections.community.heroku.plugins.module_utils.resource import Resource, only

WAYS: dict[str, t.Any] = {"name": {"type": "str"}, "id": {"type": "str"}}


class OauthClient(Resource):
    """An OAuth client, found by its name or its id; an id outweighs the name, which is then the wanted one."""

    noun = "oauth_client"
    plural = "oauth_clients"
    title = "OAuth client"
    options: t.ClassVar[dict[str, t.Any]] = {
        **WAYS,
        "redirect_uri": {"type": "str"},
        "rotate_credentials": {"type": "bool", "default": False, "no_log": False},
        "show_secret": {"type": "bool", "default": False, "no_log": False},
    }
    constraints: t.ClassVar[dict[str, t.Any]] = {"required_one_of": [tuple(WAYS)]}
    info_options: t.ClassVar[dict[str, t.Any]] = WAYS
    info_constraints: t.ClassVar[dict[str, t.Any]] = {"mutually_exclusive": [tuple(WAYS)]}
    fields: t.ClassVar[tuple[Field, ...]] = (Field("name"), Field("redirect_uri"))
    blank: t.ClassVar[dict[str, t.Any]] = dict.fromkeys(
        ("created_at", "id", "ignores_delinquent", "name", "redirect_uri", "secret", "updated_at")
    )

    issued = False  # whether this task made the secret

    def __init__(self, *arguments: t.Any, **more: t.Any) -> None:
        super().__init__(*arguments, **more)
        self.secrets: dict[str, str | None] = {}  # those of the clients that were seen, by id

    def check(self) -> None:
        if self.given("id") is not None and not is_uuid(self.params["id"]):
            raise InvalidInput(f"{self.params['id']!r} is not the id of an OAuth client.")
        if self.given("name") == "":
            raise InvalidInput("name is empty.")
        address = self.given("redirect_uri")
        if address is not None and (urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).netloc):
            raise InvalidInput(
                f"redirect_uri {address!r} is not an address to send people back to, such as "
                "https://example.com/auth/heroku/callback."
            )

    def seen(self, record: dict[str, t.Any]) -> dict[str, t.Any]:
        """Heroku's object in the form of our records, with its secret hidden and kept."""
        secret = record.get("secret")  # those of other people come without
        self.secrets[record["id"]] = secret
        self.talk.hide([secret or ""])
        return {**record, "secret": None}

    def find(self) -> list[dict[str, t.Any]]:
        if self.given("id") is not None:
            record = self.fetch("/oauth/clients/{}", self.params["id"])
            return [self.seen(record)] if record else []
        found = [self.seen(record) for record in self.client.list("/oauth/clients")]
        named = (item for item in found if self.given("name") in (None, item["name"]))
        return sorted(named, key=lambda item: (item["name"], item["id"]))

    def read(self) -> dict[str, t.Any] | None:
        return only(self.find(), f"OAuth clients with the name {self.given('name')!r}")

    def plan(self, current: dict[str, t.Any] | None) -> Plan:
        if self.given("state") == "absent":
            return plan_absence(self.fields, current)
        wanted = self.wanted()
        if current is None:
            if self.given("id") is not None:
                raise InvalidInput(f"The account has no OAuth client with the id {self.params['id']}.")
            if "redirect_uri" not in wanted:
                raise InvalidInput("A new OAuth client needs a redirect_uri.")
        plan = plan_fields(self.fields, wanted, current, self.blank, self.unpredictable)
        if current is None:
            return dataclasses.replace(plan, after={**plan.after, "secret": hidden(changes=True)})
        if not self.given("rotate_credentials"):
            return plan
        return dataclasses.replace(
            plan,
            before={**plan.before, "secret": hidden(changes=False)},
            after={**plan.after, "secret": hidden(changes=True)},
            steps=(*plan.steps, Step("rotate")),
            predicted={**plan.predicted, "updated_at": None},
        )

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        self.issued = True
        return self.seen(self.client.post("/oauth/clients", fields))

    def update(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.seen(self.client.patch(segments("/oauth/clients/{}", current["id"]), fields))

    def rotate(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        """Give it a new secret; the old one ends at once."""
        self.issued = True
        path = segments("/oauth/clients/{}/actions/rotate-credentials", current["id"])
        return self.seen(self.client.post(path))

    def delete(self, current: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.delete(segments("/oauth/clients/{}", current["id"]))

    def result(self, record: dict[str, t.Any] | None) -> dict[str, t.Any]:
        told = self.secrets[record["id"]] if record and self.issued and self.params["show_secret"] else None
        return {"oauth_client": record, "secret": told}
