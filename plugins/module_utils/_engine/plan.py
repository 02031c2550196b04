# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What would have to change, as data: plans are made by pure functions, and hold all that is needed to apply them."""

from __future__ import annotations

import dataclasses
import enum
import typing as t
from dataclasses import dataclass, field
from types import MappingProxyType

from .facts import Facts, Missing, Need, View
from .protection import Thing
from .values import KNOWN_LATER, Json, Observed, Record, Value, Values, concealed, holds_unknown, unknown_paths

GOES_ON_LATER = (
    "Nothing is lost: running the task again goes on waiting; wait_timeout is the option to raise."  # of most waits
)


class Desired:
    """What a task, or an entry of a document, asks for: validated options, of which None says nothing."""

    def __init__(self, options: Values) -> None:
        self.options = options

    def __getitem__(self, option: str) -> t.Any:
        return self.options[option]

    def get(self, option: str, default: Value = None) -> Observed:
        """The value of an option, or the default where it was not given."""
        value = self.options.get(option)
        return default if value is None else value

    @property
    def absent(self) -> bool:
        """Whether the thing should not exist."""
        return self.options.get("state") == "absent"

    @property
    def waits(self) -> bool:
        """Whether the task should wait for what goes on after its writes."""
        return bool(self.options.get("wait"))


class Resend(enum.Enum):
    """What may be done when the answer to an action got lost (behaviour.md 5.1)."""

    SAFE = "sending it twice does no harm"
    KEYED = "Heroku refuses a second one of the same key"
    LOOK = "only after having looked for long enough"
    NEVER = "it is billed, or runs: never on a guess"


# Seconds for which "not there" is no evidence after a lost answer: Heroku may commit that much later.
PATIENCE = {Resend.SAFE: 0.0, Resend.KEYED: 2.0, Resend.LOOK: 35.0, Resend.NEVER: 35.0}


@dataclass(frozen=True)
class Request:
    """One request: the body may hold references and secrets, the path only texts and references in ``values``.

    Parameters:
        method, path: ``path`` has ``{}`` for each of ``values``.
        values: What fills the path; for an upload, the address alone.
        body: Sent as JSON.
        headers: Sent beside those of every request.
        kept: Headers of the answer that become a part of it, by their names.
        whole: Whether the answer is an object of the ``body``, the ``status`` and the ``headers`` in lower case.
        upload: Opens what is uploaded, without the token, to the address that is the only one of ``values``.
        says: What people who wait are told before it is sent.
    """

    method: str
    path: str
    values: tuple[t.Any, ...] = ()
    body: Json = None
    headers: t.Mapping[str, str] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    whole: bool = False
    upload: t.Callable[[], t.IO[bytes]] | None = None
    says: str = ""


@dataclass(frozen=True)
class Action:
    """One write, complete: another process can apply it.

    Parameters:
        id: What it is about and its verb, such as ``domain shop/www.example.com create``; stable over runs.
        verb: In one word what it does: create, update, delete, or one of the resource's own.
        request: What it sends.
        resend: What to do when the answer gets lost.
        answers: Whether the answer is the record (or an entry of it), as opposed to something else or nothing.
        stale: The kinds of facts that it makes outdated, beside its own.
        after: The ids of actions that have to come first.
        billed: Whether it costs money.
        creates: Whether it makes something that another task of the run could be about to make too.
        lasting: Whether what it does lasts by itself: room for a source that nothing is built of yet is forgotten.
        about: What the resource needs to explain a refusal, such as what else was there.
        known: The ids of what could be taken for what it makes and was there before.
    """

    id: str
    verb: str
    request: Request
    resend: Resend = Resend.SAFE
    answers: bool = True
    stale: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    billed: bool = False
    creates: bool = False
    lasting: bool = True
    about: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


class Moment(enum.Enum):
    """When something that is waited for has to be over."""

    PLAN = "before the plan that is applied is made, which is made again then"
    WRITE = "before anything is written, since Heroku refuses the writes until then"
    END = "before the task ends"


@dataclass(frozen=True)
class Wait:
    """Something that goes on after the writes, or still goes on from an earlier run.

    The resource says for its ``name`` where to look (``watch``) and what to make of it (``judge``).

    Parameters:
        name: Which of the resource's waits this is.
        what: Completes "Waiting for ...".
        about: What it is about, such as ids, for the resource.
        aside: Whether something else than the task's own record is watched: then it has to be looked at first, and the
            record stays as it is.
        look: Whether the task's own record has to be looked at first, since no answer showed it.
        moment: When it has to be over.
        advice: What to tell somebody whose task gave up waiting.
    """

    name: str
    what: str
    about: tuple[str, ...] = ()
    aside: bool = False
    look: bool = False
    moment: Moment = Moment.END
    advice: str = GOES_ON_LATER


