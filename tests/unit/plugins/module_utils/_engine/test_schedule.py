# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import planning
import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.execute import Run, Subject
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import Kind, View
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import (
    Action,
    Desired,
    Plan,
    Request,
    Status,
    Verdict,
    Wait,
)
from ansible_collections.community.heroku.plugins.module_utils._engine.report import Reporter
from ansible_collections.community.heroku.plugins.module_utils._engine.resource import Resource
from ansible_collections.community.heroku.plugins.module_utils._engine.run_context import RunContext
from ansible_collections.community.heroku.plugins.module_utils._engine.schedule import (
    Applying,
    Job,
    Outcome,
    plan_jobs,
)
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.addon import Addon
from ansible_collections.community.heroku.plugins.module_utils._resources.app import App
from ansible_collections.community.heroku.plugins.module_utils._resources.config import Config
from ansible_collections.community.heroku.plugins.module_utils._resources.domain import Domain
from virtual_clock import VirtualClock

HOSTNAME = "www.shop-one.example"
WRITES = ("POST", "PUT", "PATCH", "DELETE")


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def new_run(connect: Any, simulator: Any, clock: VirtualClock) -> Callable[[], Run]:
    """Makes the run of a fleet that begins."""
    return lambda: Run.of(connect(simulator, clock=clock), Reporter())


def job(resource: type[Resource], called: str, /, *after: str, pool: str = "", **options: Any) -> Job:
    """A job that is called by its app and its name, after others of the app unless they have a name with a space."""
    app = options.get("app") or options.get("name")
    names = tuple(item if " " in item else f"{app} {item}" for item in after)
    return Job(f"{app} {called}", app, Subject(resource, planning.desired(resource, **options)), names, pool)


def shop(name: str) -> list[Job]:
    """An app with what hangs on it."""
    return [
        job(App, "settings", name=name),
        job(Config, "config", "settings", app=name, config={"LOG": "info"}),
        job(Addon, "addon", "config", app=name, plan="heroku-postgresql:essential-0"),
        job(Domain, "domain", "settings", app=name, hostname=f"www.{name}.example"),
    ]


def apply(jobs: list[Job], run: Run, **options: Any) -> dict[str, Outcome]:
    """What became of the jobs, in the order in which they ended."""
    return {outcome.job.id: outcome for outcome in Applying(jobs, plan_jobs(jobs, run), run, **options)}


def sent(simulator: Any, *methods: str) -> list[str]:
    return [f"{item['method']} {item['path']}" for item in simulator.requests() if item["method"] in methods]


def test_a_fleet_is_made_in_order_and_nothing_is_left_to_do(new_run: Any, simulator: Any) -> None:
    jobs = [item for name in ("shop-one", "shop-two", "shop-three") for item in shop(name)]
    outcomes = apply(jobs, new_run())
    assert {item.status for item in outcomes.values()} == {"done"}
    order = list(outcomes)
    for item in jobs:
        assert all(order.index(name) < order.index(item.id) for name in item.after)
    assert len(sent(simulator, "POST", "PATCH")) == len(jobs)
    before = len(simulator.requests())
    again = apply(jobs, new_run())
    assert {item.status for item in again.values()} == {"unchanged"}
    assert all(request["method"] == "GET" for request in simulator.requests()[before:])


def test_nothing_is_asked_about_what_would_be_made(new_run: Any, simulator: Any) -> None:
    plans = plan_jobs([item for name in ("shop-one", "shop-two", "shop-three") for item in shop(name)], new_run())
    assert all(isinstance(plan, Plan) and plan.actions for plan in plans.values())
    assert not [path for path in sent(simulator, "GET") if path.startswith("GET /apps/") and path.count("/") > 2]
    assert sent(simulator, "GET").count("GET /apps") == 1


def test_a_circle_is_refused(new_run: Any) -> None:
    jobs = [job(App, "one", "two", name="shop"), job(App, "two", "one", name="shop")]
    with pytest.raises(InvalidInput, match="in a circle: shop"):
        plan_jobs(jobs, new_run())


