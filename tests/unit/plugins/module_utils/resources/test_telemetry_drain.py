# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.resources.telemetry_drain import (
    TelemetryDrain,
    same_headers,
    shown,
)


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
        TelemetryDrain.check_headers(headers)
    assert "s3cret" not in str(raised.value)


def test_headers_at_the_limits() -> None:
    TelemetryDrain.check_headers({**{f"X-{number}": 1 for number in range(19)}, "a" * 100: "x" * 1000})


def test_what_is_shown() -> None:
    record = {"id": "1", "exporter_type": "otlp", "endpoint": "example.com:1", "headers": {"X": "s3cret"}}
    assert shown(record) == {
        "id": "1",
        "exporter": {"type": "otlp", "endpoint": "example.com:1", "headers": {"X": "(hidden)"}},
    }
