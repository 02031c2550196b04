# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import OutcomeUnknown
from ansible_collections.community.heroku.plugins.module_utils._engine.report import Reporter
from ansible_collections.community.heroku.plugins.module_utils._resources.log_reader import Entry, Reader, parse

TIME = "2026-11-21T10:00:00.123456+00:00"


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        (f"{TIME} app[web.1]: Hello: [x]: y", Entry("app", "web.1", "Hello: [x]: y")),
        (f"{TIME} heroku[router]: at=info", Entry("heroku", "router", "at=info")),
        (f"{TIME} app[web.1]: ", Entry("app", "web.1", "")),
        (f"{TIME} app[web.1]:   indented", Entry("app", "web.1", "  indented")),
        ("not a line of a log", None),
    ],
)
def test_lines(line: str, entry: Any) -> None:
    assert parse(line) == entry


class Client:
    """Hands out sessions, each with lines of its own."""

    def __init__(self, *sessions: list[str], lost: int = 0) -> None:
        self.sessions = list(sessions)
        self.bodies: list[Any] = []
        self.lost = lost

    def post(self, path: str, body: Any) -> Any:
        if self.lost:
            self.lost -= 1
            raise OutcomeUnknown("lost")
        self.bodies.append(body)
        return {"logplex_url": f"https://logplex/{len(self.bodies)}"}

    def stream(self, url: str, idle: float, until: float) -> Any:
        return iter(self.sessions.pop(0))


def reader(client: Client, lines: int = 2, **wanted: Any) -> Reader:
    return Reader(client, Reporter(), "shop", lines, **wanted)


def test_each_line_is_told_once_over_several_sessions() -> None:
    client = Client(["b", "c", "c"], ["b", "c", "c", "c", "d"])
    reading = reader(client, dyno_name="web.1", source=None)
    assert list(reading.read(tail=True, idle=1, until=9e9)) == ["b", "c", "c"]
    assert list(reading.read(tail=True, idle=1, until=9e9)) == ["c", "d"]
    assert client.bodies == [
        {"dyno_name": "web.1", "lines": 2, "tail": True},
        {"dyno_name": "web.1", "lines": 3, "tail": True},
    ]


def test_events_are_lines_too() -> None:
    client = Client(["id: 1", "event: message", f"data: {TIME} app[web.1]: x", "", ": ping", "\0"])
    assert list(reader(client).read(tail=False, idle=1, until=9e9)) == [f"{TIME} app[web.1]: x"]


def test_a_lost_answer_is_asked_for_again() -> None:
    assert list(reader(Client(["a"], lost=2)).read(tail=False, idle=1, until=9e9)) == ["a"]
    with pytest.raises(OutcomeUnknown):
        list(reader(Client(lost=3)).read(tail=False, idle=1, until=9e9))
