# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import planning
import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.execute import Run, Subject
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Plan
from ansible_collections.community.heroku.plugins.module_utils._engine.report import Reporter
from ansible_collections.community.heroku.plugins.module_utils._engine.resource import Resource
from ansible_collections.community.heroku.plugins.module_utils._engine.schedule import (
    Applying,
    Job,
    Outcome,
    plan_jobs,
)
from ansible_collections.community.heroku.plugins.module_utils._resources.addon import Addon
from ansible_collections.community.heroku.plugins.module_utils._resources.app import App
from ansible_collections.community.heroku.plugins.module_utils._resources.config import Config
from ansible_collections.community.heroku.plugins.module_utils._resources.domain import Domain
from virtual_clock import VirtualClock


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def new_run(connect: Any, simulator: Any, clock: VirtualClock) -> Callable[[], Run]:
    """Makes the run of a fleet that begins."""
    return lambda: Run.of(connect(simulator, clock=clock), Reporter())


def job(resource: type[Resource], called: str, /, *after: str, pool: str = "", **options: Any) -> Job:
    """A job that is called by its app and its name, after others of the app unless they have a name with a space."""
    app = options.get("app") or options.get("name")
    names = tuple(item if " " in item else f"{app} {item}" for item in after)
    return Job(f"{app} {called}", app, Subject(resource, planning.desired(resource, **options)), names, pool)


def shop(name: str) -> list[Job]:
    """An app with what hangs on it."""
    return [
        job(App, "settings", name=name),
        job(Config, "config", "settings", app=name, config={"LOG": "info"}),
        job(Addon, "addon", "config", app=name, plan="heroku-postgresql:essential-0"),
        job(Domain, "domain", "settings", app=name, hostname=f"www.{name}.example"),
    ]


def apply(jobs: list[Job], run: Run, **options: Any) -> dict[str, Outcome]:
    """What became of the jobs, in the order in which they ended."""
    return {outcome.job.id: outcome for outcome in Applying(jobs, plan_jobs(jobs, run), run, **options)}


def sent(simulator: Any, *methods: str) -> list[str]:
    return [f"{item['method']} {item['path']}" for item in simulator.requests() if item["method"] in methods]


def test_a_fleet_is_made_in_order_and_nothing_is_left_to_do(new_run: Any, simulator: Any) -> None:
    jobs = [item for name in ("shop-one", "shop-two", "shop-three") for item in shop(name)]
    outcomes = apply(jobs, new_run())
    assert {item.status for item in outcomes.values()} == {"done"}
    order = list(outcomes)
    for item in jobs:
        assert all(order.index(name) < order.index(item.id) for name in item.after)
    assert len(sent(simulator, "POST", "PATCH")) == len(jobs)
    before = len(simulator.requests())
    again = apply(jobs, new_run())
    assert {item.status for item in again.values()} == {"unchanged"}
    assert all(request["method"] == "GET" for request in simulator.requests()[before:])


def test_nothing_is_asked_about_what_would_be_made(new_run: Any, simulator: Any) -> None:
    plans = plan_jobs([item for name in ("shop-one", "shop-two", "shop-three") for item in shop(name)], new_run())
    assert all(isinstance(plan, Plan) and plan.actions for plan in plans.values())
    assert not [path for path in sent(simulator, "GET") if path.startswith("GET /apps/")]
    assert sent(simulator, "GET").count("GET /apps") == 1


def test_a_circle_is_refused(new_run: Any) -> None:
    jobs = [job(App, "one", "two", name="shop"), job(App, "two", "one", name="shop")]
    with pytest.raises(InvalidInput, match="in a circle: shop"):
        plan_jobs(jobs, new_run())


def test_a_failure_stops_what_depends_on_it_and_nothing_else(new_run: Any, simulator: Any) -> None:
    jobs = [item for name in ("shop-one", "shop-two", "shop-three") for item in shop(name)]
    fault = {"fault": "forbidden", "count": 1, "method": "PATCH", "path": "/apps/shop-two/config-vars"}
    simulator.backdoor("POST", "faults", fault)
    outcomes = apply(jobs, new_run())
    statuses = {name: item.status for name, item in outcomes.items() if item.status != "done"}
    assert statuses == {"shop-two config": "failed", "shop-two addon": "left"}
    assert isinstance(outcomes["shop-two config"].error, HerokuError)
    assert outcomes["shop-two addon"].blocker == "shop-two config"
    assert outcomes["shop-two addon"].why == "Left as it is, since shop-two config failed."
    again = apply(jobs, new_run())
    assert {name for name, item in again.items() if item.status == "done"} == {"shop-two config", "shop-two addon"}


def test_what_cannot_be_planned_is_told_and_all_else_is_done(new_run: Any, simulator: Any) -> None:
    jobs = [
        job(App, "settings", name="shop-one", region="mars"),
        job(Config, "config", "settings", app="shop-one", config={"A": "b"}),
    ]
    jobs += [Job("after all", "", jobs[1].subject, ("shop-one config",)), *shop("shop-two")]
    run = new_run()
    plans = plan_jobs(jobs, run)
    assert isinstance(plans["shop-one settings"], InvalidInput)
    assert [plans[name].blocker for name in ("shop-one config", "after all")] == ["shop-one settings"] * 2
    outcomes = {outcome.job.id: outcome for outcome in Applying(jobs, plans, run)}
    assert [outcomes[item.id].status for item in jobs] == ["failed", "left", "left", *["done"] * 4]
    assert not [path for path in sent(simulator, "POST", "PATCH", "GET") if path.endswith("shop-one/config-vars")]
