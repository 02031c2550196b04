# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every Heroku resource has in common, and the one way from options to a result."""

from __future__ import annotations

import contextlib
import hashlib
import time
import typing as t
from collections import deque
from dataclasses import dataclass, field

from ansible_collections.community.heroku.plugins.module_utils._api.client import HerokuClient, pause_after, segments
from ansible_collections.community.heroku.plugins.module_utils._api.errors import (
    Failure,
    HerokuError,
    Mistake,
    OutcomeUnknown,
)
from ansible_collections.community.heroku.plugins.module_utils._engine.protection import Thing, check_deletion
from ansible_collections.community.heroku.plugins.module_utils._engine.report import Reporter
from ansible_collections.community.heroku.plugins.module_utils._engine.run_context import Lock, RunContext
from ansible_collections.community.heroku.plugins.module_utils.plan import Field, Plan, Step, plan_absence, plan_fields

WAIT_OPTIONS: dict[str, t.Any] = {
    "wait": {"type": "bool", "default": True},
    "wait_timeout": {"type": "int", "default": 1200},
}
STATE_OPTIONS: dict[str, t.Any] = {"state": {"type": "str", "choices": ["present", "absent"], "default": "present"}}
APP_OPTIONS: dict[str, t.Any] = {"app": {"type": "str", "required": True}}

PLACES = ("app", "team", "space", "pipeline", "enterprise_account")  # what other things belong to
CONFIRM_OPTIONS: dict[str, t.Any] = {"confirm": {"type": "str"}}

WRITE_ATTEMPTS = 4
TAKEN = (409, 422, 423)  # how Heroku refuses to make what is there already, be it since a moment ago (behaviour.md 2.1)
NO_APP = "Check the app's name; community.heroku.heroku_app makes an app."


Talk = Reporter