class Status(enum.Enum):
    """How far the thing is that is waited for."""

    READY = "ready"
    PENDING = "pending"
    FAILED = "failed"


class Verdict(t.NamedTuple):
    """What an observation says about a wait.

    ``text`` is the state, or for a failure the message; ``what`` completes "Waiting for ..." where the observation
    tells it better than the wait did; ``details`` go into the result of a task that fails, or gives up, here.
    """

    status: Status
    text: str = ""
    what: str = ""
    details: Values = MappingProxyType({})


@dataclass(frozen=True)
class Change:
    """One thing before and after, for a shadow of the facts and for people. None: it does not exist.

    Of a document, ``after`` may be ``partial``: what it says is merged into the document, and None takes a key away.
    """

    kind: str
    scope: tuple[str, ...]
    before: Record | None
    after: Record | None
    partial: bool = False


@dataclass(frozen=True)
class Plan:
    """What stands, what should stand, and the actions between them.

    Parameters:
        title: What it is about, for diffs and messages: ``shop-prod domain www.example.com``.
        before: One side of the diff, in the words of the options and without secrets.
        after: The other side; UNKNOWN for what is known after apply.
        current: The record, or records, as observed.
        record: The same as predicted, with UNKNOWN where only Heroku can choose.
        actions: The writes, in an order that can be kept.
        waits: What to wait for afterwards.
        warnings: What a person should know.
        changes: What a shadow of the facts has to take over.
        extras: More keys of the result.
        deletes: What goes for good and can be protected, each with what is protected together with it; the need for
            what nobody has to know unless something is protected.
        seen: The facts that the plan rests on, absence too, by the questions that they answer.
    """

    title: str
    before: Value
    after: Value
    current: Observed
    record: Observed
    actions: tuple[Action, ...] = ()
    waits: tuple[Wait, ...] = ()
    warnings: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    extras: Values = field(default_factory=dict)
    deletes: tuple[tuple[Thing | Need, ...], ...] = ()
    seen: t.Mapping[Need, Observed] = field(default_factory=dict)

    @property
    def undecided(self) -> bool:
        """Whether it takes facts to be applied that did not exist yet when it was made: then it has to be made again.

        That is when an action holds what Heroku decides about something else than the plan makes itself. So is a plan
        without actions about something that does not exist yet: whether it will be as predicted, Heroku decides.
        """
        requests = [(action.request.values, action.request.body) for action in self.actions]
        return holds_unknown(requests) or (not self.actions and holds_unknown(self.current))

    @property
    def diff(self) -> Record:
        """The diff as Ansible shows it."""
        return {
            "before": concealed(self.before, KNOWN_LATER),
            "after": concealed(self.after, KNOWN_LATER),
            "before_header": self.title,
            "after_header": self.title,
        }

    @property
    def unknown(self) -> list[str]:
        """The paths in the record that are known after apply."""
        return sorted(unknown_paths(self.record))

    def portable(self) -> Plan:
        """The part of the plan that another process needs.

        It is without what was of use to the process that planned: whether what it deletes is protected was judged then,
        and the facts stay there.
        """
        return dataclasses.replace(self, deletes=(), seen={})


class Plans(t.Protocol):
    """What can be planned: a resource with what is desired of it."""

    def plan(self, view: View) -> Plan:
        """The plan, by the facts of the view. Raises Missing, and Failure."""


def plan_all(
    subjects: t.Sequence[Plans], facts: Facts, see: t.Callable[[View], View] = lambda view: view
) -> list[Plan]:
    """The plans of all subjects: attempt them all, fetch together what they miss, and attempt again.

    ``see`` gives the plans another view of the facts, such as that of a shadow. Raises the first Failure.
    """
    plans: list[Plan | None] = [None] * len(subjects)
    while True:
        view, needs = facts.view(), dict[Need, None]()
        for index, subject in enumerate(subjects):
            if plans[index] is None:
                try:
                    plans[index] = subject.plan(see(view.afresh()))
                except Missing as missing:
                    needs.update(dict.fromkeys(missing.needs))
        if not needs:
            return [plan for plan in plans if plan is not None]
        if all(view.knows(need) for need in needs):
            raise AssertionError(f"planning asks again for what it was told: {', '.join(map(str, needs))}")
        facts.fetch(list(needs))
