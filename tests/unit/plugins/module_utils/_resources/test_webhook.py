# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.client import PAGE
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import View
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Desired, Plan
from ansible_collections.community.heroku.plugins.module_utils._engine.resource import HIDDEN, NEWLY_HIDDEN
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN, without
from ansible_collections.community.heroku.plugins.module_utils._resources.webhook import (
    DELIVERIES,
    EVENTS,
    SIGNED_ADDRESSES,
    TOLD_ONCE,
    Webhook,
    is_address,
)
from planning import desired, plan, verbs


def test_addresses_that_are_credentials() -> None:
    data = {
        "id": 1,
        "output_stream_url": "https://secret",
        "builds": [{"source_blob": {"url": "https://secret"}, "status": "ok"}],
        "web_url": "https://example.com/",
    }
    assert without(data, SIGNED_ADDRESSES) == {"id": 1, "builds": [{"status": "ok"}], "web_url": "https://example.com/"}


@pytest.mark.parametrize(
    ("url", "usable"),
    [
        ("https://example.com/hook?a=b", True),
        ("http://127.0.0.1:8080", True),
        ("https://", False),
        ("example.com/hook", False),
        ("ftp://example.com", False),
        ("https://[::1", False),
        ("https://example.com/ho ok", False),
        ("https://example.com/hook\n", False),
    ],
)
def test_where_notifications_can_be_sent(url: str, usable: bool) -> None:
    assert is_address(url) is usable


URL = "https://hooks.example.com/heroku"
THERE = {
    "app": {"id": "2", "name": "shop"},
    "created_at": "2026-11-21T10:00:00Z",
    "id": "1",
    "include": ["api:release", "api:build"],
    "level": "notify",
    "updated_at": "2026-11-21T10:00:00Z",
    "url": URL,
}
NEW = {"url": URL, "include": ["api:app"], "level": "sync"}


def planned(*records: dict[str, Any], **options: Any) -> Plan:
    return plan(Webhook, {Webhook.kind.of("shop"): list(records)}, app="shop", **options)


def test_what_heroku_never_shows_is_sent_once_or_always() -> None:
    secrets = {"secret": "s3cret", "authorization": ""}
    assert verbs(planned(**NEW, **secrets)) == [("create", {**NEW, "secret": "s3cret"})]
    assert not planned(THERE, url=URL, **secrets).actions
    made = planned(THERE, url=URL, **secrets, update_secrets="always")
    assert verbs(made) == [("update", {"secret": "s3cret", "authorization": None})]
    assert (made.before["secret"], made.after["secret"]) == (HIDDEN, NEWLY_HIDDEN)
    assert set(made.record) == set(THERE)


def test_the_order_of_entities_does_not_matter() -> None:
    assert not planned(THERE, url=URL, include=["api:build", "api:release"]).actions


def test_an_id_outweighs_the_url() -> None:
    assert verbs(planned(THERE, id="1", url="https://new.example.com/")) == [
        ("update", {"url": "https://new.example.com/"})
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"url": "https://new.example.com/"}, "A new webhook needs include, level"),
        ({"id": "3", **NEW}, "shop has no webhook with the id 3"),
        ({"url": URL, "state": "absent"}, "There are 2 webhooks with this url. Give the id of one: 1, 9"),
    ],
)
def test_what_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        planned({**THERE, "id": "9"}, THERE, **options)


def test_there_is_room_for_ten() -> None:
    there = [{**THERE, "id": str(number), "url": f"{URL}/{number}"} for number in range(10)]
    assert planned(*there[:9], **NEW).actions
    with pytest.raises(InvalidInput, match="has 10 webhooks already"):
        planned(*there, **NEW)


@pytest.mark.parametrize("show_secret", [True, False])
@pytest.mark.parametrize("secret", [None, "s3cret"])
def test_a_secret_that_heroku_makes_up_is_told_once(secret: str | None, show_secret: bool) -> None:
    made = planned(**NEW, secret=secret)
    want = desired(Webhook, app="shop", **NEW, secret=secret, show_secret=show_secret)
    (action,) = made.actions
    assert action.request.kept == (() if secret else (TOLD_ONCE,))
    told = show_secret and not secret
    assert (Webhook.result(want, made.record)["secret"] is UNKNOWN) is told
    answer = {**THERE, **({} if secret else {TOLD_ONCE: "made-up"})}
    result = Webhook.result(want, Webhook.outcome(want, made, {action.id: answer}))
    assert result == {"webhook": THERE, "secret": "made-up" if told else None}
    assert ("made-up" in Webhook.secrets_in(want, action, answer)) is not bool(secret)
    assert bool(Webhook.lost(want, action)) is not bool(secret)


@pytest.mark.parametrize("chosen", [True, False])
def test_what_webhooks_told_of(chosen: bool) -> None:
    deliveries = [{"webhook": {"id": number}, "seq": 9 - index} for index, number in enumerate("3131")]
    events = [{"include": include, "created_at": at} for include, at in (("api:app", "1"), ("api:build", "2"))]
    facts = {
        Webhook.kind.of("shop"): [THERE],
        DELIVERIES.newest(PAGE if chosen else 1, "shop"): deliveries,
        EVENTS.of("shop"): events,
    }
    options = {"app": "shop", "url": None, "id": "1" if chosen else None, "deliveries": 1, "events": 2}
    found = Webhook.info(Desired(options), Webhook.find(Desired(options), View(facts)))
    assert found["webhooks"] == [THERE]
    assert [item["seq"] for item in found["deliveries"]] == [8 if chosen else 9]
    assert [item["created_at"] for item in found["events"]] == (["2"] if chosen else ["2", "1"])
