# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One bucket of API tokens for all threads of a process."""

from __future__ import annotations

import itertools
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.pace import (
    LONGEST_PAUSE,
    LOW_WATER,
    REFILL_INTERVAL,
    Pace,
    pace_of,
)


@pytest.fixture
def _impatient_threads() -> Iterator[None]:
    """Threads that are interrupted as often as can be."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_one_for_an_account() -> None:
    assert pace_of("https://a", "token") is pace_of("https://a", "token")
    assert pace_of("https://a", "token") is not pace_of("https://a", "another")
    assert pace_of("https://a", "token") is not pace_of("https://b", "token")


def test_there_is_no_pause_with_enough_tokens(pauses: Any) -> None:
    pace = Pace()
    assert [pace.after_answer(LOW_WATER + left) for left in range(3)] == [0, 0, 0]
    assert pace.before_request() == 0


@pytest.mark.parametrize("left", [49, 25, 5, 1, 0])
def test_threads_together_send_no_more_than_comes_back(pauses: Any, left: int) -> None:
    """Each of ten gets an answer at the same moment; those that wait begin one after the other."""
    pace = Pace()
    starts = sorted(pace.after_answer(left) for _thread in range(10))
    gaps = [later - earlier for earlier, later in zip([0, *starts], starts)]
    reached = [gap for start, gap in zip(starts, gaps) if start < LONGEST_PAUSE - 1]
    assert all(gap >= REFILL_INTERVAL * 0.99 for gap in reached)
    assert starts[-1] <= LONGEST_PAUSE


def test_whoever_comes_meanwhile_queues(pauses: Any) -> None:
    pace = Pace()
    pace.hold(10)
    starts = [pace.before_request() for _thread in range(5)]
    assert starts == [pytest.approx(10 + REFILL_INTERVAL * number, abs=0.1) for number in range(5)]


def test_a_larger_pool_is_faster(pauses: Any) -> None:
    pace = Pace()
    pace.multiply(4)
    assert pace.after_answer(10) == pytest.approx(REFILL_INTERVAL / 4 * LOW_WATER / 10)


@pytest.mark.usefixtures("_impatient_threads")
def test_no_point_in_time_is_given_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "monotonic", lambda: 5000.0)
    pace = Pace()
    pace.hold(1000)
    with ThreadPoolExecutor(16) as threads:
        starts = sorted(threads.map(lambda _number: pace.before_request(), range(4000)))
    gaps = [later - earlier for earlier, later in itertools.pairwise(starts)]
    assert min(gaps) > REFILL_INTERVAL / 2


@pytest.mark.usefixtures("_impatient_threads")
def test_threads_share_a_client(connect: Any, loopback: Any) -> None:
    server = loopback({"headers": {"Warning-Message": "Once."}, "body": b'{"id": 1}'})
    client = connect(server)
    started = threading.Barrier(16)

    def work(_number: int) -> None:
        started.wait(10)
        for _request in range(20):
            assert client.get("/account") == {"id": 1}

    with ThreadPoolExecutor(16) as threads:
        list(threads.map(work, range(16)))
    assert client.requests_sent == len(server.seen) == 320
    assert client.heard == ["Once."]


def test_a_pool_that_is_empty_stops_every_thread(connect: Any, loopback: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """One is told so and sleeps; another, which knows nothing of it, would wait as long."""
    asleep, awake = threading.Event(), threading.Event()
    monkeypatch.setattr(time, "sleep", lambda _seconds: (asleep.set(), awake.wait(10)))
    server = loopback({"status": 429, "headers": {"Retry-After": "30"}}, {})
    client = connect(server)
    with ThreadPoolExecutor(1) as threads:
        answer = threads.submit(client.get, "/account")
        assert asleep.wait(10)
        assert 29 < pace_of(server.url, client.auth.token).before_request() <= 30
        awake.set()
        assert answer.result(10) == {}
