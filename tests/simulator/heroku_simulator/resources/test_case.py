# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The cases of test runs of Heroku CI: one for each run that is over, which says how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..operation import SATELLITE, operation
from .test_run import TestRun

if TYPE_CHECKING:
    from ..application import Call


@operation("GET", "/test-runs/{test_run}/test-cases", service=SATELLITE)
def list_(call: Call, test_run: TestRun) -> list[dict[str, Any]]:
    """Test Case List."""
    if test_run.status not in ("succeeded", "failed"):
        return []
    return [
        {
            "id": test_run.case_id,
            "created_at": test_run.updated_at,
            "updated_at": test_run.updated_at,
            "description": "the tests",
            "diagnostic": "",
            "directive": "",
            "passed": test_run.status == "succeeded",
            "number": 1,
            "test_node": {"id": test_run.node_id},
            "test_run": {"id": test_run.id},
        }
    ]
