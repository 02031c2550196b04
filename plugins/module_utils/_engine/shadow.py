# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A shadow of the facts: what the check-mode tasks of one run would have made, changed and deleted.

Later tasks plan against it, so a whole playbook can be checked before its first app exists. It lives in a file of the
run's own temporary folder, to which all workers append, and is gone with it. Secrets are kept as keyed digests: the key
is the token, which the file does not hold.
"""

from __future__ import annotations

import dataclasses
import fcntl
import hashlib
import hmac
import itertools
import json
import os
import typing as t

from .._api.errors import HerokuError
from .facts import Kind, Missing, Need, View, part_of, spelled_out
from .plan import Change
from .run_context import FileLock
from .values import Observed, Record, Secret, Value, from_json, to_json

if t.TYPE_CHECKING:
    from typing_extensions import Self

NAMES = ("id", "name")


class Digest(str):
    """A secret text of which only a digest is known: equal to the text itself, and to nothing else."""

    __slots__ = ("key",)
    key: bytes

    def __new__(cls, value: str, key: bytes) -> Self:
        digest = super().__new__(cls, value)
        digest.key = key
        return digest

    def __reduce__(self) -> tuple[type[Digest], tuple[str, bytes]]:
        """What a copy is made of."""
        return Digest, (str(self), self.key)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Digest):
            return str.__eq__(self, other)
        return isinstance(other, str) and str.__eq__(self, keyed(other, self.key))

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__


def keyed(text: str, key: bytes) -> str:
    """The digest of a text."""
    return hmac.new(key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


class Shadow:
    """The changes that a run would have made so far, for one account.

    Parameters:
        folder: The run's temporary folder.
        account: What tells accounts apart and keys the digests: the API's URL and the token. It is not written.
    """

    def __init__(self, folder: str, account: str) -> None:
        self.key = hashlib.sha256(account.encode()).digest()
        self.path = os.path.join(folder, f"heroku-shadow-{hashlib.sha256(self.key).hexdigest()[:16]}.jsonl")

    def over(self, view: View) -> ShadowView:
        """The facts of a view as they would be."""
        return Changes(self.changes()).over(view)

    def held(self) -> t.ContextManager[None]:
        """Keep other tasks of the run from planning until this one has recorded what it would do."""
        return FileLock(os.path.dirname(self.path), f"shadow-{os.path.basename(self.path)}").held()

    def record(self, changes: t.Iterable[Change], secrets: t.Collection[str]) -> None:
        """Append what a check-mode task would do; the texts in ``secrets`` are written as digests."""
        lines = [
            json.dumps(
                [
                    change.kind,
                    list(change.scope),
                    self._hidden(change.before, secrets),
                    self._hidden(change.after, secrets),
                    change.partial,
                ]
            )
            for change in changes
        ]
        with open(self.path, "a", encoding="utf-8", opener=private) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write("".join(f"{line}\n" for line in lines))

    def changes(self) -> list[Change]:
        """All changes so far, in order."""
        try:
            with open(self.path, encoding="utf-8") as file:
                fcntl.flock(file, fcntl.LOCK_SH)
                lines = file.read().splitlines()
        except FileNotFoundError:
            return []
        found = []
        for line in lines:
            kind, scope, before, after, partial = json.loads(line)
            found.append(Change(kind, tuple(scope), self._shown(before), self._shown(after), partial))
        return found

    def _hidden(self, value: Value, secrets: t.Collection[str]) -> t.Any:
        def hide(part: Value) -> Value:
            if isinstance(part, Secret) or (isinstance(part, str) and part in secrets):
                return {"$digest": keyed(part, self.key)}
            if isinstance(part, dict):
                hidden = {name: hide(item) for name, item in part.items()}
                return {"$object": list(hidden.items())} if any(name.startswith("$") for name in part) else hidden
            return [hide(item) for item in part] if isinstance(part, list) else part

        return to_json(hide(value))

    def _shown(self, value: Value) -> Value:
        if isinstance(value, dict):
            if set(value) == {"$digest"}:
                return Digest(value["$digest"], self.key)
            if set(value) == {"$object"}:  # whose own names could be taken for one of these
                return {name: self._shown(item) for name, item in value["$object"]}
            if set(value) == {"$unknown"}:
                return from_json(value)
            return {name: self._shown(item) for name, item in value.items()}
        return [self._shown(item) for item in value] if isinstance(value, list) else value


def private(path: str, flags: int) -> int:
    """Open a file that nobody else may read."""
    return os.open(path, flags, 0o600)


class Index:
    """Where the last change of each thing of one kind is in a list of changes that grows."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.places: dict[str, int] = {}  # by each key
        self.digests: list[int] = []  # of things of which a key is known as a digest only, and cannot be looked up
        self.seen = 0

    def last_of(self, key: str, changes: t.Sequence[Change]) -> Change | None:
        """The last change of the thing that a key means."""
        for place in range(self.seen, len(changes)):
            sides = (changes[place].before, changes[place].after)
            keys = [part_of(side, name) for side in sides for name in self.kind.keys]
            self.places.update((value, place) for value in keys if isinstance(value, str))
            if any(isinstance(value, Digest) for value in keys):
                self.digests.append(place)
        self.seen = len(changes)
        place = self.places.get(key, -1)
        later = itertools.takewhile(lambda other: other > place, reversed(self.digests))
        place = next((other for other in later if is_about(changes[other], self.kind, key)), place)
        return changes[place] if place >= 0 else None


