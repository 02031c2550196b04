# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan of a fleet as a person reviews it: grouped by app, a line for each thing, no secrets. Pure functions.

shop-prod
  + app: region eu, build_stack heroku-24
  ~ config vars
      + LOG_LEVEL: (hidden, new value)
      ~ SECRET_KEY: (hidden, new value)
  - domain old.example.com

12 to add, 3 to change, 1 to destroy.
"""

from __future__ import annotations

import collections
import json
import typing as t

from .._api.errors import Failure
from .._engine.plan import Plan
from .._engine.schedule import Job, Left
from .._engine.values import KNOWN_LATER, Record, Value, concealed

ADD, CHANGE, DESTROY = "add", "change", "destroy"
SIGNS = {ADD: "+", CHANGE: "~", DESTROY: "-"}
NOTHING: tuple[Value, ...] = (None, {}, [])
Plans = t.Mapping[str, t.Union[Plan, Failure]]


def verb_of(plan: Plan) -> str:
    """What a plan with actions does, as one word: the sides of its diff tell."""
    if plan.before in NOTHING and plan.after not in NOTHING:
        return ADD
    return DESTROY if plan.after in NOTHING and plan.before not in NOTHING else CHANGE


def value_text(value: Value) -> str:
    """A value in one line."""
    if isinstance(value, str):
        return value if value and value == value.strip() and "\n" not in value else json.dumps(value)
    return json.dumps(value, sort_keys=True, default=str)


def one_line(side: Value) -> str:
    """What a new thing has, or one that goes, in one line; without what is not said."""
    if isinstance(side, t.Mapping):
        return ", ".join(f"{key} {value_text(value)}" for key, value in side.items() if value is not None)
    return "" if side in NOTHING else value_text(side)


def detail_lines(before: Value, after: Value) -> list[str]:
    """The lines for what differs in a thing."""
    if not isinstance(before, t.Mapping) or not isinstance(after, t.Mapping):
        return entry_lines("", before, after) if before != after else []
    lines = []
    for key in [*after, *(key for key in before if key not in after)]:
        old, new = before.get(key), after.get(key)
        if old == new and (key in before) == (key in after):
            continue
        if isinstance(old, list) and isinstance(new, list):
            lines += entry_lines(f"{key}: ", old, new)
        elif isinstance(old, t.Mapping) and isinstance(new, t.Mapping):
            parts = [name for name in {**old, **new} if old.get(name) != new.get(name)]
            moves = [f"{name} {value_text(old.get(name))} -> {value_text(new.get(name))}" for name in parts]
            lines.append(f"~ {key}: {', '.join(moves)}")
        elif key not in before:
            lines.append(f"+ {key}: {value_text(new)}")
        elif key not in after:
            lines.append(f"- {key}: {value_text(old)}")
        else:
            lines.append(f"~ {key}: {value_text(old)} -> {value_text(new)}")
    return lines


def entry_lines(name: str, before: Value, after: Value) -> list[str]:
    """The lines for the entries of a list that come and go."""
    if not isinstance(before, list) or not isinstance(after, list):
        return [f"~ {value_text(before)} -> {value_text(after)}"]
    gone = [item for item in before if item not in after]
    new = [item for item in after if item not in before]
    lines = [f"- {name}{one_line(item)}" for item in gone] + [f"+ {name}{one_line(item)}" for item in new]
    return lines or [f"~ {name}order: {value_text(before)} -> {value_text(after)}"]


def thing(job: Job, plan: Plan) -> str:
    """What a plan is about, without what it is shown under."""
    title = plan.title or job.id
    of_app = " " not in job.group
    resource, want = job.subject
    scope = resource.scope_of(want) if of_app else ()  # the other name of an app that is renamed
    short = title
    for name in dict.fromkeys((job.group.rpartition(" ")[2], *map(str, scope))):
        if short != name:
            short = without_end(short, name, first=of_app)
    return short


def without_end(title: str, name: str, *, first: bool) -> str:
    """A title without a name at one of its ends.

    Where both have it, one is that of the thing itself: the last one in what belongs to an app (C(first)), such as an
    add-on that is called like it; the first one in a pipeline, such as an app that is.
    """
    front, back = title.removeprefix(f"{name} "), title.removesuffix(f" {name}")
    one, other = (front, back) if first else (back, front)
    return one if one != title else other


def deed(job: Job, plan: Plan) -> str:
    """What a plan does, in a few words; with the place in the document, where another thing is called the same."""
    place = job.id[len(plan.title) :] if job.id.startswith(f"{plan.title} (") else ""
    return f"{verb_of(plan)} {thing(job, plan)}{place}"


def plan_lines(job: Job, plan: Plan) -> list[str]:
    """The lines for one thing that changes."""
    before, after = (concealed(side, KNOWN_LATER) for side in (plan.before, plan.after))
    verb, what = verb_of(plan), thing(job, plan)
    if verb == CHANGE:
        return [f"  {SIGNS[verb]} {what}", *(f"      {line}" for line in detail_lines(before, after))]
    if (
        verb == ADD
        and isinstance(after, t.Mapping)
        and any(isinstance(value, list) and value for value in after.values())
    ):
        shown = {key: value for key, value in after.items() if value not in NOTHING}
        empty: Record = {key: [] for key, value in shown.items() if isinstance(value, list)}
        return [f"  {SIGNS[verb]} {what}", *(f"      {line}" for line in detail_lines(empty, shown))]
    text = one_line(after if verb == ADD else before)
    return [f"  {SIGNS[verb]} {what}{': ' if text else ''}{text}"]


def counts(plans: t.Iterable[Plan | Failure]) -> dict[str, int]:
    """How many things are added, changed and destroyed."""
    found = collections.Counter(verb_of(plan) for plan in plans if isinstance(plan, Plan) and plan.actions)
    return {verb: found[verb] for verb in SIGNS}


def summary(numbers: t.Mapping[str, int]) -> str:
    """Those numbers in a sentence."""
    return ", ".join(f"{numbers[verb]} to {verb}" for verb in SIGNS) + "."


def printed(jobs: t.Sequence[Job], plans: Plans, footer: t.Sequence[str] = ()) -> str:
    """The whole plan: what changes, by group, then what has no plan and why, then the sums."""
    groups: dict[str, list[str]] = {}
    for job in jobs:
        plan = plans[job.id]
        if isinstance(plan, Plan):
            lines = plan_lines(job, plan) if plan.actions else []
        else:
            sign = "  " if isinstance(plan, Left) else "! "
            lines = [f"  {sign}{job.id}: {str(plan).partition(chr(10))[0]}"]
        if lines:
            groups.setdefault(job.group, []).extend(lines)
    blocks = ["\n".join([group, *lines]) for group, lines in groups.items()]
    end = "\n".join([summary(counts(plans.values())), *footer])
    return "\n\n".join([*blocks, end]) + "\n"
