# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What all resource types share: a declaration, and a plan that is made of it.

A resource type is never instantiated and has no state: everything is in its arguments. Most types are a Kind, their
attributes and a sentence or two of their own; a method of its own is for what is truly special about one.
"""

from __future__ import annotations

import contextlib
import copy
import typing as t
from dataclasses import dataclass, field

from .._api.errors import HerokuError, InvalidInput
from .._lib.references import is_uuid
from .attributes import Attribute, blank_of, options_of
from .facts import Kind, Need, View, part_of
from .plan import Action, Change, Desired, Plan, Request, Resend, Status, Verdict, Wait
from .protection import Thing
from .values import UNKNOWN, Json, Observed, Record, Ref, Secret, Spec, Value, Values

if t.TYPE_CHECKING:
    from .execute import Run

HIDDEN = "(hidden)"
NEWLY_HIDDEN = "(hidden, new value)"


@dataclass
class Draft:
    """A plan while it is being made; only the function that plans sees it.

    Parameters:
        current: The record as observed, or None.
        record: The record as predicted, or None when it should not exist.
        creation: What a creation sends, by option; None when nothing is created.
        updates: What each call changes, by option.
        deletion: Whether the thing is deleted.
        waits: What to wait for.
        warnings: What a person should know.
        changes: What follows by itself for other things.
        extras: More keys of the result.
        related: What is protected together with what is deleted.
    """

    current: Observed
    record: Observed
    creation: Record | None = None
    updates: dict[str, Record] = field(default_factory=dict)
    deletion: bool = False
    waits: list[Wait] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    extras: Record = field(default_factory=dict)
    related: list[Thing] = field(default_factory=list)

    @property
    def writes(self) -> bool:
        """Whether there is anything to write."""
        return self.creation is not None or bool(self.updates) or self.deletion

    @property
    def changed(self) -> set[str]:
        """The options that are created or updated with another value."""
        return {name for fields in (self.creation or {}, *self.updates.values()) for name in fields}


class Resource:
    """One kind of thing at Heroku, as a declaration.

    Class attributes:
        noun, plural: The keys of results.
        kind: How it is read.
        scope: The options that fill the kind's path, such as ``app``.
        key: The option that names one; empty for what a scope has one of.
        identity: The options of which the first that is given says which one it is, where that is not the key.
        attributes: Its properties.
        controls: Options that are no properties, as an argument spec.
        constraints, info_constraints: ``required_one_of`` and the like.
        info_options: The options of the _info module.
        unrepeated: Options marked ``no_log`` that are no secrets as a whole, though a result does not repeat them.
        text_maps: The dotted names of options that are dicts of texts.
        dotenv_options: Options that name a .env file, and the option that its texts are merged under.
        empty, info_empty: What an empty text means (options.py), by the path of the option; the others refuse it.
        boolean_maps: Those of them in which booleans stay booleans.
        resend: What to do when the answer to a creation gets lost.
        update_method: PATCH, or PUT.
        whole: Whether writes go to the kind's path itself, as for config vars and the formation.
        collection: The path to which writes go, those to one of them by its id below it, where that is not the kind's.
        stale: Other kinds of facts that a write makes outdated.
        billed: Whether a creation costs money.
        shared: Whether tasks of one run with the same options want one thing; a command is run for each of them.
        locked_as: The name of the class whose tasks could make the same thing; empty for its own.
        called: How a person calls it, where that is not the noun.
        conflicts_with_itself: Whether Heroku has been seen to refuse, with a 409, what that very request had done.
        protected_kind: What protection.KINDS calls it, if it can be protected from deletion.
    """

    noun = ""
    plural = ""
    kind: Kind
    scope: t.ClassVar[tuple[str, ...]] = ()
    key = ""
    identity: t.ClassVar[tuple[str, ...]] = ()
    attributes: t.ClassVar[tuple[Attribute, ...]] = ()
    controls: t.ClassVar[Spec] = {}
    options: t.ClassVar[Spec] = {}
    constraints: t.ClassVar[Spec] = {}
    info_options: t.ClassVar[Spec] = {}
    info_constraints: t.ClassVar[Spec] = {}
    info_empty: t.ClassVar[dict[str, str]] = {}
    unrepeated: t.ClassVar[tuple[str, ...]] = ()
    text_maps: t.ClassVar[tuple[str, ...]] = ()
    boolean_maps: t.ClassVar[tuple[str, ...]] = ()
    dotenv_options: t.ClassVar[t.Mapping[str, str]] = {}
    empty: t.ClassVar[dict[str, str]] = {}
    resend = Resend.KEYED
    update_method = "PATCH"
    whole = False
    collection = ""
    stale: t.ClassVar[tuple[str, ...]] = ()
    billed = False
    shared = True
    locked_as = ""
    called = ""
    conflicts_with_itself = False
    protected_kind = ""

    def __init_subclass__(cls) -> None:
        """Make the argument spec of what is declared."""
        super().__init_subclass__()
        if "options" not in cls.__dict__:
            scope = {name: {"type": "str", "required": True} for name in cls.scope}
            cls.options = {**scope, **options_of(cls.attributes), **cls.controls}

    # What is asked for

    @classmethod
    def check(cls, want: Desired) -> None:
        """Judge the options before any request. Raises InvalidInput."""

    @classmethod
    def secrets(cls, want: Desired) -> t.Iterable[str]:
        """Texts in options not marked ``no_log`` that nothing may show, such as a password in an address."""
        return ()

    @classmethod
    def hidden_options(cls, want: Desired) -> t.Iterable[str]:
        """Options not marked ``no_log`` that hold a secret this time, so that no result repeats them."""
        return ()

    @classmethod
    def prepare(cls, want: Desired, stack: contextlib.ExitStack) -> Desired:
        """The options with what has to be made of local files first, which ``stack`` takes away in the end.

        Raises InvalidInput.
        """
        return want

    @classmethod
    def scope_of(cls, want: Desired) -> tuple[str, ...]:
        """The values that fill the kind's path; what it belongs to by an option that was not given is left out."""
        return tuple(want[name] for name in cls.scope if want.get(name) is not None)

    @classmethod
    def kind_of(cls, want: Desired) -> Kind:
        """How it is read, where that depends on what it belongs to."""
        return cls.kind

    @classmethod
    def title(cls, want: Desired) -> str:
        """What a task is about, for diffs and messages: ``shop-prod domain www.example.com``."""
        names = (want.get(option) for option in cls.identity or (cls.key,) if option)
        which = next((str(name) for name in names if name), "")
        scope = (str(want[name]) for name in cls.scope if want.get(name) is not None)
        return " ".join([*scope, cls.called or cls.noun.replace("_", " "), which]).strip()

    @classmethod
    def desired(cls, want: Desired, current: Observed) -> Record:
        """The options that were given, for the attributes that they stand for; what was not given is left alone."""
        specified = ((item.name, want.get(item.name)) for item in cls.attributes if item.option)
        return {name: value for name, value in specified if value is not None}

    @classmethod
    def resolve(cls, want: Desired, view: View) -> Desired:
        """The options with what has to be looked up to understand them, such as the id of what has a name.

        Plans and look-ups see these. What comes after a plan sees the options as they were given. Raises as ``plan``
        does.
        """
        return want

    # What is there

    @classmethod
    def observe(cls, want: Desired, view: View) -> Observed:
        """The record as it is, or None. Raises Missing, HerokuError, and InvalidInput when several could be meant."""
        return cls.look(want, view, cls.need(want))

    @classmethod
    def need(cls, want: Desired) -> Need:
        """The question that the record answers."""
        kind, scope = cls.kind_of(want), cls.scope_of(want)
        return kind.of(*scope) if kind.document else kind.named(want[cls.key], *scope)

    @classmethod
    def look(cls, want: Desired, view: View, need: Need) -> Observed:
        """The answer to a need; None when what it belongs to is missing too, and absence is wanted."""
        try:
            return view.get(need)
        except HerokuError as error:
            if error.not_found and want.absent:
                return None
            raise

    # What has to change

    @classmethod
    def plan(cls, want: Desired, view: View) -> Plan:
        """What to do about the difference between what is there and what is desired: a pure function.

        Raises Missing for facts that it needs first, InvalidInput for what Heroku would refuse, and HerokuError.
        """
        want = cls.resolve(want, view)
        current = cls.observe(want, view)
        draft = cls.draft(want, current)
        if draft.writes:
            cls.preflight(want, view, draft)
        cls.foresee(want, view, draft)
        return cls.freeze(want, view, draft)

    @classmethod
    def draft(cls, want: Desired, current: Observed) -> Draft:
        """The plan as far as the attributes tell it. Raises InvalidInput for what cannot change any more."""
        if want.absent:
            return Draft(current, None, deletion=current is not None)
        key = want.get(cls.key, "") if cls.key else ""
        if current is None and is_uuid(str(key)):
            owner = " ".join(cls.scope_of(want)) or "The account"
            raise InvalidInput(
                f"{owner} has no {cls.called or cls.noun.replace('_', ' ')} with the id {key}, and"
                f" Heroku chooses the id of a new one: give a {cls.key}."
            )
        return compare(cls.attributes, cls.desired(want, current), current)

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        """Look closer before anything is written, in check mode too: refuse what Heroku would refuse, refine the rest.

        Only called when there is something to write, so a task that changes nothing does not pay for it. Raises
        InvalidInput.
        """

    @classmethod
    def foresee(cls, want: Desired, view: View, draft: Draft) -> None:
        """Predict what follows by itself, and say what to wait for."""

    @classmethod
    def freeze(cls, want: Desired, view: View, draft: Draft) -> Plan:
        """The finished plan."""
        return Plan(
            title=cls.title(want),
            before=cls.side(want, draft, draft.current),
            after=cls.side(want, draft, draft.record),
            current=draft.current,
            record=draft.record,
            actions=tuple(cls.actions(want, draft)) if draft.writes else (),
            waits=tuple(draft.waits),
            warnings=tuple(draft.warnings),
            changes=(*cls.changes(want, draft), *draft.changes) if draft.writes else (),
            extras=draft.extras,
            deletes=cls.deletes(view, draft) if draft.writes else (),
            seen=view.used,
        )

    @classmethod
    def side(cls, want: Desired, draft: Draft, record: Observed) -> Value:
        """One side of the diff, in the words of the options and without secrets.

        Of a thing that does not exist yet, only what was given is known, be it sent with the creation or after it.
        """
        if record is None:
            return {}
        after = record is draft.record
        specified = {*cls.desired(want, None), *draft.changed} if draft.current is None else set()
        view = {}
        for item in cls.attributes:
            if not item.option or (draft.current is None and item.name not in specified):
                continue
            if item.secret:
                view[item.name] = NEWLY_HIDDEN if after and item.name in draft.changed else HIDDEN
            else:
                view[item.name] = item.shown(record)
                if item.type.public and after and item.name in draft.changed and draft.current is not None:
                    alike = view[item.name] == item.shown(draft.current)
                    view[item.name] = f"{view[item.name]} {NEWLY_HIDDEN}" if alike else view[item.name]
        return view

    @classmethod
    def changes(cls, want: Desired, draft: Draft) -> list[Change]:
        """What a shadow of the facts takes over."""
        return [Change(cls.kind_of(want).name, cls.scope_of(want), draft.current, draft.record)]

    @classmethod
    def deletes(cls, view: View, draft: Draft) -> tuple[tuple[Thing | Need, ...], ...]:
        """What the plan deletes for good, if that can be protected, each with what is protected together with it."""
        if not draft.deletion or not cls.protected_kind:
            return ()
        return ((Thing(cls.protected_kind, draft.current["name"], draft.current["id"]), *draft.related),)

    # The writes

    @classmethod
    def id_of(cls, want: Desired, verb: str) -> str:
        """An action's id."""
        return f"{cls.title(want)}: {verb}"

    @classmethod
    def actions(cls, want: Desired, draft: Draft) -> list[Action]:
        """The writes, in order."""
        if draft.deletion:
            return [cls.action(want, "delete", "DELETE", cls.record_id(draft.current), answers=False)]
        actions = []
        if draft.creation is not None:
            actions.append(cls.creation(want, draft))
        record_id = Ref(actions[0].id) if actions else cls.record_id(draft.current)
        for call, fields in draft.updates.items():
            actions.append(cls.change(want, call, record_id, fields))
        return actions

    @classmethod
    def change(cls, want: Desired, call: str, record_id: Value, fields: Record) -> Action:
        """The write of one call; ``record_id`` may be a reference to the creation."""
        return cls.action(want, call, cls.update_method, record_id, body=cls.body(want, call, fields))

    @classmethod
    def record_id(cls, record: Observed) -> Value:
        """What names a record in the paths of its writes."""
        return record.get("id") if isinstance(record, dict) else None

    @classmethod
    def creation(cls, want: Desired, draft: Draft) -> Action:
        """The write that makes it."""
        kind = cls.kind_of(want)
        body = cls.body(want, "create", draft.creation or {})
        path, values = (cls.collection, ()) if cls.collection else (kind.path, cls.scope_of(want))
        request = Request("POST", path, values, body, kind.headers)
        return Action(
            cls.id_of(want, "create"), "create", request, cls.resend, stale=cls.stale, billed=cls.billed, creates=True
        )

    @classmethod
    def action(
        cls, want: Desired, verb: str, method: str, record_id: Value, *, body: Json = None, answers: bool = True
    ) -> Action:
        """A write to the thing itself."""
        after = (record_id.action,) if isinstance(record_id, Ref) else ()
        kind = cls.kind_of(want)
        path, values = kind.one or kind.path + "/{}", (*cls.scope_of(want), record_id)
        if cls.whole:
            path, values = kind.path, cls.scope_of(want)
        elif cls.collection:
            path, values = cls.collection + "/{}", (record_id,)
        request = Request(method, path, values, body, kind.headers)
        return Action(cls.id_of(want, verb), verb, request, answers=answers, stale=cls.stale, after=after)

    @classmethod
    def body(cls, want: Desired, call: str, fields: Values) -> Value:
        """What a call sends; an empty text takes away what is there."""
        body = {}
        for item in cls.attributes:
            if item.name in fields:
                value = fields[item.name] if fields[item.name] != "" else None
                body[item.name] = Secret(value) if item.secret and isinstance(value, str) else value
        return body

    @classmethod
    def explain(cls, want: Desired, action: Action, error: HerokuError) -> str:
        """What to do about Heroku's refusal of an action, in a sentence; empty when nothing special.

        For an OutcomeUnknown: where to look what became of it.
        """
        return ""

    @classmethod
    def instead(cls, want: Desired, action: Action, error: HerokuError, run: Run) -> list[Action]:
        """What to do in the place of an action that Heroku refused, such as a creation under another name; or nothing.

        Only asked when no answer got lost. Raises HerokuError.
        """
        return []

    @classmethod
    def undo(cls, want: Desired, plan: Plan, action: Action) -> list[Action]:
        """What puts back what earlier actions of the plan took away, now that Heroku refused this one."""
        return []

    # Afterwards

    @classmethod
    def secrets_in(cls, want: Desired, action: Action, answer: Json) -> t.Iterable[str]:
        """The texts in the answer to an action that nothing may show."""
        kind = cls.kind_of(want)
        if not action.answers or not isinstance(answer, (dict, list)):
            return ()
        return kind.secrets(kind.normal(answer) if isinstance(answer, dict) else list(map(kind.normal, answer)))

    @classmethod
    def lost(cls, want: Desired, action: Action) -> str:
        """What is lost together with an answer that got lost, and what to do, in a sentence or two."""
        return ""

    @classmethod
    def gone_is_done(cls, want: Desired, error: HerokuError) -> bool:
        """Whether it may be what was wanted that what an action deletes is not there any more."""
        return True

    @classmethod
    def in_doubt(cls, want: Desired, action: Action) -> Desired:
        """The options for the plan that tells what became of an action whose answer got lost.

        Where plans refuse what would be too many, that plan must not refuse what the action itself may have made.
        """
        return want

    @classmethod
    def is_left(cls, want: Desired, action: Action, observed: Plan) -> bool:
        """Whether an action whose answer got lost is still to be done, by a plan of what was there afterwards.

        It is when the plan has it. What is made anew although one like it is there has to be found by ``action.known``.
        """
        return any(item.id == action.id for item in observed.actions)

    @classmethod
    def adopted(cls, want: Desired, action: Action, observed: Plan) -> Observed:
        """What stands for the lost answer of an action that turned out to have taken effect."""
        return observed.current

    @classmethod
    def outcome(cls, want: Desired, plan: Plan, answers: Values) -> Observed:
        """The record after all actions, of their answers; what none of them tells is as predicted."""
        record = plan.record
        for action in plan.actions:
            answer = answers.get(action.id)
            if action.answers and isinstance(answer, dict):
                record = cls.kind_of(want).normal(answer)
        return record

    @classmethod
    def untold(cls, want: Desired, plan: Plan) -> Need | None:
        """Where the record has to be read after the actions, as none of their answers tells it; None when one does."""
        return None

    @classmethod
    def watch(cls, want: Desired, wait: Wait, record: Observed, run: Run) -> Observed:
        """The record as it is now, while something is waited for. Raises HerokuError."""
        kind = cls.kind_of(want)
        need = cls.need(want) if kind.document else kind.named(record["id"], *cls.scope_of(want))
        return run.facts.refresh(need)

    @classmethod
    def judge(cls, want: Desired, wait: Wait, record: Observed) -> Verdict:
        """How far what is waited for has come: a pure function."""
        return Verdict(Status.READY)

    @classmethod
    def result(cls, want: Desired, record: Observed) -> Record:
        """The task's result, without ``changed`` and ``diff``."""
        return {cls.noun: record}

    @classmethod
    def extras(cls, want: Desired, plan: Plan, answers: Values) -> Values:
        """More keys of the result, of the plan or, after it was applied, of the answers to its actions."""
        return plan.extras

    # The _info module

    @classmethod
    def find(cls, want: Desired, view: View) -> Observed:
        """What an _info module's options select."""
        raise NotImplementedError

    @classmethod
    def listen(cls, want: Desired, found: Observed, run: Run) -> Observed:
        """What was found, with what an _info module reads of streams. Raises Failure."""
        return found

    @classmethod
    def info(cls, want: Desired, found: Observed) -> Record:
        """The result of the _info module."""
        return {cls.plural: found}


