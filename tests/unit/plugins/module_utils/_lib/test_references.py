# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.community.heroku.plugins.module_utils._lib.references import (
    is_uuid,
    same_address,
    same_reference,
)

US = {"id": "11111111-1111-4111-8111-111111111111", "name": "us"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("01234567-89ab-cdef-0123-456789abcdef", True),
        ("01234567-89AB-CDEF-0123-456789ABCDEF", False),  # ids are lower case
        ("01234567-89ab-cdef-0123-456789abcdef\n", False),
        ("x01234567-89ab-cdef-0123-456789abcdef", False),
        ("01234567-89ab-cdef-0123-456789abcde", False),
        ("example", False),
        ("", False),
    ],
)
def test_is_uuid(text, expected):
    assert is_uuid(text) is expected


@pytest.mark.parametrize(
    ("wanted", "have", "expected"),
    [
        ("us", US, True),
        (US["id"], US, True),
        ("eu", US, False),
        ("us", None, False),
        ("", US, False),
        ("", None, True),
        (None, US, False),
        (None, None, True),
    ],
)
def test_same_reference(wanted, have, expected):
    assert same_reference(wanted, have) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("https://logs.example.com/a", "HTTPS://Logs.Example.com/a", True),
        ("https://user:Secret@logs.example.com/a", "https://user:Secret@LOGS.example.com/a", True),
        ("https://user:Secret@logs.example.com/a", "https://user:secret@logs.example.com/a", False),
        ("https://user:secret@logs.example.com/a", "https://logs.example.com/a", False),
        ("https://logs.example.com/a", "https://logs.example.com/A", False),
        ("https://logs.example.com/?t=a", "https://logs.example.com/?t=b", False),
        ("https://logs.example.com:1/", "https://logs.example.com:2/", False),
        ("syslog://logs.example.com:1", "syslog+tls://logs.example.com:1", False),
    ],
)
def test_same_address(one, other, expected):
    assert same_address(one, other) is expected
    assert same_address(other, one) is expected
