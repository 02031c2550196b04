# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The formation of an app, which says how many dynos of which size run each process type: behaviour.md 3.3."""

from __future__ import annotations

import copy
import dataclasses
import typing as t

from .._api.errors import HerokuError, InvalidInput
from .._engine.execute import Run
from .._engine.facts import View
from .._engine.options import OMITTED
from .._engine.plan import Action, Change, Desired, Moment, Plan, Status, Verdict, Wait
from .._engine.resource import Draft, Resource
from .._engine.values import UNKNOWN, Observed, Record, Spec, Values
from .common import APP_OPTIONS, FORMATION, TYPES_TO_COME, WAIT_OPTIONS, formation_of
from .dyno_size import no_such_size, plain_size, usable_sizes

SINGLE = ("eco", "basic")  # sizes of which a process type runs one dyno at the most


def same_size(wanted: str, item: Record) -> bool:
    """Whether a process type has the dyno size of this name or id."""
    size, details = item["size"], item["dyno_size"]
    if isinstance(size, str) and plain_size(wanted) == plain_size(size):
        return True
    return isinstance(details, dict) and wanted == details["id"]


def by_type(formation: t.Iterable[Record]) -> list[Record]:
    """The formation in an order that can be relied on."""
    return sorted(formation, key=lambda item: item["type"])


def missing(want: Desired, formation: t.Iterable[Record]) -> list[str]:
    """The process types that are wanted and that no release has brought."""
    there = {item["type"] for item in formation}
    return [update["type"] for update in want["updates"] if update["type"] not in there]


def difference(update: Record, item: Record) -> Record:
    """What differs of a process type from what is wanted, in the words of a request."""
    change: Record = {}
    if update["quantity"] is not None and update["quantity"] != item["quantity"]:
        change["quantity"] = update["quantity"]
    if update["size"] and not same_size(update["size"], item):
        change["dyno_size"] = {"name": update["size"]}
    return change


def explanation(formation: t.Sequence[Record]) -> str:
    """Why a process type may be missing."""
    if not formation:
        return "It has none at all before its first release with code: build or release first."
    return f"Its current release has {', '.join(item['type'] for item in formation)}: see the Procfile."


