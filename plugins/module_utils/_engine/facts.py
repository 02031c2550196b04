# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one reader: what Heroku says, asked once, and remembered for the length of a task or of a fleet's run.

A plan asks a View. What it does not know yet is raised as Missing; the Facts fetch all that is missing side by side,
and the plan is made again. So plans are pure, and many of them share their reads.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import functools
import threading
import typing as t
from dataclasses import dataclass, field

from .._api.client import HerokuClient, segments
from .._api.errors import Failure, HerokuError, InvalidInput
from .values import UNKNOWN, Json, Observed, Record, Secret, Value, Values

SIDE_BY_SIDE = 8  # requests at a time, unless a store says otherwise
WORTH_A_LIST = 3  # questions about single things from which on one list is asked for instead


def no_secrets(record: Observed) -> t.Iterable[str]:  # noqa: ARG001 - the signature of all such functions
    """For kinds whose records hold no secret."""
    return ()


def records_in(found: Observed) -> list[Record]:
    """What was found as a list of records, whether it is one of them, a list, or nothing: for a kind's secrets."""
    return [found] if isinstance(found, dict) else list(found or ())


def as_it_is(record: Record) -> Record:
    """For kinds that Heroku shows in one way only."""
    return record


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of thing at Heroku, and how to read it.

    Parameters:
        name: As results call one of them, such as ``domain``.
        path: Of the list, with ``{}`` for each part of a need's scope; of the thing itself for a ``document``.
        keys: The properties by which Heroku finds one below the list's path; ``user.email`` is one of an object's.
        by: The property that lists are asked for in the order of; empty for lists that come in one piece.
        one: The path of a single one, where it is not its key below the list's.
        parent: What the scope names: a 404 whose ``resource`` is this means that the scope itself is missing.
        no_parent: What to do about that, as a sentence.
        wide: A list of all things of this kind that the token sees, which answers for many scopes in one request.
        owner: The property of a record that tells its scope, for ``wide`` and ``part_of``. A wide list answers only
            about what is known to be there, since it says nothing of what is not.
        part_of: The kind of which its lists hold those that belong to a scope.
        incomplete: Whether the wide list may lack what Heroku has: one that is not in it is asked for by itself.
        listed: Whether one is looked for in its list, since Heroku does not find it by its key.
        document: Whether it is one object and no list.
        partial: Whether its lists may lack what Heroku has, or there are none, so that they never answer for a single
            one.
        optional: Whether such a document may be missing, so that a 404 of it answers None.
        headers: Sent with every read.
        shape: What a record at least holds, and what stands for a property that Heroku leaves out (recorded.md E).
        canonical: Puts what can be written in several ways, such as a set as a list, in one of them.
        secrets: The texts in a record, a list of records or a document that nothing may show; given None, none.
        newborn: The answer to a need about a scope that was just made, where that is not simply nothing.
        ask: Asks Heroku, where no plain GET does; given the client and the need.
    """

    name: str
    path: str
    keys: tuple[str, ...] = ("id", "name")
    by: str = "id"
    one: str = ""
    parent: str = ""
    no_parent: str = ""
    wide: str = ""
    owner: str = ""
    part_of: str = ""
    incomplete: bool = False
    listed: bool = False
    document: bool = False
    partial: bool = False
    optional: bool = False
    headers: t.Mapping[str, str] = field(default_factory=dict)
    shape: Values = field(default_factory=dict)
    canonical: t.Callable[[Record], Record] = as_it_is
    secrets: t.Callable[[t.Any], t.Iterable[str]] = no_secrets
    newborn: t.Callable[[Need], t.Any] | None = None
    ask: t.Callable[[HerokuClient, Need], t.Any] | None = None

    def of(self, *scope: str) -> Need:
        """The need for the whole list, or the document, of a scope."""
        return Need(self, scope)

    def named(self, key: str, *scope: str) -> Need:
        """The need for the one of that key in a scope."""
        return Need(self, scope, key)

    def newest(self, count: int, *scope: str, by: str = "") -> Need:
        """The need for the last ``count`` of a list in the order of ``by``, the newest first."""
        return Need(self, scope, None, count, by or self.by)

    def address(self, scope: t.Sequence[str], key: str | None = None) -> str:
        """The path of the list or document of a scope, or of the one of that key.

        Raises InvalidInput for values that no path can hold.
        """
        if key is None:
            return segments(self.path, *scope)
        return segments(self.one or self.path + "/{}", *scope, key)

    def normal(self, record: Record) -> Record:
        """The record with all that its shape says, in one spelling: no code after this can meet a missing key."""
        return self.canonical(complete(record, self.shape))

    def is_one(self, key: str, record: Record) -> bool:
        """Whether a key names this record."""
        return any(part_of(record, name) == key for name in self.keys)


def part_of(record: Observed, path: str) -> Value:
    """The value at a dotted path, or None."""
    for name in path.split("."):
        record = record.get(name) if isinstance(record, dict) else None
    return record


def complete(record: Observed, shape: Values) -> Record:
    """An object of Heroku's with what it left out, or has null for an object, in the form of ``shape``."""
    whole = dict(record)
    for key, default in shape.items():
        if isinstance(default, dict) and default:
            whole[key] = complete(whole.get(key) or {}, default)
        else:
            whole.setdefault(key, default)
    return whole


