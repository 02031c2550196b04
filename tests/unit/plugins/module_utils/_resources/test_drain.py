# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import planning
import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._lib.references import place
from ansible_collections.community.heroku.plugins.module_utils._resources.drain import Drain, parse


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("syslog://logs.example.com:514", "logs.example.com:514"),
        ("syslog+tls://a:b@logs.example.com", "logs.example.com"),
        ("https://a:b%40c@Logs.example.com/x?y=z#w", "logs.example.com"),
        ("http://[2001:db8::1]:80/", "[2001:db8::1]:80"),
    ],
)
def test_hosts(url: str, host: str) -> None:
    assert place(parse(url)) == host


@pytest.mark.parametrize(
    "url",
    [
        "",
        "logs.example.com",
        "logs.example.com:514",
        "ftp://user:s3cret@h",
        "https://",
        "https://h:s3cret/",
        "https://[s3cret",
        "https://h/s3cret ",
    ],
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(ValueError, match="not the address of a log drain") as raised:
        parse(url)
    assert "s3cret" not in str(raised.value)
    with pytest.raises(InvalidInput, match="not the address of a log drain") as refused:
        Drain.check(planning.desired(Drain, app="example", url=url))
    assert "s3cret" not in str(refused.value)
