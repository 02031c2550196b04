# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import time
import urllib.request
from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api import rendezvous
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError
from ansible_collections.community.heroku.plugins.module_utils._api.transport import authorities
from hypothesis import given
from hypothesis import strategies as st


def begin(connect: Any, simulator: Any, command: str) -> str:
    """The address of an attached dyno that is to run a command."""
    client = connect(simulator)
    client.post("/apps", {"name": "shop"})
    return client.post("/apps/shop/dynos", {"command": command, "attach": True})["attach_url"]


def heard(url: str, **options: Any) -> list[str]:
    given = {"deadline": time.monotonic() + 20, "connect_timeout": 5.0, "authorities": authorities(), **options}
    return list(rendezvous.output(url, **given))


def test_output(connect: Any, simulator: Any) -> None:
    url = begin(connect, simulator, "rake db:migrate")
    assert rendezvous.is_rendezvous(url)
    assert heard(url) == ["Migrating to CreateAccounts", "Migrating to CreateOrders"]


def test_tls_is_verified(connect: Any, simulator: Any, tmp_path: Any) -> None:
    url = begin(connect, simulator, "echo hello")
    with pytest.raises(HerokuError) as refused:
        heard(url, tls=True)
    assert refused.value.id == "tls"
    assert url not in str(refused.value)
    certificate = tmp_path / "authority.pem"
    with urllib.request.urlopen(f"{simulator.url}/_simulator/certificate") as answer:
        certificate.write_bytes(answer.read())
    assert heard(url, tls=True, authorities=str(certificate)) == ["hello"]


def test_a_connection_that_breaks_before_the_greeting_is_made_again(
    connect: Any, simulator: Any, pauses: list[float]
) -> None:
    url = begin(connect, simulator, "echo hello")
    simulator.backdoor("POST", "faults", {"fault": "reset", "method": "CONNECT", "path": "/rendezvous", "count": 2})
    assert heard(url) == ["hello"]
    assert pauses == [1.0, 2.0]


def test_nobody_is_there(connect: Any, simulator: Any, pauses: list[float]) -> None:
    with pytest.raises(HerokuError, match=r"Cannot connect.*firewall") as failed:
        heard("rendezvous://127.0.0.1:9/canary-4711")
    assert "canary-4711" not in str(failed.value)
    assert len(pauses) == rendezvous.ATTEMPTS - 1
    # A secret that nobody knows is refused again and again.
    url = begin(connect, simulator, "echo hello")
    with pytest.raises(HerokuError, match="Cannot connect"):
        heard(f"{url}x")


def test_a_connection_that_breaks_midway(connect: Any, simulator: Any) -> None:
    url = begin(connect, simulator, "rake db:migrate")
    fault = {"fault": "reset", "method": "CONNECT", "path": "/rendezvous", "when": "after"}
    simulator.backdoor("POST", "faults", fault)
    lines = rendezvous.output(url, deadline=time.monotonic() + 20, connect_timeout=5.0, authorities=authorities())
    assert next(lines) == "Migrating to CreateAccounts"
    with pytest.raises(HerokuError, match="connection to the command broke"):
        next(lines)


def test_the_deadline(connect: Any, simulator: Any) -> None:
    simulator.backdoor("POST", "clock", {"mode": "0"})
    url = begin(connect, simulator, "echo hello")
    with pytest.raises(rendezvous.DeadlineError):
        heard(url, deadline=time.monotonic() + 0.3)
    with pytest.raises(rendezvous.DeadlineError):
        heard(url, deadline=time.monotonic())


@given(st.lists(st.text(st.characters(exclude_characters="\n\r\0", exclude_categories=["Cs"]))), st.integers(1, 7))
def test_lines_in_pieces_of_any_length(lines: list[str], length: int) -> None:
    data = "".join(f"{line}\r\n" for line in lines).encode()
    pieces = [data[start : start + length] for start in range(0, len(data), length)]
    assert list(rendezvous.texts_of(pieces)) == lines


def test_a_last_line_without_an_end() -> None:
    assert list(rendezvous.texts_of([b"a\0\nb"])) == ["a", "b"]


@pytest.mark.parametrize(
    ("url", "secret"),
    [
        ("rendezvous://rendezvous.runtime.heroku.com:5000/abc", "abc"),
        ("rendezvous://host:5000/abc?x=1", "abc?x=1"),
    ],
)
def test_what_is_said(url: str, secret: str) -> None:
    assert rendezvous.secret_of(url) == secret
    assert not rendezvous.is_rendezvous("https://example.com/")
