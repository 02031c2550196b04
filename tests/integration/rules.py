# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must hold for the recorded results of every integration target, whatever the target itself asserts.

A change is written as three tasks, with the same arguments and these names:

* ``Scale web | check`` in check mode, predicts;
* ``Scale web`` does it;
* ``Scale web | again`` changes nothing.

A task whose name begins with ``Wait`` may send more requests the slower the other side is.
"""

from __future__ import annotations

import re
from typing import Any

CHECK = " | check"
AGAIN = " | again"
WAITING = "Wait"
PREFIX = "community.heroku.heroku_"
TOKENS = "Requests needed: "  # begins a line of a plan
# What may differ between two runs of the same task: counts that other requests move, and Ansible's own additions.
INCIDENTAL = {
    "requests",
    "rate_limit_remaining",
    "invocation",
    "warnings",
    "deprecations",
    "ansible_facts",
    "exception",
}


def violations(records: list[dict[str, Any]]) -> list[str]:
    """Every broken promise in one run's records, in words."""
    found: list[str] = []
    by_name: dict[str, dict[str, Any]] = {}
    for record in records:
        if record["action"].startswith(PREFIX) and not record["outcome"].startswith(("item", "retry", "async")):
            if record["task"] in by_name:
                found.append(f"two tasks are named {record['task']!r}")
            by_name[record["task"]] = record
    for name, record in by_name.items():
        result = record["result"]
        if record["outcome"] == "failed" and not record["ignored"]:
            found.append(f"{name}: failed: {result.get('msg')}")
        if name.endswith((CHECK, AGAIN)):
            continue
        check, again = by_name.get(name + CHECK), by_name.get(name + AGAIN)
        if check is None or again is None:
            if result.get("changed") and not name.startswith("Set up"):
                found.append(
                    f"{name}: changes something, and has no {CHECK.strip(' |')} and {AGAIN.strip(' |')} beside it"
                )
            continue
        found += [f"{name}: {problem}" for problem in broken_promises(check["result"], result, again["result"])]
        if not check["check_mode"]:
            found.append(f"{name}{CHECK}: is not in check mode")
    return found


def broken_promises(check: dict[str, Any], done: dict[str, Any], again: dict[str, Any]) -> list[str]:
    """What check mode predicted wrongly, and what a second run changed."""
    found = []
    if done.get("failed") or check.get("failed"):
        if bool(done.get("failed")) != bool(check.get("failed")):
            found.append(f"check mode {'fails' if check.get('failed') else 'does not fail'}, the run does the opposite")
        return found
    if check["changed"] is not done["changed"]:
        found.append(f"check mode said changed={check['changed']}, the run says {done['changed']}")
    found += wrong_diffs(check, done)
    unknown = None if check.get("unknown") is None else set(check["unknown"])
    for key in sorted((set(check) | set(done)) - INCIDENTAL - {"changed", "diff", "unknown"}):
        if (key in check) != (key in done):
            found.append(f"only {'check mode' if key in check else 'the run'} returns {key}")
        found += [f"predicted {problem}" for problem in mispredicted(check.get(key), done.get(key), key, unknown)]
    if again.get("changed") is not False:
        found.append("the second run changes something again")
    return found


def wrong_diffs(check: dict[str, Any], done: dict[str, Any]) -> list[str]:
    """What is wrong with the diffs of a prediction and of the run that it is of."""
    found = []
    if comparable(check.get("diff")) != comparable(done.get("diff")):
        found.append(f"check mode's diff {check.get('diff')} is not the run's {done.get('diff')}")
    if done["changed"] and "diff" not in done:
        found.append("it is not run with diff")
    elif done["changed"] and "prepared" in done["diff"]:
        if not done["diff"]["prepared"].strip():
            found.append("its printed plan is empty")
    elif done["changed"] and not (done["diff"].get("before_header") and done["diff"].get("after_header")):
        found.append("its diff does not say which thing it is about")
    elif done["changed"] and done["diff"]["before"] == done["diff"]["after"]:
        found.append("it changes something that its diff does not show")
    return found


