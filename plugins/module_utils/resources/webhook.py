# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Webhooks of an app, and what they delivered: behaviour.md 3.19."""

from __future__ import annotations

import dataclasses
import re
import typing as t
from urllib.parse import urlsplit

from ansible_collections.community.heroku.plugins.module_utils.client import PAGE
from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.options import NONE
from ansible_collections.community.heroku.plugins.module_utils.plan import Field, Plan, is_uuid, plan_fields, same_set
from ansible_collections.community.heroku.plugins.module_utils.preflight import check_room
from ansible_collections.community.heroku.plugins.module_utils.resource import (
    APP_OPTIONS,
    AppResource,
)
from ansible_collections.community.heroku.plugins.module_utils.secrets import secrets_within, without_credentials

WAYS: dict[str, t.Any] = {"url": {"type": "str"}, "id": {"type": "str"}}
WRITE_ONLY = ("secret", "authorization")
MOST_WEBHOOKS = 10  # of an app (behaviour.md 3.19)
# What webhooks tell of: behaviour.md 3.19, and for the last one recorded.md A 6.
ENTITIES = (
    "api:addon",
    "api:addon-attachment",
    "api:app",
    "api:build",
    "api:collaborator",
    "api:domain",
    "api:dyno",
    "api:formation",
    "api:release",
    "api:sni-endpoint",
    "dyno",
)
TOLD_ONCE = "Heroku-Webhook-Secret"
# What an event's data may hold of addresses that are credentials.
SIGNED_ADDRESSES = ("log_input_url", "output_stream_url", "source_blob")


def is_address(url: str) -> bool:
    """Whether notifications can be sent there. C(urlsplit) itself passes over line ends."""
    try:
        parts = urlsplit(url)
    except ValueError:  # a bracket that is not closed
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not re.search(r"\s", url)


def without_addresses(value: t.Any) -> t.Any:
    """An event's data without the addresses that hold credentials."""
    if isinstance(value, dict):
        return {key: without_addresses(item) for key, item in value.items() if key not in SIGNED_ADDRESSES}
    if isinstance(value, list):
        return [without_addresses(item) for item in value]
    return value


def presented(webhook: dict[str, t.Any]) -> dict[str, t.Any]:
    """A webhook as results show it: without what its address holds of credentials."""
    return {**webhook, "url": webhook["url"] and without_credentials(webhook["url"])}


