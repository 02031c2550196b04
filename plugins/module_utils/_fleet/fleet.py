# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Brings all that a document asks for in line with it: one plan, then one run, and what became of each app."""

from __future__ import annotations

import contextlib
import dataclasses
import typing as t

from .._api.errors import Failure, InvalidInput
from .._engine.execute import Run
from .._engine.facts import Missing, View
from .._engine.plan import Desired, Plan
from .._engine.report import plural
from .._engine.resource import Resource
from .._engine.run_context import DistantLock, LockNeeded
from .._engine.schedule import (
    DONE,
    FAILED,
    LEFT,
    UNCHANGED,
    Applying,
    Job,
    Left,
    Outcome,
    planned,
    remember,
)
from .._engine.values import Record, concealed, unknown_paths
from . import document, plan_text, prices
from .document import Entry
from .jobs import ACCOUNT, jobs_of, waiting_so, with_owners, works_of
from .order import Work, ordered
from .progress import Progress
from .prune import (
    PRUNABLE,
    SCOPE,
    Strays,
    check_prune,
    declared_apps,
    left_alone,
    purging,
    wanted_scope,
    whole_apps,
    whole_kinds,
)
from .room import Room
from .sections import APPS, BUILDS, GROUPS

REFILL = 75  # tokens a minute (behaviour.md 4)
FEW = 3  # names that have one error
MOST_NAMED = 10  # errors that a message repeats

T = t.TypeVar("T")


class Fleet(Resource):
    """The options of a task about many apps. It is no resource at Heroku: ``converge`` makes jobs of its document."""

    noun = "fleet"
    options: t.ClassVar[Record] = {
        "document": {"type": "dict", "secret": True},
        "src": {"type": "list", "elements": "path"},
        "limit": {"type": "list", "elements": "str", "default": []},
        "slice": {"type": "str"},
        "prune": {"type": "list", "elements": "str", "choices": list(PRUNABLE), "default": []},
        "prune_scope": {"type": "dict", "options": {name: {"type": "str"} for name in SCOPE}},
        "forks": {"type": "int", "default": 10},
        "builds": {"type": "int", "default": 4},
        "wait": {"type": "bool"},
        "wait_timeout": {"type": "int"},
        "details": {"type": "bool", "default": False},
    }
    constraints: t.ClassVar[Record] = {"required_one_of": [("document", "src")]}
    empty: t.ClassVar[dict[str, str]] = {"slice": "omitted"}

    @classmethod
    def check(cls, want: Desired) -> None:
        for name in ("forks", "builds"):
            if want[name] < 1:
                raise InvalidInput(f"{name} must be at least 1.", option=name)
        if want.get("slice"):
            document.slice_of(want["slice"])
        check_prune(want)


def converge(want: Desired, run: Run, entries: t.Sequence[Entry], *, check_mode: bool) -> Record:
    """Plan and, but for check mode, apply all entries; returns the result. Raises Failure when anything failed.

    ``entries`` have validated options. The failure's details are the whole result: what was done all the same too.
    """
    part = document.slice_of(want["slice"]) if want.get("slice") else None
    if not wanted_scope(want):  # with it, a limit may be meant for apps that are not in the document
        document.check_limit(want["limit"], declared_apps(entries))
    if not entries:
        run.reporter.warn("The document names nothing to manage: it has no apps, pipelines, ...")
    chosen = document.selected(with_owners(entries), want["limit"], part)
    chosen = [waiting_so(item, want.options) for item in chosen]
    with contextlib.ExitStack() as stack:
        fleet = Converging(want, widened(want, run), stack, declared_apps(entries))
        return fleet.result(chosen, check_mode=check_mode)


def widened(want: Desired, run: Run) -> Run:
    """The run of a fleet: it protects what the document protects, and asks for whole lists, as many side by side."""
    protected = [*run.context.protected, *document.protected_names(want.get("document"))]
    fleet = Run.of(run.client, run.reporter, dataclasses.replace(run.context, protected=protected))
    fleet.facts.threads = want["forks"]
    fleet.facts.whole = whole_kinds()
    return fleet


