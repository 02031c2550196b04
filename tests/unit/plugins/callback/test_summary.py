# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The summary of a run counts what the results say."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.callback.summary import Summary

APP = {"id": "01234567-89ab-cdef-0123-456789abcdef", "name": "shop"}


def summary(*results: tuple[str, dict[str, Any]]) -> list[str]:
    """The lines for one task each with these results, of which C(asked) has the options of the task."""
    counted = Summary()
    for module, result in results:
        counted.tasks += 1
        counted.add(f"community.heroku.{module}", result.get("asked", {}), result)
    return counted.lines()


def test_nothing_of_ours_says_nothing():
    assert Summary().lines() == []


def test_a_run_that_changes_nothing_says_what_it_took():
    assert summary(("heroku_app", {"app": APP, "changed": False, "requests": 1, "rate_limit_remaining": 4499})) == [
        "1 request by 1 task; 4499 API tokens are left."
    ]


@pytest.mark.parametrize(
    ("module", "result", "app"),
    [
        ("heroku_app", {"app": APP}, "shop"),
        ("heroku_app", {"app": None, "asked": {"name": "shop", "state": "absent"}}, "shop"),
        ("heroku_addon", {"addon": {"app": APP}}, "shop"),
        ("heroku_config", {"asked": {"app": "shop"}}, "shop"),
        ("heroku_build", {"build": {"app": {"id": APP["id"]}}, "asked": {"app": "shop"}}, "shop"),
        ("heroku_team", {"team": {"name": "acme"}}, "(no app)"),
        ("heroku_key", {"asked": {"app": None}}, "(no app)"),
    ],
)
def test_each_change_is_of_an_app_or_of_none(module: str, result: dict[str, Any], app: str):
    lines = summary((module, {"changed": True, "requests": 2, "rate_limit_remaining": None, **result}))
    assert lines == [f"{app}  1 change: {module.removeprefix('heroku_')}", "2 requests by 1 task."]


def test_an_id_is_called_by_the_name_that_another_task_has_told():
    by_id = {"changed": True, "asked": {"app": APP["id"]}}
    assert summary(("heroku_app", {"app": APP, "changed": True}), ("heroku_config", by_id))[0] == (
        "shop  2 changes: app, config"
    )


def test_a_fleet_counts_what_was_done_of_each_app():
    fleet = {
        "apps": {"shop": {"done": ["add app", "add config A"]}, "blog": {"done": []}},
        "pipelines": {"line": {"done": ["add pipeline"]}},
        "account": {"done": ["add key"]},
        "changed": True,
        "requests": 9,
        "rate_limit_remaining": 4000,
    }
    assert summary(("heroku_fleet", fleet)) == [
        "(no app)  2 changes: fleet 2",
        "shop      2 changes: fleet 2",
        "9 requests by 1 task; 4000 API tokens are left.",
    ]


def test_what_no_log_hides_makes_a_least_number():
    hidden = {"censored": "the output has been hidden", "changed": True}
    assert summary(("heroku_app", hidden)) == ["(no app)  1 change: app", "at least 0 requests by 1 task."]


def test_a_list_of_apps_is_no_fleet():
    assert summary(("heroku_app_info", {"apps": [APP], "changed": False, "requests": 1})) == ["1 request by 1 task."]
