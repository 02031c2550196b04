# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One queue for all threads of a process, and one pool of tokens for many processes."""

from __future__ import annotations

import io
import itertools
import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
from ansible_collections.community.heroku.plugins.module_utils._api import pace as pace_module
from ansible_collections.community.heroku.plugins.module_utils._api.client import RATE_LIMIT_PATIENCE, HerokuClient
from ansible_collections.community.heroku.plugins.module_utils._api.pace import (
    LONGEST_GAP,
    LOOK_AGAIN,
    LOW_WATER,
    REFILL_INTERVAL,
    Pace,
    pace_of,
)
from virtual_clock import SharedClock, VirtualClock


def test_one_for_an_account() -> None:
    assert pace_of("https://a", "token") is pace_of("https://a", "token")
    assert pace_of("https://a", "token") is not pace_of("https://a", "another")
    assert pace_of("https://a", "token") is not pace_of("https://b", "token")


def sent(pace: Pace, clock: VirtualClock, number: int, left: int) -> list[float]:
    """When so many requests that all want to be sent now are, in seconds from now; each is answered at once."""
    begin, times = clock.monotonic(), []
    for turn in [pace.turn() for _request in range(number)]:
        while seconds := turn.wait():
            clock.sleep(seconds)
        times.append(clock.monotonic() - begin)
        turn.answered(left)
    return times


def gaps(times: list[float]) -> list[float]:
    return [later - earlier for earlier, later in itertools.pairwise(times)]


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def pace(clock: VirtualClock) -> Pace:
    return Pace(clock)


def test_there_is_no_gap_with_enough_tokens(pace: Pace, clock: VirtualClock) -> None:
    assert sent(pace, clock, 10, left=LOW_WATER) == [0.0] * 10
    turn = pace.turn()
    assert turn.wait() == 0
    assert turn.answered(LOW_WATER) == 0


@pytest.mark.parametrize(("left", "gap"), [(49, 0.8), (25, 3.2), (5, LONGEST_GAP), (0, LONGEST_GAP)])
def test_the_fewer_are_left_the_longer_is_the_gap(pace: Pace, clock: VirtualClock, left: int, gap: float) -> None:
    assert gaps(sent(pace, clock, 5, left)) == [pytest.approx(gap, rel=0.05)] * 4
    turn = pace.turn()
    clock.sleep(turn.wait() + LONGEST_GAP)
    assert turn.wait() == 0
    assert turn.answered(left) == pytest.approx(gap, rel=0.05)


def test_what_is_under_way_counts_as_spent(pace: Pace, clock: VirtualClock) -> None:
    """With a token above low water, one request may be under way when another goes; the third keeps the gap."""
    sent(pace, clock, 1, left=LOW_WATER + 1)
    turns = [pace.turn() for _request in range(3)]
    assert [turn.wait() for turn in turns] == [0, 0, pytest.approx(REFILL_INTERVAL, rel=0.05)]
    turns[0].end()
    assert turns[2].wait() == 0


def test_what_others_take_meanwhile_counts_as_spent_too(pace: Pace, clock: VirtualClock) -> None:
    """Twenty go from each answer to the next: so ten requests under way may take all that is left."""
    for left in range(1000, 200, -20):
        sent(pace, clock, 1, left)
    turns = [pace.turn() for _request in range(10)]
    waits = [turn.wait() for turn in turns]
    assert waits[:9] == [0] * 9
    assert waits[9] > 0


def test_what_took_no_token_keeps_nobody_waiting(pace: Pace, clock: VirtualClock) -> None:
    sent(pace, clock, 1, left=5)
    clock.sleep(LONGEST_GAP)
    first, second = pace.turn(), pace.turn()
    assert first.wait() == 0
    assert second.wait() > 0
    first.end()
    assert second.wait() == 0


def test_the_queue_keeps_its_order(pace: Pace, clock: VirtualClock) -> None:
    sent(pace, clock, 1, left=25)
    first, second = pace.turn(), pace.turn()
    clock.sleep(3.3)
    assert second.wait() > 0
    assert first.wait() == 0
    assert second.wait() == pytest.approx(3.2, rel=0.1)