class Resource:
    """One kind of thing at Heroku: how it is found, compared, made, changed and taken away.

    A subclass says in class attributes what it is: C(noun) and C(plural) (the keys of results), C(options) (its part of
    the argument spec), C(constraints) (required_one_of and the like), C(fields) (see plan.Field), C(blank) (a new
    object, with None for what only Heroku chooses), C(unpredictable) (properties that Heroku sets anew on a change),
    and the methods M(read), M(create), M(update), M(delete). For an _info module: C(info_options), M(find). What is
    unlike the rest overrides M(plan) and M(result), as config vars and the formation do.
    """

    noun = ""
    plural = ""
    options: t.ClassVar[dict[str, t.Any]] = {}
    constraints: t.ClassVar[dict[str, t.Any]] = {}
    info_options: t.ClassVar[dict[str, t.Any]] = {}
    info_constraints: t.ClassVar[dict[str, t.Any]] = {}
    # Options marked no_log whose texts as such are no secrets: a result does not repeat them, but may hold their words.
    unrepeated: t.ClassVar[tuple[str, ...]] = ()
    # Options that are dicts of names and texts (texts.py), such as C(config), or C(overrides.env) inside another.
    text_maps: t.ClassVar[tuple[str, ...]] = ()
    # Options that name a .env file (dotenv.py) on the controller, and the option under which its content is put.
    dotenv_options: t.ClassVar[t.Mapping[str, str]] = {}
    # Those of the text_maps in which booleans are no texts, but known as such to whoever gets them.
    boolean_maps: t.ClassVar[tuple[str, ...]] = ()
    # What an empty text means, or one of white space (options.py), by the path of the option. The others refuse it.
    empty: t.ClassVar[dict[str, str]] = {}
    fields: t.ClassVar[tuple[Field, ...]] = ()
    blank: t.ClassVar[dict[str, t.Any]] = {}
    unpredictable: t.ClassVar[tuple[str, ...]] = ("updated_at",)
    # What it belongs to, as an option names it and a 404 of Heroku's too, and what to do when that is not there.
    parent = "app"
    no_parent = NO_APP
    # How a person calls it, where that is not the noun; the options that say what it belongs to, beside the required
    # ones of PLACES, and those that say which one it is. See M(about).
    title = ""
    places: t.ClassVar[tuple[str, ...]] = ()
    identity: t.ClassVar[tuple[str, ...]] = ("name", "id")
    # Whether several tasks of one run with the same options want one thing; a command is to run for each of them.
    shared = True
    # What protection.KINDS calls it, if it can be protected from deletion.
    protected_kind = ""

    def __init__(self, client: HerokuClient, params: t.Mapping[str, t.Any], talk: Talk | None = None) -> None:
        self.client = client
        self.params = params
        self.talk = talk or Talk()
        self._deadline: float | None = None

    # What a subclass fills in

    def check(self) -> None:
        """Judge the options before any request. Raises InvalidInput."""

    def read(self) -> t.Any:
        """What is there now, or None. The one read of a task that changes nothing."""
        raise NotImplementedError

    def create(self, fields: dict[str, t.Any]) -> t.Any:
        """Make it and return Heroku's object."""
        raise NotImplementedError

    def update(self, current: t.Any, fields: dict[str, t.Any]) -> t.Any:
        """Change the given fields in one write and return Heroku's object."""
        raise NotImplementedError

    def delete(self, current: t.Any) -> t.Any:
        """Take it away and return what Heroku says of it."""
        raise NotImplementedError

    def find(self) -> t.Any:
        """What an _info module's options select."""
        raise NotImplementedError

    def wanted(self) -> dict[str, t.Any]:
        """The given options that stand for fields; what was not given is left alone."""
        return {
            item.option: self.params[item.option] for item in self.fields if self.params.get(item.option) is not None
        }

    def plan(self, current: t.Any) -> Plan:
        """What to do about the difference between what is there and what is wanted: pure, sends nothing."""
        if self.params.get("state") == "absent":
            return plan_absence(self.fields, current)
        return plan_fields(self.fields, self.wanted(), current, self.blank, self.unpredictable)

    def examine(self, current: t.Any, plan: Plan) -> t.Any:
        """A closer look before anything is written, in check mode too.

        Raises InvalidInput for what Heroku would refuse, or returns fresher facts to plan with.

        Only called when the plan has steps, so a task that changes nothing does not pay for it.
        """
        return current

    def settle(self, record: t.Any) -> t.Any:
        """Wait for what goes on after the writes, or still goes on from an earlier run; returns the object then.

        With C(state=absent) it is given what M(delete) returned, or None when there was nothing to delete.
        """
        return record

    def close(self) -> None:
        """Let go of what M(check) took hold of, temporary files above all."""

    def made(self) -> t.Any:
        """After a POST without an answer: the object if it came into being, else None."""
        return self.read()

    def result(self, record: t.Any) -> dict[str, t.Any]:
        """The task's result, without C(changed) and C(diff)."""
        return {self.noun: record}

    def about(self) -> str:
        """Which thing the task is about, for the header of a diff, such as C(shop-prod config vars)."""
        name = self.first_given(self.identity)
        return " ".join(part for part in (self.belongs_to(), self.title or self.noun.replace("_", " "), name) if part)

    def belongs_to(self) -> str:
        """What it belongs to, as the options name it; an empty text for what belongs to an account or to nothing."""
        required = [option for option in PLACES if self.options.get(option, {}).get("required")]
        return self.first_given((*required, *self.places))

    def first_given(self, options: t.Iterable[str]) -> str:
        """The value of the first of these options that has one, as a text, or an empty text."""
        return next((str(self.params[option]) for option in options if self.params.get(option)), "")

    def scope(self) -> str:
        """Tasks that could make the same thing twice say the same here; those that could not should not."""
        return (self.belongs_to() or self.first_given(self.identity)).lower()

    def deletes(self, current: t.Any, plan: Plan) -> Thing | None:
        """What the plan deletes for good, if that can be protected. Only asked when something is protected."""
        if not self.protected_kind or all(step.action != "delete" for step in plan.steps):
            return None
        return Thing(self.protected_kind, current["name"], current["id"])

    def related(self, current: t.Any) -> t.Iterable[Thing]:
        """What is protected together with what M(deletes) says: what goes with it, and what it is a part of."""
        return ()

    def info(self, found: t.Any) -> dict[str, t.Any]:
        """The result of the _info module."""
        return {self.plural: found}

    # What a subclass uses

    def given(self, option: str) -> t.Any:
        """An option's value, or None."""
        return self.params.get(option)

    def fetch(self, path: str, *values: str, **options: t.Any) -> t.Any:
        """GET one object; None when Heroku does not find it.

        Raises HerokuError for everything else, and when what it belongs to is missing, unless absence is wanted.
        """
        return self.or_none(lambda: self.client.get(segments(path, *values), **options))

    def or_none(self, ask: t.Callable[[], t.Any]) -> t.Any:
        """The answer, or None for a 404. Raises HerokuError for a missing parent, unless absence is wanted."""
        try:
            return ask()
        except HerokuError as error:
            if not error.not_found:
                raise
            if error.resource == self.parent and self.parent in self.params and self.given("state") != "absent":
                raise error.with_hint(self.no_parent) from None
            return None

    @property
    def deadline(self) -> float:
        """When the task gives up waiting, a time of time.monotonic(): wait_timeout seconds after it began to wait.

        One for all that a task waits for, one thing after the other.
        """
        if self._deadline is None:
            self._deadline = time.monotonic() + self.params["wait_timeout"]
        return self._deadline