class Bucket:
    """The changes of one kind of thing in one scope, in order."""

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self._whole: dict[Kind, list[Change]] = {}
        self._indexes: dict[Kind, Index] = {}

    def whole(self, kind: Kind) -> list[Change]:
        """The changes with unknown objects in the form of the kind."""
        found = self._whole.setdefault(kind, [])
        for item in self.changes[len(found) :]:
            before, after = (spelled_out(side, kind.shape) for side in (item.before, item.after))
            found.append(dataclasses.replace(item, before=before, after=after))
        return found

    def last_of(self, kind: Kind, key: str) -> Change | None:
        """The last change of the thing that a key means."""
        index = self._indexes.setdefault(kind, Index(kind))
        return index.last_of(key, self.whole(kind))


def is_about(change: Change, kind: Kind, key: str) -> bool:
    """Whether a key means the thing that a change is of, before or after it."""
    return any(side is not None and kind.is_one(key, side) for side in (change.before, change.after))


class Changes:
    """Changes in memory, in order: the shadow of what is planned together.

    Things are looked up by the first of their names and ids that was heard of, since one may stand for another.
    """

    def __init__(self, changes: t.Iterable[Change] = ()) -> None:
        self._all: list[Change] = []
        self._renames: list[Change] = []
        self._first: dict[str, str] = {}  # by each name and id, the first that means the same
        self._kinds: dict[str, list[Change]] = {}
        self._scopes: dict[tuple[str, tuple[str, ...]], Bucket] = {}
        self._parts: dict[tuple[Kind, str], tuple[Bucket, int]] = {}  # and how many of the whole kind's are in it
        self._things: dict[tuple[str, str], list[Change]] = {}
        self.add(changes)

    def add(self, changes: t.Iterable[Change]) -> None:
        """Append changes."""
        for change in changes:
            self._all.append(change)
            self._kinds.setdefault(change.kind, []).append(change)
            if renames(change):
                self._renames.append(change)
            if self._learn(change):
                self._scopes.clear()
                self._things.clear()
                self._parts.clear()
                for item in self._all:
                    self._sort_in(item)
            else:
                self._sort_in(change)

    def _learn(self, change: Change) -> bool:
        """Take note of the names in a change; returns whether some that were told apart mean the same."""
        for name in change.scope:
            self._first.setdefault(name, name)
        names = names_in(change)
        for kind, scope in [part for part in self._parts if part[0].parent == change.kind and len(names) > 1]:
            del self._parts[kind, scope]  # what its parts call it may mean the same from now on
        known = {self._first[name] for name in names if name in self._first}
        first = min(known) if known else next(iter(names), "")
        self._first.update(dict.fromkeys(names, first))
        if len(known) < 2:
            return False
        self._first = {name: first if other in known else other for name, other in self._first.items()}
        return True

    def _sort_in(self, change: Change) -> None:
        self._scopes.setdefault((change.kind, self._place(change.scope)), Bucket()).changes.append(change)
        for name in {self._first[name] for name in names_in(change)}:
            self._things.setdefault((change.kind, name), []).append(change)

    def _place(self, scope: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(self._first.get(name, name) for name in scope)

    def over(self, view: View) -> ShadowView:
        """The facts of a view as they would be."""
        return ShadowView(view, self)

    def of(self, need: Need) -> Bucket:
        """The changes of a need's kind in its scope."""
        if need.kind.part_of and need.scope:
            return self._part(need.kind, self._place(need.scope)[0])
        return self._scopes.get((need.kind.name, self._place(need.scope))) or Bucket()

    def _part(self, kind: Kind, scope: str) -> Bucket:
        """The changes of what a kind is a part of, as far as they are about a scope."""
        changes = self._kinds.get(kind.part_of, [])
        bucket, seen = self._parts.get((kind, scope)) or (Bucket(), 0)
        for item in changes[seen:]:
            comes = item.after is not None and self._belongs(item.after, kind, scope)
            if comes or item.before is not None:
                bucket.changes.append(item if comes else dataclasses.replace(item, after=None))
        self._parts[kind, scope] = bucket, len(changes)
        return bucket

    def _belongs(self, record: Record, kind: Kind, scope: str) -> bool:
        """Whether a record is of a scope of a kind that is a part of another."""
        owner = record.get(kind.owner)
        names = [owner.get(name) for name in NAMES] if isinstance(owner, dict) else [owner]
        return any(isinstance(name, str) and self._first.get(name, name) == scope for name in names)

    def parent_of(self, need: Need) -> Change | None:
        """From how what the scope names really stands to how it would stand, if it would change."""
        if not need.kind.parent or not need.scope:
            return None
        return self.thing(need.kind.parent, need.scope[0])

    def thing(self, kind: str, name: str) -> Change | None:
        """From how the thing of this name or id really stands to how it would stand, if it would change."""
        related = self._things.get((kind, self._first.get(name, name)))
        return Change(kind, related[0].scope, related[0].before, related[-1].after) if related else None

    def really(self, need: Need) -> Need:
        """The need by the names that the things of its scope have in reality: before they would have been renamed."""
        if not self._renames:
            return need
        return Need(need.kind, tuple(map(self._real, need.scope)), need.key, need.count, need.by)

    def _real(self, name: str) -> str:
        for change in reversed(self._renames):
            if change.before and change.after and change.after["name"] == name:
                name = change.before["name"]
        return name


class ShadowView(View):
    """The facts of a view as they would be after changes."""

    def __init__(self, base: View, changes: Changes) -> None:
        super().__init__({}, base.token, protects=base.protects)
        self.base = base
        self.used = base.used
        self._changes = changes

    def get(self, need: Need) -> Observed:
        """The answer as it would be. Raises as View does, and HerokuError for what would be gone with its parent."""
        bucket, parent = self._changes.of(need), self._changes.parent_of(need)
        if parent is not None and parent.after is None:
            raise gone(need)
        if need.key is not None and not need.kind.document:
            return self._one(need, bucket, newborn=is_new(parent))
        changes = bucket.whole(need.kind)
        if need.kind.document and changes and not changes[-1].partial:
            return changes[-1].after
        base = born(need) if is_new(parent) else self.base.get(self._changes.really(need))
        if need.kind.document:
            return merged_document(base, changes)
        if need.count and changes:  # the newest come first
            return overlay(need.kind, base[::-1], changes)[::-1][: need.count]
        return overlay(need.kind, base, changes) if changes else base

    def get_all(self, *needs: Need) -> list[t.Any]:
        """The answers to several questions, which are fetched together."""
        missing: list[Need] = []
        for need in needs:
            try:
                self.get(need)
            except Missing as error:
                missing += error.needs
            except HerokuError:  # it is raised once all is known
                continue
        if missing:
            raise Missing(missing)
        return [self.get(need) for need in needs]

    def before(self, need: Need) -> Observed:
        """The answer without these changes, by the names that things have without them."""
        real = self._changes.really(need)
        change = self._changes.of(need).last_of(need.kind, need.key) if need.key else None
        if change and change.before and isinstance(change.before.get("name"), str):
            real = dataclasses.replace(real, key=change.before["name"])
        return self.base.get(real)

    def foreseen(self, need: Need) -> Record | None:
        """The record of a key that would only be made, by these changes or by those that this looks through."""
        change, before = self._changes.thing(need.kind.name, need.key or ""), self.base.foreseen(need)
        if change is None:
            return before
        return change.after if change.before is None or before is not None else None

    def knows(self, need: Need) -> bool:
        """Whether the answer is there already, or takes no facts, as one about a thing that would be made."""
        try:
            self.get(need)
        except Missing:
            return False
        except HerokuError:
            return True
        return True

    def names(self, kind: str) -> t.Collection[str]:
        """The names and ids of all things of a kind that are known to be there."""
        return self.base.names(kind)

    def _one(self, need: Need, bucket: Bucket, newborn: bool) -> Observed:
        key = need.key or ""
        change = bucket.last_of(need.kind, key)
        if change is not None:
            return change.after if change.after is not None and need.kind.is_one(key, change.after) else None
        return born(need) if newborn else self.base.get(self._changes.really(need))


def renames(change: Change) -> bool:
    """Whether a change gives a thing another name."""
    sides = [side.get("name") for side in (change.before, change.after) if isinstance(side, dict)]
    return len(set(sides)) == 2 and all(isinstance(name, str) for name in sides)


def names_in(change: Change) -> set[str]:
    """The names and ids of the thing that a change is of."""
    sides = [side for side in (change.before, change.after) if isinstance(side, dict)]  # a document may be a list
    return {side[key] for side in sides for key in NAMES if isinstance(side.get(key), str)}


def is_new(parent: Change | None) -> bool:
    """Whether a thing exists in the shadow only."""
    return parent is not None and parent.before is None and parent.after is not None


def born(need: Need) -> Observed:
    """What a thing that was just made holds of a kind."""
    if need.kind.newborn is not None:
        return need.kind.newborn(need)
    if need.key is not None or need.kind.optional:
        return None
    return {} if need.kind.document else []


def merged_document(base: Value, changes: t.Sequence[Change]) -> Observed:
    """A document with changes, of which the last is partial if there are any."""
    for change in changes:
        if change.partial:
            parts = {**(base or {}), **(change.after or {})}
            base = {key: value for key, value in parts.items() if value is not None}
        else:
            base = change.after
    return base


def overlay(kind: Kind, base: t.Sequence[Record], changes: t.Sequence[Change]) -> list[Record]:
    """A list with changes: new records last.

    What a record lacks after a change stays as it was: another variant of the API may show more of the thing.
    """
    records = list(base)
    for change in changes:
        was: Record = {}
        if change.before is not None:
            was = next((item for item in records if alike(kind, item, change.before)), was)
            records = [item for item in records if not alike(kind, item, change.before)]
        if change.after is not None:
            records.append({**was, **change.after})
    return records


def alike(kind: Kind, one: Record, other: Record) -> bool:
    """Whether two records are of one thing: the same first key, or where that is unknown, the same otherwise."""
    keys = [part_of(record, kind.keys[0]) for record in (one, other)]
    if all(isinstance(key, str) for key in keys):
        return bool(keys[0] == keys[1])
    return one == other


def gone(need: Need) -> HerokuError:
    """What Heroku will say of something whose parent an earlier task deletes."""
    return HerokuError(
        f"Couldn't find that {need.kind.parent}.",
        id="not_found",
        status=404,
        resource=need.kind.parent,
        method="GET",
        path=need.kind.address(need.scope, need.key),
        hint="An earlier task of this run deletes it.",
    )