class Webhook(AppResource):
    """A webhook, found by its URL or its id.

    Heroku never shows C(secret) and C(authorization), so nothing compares them. They are sent when the
    webhook is made, and with C(update_secrets=always) each time.
    """

    noun = "webhook"
    plural = "webhooks"
    identity = ("id",)
    empty: t.ClassVar[dict[str, str]] = {"authorization": NONE}
    options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        **WAYS,
        "include": {"type": "list", "elements": "str"},
        "level": {"type": "str", "choices": ["notify", "sync"]},
        "secret": {"type": "str", "no_log": True},
        "authorization": {"type": "str", "no_log": True},
        "update_secrets": {"type": "str", "choices": ["on_create", "always"], "default": "on_create", "no_log": False},
        "show_secret": {"type": "bool", "default": False, "no_log": False},
    }
    constraints: t.ClassVar[dict[str, t.Any]] = {"required_one_of": [tuple(WAYS)]}
    info_options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        **WAYS,
        "deliveries": {"type": "int", "default": 0},
        "events": {"type": "int", "default": 0},
    }
    fields: t.ClassVar[tuple[Field, ...]] = (
        Field("url", address=True),
        Field("include", equal=same_set),
        Field("level"),
        Field("secret", secret=True),
        Field("authorization", secret=True),
    )
    blank: t.ClassVar[dict[str, t.Any]] = dict.fromkeys(
        ("app", "created_at", "id", "include", "level", "updated_at", "url")
    )

    there: t.Sequence[dict[str, t.Any]] = ()  # all of the app, as M(find) found them
    generated: str | None = None  # the secret that Heroku made up for a new webhook

    def check(self) -> None:
        url = self.given("url")
        if url is not None and not is_address(url):
            shown = without_credentials(url)
            raise InvalidInput(
                f"url {shown!r} is not an address to send notifications to, such as https://example.com/."
            )
        if self.given("id") is not None and not is_uuid(self.params["id"]):
            raise InvalidInput(f"{self.params['id']!r} is not the id of a webhook.")
        if self.given("secret") == "":
            raise InvalidInput("secret is empty. Leave it out to have Heroku make one up.")
        for entity in self.given("include") or ():
            if entity not in ENTITIES:
                raise InvalidInput(f"include has no {entity!r}: there are {', '.join(ENTITIES)}.", option="include")
        if self.given("include") == []:
            raise InvalidInput("include is empty: name at least one entity, such as api:release.")
        for option in ("deliveries", "events"):
            if not 0 <= (self.given(option) or 0) <= PAGE:
                raise InvalidInput(f"{option} must be from 0 to {PAGE}.")

    # Which webhook is meant

    def matches(self, webhook: dict[str, t.Any]) -> bool:
        """Whether a webhook is one that the options mean; an id outweighs the URL, which is then the wanted one."""
        if self.given("id") is not None:
            return webhook["id"] == self.params["id"]
        return self.given("url") in (None, webhook["url"])

    def find(self) -> list[dict[str, t.Any]]:
        self.there = self.fetch_list(self.in_app("/webhooks")) or ()
        self.talk.hide(part for webhook in self.there for part in secrets_within(webhook["url"]))
        found = filter(self.matches, self.there)
        return sorted(found, key=lambda webhook: webhook["url"])

    def read(self) -> dict[str, t.Any] | None:
        found = self.find()
        if len(found) > 1:
            ids = ", ".join(sorted(webhook["id"] for webhook in found))
            raise InvalidInput(f"{self.params['app']} has several webhooks with this url. Give the id of one: {ids}.")
        return found[0] if found else None

    # What is to be done about it

    def plan(self, current: dict[str, t.Any] | None) -> Plan:
        if self.given("state") == "absent":
            return super().plan(current)
        missing = [name for name in ("url", "include", "level") if self.given(name) is None]
        if current is None and self.given("id") is not None:
            raise InvalidInput(f"{self.params['app']} has no webhook with the id {self.params['id']}.")
        if current is None and missing:
            raise InvalidInput(f"A new webhook needs {', '.join(missing)}.")
        wanted = self.wanted()
        if current is not None and self.params["update_secrets"] == "on_create":
            wanted = {name: value for name, value in wanted.items() if name not in WRITE_ONLY}
        plan = plan_fields(self.fields, wanted, current, self.blank, self.unpredictable)
        predicted = {name: value for name, value in plan.predicted.items() if name not in WRITE_ONLY}
        return dataclasses.replace(plan, predicted=predicted)

    def examine(self, current: dict[str, t.Any] | None, plan: Plan) -> dict[str, t.Any] | None:
        """An app has room for some webhooks only."""
        if current is None:
            check_room(self.there, MOST_WEBHOOKS, "webhooks")
        return current

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        reply = self.client.request("POST", self.in_app("/webhooks"), body=self.body(fields))
        if "secret" not in fields and TOLD_ONCE in reply.headers:
            self.generated = reply.headers[TOLD_ONCE]
            self.talk.hide([self.generated])
        return reply.body

    def made(self) -> dict[str, t.Any] | None:
        found = super().made()
        if found is not None and self.given("secret") is None:
            self.talk.warn(
                "The secret that Heroku made up for this webhook was lost with the answer. Give one, with "
                "update_secrets=always."
            )
        return found

    def update(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.patch(self.in_app("/webhooks/{}", current["id"]), self.body(fields))

    def delete(self, current: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.delete(self.in_app("/webhooks/{}", current["id"]))

    @staticmethod
    def body(fields: dict[str, t.Any]) -> dict[str, t.Any]:
        """What is sent; null takes the authorization away."""
        return {name: None if value == "" else value for name, value in fields.items()}

    def result(self, record: dict[str, t.Any] | None) -> dict[str, t.Any]:
        return {
            "webhook": record and presented(record),
            "secret": self.generated if self.params["show_secret"] else None,
        }

    # What the webhooks told of

    def info(self, found: list[dict[str, t.Any]]) -> dict[str, t.Any]:
        return {
            "webhooks": list(map(presented, found)),
            "deliveries": self.deliveries(found),
            "events": self.events(found),
        }

    @property
    def chosen(self) -> bool:
        """Whether the options choose among the app's webhooks."""
        return any(self.given(way) is not None for way in WAYS)

    def deliveries(self, webhooks: list[dict[str, t.Any]]) -> list[dict[str, t.Any]]:
        """The newest deliveries to these webhooks: Heroku lists those of an app, in the order of C(seq)."""
        count = self.params["deliveries"]
        if not count:
            return []
        newest = self.client.newest(self.in_app("/webhook-deliveries"), by="seq", count=PAGE if self.chosen else count)
        ids = {webhook["id"] for webhook in webhooks}
        return [delivery for delivery in newest if not self.chosen or delivery["webhook"]["id"] in ids][:count]

    def events(self, webhooks: list[dict[str, t.Any]]) -> list[dict[str, t.Any]]:
        """The newest events that these webhooks want: nothing is known that Heroku could sort events by but the id."""
        count = self.params["events"]
        if not count:
            return []
        entities = {entity for webhook in webhooks for entity in webhook["include"]}
        found = [
            event
            for event in self.client.list(self.in_app("/webhook-events"))
            if not self.chosen or event["include"] in entities
        ]
        found.sort(key=lambda event: event["created_at"], reverse=True)
        return without_addresses(found[:count])
