# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Applies plans: sends the actions, finds out what became of those whose answers got lost, and waits.

What takes its time is a generator, a method whose name ends in ``_steps``: it yields the seconds that it wants to
pause, and whoever drives it lets them pass. A single task sleeps meanwhile (``Run.drive``); a fleet does something else
(schedule.py).
"""

from __future__ import annotations

import contextlib
import hashlib
import typing as t
from collections import ChainMap, Counter, deque
from dataclasses import dataclass, field

from .._api.client import HerokuClient, pause_after, segments
from .._api.clock import SYSTEM, Clock
from .._api.errors import Failure, HerokuError, Mistake, OutcomeUnknown, Timeout
from .facts import Facts, Missing, Need, View
from .journal import FULFILLED, Entry, Journal
from .output import Output
from .plan import PATIENCE, Action, Desired, Moment, Plan, Resend, Status, Wait, plan_all
from .protection import Thing, check_deletion
from .report import Reporter
from .resource import Resource
from .run_context import Lock, RunContext, is_ours
from .shadow import Changes, Shadow
from .values import Observed, Record, resolved

ATTEMPTS = 4  # of a write
CONFLICTS = (409, 422, 423)  # how Heroku refuses what is there already, be it since a moment ago (behaviour.md 2.1)
FIRST_POLL, LONGEST_POLL = 0.5, 10.0  # seconds
NEWS = 60.0  # seconds; a wait in which nothing else happens is told of as often
LOCK_PAUSE = 0.05  # seconds between two attempts to take a lock

T = t.TypeVar("T")
Steps = t.Generator[float, None, T]  # yields seconds to pause, and returns T


def noun_of(verb: str) -> str:
    """A verb of an action as a noun, for messages."""
    return {"create": "creation", "update": "change", "delete": "deletion"}.get(verb, f"request to {verb}")


class Ended(Failure):
    """The run is being ended: an action was not begun."""

    def __init__(self) -> None:
        super().__init__("The run was ended before.")


def never() -> bool:
    """For runs that nobody ends."""
    return False


def itself(view: View) -> View:
    """The facts as they are."""
    return view


class Subject(t.NamedTuple):
    """A resource type with what is desired of one: all that a plan is made of."""

    resource: type[Resource]
    want: Desired

    def plan(self, view: View) -> Plan:
        """The plan by the facts of a view."""
        return self.resource.plan(self.want, view)


@dataclass
class News:
    """Tells how a wait goes: each new state at once, and once a minute that nothing else has happened."""

    reporter: Reporter
    started: float
    seen: str = ""
    told: float = 0.0

    def tell(self, what: str, state: str, now: float) -> None:
        """Hear what is waited for and its state, as of now."""
        if state != self.seen:
            self.seen = state
            self.reporter.waiting_for = f"{what} ({state})"
            self.reporter.say(f"Waiting for {what}: {state}")
        elif now - self.told < NEWS:
            return
        else:
            minutes = (now - self.started) / 60
            self.reporter.say(f"Still waiting for {what}: {state}, for {minutes:.0f} min now")
        self.told = now


class Writes:
    """What a run knows of the writes under each lock: how many there were when it read, and how many were its own."""

    def __init__(self, before: t.MutableMapping[str, int] | None = None, own: Counter[str] | None = None) -> None:
        self._before: t.MutableMapping[str, int] = {} if before is None else before
        self._own: Counter[str] = Counter() if own is None else own

    def fork(self) -> Writes:
        """The same for one subject of a fleet: all writes of the fleet are its own; what it notes, it notes alone."""
        return Writes(ChainMap({}, self._before), self._own)

    def note(self, lock: Lock) -> None:
        """What is read from now on knows of all writes so far."""
        self._before[lock.key] = self._others(lock)

    def note_first(self, lock: Lock) -> None:
        """What was read since the first of these calls knows of all writes before it."""
        self._before.setdefault(lock.key, self._others(lock))

    def happened(self, lock: Lock) -> bool:
        """Whether somebody else wrote under the lock since."""
        self.note_first(lock)
        return self._others(lock) != self._before[lock.key]

    def count(self, lock: Lock) -> None:
        """A write of one's own, while the lock is held."""
        if lock.key:
            self._own[lock.key] += 1

    def _others(self, lock: Lock) -> int:
        return lock.writes() - self._own[lock.key]


