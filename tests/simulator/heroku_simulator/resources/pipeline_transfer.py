# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Handing a pipeline over to another owner (behaviour.md 3.12); it is immediate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import errors
from ..operation import SATELLITE, operation
from ..params import structure, text
from .pipeline import OWNER, may_manage, new_owner, owner_of, pipelines, wanted_pipeline

if TYPE_CHECKING:
    from ..application import Call


@operation(
    "POST",
    "/pipeline-transfers",
    service=SATELLITE,
    params={
        "pipeline": structure({"id": text(required=True)}, required=True),
        "new_owner": structure(OWNER, required=True),
    },
)
def create(call: Call) -> dict[str, Any]:
    """Pipeline Transfer Create; the text of the refusal is ours [I]."""
    pipeline = wanted_pipeline(call.body["pipeline"]["id"], call.account)
    if not may_manage(pipeline, call.account):
        raise errors.forbidden("You do not have permission to transfer this pipeline.")
    previous = owner_of(pipeline)
    owner_id, owner_type = new_owner(call.account, call.body["new_owner"])
    pipelines.update(pipeline, owner_id=owner_id, owner_type=owner_type)
    return {"pipeline": {"id": pipeline.id}, "previous_owner": previous, "new_owner": owner_of(pipeline)}