def spelled_out(record: Observed, shape: Values) -> Value:
    """A predicted record with each unknown object in the form of ``shape``, so that its parts can be asked for."""
    if not isinstance(record, dict):
        return record
    unknown = {
        key: dict.fromkeys(parts, UNKNOWN)
        for key, parts in shape.items()
        if isinstance(parts, dict) and parts and record.get(key) is UNKNOWN
    }
    return {**record, **unknown}


@dataclass(frozen=True)
class Need:
    """One question to Heroku: the list or document of a scope, the one of a key, or the newest of a list."""

    kind: Kind
    scope: tuple[str, ...] = ()
    key: str | None = None
    count: int = 0
    by: str = ""

    @property
    def is_wide(self) -> bool:
        """Whether it is the list of all things of its kind that the token sees."""
        return bool(self.kind.wide) and not self.scope and self.key is None

    @property
    def path(self) -> str:
        """What is asked for. Raises InvalidInput for values that no path can hold."""
        return self.kind.wide if self.is_wide else self.kind.address(self.scope, self.key)

    @property
    def request(self) -> t.Hashable:
        """What tells requests apart: those with the same are sent once."""
        kind = self.kind
        with contextlib.suppress(InvalidInput):
            if not kind.ask:
                return self.path, self.count, self.by or kind.by, tuple(sorted(kind.headers.items())), kind.document
        return self

    def __str__(self) -> str:
        """The question, for messages."""
        scope = "/".join("********" if isinstance(part, Secret) else part for part in self.scope)
        parts = [self.kind.name, scope, self.key or "", f"newest {self.count}" if self.count else ""]
        return " ".join(part for part in parts if part)


Known = t.Mapping[str, t.Mapping[str, t.Collection[str]]]  # kind: name or id: all that mean the same thing


class Missing(Exception):
    """Raised by a View for what has not been fetched yet; ``needs`` is all that was asked for together."""

    def __init__(self, needs: t.Collection[Need]) -> None:
        super().__init__(", ".join(map(str, needs)))
        self.needs = needs