def test_a_failure_stops_what_depends_on_it_and_nothing_else(new_run: Any, simulator: Any) -> None:
    jobs = [item for name in ("shop-one", "shop-two", "shop-three") for item in shop(name)]
    fault = {"fault": "forbidden", "count": 1, "method": "PATCH", "path": "/apps/shop-two/config-vars"}
    simulator.backdoor("POST", "faults", fault)
    outcomes = apply(jobs, new_run())
    statuses = {name: item.status for name, item in outcomes.items() if item.status != "done"}
    assert statuses == {"shop-two config": "failed", "shop-two addon": "left"}
    assert isinstance(outcomes["shop-two config"].error, HerokuError)
    assert outcomes["shop-two addon"].blocker == "shop-two config"
    assert outcomes["shop-two addon"].why == "Left as it is, since shop-two config failed."
    again = apply(jobs, new_run())
    assert {name for name, item in again.items() if item.status == "done"} == {"shop-two config", "shop-two addon"}


def test_what_cannot_be_planned_is_told_and_all_else_is_done(new_run: Any, simulator: Any) -> None:
    jobs = [
        job(App, "settings", name="shop-one", region="mars"),
        job(Config, "config", "settings", app="shop-one", config={"A": "b"}),
    ]
    jobs += [Job("after all", "", jobs[1].subject, ("shop-one config",)), *shop("shop-two")]
    run = new_run()
    plans = plan_jobs(jobs, run)
    assert isinstance(plans["shop-one settings"], InvalidInput)
    assert [plans[name].blocker for name in ("shop-one config", "after all")] == ["shop-one settings"] * 2
    outcomes = {outcome.job.id: outcome for outcome in Applying(jobs, plans, run)}
    assert [outcomes[item.id].status for item in jobs] == ["failed", "left", "left", *["done"] * 4]
    assert not [path for path in sent(simulator, "POST", "PATCH", "GET") if path.endswith("shop-one/config-vars")]


# Waits and bounds, with a type that only waits


@dataclass
class Watch:
    """Which jobs are under way and looking, and how many of them there were at most at a time."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    looking: set[str] = field(default_factory=set)
    begun: set[str] = field(default_factory=set)
    most_looking: int = 0
    most_begun: int = 0
    threads: set[int] = field(default_factory=set)
    looks: int = 0

    def enter(self, name: str) -> None:
        with self.lock:
            self.looks += 1
            self.threads.add(threading.get_ident())
            self.looking.add(name)
            self.begun.add(name)
            self.most_looking = max(self.most_looking, len(self.looking))
            self.most_begun = max(self.most_begun, len(self.begun))

    def leave(self, name: str, *, over: bool) -> None:
        with self.lock:
            self.looking.discard(name)
            if over:
                self.begun.discard(name)


class Slow(Resource):
    """Waits for C(seconds) of the run's clock; each look takes C(takes) real ones, and C(passes) of the clock."""

    noun = "slow"

    @classmethod
    def plan(cls, want: Desired, view: View) -> Plan:
        return Plan(want["app"], {}, {}, None, None, waits=(Wait("over", want["app"], aside=True),))

    @classmethod
    def watch(cls, want: Desired, wait: Wait, record: Any, run: Run) -> Any:
        watch = want["watch"]
        watch.enter(want["app"])
        time.sleep(want.get("takes", 0.0))
        run.clock.sleep(want.get("passes", 0.0))
        begun = run.until(want) - want["wait_timeout"]
        over = run.clock.monotonic() >= begun + want["seconds"]
        watch.leave(want["app"], over=over)
        return over

    @classmethod
    def judge(cls, want: Desired, wait: Wait, record: Any) -> Verdict:
        return Verdict(Status.READY if record else Status.PENDING, "pending")

    @classmethod
    def result(cls, want: Desired, record: Any) -> dict[str, Any]:
        return {}


def slow(name: str, watch: Watch, *after: str, pool: str = "", **options: Any) -> Job:
    wanted = Desired({"app": name, "watch": watch, "seconds": 0, "wait_timeout": 3600, **options})
    return Job(name, name, Subject(Slow, wanted), after, pool)


def test_many_wait_at_a_time_without_a_thread_each(new_run: Any, clock: VirtualClock) -> None:
    watch, begun = Watch(), clock.monotonic()
    jobs = [slow(f"app-{number}", watch, seconds=60) for number in range(200)]
    outcomes = apply(jobs, new_run(), forks=2)
    assert {item.status for item in outcomes.values()} == {"unchanged"}
    assert watch.most_begun == 200
    assert len(watch.threads) <= 2
    assert watch.most_looking <= 2
    assert clock.monotonic() - begun < 2 * 60


@pytest.mark.parametrize("forks", [1, 3])
def test_no_more_steps_than_forks_are_taken_at_a_time(new_run: Any, forks: int) -> None:
    watch = Watch()
    apply([slow(f"app-{number}", watch, takes=0.005) for number in range(12)], new_run(), forks=forks)
    assert watch.most_looking == forks