@dataclass
class Run:
    """What a task, or one subject of a fleet, works with: one client, one store of facts, one journal, one deadline.

    ``deadline``, of all waits, is on the monotonic clock; it begins with the first wait. ``see`` is what plans see of
    the facts. ``outputs`` are those that were read while something was waited for. Once the run is ``ending``, no more
    action is begun.
    """

    client: HerokuClient
    reporter: Reporter
    facts: Facts
    context: RunContext = field(default_factory=RunContext)
    journal: Journal = field(default_factory=Journal)
    deadline: float | None = None
    see: t.Callable[[View], View] = itself
    outputs: dict[Wait, Output] = field(default_factory=dict)
    clock: Clock = SYSTEM
    writes: Writes = field(default_factory=Writes)
    ending: t.Callable[[], bool] = never

    @classmethod
    def of(cls, client: HerokuClient, reporter: Reporter, context: RunContext | None = None) -> Run:
        """A run that hides the secrets of all that it reads, by the client's clock."""
        context = context or RunContext()
        facts = Facts(client, reporter.hide, protects=bool(context.protected))
        return cls(client, reporter, facts, context, clock=client.clock)

    def fork(self, reporter: Reporter, needs: t.Iterable[Need] = ()) -> Run:
        """The run of one subject of this fleet: client, context and clock are the same, all else is its own.

        Its facts begin with what is known of ``needs``.
        """
        facts = self.facts.fork(needs)
        return Run(self.client, reporter, facts, self.context, clock=self.clock, writes=self.writes.fork())

    def drive(self, steps: Steps[T]) -> T:
        """Take the steps of a single task: its pauses are slept through. Returns and raises what the steps do."""
        while True:
            try:
                pause = next(steps)
            except StopIteration as end:
                return t.cast(T, end.value)
            self.clock.sleep(pause)

    def prepare(self, subject: Subject, stack: contextlib.ExitStack) -> Subject:
        """The subject once its options were judged, and its local files read. Raises InvalidInput.

        What ``stack`` is given has to be kept until the plan was applied.
        """
        resource, want = subject
        self.reporter.hide(resource.secrets(want))
        for option in resource.hidden_options(want):
            self.reporter.hide_option(option)
        resource.check(want)
        return Subject(resource, resource.prepare(want, stack))

    def plan(self, subject: Subject) -> Plan:
        """The plan of one subject. Raises Failure, for the deletion of what is protected too."""
        return self.permitted(subject, plan_all([subject], self.facts, self.see)[0])

    def permitted(self, subject: Subject, plan: Plan) -> Plan:
        """The plan itself. Raises InvalidInput when it deletes what is protected."""
        for items in plan.deletes if self.context.protected else ():
            thing, *related = (self.named(item) if isinstance(item, Need) else item for item in items)
            if thing is not None:
                check_deletion(thing, self.context.protected, subject.want.get("confirm"), filter(None, related))
        return plan

    def named(self, need: Need) -> Thing | None:
        """What the plan deletes that is known by its id only: to know its name is worth a request now."""
        found = self.facts.get(need)
        return found and Thing(need.kind.name, found["name"], found["id"])

    def plan_when_ready_steps(self, subject: Subject, plan: Plan | None = None) -> Steps[Plan]:
        """The plan of one subject, once nothing has to be waited for before it can be applied. Raises Failure.

        ``plan`` is one by the facts as they are, if there is one already.
        """
        while True:
            plan = plan or self.plan(subject)
            first = [wait for wait in plan.waits if wait.moment is Moment.PLAN]
            if not first:
                return plan
            for wait in first:
                yield from self.wait_steps(subject, wait, plan.current)
            self.facts.clear()
            plan = None

    def converge(self, subject: Subject, *, check_mode: bool) -> tuple[Plan, t.Any]:
        """Bring one subject in line with what is desired; returns the plan that was applied, and the record.

        In check mode nothing is written, and the record is as predicted. Raises Failure.
        """
        if check_mode:
            plan = self.check(subject)
            return plan, plan.record
        return self.drive(self.converge_steps(subject))

    def converge_steps(self, subject: Subject, plan: Plan | None = None) -> Steps[tuple[Plan, t.Any]]:
        """Apply a plan, or make one first; returns the plan that was followed, and the record.

        Tasks of one run that would make the same thing hold a lock from their last read to their write; those that
        change nothing do not. Raises Failure.
        """
        lock = self.lock(subject)
        if plan is None:
            self.writes.note(lock)
        try:
            plan = yield from self.plan_when_ready_steps(subject, plan)
        except Failure:
            # Another task may have made the thing between the reads of this one, which then do not fit together.
            if not subject.resource.shared or not (yield from self.overtaken_steps(lock)):
                raise
            plan = yield from self.plan_when_ready_steps(subject)
        for text in plan.warnings:
            self.reporter.warn(text)
        with contextlib.ExitStack() as held:
            if subject.resource.shared and any(action.creates for action in plan.actions):
                while not lock.acquire(held):
                    yield LOCK_PAUSE
                held.callback(self.writes.count, lock)
                if self.writes.happened(lock):
                    self.facts.clear()
                    plan = self.plan(subject)
            plan = yield from self.write_steps(subject, plan)
        return plan, (yield from self.finish_steps(subject, plan))

    def overtaken_steps(self, lock: Lock) -> Steps[bool]:
        """Whether somebody else wrote under the lock since this run read, once nobody does any more; then forget it."""
        while lock.is_held():
            yield LOCK_PAUSE
        if not self.writes.happened(lock):
            return False
        self.writes.note(lock)
        self.facts.clear()
        return True

    def check(self, subject: Subject) -> Plan:
        """The plan of one subject by what earlier tasks of a run in check mode would have done, which it adds to.

        Raises Failure.
        """
        with self.shadowed():
            plan = self.plan(subject)
            self.remember(subject, plan)
        for text in plan.warnings:
            self.reporter.warn(text)
        return plan

    @contextlib.contextmanager
    def shadowed(self) -> t.Iterator[None]:
        """See what earlier tasks of a run in check mode would have done, and keep others from planning meanwhile."""
        shadow = self.shadow()
        with shadow.held() if shadow else contextlib.nullcontext():
            if shadow:
                self.see = Changes(shadow.changes()).over
            yield

    def remember(self, subject: Subject, plan: Plan) -> None:
        """Add what a plan would do to what later tasks of a run in check mode see."""
        shadow = self.shadow()
        if shadow:
            kind = subject.resource.kind_of(subject.want)
            shadow.record(plan.changes, {*kind.secrets(plan.current), *kind.secrets(plan.record)})

    def shadow(self) -> Shadow | None:
        """The shadow of the run that this task is a part of, if that is in check mode and its folder in reach."""
        folder = self.context.shadow
        if folder is None or not is_ours(folder):
            return None
        return Shadow(folder, f"{self.client.url} {self.client.auth.token}")

    def lock(self, subject: Subject) -> Lock:
        """What the tasks of this run that could make the same thing twice share."""
        scope = "/".join(map(str, subject.resource.scope_of(subject.want))) or subject.resource.title(subject.want)
        token = hashlib.sha256(self.client.auth.token.encode()).hexdigest()
        name = subject.resource.locked_as or subject.resource.__name__
        return self.context.lock(self.client.url, token, name, scope.lower())

    def find(self, subject: Subject, *, check_mode: bool = False) -> Observed:
        """What the options of an _info module select, streams included. Raises Failure."""
        return subject.resource.listen(subject.want, self.select(subject, check_mode=check_mode), self)

    def select(self, subject: Subject, *, check_mode: bool) -> Observed:
        """What the options of an _info module select among the facts. Raises Failure."""
        shadow = self.shadow() if check_mode else None
        if shadow:
            self.see = shadow.over
        while True:
            try:
                view = self.see(self.facts.view())
                return subject.resource.find(subject.resource.resolve(subject.want, view), view)
            except Missing as missing:
                self.facts.fetch(missing.needs)

    def apply(self, subject: Subject, plan: Plan) -> t.Any:
        """Send the plan's actions, wait, and return the record as it is then. Raises Failure."""
        return self.drive(self.finish_steps(subject, self.drive(self.write_steps(subject, plan))))

    def write_steps(self, subject: Subject, plan: Plan) -> Steps[Plan]:
        """Send the plan's actions, in order, once they can be; returns the plan that was followed.

        What somebody else made meanwhile is gone on with, by a plan of what is left to do. Raises Failure, with what
        had been done before.
        """
        with self.told(plan):
            for wait in plan.waits:
                if wait.moment is Moment.WRITE:
                    yield from self.wait_steps(subject, wait, plan.current)
            pending = deque(plan.actions)
            while pending:
                if self.ending():
                    raise Ended
                action = pending.popleft()
                try:
                    overtaken = yield from self.perform_steps(subject, plan, action)
                except HerokuError as error:
                    instead = yield from self.otherwise_steps(subject, plan, action, error)
                    pending.extendleft(reversed(instead))
                    continue
                if overtaken is not None:
                    pending = deque(overtaken.actions)
                    plan = plan if self.journal.done else overtaken
        return plan

    def finish_steps(self, subject: Subject, plan: Plan) -> Steps[t.Any]:
        """Wait for what goes on after the writes; returns the record then. Raises Failure, with what had been done."""
        with self.told(plan):
            record = plan.current
            if plan.actions:
                record = subject.resource.outcome(subject.want, plan, self.journal.answers)
                record = self.told_later(subject.resource.untold(subject.want, plan), record)
            for wait in plan.waits:
                if wait.moment is Moment.END:
                    record = yield from self.wait_steps(subject, wait, record)
            return record

    def told_later(self, need: Need | None, record: Observed) -> Observed:
        """The answer to a need that no write answered; the record so far when there is none, or nobody may see it."""
        if need is None:
            return record
        try:
            found = self.facts.refresh(need)
        except HerokuError as error:  # such as what was just handed over to somebody else
            if error.status not in (403, 404):
                raise
            return record
        return record if found is None else found if isinstance(found, list) else {**record, **found}

    @contextlib.contextmanager
    def told(self, plan: Plan) -> t.Iterator[None]:
        """Whatever ends a run midway, what had been done before is told in its details."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - a mistake of ours is told as well
            failure = error if isinstance(error, Failure) else Mistake(error)
            if self.journal.done:
                failure.about = plan.title
                failure.details.update(done=self.journal.done)
            if self.journal.changed:
                failure.details.update(changed=True)
            raise failure from None

    # One write

    def otherwise_steps(self, subject: Subject, plan: Plan, action: Action, error: HerokuError) -> Steps[list[Action]]:
        """What to do in the place of an action that Heroku refused.

        Raises the error where there is nothing, after having put back what earlier actions took away; and where an
        answer got lost before, for then the refusal may be of what the action itself did.
        """
        entry = self.journal.entries[-1]
        if entry.outcome != "refused":
            raise error
        if entry.lost == 0 and not error.after_loss:
            instead = subject.resource.instead(subject.want, action, error, self)
            if instead:
                return instead
        for undoing in subject.resource.undo(subject.want, plan, action):
            try:
                yield from self.perform_steps(subject, plan, undoing)
            except HerokuError as failure:
                self.reporter.warn(f"What had been done before could not be undone ({undoing.verb}): {failure}")
        raise error

    def perform_steps(self, subject: Subject, plan: Plan, action: Action) -> Steps[Plan | None]:
        """Send one action until it took effect; returns what is left to do where somebody else did it meanwhile.

        Raises HerokuError, and OutcomeUnknown when nobody can know.
        """
        entry = self.journal.intent(action, plan.title)
        for attempt in range(1, ATTEMPTS + 1):
            sent_at, pause = self.clock.monotonic(), 0.0
            try:
                entry.answer = self.send(action)
                entry.outcome = "done"
                self.reporter.hide(subject.resource.secrets_in(subject.want, action, entry.answer))
            except OutcomeUnknown as error:
                entry.lost += 1
                found = yield from self.look_steps(subject, entry, sent_at)
                if not found and (attempt == ATTEMPTS or action.resend is Resend.NEVER):
                    entry.outcome = "unknown"
                    hint = subject.resource.explain(subject.want, action, error)
                    raise error.with_hint(
                        hint
                        or f"It is not known whether this took effect: check {plan.title} before anything is tried "
                        "again. Running the task again checks it, too."
                    ) from None
                pause = pause_after(error, attempt)
            except HerokuError as error:
                entry.outcome = "refused"
                observed = self.after_refusal(subject, entry, error, last=attempt == ATTEMPTS)
                own = error.status == 409 and subject.resource.conflicts_with_itself
                if observed is not None and entry.lost == 0 and not error.after_loss and not own:
                    entry.outcome = "needless"
                    return observed
                pause = pause_after(error, attempt)
            if entry.outcome in FULFILLED:
                self.facts.stale({subject.resource.kind_of(subject.want).name, *action.stale})
                return None
            yield pause
        raise AssertionError("the last attempt returns or raises")

    def send(self, action: Action) -> t.Any:
        """The answer to an action's request. Raises HerokuError."""
        request, answers = action.request, self.journal.answers
        if request.says:
            self.reporter.say(request.says)
        if request.upload:
            return self.client.upload(resolved(request.values[0], answers), request.upload)
        path = segments(request.path, *map(str, resolved(list(request.values), answers)))
        options: Record = {"headers": dict(request.headers)} if request.headers else {}
        reply = self.client.request(request.method, path, body=resolved(request.body, answers), **options)
        if request.whole:
            headers = {name.lower(): value for name, value in reply.headers.items()}
            return {"body": reply.body, "status": reply.status, "headers": headers}
        kept = {name: reply.headers[name] for name in request.kept if name in reply.headers}
        return {**reply.body, **kept} if kept else reply.body

    def look_steps(self, subject: Subject, entry: Entry, sent_at: float) -> Steps[bool]:
        """Whether an action without an answer is no longer in the plan, looked at until it would be.

        "Not there" is no evidence as long as Heroku may still commit it.
        """
        deadline = sent_at + PATIENCE[entry.action.resend]
        pause = FIRST_POLL
        while True:
            if self.observed(subject, entry) is not None:
                lost = subject.resource.lost(subject.want, entry.action)
                self.reporter.warn(
                    f"Heroku did not answer the {noun_of(entry.action.verb)} of {entry.title}, but it took effect; the "
                    f"task went on with it.{' ' if lost else ''}{lost}"
                )
                return True
            left = deadline - self.clock.monotonic()
            if left <= 0:
                return False
            self.reporter.say(f"No answer to the {noun_of(entry.action.verb)} of {entry.title}; checking its outcome.")
            yield min(pause, left)
            pause = min(pause * 2, LONGEST_POLL)

    def after_refusal(self, subject: Subject, entry: Entry, error: HerokuError, *, last: bool) -> Plan | None:
        """The plan as it is now, if what was wanted is there already, or gone, by whomever.

        Heroku says 404 of what is gone, or 403 for a moment, when it is asked for too (behaviour.md 2.2); 409, 422 or
        423 of what is taken. It says 404 of some things that are there as well: of one that is seen after that, None
        asks for another attempt, unless this is the ``last``. Raises the error where it is a refusal, with what to do
        about it.
        """
        deletes = entry.action.request.method == "DELETE"
        gone = deletes and error.not_found and subject.resource.gone_is_done(subject.want, error)
        if gone and error.after_loss:
            entry.outcome = "found"
            return None
        observed = None
        meant = subject.resource.shared or entry.lost
        if gone or (meant and error.status in ((403,) if deletes else CONFLICTS)):
            observed = self.observed(subject, entry)
        if observed is None:
            if deletes and error.status == 403 and self.is_withheld(subject):
                entry.outcome = "found" if error.after_loss else "needless"
                return None
            if gone and not last:
                return None
            if entry.lost and error.status in CONFLICTS:  # it may be there by the attempt that was not answered
                entry.outcome = "unknown"
            hint = subject.resource.explain(subject.want, entry.action, error)
            raise (error.with_hint(hint) if hint else error) from None
        return observed

    def is_withheld(self, subject: Subject) -> bool:
        """Whether Heroku has just answered 403 when it was asked for what it showed before."""
        try:
            plan_all([subject], self.facts)
        except HerokuError as error:
            return error.status == 403
        except Failure:
            return False
        return False

    def observed(self, subject: Subject, entry: Entry) -> Plan | None:
        """Observe again, plan again: the new plan if the action is no longer part of it, for then it is done."""
        self.facts.clear()
        try:
            doubtful = subject._replace(want=subject.resource.in_doubt(subject.want, entry.action))
            observed = plan_all([doubtful], self.facts)[0]
        except Failure:
            return None
        if subject.resource.is_left(subject.want, entry.action, observed):
            return None
        entry.answer = subject.resource.adopted(subject.want, entry.action, observed)
        entry.outcome = "found"
        return observed

    # Waiting

    def until(self, want: Desired) -> float:
        """When to give up waiting, on the run's clock: ``wait_timeout`` seconds after the first wait began."""
        if self.deadline is None:
            self.deadline = self.clock.monotonic() + want.get("wait_timeout", 0)
        return self.deadline

    def output(self, wait: Wait) -> Output:
        """What was read so far of the output that is followed in this wait."""
        return self.outputs.setdefault(wait, Output())

    def wait_steps(self, subject: Subject, wait: Wait, record: Observed) -> Steps[t.Any]:
        """Look again and again until it is ready; returns the record then.

        Raises Failure when it will not be, and Timeout after ``wait_timeout`` seconds in all.
        """
        resource, want = subject.resource, subject.want
        self.until(want)
        pause, news = FIRST_POLL, News(self.reporter, self.clock.monotonic())
        watched = resource.watch(want, wait, record, self) if wait.aside or wait.look else record
        while True:
            verdict = resource.judge(want, wait, watched)
            what = verdict.what or wait.what
            result = {**resource.result(want, record if wait.aside else watched), **verdict.details}
            if verdict.status is Status.FAILED:
                raise Failure(verdict.text, **result)
            if verdict.status is Status.READY:
                self.reporter.waiting_for = ""
                return record if wait.aside else watched
            now = self.clock.monotonic()
            news.tell(what, verdict.text, now)
            if now + pause > self.until(want):
                raise Timeout(
                    f"Gave up waiting for {what} after {want['wait_timeout']} s: it is still {verdict.text}. "
                    f"{wait.advice}",
                    **result,
                )
            yield pause
            pause = min(pause * 1.5, LONGEST_POLL)
            watched = resource.watch(want, wait, record if wait.aside else watched, self)
