# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The nodes of test runs of Heroku CI: each run has one here."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..files import stream_url
from ..operation import SATELLITE, operation
from .test_run import TestRun

if TYPE_CHECKING:
    from ..application import Call

EXIT_CODES = MappingProxyType({"succeeded": 0, "failed": 1})


@operation("GET", "/test-runs/{test_run}/test-nodes", service=SATELLITE)
def list_(call: Call, test_run: TestRun) -> list[dict[str, Any]]:
    """Test Node List."""
    return [
        {
            "created_at": test_run.created_at,
            "dyno": {"id": test_run.output_stream_id, "attach_url": None},
            "error_status": test_run.error_status,
            "exit_code": EXIT_CODES.get(test_run.status),
            "id": test_run.node_id,
            "index": 0,
            "message": test_run.message,
            "output_stream_url": stream_url(test_run.output_stream_id),
            "pipeline": {"id": test_run.pipeline_id},
            "setup_stream_url": stream_url(test_run.setup_stream_id),
            "status": test_run.status,
            "updated_at": test_run.updated_at,
            "test_run": {"id": test_run.id},
        }
    ]