def comparable(diff: Any) -> Any:
    """A diff without the line of a printed plan that tells how many tokens there are left by then."""
    if not isinstance(diff, dict) or "prepared" not in diff:
        return diff
    lines = diff["prepared"].splitlines()
    return {**diff, "prepared": [line for line in lines if not line.startswith(TOKENS)]}


def mispredicted(predicted: Any, real: Any, where: str, unknown: set[str] | None = None) -> list[str]:
    """Where a prediction is not what came.

    What the check said is known after apply (``unknown``) may have become anything. A result without such a list is of
    a resource that says it with null.
    """
    if where in (unknown or ()) or (unknown is None and predicted is None):
        return []
    if isinstance(predicted, dict) and isinstance(real, dict):
        problems = (
            [f"{where} with the keys {sorted(predicted)}, it has {sorted(real)}"] if set(predicted) != set(real) else []
        )
        for key in set(predicted) & set(real):
            problems += mispredicted(predicted[key], real[key], f"{where}.{key}", unknown)
        return problems
    if isinstance(predicted, list) and isinstance(real, list) and len(predicted) == len(real):
        return [
            problem
            for index, pair in enumerate(zip(predicted, real))
            for problem in mispredicted(*pair, f"{where}[{index}]", unknown)
        ]
    return [] if predicted == real else [f"{where}={predicted!r}, it is {real!r}"]


def differences(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> list[str]:
    """Where two runs of one target, as modules and in the controller, gave results that mean something else.

    Identifiers and times are of two different worlds, so they only have to be of one kind.
    """
    found = []
    ours = [[record for record in run if record["action"].startswith(PREFIX)] for run in (first, second)]
    if [(r["task"], r["outcome"]) for r in ours[0]] != [(r["task"], r["outcome"]) for r in ours[1]]:
        return ["the two runs did not do the same tasks, or not with the same success"]
    for one, other in zip(*ours):
        left_out = {"requests"} if one["task"].startswith(WAITING) else set()
        if one["outcome"] == "retry":
            left_out.add("warnings")  # shown already: some cores then leave an empty list, where there was one
        results = (
            {key: value for key, value in record["result"].items() if key not in left_out} for record in (one, other)
        )
        found += [f"{one['task']}: {problem}" for problem in unlike(*results, "result")]
    return found


# What Ansible adds to a result, or to some of them, when it has it from the module.
ADDED_BY_ANSIBLE = {
    "ansible_facts",
    "exception",
    "failed_when_suppressed_exception",
    "_ansible_no_log",
    "_ansible_parsed",
}
# Values that Heroku makes up, or that tell the moment: of the same kind in both runs, but not the same.
MADE_UP = ("id", "_at", "_id", "cname", "web_url", "git_url", "_url", "provider_id", "rate_limit_remaining")


def unlike(one: Any, other: Any, where: str) -> list[str]:
    """The keys, types and values in which two results differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        names = (set(one) | set(other)) - ADDED_BY_ANSIBLE
        problems = [
            f"{where}.{name} is only in one of them" for name in sorted(names) if (name in one) != (name in other)
        ]
        for name in sorted(set(one) & set(other) & names):
            problems += unlike(one[name], other[name], f"{where}.{name}")
        return problems
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [problem for index, pair in enumerate(zip(one, other)) for problem in unlike(*pair, f"{where}[{index}]")]
    if type(one) is not type(other):
        return [f"{where} is a {type(one).__name__} in one and a {type(other).__name__} in the other"]
    if one == other or where.rpartition(".")[2].endswith(MADE_UP):
        return []
    if isinstance(one, str) and sketch(one) == sketch(other):
        return []
    return [f"{where} is {one!r} in one and {other!r} in the other"]


# Heroku draws the colour in the name of a second database's attachment (behaviour.md 3.5).
COLOUR = re.compile(r"(?<=HEROKU_POSTGRESQL_)[A-Z]+")


def sketch(text: str) -> str:
    """A text with what is drawn blanked: colours, and every word that holds a digit, as ids and generated names do."""
    text = COLOUR.sub("#", text)
    return " ".join("#" if any(character.isdigit() for character in word) else word for word in text.split())