def test_who_gives_up_is_waited_for_by_nobody(pace: Pace, clock: VirtualClock) -> None:
    sent(pace, clock, 1, left=25)
    first, second = pace.turn(), pace.turn()
    first.end()
    clock.sleep(3.3)
    assert second.wait() == 0


def test_who_waits_soon_hears_of_more_tokens(pace: Pace, clock: VirtualClock) -> None:
    sent(pace, clock, 1, left=1)
    clock.sleep(LONGEST_GAP)
    first, second = pace.turn(), pace.turn()
    assert first.wait() == 0
    assert second.wait() == LOOK_AGAIN
    first.answered(LOW_WATER)
    assert second.wait() == 0


def test_after_an_empty_pool_one_goes_ahead(pace: Pace, clock: VirtualClock) -> None:
    pace.hold(10)
    assert sent(pace, clock, 3, left=0) == [10, 10 + LONGEST_GAP, 10 + 2 * LONGEST_GAP]


@pytest.mark.parametrize("known", [True, False])
def test_after_an_empty_pool_the_others_wait_for_what_the_first_one_hears(
    pace: Pace, clock: VirtualClock, known: bool
) -> None:
    """Whatever was heard of the pool before, be it that there was plenty."""
    if known:
        sent(pace, clock, 1, left=1000)
    pace.hold(10)
    first, second = pace.turn(), pace.turn()
    clock.sleep(10)
    assert [first.wait(), second.wait()] == [0, LOOK_AGAIN]
    first.answered(1000)
    assert second.wait() == 0


def test_where_others_wait_for_their_turn_they_keep_the_gap(pace: Pace, clock: VirtualClock) -> None:
    sent(pace, clock, 1, left=25)
    clock.sleep(LONGEST_GAP)
    first, second = pace.turn(), pace.turn()
    assert first.wait() == 0
    assert first.answered(25) == 0
    assert second.wait() == pytest.approx(3.2, rel=0.1)


def test_a_larger_pool_is_faster(pace: Pace, clock: VirtualClock) -> None:
    pace.multiply(4)
    assert gaps(sent(pace, clock, 2, left=10)) == [pytest.approx(REFILL_INTERVAL / 4 * (LOW_WATER / 10) ** 2)]


class Pool:
    """A session with Heroku, which answers from a pool of tokens (behaviour.md 1.5); it has no more than fits."""

    def __init__(self, clock: SharedClock, tokens: float) -> None:
        self.clock, self.tokens, self.refilled = clock, tokens, clock.monotonic()
        self.least, self.refused, self.answered = tokens, 0, 0

    def request(self, method: str, url: str, **_options: Any) -> requests.Response:
        """Answer after a round trip."""
        self.clock.sleep(random.uniform(0.01, 0.04))
        now = self.clock.monotonic()
        self.tokens += (now - self.refilled) / REFILL_INTERVAL
        self.refilled, empty = now, self.tokens < 1
        self.tokens -= not empty
        self.least = min(self.least, self.tokens)
        self.refused += empty
        self.answered += not empty
        answer = requests.Response()
        answer.status_code, answer.url = 429 if empty else 200, url
        answer.headers["RateLimit-Remaining"] = str(int(self.tokens))
        answer.raw = io.BytesIO(b'{"id": "rate_limit"}' if empty else b"{}")
        self.clock.sleep(random.uniform(0.01, 0.04))
        return answer


class Crowd:
    """Processes that share a pool, each with threads that share what it has to ask."""

    def __init__(self, tokens: float) -> None:
        random.seed(1)
        self.clock = SharedClock()
        self.pool = Pool(self.clock, tokens)
        self.begun = self.clock.monotonic()
        self.longest = 0.0  # seconds from when a request was wanted until it was answered

    def process(self) -> HerokuClient:
        """A client that knows nothing of the others."""
        pace_module._paces.clear()
        return HerokuClient("token", "http://127.0.0.1:1", session=self.pool, clock=self.clock)

    def ask(self, client: HerokuClient) -> None:
        begun = self.clock.monotonic()
        client.get("/account")
        self.longest = max(self.longest, self.clock.monotonic() - begun)

    def fleet(self, number: int) -> Callable[[], None]:
        """A thread's work in a process that keeps its client; its threads ask so many times together."""
        client, left = self.process(), iter(range(number))

        def work() -> None:
            self.clock.sleep(random.uniform(0, 1))
            for _request in left:
                self.ask(client)

        return work

    def tasks(self, number: int) -> Callable[[], None]:
        """The tasks of a host, one process each."""

        def work() -> None:
            for _task in range(number):
                self.clock.sleep(random.uniform(0.2, 0.6))
                self.ask(self.process())

        return work

    def run(self, works: list[Callable[[], None]]) -> float:
        """Let them work; returns the seconds it takes."""
        self.clock.together(works)
        return self.clock.monotonic() - self.begun