@pytest.mark.parametrize("bound", [1, 4])
def test_no_more_jobs_of_a_pool_than_its_bound_are_under_way_with_their_waits(new_run: Any, bound: int) -> None:
    built, others = Watch(), Watch()
    jobs = [slow(f"build-{number}", built, pool="build", seconds=30) for number in range(12)]
    jobs += [slow(f"app-{number}", others, seconds=30) for number in range(12)]
    outcomes = apply(jobs, new_run(), forks=3, pools={"build": bound})
    assert {item.status for item in outcomes.values()} == {"unchanged"}
    assert built.most_begun == bound
    assert others.most_begun == 12


def test_what_waits_goes_on_before_something_new_is_begun(new_run: Any) -> None:
    watch = Watch()
    jobs = [slow("first", watch, seconds=1), *(slow(f"app-{number}", watch, passes=5) for number in range(9))]
    order = list(apply(jobs, new_run(), forks=1))
    assert order == ["app-0", "first", *(f"app-{number}" for number in range(1, 9))]


def test_a_wait_that_is_given_up_fails_its_job_only(new_run: Any) -> None:
    watch = Watch()
    jobs = [slow("late", watch, seconds=60, wait_timeout=10), slow("after it", watch, "late"), slow("other", watch)]
    outcomes = apply(jobs, new_run())
    assert {name: item.status for name, item in outcomes.items()} == {
        "late": "failed",
        "after it": "left",
        "other": "unchanged",
    }
    assert "Gave up waiting for late after 10 s" in str(outcomes["late"].error)


# Ending the run


def test_an_interrupt_tells_what_was_done_and_what_is_left(new_run: Any, clock: VirtualClock) -> None:
    watch, run = Watch(), new_run()

    def interrupt(_seconds: float) -> None:
        if threading.current_thread() is threading.main_thread():
            raise KeyboardInterrupt

    jobs = [*shop("shop-one"), slow("waits", watch, "shop-one settings", seconds=60), slow("after it", watch, "waits")]
    clock.meanwhile.append(interrupt)
    outcomes: list[Outcome] = []
    with pytest.raises(KeyboardInterrupt):
        outcomes.extend(Applying(jobs, plan_jobs(jobs, run), run))
    statuses = {item.job.id: item.status for item in outcomes}
    assert set(statuses) == {item.id for item in jobs}
    assert statuses["shop-one settings"] == "done"
    assert {statuses["waits"], statuses["after it"]} == {"left"}
    assert {item.why for item in outcomes if item.status == "left"} == {"The run was ended before."}


def test_a_run_that_is_stopped_begins_nothing_more(new_run: Any, simulator: Any) -> None:
    run = new_run()
    jobs = [item for name in ("shop-one", "shop-two", "shop-three") for item in shop(name)]
    applying = Applying(jobs, plan_jobs(jobs, run), run, forks=1)
    outcomes = []
    for outcome in applying:
        outcomes.append(outcome)
        applying.stop()
    done = [item for item in outcomes if item.status == "done"]
    assert len(outcomes) == len(jobs)
    assert len(done) == len(sent(simulator, *WRITES)) < 4
    assert {item.status for item in outcomes} == {"done", "left"}
    assert {item.why for item in outcomes if item.status == "left"} == {"The run was ended before."}


@pytest.mark.parametrize("ended", [False, True])
def test_a_job_that_does_not_come_to_its_end_tells_what_it_had_done(new_run: Any, simulator: Any, ended: bool) -> None:
    """The second of its two writes is refused, or the run is ended before it."""
    run, jobs = new_run(), [job(App, "settings", name="shop", maintenance=True)]
    applying = Applying(jobs, plan_jobs(jobs, run), run)
    if ended:
        request = run.client.request

        def last(method: str, path: str, **options: Any) -> Any:
            reply = request(method, path, **options)
            applying.stop()
            return reply

        run.client.request = last
    else:
        simulator.backdoor("POST", "faults", {"fault": "forbidden", "method": "PATCH", "path": "/apps/*"})
    (outcome,) = applying
    assert outcome.status == ("left" if ended else "failed")
    assert (outcome.journal.done, outcome.journal.changed) == (["create"], True)
    assert outcome.why == ("The run was ended before." if ended else "")
    assert len(sent(simulator, "PATCH")) == (0 if ended else 1)