class View:
    """What a plan sees: an unchanging copy of the facts, which notes what it was asked (``used``).

    ``token`` is the API token that asks: what belongs to it may matter to a plan. ``protects`` is whether anything is
    protected from deletion, so that names of what goes have to be known.
    """

    def __init__(self, known: t.Mapping[Need, t.Any], token: str = "", *, protects: bool = False) -> None:
        self._known = known
        self.token = token
        self.protects = protects
        self.used: dict[Need, t.Any] = {}
        self._names: dict[str, t.Mapping[str, t.Collection[str]]] = {}

    def get(self, need: Need) -> Observed:
        """The record or None for a key, a list of records, or a document.

        Raises Missing for what is not known yet, and HerokuError, for everybody who asks, where Heroku refused.
        """
        if need not in self._known:
            raise Missing([need])
        answer = self._known[need]
        self.used[need] = answer
        if isinstance(answer, Failure):
            raise answer
        return answer

    def get_all(self, *needs: Need) -> list[t.Any]:
        """The answers to several independent questions, which are fetched together."""
        missing = [need for need in needs if need not in self._known]
        if missing:
            raise Missing(missing)
        return [self.get(need) for need in needs]

    def before(self, need: Need) -> Observed:
        """The answer before what is planned together with this plan. Raises as ``get`` does."""
        return self.get(need)

    def foreseen(self, need: Need) -> Record | None:  # noqa: ARG002 - the signature of all views
        """The record of a key that only plans before this one would make; None for all else. It costs nothing."""
        return None

    def knows(self, need: Need) -> bool:
        """Whether the answer is there already: for questions that are worth asking only if they cost nothing."""
        return need in self._known

    def afresh(self) -> View:
        """The same facts, for another plan: nothing has been asked yet."""
        view = View(self._known, self.token, protects=self.protects)
        view._names = self._names
        return view

    def names(self, kind: str) -> t.Collection[str]:
        """The names and ids of all things of a kind that are known to be there."""
        if kind not in self._names:
            self._names[kind] = identities(self._known, kind)
        return self._names[kind]


IsFatal = t.Callable[[Need, Failure], bool]  # whether an answer is an error that ends everything


