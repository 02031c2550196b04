# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attributes inside others, addresses with credentials, and texts that take something away."""

from __future__ import annotations

from typing import Any, ClassVar

import modules
import pytest
from ansible_collections.community.heroku.plugins.module_utils._engine.attributes import (
    ADDRESS,
    REFERENCE,
    Attribute,
    blank_of,
    computed,
)
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import Kind, View
from ansible_collections.community.heroku.plugins.module_utils._engine.resource import NEWLY_HIDDEN, Resource, compare
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from planning import plan, verbs

INNER = (Attribute("type", at="exporter.type"), Attribute("endpoint", at="exporter.endpoint", default=None))


class Hook(Resource):
    """Something with an address that may hold credentials."""

    noun = "hook"
    kind = Kind("hook", "/apps/{}/hooks", parent="app")
    scope = ("app",)
    key = "id"
    attributes = (
        Attribute("url", ADDRESS),
        Attribute("note"),
        Attribute("place", REFERENCE),
        *computed("id"),
    )
    controls: ClassVar[dict[str, Any]] = {"id": {"type": "str"}}


ONE = {"id": "1", "url": "https://me:old@example.com/", "note": "mine", "place": None}


def planned(there: Any, **options: Any) -> Any:
    return plan(Hook, {Hook.kind.named("1", "shop"): there}, app="shop", id="1", **options)


def test_an_attribute_inside_another() -> None:
    record = blank_of(INNER)
    assert record == {"exporter": {"type": UNKNOWN, "endpoint": None}}
    kind, endpoint = INNER
    kind.put(record, "otlp")
    assert record == {"exporter": {"type": "otlp", "endpoint": None}}
    assert kind.holds("otlp", record)
    assert not endpoint.holds("example.com", record)


@pytest.mark.parametrize(
    ("record", "value"), [({}, None), ({"exporter": None}, None), ({"exporter": UNKNOWN}, UNKNOWN)]
)
def test_an_attribute_whose_outer_object_is_not_there(record: dict[str, Any], value: Any) -> None:
    attribute = INNER[0]
    assert attribute.read(record) is value
    assert not attribute.holds("otlp", record)
    attribute.put(record, "otlp")
    assert record == {"exporter": {"type": "otlp"}}


@pytest.mark.parametrize(
    ("url", "before", "after"),
    [
        (
            "https://me:new@example.com/",
            "https://********@example.com/",
            f"https://********@example.com/ {NEWLY_HIDDEN}",
        ),
        ("https://example.com/", "https://********@example.com/", "https://example.com/"),
    ],
)
def test_a_diff_shows_no_credentials_of_an_address_and_yet_that_they_change(url: str, before: str, after: str) -> None:
    made = planned(ONE, url=url)
    assert (made.before["url"], made.after["url"]) == (before, after)
    assert verbs(made) == [("update", {"url": url})]


@pytest.mark.parametrize("option", ["note", "place"])
def test_an_empty_text_takes_away_what_is_there(option: str) -> None:
    there = {**ONE, "place": {"id": "2", "name": "rome"}}
    made = planned(there, **{option: ""})
    assert made.record == {**there, option: None}
    assert verbs(made) == [("update", {option: None})]
    assert not planned(made.record, **{option: ""}).actions


@pytest.mark.parametrize("option", ["note", "place"])
def test_an_empty_text_has_nothing_to_take_away_from_what_is_new(option: str) -> None:
    draft = compare(Hook.attributes, {"url": "https://example.com", option: ""}, None)
    assert draft.creation == {"url": "https://example.com"}
    assert not draft.updates
    assert draft.record[option] is None


def test_a_view_knows_the_token_that_asks() -> None:
    assert View({}, "a-token").token == "a-token"


@pytest.mark.parametrize("name", modules.names())
def test_what_ansible_is_to_hide_no_plan_shows_either(name: str) -> None:
    """An attribute whose option is a secret is one in diffs, and in a plan that is written down; no other is."""
    attributes = [item for item in modules.module(name).resource.attributes if item.option]
    hidden = {item.name for item in attributes if item.spec.get("no_log") or item.spec.get("secret")}
    assert {item.name for item in attributes if item.secret} == hidden
