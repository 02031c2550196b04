# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Webhooks of an app, and what they delivered: behaviour.md 3.19."""

from __future__ import annotations

import dataclasses
import re
import typing as t
from urllib.parse import urlsplit

from .._api.client import PAGE
from .._api.errors import InvalidInput
from .._engine.attributes import ADDRESS, TEXTS, Attribute, computed
from .._engine.facts import Kind, View, records_in
from .._engine.options import NONE
from .._engine.plan import Action, Desired, Plan, Resend
from .._engine.resource import Draft, Listed
from .._engine.secrets import secrets_within, without_credentials
from .._engine.values import UNKNOWN, Json, Observed, Record, Spec, without
from .._lib.references import is_uuid
from .common import APP_OPTIONS, NO_APP
from .preflight import check_room

WAYS: Record = {"url": {"type": "str"}, "id": {"type": "str"}}
WHITE_SPACE = re.compile(r"\s")
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
TOLD_ONCE = "Heroku-Webhook-Secret"  # the header of the answer to a creation without a secret
# What an event's data may hold of addresses that are credentials.
SIGNED_ADDRESSES = ("log_input_url", "output_stream_url", "source_blob")


def is_address(url: str) -> bool:
    """Whether notifications can be sent there. ``urlsplit`` itself passes over line ends."""
    try:
        parts = urlsplit(url)
    except ValueError:  # a bracket that is not closed
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not WHITE_SPACE.search(url)


def presented(webhook: Record) -> Record:
    """A webhook as results show it: without its secret, and without what its address holds of credentials."""
    shown = {key: value for key, value in webhook.items() if key != TOLD_ONCE}
    return {**shown, "url": without_credentials(webhook["url"] or "") or None}


def credentials_of(found: Observed) -> list[str]:
    """What the addresses of webhooks hold of credentials."""
    return [part for webhook in records_in(found) for part in secrets_within(webhook["url"] or "")]


DELIVERIES = Kind("webhook_delivery", "/apps/{}/webhook-deliveries", by="seq", parent="app", no_parent=NO_APP)
EVENTS = Kind("webhook_event", "/apps/{}/webhook-events", parent="app", no_parent=NO_APP)