class Facts:
    """Fetches and remembers. Safe with threads.

    Parameters:
        client: What sends the requests.
        hide: Called with the secrets of each record before anybody sees it.
        protects: Whether anything is protected from deletion.
        threads: How many requests are sent side by side.
    """

    def __init__(
        self,
        client: HerokuClient,
        hide: t.Callable[[t.Iterable[str]], None] = lambda texts: None,
        *,
        protects: bool = False,
        threads: int = SIDE_BY_SIDE,
    ) -> None:
        self.client = client
        self.threads = threads
        self.whole: t.Collection[str] = ()  # kinds of which lists are asked for, even where one thing is of interest
        self.hide = hide
        self.protects = protects
        self._known: dict[Need, t.Any] = {}
        self._documents: dict[
            t.Hashable, tuple[str, Json]
        ] = {}  # by requests: kinds, and answers as other kinds read them
        self._lock = threading.Lock()

    def fork(self, needs: t.Iterable[Need] = ()) -> Facts:
        """A store for one subject among many: it asks the same client, and begins with what is known of ``needs``.

        What it fetches and drops afterwards is its own affair.
        """
        fork = Facts(self.client, self.hide, protects=self.protects)
        with self._lock:
            fork._known = {need: self._known[need] for need in needs if need in self._known}
        return fork

    def view(self) -> View:
        """The facts as they are now."""
        with self._lock:
            return View(dict(self._known), self.client.auth.token, protects=self.protects)

    def get(self, need: Need) -> Observed:
        """The answer to one question, fetched if need be. Raises HerokuError."""
        self.fetch([need])
        return self.view().get(need)

    def fetch(self, needs: t.Collection[Need], *, is_fatal: IsFatal = lambda need, error: False) -> None:
        """Ask all that is not known yet, side by side; one list answers many questions where Heroku has one.

        An error is remembered as the answer to those who ask, and raised to them by the View. One that ``is_fatal`` is
        raised at once, and nothing more is asked.
        """
        with self._lock:
            missing = [need for need in dict.fromkeys(needs) if need not in self._known]
            parents = {need.kind.parent for need in missing if need.kind.wide and need.scope}
            known = {kind: identities(self._known, kind) for kind in parents}
        self._ask_all(gathered(missing, known, self.whole), Wanted(missing), known, is_fatal)
        self._ask_all([need for need in missing if need not in self._known], Wanted(()), known, is_fatal)

    def _ask_all(self, questions: t.Iterable[Need], missing: Wanted, known: Known, is_fatal: IsFatal) -> None:
        """Ask questions side by side, those that take one request once; what they tell of ``missing`` is noted too."""
        requests: dict[t.Hashable, list[Need]] = {}
        for question in questions:
            requests.setdefault(question.request, []).append(question)
        if len(requests) == 1:
            self._ask(*requests.popitem()[1], missing=missing, known=known, is_fatal=is_fatal)
        elif requests:
            pool = concurrent.futures.ThreadPoolExecutor(min(self.threads, len(requests)))
            ask = functools.partial(self._ask, missing=missing, known=known, is_fatal=is_fatal)
            try:
                for done in concurrent.futures.as_completed([pool.submit(ask, *alike) for alike in requests.values()]):
                    done.result()
            finally:
                pool.shutdown(cancel_futures=True)

    def refresh(self, need: Need) -> Observed:
        """The answer as it is now, whatever was known. Raises HerokuError."""
        self.forget([need])
        return self.get(need)

    def forget(self, needs: t.Iterable[Need]) -> None:
        """Drop these answers."""
        with self._lock:
            for need in needs:
                self._known.pop(need, None)
                self._documents.pop(need.request, None)

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._known.clear()
            self._documents.clear()

    def stale(self, kinds: t.Collection[str]) -> None:
        """Drop everything that is known of these kinds, since a write changed it."""
        with self._lock:
            for need in [need for need in self._known if need.kind.name in kinds]:
                del self._known[need]
            for request in [request for request, (kind, _answer) in self._documents.items() if kind in kinds]:
                del self._documents[request]

    def prime(self, need: Need, answer: Json) -> None:
        """Remember what a write answered."""
        self.hide(need.kind.secrets(answer))
        with self._lock:
            self._known[need] = answer

    def _ask(
        self,
        *questions: Need,
        missing: Wanted,
        known: Known,
        is_fatal: IsFatal,
    ) -> None:
        """Send the one request that several questions take, and remember what it answers each of them."""
        first = questions[0]
        with self._lock:
            answer = self._documents.get(first.request, (first.kind.name, None))[1]
        try:
            answer = self._request(first) if answer is None else answer
        except (HerokuError, InvalidInput) as error:
            answer = error
        if first.kind.document and not isinstance(answer, Failure):
            with self._lock:
                self._documents[first.request] = first.kind.name, answer
        for question in questions:
            understood = self._understood(question, answer)
            self._remember(question, understood, missing, known)
            if isinstance(understood, Failure) and is_fatal(question, understood):
                raise understood

    def _remember(self, question: Need, answer: Observed, missing: Wanted, known: Known) -> None:
        with self._lock:
            if question.scope or not question.kind.wide or question.kind.path == question.kind.wide:
                self._known[question] = answer
            told = missing.told_by(question, known)
            listed = Listed(question.kind, answer) if told and not isinstance(answer, Failure) else None
            for need in told:
                found = listed.select(need, known) if listed else answer
                if found is not None or not (need.kind.incomplete and question.is_wide):
                    self._known[need] = found

    def _request(self, need: Need) -> Json:
        """What Heroku answers. Raises HerokuError, and InvalidInput for what no path can hold."""
        kind, client = need.kind, self.client
        options: Record = {"headers": dict(kind.headers)} if kind.headers else {}
        if kind.ask:
            return kind.ask(client, need)
        if need.count:
            return client.newest(need.path, by=need.by, count=need.count, **options)
        if not need.is_wide and (need.key is not None or kind.document or not kind.by):
            return client.get(need.path, **options)
        return client.list(need.path, by=kind.by, **options)

    def _understood(self, need: Need, answer: Json) -> Observed:
        """What an answer means to a question: whole records, None for what is not there, or the error."""
        kind = need.kind
        if isinstance(answer, HerokuError) and answer.not_found:
            may_lack = need.key is not None or kind.optional
            if may_lack and not (kind.parent and answer.resource == kind.parent):
                return None
            return answer.with_hint(kind.no_parent) if kind.no_parent else answer
        if isinstance(answer, list):
            answer = [kind.normal(record) for record in answer]
        elif isinstance(answer, dict):
            answer = kind.normal(answer)
        if not isinstance(answer, Failure):
            self.hide(kind.secrets(answer))
        return answer


def identities(known: t.Mapping[Need, Observed], kind: str) -> dict[str, set[str]]:
    """The names and ids of all things of a kind that are known to be there, each with all that mean the same thing."""
    found: dict[str, set[str]] = {}
    for need, answer in known.items():
        if need.kind.name == kind and not need.kind.document and not isinstance(answer, Failure):
            for record in records_in(answer):
                names = {record[key] for key in ("id", "name") if isinstance(record.get(key), str)}
                found.update(dict.fromkeys(names, names))
    return found


