# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Plan
from ansible_collections.community.heroku.plugins.module_utils._engine.resource import HIDDEN, NEWLY_HIDDEN
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.common import APPS, SPACES
from ansible_collections.community.heroku.plugins.module_utils._resources.telemetry_drain import (
    TelemetryDrain,
    check_headers,
    same_headers,
    shown,
)
from planning import desired, plan, verbs


@pytest.mark.parametrize(
    ("wanted", "have", "same"),
    [
        ({"X-Key": "a"}, {"x-key": "a"}, True),
        ({"X-Key": 1}, {"X-Key": "1"}, True),
        ({}, None, True),
        ({"X-Key": "a"}, {"X-Key": "A"}, False),
        ({"X-Key": "a"}, {"X-Key": "a", "X-More": "b"}, False),
        ({}, {"X-Key": "a"}, False),
    ],
)
def test_headers_that_are_the_same(wanted: dict, have: dict | None, same: bool) -> None:
    assert same_headers(wanted, have) is same


@pytest.mark.parametrize(
    "headers",
    [
        {f"X-{number}": "a" for number in range(21)},
        {"": "s3cret"},
        {"a" * 101: "s3cret"},
        {"X\n": "s3cret"},
        {"X": True},
        {"X": None},
        {"X": ["s3cret"]},
        {"X": "s3cret" + "x" * 995},
    ],
)
def test_headers_that_cannot_be(headers: dict) -> None:
    with pytest.raises(InvalidInput) as raised:
        check_headers(headers)
    assert "s3cret" not in str(raised.value)


def test_headers_at_the_limits() -> None:
    check_headers({**{f"X-{number}": 1 for number in range(19)}, "a" * 100: "x" * 1000})


ENDPOINT = "https://me:old@otel.example.com:4318"
THERE = {
    "created_at": "2026-11-21T10:00:00Z",
    "exporter": {"type": "otlphttp", "endpoint": ENDPOINT, "headers": {"X-Key": "s3cret"}},
    "id": "1",
    "owner": {"id": "2", "type": "app"},
    "signals": ["traces", "logs"],
    "updated_at": "2026-11-21T10:00:00Z",
}
FIR = {"id": "2", "name": "shop", "generation": {"id": "3", "name": "fir"}}
NEW = {"app": "shop", "endpoint": "otel.example.com:4317", "exporter_type": "otlp", "signals": ["logs"]}


def planned(*records: dict[str, Any], home: dict[str, Any] | None = None, **options: Any) -> Plan:
    facts = {
        TelemetryDrain.kind.of("shop"): list(records),
        TelemetryDrain.of_space.of("yard"): list(records),
        APPS.named("shop"): home or FIR,
        SPACES.named("yard"): home or FIR,
    }
    return plan(TelemetryDrain, facts, **options)


def test_what_is_shown() -> None:
    exporter = {"type": "otlphttp", "endpoint": "https://********@otel.example.com:4318", "headers": {"X-Key": HIDDEN}}
    assert shown(THERE) == {**THERE, "exporter": exporter}


@pytest.mark.parametrize(("place", "owner"), [("app", {"app": "shop"}), ("space", {"space": "yard"})])
def test_a_new_drain_names_its_owner(place: str, owner: dict[str, str]) -> None:
    made = planned(**{**NEW, "app": None, **owner}, headers={"X-Key": 1})
    exporter = {"type": "otlp", "endpoint": "otel.example.com:4317", "headers": {"X-Key": "1"}}
    body = {"owner": {"id": "2", "type": place}, "signals": ["logs"], "exporter": exporter}
    assert verbs(made) == [("create", body)]
    assert made.actions[0].request.path == "/telemetry-drains"
    assert made.record == {
        **dict.fromkeys(("created_at", "id", "updated_at"), UNKNOWN),
        "exporter": exporter,
        "owner": body["owner"],
        "signals": ["logs"],
    }
    assert made.after["headers"] == NEWLY_HIDDEN


def test_without_headers_a_new_drain_has_none() -> None:
    made = planned(**NEW)
    assert made.record["exporter"]["headers"] == {}
    assert verbs(made)[0][1]["exporter"]["headers"] == {}


def test_the_cedar_generation_has_no_such_drains() -> None:
    with pytest.raises(InvalidInput, match="shop is of the Cedar generation"):
        planned(**NEW, home={**FIR, "generation": {"id": "4", "name": "cedar"}})


def test_an_exporter_is_sent_as_a_whole() -> None:
    made = planned(THERE, app="shop", id="1", exporter_type="otlp")
    exporter = {"type": "otlp", "endpoint": ENDPOINT, "headers": {"X-Key": "s3cret"}}
    assert verbs(made) == [("update", {"exporter": exporter})]
    assert (made.actions[0].request.path, made.actions[0].request.values) == ("/telemetry-drains/{}", ("1",))
    assert verbs(planned(THERE, app="shop", id="1", signals=["logs"])) == [("update", {"signals": ["logs"]})]
    assert "s3cret" not in str(made.diff)


@pytest.mark.parametrize(
    "options",
    [
        {"endpoint": "HTTPS://me:old@Otel.example.com:4318"},
        {"id": "1", "signals": ["logs", "traces"], "headers": {"x-key": "s3cret"}},
    ],
)
def test_the_same_drain_in_another_spelling(options: dict[str, Any]) -> None:
    assert not planned(THERE, app="shop", **options).actions


def test_a_diff_shows_that_only_credentials_change() -> None:
    made = planned(THERE, app="shop", id="1", endpoint="https://me:new@otel.example.com:4318")
    assert made.before["endpoint"] == "https://********@otel.example.com:4318"
    assert made.after["endpoint"] == f"https://********@otel.example.com:4318 {NEWLY_HIDDEN}"


def test_several_drains_with_one_endpoint() -> None:
    with pytest.raises(
        InvalidInput, match=r"There are 2 telemetry drains with this endpoint\. Give the id of one: 1, 9"
    ):
        planned({**THERE, "id": "9"}, THERE, app="shop", endpoint=ENDPOINT, state="absent")


def test_what_heroku_leaves_out_is_no_mistake() -> None:
    bare = TelemetryDrain.kind.normal({"id": "1", "exporter": {"type": "otlp", "headers": None}})
    assert shown(bare)["exporter"] == {"type": "otlp", "endpoint": None, "headers": {}}
    assert list(TelemetryDrain.kind.secrets([bare])) == []


def test_the_owner_is_in_the_title() -> None:
    assert TelemetryDrain.title(desired(TelemetryDrain, space="yard", id="1")) == "yard telemetry drain 1"
