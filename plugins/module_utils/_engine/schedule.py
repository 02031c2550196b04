# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many subjects that depend on each other: planned together with shared reads, applied side by side.

One coordinator, the thread that asks for the outcomes, hands steps to bounded pools of threads. A job that pauses gives
its thread back, and is in a heap by the time when it wants to go on: thousands may wait at a time.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import dataclasses
import functools
import graphlib
import heapq
import itertools
import queue
import typing as t
from collections import Counter, deque
from dataclasses import dataclass, field

from .._api.errors import Failure, InvalidInput, Mistake
from .execute import Ended, Run, Steps, Subject
from .facts import Missing, Need, View
from .journal import Journal
from .plan import Change, Plan
from .report import Reporter
from .shadow import Changes
from .values import Observed

FORKS = 10  # steps side by side
COMMON = ""  # the pool of all jobs that say no other
DONE, UNCHANGED, FAILED, LEFT = "done", "unchanged", "failed", "left"
ENDED = str(Ended())


@dataclass(frozen=True)
class Job:
    """One subject of a fleet.

    Parameters:
        id: What messages call it, such as ``shop-prod domain www.example.com``; no two jobs have the same.
        group: What it is shown under: the app, or ``pipeline shop``.
        subject: What is planned and applied, once ``Run.prepare`` has judged its options.
        after: The ids of the jobs that have to be done before. One that is not among the jobs is done already.
        pool: The pool with a bound of its own that it takes a place in, such as ``build``; empty for the common one.
        behind: The ids of jobs that come first, be they done or not, since it needs nothing of them.
    """

    id: str
    group: str
    subject: Subject
    after: tuple[str, ...] = ()
    pool: str = ""
    behind: tuple[str, ...] = ()


class Left(Failure):
    """A job was not tried, since ``blocker``, the id of one that it depends on, directly or not, failed."""

    def __init__(self, blocker: str, text: str = "") -> None:
        super().__init__(text or f"Left as it is, since {blocker} failed.")
        self.blocker = blocker


@dataclass(frozen=True)
class Outcome:
    """What became of a job.

    Parameters:
        job: The job.
        status: ``done`` (something was written), ``unchanged``, ``failed``, or ``left``: not tried, or not to its end.
        plan: The plan that was followed, if there is one.
        record: The record, or records, as they are then.
        journal: What it wrote, whatever became of it then.
        error: Why it failed.
        why: Why it was left.
        blocker: The id of the job because of which it was left; empty when the run was ended.
    """

    job: Job
    status: str
    plan: Plan | None = None
    record: Observed = None
    journal: Journal = field(default_factory=Journal)
    error: Failure | None = None
    why: str = ""
    blocker: str = ""


Plans = t.Mapping[str, t.Union[Plan, Failure]]  # by the ids of jobs


def graph_of(jobs: t.Sequence[Job]) -> graphlib.TopologicalSorter[str]:
    """The order of jobs, as what gives them level by level. Raises InvalidInput for a circle, and for an id twice."""
    ids = {job.id for job in jobs}
    if len(ids) < len(jobs):
        twice = next(name for name, count in Counter(job.id for job in jobs).items() if count > 1)
        raise InvalidInput(f"There is more than one {twice}.")
    first = {job.id: [name for name in (*job.after, *job.behind) if name in ids] for job in jobs}
    graph = graphlib.TopologicalSorter(first)
    try:
        graph.prepare()
    except graphlib.CycleError as error:
        raise InvalidInput(f"These depend on each other in a circle: {' -> '.join(error.args[1])}.") from None
    return graph


def as_failure(error: Exception) -> Failure:
    """An error as what can be told."""
    return error if isinstance(error, Failure) else Mistake(error)


# Planning


def plan_jobs(jobs: t.Sequence[Job], run: Run, *, check_mode: bool = False) -> dict[str, Plan | Failure]:
    """The plans of all jobs, or why there is none, by their ids; in the order of ``jobs``.

    Each is planned against the facts as they will be once the jobs that it comes after were applied, so nothing is
    asked about what an earlier one makes. All that is missing at a time is fetched together. What depends on a job
    without a plan is Left. In check mode, earlier tasks of the run are seen, and what is planned is added for later
    ones. Raises InvalidInput for jobs that depend on each other in a circle, and nothing else.
    """
    with run.shadowed() if check_mode else contextlib.nullcontext():
        plans = planned(jobs, run)
        if check_mode:
            remember(jobs, plans, run)
    return plans


def planned(jobs: t.Sequence[Job], run: Run) -> dict[str, Plan | Failure]:
    """The same by what the run sees, which later tasks do not: of plans that may be made again with further jobs."""
    for job in jobs:
        run.writes.note_first(run.lock(job.subject))
    plans = Planning(jobs, run).plans()
    return {job.id: plans[job.id] for job in jobs}


