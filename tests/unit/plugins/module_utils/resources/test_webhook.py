# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.community.heroku.plugins.module_utils.resources.webhook import is_address, without_addresses


def test_addresses_that_are_credentials() -> None:
    data = {
        "id": 1,
        "output_stream_url": "https://secret",
        "builds": [{"source_blob": {"url": "https://secret"}, "status": "ok"}],
        "web_url": "https://example.com/",
    }
    assert without_addresses(data) == {"id": 1, "builds": [{"status": "ok"}], "web_url": "https://example.com/"}


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