class AppResource(Resource):
    """A resource that belongs to an app: the option C(app) names it, by name or id."""

    def in_app(self, path: str = "", *values: str) -> str:
        """The path of something of this app."""
        return segments("/apps/{}" + path, self.params["app"], *values)

    def of_app(self, ask: t.Callable[[], t.Any]) -> t.Any:
        """The answer to a question about an app that has to exist. Raises HerokuError, for a 404 with what to do.

        The 404 says what is not there (behaviour.md 2): the app, or the one thing of it that was asked for.
        """
        try:
            return ask()
        except HerokuError as error:
            if error.not_found and error.resource in ("build", "release"):
                error.with_hint(f"community.heroku.heroku_{error.resource}_info lists those that the app has.")
            elif error.not_found:
                error.with_hint(NO_APP)
            raise


@dataclass
class Outcome:
    """What became of a task: the result's keys, the plan, and what was done when it failed midway."""

    plan: Plan
    record: t.Any = None
    done: list[str] = field(default_factory=list)


NO_CONTEXT = RunContext()


def converge(resource: Resource, *, check_mode: bool, context: RunContext = NO_CONTEXT) -> Outcome:
    """Bring one resource in line with its options: read, plan, write, wait. In check mode everything but the last two.

    Tasks of one run that would make the same thing hold a lock from their last read to their write; those that change
    nothing do not. Raises Failure; one that comes after a write says in its details what had been done.
    """
    resource.check()
    lock = lock_of(resource, context)
    writes = lock.writes()
    try:
        current, plan = look(resource, context)
    except Failure:
        # Another task may have made the thing between the reads of this one, which then do not fit together.
        if check_mode or not resource.shared or lock.writes_by_now() == writes:
            raise
        writes = lock.writes()
        current, plan = look(resource, context)
    outcome = Outcome(plan, current)
    if check_mode:
        outcome.record = plan.predicted
        return outcome
    creates = resource.shared and any(step.action == "create" for step in plan.steps)
    try:
        with lock.held() if creates else contextlib.nullcontext():
            if lock.writes() != writes and creates:
                outcome.record, outcome.plan = look(resource, context)
            execute(resource, outcome, context)
        outcome.record = resource.settle(outcome.record)
        if resource.params.get("state") == "absent":
            outcome.record = None
    except Exception as error:  # noqa: BLE001 - whatever ends it, what had been done before is told
        failure = error if isinstance(error, Failure) else Mistake(error)
        if outcome.done:
            failure.details.update(changed=True, done=list(outcome.done))
            failure.about = resource.about()
        raise failure from None
    return outcome


