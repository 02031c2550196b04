# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes every task's result to a file, one JSON object a line, for the checks that come after the run."""

from __future__ import annotations

import json
import os
import time
import typing as t

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: record
type: aggregate
short_description: Record results for the integration tests
description:
  - Appends every result to the file that HEROKU_RECORD names.
"""


class CallbackModule(CallbackBase):
    """Records; prints nothing."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "record"

    def _write(self, outcome: str, result: t.Any) -> None:
        line = {
            "task": (result._task.name or result._task.action).strip(),
            "action": result._task.action,
            "uuid": result._task._uuid,
            "host": result._host.get_name(),
            "check_mode": bool(result._task.check_mode),
            "ignored": bool(result._task.ignore_errors),
            "outcome": outcome,
            "result": result._result,
            "at": time.time(),
        }
        with open(os.environ["HEROKU_RECORD"], "a", encoding="utf-8") as record:
            record.write(json.dumps(line, default=str) + "\n")

    def v2_runner_on_ok(self, result: t.Any) -> None:
        self._write("ok", result)

    def v2_runner_on_failed(self, result: t.Any, ignore_errors: bool = False) -> None:
        self._write("failed", result)

    def v2_runner_item_on_ok(self, result: t.Any) -> None:
        self._write("item ok", result)

    def v2_runner_item_on_failed(self, result: t.Any) -> None:
        self._write("item failed", result)

    def v2_runner_retry(self, result: t.Any) -> None:
        self._write("retry", result)

    def v2_runner_on_async_ok(self, result: t.Any) -> None:
        self._write("async ok", result)