class Formation(Resource):
    """The whole formation of one app, changed in one request: Heroku judges dyno tiers over all process types."""

    noun = "formation"
    plural = "formation"
    kind = FORMATION
    scope = ("app",)
    whole = True
    empty: t.ClassVar[dict[str, str]] = {"updates.size": OMITTED}
    controls: t.ClassVar[Spec] = {
        "updates": {
            "type": "list",
            "elements": "dict",
            "required": True,
            "aliases": ["formation"],
            "options": {
                "type": {"type": "str", "required": True},
                "quantity": {"type": "int"},
                "size": {"type": "str", "aliases": ["dyno_size"]},
            },
            "required_one_of": [("quantity", "size")],
        },
        "if_missing": {"type": "str", "choices": ["fail", "wait", "ignore"], "default": "fail"},
        "wait_timeout": WAIT_OPTIONS["wait_timeout"],
    }
    info_options: t.ClassVar[Spec] = {**APP_OPTIONS, "type": {"type": "str"}}

    @classmethod
    def check(cls, want: Desired) -> None:
        types = [update["type"] for update in want.get("updates", ())]
        for update in want.get("updates", ()):
            if types.count(update["type"]) > 1:
                raise InvalidInput(f"The process type {update['type']} is listed more than once.")

    @classmethod
    def observe(cls, want: Desired, view: View) -> list[Record]:
        return formation_of(view, want["app"], [update["type"] for update in want.get("updates", ())])

    @classmethod
    def draft(cls, want: Desired, current: list[Record]) -> Draft:
        lacking = missing(want, current)
        if lacking and want["if_missing"] == "fail":
            raise InvalidInput(
                f"{want['app']} has no process type {' or '.join(lacking)}. {explanation(current)} "
                "if_missing=wait waits for a release that brings it, if_missing=ignore leaves it out."
            )
        draft = Draft(current, copy.deepcopy(current))
        if lacking and want["if_missing"] == "wait":
            draft.record = by_type([*draft.record, *({**TYPES_TO_COME, "type": name} for name in lacking)])
            what = f"a release of {want['app']} that brings its process types"
            draft.waits.append(Wait("types", what, moment=Moment.WRITE))
        there = {item["type"]: item for item in draft.record}
        changes = []
        for update in want["updates"]:
            item = there.get(update["type"])
            change = difference(update, item) if item else {}
            if item and change:
                changes.append({"type": update["type"], **change})
                cls.give(item, change)
        if changes:
            draft.updates["update"] = {"updates": changes}
        return draft

    @staticmethod
    def give(item: Record, change: Record) -> None:
        """Change a predicted process type."""
        item["quantity"] = change.get("quantity", item["quantity"])
        if "dyno_size" in change:
            item["dyno_size"] = {"id": UNKNOWN, **change["dyno_size"]}
            item["size"] = item["dyno_size"]["name"]
        item["updated_at"] = UNKNOWN

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        """A new size has to be one that the app can use, and Heroku decides how it is written."""
        changes = draft.updates["update"]["updates"]
        resized = [change for change in changes if "dyno_size" in change]
        usable = usable_sizes(view, want["app"]) if resized else {}
        items = {item["type"]: item for item in draft.record}
        for change in resized:
            size = usable.get(plain_size(change["dyno_size"]["name"]))
            if size is None:
                raise InvalidInput(no_such_size(want["app"], change["dyno_size"]["name"], usable))
            change["dyno_size"] = {"name": size["name"]}
            items[change["type"]].update(dyno_size=dict(size), size=size["name"])
        for change in changes:
            cls.check_single(want, items[change["type"]])

    @staticmethod
    def check_single(want: Desired, item: Record) -> None:
        """Raises InvalidInput for more than one dyno of a size of which a process type has one (behaviour.md 2.2)."""
        size, quantity = item["size"], item["quantity"]
        if isinstance(size, str) and plain_size(size) in SINGLE and isinstance(quantity, int) and quantity > 1:
            raise InvalidInput(
                f"A process type runs one {size} dyno at most, and {item['type']} of {want['app']} would have "
                f"{quantity}: give it a larger size, such as standard-1x."
            )

    @classmethod
    def side(cls, want: Desired, draft: Draft, record: Observed) -> Record:
        return {item["type"]: {"quantity": item["quantity"], "size": item["size"]} for item in record}

    @classmethod
    def changes(cls, want: Desired, draft: Draft) -> list[Change]:
        before = {item["type"]: item for item in draft.current}
        return [
            Change(cls.kind.name, cls.scope_of(want), before.get(item["type"]), item)
            for item in draft.record
            if item != before.get(item["type"])
        ]

    @classmethod
    def body(cls, want: Desired, call: str, fields: Values) -> Record:
        return dict(fields)

    @classmethod
    def actions(cls, want: Desired, draft: Draft) -> list[Action]:
        types = tuple(item["type"] for item in draft.record)
        return [dataclasses.replace(action, about=types) for action in super().actions(want, draft)]

    @classmethod
    def explain(cls, want: Desired, action: Action, error: HerokuError) -> str:
        if "in the same app" not in error.message:
            return ""
        return (
            "All process types of an app have to be of one tier: list every one of them with its size, also those of "
            f"quantity 0. The process types are {', '.join(action.about)}."
        )

    @classmethod
    def outcome(cls, want: Desired, plan: Plan, answers: Values) -> list[Record]:
        """Heroku may answer with the whole formation or with what changed (behaviour.md 3.3)."""
        (action,) = plan.actions
        changed = {item["type"]: cls.kind.normal(item) for item in answers[action.id]}
        return by_type({**{item["type"]: item for item in plan.record}, **changed}.values())

    @classmethod
    def watch(cls, want: Desired, wait: Wait, record: Observed, run: Run) -> list[Record]:
        return by_type(run.facts.refresh(cls.kind.of(*cls.scope_of(want))))

    @classmethod
    def judge(cls, want: Desired, wait: Wait, record: list[Record]) -> Verdict:
        lacking = missing(want, record)
        return Verdict(Status.PENDING, f"without {', '.join(lacking)}") if lacking else Verdict(Status.READY)

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        return [item for item in cls.observe(want, view) if want.get("type") in (None, item["type"], item["id"])]
