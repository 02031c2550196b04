# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Config vars, of an app or of a stage of a pipeline, read as one object and changed in one PATCH: behaviour.md 3.2."""

from __future__ import annotations

import fnmatch
import typing as t

from .._api.errors import InvalidInput
from .._engine.facts import View
from .._engine.plan import Desired, Plan
from .._engine.resource import HIDDEN, NEWLY_HIDDEN, Draft, Resource
from .._engine.shadow import Digest
from .._engine.texts import DOCUMENTED_BYTES, as_texts, check_size, check_texts, size_of
from .._engine.values import UNKNOWN, Observed, Record, Secret, Spec, Value, Values
from .attached import is_to_come

CONFIG_OPTIONS: Spec = {
    "config": {"type": "dict", "secret": True},
    "src": {"type": "path"},
    "purge": {"type": "bool", "default": False},
    "keep": {"type": "list", "elements": "str", "default": []},
    "show": {"type": "list", "elements": "str", "default": []},
}


def values_of(found: Observed) -> t.Iterable[str]:
    """The secrets in config vars: all values."""
    return [value for value in (found or {}).values() if isinstance(value, str)]


def without_nulls(values: Record) -> Record:
    """Config vars without those that are none."""
    return {key: value for key, value in values.items() if value is not None}


def names_in(values: Values) -> list[str]:
    """The names of config vars as far as they are known, in order."""
    return sorted(name for name in values if not is_to_come(name))


def known_values(values: Record) -> Record:
    """Those that are known; what an add-on will set is not."""
    return {key: value for key, value in values.items() if isinstance(value, str)}


def known_size(values: Record) -> int:
    """How many bytes those take of which the value is known."""
    return size_of(known_values(values))


def difference(want: Desired, current: Record, owned: t.Collection[str] = ()) -> dict[str, str | None]:
    """The body of the PATCH: what is to be set, and None for what is to go.

    ``owned`` are names that belong to add-on attachments: they do not go.
    """
    wanted: dict[str, str | None] = dict(as_texts(want.get("config", {})))
    if want["purge"]:
        kept = {key for key in current for pattern in want["keep"] if fnmatch.fnmatchcase(key, pattern)}
        wanted.update(dict.fromkeys(set(names_in(current)) - set(wanted) - kept - set(owned)))
    return {key: value for key, value in sorted(wanted.items()) if current.get(key) != value}


class ConfigVars(Resource):
    """Config vars of one place. What is there is a dict of values (secrets all); a result holds names only.

    A subclass says where they are: its Kind is a document.
    """

    noun = "config"
    plural = "config"
    called = "config vars"
    whole = True
    text_maps = ("config",)
    dotenv_options: t.ClassVar[t.Mapping[str, str]] = {"src": "config"}

    @classmethod
    def check(cls, want: Desired) -> None:
        if want.get("config") is None and want.get("purge") is False:
            raise InvalidInput("Give config or src, or purge: true to remove what is not in them.")
        check_texts("config", want.get("config", {}), removes=True)

    @classmethod
    def observe(cls, want: Desired, view: View) -> Record:
        return without_nulls(cls.look(want, view, cls.kind.of(*cls.scope_of(want))))

    @classmethod
    def draft(cls, want: Desired, current: Record, owned: t.Collection[str] = ()) -> Draft:
        changes = difference(want, current, owned)
        draft = Draft(current, without_nulls({**current, **changes}))
        if changes:
            draft.updates["update"] = changes
        if known_size(draft.record) > known_size(current):
            check_size("config and of what is there already", known_values(draft.record))
        return draft

    @classmethod
    def foresee(cls, want: Desired, view: View, draft: Draft) -> None:
        """Warn of what may be too much: the documented limit is half of what others have seen (behaviour.md 3.2)."""
        size = known_size(draft.record)
        if size > DOCUMENTED_BYTES and size > known_size(draft.current):
            draft.warnings.append(
                f"The config vars take {size} bytes together, names and values, and Heroku documents a limit of "
                f"{DOCUMENTED_BYTES}: it may refuse them."
            )

    @classmethod
    def side(cls, want: Desired, draft: Draft, record: Observed) -> Record:
        """Values are hidden, unless the user listed the name as one that may be shown."""
        changes = draft.updates.get("update", {}) if record is draft.record else {}
        hidden = {key: NEWLY_HIDDEN if key in changes else HIDDEN for key in record}
        return {key: visible(record[key]) if key in want["show"] else hidden[key] for key in names_in(record)}

    @classmethod
    def body(cls, want: Desired, call: str, fields: Values) -> Record:
        return {key: value if value is None else Secret(value) for key, value in fields.items()}

    @classmethod
    def outcome(cls, want: Desired, plan: Plan, answers: Values) -> Record:
        """What was sent: the answer has the old values while a release phase runs."""
        return dict(plan.record)

    @classmethod
    def result(cls, want: Desired, record: Observed) -> Record:
        """Names and values; an UNKNOWN name stands for those that an add-on will bring, and that nobody knows yet."""
        names = names_in(record)
        return {
            "config": {key: visible(record[key]) for key in names if key in want["show"]},
            "names": [*names, UNKNOWN] if len(names) < len(record) else names,
        }

    @classmethod
    def find(cls, want: Desired, view: View) -> Record:
        return cls.observe(want, view)

    @classmethod
    def info(cls, want: Desired, found: Observed) -> Record:
        return cls.result(want, found)


def visible(value: Value) -> Value:
    """A value that may be shown; of what an earlier task in check mode would have set, only a digest is known."""
    return UNKNOWN if isinstance(value, Digest) else value
