# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Promises for any task in any world: what check mode says is what is done, and a second run is quiet.

Plans are pure: planned twice they are equal; and they are data: written down as JSON, without secrets, and read back,
they do the same.
"""

from __future__ import annotations

import copy
import dataclasses
import json
import random
from collections.abc import Iterator
from typing import Any

import driven
import modules
import rules
import states
from ansible_collections.community.heroku.plugins.module_utils._engine.execute import Run
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Plan
from ansible_collections.community.heroku.plugins.module_utils._engine.saved import Vault, restore, save
from driver import LATER, Driver, Task
from grid import SIDE_BY_SIDE, UNSEEN, Subject, mistakes
from hypothesis import strategies as st

# What is made is not found for some moments; a run before that tries to make it, and is refused (behaviour.md 2.2).
SHOWN_LATER = (*UNSEEN, "heroku_space_vpn")
# Options that are left as they are: how to reach Heroku, and for how long to wait.
LEFT = ("api_url", "connect_timeout", "read_timeout", "two_factor_code", "wait_timeout")
# What heroku_api sends and what it looks at before have to fit together: that is for whoever writes the task.
LEFT_TOO = {"heroku_api": ("path", "creates")}
TOKENS = tuple(f"simulator-token-{name}" for name in ("other", "member", "viewer", "unverified"))
# What an option can hold beside what tasks.yml has in it.
WORDS = ("another", "nowhere")
SHORT = 7  # characters of a secret that may stand anywhere by chance
Options = dict[str, Any]


class Tasks:
    """Draws tasks of a module: one of those that are right, with some options otherwise."""

    def __init__(self, bases: dict[str, list[Options]]) -> None:
        self.bases = bases
        self.words: dict[str, list[str]] = {"api_key": list(TOKENS)}
        for listed in bases.values():
            for options in listed:
                self.learn(options)

    def learn(self, value: Any, name: str = "") -> None:
        """Take note of the texts that options hold."""
        if isinstance(value, dict):
            for key, item in value.items():
                self.learn(item, key)
        elif isinstance(value, list):
            for item in value:
                self.learn(item, name)
        elif isinstance(value, str) and value not in self.words.setdefault(name, []):
            self.words[name].append(value)

    def of(self, module: str) -> st.SearchStrategy[Task]:
        """Tasks of a module."""
        left = (*LEFT, *LEFT_TOO.get(module, ()))
        spec = {name: item for name, item in modules.arguments(module)["argument_spec"].items() if name not in left}
        others = st.sampled_from(sorted(spec)).flatmap(
            lambda name: st.tuples(st.just(name), st.none() | self.value(name, spec[name]))
        )
        return st.builds(
            lambda base, changes: (module, changed(base, changes)),
            st.sampled_from(self.bases[module]),
            st.lists(others, max_size=3, unique_by=lambda change: change[0]),
        )

    def any(self) -> st.SearchStrategy[Task]:
        """Tasks of any module."""
        return st.sampled_from(sorted(self.bases)).flatmap(self.of)

    def value(self, name: str, item: dict[str, Any]) -> st.SearchStrategy[Any]:
        """Values of an option of that name, by its part of the argument spec."""
        kind = item.get("type", "str")
        if kind == "list":
            element = {**item, "type": item.get("elements", "str")}
            return st.lists(self.value(name, element), max_size=3)
        if kind == "dict" and item.get("options"):
            parts = {key: self.value(key, part) for key, part in item["options"].items()}
            required = {key: parts.pop(key) for key, part in item["options"].items() if part.get("required")}
            return st.fixed_dictionaries(required, optional=parts)
        if kind == "dict":
            names = st.sampled_from(["ONE", "STANDING", "WORKERS", "DATABASE_URL"])
            return st.dictionaries(names, st.sampled_from(["", "1", "another"]) | st.none(), max_size=3)
        simple: dict[str, st.SearchStrategy[Any]] = {"bool": st.booleans(), "int": st.integers(0, 5)}
        if item.get("choices"):
            return st.sampled_from(item["choices"])
        words = self.words.get(name, [])
        return simple[kind] if kind in simple else st.sampled_from([*words, *(() if name == "api_key" else WORDS)])


def changed(base: Options, changes: list[tuple[str, Any]]) -> Options:
    """A task with some options otherwise; None leaves one out."""
    options = {**copy.deepcopy(base), **dict(changes)}
    return {name: value for name, value in options.items() if value is not None}


class Watch:
    """Looks over the shoulder of the engine: whether plans are pure, and whether they can be written down.

    With ``saving``, a plan is written down as JSON, and what is read back is applied.
    """

    def __init__(self) -> None:
        self.saving = False
        self.found: list[str] = []
        self.plan, self.write_steps = Run.plan, Run.write_steps
        watch = self

        def plan(run: Run, subject: Any) -> Plan:
            return watch.planned(run, subject)

        def write_steps(run: Run, subject: Any, plan: Plan) -> Any:
            return watch.write_steps(run, subject, watch.saved(run, plan) if watch.saving else plan)

        Run.plan, Run.write_steps = plan, write_steps  # type: ignore[method-assign]

    def planned(self, run: Run, subject: Any) -> Plan:
        """The plan, made twice."""
        once, twice = (self.plan(run, subject) for _time in (1, 2))
        if once != twice:
            parts = [
                item.name for item in dataclasses.fields(Plan) if getattr(once, item.name) != getattr(twice, item.name)
            ]
            self.found.append(f"planned twice, the plans differ in {', '.join(parts)}")
        return once

    def saved(self, run: Run, plan: Plan) -> Plan:
        """The plan as another process would have it."""
        vault = Vault(lambda text: run.reporter.censor(text) != text)
        text = json.dumps(save(plan, vault))
        self.found += [
            f"the saved plan holds a secret: {secret}"
            for secret in vault.texts
            if len(secret) > SHORT and secret in text
        ]
        uploads = [action.request.upload for action in plan.actions if action.request.upload]
        again = restore(json.loads(text), vault.texts, uploads)
        if again != plan.portable():
            self.found.append("the saved plan, read back, is another one")
        return again

    def told(self) -> list[str]:
        """What was found since the last call."""
        found, self.found = list(dict.fromkeys(self.found)), []
        return found


class Judge:
    """Runs tasks and says which promise they break."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.watch = Watch()
        self.judged = self.changing = self.refused = 0

    def problems(self, task: Task) -> Iterator[str]:
        """What is wrong with a task in the world as it is; it has been done then."""
        self.judged += 1
        driver, anew = self.driver, Subject("", (), task).anew
        driver.sent()
        start = driver.snapshot()
        check = driver.run(task, check_mode=True)
        yield from mistakes(check)
        yield from (f"check mode sends {method} {path}" for method, path in driven.writes(driver.sent()))
        done, sent, after = self.run(task)
        yield from self.watch.told()
        yield from mistakes(done)
        if done.get("failed") or check.get("failed"):
            yield from self.failed(check, done, sent)
            return
        if done["changed"]:
            self.changing += 1
            for problem in self.by_saved_plan(task, start, done, sent, after):
                if not problem.startswith(tuple(f"result.{path}" for path in check["unknown"])):
                    yield f"by the saved plan {problem}"
        if task[0] in SHOWN_LATER:
            driver.advance(LATER)
        again = {"changed": False} if anew else driver.run(task)
        yield from mistakes(again)
        more = driven.writes(driver.sent())
        if again.get("failed") and task[1].get("api_key") and again.get("error", {}).get("status") in (403, 404):
            return  # somebody who took their own access away has none
        if again.get("failed"):
            yield f"the second run fails: {again['msg']}"
        elif more:
            yield f"the second run writes: {more}"
        yield from rules.broken_promises(check, done, again)

    def run(self, task: Task) -> tuple[dict[str, Any], list[dict[str, Any]], states.Tables]:
        """The result of a task, the writes that it took, and what is there then."""
        random.seed(1)
        result = self.driver.run(task)
        sent = [request for request in self.driver.sent() if driven.is_write(request)]
        return result, sent, self.driver.tables() if sent else {}

    def failed(self, check: dict[str, Any], done: dict[str, Any], sent: list[dict[str, Any]]) -> Iterator[str]:
        """What is wrong with how a task fails."""
        if not done.get("failed"):
            yield f"check mode fails, the run does not: {check['msg']}"
        elif not check.get("failed"):
            self.refused += 1
            if not sent and "Gave up waiting" not in done["msg"]:
                yield f"check mode does not fail, the run does, and wrote nothing: {done['msg']}"
        effective = [request for request in sent if request["status"] < 400 and not driven.uploads(request)]
        told = done.get("changed", False)
        if bool(effective) is not told and done.get("failed"):
            yield f"changed={told}, and it wrote {driven.writes(effective)}: {done['msg']}"

    def by_saved_plan(
        self, task: Task, start: bytes, done: dict[str, Any], sent: list[dict[str, Any]], after: states.Tables
    ) -> Iterator[str]:
        """What a plan that was written down and read back does otherwise, with the path in the result it is about."""
        self.driver.restore(start)
        self.watch.saving = True
        try:
            result, others, there = self.run(task)
        finally:
            self.watch.saving = False
        yield from self.watch.told()
        if result.get("failed"):
            yield f"it fails: {result['msg']}"
            return
        one, other = ([(item["method"], item["operation"], item["body"]) for item in log] for log in (sent, others))
        if task[0] in SIDE_BY_SIDE:
            one, other = sorted(one, key=str), sorted(other, key=str)
        if one != other:
            yield f"it sends {other}, not {one}"
        counts = [{table: len(rows) for table, rows in tables.items()} for tables in (after, there)]
        if counts[0] != counts[1]:
            yield f"there is something else: {counts}"
        # What jobs share is read once, and a plan that is read back has no part in it.
        apart = task[0] in SIDE_BY_SIDE
        yield from (
            text for text in rules.unlike(done, result, "result") if not (apart and text.startswith("result.requests "))
        )