def remember(jobs: t.Sequence[Job], plans: Plans, run: Run) -> None:
    """Add what plans would do to what later tasks of a run in check mode see."""
    for job in jobs:
        plan = plans[job.id]
        if isinstance(plan, Plan):
            run.remember(job.subject, plan)


class Planning:
    """The state of ``plan_jobs``: each round plans what can be, and fetches what that lacks."""

    def __init__(self, jobs: t.Sequence[Job], run: Run) -> None:
        self.run = run
        self.jobs = {job.id: job for job in jobs}
        self.place = {job.id: index for index, job in enumerate(jobs)}
        self.graph = graph_of(jobs)
        self.changes = Changes()
        self.planned: dict[str, Plan | Failure] = {}
        self.foreseen: set[str] = set()  # jobs whose turn has not come, and that lack nothing

    def plans(self) -> dict[str, Plan | Failure]:
        """Plan all jobs."""
        ready: list[str] = []
        while self.graph.is_active():
            view, needs = self.run.facts.view(), dict[Need, None]()
            before = len(self.planned)
            ready = sorted([*ready, *self.graph.get_ready()], key=self.place.__getitem__)
            left = []
            for name in ready:
                missing = self.attempt(self.jobs[name], view)
                if missing:
                    left.append(name)
                    needs.update(dict.fromkeys(missing))
                else:
                    self.graph.done(name)
            ready = left
            if len(self.planned) > before:
                continue
            if all(view.knows(need) for need in needs):
                raise AssertionError(f"planning asks again for what it was told: {', '.join(map(str, needs))}")
            needs.update(dict.fromkeys(self.ahead(view, ready)))
            self.run.facts.fetch(list(needs))
        return self.planned

    def attempt(self, job: Job, view: View) -> t.Collection[Need]:
        """Plan a job whose turn has come; returns what it lacks, or nothing once it has its answer."""
        blocker = next((name for name in job.after if isinstance(self.planned.get(name), Failure)), "")
        if blocker:
            failure = self.planned[blocker]
            self.planned[job.id] = Left(failure.blocker if isinstance(failure, Left) else blocker)
            return ()
        try:
            plan = job.subject.plan(self.seen(view))
            self.planned[job.id] = self.run.permitted(job.subject, plan)
            self.changes.add(plan.changes)
        except Missing as missing:
            return missing.needs
        except Exception as error:  # noqa: BLE001 - a mistake in one plan is no reason to make no other
            self.planned[job.id] = as_failure(error)
        return ()

    def seen(self, view: View) -> View:
        """The facts as they will be."""
        return self.changes.over(self.run.see(view.afresh()))

    def ahead(self, view: View, ready: t.Collection[str]) -> t.Iterator[Need]:
        """What jobs whose turn has not come yet will ask, and can be asked already: about what is known to be there.

        So the number of rounds does not grow with the length of the chains.
        """
        waiting = [name for name in self.jobs if name not in self.planned and name not in self.foreseen]
        for name in waiting:
            if name in ready:
                continue
            try:
                self.jobs[name].subject.plan(self.seen(view))
            except Missing as missing:
                yield from (need for need in missing.needs if is_worth_asking(need, view))
            except Exception:  # noqa: BLE001 - it is planned again when its turn comes
                self.foreseen.add(name)
            else:
                self.foreseen.add(name)


def is_worth_asking(need: Need, view: View) -> bool:
    """Whether a question is about something that is known to be there, or about the whole account."""
    if not need.scope:
        return need.key is None
    return bool(need.kind.parent) and need.scope[0] in view.names(need.kind.parent)


# Applying


@dataclass
class Task:
    """A job that was begun: its run, its steps, and the plan that was made before, if it is followed."""

    job: Job
    run: Run
    steps: Steps[tuple[Plan, t.Any]]
    plan: Plan | None


@dataclass
class Pool:
    """Threads, and the jobs that want one. Where it ``keeps``, a job has its place from its beginning to its end."""

    bound: int
    keeps: bool
    threads: concurrent.futures.Executor
    at_work: int = 0  # steps under way
    begun: int = 0  # jobs that were begun and have not ended
    paused: deque[Task] = field(default_factory=deque)  # those that want to go on
    ready: list[tuple[int, str]] = field(default_factory=list)  # a heap of those whose turn has come, in order

    @property
    def has_room(self) -> bool:
        """Whether a thread is free."""
        return self.at_work < self.bound

    @property
    def has_place(self) -> bool:
        """Whether one more job can be begun."""
        return self.has_room and not (self.keeps and self.begun >= self.bound)