class Converging:
    """One fleet while it is planned and applied; ``declared`` are the names of all apps of the whole document."""

    def __init__(self, want: Desired, run: Run, stack: contextlib.ExitStack, declared: t.Collection[str]) -> None:
        self.want = want
        self.run = run
        self.stack = stack
        self.declared = declared
        self.works: list[Work] = []
        self.plans: dict[str, Plan | Failure] = {}
        self.unmanaged: dict[str, dict[str, list[str]]] = {}
        self.cost: Record = {}

    def result(self, entries: t.Sequence[Entry], *, check_mode: bool) -> Record:
        """The result. Raises Failure with it when anything failed."""
        self.works = jobs_of(purging(entries, self.want["prune"], self.want.options), self.run, self.stack)
        with self.run.shadowed() if check_mode else contextlib.nullcontext():
            self.plans = planned(self.jobs, self.run)
            self.look_for_strays()
            if check_mode:
                remember(self.jobs, self.plans, self.run)
        self.cost = self.priced()
        shortage = self.shortage()
        outcomes = self.foreseen() if check_mode else self.applied(shortage)
        result = self.told(outcomes, check_mode)
        result["diff"] = {"prepared": plan_text.printed(self.jobs, self.plans, self.footer())}
        failed = [outcome for outcome in outcomes.values() if outcome.status == FAILED]
        if any(outcome.status == LEFT and not outcome.blocker for outcome in outcomes.values()):
            raise Failure(self.message_of_end(outcomes, result), **result)
        if failed:
            raise Failure(self.message(failed, outcomes), **result)
        return result

    @property
    def jobs(self) -> list[Job]:
        """All jobs."""
        return [work.job for work in self.works]

    def look_for_strays(self) -> None:
        """Find what is not in the document, and plan all anew with the removal of what is to be removed.

        That is done last, but for what is in the way of something else.
        """
        strays = Strays(self.works, self.plans, self.want, self.run.context.protected, self.declared)
        found = self.asking(strays.found)
        removals = strays.entries(found)
        self.unmanaged = left_alone(found, removals)
        if not removals:
            return
        room, apps = Room(self.works, self.plans), whole_apps(found)
        works = self.named_apart(works_of(removals, self.run, self.stack))
        first = self.asking(lambda view: [room.wanted(work, apps.get(work.entry.path), view) for work in works])
        works = [dataclasses.replace(work, last=not needed) for work, needed in zip(works, first)]
        self.works = ordered([*self.works, *works])
        self.plans = planned(self.jobs, self.run)

    def asking(self, question: t.Callable[[View], T]) -> T:
        """What is answered by the facts, once there are enough of them."""
        while True:
            try:
                return question(self.run.see(self.run.facts.view()))
            except Missing as missing:
                self.run.facts.fetch(missing.needs)

    def named_apart(self, works: t.Sequence[Work]) -> list[Work]:
        """Jobs of removals, called otherwise than those of the document."""
        known = {job.id for job in self.jobs}
        names = [f"{work.job.id} (not in the document)" if work.job.id in known else work.job.id for work in works]
        return [
            dataclasses.replace(work, job=dataclasses.replace(work.job, id=name)) for work, name in zip(works, names)
        ]

    def priced(self) -> Record:
        """What all of it costs a month, before and after."""
        pairs = [(work, self.plans[work.job.id]) for work in self.works]
        planned = [(work, plan) for work, plan in pairs if isinstance(plan, Plan)]
        things = [
            prices.Priced(work.job.group, work.job.subject.resource.noun, plan.current, plan.record)
            for work, plan in planned
        ]
        going = [plan.current for work, plan in planned if is_app(work) and plan.current and plan.record is None]
        self.run.facts.fetch([need for app in going for need in prices.needs_of_app(app)])
        things += [thing for app in going for thing in prices.of_app(app, self.run.facts.view())]
        self.run.facts.fetch(prices.needs({thing.noun for thing in things}))
        return prices.cost(things, self.run.facts.view())

    # Before anything is written

    @property
    def requests(self) -> int:
        """How many requests the plans need at the least: a write for what changes, a look for what is waited for."""
        plans = [plan for plan in self.plans.values() if isinstance(plan, Plan) and plan.actions]
        return sum(len(plan.actions) + len(plan.waits) for plan in plans)

    def shortage(self) -> str:
        """What a person should know before it begins when the account has too few tokens; else nothing."""
        left, needed = self.run.client.rate_limit_remaining, self.requests
        if left is None or needed <= left:
            return ""
        minutes = -(-(needed - left) // REFILL)
        return (
            f"At least {needed} requests are needed, and the account has {left} tokens left, of which it regains "
            f"{REFILL} a minute: the run slows down to that, and takes some {minutes} minutes longer."
        )

    def footer(self) -> list[str]:
        """What stands below the sums of the plan."""
        left = self.run.client.rate_limit_remaining
        tokens = "" if left is None else f"; the account has {left} tokens left"
        lines = [
            f"  {app}: {'; '.join(f'{section} {some(names)}' for section, names in sections.items())}"
            for app, sections in list(self.unmanaged.items())[:MOST_NAMED]
        ]
        more = [f"  ... and {len(self.unmanaged) - MOST_NAMED} more apps"] if len(self.unmanaged) > MOST_NAMED else []
        strays = ["", "Not in the document, and left alone:", *lines, *more] if lines else []
        return [f"Requests needed: at least {self.requests}{tokens}.", prices.describe(self.cost), *strays]

    # The run

    def foreseen(self) -> dict[str, Outcome]:
        """What would become of each job."""
        found = {}
        for work in self.works:
            plan, job = self.plans[work.job.id], work.job
            if isinstance(plan, Left):
                found[job.id] = Outcome(job, LEFT, why=str(plan), blocker=plan.blocker)
            elif isinstance(plan, Failure):
                found[job.id] = Outcome(job, FAILED, error=plan)
            else:
                found[job.id] = Outcome(job, DONE if plan.actions else UNCHANGED, plan, plan.record)
                for text in plan.warnings:
                    self.run.reporter.warn(f"{job.group}: {text}")
        return found

    def applied(self, shortage: str) -> dict[str, Outcome]:
        """What became of each job."""
        self.check_lock()
        if shortage:
            self.run.reporter.warn(shortage)
            self.run.reporter.say(shortage)
        jobs = [work.job for work in self.works]
        progress = Progress(self.run.reporter, jobs, self.run.clock)
        pools = {BUILDS: self.want["builds"]}
        outcomes = {}
        applying = Applying(
            jobs, self.plans, self.run, reporter_of=progress.reporter, forks=self.want["forks"], pools=pools
        )
        with self.run.reporter.stoppable(applying.stop):
            for outcome in applying:
                outcomes[outcome.job.id] = outcome
                progress.ended(outcome)
        return outcomes

    def check_lock(self) -> None:
        """Raises LockNeeded where the locks of the run are out of reach: one for the whole fleet is as good."""
        plans = [plan for plan in self.plans.values() if isinstance(plan, Plan)]
        names = ",".join(sorted(work.job.group for work in self.works))
        lock = self.run.context.lock(self.run.client.url, self.run.client.auth.token, "Fleet", names)
        if isinstance(lock, DistantLock) and any(action.creates for plan in plans for action in plan.actions):
            raise LockNeeded(lock.key)

    # What is told

    def told(self, outcomes: t.Mapping[str, Outcome], check_mode: bool) -> Record:
        """The result's own keys."""
        groups: dict[str, Record] = {group.name: {} for group in GROUPS}
        account = blank()
        failed = any(outcome.status == FAILED for outcome in outcomes.values())
        for work in self.works:
            group = work.entry.group
            target = groups[group.name].setdefault(work.entry.name, blank()) if group else account
            self.note(target, work, outcomes[work.job.id], check_mode, brief=failed)
        found: Record = dict(groups)
        if any(work.entry.group is None for work in self.works):
            found["account"] = account
        found = {name: value for name, value in found.items() if value or name == APPS.name}
        changed = any(item["changed"] for value in groups.values() for item in value.values()) or account["changed"]
        numbers = plan_text.counts(self.plans.values())
        result: Record = {"changed": changed, "summary": numbers, "unmanaged": self.unmanaged, "cost": self.cost}
        result.update(concealed(found))
        return {**result, "unknown": sorted(unknown_paths(found))} if check_mode else result

    def note(self, target: Record, work: Work, outcome: Outcome, check_mode: bool, *, brief: bool) -> None:
        """Put down what became of a job; ``brief`` leaves out records of apps, among which errors would get lost."""
        plan, entry = outcome.plan, work.entry
        wrote = bool(plan and plan.actions) if check_mode else outcome.journal.changed
        target["changed"] = target["changed"] or wrote
        if outcome.status == DONE and plan:
            target["done"].append(plan_text.deed(work.job, plan))
        elif outcome.status == FAILED and outcome.error:
            error = outcome.error
            told = {"what": work.job.id, "path": entry.path, "msg": str(error)}
            told.update({name: error.details[name] for name in ("done", "error") if name in error.details})
            target["failed"].append(told)
        elif outcome.status == LEFT:
            done = {"done": outcome.journal.done} if outcome.journal.done else {}
            target["left"].append({"what": work.job.id, "path": entry.path, "why": outcome.why, **done})
        if outcome.status in (FAILED, LEFT):
            return
        resource, options = work.job.subject
        if not brief and entry.group is not None and entry.section is entry.group.own:
            target[entry.group.noun] = resource.result(options, outcome.record)[resource.noun]
        if self.want["details"]:
            target.setdefault("details", {})[entry.path] = dict(resource.result(options, outcome.record))

    @staticmethod
    def message_of_end(outcomes: t.Mapping[str, Outcome], result: Record) -> str:
        """What had been done when the run was ended, by app."""
        left = sum(outcome.status == LEFT for outcome in outcomes.values())
        found = {ACCOUNT: result.get("account", blank())}
        for group in GROUPS:
            noun = "" if group is APPS else f"{group.noun} "
            found.update({f"{noun}{name}": item for name, item in result.get(group.name, {}).items()})
        lines = [f"{name}: {', '.join(deeds(item))}" for name, item in found.items() if deeds(item)]
        until = "Done until then:" if lines else "Nothing had been done until then."
        ahead = (
            f"The run was ended with {plural(left, 'thing')} left to do. Nothing is lost: running it again goes on from"
        )
        return "\n".join([f"{ahead} there. {until}", *lines])

    @staticmethod
    def message(failed: t.Sequence[Outcome], outcomes: t.Mapping[str, Outcome]) -> str:
        """What failed, and how the rest went, for people."""
        groups = {outcome.job.group for outcome in outcomes.values()}
        broken = {outcome.job.group for outcome in outcomes.values() if outcome.status in (FAILED, LEFT)}
        said: dict[str, list[str]] = {}  # one error may be that of many, such as a token that is not taken
        for outcome in failed:
            said.setdefault(str(outcome.error), []).append(outcome.job.id)
        lines = [f"{some(names)}: {text}" for text, names in list(said.items())[:MOST_NAMED]]
        more = [f"... and {len(said) - MOST_NAMED} more, under failed."] if len(said) > MOST_NAMED else []
        left = sum(outcome.status == LEFT for outcome in outcomes.values())
        fine = len(groups) - len(broken)
        ahead = f"{len(broken)} of {len(groups)} could not be brought in line"
        ahead += f"; the other {fine} had no errors." if fine else "."
        rest = f" Not attempted, because of what failed: {plural(left, 'thing')}." if left else ""
        return "\n".join([f"{ahead}{rest}", *lines, *more])


def deeds(item: Record) -> list[str]:
    """What was done of an app, also of things that did not come to their end."""
    broken = [
        f"{name} of {entry['what']}" for entry in (*item["failed"], *item["left"]) for name in entry.get("done", ())
    ]
    return [*item["done"], *broken]


def is_app(work: Work) -> bool:
    """Whether a job is about an app itself."""
    return work.entry.section is APPS.own


def some(names: t.Sequence[str]) -> str:
    """The first of some names, and how many more there are."""
    more = f" and {len(names) - FEW} more" if len(names) > FEW else ""
    return f"{', '.join(names[:FEW])}{more}"


def blank() -> Record:
    """What is told of an app of which nothing became."""
    return {"changed": False, "done": [], "failed": [], "left": []}