class Listed(Resource):
    """What has no name that Heroku finds it by, and is looked for in the list of its scope.

    Class attributes:
        order: The property that records are sorted by, or the way to it.
        many: Completes "There are 2 ..." where several could be meant; ``{name}`` stands for the option's value.
        told_apart: The property to choose one of them by.
    """

    order = "id"
    many = ""
    told_apart = "id"

    @classmethod
    def matches(cls, want: Desired, record: Record) -> bool:
        """Whether a record is one that the options mean; without an option that chooses, every record is."""
        raise NotImplementedError

    @classmethod
    def selected(cls, want: Desired, view: View) -> list[Record]:
        """All records that the options mean, in order."""
        records = cls.look(want, view, cls.kind_of(want).of(*cls.scope_of(want))) or ()
        return sorted(
            (item for item in records if cls.matches(want, item)), key=lambda item: str(part_of(item, cls.order))
        )

    @classmethod
    def observe(cls, want: Desired, view: View) -> Record | None:
        many = (cls.many or cls.plural.replace("_", " ")).format(**want.options)
        return the_only(cls.selected(want, view), many, f"Give the {cls.told_apart} of one", cls.told_apart)

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        return cls.selected(want, view)


class Operation(Resource):
    """Something that is done rather than kept: a command, a promotion, a restart, an exchange of tokens.

    It has no state to converge to, so the same plan comes out after it was done: a lost answer stays in doubt, unless
    the operation is of a kind that may be repeated.
    """

    resend = Resend.NEVER

    @classmethod
    def plan(cls, want: Desired, view: View) -> Plan:
        """What is to be done. Raises as Resource.plan does."""
        raise NotImplementedError

    @classmethod
    def gone_is_done(cls, want: Desired, error: HerokuError) -> bool:
        """What is not there cannot have been restarted, emptied or the like."""
        return False

    @classmethod
    def operation(
        cls, want: Desired, verb: str, request: Request, *, resend: Resend | None = None, answers: bool = True
    ) -> Action:
        """The action that does it."""
        return Action(
            cls.id_of(want, verb), verb, request, resend or cls.resend, answers, stale=cls.stale, billed=cls.billed
        )