@pytest.mark.parametrize(
    ("processes", "threads", "tokens"),
    [
        *((1, 10, 60), (1, 10, 5), (2, 10, 60), (4, 10, 60), (4, 40, 60)),
        *((8, 10, 60), (16, 10, 60), (4, 10, 200), (16, 10, 500)),
    ],
)
def test_processes_that_know_nothing_of_each_other_share_a_pool(processes: int, threads: int, tokens: int) -> None:
    """Without a 429, almost as fast as tokens come back, and each request has its turn."""
    crowd, each = Crowd(tokens), 100
    works = [work for _process in range(processes) for work in [crowd.fleet(each)] * threads]
    took = crowd.run(works)
    total = processes * each
    assert (crowd.pool.refused, crowd.pool.answered) == (0, total)
    assert took <= (total - tokens + LOW_WATER) * REFILL_INTERVAL * 1.05 + LONGEST_GAP
    assert crowd.longest <= processes * threads * REFILL_INTERVAL * 1.5 + LONGEST_GAP


@pytest.mark.parametrize("hosts", [4, 10, 25])
def test_tasks_of_a_request_each_share_a_pool(hosts: int) -> None:
    crowd = Crowd(60)
    took = crowd.run([crowd.tasks(20) for _host in range(hosts)])
    assert (crowd.pool.refused, crowd.pool.answered) == (0, hosts * 20)
    assert took <= (hosts * 20 - 60 + LOW_WATER) * REFILL_INTERVAL * 1.1 + LONGEST_GAP


@pytest.mark.parametrize(("hosts", "tokens"), [(50, 60), (100, 60), (200, 0)])
def test_of_too_many_none_starves(hosts: int, tokens: int) -> None:
    """There are more than find their pace by the header alone. They are told so with 429, and each has its turn."""
    crowd = Crowd(tokens)
    took = crowd.run([crowd.tasks(10) for _host in range(hosts)])
    assert crowd.pool.answered == hosts * 10
    assert took <= (hosts * 10 - tokens) * REFILL_INTERVAL * 1.1 + LONGEST_GAP
    assert crowd.longest < RATE_LIMIT_PATIENCE * 0.7


@pytest.mark.usefixtures("_impatient_threads")
def test_no_two_threads_have_one_turn(pace: Pace, clock: VirtualClock) -> None:
    sent(pace, clock, 1, left=5)
    clock.sleep(LONGEST_GAP)
    with ThreadPoolExecutor(16) as threads:
        waits = list(threads.map(lambda _number: pace.turn().wait(), range(1000)))
    assert waits.count(0) == 1


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


class Paused(VirtualClock):
    """A clock on which whoever sleeps first does so until told."""

    def __init__(self) -> None:
        super().__init__()
        self.asleep, self.go_on = threading.Event(), threading.Event()

    def sleep(self, seconds: float) -> None:
        self.asleep.set()
        assert self.go_on.wait(10)
        super().sleep(seconds)


def test_a_pool_that_is_empty_stops_every_thread(connect: Any, loopback: Any) -> None:
    """One is told so and sleeps; another, which knows nothing of it, would wait as long."""
    clock = Paused()
    server = loopback({"status": 429, "headers": {"Retry-After": "30"}}, {})
    client = connect(server, clock=clock)
    with ThreadPoolExecutor(1) as threads:
        answer = threads.submit(client.get, "/account")
        assert clock.asleep.wait(10)
        other = pace_of(server.url, client.auth.token, clock).turn()
        assert other.wait() == LOOK_AGAIN
        other.end()
        clock.go_on.set()
        assert answer.result(10) == {}
    assert sum(clock.pauses) == 30