class Applying:
    """Applies the plans of jobs, each once what it comes after is done; iterated over, tells what becomes of them.

    A job that waits takes no thread. A plan that needs what is only known after an earlier job is made again then. What
    comes after a job that failed is left; all else goes on.

    KeyboardInterrupt while it is waited for, and ``stop()``, end the run: nothing more is begun or waited for, requests
    under way come to their end, and the outcomes of all jobs are told, before KeyboardInterrupt is raised again.

    Parameters:
        jobs: All of them, in the order in which those are begun that can be.
        plans: What ``plan_jobs`` said of each.
        run: What it was given; each job gets a fork of it.
        reporter_of: Who hears what a job has to say; by default who hears the run. Threads call it side by side.
        forks: How many steps are taken side by side.
        pools: Bounds of jobs, by the names of pools, of which more are never under way at a time, their waits included.
    """

    def __init__(
        self,
        jobs: t.Sequence[Job],
        plans: Plans,
        run: Run,
        *,
        reporter_of: t.Callable[[Job], Reporter] | None = None,
        forks: int = FORKS,
        pools: t.Mapping[str, int] | None = None,
    ) -> None:
        self.plans = plans
        self.run = run
        self.reporter_of = reporter_of or (lambda job: run.reporter)
        self.jobs = {job.id: job for job in jobs}
        self.place = {job.id: index for index, job in enumerate(jobs)}
        self.graph = graph_of(jobs)
        bounds = {COMMON: forks, **(pools or {})}
        self.pools = {
            name: Pool(bound, name != COMMON, concurrent.futures.ThreadPoolExecutor(bound))
            for name, bound in bounds.items()
        }
        self.pauses: list[tuple[float, int, Task]] = []  # a heap, by when they end
        self.numbers = itertools.count()
        self.arrivals: queue.SimpleQueue[t.Callable[[], Outcome | None]] = queue.SimpleQueue()
        self.blockers: dict[str, str] = {}  # which job failed, by those that failed or were left because of it
        self.changes = Changes()  # what was done, for plans that are made again
        self.stopping = False

    def stop(self) -> None:
        """End the run soon. A signal handler may call it."""
        self.stopping = True
        self.arrivals.put(lambda: None)  # wakes the coordinator

    def __iter__(self) -> t.Iterator[Outcome]:
        interrupt = None
        try:
            while True:
                yield from self.advance()
                if not self.graph.is_active():
                    break
                try:
                    arrived = self.next_arrival()
                except KeyboardInterrupt as error:
                    if interrupt:
                        raise
                    interrupt, self.stopping = error, True
                    continue
                outcome = arrived() if arrived else None
                if outcome:
                    yield outcome
        finally:
            self.close()
        if interrupt:
            raise interrupt

    def close(self) -> None:
        """Wait for requests under way, and give up what waits."""
        for pool in self.pools.values():
            pool.threads.shutdown(wait=True, cancel_futures=True)
        for task in self.waiting():
            task.steps.close()

    # What can be said or begun at once

    def advance(self) -> t.Iterator[Outcome]:
        """The outcomes of jobs that need no step; what can be begun or gone on with is."""
        while True:
            ready = self.graph.get_ready()
            for name in ready:
                outcome = self.without_a_step(self.jobs[name])
                if outcome:
                    yield self.ended(outcome)
                else:
                    heapq.heappush(self.pool_of(self.jobs[name]).ready, (self.place[name], name))
            abandoned = list(self.abandoned()) if self.stopping else []
            yield from abandoned
            if not ready and not abandoned:
                break
        for pool in self.pools.values():
            while pool.paused and pool.has_room:
                self.step_aside(pool.paused.popleft())
            while pool.ready and pool.has_place:
                self.begin(self.jobs[heapq.heappop(pool.ready)[1]], pool)

    def without_a_step(self, job: Job) -> Outcome | None:
        """The outcome of a job that is not begun; None for one that is to be."""
        blocker = next((self.blockers[name] for name in job.after if name in self.blockers), "")
        plan = self.plans[job.id]
        if isinstance(plan, Left):
            blocker = plan.blocker
        if blocker:
            return Outcome(job, LEFT, why=str(Left(blocker)), blocker=blocker)
        if isinstance(plan, Failure):
            return Outcome(job, FAILED, error=plan)
        return Outcome(job, LEFT, plan, why=ENDED) if self.stopping else None

    def abandoned(self) -> t.Iterator[Outcome]:
        """The outcomes of all that would be begun or gone on with, were the run not to end."""
        for task in self.waiting():
            task.steps.close()
            self.pool_of(task.job).begun -= 1
            yield self.ended(Outcome(task.job, LEFT, task.plan, journal=task.run.journal, why=ENDED))
        self.pauses.clear()
        for pool in self.pools.values():
            pool.paused.clear()
            while pool.ready:
                yield self.ended(Outcome(self.jobs[heapq.heappop(pool.ready)[1]], LEFT, why=ENDED))

    def waiting(self) -> list[Task]:
        """The jobs that pause, or want to go on."""
        return [
            *(task for _due, _number, task in self.pauses),
            *(task for pool in self.pools.values() for task in pool.paused),
        ]

    def pool_of(self, job: Job) -> Pool:
        """The pool that a job takes its threads from."""
        return self.pools.get(job.pool) or self.pools[COMMON]

    def ended(self, outcome: Outcome) -> Outcome:
        """Take note of what became of a job; returns it."""
        name = outcome.job.id
        if outcome.status == FAILED or outcome.blocker:
            self.blockers[name] = outcome.blocker or name
        if outcome.status == DONE:
            self.changes.add(as_they_came(outcome))
        self.graph.done(name)
        return outcome

    # Steps

    def begin(self, job: Job, pool: Pool) -> None:
        """Begin with a job whose turn has come."""
        run = self.run.fork(self.reporter_of(job), t.cast(Plan, self.plans[job.id]).seen)
        run.ending = lambda: self.stopping
        plan = self.plan_by_now(job, run)
        task = Task(job, run, run.converge_steps(job.subject, plan), plan)
        pool.begun += 1
        if plan and not plan.actions and not plan.waits:
            pool.at_work += 1
            self.step(task)  # it only has to be told
        else:
            self.step_aside(task)

    def plan_by_now(self, job: Job, run: Run) -> Plan | None:
        """The plan that was made before; one that is undecided is made again, of what earlier jobs have come to.

        None where that does not decide it: then it takes a look at Heroku, by facts of its own.
        """
        planned: Plan | None = t.cast(Plan, self.plans[job.id])
        if planned and planned.undecided:
            try:
                planned = run.permitted(job.subject, job.subject.plan(self.changes.over(run.facts.view())))
            except (Missing, Failure):
                planned = None
        if planned and not planned.undecided:
            return planned
        run.facts.clear()
        return None

    def step_aside(self, task: Task) -> None:
        """Let a thread take the next step of a job."""
        pool = self.pool_of(task.job)
        pool.at_work += 1
        pool.threads.submit(self.step, task)

    def step(self, task: Task) -> None:
        """Take the next step of a job; what comes of it arrives at the coordinator."""
        arrival: t.Callable[[], Outcome | None]
        try:
            arrival = functools.partial(self.pause, task, next(task.steps))
        except StopIteration as end:
            plan, record = tuple(end.value)  # a linter knows no more than that a value can be anything
            status = DONE if task.run.journal.changed else UNCHANGED
            arrival = functools.partial(self.end, task, Outcome(task.job, status, plan, record, task.run.journal))
        except Ended as error:
            left = Outcome(task.job, LEFT, task.plan, journal=task.run.journal, why=str(error))
            arrival = functools.partial(self.end, task, left)
        except Exception as error:  # noqa: BLE001 - it is told
            failed = Outcome(task.job, FAILED, task.plan, journal=task.run.journal, error=as_failure(error))
            arrival = functools.partial(self.end, task, failed)
        except BaseException as error:  # noqa: BLE001 - it ends the coordinator
            arrival = functools.partial(raised, error)
        self.arrivals.put(arrival)

    def pause(self, task: Task, seconds: float) -> None:
        """A job wants to go on in so many seconds."""
        self.pool_of(task.job).at_work -= 1
        heapq.heappush(self.pauses, (self.run.clock.monotonic() + seconds, next(self.numbers), task))

    def end(self, task: Task, outcome: Outcome) -> Outcome:
        """A job has come to its end."""
        pool = self.pool_of(task.job)
        pool.at_work -= 1
        pool.begun -= 1
        return self.ended(outcome)

    def next_arrival(self) -> t.Callable[[], Outcome | None] | None:
        """What comes of the next step that ends; None when pauses end before. Raises KeyboardInterrupt."""
        clock, busy = self.run.clock, any(pool.at_work for pool in self.pools.values())
        if not busy and not self.pauses and self.arrivals.empty():
            raise AssertionError("there are jobs left, and none of them can be begun or gone on with")
        seconds = self.pauses[0][0] - clock.monotonic() if self.pauses else None
        arrived: t.Callable[[], Outcome | None] | None = clock.next_of(self.arrivals, seconds, busy=busy)
        now = clock.monotonic()
        while self.pauses and self.pauses[0][0] <= now:
            task = heapq.heappop(self.pauses)[2]
            self.pool_of(task.job).paused.append(task)
        return arrived


def as_they_came(outcome: Outcome) -> list[Change]:
    """The changes that a plan foresaw, with the record that there is now in the place of the predicted one."""
    plan = t.cast(Plan, outcome.plan)
    return [
        dataclasses.replace(change, after=outcome.record) if change.after is plan.record else change
        for change in plan.changes
    ]


def raised(error: BaseException) -> t.NoReturn:
    """Raise what a thread could not."""
    raise error