def gathered(needs: t.Sequence[Need], known: Known, whole: t.Collection[str] = ()) -> list[Need]:
    """The questions to send for these needs: lists in the place of many single things or of many scopes.

    ``whole`` are the names of kinds of which the list is asked for in the place of even one.
    """
    questions = dict.fromkeys(needs)
    by_kind: dict[Kind, list[Need]] = {}
    for need in questions:
        by_kind.setdefault(need.kind, []).append(need)
    for kind, alike in by_kind.items():
        plain = [need for need in alike if not need.count and not (kind.partial and need.key is not None)]
        if kind.wide:
            told = [need for need in plain if is_identified(need, known)]
            if len({need.scope for need in told} if kind.path != kind.wide else told) >= WORTH_A_LIST:
                replace(questions, told, Need(kind))
            continue
        by_scope: dict[tuple[str, ...], list[Need]] = {}
        for need in plain:
            by_scope.setdefault(need.scope, []).append(need)
        enough = 1 if kind.listed or kind.name in whole else WORTH_A_LIST
        for scope, inside in by_scope.items():
            if not kind.document and len(inside) >= enough:
                replace(questions, inside, Need(kind, scope))
    return list(questions)


def replace(questions: dict[Need, None], replaced: t.Iterable[Need], by: Need) -> None:
    """Let one question stand for several."""
    for need in replaced:
        del questions[need]
    questions[by] = None


def is_identified(need: Need, known: Known) -> bool:
    """Whether what a need's scope names is known to be there."""
    return not need.scope or need.scope[-1] in known.get(need.kind.parent, ())


class Wanted:
    """Needs by kind and scope, so that each answer goes through those alone that it may hold the answer to."""

    def __init__(self, needs: t.Iterable[Need]) -> None:
        self.of_kind: dict[Kind, list[Need]] = {}
        self.of_scope: dict[tuple[Kind, tuple[str, ...]], list[Need]] = {}
        for need in needs:
            if not need.count and not (need.kind.partial and need.key is not None):
                self.of_kind.setdefault(need.kind, []).append(need)
                self.of_scope.setdefault((need.kind, need.scope), []).append(need)

    def told_by(self, question: Need, known: Known) -> list[Need]:
        """The needs, but for the question itself, that its answer holds the answers to."""
        if question.count or question.key is not None:
            return []
        if question.is_wide:
            told = [need for need in self.of_kind.get(question.kind, ()) if is_identified(need, known)]
        else:
            told = self.of_scope.get((question.kind, question.scope), [])
        return [need for need in told if need != question]


class Listed:
    """The records of a list by their keys and by what they belong to: many needs are answered by one pass over them."""

    def __init__(self, kind: Kind, records: Observed) -> None:
        self.kind = kind
        self.records = records_in(records)
        self.by_key: dict[str, Record] = {}  # the first of each
        self.by_owner: dict[t.Hashable, dict[int, Record]] = {}  # with their places in the list
        for place, record in enumerate(self.records):
            for name in kind.keys:
                key = part_of(record, name)
                if isinstance(key, str):
                    self.by_key.setdefault(key, record)
            for owner in (record[kind.owner] or {}).values() if kind.owner else ():
                self.by_owner.setdefault(owner, {})[place] = record

    def select(self, need: Need, known: Known) -> Observed:
        """The answer to a need that the list covers."""
        kind = self.kind
        owned = bool(need.scope and kind.owner)
        records = self.owned_by(need.scope[-1], known) if owned else self.records
        if kind.document:
            return next(iter(records), None)
        if need.key is None:
            return list(records)
        if not owned:
            return self.by_key.get(need.key)
        return next((record for record in records if kind.is_one(need.key, record)), None)

    def owned_by(self, owner: str, known: Known) -> list[Record]:
        """The records of an owner, by any of its names, in the order of the list."""
        found: dict[int, Record] = {}
        for name in known.get(self.kind.parent, {}).get(owner) or {owner}:
            found.update(self.by_owner.get(name, {}))
        return [found[place] for place in sorted(found)]