def lock_of(resource: Resource, context: RunContext) -> Lock:
    """The lock of all tasks of the run that could make the same thing at the same account."""
    account = hashlib.sha256(resource.client.auth.token.encode()).hexdigest()
    return context.lock(resource.client.url, account, type(resource).__name__, resource.scope())


def look(resource: Resource, context: RunContext = NO_CONTEXT) -> tuple[t.Any, Plan]:
    """What is there, and what to do about it. Raises InvalidInput for the deletion of what is protected."""
    current = resource.read()
    plan = resource.plan(current)
    if plan.changes:
        current = resource.examine(current, plan)
        plan = resource.plan(current)
    if plan.changes and context.protected:
        thing = resource.deletes(current, plan)
        if thing is not None:
            check_deletion(thing, context.protected, resource.params.get("confirm"), resource.related(current))
    return current, plan


def execute(resource: Resource, outcome: Outcome, context: RunContext) -> None:
    """Take the steps of the plan, and put down in C(outcome) what was done and what is there then.

    When Heroku refuses to make something that somebody else has just made, the task goes on with that.
    """
    steps = deque(outcome.plan.steps)
    while steps:
        step = steps.popleft()
        try:
            outcome.record = take(resource, step, outcome.record)
        except HerokuError as error:
            if step.action != "create" or error.status not in TAKEN:
                raise
            found = overtaken(resource, step, context)
            if found is None:
                raise
            outcome.record, plan = found
            steps = deque(plan.steps)
            if not outcome.done:
                outcome.plan = plan
        else:
            outcome.done.append(step.action)


def overtaken(resource: Resource, step: Step, context: RunContext) -> tuple[t.Any, Plan] | None:
    """After a refused creation: what is there and is left to do, if it was made by somebody else meanwhile."""
    try:
        current, plan = look(resource, context)
    except Failure:  # the refusal is the better message
        return None
    return None if step in plan.steps else (current, plan)


def take(resource: Resource, step: Step, record: t.Any) -> t.Any:
    """One write. What became of one without an answer is looked up before it is tried again (behaviour.md 5.1)."""
    if step.action == "delete":
        return remove(resource, record)
    creates = step.action == "create"
    for attempt in range(1, WRITE_ATTEMPTS + 1):
        try:
            return resource.create(step.fields) if creates else getattr(resource, step.action)(record, step.fields)
        except HerokuError as error:
            unknown = isinstance(error, OutcomeUnknown)
            taken = creates and attempt > 1 and error.status in (409, 422)
            if not unknown and not taken:
                raise
            found = resource.made() if creates else changed(resource, step)
            if found is not None:
                resource.talk.warn(
                    f"Heroku did not answer the {'creation' if creates else 'change'} of this {resource.noun}, "
                    f"but it was {'made' if creates else 'done'}; the task went on with it."
                )
                return found
            if taken or attempt == WRITE_ATTEMPTS:
                raise
            time.sleep(pause_after(error, attempt))
    raise AssertionError("the loop ends by return or raise")


def changed(resource: Resource, step: Step) -> t.Any:
    """After a change without an answer: the object if the change is no longer needed, else None."""
    found, plan = look(resource)
    return found if all(left.action != step.action for left in plan.steps) else None


def remove(resource: Resource, record: t.Any) -> t.Any:
    """Delete; something that is gone already is what was wanted.

    Heroku says 404 for it, or 403 for a moment (behaviour.md 2.2).
    """
    try:
        return resource.delete(record)
    except HerokuError as error:
        if error.not_found:
            return None
        if error.status != 403:
            raise
        try:
            still_there = resource.read() is not None
        except HerokuError as second:
            still_there = second.status != 403
        if still_there:
            raise
    return None