class Killed(BaseException):
    """The process is gone."""


def killed_after(run: Run, writes: int, *, answered: bool) -> None:
    """Let a run be killed at one of its writes: before it is sent, or before its answer is heard."""
    request, lock, count = run.client.request, threading.Lock(), iter(range(1, 1000))
    dead = threading.Event()

    def counted(method: str, path: str, **options: Any) -> Any:
        if method in WRITES:
            with lock:
                last = next(count) == writes
                if dead.is_set() or (last and not answered):
                    dead.set()
                    raise Killed
            reply = request(method, path, **options)
            if last:
                dead.set()
                raise Killed
            return reply
        if dead.is_set():
            raise Killed
        return request(method, path, **options)

    run.client.request = counted


@pytest.mark.parametrize("answered", [False, True])
@pytest.mark.parametrize("writes", range(1, 9))
def test_a_run_that_is_killed_is_gone_on_with(new_run: Any, simulator: Any, writes: int, answered: bool) -> None:
    jobs = [*shop("shop-one"), *shop("shop-two")]
    run = new_run()
    plans = plan_jobs(jobs, run)
    killed_after(run, writes, answered=answered)
    with pytest.raises(Killed):
        list(Applying(jobs, plans, run))
    again = apply(jobs, new_run())
    assert {item.status for item in again.values()} <= {"done", "unchanged"}
    assert {item.status for item in apply(jobs, new_run()).values()} == {"unchanged"}
    client = new_run().client
    for name in ("shop-one", "shop-two"):
        assert len(client.get(f"/apps/{name}/addons")) == 1
        assert client.get(f"/apps/{name}/config-vars")["LOG"] == "info"


# What is known later, what others do meanwhile, and what all of that costs


def test_what_is_only_known_after_an_earlier_job_is_planned_again_by_what_came_of_it(
    new_run: Any, simulator: Any
) -> None:
    """A domain that an earlier job makes has no id yet, and its answer tells the id: nothing is asked."""
    jobs = [
        job(App, "settings", name="shop"),
        job(Domain, "domain", "settings", app="shop", hostname=HOSTNAME, wait=False),
        job(Domain, "gone", "domain", app="shop", hostname=HOSTNAME, state="absent"),
    ]
    run = new_run()
    plans = plan_jobs(jobs, run)
    last = plans["shop gone"]
    assert isinstance(last, Plan)
    assert last.undecided, "it deletes by an id that is not known yet"
    before = len(simulator.requests())
    outcomes = {outcome.job.id: outcome for outcome in Applying(jobs, plans, run)}
    assert {item.status for item in outcomes.values()} == {"done"}
    assert [request["method"] for request in simulator.requests()[before:]] == ["POST", "POST", "DELETE"]
    assert outcomes["shop gone"].plan is not last


@pytest.mark.parametrize(
    ("body", "current", "waits", "undecided"),
    [
        ({"id": UNKNOWN}, None, False, True),
        ({"id": "1"}, {"id": UNKNOWN}, True, False),  # what it makes itself tells the id
        (None, {"id": UNKNOWN}, True, True),
        (None, {"id": UNKNOWN}, False, True),
        (None, {"id": "1"}, True, False),
        (None, {"id": "1"}, False, False),
    ],
)
def test_a_plan_is_undecided_where_it_takes_what_an_earlier_job_comes_to(
    body: Any, current: Any, waits: bool, undecided: bool
) -> None:
    actions = (Action("x", "update", Request("PATCH", "/x", (), body)),) if body else ()
    plan = Plan("x", {}, {}, current, current, actions, (Wait("over", "x"),) if waits else ())
    assert plan.undecided is undecided


class Told(Config):
    """Sets a config var to the address that Heroku gives the app."""

    of_app = Kind("app", "/apps/{}", document=True, parent="app", newborn=lambda need: {"web_url": UNKNOWN})

    @classmethod
    def plan(cls, want: Desired, view: View) -> Plan:
        address = view.get(cls.of_app.of(want["app"]))["web_url"]
        request = Request("PATCH", "/apps/{}/config-vars", (want["app"],), {"ADDRESS": address})
        return Plan("address", {}, {}, {}, {}, (Action("address", "update", request),), seen=view.used)


def test_what_no_answer_tells_is_asked_for_then(new_run: Any) -> None:
    jobs = [job(App, "settings", name="shop"), job(Told, "address", "settings", app="shop")]
    run = new_run()
    assert {item.status for item in apply(jobs, run).values()} == {"done"}
    client = new_run().client
    assert client.get("/apps/shop/config-vars")["ADDRESS"] == client.get("/apps/shop")["web_url"]