class Webhook(Listed):
    """A webhook, found by its URL or its id; an id outweighs the URL, which is then the wanted one.

    Heroku never shows ``secret`` and ``authorization``, so nothing compares them. They are sent when the webhook is
    made, and with ``update_secrets: always`` each time.
    """

    noun = "webhook"
    plural = "webhooks"
    kind = Kind(
        "webhook",
        "/apps/{}/webhooks",
        keys=("id",),
        parent="app",
        no_parent=NO_APP,
        shape={"include": (), "level": None, "url": None},
        secrets=credentials_of,
    )
    scope = ("app",)
    identity = ("id",)  # addresses may hold credentials
    order = "url"
    many = "webhooks with this url"
    resend = Resend.LOOK
    empty: t.ClassVar[dict[str, str]] = {"authorization": NONE}
    attributes = (
        Attribute("url", ADDRESS),
        Attribute("include", TEXTS),
        Attribute("level", spec={"choices": ["notify", "sync"]}),
        Attribute("secret", spec={"no_log": True}, secret=True, write_only=True),
        Attribute("authorization", spec={"no_log": True}, secret=True, write_only=True),
        *computed("app", "created_at", "id", "updated_at"),
    )
    controls: t.ClassVar[Spec] = {
        "id": WAYS["id"],
        "update_secrets": {"type": "str", "choices": ["on_create", "always"], "default": "on_create", "no_log": False},
        "show_secret": {"type": "bool", "default": False, "no_log": False},
    }
    constraints: t.ClassVar[Spec] = {"required_one_of": [tuple(WAYS)]}
    info_options: t.ClassVar[Spec] = {
        **APP_OPTIONS,
        **WAYS,
        "deliveries": {"type": "int", "default": 0},
        "events": {"type": "int", "default": 0},
    }

    @classmethod
    def check(cls, want: Desired) -> None:
        url = want.get("url")
        if url is not None and not is_address(url):
            shown = without_credentials(url)
            raise InvalidInput(
                f"url {shown!r} is not an address to send notifications to, such as https://example.com/."
            )
        if want.get("id") is not None and not is_uuid(want["id"]):
            raise InvalidInput(f"{want['id']!r} is not the id of a webhook.")
        for entity in want.get("include", ()):
            if entity not in ENTITIES:
                raise InvalidInput(f"include has no {entity!r}; choose from {', '.join(ENTITIES)}.", option="include")
        if want.get("include") == []:
            raise InvalidInput("include is empty: name at least one entity, such as api:release.")
        for option in ("deliveries", "events"):
            if not 0 <= want.get(option, 0) <= PAGE:
                raise InvalidInput(f"{option} must be from 0 to {PAGE}.")

    # Which webhook is meant

    @classmethod
    def matches(cls, want: Desired, record: Record) -> bool:
        if want.get("id") is not None:
            return bool(record["id"] == want["id"])
        return want.get("url") in (None, record["url"])

    # What is to be done about it

    @classmethod
    def desired(cls, want: Desired, current: Record | None) -> Record:
        desired = super().desired(want, current)
        if current is not None and want["update_secrets"] == "on_create":
            desired = {name: value for name, value in desired.items() if name not in WRITE_ONLY}
        return desired

    @classmethod
    def draft(cls, want: Desired, current: Record | None) -> Draft:
        if current is None and not want.absent:
            if want.get("id") is not None:
                raise InvalidInput(f"{want['app']} has no webhook with the id {want['id']}.")
            missing = [name for name in ("url", "include", "level") if want.get(name) is None]
            if missing:
                raise InvalidInput(f"A new webhook needs {', '.join(missing)}.")
        return super().draft(want, current)

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        """An app has room for some webhooks only."""
        if draft.creation is not None:
            check_room(view.get(cls.kind.of(want["app"])), MOST_WEBHOOKS, "webhooks")

    @classmethod
    def freeze(cls, want: Desired, view: View, draft: Draft) -> Plan:
        """The secret of a new webhook that none is given for is Heroku's choice."""
        plan = super().freeze(want, view, draft)
        if draft.creation is not None and want.get("secret") is None:
            plan = dataclasses.replace(plan, record={**plan.record, TOLD_ONCE: UNKNOWN})
        return plan

    @classmethod
    def creation(cls, want: Desired, draft: Draft) -> Action:
        action = super().creation(want, draft)
        kept = (TOLD_ONCE,) if want.get("secret") is None else ()  # one that was given is not told
        return dataclasses.replace(action, request=dataclasses.replace(action.request, kept=kept))

    # Afterwards

    @classmethod
    def secrets_in(cls, want: Desired, action: Action, answer: Json) -> t.Iterable[str]:
        return [*super().secrets_in(want, action, answer), (answer or {}).get(TOLD_ONCE, "")]

    @classmethod
    def lost(cls, want: Desired, action: Action) -> str:
        if not action.creates or want.get("secret") is not None:
            return ""
        return (
            "The secret that Heroku made up for this webhook was lost with the answer. Give one, with "
            "update_secrets=always."
        )

    @classmethod
    def result(cls, want: Desired, record: Record | None) -> Record:
        told = record.get(TOLD_ONCE) if record and want["show_secret"] else None
        return {"webhook": record and presented(record), "secret": told}

    # What the webhooks told of

    @classmethod
    def find(cls, want: Desired, view: View) -> Observed:
        """The webhooks, with the newest deliveries to them and the newest events that they want.

        Heroku lists deliveries of an app in the order of ``seq``; nothing is known that it could sort events by.
        """
        app, count, chosen = want["app"], want["deliveries"], any(want.get(way) is not None for way in WAYS)
        deliveries = DELIVERIES.newest(PAGE if chosen else count, app)
        needs = [cls.kind.of(app), *([deliveries] if count else []), *([EVENTS.of(app)] if want["events"] else [])]
        view.get_all(*needs)
        webhooks = cls.selected(want, view)
        ids = {webhook["id"] for webhook in webhooks}
        entities = {entity for webhook in webhooks for entity in webhook["include"]}
        sent = view.get(deliveries) if count else []
        events = view.get(EVENTS.of(app)) if want["events"] else []
        events = [event for event in events if not chosen or event["include"] in entities]
        return {
            "webhooks": list(map(presented, webhooks)),
            "deliveries": [item for item in sent if not chosen or item["webhook"]["id"] in ids][:count],
            "events": without(
                sorted(events, key=lambda event: str(event["created_at"]), reverse=True)[: want["events"]],
                SIGNED_ADDRESSES,
            ),
        }

    @classmethod
    def info(cls, want: Desired, found: Observed) -> Record:
        return t.cast("Record", found)
