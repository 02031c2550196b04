# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run changed at Heroku, app by app, and what it took."""

from __future__ import annotations

DOCUMENTATION = r"""
name: summary
type: aggregate
short_description: What a run changed at Heroku, app by app, and how many requests it took
version_added: 1.0.0
description:
  - At the end of a run of C(ansible-playbook), after the recap, prints how many changes there were to each app and by
    which modules, how many requests the tasks of this collection sent, and how many API tokens the account has left.
  - In check mode the changes are those that would be made.
  - A run without a task of this collection prints nothing.
  - Of a task with C(no_log), only its change is known; the number of requests is then a lower bound.
author:
  - community.heroku contributors (@ansible-collections)
requirements:
  - enabled by E(ANSIBLE_CALLBACKS_ENABLED), or by C(callbacks_enabled) in the section C([defaults]) of C(ansible.cfg)
seealso:
  - module: community.heroku.heroku_rate_limit_info
"""

EXAMPLES = r"""
enable: |
  # ansible.cfg
  [defaults]
  callbacks_enabled = community.heroku.summary

output: |
  HEROKU *************************************************************************
  shop       4 changes: addon, app, config, domain
  shop-blog  2 changes: fleet 2
  31 requests by 6 tasks; 4469 API tokens are left.
"""

import typing as t

from ansible.plugins.callback import CallbackBase
from ansible_collections.community.heroku.plugins.module_utils._engine.report import plural

OURS = "community.heroku."
ELSEWHERE = "(no app)"

Values = dict[str, t.Any]


class Summary:
    """What the results so far come to: changes by app and module, requests, tasks, and API tokens left."""

    def __init__(self) -> None:
        self.changes: dict[str, dict[str, int]] = {}
        self.tasks = 0
        self.requests = 0
        self.untold = False
        self.left: int | None = None
        self._names: dict[str, str] = {}

    def add(self, action: str, arguments: Values, result: Values) -> None:
        """Count one result of a task, or of an item of its loop, of the module that C(action) names in full.

        C(arguments) are the options that it was given.
        """
        module = action.rpartition(".")[2]
        self.untold |= "censored" in result
        self.requests += result.get("requests") or 0
        if result.get("rate_limit_remaining") is not None:
            self.left = result["rate_limit_remaining"]
        apps = result.get("apps")
        if isinstance(apps, dict):  # heroku_fleet
            for name, became in apps.items():
                self._count(name, module, len(became.get("done", [])))
            others = [result.get(group) or {} for group in ("pipelines", "teams", "spaces")]
            done = [became.get("done", []) for group in others for became in group.values()]
            done.append((result.get("account") or {}).get("done", []))
            self._count(ELSEWHERE, module, sum(map(len, done)))
        else:
            self._count(self._app_of(module, arguments, result), module, int(bool(result.get("changed"))))

    def _count(self, app: str, module: str, changes: int) -> None:
        if changes:
            by_module = self.changes.setdefault(app, {})
            name = module.removeprefix("heroku_")
            by_module[name] = by_module.get(name, 0) + changes

    def _app_of(self, module: str, arguments: Values, result: Values) -> str:
        """The name of the app that a result is about; its ID if nothing has told the name."""
        records = [result, *(value for value in result.values() if isinstance(value, dict))]
        for app in (record.get("app") for record in records):
            if isinstance(app, dict) and app.get("name"):
                self._names[str(app.get("id"))] = app["name"]
                return str(app["name"])
        named = str(arguments.get("name" if module == "heroku_app" else "app") or ELSEWHERE)
        return self._names.get(named, named)

    def lines(self) -> list[str]:
        """The summary as it is printed; none if nothing was counted."""
        if not self.tasks:
            return []
        width = max(map(len, self.changes), default=0)
        lines = []
        for app, by_module in sorted(self.changes.items()):
            parts = [f"{name} {count}" if count > 1 else name for name, count in sorted(by_module.items())]
            lines.append(f"{app:{width}}  {plural(sum(by_module.values()), 'change')}: {', '.join(parts)}")
        requests = (
            f"{'at least ' if self.untold else ''}{plural(self.requests, 'request')} by {plural(self.tasks, 'task')}"
        )
        return [*lines, f"{requests}; {self.left} API tokens are left." if self.left is not None else f"{requests}."]


def action_of(result: t.Any) -> str:
    """The full name of the module or action of a task's result."""
    return str(getattr(result._task, "resolved_action", None) or result._task.action)


class CallbackModule(CallbackBase):
    """Counts the results of this collection's modules, and prints the sum after the recap."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "community.heroku.summary"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self) -> None:
        super().__init__()
        self.summary = Summary()

    def v2_runner_on_ok(self, result: t.Any) -> None:
        """Called by Ansible for each task of a host that did not fail."""
        self._task(result)

    def v2_runner_on_failed(self, result: t.Any, ignore_errors: bool = False) -> None:
        """Called by Ansible for each task of a host that failed; what it did before counts."""
        self._task(result)

    def v2_runner_item_on_ok(self, result: t.Any) -> None:
        """Called by Ansible for each item of a loop that did not fail, before the task is over."""
        self._add(result)

    def v2_runner_item_on_failed(self, result: t.Any) -> None:
        """Called by Ansible for each item of a loop that failed."""
        self._add(result)

    def _task(self, result: t.Any) -> None:
        if action_of(result).startswith(OURS):
            self.summary.tasks += 1
            if not isinstance(result._result.get("results"), list):  # or its items were counted
                self._add(result)

    def _add(self, result: t.Any) -> None:
        action, told = action_of(result), result._result
        if action.startswith(OURS):
            hidden = "censored" in told
            self.summary.add(action, {} if hidden else result._task_fields.get("args") or {}, told)

    def v2_playbook_on_stats(self, stats: t.Any) -> None:
        """Called by Ansible at the end of the run."""
        lines = self.summary.lines()
        if lines:
            self._display.banner("HEROKU")
            for line in lines:
                self._display.display(line)