def compare(attributes: t.Sequence[Attribute], desired: Values, current: Record | None) -> Draft:
    """The difference between a record and what is desired, and the record as it will be.

    What can be sent when the thing is created goes into the creation, the rest into the updates that follow. When
    anything changes, what Heroku sets anew on every change becomes UNKNOWN. Raises InvalidInput for an attribute that
    cannot change.
    """
    draft = Draft(current, copy.deepcopy(current))
    if current is None:
        draft.record = blank_of(attributes)
        draft.creation = {
            item.name: desired[item.name]
            for item in attributes
            if item.create and item.name in desired and desired[item.name] != ""
        }
    for item in attributes:
        if item.name not in desired:
            continue
        value = desired[item.name]
        if draft.creation is not None and (item.name in draft.creation or (item.create and value == "")):
            if not item.write_only:
                item.put(draft.record, value)
        elif item.write_only or not item.holds(value, draft.record):
            if item.fixed:
                values = "" if item.secret else f" from {item.shown(draft.record)!r} to {value!r}"
                raise InvalidInput(f"{item.name} cannot be changed{values}. {item.fixed}", option=item.name)
            draft.updates.setdefault(item.call, {})[item.name] = value
            if not item.write_only:
                item.put(draft.record, value)
    if draft.writes and current is not None:
        draft.record.update({item.key: UNKNOWN for item in attributes if item.recomputed and item.key in draft.record})
    return draft


def the_only(
    found: t.Sequence[Record], what: str, way_out: str = "Give the id of one", name: str = "id"
) -> Record | None:
    """The one record that was found by something that need not be unique, or None.

    ``what`` completes "There are 2 ...". Raises InvalidInput with their ids, or another property that names them, when
    there are several.
    """
    if len(found) > 1:
        names = ", ".join(sorted(str(record[name]) for record in found))
        raise InvalidInput(f"There are {len(found)} {what}. {way_out}: {names}.")
    return found[0] if found else None