def in_a_run_of_ansible(run: Run, folder: Any) -> Run:
    """The same with the locks of a run of Ansible."""
    run.context = RunContext(locks=str(folder))
    return run


def test_a_fleet_beside_another_buys_nothing_twice(new_run: Any, simulator: Any, tmp_path: Any) -> None:
    jobs = [*shop("shop-one"), *shop("shop-two")]
    runs = [in_a_run_of_ansible(new_run(), tmp_path) for _twice in range(2)]
    plans = [plan_jobs(jobs, run) for run in runs]
    first, second = ({item.status for item in Applying(jobs, made, run)} for made, run in zip(plans, runs))
    assert first == {"done"}
    assert second <= {"unchanged", "done"}, "config vars were set to what they are already"
    assert len(sent(simulator, "POST")) == 6


def test_what_a_fleet_itself_makes_under_a_lock_is_no_reason_to_read_again(
    new_run: Any, simulator: Any, tmp_path: Any
) -> None:
    hostnames = [f"www{number}.example.com" for number in range(5)]
    jobs = [job(App, "settings", name="shop")]
    jobs += [job(Domain, name, "settings", app="shop", hostname=name, wait=False) for name in hostnames]
    run = in_a_run_of_ansible(new_run(), tmp_path)
    plans = plan_jobs(jobs, run)
    before = len(simulator.requests())
    assert {item.status for item in Applying(jobs, plans, run, forks=5)} == {"done"}
    assert {request["method"] for request in simulator.requests()[before:]} == {"POST"}


def test_a_job_that_holds_a_lock_and_pauses_gives_its_thread_to_those_that_want_the_lock(
    new_run: Any, simulator: Any, tmp_path: Any
) -> None:
    hostnames = [f"www{number}.example.com" for number in range(6)]
    jobs = [job(App, "settings", name="shop")]
    jobs += [job(Domain, name, "settings", app="shop", hostname=name, wait=False) for name in hostnames]
    run = in_a_run_of_ansible(new_run(), tmp_path)
    plans = plan_jobs(jobs, run)
    fault = {"fault": "unavailable", "count": 3, "method": "POST", "path": "/apps/shop/domains"}
    simulator.backdoor("POST", "faults", fault)
    assert {item.status for item in Applying(jobs, plans, run, forks=2)} == {"done"}
    assert len(run.client.get("/apps/shop/domains")) == len(hostnames) + 1


def test_chains_of_jobs_are_planned_in_few_rounds(new_run: Any, simulator: Any) -> None:
    """What later links will ask about apps that are there is fetched together with what earlier ones ask."""
    names = ("shop-one", "shop-two", "shop-three", "shop-four")
    jobs = [item for name in names for item in shop(name)]
    apply(jobs, new_run())
    run, rounds = new_run(), []
    fetch = run.facts.fetch
    run.facts.fetch = lambda needs: (rounds.append(len(needs)), fetch(needs))
    before = len(simulator.requests())
    plans = plan_jobs(jobs, run)
    assert not any(plan.actions for plan in plans.values())
    for item in jobs:  # what a plan rests on is its own
        assert {need.scope for need in plans[item.id].seen} <= {(), (item.group,)}
    asked = [f"{item['method']} {item['path']}" for item in simulator.requests()[before:]]
    assert len(rounds) <= 3
    assert len(asked) == len(set(asked)) == 2 + 2 * len(names)
    assert {"GET /apps", "GET /addons"} <= set(asked)


@pytest.mark.usefixtures("_impatient_threads")
def test_sixteen_threads_share_a_client_and_keep_their_journals_apart(new_run: Any, simulator: Any) -> None:
    names = [f"shop-{number}" for number in range(24)]
    jobs = [item for name in names for item in (shop(name)[0], shop(name)[1], shop(name)[3])]
    run = new_run()
    outcomes = apply(jobs, run, forks=16)
    assert {item.status for item in outcomes.values()} == {"done"}
    for item in outcomes.values():
        assert [entry.outcome for entry in item.journal.entries] == ["done"]
        assert all(
            entry.title.startswith(item.job.group) or item.job.group in entry.title for entry in item.journal.entries
        )
    assert run.client.requests_sent == len(simulator.requests())
    assert len(sent(simulator, *WRITES)) == len(jobs)
