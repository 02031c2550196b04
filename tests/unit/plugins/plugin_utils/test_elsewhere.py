# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A module that runs where it cannot reach the locks of the run: the action plugin takes them for it."""

from __future__ import annotations

import os

import pytest
from ansible import constants
from ansible_collections.community.heroku.plugins.module_utils._ansible.module import ManagingModule, ModuleReporter
from ansible_collections.community.heroku.plugins.module_utils._engine.run_context import (
    OPTION,
    DistantLock,
    FileLock,
    RunContext,
)
from ansible_collections.community.heroku.plugins.module_utils._resources.app import App

MODULE = ManagingModule(App)


def execute(simulator, context, **options):
    """What an ordinary module does with what the action plugin hands to it."""
    spec = MODULE.arguments["argument_spec"]
    params = {name: item.get("default") for name, item in spec.items()}
    params.update({"api_key": simulator.token, "api_url": simulator.url, **options})
    reporter = ModuleReporter(lambda text: None, lambda text: None)
    return MODULE.execute(params, check_mode=False, diff=False, reporter=reporter, context=context)


@pytest.fixture
def elsewhere(make, simulator, monkeypatch, tmp_path):
    """Run a task of heroku_app as on a machine that does not have the run's folder; returns result and runs."""
    monkeypatch.setattr(constants, "DEFAULT_LOCAL_TMP", str(tmp_path))

    def run(**options):
        plugin = make(options)
        runs = []

        def transfer(module_name, module_args, task_vars, wrap_async):
            handed = module_args[OPTION]
            runs.append(handed)
            there = handed if handed["locks"] is None else {**handed, "locks": "/nowhere/on/that/machine"}
            given = {name: value for name, value in module_args.items() if name != OPTION}
            return execute(simulator, RunContext.of_option(there), **given)

        monkeypatch.setattr(plugin, "_execute_module", transfer)
        return plugin.elsewhere("community.heroku.heroku_app", options, {}), runs

    return run


def test_what_is_made_is_made_under_the_lock(elsewhere, simulator, tmp_path):
    result, runs = elsewhere(name="shop", state="present")
    assert result["changed"] is True
    assert OPTION not in result
    assert [bool(run["locks"]) for run in runs] == [True, False]
    (lock,) = tmp_path.iterdir()
    assert lock.stat().st_size == 1
    assert result["requests"] == len(simulator.requests())


def test_what_changes_nothing_or_makes_nothing_runs_once(elsewhere, simulator, tmp_path):
    elsewhere(name="shop", state="present")
    for options in ({"maintenance": True}, {"maintenance": True}, {"state": "absent"}):
        _result, runs = elsewhere(**{"name": "shop", "state": "present", **options})
        assert len(runs) == 1
    assert next(tmp_path.iterdir()).stat().st_size == 1


@pytest.mark.parametrize(
    ("run_async", "become", "has_locks"), [(0, False, True), (0, True, True), (60, False, True), (60, True, False)]
)
def test_in_the_background_and_out_of_reach_nobody_is_asked_for_a_lock(make, monkeypatch, run_async, become, has_locks):
    """The controller does not wait for it, and could take none for it."""
    plugin, handed = make({"name": "shop"}, async_val=run_async), []

    def transfer(module_args, **_arguments):
        handed.append(module_args[OPTION])
        return {}

    monkeypatch.setattr(plugin, "_execute_module", transfer)
    monkeypatch.setattr(plugin._connection, "become", become)
    plugin.elsewhere("community.heroku.heroku_app", {}, {})
    assert [run["locks"] for run in handed] == [constants.DEFAULT_LOCAL_TMP if has_locks else None]


def test_nothing_is_written_before_the_lock_is_there(simulator):
    result = execute(simulator, RunContext(locks="/nowhere"), name="shop", state="present")
    assert set(result) == {"changed", OPTION, "requests", "rate_limit_remaining"}
    assert result["changed"] is False
    assert {entry["method"] for entry in simulator.requests()} == {"GET"}


def test_which_lock(tmp_path):
    here = RunContext(locks=str(tmp_path)).lock("https://api", "account", "App", "shop")
    assert isinstance(here, FileLock)
    assert isinstance(RunContext(locks=str(tmp_path / "none")).lock("x"), DistantLock)
    assert not isinstance(RunContext().lock("x"), (DistantLock, FileLock))
    names = {RunContext(locks=str(tmp_path)).lock(*scope).path for scope in (("a", "bc"), ("ab", "c"), ("abc",))}
    assert len(names) == 3
    assert "shop" not in here.path


def test_a_lock_ends_with_its_process(tmp_path):
    lock = RunContext(locks=str(tmp_path)).lock("scope")
    child = os.fork()
    if not child:
        with lock.held():
            os._exit(0)
    os.waitpid(child, 0)
    with lock.held():
        assert lock.writes() == 0
    assert lock.writes() == 1
